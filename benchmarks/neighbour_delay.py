#!/usr/bin/env python3
"""How much a hostile neighbour delays an honest submission: two share two cores, against the honest one by itself.

The honest one is the reference of lesson 2, which computes a little longer (`BUSY` seconds of CPU in each call), so
that all of it falls into the attack. Each pair of runs grades it alone and then beside an attacker, on two cores by
`grader grade --jobs 2`; compared are the wall times in its two verdicts. Printed are, for each attacker, the medians of
all pairs and of their ratios as a Markdown table. The honest one must have full marks in each, or the script stops.
Whatever else the machine does delays both halves of a pair, and hides what this looks for: run it on one at rest.

    .venv/bin/python benchmarks/neighbour_delay.py --pairs 5
    .venv/bin/python benchmarks/neighbour_delay.py --attack burn_all_cores --pairs 9
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LESSON, FILE = "02-gate-math", "gate_math.py"
BUSY = 0.04
# What one process can burn of a machine: its cores, the grader's own reading, its memory's bandwidth, its disk.
ATTACKS = ("burn_all_cores", "print_to_stay_alive", "forge_progress_flood", "log_lines_without_end", "memory_by_files")
MOST = 2.0  # what docs and SECURITY.md promise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--attack", action="append", help="a file of tests/attacks, without .py; may be repeated")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, cores {cores}\n")
    print("| attacker | alone, s | beside it, s | ratio (median of pairs) | worst pair |")
    print("| --- | ---: | ---: | ---: | ---: |")
    over = False
    for attack in options.attack or ATTACKS:
        pairs = [(seconds(None), seconds(attack)) for _ in range(options.pairs)]
        ratios = [beside / alone for alone, beside in pairs]
        alone, beside = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratio = statistics.median(ratios)
        over |= ratio > MOST
        print(f"| {attack} | {alone:.2f} | {beside:.2f} | {ratio:.2f} | {max(ratios):.2f} |", flush=True)
    if over:
        sys.exit(f"delayed to more than {MOST:g} times its undisturbed time")


def seconds(attack: str | None) -> float:
    """Wall time of the honest submission, as its verdict has it."""
    with tempfile.TemporaryDirectory(prefix="neighbour-delay-") as name:
        folder = Path(name)
        hand_in(folder, "honest", honest())
        if attack is not None:
            hand_in(folder, "attacker", (ROOT / "tests" / "attacks" / f"{attack}.py").read_text(encoding="utf-8"))
        command = [sys.executable, "-m", "grader", "grade", str(folder / "class"), "--out", str(folder / "out")]
        done = subprocess.run([*command, "--jobs", "2"], cwd=ROOT, capture_output=True, text=True, check=False)
        verdicts = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "out").rglob("verdict.json")]
        ours = [verdict for verdict in verdicts if verdict["student"] == "honest"]
        if len(ours) != 1 or ours[0]["score"] != ours[0]["max_score"] or len(verdicts) != 1 + (attack is not None):
            sys.exit(f"not graded as it should be, beside {attack}:\n{done.stdout}\n{done.stderr}")
        return float(ours[0]["timings"]["wall"])


def hand_in(folder: Path, student: str, text: str) -> None:
    place = folder / "class" / student / LESSON
    place.mkdir(parents=True)
    (place / FILE).write_text(text, encoding="utf-8")


def honest() -> str:
    """The reference, each of whose steps takes `BUSY` seconds of CPU more."""
    text = (ROOT / "solutions" / LESSON / FILE).read_text(encoding="utf-8")
    begin = "    # ********** Begin {} ********** #\n"
    busy = f"import time\nend = time.thread_time() + {BUSY}\nwhile time.thread_time() < end:\n    pass\n"
    busy = "".join(f"    {line}\n" for line in busy.splitlines())
    for region in ("cell_state", "hidden_state", "candidate"):
        text = text.replace(begin.format(region), begin.format(region) + busy)
    return text


if __name__ == "__main__":
    main()

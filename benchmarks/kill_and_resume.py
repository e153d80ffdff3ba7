"""Kill the grader at random moments of a class run, start it again each time, and compare with an undisturbed run.

    python benchmarks/kill_and_resume.py --kills 100 --submissions 60

Every verdict must be there once, whole, and equal in outcome and score; nothing of the killed runs may be left behind.
Submissions are the known answers of a lesson, so that outcomes differ.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.lesson import find_course, load_lesson
from grader.verdict import Verdict


def make_class(folder: Path, lesson_id: str, count: int) -> None:
    """`count` students' folders, going round the lesson's reference and its right and wrong answers."""
    lesson = load_lesson(find_course(Path(__file__).parent), lesson_id)
    assert lesson.private is not None and lesson.reference_path is not None
    answers = [lesson.reference_path, *sorted((lesson.private / "right").glob("*.py")), *lesson.wrong_paths]
    for number, answer in zip(range(count), itertools.cycle(answers)):
        place = folder / f"student-{number:03d}" / lesson.id
        place.mkdir(parents=True)
        shutil.copy(answer, place / lesson.module)


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """A grader in its own session, on a fixed seed."""
    command = [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out), "--seed", "1"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def outcomes(out: Path) -> dict[str, tuple[str, float | None]]:
    """Every verdict below `out`, by its path. Raises VerdictError for one that is half written."""
    found = {}
    for path in sorted(out.rglob("verdict.json")):
        verdict = Verdict.read(path)
        found[str(path.relative_to(out))] = (verdict.outcome.value, verdict.score)
    return found


def leftovers() -> list[str]:
    """Processes of a grader or a warm server that still run."""
    lines = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout.splitlines()
    mine = (str(os.getpid()), "ps -eo")
    return [
        line
        for line in lines
        if ("sandbox.inside" in line or "-m grader grade" in line) and not any(m in line for m in mine)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--lesson", default="02-gate-math")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder, calm, stormy = Path(scratch, "class"), Path(scratch, "calm"), Path(scratch, "stormy")
        make_class(folder, options.lesson, options.submissions)
        began = time.monotonic()
        if start(folder, calm).wait() != 0:
            sys.exit("the undisturbed run failed")
        whole = time.monotonic() - began
        expected = outcomes(calm)
        kills = finished = 0
        while kills < options.kills:
            process = start(folder, stormy)
            try:
                process.wait(timeout=chance.uniform(0.1, whole))
                finished += 1
                outcomes(stormy)
                shutil.rmtree(stormy)  # ended before it could be killed: begin again
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                outcomes(stormy)
        if start(folder, stormy).wait() != 0:
            sys.exit("the last run failed")
        got = outcomes(stormy)
        time.sleep(1)
        same = got == expected
        temporary = [path for path in stormy.rglob("*") if path.name.endswith(".tmp")]
        print(f"kills {kills}, runs that ended by themselves {finished}, verdicts {len(got)} of {options.submissions}")
        print(
            f"equal to the undisturbed run: {same}; half-written files left: {len(temporary)}; "
            f"processes left: {len(leftovers())}"
        )
        if not same or leftovers():
            for key in expected.keys() | got.keys():
                if expected.get(key) != got.get(key):
                    print(f"  {key}: expected {expected.get(key)}, got {got.get(key)}")
            sys.exit(1)


if __name__ == "__main__":
    main()

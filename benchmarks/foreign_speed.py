#!/usr/bin/env python3
"""How long an assignment of nbgrader's takes that was not written for Gatehouse: in a kernel each, and behind the wall.

One NumPy assignment (tests/nbgrader/foreign_course.py: seven test cells with hidden tests), N right submissions, each a
file of its own. Two ways, in turn, on the same files:

  nbgrader   `nbgrader autograde`, as its documentation says; on M of the submissions where N is large
  grader     `grader grade --course`, with an empty store

Wall time, and CPU seconds of all processes, which a busy machine changes less. Both must give everybody the same
scores, or the script stops.

    .venv/bin/python benchmarks/foreign_speed.py --n 20 --repeats 3
    .venv/bin/python benchmarks/foreign_speed.py --n 200 --nbgrader-n 20 --repeats 3
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.nbgrader import foreign_course as course

ASSIGNMENT = "arrays"
SAFE = "import grader.nbgrader\ngrader.nbgrader.configure(c)\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=20, help="submissions")
    parser.add_argument("--nbgrader-n", type=int, help="of which nbgrader grades so many; all if left out")
    parser.add_argument("--repeats", type=int, default=1)
    given = parser.parse_args()
    few = given.nbgrader_n or given.n
    with tempfile.TemporaryDirectory() as folder:
        safe = course.make(Path(folder, "safe"), {ASSIGNMENT: dict(answers(given.n))}, SAFE)
        plain = course.make(Path(folder, "plain"), {ASSIGNMENT: dict(answers(few))})
        kept = {home: shutil.copy(home / "gradebook.db", home / "fresh.db") for home in (safe, plain)}
        times: dict[str, list[tuple[float, float]]] = {"nbgrader": [], "grader": []}
        for _ in range(given.repeats):
            for home in (safe, plain):
                shutil.copy(kept[home], home / "gradebook.db")
                shutil.rmtree(home / "autograded", ignore_errors=True)
                shutil.rmtree(home / "gatehouse", ignore_errors=True)
            times["nbgrader"].append(timed(lambda: course.nbgrader(plain, "autograde", ASSIGNMENT), few))
            times["grader"].append(timed(lambda: grade(safe), given.n))
            compare(plain, safe, given.n)
        report(times, given.n, few)


def answers(number: int) -> list[tuple[str, course.Answers]]:
    return [(f"s{n:04}", course.RIGHT_ARRAYS | {"value": f"def value():\n    return 2  # {n}"}) for n in range(number)]


def grade(home: Path) -> None:
    subprocess.run([sys.executable, "-m", "grader", "grade", "--course", str(home)], check=True, capture_output=True)


def timed(work: Callable[[], object], number: int) -> tuple[float, float]:
    """Seconds for each submission: of the clock, and of all cores."""
    began, used = time.perf_counter(), cpu()
    work()
    return (time.perf_counter() - began) / number, (cpu() - used) / number


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(plain: Path, safe: Path, number: int) -> None:
    wanted, got = course.scores(plain, ASSIGNMENT), course.scores(safe, ASSIGNMENT)
    if len(got) != number or any(got[student] != cells for student, cells in wanted.items()):
        sys.exit("the two do not give the same scores, so that their times mean nothing")


def report(times: dict[str, list[tuple[float, float]]], number: int, few: int) -> None:
    medians = {way: [statistics.median(one) for one in zip(*each, strict=True)] for way, each in times.items()}
    for way, each in times.items():
        runs = ", ".join(f"{wall * 1000:.0f}/{used * 1000:.0f}" for wall, used in each)
        wall, used = medians[way]
        print(f"{way:9} {wall * 1000:6.0f} ms each, {used * 1000:6.0f} ms of CPU   all runs: {runs}")
    wall, used = (medians["nbgrader"][which] / medians["grader"][which] for which in (0, 1))
    print(f"{number} submissions (nbgrader: {few}): {wall:.1f}x faster by the clock, {used:.1f}x by CPU")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How long a class takes: `grader grade` against nbgrader's `autograde` and against the bare work, in one run.

Makes N submissions of a lesson (the reference answer, each file different) and times, K times over and in turn:

  nbgrader  `nbgrader autograde` on the same answers in a real course, with autograder tests of equal work
            (benchmarks/cells/); making the course and its release is not timed
  grader    `grader grade DIR --jobs J`, interpreter start, reports and results included
  bare      the same answers and tests in plain forks of one warm process, J at a time, start included: no sandbox,
            no wire, no reports; what is left is the work itself
  half wrong  with --half-wrong: grader again, on a class in which every second answer is one of the lesson's known
            wrong ones, in turn, but for those that are to run out of time

and prints the medians, the ratios and the overhead per submission as a Markdown table. Every way must give every
submission full marks, or the script stops: a fast wrong answer is no measurement.

    .venv/bin/python benchmarks/class_speed.py --lesson 02-gate-math --n 20
    .venv/bin/python benchmarks/class_speed.py --lesson 03-lstm-cell --n 200 --nbgrader-n 20
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bare
from peers import (
    ASSIGNMENT,
    ROOT,
    BenchmarkError,
    make_class,
    make_nbgrader_course,
    nbgrader,
    nbgrader_scores,
    reference,
)

from grader.course.answers import answer_text
from grader.course.lesson import load_lesson


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory(prefix="class-speed-") as folder:
        work = Path(folder)
        answers = make_answers(options.lesson, options.n)
        ways: dict[str, tuple[int, Callable[[], float]]] = {}
        if not options.skip_nbgrader:
            few = dict(list(answers.items())[: options.nbgrader_n or options.n])
            course = make_nbgrader_course(work / "nbgrader", options.lesson, few)
            ways["nbgrader"] = (len(few), lambda: time_nbgrader(course, few))
        class_dir = make_class(work / "class", options.lesson, answers)
        ways["grader"] = (options.n, lambda: time_grader(class_dir, work / "results", options.n, options.jobs))
        ways["bare"] = (options.n, lambda: time_bare(class_dir, options.lesson, options.n, options.jobs))
        if options.half_wrong:
            mixed_dir = make_class(work / "mixed", options.lesson, with_wrong_ones(options.lesson, answers))
            wrong = options.n // 2
            ways["half wrong"] = (
                options.n, lambda: time_grader(mixed_dir, work / "mixed-results", options.n, options.jobs, wrong)
            )  # fmt: skip
        times: dict[str, list[float]] = {way: [] for way in ways}
        for repeat in range(options.repeats):  # in turn, so that a slow minute of the machine hits every way
            for way, (count, measure) in ways.items():
                times[way].append(measure())
                progress = f"[{repeat + 1}/{options.repeats}] {way}: {count} submissions in {times[way][-1]:.2f} s"
                print(progress, file=sys.stderr, flush=True)
    print(table(options, {way: (count, times[way]) for way, (count, _) in ways.items()}))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lessons = sorted(path.stem for path in bare.CELLS.glob("*.py"))
    parser.add_argument("--lesson", default="02-gate-math", choices=lessons)
    parser.add_argument("--n", type=int, default=20, help="submissions (20)")
    parser.add_argument("--repeats", type=int, default=3, help="times each way is measured (3)")
    parser.add_argument("--jobs", type=int, default=2, help="at a time, for grader and for the bare work (2)")
    parser.add_argument("--skip-nbgrader", action="store_true", help="measure grader and the bare work only")
    parser.add_argument("--nbgrader-n", type=int, help="measure nbgrader on this many, and compare per submission")
    parser.add_argument("--half-wrong", action="store_true", help="also a class in which every second answer is wrong")
    return parser.parse_args()


def make_answers(lesson: str, n: int) -> dict[str, str]:
    """student -> program. A comment inside a region makes every file its own, so that no cache can help."""
    path = reference(lesson)
    reference_text = path.read_text(encoding="utf-8")
    begin = re.search(r"^(\s*)#.*Begin.*$", reference_text, re.MULTILINE)
    if begin is None:
        raise BenchmarkError(f"{path} has no Begin marker")
    head, tail = reference_text[: begin.end()], reference_text[begin.end() :]
    return {f"student-{k:03d}": f"{head}\n{begin[1]}# answer {k}{tail}" for k in range(1, n + 1)}


def with_wrong_ones(lesson_id: str, answers: dict[str, str]) -> dict[str, str]:
    """The same class, where every second student has one of the lesson's known wrong answers."""
    lesson = load_lesson(ROOT, lesson_id)
    texts = {path: path.read_text(encoding="utf-8") for path in lesson.wrong_paths}
    wrong = [answer_text(lesson, path) for path, text in texts.items() if "timeout" not in text.partition("\n")[0]]
    chosen = itertools.cycle(wrong)
    return {
        student: f"{next(chosen)}\n# {student}\n" if number % 2 else text
        for number, (student, text) in enumerate(answers.items())
    }


# --- nbgrader -------------------------------------------------------------------------------------------------------


def time_nbgrader(course: Path, answers: dict[str, str]) -> float:
    shutil.rmtree(course / "autograded", ignore_errors=True)
    shutil.copy(course / "gradebook.fresh.db", course / "gradebook.db")
    start = time.perf_counter()
    nbgrader(course, "autograde", ASSIGNMENT)
    seconds = time.perf_counter() - start
    scores = nbgrader_scores(course)
    short = {student: score for student, score in scores.items() if score[0] != score[1]}
    if scores.keys() != answers.keys() or short:
        raise BenchmarkError(f"nbgrader did not give {len(answers)} full marks: {len(scores)} graded, short: {short}")
    return seconds


# --- grader ---------------------------------------------------------------------------------------------------------


def time_grader(class_dir: Path, results: Path, n: int, jobs: int, wrong: int = 0) -> float:
    """Of `n` submissions `wrong` are not to pass; all are to be judged."""
    shutil.rmtree(results, ignore_errors=True)  # nothing to resume from
    command = [sys.executable, "-m", "grader", "grade", str(class_dir), "--out", str(results), "--jobs", str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    verdicts = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("students/*/*/verdict.json")]
    failed = sum(v["outcome"] != "passed" for v in verdicts)
    if done.returncode or len(verdicts) != n or failed != wrong:
        seen = f"{len(verdicts)} of {n} graded, {sorted({v['outcome'] for v in verdicts})}"
        raise BenchmarkError(f"grader: exit {done.returncode}, {seen}:\n{done.stderr[-2000:]}")
    return seconds


# --- the bare work --------------------------------------------------------------------------------------------------


def time_bare(class_dir: Path, lesson: str, n: int, jobs: int) -> float:
    command = [sys.executable, bare.__file__, str(class_dir), lesson, str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode or done.stdout.strip() != str(n):
        raise BenchmarkError(f"bare: exit {done.returncode}, passed: {done.stdout}\n{done.stderr[-2000:]}")
    return seconds


# --- the table ------------------------------------------------------------------------------------------------------


def table(options: argparse.Namespace, measured: dict[str, tuple[int, list[float]]]) -> str:
    """Markdown: a row per way; times are medians over the repeats, with the fastest and the slowest beside."""
    median = {way: statistics.median(times) for way, (_, times) in measured.items()}
    per = {way: median[way] / count for way, (count, _) in measured.items()}
    overhead = (median["grader"] - median["bare"]) / options.n
    lines = [
        f"**{options.lesson}**, {options.n} submissions, {options.jobs} jobs, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, median of {options.repeats}",
        "",
        "| way | submissions | seconds (fastest to slowest) | per submission | grader is faster by |",
        "|---|---:|---:|---:|---:|",
    ]
    for way, (count, times) in measured.items():
        span = f"{median[way]:.2f} ({min(times):.2f} to {max(times):.2f})"
        faster = f"{per[way] / per['grader']:.1f}x" if way in ("nbgrader", "half wrong") else ""
        lines.append(f"| {way} | {count} | {span} | {1000 * per[way]:.0f} ms | {faster} |")
    lines += ["", f"Overhead of grader over the bare work, start included: {1000 * overhead:.0f} ms per submission."]
    if "nbgrader" in measured and measured["nbgrader"][0] != options.n:
        lines.append(f"nbgrader was measured at {measured['nbgrader'][0]} submissions; the ratio is per submission.")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(f"class_speed: {error}")

#!/usr/bin/env python3
"""What judging adds to a training: lessons that train, against the same calls in plain forks, in one run.

Judges the reference answer once and keeps every call that the checks made, with what they were given. Then, K times, on
all cores, in turn and every second time backwards, since a machine may become slower or faster meanwhile:

  bare          these calls in plain forks of one warm process: no wall, no wire, no checks
  walled        these calls through the wire, in walled processes: no checks
  one by one    `grader grade` of two such submissions with --jobs 1, start and reports included
  side by side  the same with --jobs 2
  bare pair     two replays in plain forks at a time, start included

Each process computes with the threads that the grader would give it. The data are MNIST where MNIST_DATA_DIR is set.

    MNIST_DATA_DIR=... .venv/bin/python benchmarks/training_speed.py --lesson 05-single-layer-mnist
    MNIST_DATA_DIR=... .venv/bin/python benchmarks/training_speed.py --ways bare walled --repeats 8
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import replay
from class_speed import make_answers, time_grader
from peers import ROOT, BenchmarkError, make_class, reference

from grader.course import datasets
from grader.course.lesson import load_lesson
from grader.grading.checking import limits_at
from grader.grading.servers import Servers
from grader.sandbox.server_key import ServerKey

LESSONS = ("05-single-layer-mnist", "07-stacked-dropout-mnist")
WAYS = ("bare", "walled", "one by one", "side by side", "bare pair")
PAIR = 2
CORES = os.cpu_count() or 1


def main() -> None:
    options = parse()
    lesson, answer = load_lesson(ROOT, options.lesson), reference(options.lesson)
    with tempfile.TemporaryDirectory(prefix="training-speed-") as folder, Servers("strict") as servers:
        work = Path(folder)
        server = servers.get("keras")
        lives = replay.record(lesson, answer, server)
        calls, results = work / "calls", work / "results"
        calls.write_bytes(pickle.dumps(lives))
        pair = make_class(work / "class", lesson.id, make_answers(lesson.id, PAIR))
        ways: dict[str, Callable[[], dict[str, float]]] = {
            "bare": lambda: parts(plain(calls, 1, 1)[1][0]),
            "walled": lambda: parts(replay.walled(lives, server, limits_at(lesson, server))),
            "one by one": lambda: {"class": time_grader(pair, results, PAIR, 1)},
            "side by side": lambda: {"class": time_grader(pair, results, PAIR, 2)},
            "bare pair": lambda: {"class": plain(calls, PAIR, 2)[0]},
        }
        times: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS if way in options.ways}
        for repeat in range(options.repeats):
            for way in list(times)[:: -1 if repeat % 2 else 1]:
                times[way].append(ways[way]())
                print(f"[{repeat + 1}/{options.repeats}] {way}: {times[way][-1]}", file=sys.stderr, flush=True)
    print(table(options, times))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lesson", default=LESSONS[0], choices=LESSONS)
    parser.add_argument("--ways", nargs="+", default=WAYS, choices=WAYS, help="only these (all)")
    parser.add_argument("--repeats", type=int, default=3, help="times each way is measured (3)")
    return parser.parse_args()


def plain(calls: Path, count: int, jobs: int) -> tuple[float, list[replay.Times]]:
    """Seconds of the whole, and of each call in each replay."""
    environment = ServerKey.parse("keras").environment(os.environ, max(1, CORES // jobs))
    command = [sys.executable, replay.__file__, str(calls), str(count), str(jobs)]
    start = time.perf_counter()
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise BenchmarkError(f"replay: exit {done.returncode}\n{done.stderr[-2000:]}")
    return seconds, json.loads(done.stdout)


def parts(times: replay.Times) -> dict[str, float]:
    """Seconds of the training that counts, the longest, of the prediction after it, and of all calls."""
    training = max((seconds, number) for number, (name, seconds) in enumerate(times) if name == "train")
    predicted = next(seconds for name, seconds in times[training[1] :] if name == "predict")
    return {"training": training[0], "predicting": predicted, "all calls": sum(seconds for _, seconds in times)}


def table(options: argparse.Namespace, times: dict[str, list[dict[str, float]]]) -> str:
    """Markdown: medians over the repeats, with the fastest and the slowest beside, and the ratios that count."""

    def rows(what: str, part: str, bare: str, *others: str) -> Iterator[str]:
        for way in (bare, *others):
            if way in times:
                seen = [one[part] for one in times[way]]
                middle = statistics.median(seen)
                to = statistics.median(one[part] for one in times[bare]) if way != bare and bare in times else None
                ratio = f"**{middle / to:.2f}**" if to else ""
                yield f"| {what} | {way} | {middle:.2f} s ({min(seen):.2f} to {max(seen):.2f}) | {ratio} |"

    lines = [
        f"**{options.lesson}** on {datasets.chosen()}, {CORES} cores, median of {options.repeats}",
        "",
        "| what | way | seconds (fastest to slowest) | times the bare one |",
        "|---|---|---:|---:|",
    ]
    for part in ("training", "predicting", "all calls"):
        lines += rows(part, part, "bare", "walled")
    lines += rows("two submissions", "class", "bare pair", "side by side", "one by one")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as error:
        sys.exit(f"training_speed: {error}")

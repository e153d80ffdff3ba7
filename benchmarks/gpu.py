"""The gpu profile, on a GPU: time, accuracy and peak memory of each lesson that has one, and how many share one GPU.

    MNIST_DATA_DIR=... python benchmarks/gpu.py [--lesson 07-stacked-dropout-mnist] [--out benchmarks/gpu.json]

Each reference is graded alone, then lesson 07's in 2, 4, 8... copies at a time, until twice as many copies finish less
than a tenth more submissions an hour. Where there is no GPU it says so, and ends with 2: nothing is measured on a CPU.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.course.lesson import Lesson, discover  # noqa: E402
from grader.grading.engine import Engine  # noqa: E402
from grader.grading.handin import Job  # noqa: E402
from grader.grading.task import Policy, Request  # noqa: E402
from grader.proving.verify import SEED  # noqa: E402
from grader.sandbox import devices  # noqa: E402
from grader.verdict import Verdict  # noqa: E402

PROFILE, SHARED = "gpu", "07-stacked-dropout-mnist"
MOST = 32  # copies at a time
GROWS = 1.1  # by less than this, throughput has stopped growing


def graded(lesson: Lesson, copies: int) -> tuple[list[Verdict], float]:
    """So many copies of the reference at a time: their verdicts, and the seconds until the last was there."""
    assert lesson.reference_path is not None
    policy = Policy(profile=PROFILE)
    jobs = [Job(f"copy-{number}", lesson.id, lesson.reference_path) for number in range(copies)]
    with Engine(ROOT, workers=copies) as engine:
        began = time.monotonic()
        verdicts = [verdict for _, verdict in engine.run(Request(job, policy, seed=SEED) for job in jobs)]
    for verdict in verdicts:
        if verdict.outcome.value != "passed" or verdict.environment.device != "gpu":
            why = verdict.reason.en if verdict.reason else verdict.outcome.value
            sys.exit(f"{lesson.id}: a reference did not pass on the GPU ({why}); nothing is recorded")
    return verdicts, time.monotonic() - began


def described(lesson: Lesson, verdicts: list[Verdict], seconds: float) -> dict[str, Any]:
    first = verdicts[0]
    return {
        "lesson": lesson.id,
        "dataset": first.environment.dataset,
        "device": first.environment.device_name,
        "versions": first.environment.versions,
        "copies": len(verdicts),
        "seconds": round(seconds, 1),
        "submissions_an_hour": round(3600 * len(verdicts) / seconds, 1),
        "accuracy": [verdict.measures.get("accuracy") for verdict in verdicts],
        "peak_device_memory_mb": [verdict.timings.peak_device_memory_mb for verdict in verdicts],
        "peak_memory_mb": [verdict.timings.peak_memory_mb for verdict in verdicts],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lesson", action="append")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "gpu.json")
    asked = parser.parse_args()
    found, why = devices.gpus()
    if not found:
        print(f"{why}. The gpu profile was not run: nothing is measured on a CPU instead.", file=sys.stderr)
        return 2
    if not os.environ.get("MNIST_DATA_DIR"):
        print("MNIST_DATA_DIR is not set: the built-in digits are used, and the accuracies are theirs", file=sys.stderr)
    lessons = [one for one in discover(ROOT) if PROFILE in one.profiles and one.id in (asked.lesson or [one.id])]
    record: dict[str, Any] = {"date": time.strftime("%Y-%m-%d"), "gpus": [asdict(gpu) for gpu in found], "runs": []}

    def keep(lesson: Lesson, copies: int) -> float:
        run = described(lesson, *graded(lesson, copies))
        record["runs"].append(run)
        asked.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(run), flush=True)
        return run["submissions_an_hour"]

    for lesson in lessons:
        before, copies = keep(lesson, 1), 2
        while lesson.id == SHARED and copies <= MOST:
            now = keep(lesson, copies)
            if now < GROWS * before:
                break
            before, copies = now, 2 * copies
    return 0


if __name__ == "__main__":
    sys.exit(main())

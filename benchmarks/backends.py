"""The references and right answers of the Keras lessons, graded on each backend that is installed here.

    python benchmarks/backends.py [--backend jax] [--lesson 03-lstm-cell] [--references]

Prints one row for each answer, as in docs/devices.md, and ends with 1 if one did not get full marks. An answer whose
second line says ``# backend: NAME``, or that is written in TensorFlow 1, is graded there alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.course.answers import write_answer  # noqa: E402
from grader.course.lesson import Lesson, discover  # noqa: E402
from grader.grading.checking import runtime_in  # noqa: E402
from grader.grading.engine import Engine  # noqa: E402
from grader.grading.handin import Job  # noqa: E402
from grader.grading.judge import form_of  # noqa: E402
from grader.grading.submission import read_submission  # noqa: E402
from grader.grading.task import Policy, Request  # noqa: E402
from grader.proving.verify import SEED, Declared  # noqa: E402
from grader.sandbox import devices  # noqa: E402
from grader.sandbox.runtimes import find  # noqa: E402
from grader.sandbox.server_key import ServerKey  # noqa: E402
from grader.verdict import Verdict  # noqa: E402


def requests(lesson: Lesson, policy: Policy, references: bool, folder: Path) -> list[Request]:
    """The reference and, unless only that is wanted, every right answer that may run on the backend, in `folder`."""
    assert lesson.private is not None and lesson.reference_path is not None
    found = [Request(Job("reference", lesson.id, lesson.reference_path), policy, seed=SEED)]
    for path in [] if references else lesson.right_paths:
        own, answer = Declared.parse(path).backends, write_answer(lesson, path, folder)
        runs_in = ServerKey.parse(runtime_in(lesson, form_of(lesson, read_submission(answer)).dialect, policy))
        if (not own or policy.backend in own) and runs_in == ServerKey("keras", policy.backend):
            found.append(Request(Job(path.stem, lesson.id, answer), policy, seed=SEED))
    return found


def row(backend: str, job: Job, verdict: Verdict) -> str:
    score = "-" if verdict.score is None else f"{verdict.score:g}/{verdict.max_score:g}"
    used = f"{verdict.timings.wall:.0f} | {verdict.timings.cpu:.0f} | {verdict.timings.peak_memory_mb:.0f}"
    return f"| {backend} | {job.lesson} | {job.student} | {verdict.outcome.value} {score} | {used} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--backend", choices=find("keras").backends, action="append")
    parser.add_argument("--lesson", action="append")
    parser.add_argument("--references", action="store_true", help="only these, not every right answer")
    asked = parser.parse_args()
    versions, bad = devices.backends(), 0
    print(f"{time.strftime('%Y-%m-%d')}: {', '.join(f'{name} {said}' for name, said in versions.items() if said)}\n")
    print("| backend | lesson | answer | verdict | wall s | CPU s | peak MB |", "| --- " * 7 + "|", sep="\n")
    for backend in asked.backend or [name for name, version in versions.items() if version]:
        with tempfile.TemporaryDirectory() as folder, Engine(ROOT, workers=1, hidden=[Path(folder)]) as engine:
            todo = [
                one
                for lesson in discover(ROOT)
                if lesson.runtime == "keras" and lesson.id in (asked.lesson or [lesson.id])
                for one in requests(lesson, Policy(backend=backend), asked.references, Path(folder))
            ]
            for request, verdict in engine.run(todo):
                bad += verdict.outcome.value != "passed"
                print(row(backend, request.job, verdict), flush=True)
                for check in verdict.checks if verdict.outcome.value != "passed" else ():
                    if check.outcome.value != "passed":
                        why = check.message.en if check.message else ""
                        print(f"    {check.id}: {check.outcome.value}: {why} {check.traceback or ''}", file=sys.stderr)
                if verdict.reason:
                    print(f"    {verdict.reason.en}", file=sys.stderr)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())

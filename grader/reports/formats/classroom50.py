"""Classroom 50's result.json, of one submission: schema classroom50/result/v1, in whole points.

https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. Its runner adds `owner` and `assignment_type`.
"""

from __future__ import annotations

import datetime
import json
import math
import os
from collections.abc import Iterator
from typing import Any

from grader.reports.formats import Results, Unwritable, points
from grader.reports.text import one_line
from grader.reports.wording import wording
from grader.verdict import Outcome, SubmissionOutcome

FILE = "result.json"
_FROM_RUNNER = {
    "classroom": "CLASSROOM", "assignment": "ASSIGNMENT", "submission": "SUBMISSION_TAG", "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}  # fmt: skip


def write(results: Results) -> Iterator[str]:
    """Fractions of a point are rounded down, check by check. Raises Unwritable outside of Classroom 50's runner, and
    for other than one verdict with a score."""
    verdict = results.only("classroom50")
    if missing := [name for name in _FROM_RUNNER.values() if not os.environ.get(name)]:
        names = ", ".join(missing)
        raise Unwritable(f"--report classroom50 needs {names}, which Classroom 50's runner sets; use it there")
    facts = {field: os.environ[name] for field, name in _FROM_RUNNER.items()}
    tests: list[dict[str, Any]] = [
        {
            "test-name": one_line(check.title.get(results.lang), 200) or check.id,
            "passed": check.outcome is Outcome.PASSED,
            "score": math.floor(points(check.points, check.max_points)),
            "max-score": math.floor(check.max_points),
        }
        for check in verdict.checks
    ]
    if not tests and verdict.outcome is not SubmissionOutcome.PASSED:
        name = wording(verdict.outcome).name.get(results.lang)
        tests = [{"test-name": name, "passed": False, "score": 0, "max-score": math.floor(verdict.max_score)}]
    at = verdict.graded_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    result = {
        "schema": "classroom50/result/v1", **facts, "review": os.environ.get("REVIEW_URL") or facts["commit"],
        "datetime": at, "graded_at": at, "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests), "tests": tests,
    }  # fmt: skip
    yield json.dumps(result, ensure_ascii=False, indent=1) + "\n"

"""Every submission's outcome and points as JSON, for scripts. Nothing in it is for the instructor's eyes only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from grader.reports.formats import Results, points, score
from grader.verdict import CheckResult, Verdict

FILE = "submissions.json"


def write(results: Results) -> Iterator[str]:
    """``{"schema_version": 1, "submissions": [...]}``, a line for each submission."""
    yield '{"schema_version": 1, "submissions": [\n'
    comma = ""
    for verdict in results.verdicts:
        yield comma + json.dumps(_submission(verdict, results), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _submission(verdict: Verdict, results: Results) -> dict[str, Any]:
    seen, known = verdict.for_student(), score(verdict)
    return {
        "student": seen.student,
        "lesson": seen.lesson,
        "file": results.path(seen),
        "outcome": seen.outcome.value,
        "score": known,
        "max_score": seen.max_score,
        "public_only": seen.environment.public_only,
        "sandbox": seen.environment.sandbox,
        "graded_at": seen.graded_at.isoformat(timespec="seconds"),
        "reason": seen.reason.get(results.lang) if seen.reason else None,
        "checks": [_check(check, results.lang, known is not None) for check in seen.checks],
    }


def _check(check: CheckResult, lang: str, judged: bool) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title.get(lang),
        "hidden": check.hidden,
        "outcome": check.outcome.value,
        "points": points(check.points, check.max_points) if judged else None,
        "max_points": check.max_points,
        "diagnosis": check.diagnosis.id if check.diagnosis else None,
        "message": check.message.get(lang) if check.message else None,
    }

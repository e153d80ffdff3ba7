"""Gradescope's results.json, of one submission.

https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from grader.reports.formats import Results, points, score
from grader.reports.text import block, one_line
from grader.reports.wording import DIAGNOSIS, NOTE, place, wording
from grader.verdict import CheckResult, Outcome, Verdict

FILE = "results.json"


def write(results: Results) -> Iterator[str]:
    """Hidden checks are visible once grades are published. Raises Unwritable for other than one verdict with a score:
    Gradescope would take any file for a grade."""
    verdict, lang = results.only("gradescope"), results.lang
    yield json.dumps(
        {
            "score": score(verdict),
            "execution_time": round(verdict.timings.wall),
            "output": block("\n".join(_whole(verdict, lang))),
            "stdout_visibility": "hidden",
            "tests": [_test(check, lang) for check in verdict.checks],
        },
        ensure_ascii=False, indent=1,
    ) + "\n"  # fmt: skip


def _whole(verdict: Verdict, lang: str) -> Iterator[str]:
    words = wording(verdict.outcome)
    yield f"{words.name.get(lang)}. {(verdict.reason or words.meaning).get(lang)}"
    yield words.next_step.get(lang)
    for notice in verdict.notices:
        where = place(notice.cell, notice.line)
        yield f"{where.get(lang)}: {notice.text.get(lang)}" if where else notice.text.get(lang)


def _test(check: CheckResult, lang: str) -> dict[str, object]:
    told = [check.message or wording(check.outcome).meaning] if check.outcome is not Outcome.PASSED else []
    parts = [text.get(lang) for text in told]
    if check.diagnosis:
        parts.append(f"{DIAGNOSIS.get(lang)}: {check.diagnosis.text.get(lang)}")
    if check.note:
        parts.append(f"{NOTE.get(lang)}: {check.note.get(lang)}")
    if check.traceback:
        parts.append(check.traceback)
    return {
        "name": one_line(check.title.get(lang), 200),
        "score": points(check.points, check.max_points),
        "max_score": check.max_points,
        "status": "passed" if check.outcome is Outcome.PASSED else "failed",
        "output": block("\n\n".join(parts)),
        "visibility": "after_published" if check.hidden else "visible",
    }

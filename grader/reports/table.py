"""The gradebook as CSV: a row per submission, a column per check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from grader.reports.text import number, one_line
from grader.verdict import SubmissionOutcome, Verdict

# Excel takes a CSV without this mark for the local code page and garbles Chinese; pandas and `utf-8-sig` skip it.
BYTE_ORDER_MARK = "\ufeff"

# A spreadsheet runs a cell that begins with one of these as a formula (full-width ones too, in some locales).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def grades_csv(verdicts: Iterable[Verdict]) -> str:
    """Columns student, lesson, outcome, score, max_score, then ``<lesson>:<check id>`` with the points of each check.

    Starts with a byte order mark: write it as plain UTF-8. A submission without a score (`grader_error`) has blank
    points too: a blank is "not known", never zero.
    """
    rows = list(verdicts)
    columns = dict.fromkeys(f"{v.lesson}:{c.id}" for v in sorted(rows, key=lambda v: v.lesson) for c in v.checks)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_cell(name) for name in ("student", "lesson", "outcome", "score", "max_score", *columns))
    for verdict in rows:
        judged = verdict.outcome is not SubmissionOutcome.GRADER_ERROR
        points = {f"{verdict.lesson}:{c.id}": number(c.points, 4) for c in verdict.checks} if judged else {}
        score = number(verdict.score, 4) if judged else ""
        row = [
            _cell(verdict.student),
            _cell(verdict.lesson),
            verdict.outcome.value,
            score,
            number(verdict.max_score, 4),
        ]
        writer.writerow(row + [points.get(column, "") for column in columns])
    return BYTE_ORDER_MARK + text.getvalue()


def _cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    shown = one_line(text, 300)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown

"""What a code review shows of a submission: a list of problems, each with a place in the student's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from grader.reports.text import one_line
from grader.reports.wording import COLON, NOTICES, place, wording
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Verdict

Gravity = Literal["fault", "error", "wrong", "notice"]  # the gravest first
GRAVITIES: tuple[Gravity, ...] = ("fault", "error", "wrong", "notice")
_WHOLE = (
    SubmissionOutcome.GRADER_ERROR, SubmissionOutcome.NOT_UNDERSTOOD, SubmissionOutcome.REJECTED,
    SubmissionOutcome.UNATTEMPTED,
)  # fmt: skip
_FRAME = re.compile(r"^line (\d{1,7})\b", re.MULTILINE)  # as `grading.located` writes it
_LONGEST = 500


@dataclass(frozen=True)
class Problem:
    """`check` is the check's id, `submission` or `notice`; `line` is None where the file has no such line."""

    check: str
    gravity: Gravity
    title: str
    text: str
    line: int | None = None


def problems(verdict: Verdict, lang: str) -> Iterator[Problem]:
    """What the student may see of what is wrong, in the order of the checks; then the notices."""
    seen = verdict.for_student()
    lines = ".ipynb" not in seen.file.lower() and ".zip" not in seen.file.lower()  # a cell's line is none of the file
    if seen.outcome is SubmissionOutcome.NOT_HANDED_IN:
        return
    if seen.outcome in _WHOLE or (not seen.checks and seen.outcome is not SubmissionOutcome.PASSED):
        words = wording(seen.outcome)
        reason = (seen.reason or words.meaning).get(lang)
        gravity: Gravity = "fault" if seen.outcome is SubmissionOutcome.GRADER_ERROR else "error"
        yield Problem("submission", gravity, words.name.get(lang), one_line(reason, _LONGEST))
    for check in seen.checks:
        if check.outcome not in (Outcome.PASSED, Outcome.SKIPPED):
            yield _of_check(check, lang, lines)
    for notice in seen.notices:
        where = place(notice.cell, notice.line)
        text = notice.text.get(lang)
        if notice.cell and where:
            text = f"{where.get(lang)}{COLON.get(lang)}{text}"
        line = notice.line if lines and notice.cell is None else None
        yield Problem("notice", "notice", NOTICES.get(lang), one_line(text, _LONGEST), line)


def _of_check(check: CheckResult, lang: str, lines: bool) -> Problem:
    words = wording(check.outcome)
    told = check.diagnosis.text if check.diagnosis else check.message or words.meaning
    frames = _FRAME.findall(check.traceback or "") if lines else []
    return Problem(
        check.id,
        "wrong" if check.outcome is Outcome.FAILED else "error",
        one_line(check.title.get(lang), 200),
        one_line(told.get(lang), _LONGEST),
        int(frames[-1]) if frames else None,
    )

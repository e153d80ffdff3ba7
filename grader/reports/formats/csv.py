"""The gradebook as CSV: a row per submission, a column per check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from grader.reports.formats import Member, Results, points, score, written
from grader.reports.gradebook import Entry
from grader.reports.text import number, one_line
from grader.verdict import Verdict

FILE = "grades.csv"

# Excel takes a CSV without this mark for the local code page and garbles Chinese; pandas and `utf-8-sig` skip it.
BYTE_ORDER_MARK = "\ufeff"

# A spreadsheet runs a cell that begins with one of these as a formula (full-width ones too, in some locales).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_FIRST = ("student", "lesson", "outcome", "score", "max_score", "public_only")


def write(results: Results) -> Iterator[str]:
    """The gradebook, as `grades_csv`."""
    return written(Reader(), results)


class Reader:
    """The gradebook in the making: of each verdict what its row holds, about a kilobyte."""

    def __init__(self) -> None:
        self._checks: dict[str, dict[str, str]] = {}  # ids by lesson, each kept once
        self._rows: list[tuple[str, str, list[str], dict[str, str]]] = []

    def add(self, verdict: Verdict) -> None:
        known = self._checks.setdefault(verdict.lesson, {})
        ids = [known.setdefault(check.id, check.id) for check in verdict.checks]
        judged = score(verdict) is not None
        earned = [number(check.points, 4) for check in verdict.checks] if judged else []
        row = [
            cell(verdict.student),
            cell(verdict.lesson),
            verdict.outcome.value,
            number(verdict.score, 4) if judged else "",
            number(verdict.max_score, 4),
            "yes" if verdict.environment.public_only else "no",
        ]
        self._rows.append((verdict.student, verdict.lesson, row, dict(zip(ids, earned, strict=False))))

    def pieces(self, results: Results) -> Iterator[str]:
        return self.lines(results.members)

    def lines(self, members: Mapping[str, Member]) -> Iterator[str]:
        who = ("name", "group") if members else ()
        columns = [(lesson, check) for lesson in sorted(self._checks) for check in self._checks[lesson]]
        head = (*_FIRST, *who, *(f"{lesson}:{check}" for lesson, check in columns))
        yield BYTE_ORDER_MARK + line(map(cell, head))
        for student, own, row, earned in self._rows:
            one = members.get(student)
            told = [cell(getattr(one, what)) if one else "" for what in who]
            points_of = (earned.get(check, "") if lesson == own else "" for lesson, check in columns)
            yield line([*row, *told, *points_of])


def grades_csv(verdicts: Iterable[Verdict], members: Mapping[str, Member] = {}) -> Iterator[str]:
    """Lines with `_FIRST`, with a roster name and group, then ``<lesson>:<check id>`` with the points of each check.

    Starts with a byte order mark: write it as plain UTF-8. What has no score (`grader_error`, `not_understood`,
    `not_handed_in`) has blank points too: a blank is "not known", never zero. `public_only` is yes where no hidden
    check was run. Goes over the verdicts once and keeps none.
    """
    reader = Reader()
    for verdict in verdicts:
        reader.add(verdict)
    return reader.lines(members)


def scores(entries: Mapping[str, Entry], lessons: Iterable[str]) -> list[str]:
    """One student's score for each of these lessons, for a learning management system; a blank where there is none."""
    known = (entries.get(lesson) for lesson in lessons)
    return [number(points(one.score, one.max_score), 4) if one and one.has_score else "" for one in known]


def line(cells: Iterable[str]) -> str:
    """A line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def cell(text: str, most: int = 300) -> str:
    """`text` as a cell that no spreadsheet runs as a formula. Different texts give different cells."""
    shown = one_line(text, most)
    return f"'{shown}" if any(one.lstrip("'").startswith(_FORMULA) for one in (text, shown)) else shown

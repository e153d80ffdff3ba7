"""The gradebook as CSV: a row per submission, a column per check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from grader.reports.formats import Member, Results, points, score
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
    return grades_csv(results.verdicts, results.members)


def grades_csv(verdicts: Iterable[Verdict], members: Mapping[str, Member] = {}) -> Iterator[str]:
    """Lines with `_FIRST`, with a roster name and group, then ``<lesson>:<check id>`` with the points of each check.

    Starts with a byte order mark: write it as plain UTF-8. What has no score (`grader_error`, `not_understood`,
    `not_handed_in`) has blank points too: a blank is "not known", never zero. `public_only` is yes where no hidden
    check was run. Goes over the verdicts twice and keeps none.
    """
    of_lesson: dict[str, dict[str, None]] = {}
    for verdict in verdicts:
        of_lesson.setdefault(verdict.lesson, {}).update(dict.fromkeys(check.id for check in verdict.checks))
    who = ("name", "group") if members else ()
    columns = [f"{lesson}:{check}" for lesson in sorted(of_lesson) for check in of_lesson[lesson]]
    yield BYTE_ORDER_MARK + line([cell(name) for name in (*_FIRST, *who, *columns)])
    for verdict in verdicts:
        judged = score(verdict) is not None
        points = {f"{verdict.lesson}:{c.id}": number(c.points, 4) for c in verdict.checks} if judged else {}
        row = [
            cell(verdict.student),
            cell(verdict.lesson),
            verdict.outcome.value,
            number(verdict.score, 4) if judged else "",
            number(verdict.max_score, 4),
            "yes" if verdict.environment.public_only else "no",
        ]
        one = members.get(verdict.student)
        row += [cell(getattr(one, what)) if one else "" for what in who]
        yield line(row + [points.get(column, "") for column in columns])


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

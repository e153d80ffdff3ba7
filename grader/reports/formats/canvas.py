"""Canvas's gradebook as CSV, to be imported: a row for each student, a column for each lesson.

https://community.canvaslms.com, "How do I import grades in the Gradebook?". A student is found by `SIS Login ID`, the
name of their row, and by `ID` where a roster has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.formats.csv import cell, line, scores
from grader.reports.gradebook import Gradebook
from grader.reports.text import number

FILE = "canvas.csv"
_WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def write(results: Results) -> Iterator[str]:
    """A blank where there is no score: Canvas takes it for no grade, never for zero."""
    gradebook = Gradebook.of(results.verdicts)
    most = {lesson: max(one.max_score for one in entries) for lesson, entries in gradebook.by_lesson().items()}
    yield line([*_WHO, *map(cell, most)])
    yield line(["    Points Possible", "", "", "", "", *(number(points, 4) for points in most.values())])
    for student, entries in gradebook.by_student().items():
        one = results.members.get(student)
        name, own = (one.name or student, one.lms) if one else (student, "")
        yield line([cell(name), cell(own), "", cell(student), "", *scores(entries, most)])

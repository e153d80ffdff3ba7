"""Canvas's gradebook as CSV, to be imported: a row for each student, a column for each lesson.

https://community.canvaslms.com, "How do I import grades in the Gradebook?". A student is found by `SIS Login ID`, the
name of their folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.formats.csv import cell, line
from grader.reports.formats.lms import Lms
from grader.reports.text import number

FILE = "canvas.csv"
_WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def write(results: Results) -> Iterator[str]:
    """A blank where there is no score: Canvas takes it for no grade, never for zero."""
    grades = Lms.of(results.verdicts)
    yield line([*_WHO, *map(cell, grades.lessons)])
    yield line(["    Points Possible", "", "", "", "", *(number(most, 4) for most in grades.lessons.values())])
    for student, scores in grades.students.items():
        yield line([cell(student), "", "", cell(student), "", *(number(scores.get(one), 4) for one in grades.lessons)])

"""Moodle's gradebook as CSV, to be imported: a row for each student, a column for each lesson.

https://docs.moodle.org/en/Grade_import. Map `ID number` to the users' ID number, or to the username.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.formats.csv import cell, line
from grader.reports.formats.lms import Lms
from grader.reports.text import number

FILE = "moodle.csv"


def write(results: Results) -> Iterator[str]:
    """A blank where there is no score: Moodle takes it for no grade, never for zero."""
    grades = Lms.of(results.verdicts)
    yield line(["ID number", *map(cell, grades.lessons)])
    for student, scores in grades.students.items():
        yield line([cell(student), *(number(scores.get(one), 4) for one in grades.lessons)])

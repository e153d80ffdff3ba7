"""Moodle's gradebook as CSV, to be imported: a row for each student, a column for each lesson.

https://docs.moodle.org/en/Grade_import. Map `ID number` to the users' ID number, or to the username.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.formats import Results
from grader.reports.formats.csv import cell, line, scores
from grader.reports.gradebook import Gradebook

FILE = "moodle.csv"


def write(results: Results) -> Iterator[str]:
    """A blank where there is no score: Moodle takes it for no grade, never for zero."""
    gradebook = Gradebook.of(results.verdicts)
    lessons = list(gradebook.by_lesson())
    yield line(["ID number", *map(cell, lessons)])
    for student, entries in gradebook.by_student().items():
        yield line([cell(student), *scores(entries, lessons)])

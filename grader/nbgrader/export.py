"""nbgrader's gradebook as a CSV: a score only where there is one, and beside it why there is none."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from grader.grading.handin import Job
from grader.grading.opening import read_file
from grader.grading.store import verdict_path
from grader.nbgrader.judging import Places
from grader.nbgrader.record import Record, results_in
from grader.reports.formats.csv import cell, line
from grader.verdict import Verdict, VerdictError, write_atomically

# nbgrader's own columns, in its order, and at the end our own.
COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
    "late_submission_penalty", "score", "max_score", "status",
)  # fmt: skip

GRADED = "graded"
NOT_HANDED_IN = "not handed in"
WAITING = "waiting"  # handed in, and not autograded since
UNGRADED = "ungraded"  # a person must grade a part of it
GRADER_ERROR = "grader_error"  # no score, and not the student's fault


class GatehouseExport(ExportPlugin):
    """`nbgrader export`, without the zeros and old scores that nbgrader's own writes where there is no score.

    Options are nbgrader's: --to, --student, --assignment.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the CSV, all or nothing. Raises CourseError, OSError."""
        places = Places.of(self.parent.coursedir)
        states = _States(places, self.parent.coursedir, Record.read(places.home))
        to = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", to)
        write_atomically(to.absolute(), (line(map(cell, row)) for row in self._rows(gradebook, states)))

    def _rows(self, gradebook: Gradebook, states: _States) -> Iterator[list[str]]:
        yield list(COLUMNS)
        only_students, only_assignments = set(map(str, self.student)), set(map(str, self.assignment))
        known = {student.id: student for student in gradebook.students}
        names = sorted({*known, *states.students})
        for assignment in gradebook.assignments:
            if only_assignments and assignment.name not in only_assignments:
                continue
            for name in names:
                if not only_students or name in only_students:
                    facts = _facts(gradebook, states, assignment, name)
                    person = {key: getattr(known.get(name), key, None) for key in ("last_name", "first_name", "email")}
                    yield ["" if (value := {**facts, **person}.get(key)) is None else str(value) for key in COLUMNS]


def _facts(gradebook: Gradebook, states: _States, assignment: Any, name: str) -> dict[str, Any]:
    """A row, without what is known of the student as a person."""
    facts = {
        "assignment": assignment.name, "duedate": assignment.duedate, "student_id": name,
        "max_score": assignment.max_score,
    }  # fmt: skip
    try:
        submission = gradebook.find_submission(assignment.name, name)
    except MissingEntry:
        return {**facts, "status": states.without_entry(assignment, name)}
    facts |= {"timestamp": submission.timestamp, "status": states.of(submission, assignment, name)}
    penalty = float(submission.late_submission_penalty or 0.0)
    raw = float(submission.score)
    if facts["status"] != GRADED:
        return facts
    if not (math.isfinite(raw) and math.isfinite(penalty)):  # written by something else
        return {**facts, "status": GRADER_ERROR}
    score = max(0.0, raw - penalty)
    return {**facts, "raw_score": _number(raw), "late_submission_penalty": _number(penalty), "score": _number(score)}


def _number(value: float) -> float:
    return round(value, 6)


class _States:
    """Whether there is a score for what a student handed in."""

    def __init__(self, places: Places, coursedir: Any, record: Record | None) -> None:
        self._places, self._coursedir, self._record = places, coursedir, record
        self._shown = places.shown()

    @property
    def students(self) -> list[str]:
        return list(self._shown)

    def is_there(self, student: str, assignment: str) -> bool:
        """Whether something was handed in. A student's id may be anything: it is no path."""
        return student in self._shown and os.path.isdir(self._places.submitted / student / assignment)

    def without_entry(self, assignment: Any, student: str) -> str:
        """Of somebody whose submission nbgrader does not know."""
        if not self.is_there(student, assignment.name):
            return NOT_HANDED_IN
        return self._of_ours(assignment, student) or WAITING

    def of(self, submission: Any, assignment: Any, student: str) -> str:
        """One of the words above."""
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if self.is_there(student, assignment.name) and (late := self._not_graded_since(assignment, student)):
            return late
        if any(grade.auto_score is None and grade.manual_score is None for grade in grades):
            return UNGRADED
        return GRADED

    def _not_graded_since(self, assignment: Any, student: str) -> str | None:
        """Why what lies in ``submitted/`` has no score, or only an earlier file has one."""
        if outcome := self._of_ours(assignment, student):
            return outcome
        step = self._coursedir
        submitted = step.format_path(step.submitted_directory, student, assignment.name)
        autograded = step.format_path(step.autograded_directory, student, assignment.name)
        if not os.path.isdir(autograded):
            return WAITING
        new, old = step.get_existing_timestamp(submitted), step.get_existing_timestamp(autograded)
        return WAITING if new is not None and old is not None and new > old else None

    def _of_ours(self, assignment: Any, student: str) -> str | None:
        name = assignment.name
        if self._record is None or not self._record.lesson_asked(name, name):
            return None
        job = Job(self._shown[student], name, self._places.file(student, name), self._places.submitted)
        try:
            verdict = Verdict.read(verdict_path(results_in(self._places.home), job))
        except VerdictError:
            return WAITING
        judged, failed = verdict.submission_sha256, not verdict.outcome.has_score
        if judged != read_file(job.path, job.root).sha256 and not (failed and judged is None):
            return WAITING
        return GRADER_ERROR if failed else None

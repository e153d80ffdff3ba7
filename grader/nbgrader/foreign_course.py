"""Assignments that were not written for Gatehouse, of a whole class at once.

Notebooks are executed in several boxes ahead of nbgrader's own `autograde`, which then finds their outputs in the store
and writes ``autograded/`` and the gradebook, from this one process. Feedback is left to `nbgrader generate_feedback`,
since a person may still have to look at some answers.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grader.grading.opening import read_file
from grader.nbgrader import foreign
from grader.nbgrader.cells import runs
from grader.nbgrader.course import Graded, NbgraderCourse, _quietly
from grader.nbgrader.execute import SafeExecute
from grader.nbgrader.quickly import Transaction, quickly
from grader.nbgrader.reading import Wanted, assembled, cells_of, wanted_cells

_AHEAD = 4  # submissions that are executed, or wait for nbgrader, for each box


class ForeignAssignment:
    """One assignment of `course`, with the cells that nbgrader knows of its notebooks. Raises MissingEntry if it knows
    none."""

    def __init__(self, course: NbgraderCourse, name: str) -> None:
        self.name, self._course, self._coursedir = name, course, course.coursedir
        self._wanted: dict[str, list[Wanted]] = {}
        source = Path(self._coursedir.format_path(self._coursedir.source_directory, ".", name))
        with Gradebook(self._coursedir.db_url, self._coursedir.course_id) as gradebook:
            for notebook in gradebook.find_assignment(name).notebooks:
                self._wanted[notebook.name] = wanted_cells(
                    gradebook, name, notebook.name, source / f"{notebook.name}.ipynb"
                )

    def students(self, student: str, *, regrade: bool) -> list[str]:
        """Who has handed it in and is not autograded yet, or not to the end by a run that was killed; with `regrade`,
        everyone."""
        root = Path(self._coursedir.format_path(self._coursedir.submitted_directory, ".", "."))
        known = [path.name for path in root.iterdir() if not path.name.startswith(".")] if root.is_dir() else []
        chosen = sorted(name for name in known if student in ("*", name) and self._folder("submitted", name).is_dir())
        graded = set() if regrade else self._known()
        return [name for name in chosen if name not in graded or not self._folder("autograded", name).exists()]

    def _known(self) -> set[str]:
        """Whom the gradebook knows a submission of: it gets to know one when all its scores are there."""
        with _quietly(), Gradebook(self._coursedir.db_url, self._coursedir.course_id) as gradebook:
            return {submission.student_id for submission in gradebook.assignment_submissions(self.name)}

    def grade(self, students: list[str], workers: int | None, done: Callable[[], None]) -> Graded:
        """nbgrader's `autograde` of these students; `done` is called after each."""
        graded, boxes = Graded(), workers or os.cpu_count() or 1
        waiting = deque(students)
        with contextlib.chdir(self._course.home), _quietly(), quickly() as at_once, ThreadPoolExecutor(boxes) as pool:
            under_way: deque[tuple[str, Future[None]]] = deque()
            while waiting or under_way:
                while waiting and len(under_way) < _AHEAD * boxes:
                    under_way.append((waiting[0], pool.submit(self._execute, waiting.popleft())))
                student, executed = under_way.popleft()
                executed.exception()  # nbgrader meets the same fault, and says it
                if self._convert(student, at_once):
                    graded.written += 1
                else:
                    graded.failed.append(f"{student}/{self.name}")
                done()
        return graded

    def _execute(self, student: str) -> None:
        """Have the outputs of what this student handed in put into the store."""
        execute = SafeExecute(config=self._course.config)
        asked = foreign.asked_in(self._coursedir, self._converter(), execute, student, self.name)
        files = foreign.files_of(asked)
        for notebook, wanted in self._wanted.items():
            data = read_file(asked.submitted / f"{notebook}.ipynb", asked.submitted).data
            cells = None if data is None else cells_of(data)
            if cells is not None:
                book, _ = assembled(cells, wanted)
                foreign.executed([cell.source for cell in book.cells if runs(cell)], files, asked)

    def _convert(self, student: str, at_once: Transaction) -> bool:
        self._coursedir.assignment_id, self._coursedir.student_id = self.name, student
        converter = self._converter()
        converter.force = True
        try:
            with at_once():
                converter.start()
        except NbGraderException:  # it was said
            return False
        return True

    def _converter(self) -> Any:
        return Autograde(coursedir=self._coursedir, parent=self._course.app)

    def _folder(self, step: str, student: str) -> Path:
        directory = getattr(self._coursedir, f"{step}_directory")
        return Path(self._coursedir.format_path(directory, student, self.name))


def foreign_assignments(course: NbgraderCourse, name: str | None = None) -> list[ForeignAssignment]:
    """Those of the gradebook, or the one of this name, that are no lessons of ours and that somebody handed in."""
    coursedir = course.coursedir
    with _quietly(), Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        known = [assignment.name for assignment in gradebook.assignments]
    found = []
    for assignment in known:
        if name in (None, assignment) and assignment not in course.record.lessons:
            with _quietly(), contextlib.suppress(MissingEntry):
                found.append(ForeignAssignment(course, assignment))
    return found

"""A whole nbgrader course, graded at once: verdicts in parallel, then ``autograded/``, ``feedback/`` and the gradebook
from this one process."""

from __future__ import annotations

import contextlib
import logging
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from grader.grading.handin import Job
from grader.grading.task import Policy
from grader.messages.sentences import say
from grader.nbgrader import configure
from grader.nbgrader.execute import SafeExecute, mark_of
from grader.nbgrader.exporter import withdraw
from grader.nbgrader.judging import Places
from grader.nbgrader.quickly import Transaction, quickly
from grader.nbgrader.record import CourseError, Record
from grader.verdict import Verdict


@dataclass
class Graded:
    """What became of submissions: `written` anew, `kept` as they were, or without a score (`failed`)."""

    written: int = 0
    kept: int = 0
    failed: list[str] = field(default_factory=list)


class NbgraderCourse:
    """The course in `home`, with its own config; our line counts as said, also where the config lacks it.

    Raises CourseError if its folders are none that we read.
    """

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.record = Record.read(self.home) or Record(course=".")
        self.app = NbGrader()
        with contextlib.chdir(self.home):
            self.app.initialize([])
        configure(self.app.config)
        self.app.config.Application.log_level = "ERROR"
        self.app.log.setLevel(logging.ERROR)
        self.coursedir = CourseDirectory(parent=self.app, root=str(self.home))
        self.places = Places.of(self.coursedir)

    @property
    def config(self) -> Any:
        """The course's own config, and our line."""
        return self.app.config

    @property
    def policy(self) -> Policy:
        """As ``c.SafeExecute`` in its config has it."""
        return SafeExecute(config=self.config).policy

    def jobs(self, lesson: str | None = None, student: str = "*") -> list[Job]:
        """Of every lesson of ours that was released, or of that one. Raises CourseError if there is no such one."""
        known = self.record.lessons
        if lesson is not None and lesson not in known:
            raise CourseError(
                say(
                    "{lesson} was not released to this course; there are: {known}",
                    lesson=lesson, known=", ".join(sorted(known)),
                )
            )  # fmt: skip
        return [job for name in sorted(known) if lesson in (None, name) for job in self.places.jobs(name, student)]

    def write(self, jobs: Iterable[Job], verdicts: Iterable[Verdict], done: Callable[[], None]) -> Graded:
        """Write what these verdicts on these jobs say; what says so already stays. `done` is called after each.

        Raises CourseError where the gradebook does not know the lesson.
        """
        graded = Graded()
        ids = {shown: name for name, shown in self.places.shown().items()}
        with contextlib.chdir(self.home), _quietly(), quickly() as at_once:
            for job, verdict in zip(jobs, verdicts, strict=True):
                self._write(job, ids[job.student], verdict, graded, at_once)
                done()
        return graded

    def _write(self, job: Job, student: str, verdict: Verdict, graded: Graded, at_once: Transaction) -> None:
        if not verdict.outcome.has_score:
            asked = {"student": student, "assignment": job.lesson, "notebook": job.lesson}
            with at_once():
                withdraw(self.coursedir, {"nbgrader": {**asked, "db_url": self.coursedir.db_url}})
            shutil.rmtree(self._folder(self.coursedir.autograded_directory, student, job.lesson), ignore_errors=True)
            graded.failed.append(job.name)
        elif self._is_written(job.lesson, student, verdict):
            graded.kept += 1
        elif self._convert(job.lesson, student, at_once):
            graded.written += 1
        else:
            graded.failed.append(job.name)

    def _is_written(self, lesson: str, student: str, verdict: Verdict) -> bool:
        path = self._folder(self.coursedir.autograded_directory, student, lesson) / f"{lesson}.ipynb"
        page = self._folder(self.coursedir.feedback_directory, student, lesson) / f"{lesson}.html"
        try:
            mark = nbformat.read(path, as_version=4).metadata.get("gatehouse", {}).get("graded_by")
        except (OSError, ValueError):
            return False
        return mark == mark_of(verdict) and page.is_file()

    def _convert(self, lesson: str, student: str, at_once: Transaction) -> bool:
        """nbgrader's own autograde and feedback of one submission; whether there is a score."""
        self.coursedir.assignment_id, self.coursedir.student_id = lesson, student
        try:
            for step in (Autograde, GenerateFeedback):
                converter = step(coursedir=self.coursedir, parent=self.app)
                converter.force = True
                with at_once():
                    converter.start()
        except NbGraderException:  # it was said
            return False
        return True

    def known(self, lesson: str) -> None:
        """Raises CourseError if `nbgrader generate_assignment` was not run for the lesson."""
        with _quietly(), Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                gradebook.find_notebook(lesson, lesson)
            except MissingEntry:
                raise CourseError(
                    say(
                        "{lesson} is not in the gradebook: run `nbgrader generate_assignment {lesson}` in {home} first",
                        lesson=lesson, home=str(self.home),
                    )
                ) from None  # fmt: skip

    def _folder(self, step: str, student: str, lesson: str) -> Path:
        return Path(self.coursedir.format_path(step, student, lesson))


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """nbgrader's own queries make SQLAlchemy warn."""
    from sqlalchemy.exc import SAWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


__all__ = ["Graded", "NbgraderCourse"]

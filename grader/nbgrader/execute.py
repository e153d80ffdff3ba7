"""The preprocessor that stands where nbgrader's `Execute` stood: no student's code runs in this process or a kernel."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import Enum, Integer, Unicode

from grader.grading.task import Policy
from grader.messages.sentences import say
from grader.nbgrader import foreign
from grader.nbgrader.exporter import HANDED_IN, READABLE, VERDICT
from grader.nbgrader.judging import Places, Run, verdict_on
from grader.nbgrader.outputs import fill
from grader.nbgrader.pages import disarm
from grader.nbgrader.record import CourseError, Record

NO_NOTEBOOK = say(
    "This file is no notebook that can be read, or is too large. Save it again in Jupyter, and submit it again."
)


class SafeExecute(NbGraderPreprocessor):
    """Fills in the outputs of a submission: a lesson of ours from its verdict, any other notebook from the sandbox."""

    profile = Unicode("cpu", help="The lessons' profile: their thresholds and number of iterations.").tag(config=True)
    level = Enum(["process", "container", "strict"], "container", help="The lowest sandbox level to accept.").tag(
        config=True
    )
    memory_mb = Integer(2048, help="What a foreign notebook may take of memory, beyond its imports.").tag(config=True)
    disk_mb = Integer(256, help="What it may write; half of it is for the files beside it.").tag(config=True)
    total_seconds = Integer(1800, help="What all its cells may take together.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Raises CourseError where there is nothing to score: then nbgrader says that this submission failed."""
        disarm(nb)
        asked, home = resources["nbgrader"], home_of(self)
        record = Record.read(home)
        lesson = record.lesson_asked(asked["assignment"], asked["notebook"]) if record else None
        if record is None or lesson is None:
            return self.run_foreign(nb, resources)
        coursedir = self.parent.parent.coursedir
        verdict = verdict_on(
            Places.of(coursedir), record, lesson, asked["student"], Run.of(self.parent.parent), resources[HANDED_IN],
            self.policy,
        )  # fmt: skip
        released = record.lessons[lesson]
        fill(nb, verdict, released.cells, released.lang)
        nb.metadata["gatehouse"] = {"lesson": lesson, "lang": released.lang, "graded_by": mark_of(verdict)}
        resources[VERDICT] = verdict
        return nb, resources

    @property
    def policy(self) -> Policy:
        """In which surroundings lessons of ours are judged."""
        return Policy(profile=self.profile, level=self.level, forced=self.level == "process")

    def run_foreign(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """A notebook that was not written for Gatehouse. Raises as `foreign.fill_in`, and CourseError if the submitted
        file is no notebook."""
        if not resources[READABLE]:
            raise CourseError(resources[HANDED_IN].fault or NO_NOTEBOOK)
        foreign.fill_in(nb, foreign.asked_by(self, resources["nbgrader"]), self.log)
        return nb, resources


def mark_of(verdict: Any) -> str:
    """What tells an autograded notebook whether it was made from this verdict."""
    return hashlib.sha256(verdict.model_dump_json().encode()).hexdigest()[:16]


def home_of(preprocessor: Any) -> Path:
    """The nbgrader course's folder: a preprocessor belongs to an exporter, and that to a converter."""
    return Path(preprocessor.parent.parent.coursedir.root)

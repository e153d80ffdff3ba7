"""Verdicts on what lies in ``submitted/``: looked up, and judged where there is none that stands.

They lie in ``gatehouse/results``, outside of every submission, as `grader grade` writes them. What makes one old is
`grader.grading.staleness`. Judging happens in a process of its own: the instructor's server has threads, and cannot
fork workers.
"""

from __future__ import annotations

import contextlib
import fcntl
import fnmatch
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from grader.course.lesson import Lesson, load_lesson
from grader.grading.batch import grade_class
from grader.grading.handin import NOBODY, Job
from grader.grading.names import shown_names
from grader.grading.opening import HandedIn
from grader.grading.staleness import why_old
from grader.grading.store import earlier_verdict, verdict_path
from grader.grading.task import Policy, Request
from grader.messages.sentences import say
from grader.nbgrader.record import CourseError, Record, results_in
from grader.reports.html import feedback_in
from grader.verdict import SubmissionOutcome, Verdict, VerdictError


class Places(BaseModel):
    """Where an nbgrader course keeps what it collected: `home` is its folder, `submitted` that with all students'."""

    model_config = ConfigDict(frozen=True)

    home: Path
    submitted: Path

    @classmethod
    def of(cls, coursedir: Any) -> Places:
        """Those of nbgrader's `CourseDirectory`. Raises CourseError for a structure that we do not read."""
        structure = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")
        if coursedir.directory_structure != structure:
            raise CourseError(
                say(
                    "CourseDirectory.directory_structure is {structure}; Gatehouse grades in courses that leave it as "
                    "nbgrader has it: <step>/<student>/<assignment>.",
                    structure=coursedir.directory_structure,
                )
            )
        home = Path(coursedir.root)
        return cls(home=home, submitted=home / coursedir.submitted_directory)

    def jobs(self, lesson: str, students: str = "*") -> list[Job]:
        """A job for each student who handed in this lesson; `students` is a pattern of ids, as nbgrader has it."""
        shown = self.shown()
        wanted = [name for name in sorted(shown) if fnmatch.fnmatchcase(name, students)]
        jobs = [Job(shown[name], lesson, self.file(name, lesson), self.submitted) for name in wanted]
        return [job for job in jobs if os.path.lexists(job.path)]

    def shown(self) -> dict[str, str]:
        """The ids of students who have a folder, each with the name of their results."""
        try:
            return shown_names(sorted(set(os.listdir(self.submitted)) - NOBODY))
        except OSError:
            return {}

    def file(self, student: str, lesson: str) -> Path:
        return self.submitted / student / lesson / f"{lesson}.ipynb"


@dataclass
class Run:
    """One run of `nbgrader autograde`: of whom, as a pattern of ids, and which lessons were judged in it already. Where
    the grader fails for everybody, it does so once, and not once more for each."""

    students: str
    judged: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, converter: Any) -> Run:
        """That of nbgrader's converter, which lives as long as it."""
        return vars(converter).setdefault("_gatehouse_run", cls(converter.coursedir.student_id))


class _Order(BaseModel):
    """What the process that judges is asked."""

    places: Places
    course: Path
    lesson: str
    students: str
    policy: Policy
    lang: str


def verdict_on(
    places: Places, record: Record, name: str, student: str, run: Run, handed_in: HandedIn, policy: Policy
) -> Verdict:
    """The verdict on what `student` handed in for the lesson `name`. Where there is none that stands, everybody of the
    run who has none is judged first, in parallel, once.

    Raises CourseError if there is none even then, or it says that the grader failed.
    """
    course = record.course_path(places.home)
    lesson = load_lesson(course, name)
    job = Job(places.shown().get(student, student), name, places.file(student, name), places.submitted)
    verdict = standing(places, job, lesson, policy, handed_in.sha256)
    if verdict is None:
        if name not in run.judged:
            lang = record.lessons[name].lang
            _judge(_Order(places=places, course=course, lesson=name, students=run.students, policy=policy, lang=lang))
            run.judged.add(name)
        verdict = _written(verdict_path(results_in(places.home), job))
    if verdict.outcome is SubmissionOutcome.GRADER_ERROR:  # perhaps before the file was read
        raise CourseError(verdict.reason or say("the grader itself failed; grade again"))
    if verdict.submission_sha256 != handed_in.sha256:
        raise CourseError(say("{file} was changed while it was graded; grade again", file=str(job.path)))
    return verdict


def _written(path: Path) -> Verdict:
    """Raises CourseError if there is none: who was handed in while the run went on was not judged in it."""
    try:
        return Verdict.read(path)
    except VerdictError as error:
        raise CourseError(say("there is no verdict yet: {why}", why=str(error))) from error


def standing(places: Places, job: Job, lesson: Lesson, policy: Policy, sha256: str | None) -> Verdict | None:
    """The verdict on the file of this hash that need not be reached again; None if there is none."""
    verdict = _latest(results_in(places.home), job, sha256)
    if verdict is None:
        return None
    request = Request(job, policy.with_profile(lesson.profile_or_cpu(policy.profile)))
    return None if why_old(verdict, request, lesson) else verdict


def _latest(out: Path, job: Job, sha256: str | None) -> Verdict | None:
    if sha256 is not None:
        earlier = earlier_verdict(out, job, sha256)
        return earlier.verdict if earlier and earlier.stands else None
    try:  # of a file that cannot be read
        verdict = Verdict.read(verdict_path(out, job))
    except VerdictError:
        return None
    unread = verdict.outcome is SubmissionOutcome.REJECTED and verdict.submission_sha256 is None
    return verdict if unread and verdict.student == job.student else None


def _judge(order: _Order) -> None:
    """Judge in a process of its own. Raises CourseError with its last words if it fails."""
    command = [sys.executable, "-P", "-m", "grader.nbgrader.judging"]
    done = subprocess.run(command, input=order.model_dump_json(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise CourseError(say("the grader itself failed ({why}); put this right and grade again", why=why[0][:500]))


def main() -> None:
    """Judge what the order on standard input asks for. Verdicts are written as they come."""
    order = _Order.model_validate_json(sys.stdin.read())
    out = results_in(order.places.home)
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        jobs = order.places.jobs(order.lesson, order.students)
        grade_class(order.course, jobs, out, order.policy, page=feedback_in(order.lang))


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else writes there meanwhile: whoever does is waited for, and what they have judged is not judged again."""
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    main()


__all__ = ["Places", "Run", "standing", "verdict_on"]

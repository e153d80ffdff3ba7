"""What becomes of a check that ends with an exception: an outcome, and what is said of it to whom.

An exception that a check raises by itself, while the student's process did nothing wrong, is a *stumble*: the claim was
of a kind that the check cannot use, or the check has a bug. `grader.grading.blame` finds out which.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from grader.checks import faults, lacking
from grader.checks.expect import CheckFailed
from grader.checks.student import Session, Unread
from grader.checks.words import compared, describe, words_of
from grader.course import datasets, exceptions, misconceptions, terms
from grader.course.lesson import Lesson, LessonError
from grader.messages.sentences import say
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.verdict import Compared, Diagnosis, Outcome, Text

_GRADER = Path(__file__).resolve().parents[1]


class TooSlow(RuntimeError):
    """What a claim cost to judge is more than it may: a small answer can be made to keep the grader busy for hours."""


class Skip(Exception):
    """A check is not run because one that it depends on did not pass."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True)
class Conclusion:
    """What became of one check. `traceback` is of the student's program; `details` are for the instructor alone.

    `stumble` is the exception, in words, that the check raised by itself; `ours` a fault of the grader or the lesson,
    after which nothing can be judged.
    """

    outcome: Outcome
    message: Text | None = None
    traceback: str | None = None
    details: str | None = None
    diagnosis: Diagnosis | None = None
    compared: Compared | None = None
    stumble: str | None = None
    ours: Exception | None = None


@dataclass(frozen=True)
class Asked:
    """A check that has ended: of which lesson, whether it is hidden, and the session whose claims it judged."""

    lesson: Lesson
    session: Session
    hidden: bool

    def conclude(self, error: BaseException | None) -> Conclusion:
        """What it comes to that it ended with this exception, or without one."""
        match error:
            case None:
                return Conclusion(Outcome.PASSED)
            case Unread():
                return lacking.unread(self.session, error)
            case Skip():
                return Conclusion(Outcome.SKIPPED, error.message)
            case Fault():
                return self._faulted(error)
            case CheckFailed():
                return self._failed(error)
        trace = "".join(traceback.format_tb(error.__traceback__, limit=-20))[-4000:] + words_of(error)
        ours = error if isinstance(error, Exception) and _is_ours(error) else None
        if isinstance(error, AssertionError | pytest.fail.Exception):
            return Conclusion(Outcome.FAILED, self._asserted(error), details=trace, ours=ours)
        stumble = words_of(error) + self._where(error)
        return Conclusion(Outcome.FAILED, self._stumbled(error), details=trace, stumble=stumble, ours=ours)

    def _faulted(self, fault: Fault) -> Conclusion:
        frames = fault.facts.get("frames", [])
        program = self.session.program
        own = next((line for line, _ in reversed(frames) if program.around(line)), 0)  # the last in a region
        message, place = faults.explain(fault, hidden=self.hidden), program.place(own) if own else None
        conclusion = Conclusion(
            faults.outcome_of(fault),
            say("{place}: {what}", place=place, what=message) if place else message,
            traceback="\n".join(f"{line}\t{name}" for line, name in frames) or None,
            details=(faults.words_of(fault) or None) if self.hidden else None,
        )
        try:
            return replace(conclusion, diagnosis=self._looks_like(fault, own))
        except LessonError as missing:
            return replace(conclusion, ours=missing)

    def _looks_like(self, fault: Fault, own: int) -> Diagnosis | None:
        """The mistake that an exception looks like, which the student's line `own` raised, 0 if none did; or that took
        too long."""
        program = self.session.program
        if fault.kind == "timeout" and not fault.facts.get("total"):
            return exceptions.recognised(exceptions.Raised("timeout", "", "", program.written), self.lesson.public)
        if fault.kind != "raised":
            return None
        line, region = program.around(own) or ("", "")
        message = faults.plain(fault.facts.get("message", ""))
        raised = exceptions.Raised(fault.facts.get("type", ""), message, line, region, program.text())
        return exceptions.recognised(raised, self.lesson.public)

    def _failed(self, error: CheckFailed) -> Conclusion:
        message, details, diagnosis = error.message, None, None
        try:
            message = error.about(self._in_words(error.name))
            diagnosis = misconceptions.diagnose(error.diagnosis, self.lesson.public) if error.diagnosis else None
        except LessonError as missing:
            return Conclusion(Outcome.FAILED, message, ours=missing)
        if error.values and self.hidden:
            details = error.values.en
        elif error.values:
            message = say("{message} ({values})", message=message, values=error.values)
        seen = compared(*error.compared) if error.compared is not None and not self.hidden else None
        return Conclusion(Outcome.FAILED, message, details=details, diagnosis=diagnosis, compared=seen)

    def _in_words(self, name: str | Text) -> Text:
        """The claim's name in each language. A public check's must be known where there is no private half."""
        if isinstance(name, Text):
            return name
        folders = [self.lesson.private] if self.hidden and self.lesson.private else []
        return terms.translated(name, [*folders, self.lesson.public])

    def _asserted(self, error: BaseException) -> Text:
        """The words of a plain assert, where they are the lesson's own."""
        words = words_of(error).removeprefix(f"{type(error).__name__}: ").split("\nassert ")[0].split("\n")[0]
        own = not self.hidden or isinstance(error, pytest.fail.Exception) or self._is_the_lessons(error)
        text = say("the result is not what it should be")
        if not own or not words or words.startswith("assert "):
            return text
        return Text(**{**text.by_language, "en": words})

    def _stumbled(self, error: BaseException) -> Text:
        if isinstance(error, TooSlow):
            return say(
                "your answer keeps the grader busy: judging it took more than {seconds:g} seconds",
                seconds=self.lesson.limits.judging_seconds,
            )
        claim = describe(self.session.last.value)
        return say(
            "{function} returned {claim}, which this check cannot use", function=self.session.last_call, claim=claim
        )

    def _where(self, error: BaseException) -> str:
        """The line of the course's own files that the exception comes from, for who mends them."""
        line = line_in(self.lesson.public.parent.parent, error)
        return f" ({line})" if line else ""

    def _is_the_lessons(self, error: BaseException) -> bool:
        """Whether a file of the course raised it: a library's words may quote a claim, and a claim a hidden input."""
        frames = traceback.extract_tb(error.__traceback__)
        return bool(frames) and Path(frames[-1].filename).is_relative_to(self.lesson.public.parent.parent)


def line_in(course: Path, error: BaseException) -> str | None:
    """The last line of a file below `course` that the exception passed, as ``path:line``; None if there is none."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(course):
        return f"{error.filename}:{error.lineno}"
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next((f"{one.filename}:{one.lineno}" for one in frames if Path(one.filename).is_relative_to(course)), None)


def _is_ours(error: Exception) -> bool:
    """Whether the grader or the course is at fault, and neither a check nor a claim."""
    if isinstance(error, SandboxError | LessonError | datasets.DataError):
        return True
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AssertionError) and bool(frames) and Path(frames[-1].filename).is_relative_to(_GRADER)

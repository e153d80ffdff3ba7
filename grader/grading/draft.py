"""A verdict in the making: what is known of it so far, and what it becomes."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass, field
from typing import Any

from grader.course.judged_by import digest
from grader.course.lesson import Lesson
from grader.grading import staleness
from grader.grading.judging import JUDGING_VERSION
from grader.grading.task import Policy, Selection
from grader.messages.sentences import say
from grader.verdict import CheckResult, CurvePoint, Environment, Notice, SubmissionOutcome, Text, Timings, Verdict


@dataclass
class Draft:
    """What is known of a verdict so far."""

    lesson: Lesson
    student: str
    file: str
    environment: Environment
    max_score: float = 0.0
    sha256: str | None = None
    notices: list[Notice] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _cpu_before: float = field(default_factory=time.process_time)

    @classmethod
    def begin(cls, lesson: Lesson, student: str, file: str, policy: Policy, selection: Selection) -> Draft:
        environment = Environment(
            judging_version=JUDGING_VERSION, public_only=not selection.hidden, profile=policy.profile
        )
        return cls(lesson, student, file, environment)

    def learn(self, **facts: Any) -> None:
        """Facts of the environment: fields of `Environment`."""
        self.environment = Environment.model_validate({**self.environment.model_dump(), **facts})

    def finish(
        self,
        outcome: SubmissionOutcome,
        score: float | None,
        *,
        reason: Text | None = None,
        checks: list[CheckResult] | None = None,
        measures: dict[str, float] | None = None,
        curve: list[CurvePoint] | None = None,
        timings: Timings = Timings(),
    ) -> Verdict:
        wall, cpu = time.monotonic() - self._began, time.process_time() - self._cpu_before
        own = {"wall": round(wall, 3), "judging_cpu": round(max(0.0, cpu), 3)}
        inputs = staleness.inputs_of(self.lesson, self.environment)
        return Verdict(
            lesson=self.lesson.id,
            lesson_digest=digest(inputs),
            judged_by=staleness.shown(inputs),
            student=self.student,
            file=self.file,
            submission_sha256=self.sha256,
            outcome=outcome,
            score=score,
            max_score=self.max_score,
            reason=reason,
            notices=self.notices,
            checks=checks or [],
            measures=measures or {},
            curve=curve or [],
            environment=self.environment,
            timings=timings.model_copy(update=own),
            graded_at=datetime.datetime.now(datetime.UTC),
        )

    def foreseen(self, outcome: SubmissionOutcome, reason: Text) -> Foreseen:
        """The verdict for the case that judging has to be broken off: hardly ever is it made."""
        return Foreseen(
            self.student, self.file, self.environment, self.max_score, self.sha256, tuple(self.notices), outcome, reason
        )

    def own_fault(self, why: str) -> Verdict:
        """The verdict where the grader failed: no score."""
        reason = say(
            "the grader itself failed, so there is no score; this is not the student's fault: grade again ({why})",
            why=why,
        )
        return self.finish(SubmissionOutcome.GRADER_ERROR, None, reason=reason)

    def lessons_fault(self, why: str) -> Verdict:
        """The verdict where the lesson cannot judge: no score, and grading again without a change would not help."""
        reason = say(
            "the lesson is at fault, not the student, so there is no score; put this right, then grade again: {why}",
            why=why,
        )
        return self.finish(SubmissionOutcome.GRADER_ERROR, None, reason=reason)


@dataclass(frozen=True)
class Foreseen:
    """What is needed of a `Draft`, without its lesson, to finish it elsewhere."""

    student: str
    file: str
    environment: Environment
    max_score: float
    sha256: str | None
    notices: tuple[Notice, ...]
    outcome: SubmissionOutcome
    reason: Text

    def verdict(self, lesson: Lesson) -> Verdict:
        known = (self.student, self.file, self.environment, self.max_score, self.sha256, list(self.notices))
        return Draft(lesson, *known).finish(self.outcome, 0.0, reason=self.reason)


def own_fault(
    lesson: Lesson,
    file: str,
    student: str,
    why: str,
    policy: Policy = Policy(),
    selection: Selection = Selection(),
) -> Verdict:
    """The verdict on a submission that the grader failed to judge: no score."""
    draft = Draft.begin(lesson, student, file, policy, selection)
    draft.learn(device_asked=lesson.device(policy.profile))
    return draft.own_fault(why)


__all__ = ["Draft", "Foreseen", "own_fault"]

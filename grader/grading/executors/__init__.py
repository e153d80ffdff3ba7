"""Where tasks are judged: `Executor.submit(task)` gives the future of a verdict.

An executor tells what happened. What follows from that, another try, judging alone, whose fault it was, is the
engine's business, and the same for every executor.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from grader.grading.task import Task
from grader.verdict import CheckResult, CurvePoint, Verdict

OnCurve = Callable[[CurvePoint], None]
OnResult = Callable[[CheckResult], None]


class Executor(Protocol):
    """Judges tasks.

    `slots` is how many tasks of one runtime it can make use of at the same time, and `places` how many it judges at the
    same time. A future ends with a verdict, or with one of this module's exceptions, or SandboxError.
    """

    slots: int
    places: int

    @property
    def running(self) -> list[Task]:
        """What is being judged at this moment."""

    def expect(self, count: int) -> None:
        """That many tasks will come: how the cores are shared may depend on it."""

    def warm(self, runtime: str) -> None:
        """A task that needs this runtime is being made: what it needs may start meanwhile."""

    def submit(self, task: Task, on_curve: OnCurve | None = None, on_result: OnResult | None = None) -> Future[Verdict]:
        """From any thread, `on_curve` gets points of the task's training curve, a few a second, and `on_result` what
        became of each check."""

    def drop(self, task: Task) -> None:
        """Nobody waits for this task any more: what judges it may end."""


class WorkerDied(Exception):
    """What judged the task has died, for no reason that is known."""


class JudgingTooLong(Exception):
    """Judging the task had to be ended: it kept a worker busy for longer than it may.

    `verdict` is the one that such an answer gets; None if judging never began. `check` was being judged. `overdue`: it
    was wall time that was over, of which a busy machine may have taken some; else CPU time.
    """

    def __init__(self, verdict: Verdict | None, check: str | None, overdue: bool) -> None:
        super().__init__(check)
        self.verdict, self.check, self.overdue = verdict, check, overdue


class ServerFailed(Exception):
    """The warm server of `runtime`, which the task needs, does not start: `__cause__` says why."""

    def __init__(self, runtime: str) -> None:
        super().__init__(runtime)
        self.runtime = runtime


__all__ = ["Executor", "JudgingTooLong", "OnCurve", "OnResult", "ServerFailed", "WorkerDied"]

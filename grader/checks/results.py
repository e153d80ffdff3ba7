"""One run of a lesson's checks on one student's program, and the results."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest

from grader.checks import lacking
from grader.checks.markers import base, confirmed_by, title_of, worth
from grader.checks.outcomes import Asked, Skip, TooSlow
from grader.checks.remarks import Remarks, collected
from grader.checks.student import Session
from grader.course.lesson import Lesson
from grader.messages.sentences import say
from grader.sandbox.errors import SandboxError
from grader.verdict import CheckResult, Outcome, Text


@dataclass
class Checked:
    """The results in the order in which the checks ran; `stumbled` maps the ids of those that did to the exception."""

    results: list[CheckResult] = field(default_factory=list)
    measures: dict[str, float] = field(default_factory=dict)
    stumbled: dict[str, str] = field(default_factory=dict)
    dataset: str | None = None


class Recorder:
    """Records a result for each check of one run; `broken` is a fault of ours, after which nothing can be judged."""

    def __init__(
        self,
        lesson: Lesson,
        session: Session,
        profile: str,
        *,
        fail_fast: bool = False,
        on_check: Callable[[str, float], None] = lambda name, seconds: None,
        on_result: Callable[[CheckResult], None] | None = None,
    ) -> None:
        self.lesson, self.session, self.profile = lesson, session, lesson.profiles[profile]
        self._fail_fast, self._on_check, self._on_result = fail_fast, on_check, on_result
        self.checked = Checked()
        self.broken: Exception | None = None
        self._judging = lesson.limits.judging_seconds
        self._results: dict[str, list[CheckResult]] = {}  # by the check's name without its parameters
        self._began = 0.0
        self._remarks = Remarks()
        self.check = ""  # the id of the one that runs

    @contextmanager
    def checking(self, name: str) -> Iterator[None]:
        """The check of this name runs in the block."""
        self.check = name
        self.session.begin()
        self._on_check(name, self._judging)
        with collected() as self._remarks:
            self._began = time.monotonic()
            yield

    def require(self, names: Sequence[str]) -> None:
        """Raises Skip if one of these checks did not pass, or, with `fail_fast`, if any did not."""
        if self._fail_fast and any(result.outcome is not Outcome.PASSED for result in self.checked.results):
            raise Skip(say("not checked: an earlier check has decided"))
        for name in names:
            if any(result.outcome is not Outcome.PASSED for result in self._results.get(name, [])):
                raise Skip(say("not checked, because this failed: {title}", title=self._results[name][0].title))

    @contextmanager
    def timed(self) -> Iterator[None]:
        """In the block, `at_most` holds. Raises SandboxError off the main thread, where there are no timers."""
        if threading.current_thread() is not threading.main_thread():
            raise SandboxError("checks must run on the main thread of a process: elsewhere they have no time limit")

        def stop(*_: object) -> None:
            raise TooSlow(f"judging it took more than {self._judging:g} seconds")

        before = signal.signal(signal.SIGPROF, stop)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    @contextmanager
    def at_most(self) -> Iterator[None]:
        """Raises TooSlow when judging takes more CPU time than it may; what it waits for does not count.

        A request, since library code may swallow the exception and C code is not interrupted: it saves the other checks
        of a claim that is only slow. The limit that holds is the kernel's, `grader.grading.executors.worker`.
        """
        signal.setitimer(signal.ITIMER_PROF, self._judging, 0.2)  # again and again: one may be swallowed
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def record(self, item: pytest.Item, error: BaseException | None) -> None:
        """The check has ended, with this exception or without one."""
        hidden = self._is_hidden(item)
        conclusion = Asked(self.lesson, self.session, hidden).conclude(error)
        conclusion = lacking.told(self.session, conclusion, error)
        self.broken = self.broken or conclusion.ours
        if conclusion.stumble is not None:
            self.checked.stumbled[item.name] = conclusion.stumble
        points = worth(item)
        result = CheckResult(
            id=item.name,
            title=title_of(item),
            hidden=hidden,
            points=points if conclusion.outcome is Outcome.PASSED else 0.0,
            max_points=points,
            note=self._remarks.note or lacking.note(self.session),
            output=self.session.take_output(),
            seconds=round(time.monotonic() - self._began, 4),
            outcome=conclusion.outcome,
            message=conclusion.message,
            traceback=conclusion.traceback,
            details=conclusion.details,
            compared=conclusion.compared,
            diagnosis=conclusion.diagnosis,
        )
        self.checked.results.append(result)
        self.checked.measures |= self._remarks.measures
        self._results.setdefault(base(item.name), []).append(result)
        if self._on_result is not None:
            self._on_result(result)

    def confirm(self, items: list[pytest.Item]) -> None:
        """Take the points of checks that passed, where a check that should have confirmed them did not pass."""
        needed = {item.name: confirmed_by(item) for item in items}
        for index, result in enumerate(self.checked.results):
            others = [other for name in needed[result.id] for other in self._results.get(name, [])]
            outcomes = {other.outcome for other in others}
            if result.outcome is Outcome.PASSED and outcomes - {Outcome.PASSED}:
                update = {"points": 0.0, "note": _unconfirmed(Outcome.FAILED in outcomes)}
                self.checked.results[index] = result.model_copy(update=update)

    def _is_hidden(self, item: pytest.Item) -> bool:
        return self.lesson.private is not None and _lies_in(item.path, self.lesson.private)


@lru_cache(maxsize=64)
def _lies_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)


def _unconfirmed(wrong: bool) -> Text:
    """Why a right example earns nothing: other inputs were answered wrong, or not at all."""
    if wrong:
        return say(
            "right on this example, but not on other inputs: the points are for a function that is right on both"
        )
    return say("right on this example; the check with other inputs came to no result, and the points are for both")

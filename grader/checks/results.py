"""One run of a lesson's checks on one student's program: what each exception means, and the results.

An exception that a check raises by itself, while the student's process did nothing wrong, is a *stumble*: the claim was
of a kind that the check cannot use, or the check has a bug. `Checked.stumbled` names them; the runner finds out which.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader.checks import faults, measures, notes
from grader.checks.expect import CheckFailed
from grader.checks.markers import base, confirmed_by, title_of, worth
from grader.checks.student import Session
from grader.checks.words import describe, words_of
from grader.course import datasets, misconceptions
from grader.course.lesson import Lesson, LessonError
from grader.sandbox.claims import Fault
from grader.sandbox.warm import SandboxError
from grader.verdict import CheckResult, Outcome, Text

_GRADER = Path(__file__).resolve().parents[1]


_UNCONFIRMED = Text(
    en="right on this example, but not on other inputs: the points are for a function that is right on both",
    zh="在这个例子上对，换了别的输入就不对了：两者都对才能得分",
)
_UNSEEN = Text(
    en="right on this example; the check with other inputs came to no result, and the points are for both",
    zh="这个例子算对了；换别的输入的那项检查没有得出结果，两者都通过才得分",
)


class TooSlow(RuntimeError):
    """What a claim cost to judge is more than it may: a small answer can be made to keep the grader busy for hours."""


@dataclass
class Checked:
    """The results in the order in which the checks ran; `stumbled` maps the ids of those that did to the exception."""

    results: list[CheckResult] = field(default_factory=list)
    measures: dict[str, float] = field(default_factory=dict)
    stumbled: dict[str, str] = field(default_factory=dict)
    dataset: str | None = None


class Skip(Exception):
    """A check is not run because one that it depends on did not pass."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


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
    ) -> None:
        self.lesson, self.session, self.profile = lesson, session, lesson.profiles[profile]
        self._fail_fast, self._on_check = fail_fast, on_check
        self.checked = Checked()
        self.broken: Exception | None = None
        self._judging = lesson.limits.judging_seconds
        self._outcomes: dict[str, list[CheckResult]] = {}
        self._began = 0.0

    def begin(self, name: str) -> None:
        """The check of this name begins."""
        self._on_check(name, self._judging)
        notes.take()  # what the check of a run that was broken off has left
        measures.take()
        self._began = time.monotonic()

    def require(self, names: list[str]) -> None:
        """Raises Skip if one of these checks did not pass, or, with `fail_fast`, if any did not."""
        if self._fail_fast and any(result.outcome is not Outcome.PASSED for result in self.checked.results):
            raise Skip(Text(en="not checked: an earlier check has decided", zh="没有检查：前面的检查已经有了结论"))
        for name in names:
            if any(result.outcome is not Outcome.PASSED for result in self._outcomes.get(name, [])):
                title = self._outcomes[name][0].title
                en = f"not checked, because this failed: {title.en}"
                raise Skip(Text(en=en, zh=f"没有检查，因为这一项没有通过：{title.zh}"))

    @contextmanager
    def at_most(self) -> Iterator[None]:
        """Raises TooSlow when judging takes more CPU time than it may; what it waits for does not count.

        A request, since library code may swallow the exception and C code is not interrupted: it saves the other checks
        of a claim that is only slow. The limit that holds is the kernel's, `grader.grading.executors.worker`.
        Raises SandboxError off the main thread, where there are no timers.
        """
        if threading.current_thread() is not threading.main_thread():
            raise SandboxError("checks must run on the main thread of a process: elsewhere they have no time limit")

        def stop(*_: object) -> None:
            raise TooSlow(f"judging it took more than {self._judging:g} seconds")

        before = signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, self._judging, 0.2)  # again and again: one may be swallowed
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)

    def record(self, item: pytest.Item, error: BaseException | None) -> None:
        facts = self._judge(item, error)
        points = worth(item)
        result = CheckResult(
            id=item.name,
            title=title_of(item),
            hidden=self._is_hidden(item),
            points=points if facts["outcome"] is Outcome.PASSED else 0.0,
            max_points=points,
            note=notes.take(),
            output=self.session.take_output(),
            seconds=round(time.monotonic() - self._began, 4),
            **facts,
        )
        self.checked.results.append(result)
        self.checked.measures |= measures.take()
        self._outcomes.setdefault(base(item.name), []).append(result)

    def confirm(self, items: list[pytest.Item]) -> None:
        """Take the points of checks that passed, where a check that should have confirmed them did not pass."""
        needed = {item.name: confirmed_by(item) for item in items}
        for index, result in enumerate(self.checked.results):
            others = [other for name in needed[result.id] for other in self._outcomes.get(name, [])]
            outcomes = {other.outcome for other in others}
            if result.outcome is Outcome.PASSED and outcomes - {Outcome.PASSED}:
                note = _UNCONFIRMED if Outcome.FAILED in outcomes else _UNSEEN
                self.checked.results[index] = result.model_copy(update={"points": 0.0, "note": note})

    def _judge(self, item: pytest.Item, error: BaseException | None) -> dict[str, Any]:
        if error is None:
            return {"outcome": Outcome.PASSED}
        if isinstance(error, Skip):
            return {"outcome": Outcome.SKIPPED, "message": error.message}
        if isinstance(error, Fault):
            where = "\n".join(f"{line}\t{name}" for line, name in error.facts.get("frames", []))
            hidden = self._is_hidden(item)
            return {
                "outcome": faults.outcome_of(error),
                "message": faults.explain(error, hidden=hidden),
                "traceback": where or None,
                "details": (faults.words_of(error) or None) if hidden else None,
            }
        if isinstance(error, CheckFailed):
            return self._failed(item, error)
        if isinstance(error, SandboxError | LessonError | datasets.DataError) or _is_own_assertion(error):
            assert isinstance(error, Exception)
            self.broken = self.broken or error
        trace = "".join(traceback.format_tb(error.__traceback__, limit=-20))[-4000:] + words_of(error)
        if isinstance(error, AssertionError | pytest.fail.Exception):
            said = words_of(error).removeprefix(f"{type(error).__name__}: ").split("\nassert ")[0].split("\n")[0]
            own = not self._is_hidden(item) or isinstance(error, pytest.fail.Exception) or self._is_the_lessons(error)
            plain = said if own and said and not said.startswith("assert ") else "the result is not what it should be"
            return {"outcome": Outcome.FAILED, "message": Text(en=plain, zh="结果不对"), "details": trace}
        self.checked.stumbled[item.name] = words_of(error)
        if isinstance(error, TooSlow):
            message = Text(
                en=f"your answer keeps the grader busy: {error}",
                zh=f"你的答案让评测程序算个不停：{self._judging:g} 秒还没有判完",
            )
        else:
            name, claim = self.session.last_call, describe(self.session.last.value)
            message = Text(
                en=f"{name} returned {claim.en}, which this check cannot use",
                zh=f"{name} 返回了{claim.zh}，这项检查无法使用",
            )
        return {"outcome": Outcome.FAILED, "message": message, "details": trace}

    def _is_the_lessons(self, error: BaseException) -> bool:
        """Whether a file of the course raised it: a library's words may quote a claim, and a claim a hidden input."""
        frames = traceback.extract_tb(error.__traceback__)
        return bool(frames) and Path(frames[-1].filename).is_relative_to(self.lesson.public.parent.parent)

    def _is_hidden(self, item: pytest.Item) -> bool:
        return self.lesson.private is not None and item.path.is_relative_to(self.lesson.private)

    def _failed(self, item: pytest.Item, error: CheckFailed) -> dict[str, Any]:
        facts: dict[str, Any] = {"outcome": Outcome.FAILED, "message": error.message}
        if error.values:
            if self._is_hidden(item):
                facts["details"] = error.values.en
            else:
                facts["message"] = Text(
                    en=f"{error.message.en} ({error.values.en})", zh=f"{error.message.zh}（{error.values.zh}）"
                )
        if error.diagnosis:
            try:
                facts["diagnosis"] = misconceptions.diagnose(error.diagnosis, self.lesson.public)
            except LessonError as missing:
                self.broken = self.broken or missing
        return facts


def _is_own_assertion(error: BaseException) -> bool:
    """Whether an assert of the grader's own code failed, and not one of a check."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AssertionError) and bool(frames) and Path(frames[-1].filename).is_relative_to(_GRADER)

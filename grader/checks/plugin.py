"""The pytest plugin: runs a lesson's checks against one student's program and records a result for each.

An exception that a check raises by itself, while the student's process did nothing wrong, is a *stumble*: the claim was
of a kind that the check cannot use, or the check has a bug. `Checked.stumbled` names them; the runner finds out which.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader import data
from grader.checks import faults, fixtures, misconceptions
from grader.checks.expect import CheckFailed, describe
from grader.checks.student import Session
from grader.lesson import Lesson, LessonError
from grader.sandbox.box import Fault
from grader.sandbox.warm import SandboxError
from grader.verdict import CheckResult, Outcome, Text

_UNUSED = (
    "cacheprovider", "terminal", "faulthandler", "junitxml", "pastebin", "doctest", "logging", "stepwise", "setuponly",
    "setupplan", "legacypath", "unraisableexception", "threadexception", "debugging", "subtests", "tmpdir",
    "monkeypatch", "recwarn", "warnings",
)  # fmt: skip
_QUIET = (
    "--disable-plugin-autoload", "--import-mode=importlib", "--noconftest", "--capture=no", "--strict-markers",
    *(flag for name in _UNUSED for flag in ("-p", f"no:{name}")),
)  # fmt: skip


class TooSlow(RuntimeError):
    """What a claim cost to judge is more than it may: a small answer can be made to keep the grader busy for hours."""


class CheckError(LessonError):
    """The lesson's own checks do not run. The message names the file; the verdict is `grader_error`."""


@dataclass
class Checked:
    """The results in the order in which the checks ran; `stumbled` maps the ids of those that did to the exception."""

    results: list[CheckResult] = field(default_factory=list)
    stumbled: dict[str, str] = field(default_factory=dict)
    dataset: str | None = None


def run_checks(
    lesson: Lesson, session: Session, profile: str, *, hidden: bool = True, only: frozenset[str] | None = None
) -> Checked:
    """Judge the program in `session` by the lesson's checks; `only` keeps these ids and what they depend on.

    Raises CheckError if the checks cannot be collected or break, and SandboxError if the sandbox does.
    """
    plugin = _Plugin(lesson, session, profile, only)
    paths = lesson.check_paths(hidden)
    if not paths:
        raise CheckError(f"{lesson.public}: there is no test_public.py, so nothing would be checked")
    _pytest(lesson, paths, plugin)
    if plugin.broken is not None:
        raise plugin.broken
    if not plugin.checked.results:
        raise CheckError(f"{lesson.id}: no check ran; are the functions in test_public.py named test_*?")
    return plugin.checked


def _pytest(lesson: Lesson, paths: list[Path], plugin: object) -> None:
    """One pytest run in this process, with the private oracles importable."""
    root = lesson.public.parent.parent
    solutions = str(lesson.private.parent) if lesson.private else None
    _forget_what_changed(root)
    if solutions:
        sys.path.insert(0, solutions)
    try:
        arguments = [*_QUIET, f"--rootdir={root}", "-c", os.devnull, *map(str, paths)]
        status = pytest.main(arguments, plugins=[fixtures, _Named(plugin)])
    finally:
        _remember_what_is_loaded()
        if solutions:
            sys.path.remove(solutions)
    if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        raise CheckError(f"{lesson.id}: pytest could not run its checks (exit code {int(status)})")
    if (
        status is pytest.ExitCode.INTERRUPTED
        and getattr(plugin, "broken", None) is None
        and not getattr(plugin, "error", None)
    ):
        raise KeyboardInterrupt


_loaded: dict[str, tuple[str, int]] = {}  # name of a module of checks -> its file, and when that was written


def _forget_what_changed(root: Path) -> None:
    """pytest keeps check files as modules by their path below the course: never serve another course's, or old ones."""
    for name, (origin, written) in list(_loaded.items()):
        if not Path(origin).is_relative_to(root) or _written(origin) != written:
            sys.modules.pop(name, None)
            del _loaded[name]


def _remember_what_is_loaded() -> None:
    for name, module in list(sys.modules.items()):
        origin = getattr(module, "__file__", None)
        if origin and name not in _loaded and name.split(".")[0] in ("exercises", "solutions", "oracles"):
            _loaded[name] = (origin, _written(origin))


def _written(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlow when this process has used so many seconds of CPU time; what it waits for does not count."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals, and so timers, are for the main thread alone
        return

    def stop(*_: object) -> None:
        raise TooSlow(f"judging it took more than {seconds:g} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _Named:
    """Registers a plugin under the name by which the fixtures look for it."""

    def __init__(self, plugin: object) -> None:
        self._plugin = plugin

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "points(n): what the check is worth")
        config.addinivalue_line("markers", "depends(name, ...): skipped unless these checks passed")
        config.pluginmanager.register(self._plugin, fixtures.PLUGIN)


class _Plugin:
    def __init__(self, lesson: Lesson, session: Session, profile: str, only: frozenset[str] | None) -> None:
        self.lesson, self.session, self.profile, self._only = lesson, session, lesson.profiles[profile], only
        self._judging = max(10.0, 2 * lesson.limits.call_seconds)  # CPU seconds for one check, loading data included
        self.checked = Checked()
        self.broken: Exception | None = None
        self._outcomes: dict[str, list[CheckResult]] = {}
        self._began = 0.0

    # -- hooks

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.broken is None:
            self.broken = CheckError(f"{self.lesson.id}: its checks cannot be read:\n{report.longreprtext[-2000:]}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        names = [item.name for item in items]
        for name in {name for name in names if names.count(name) > 1}:
            self.broken = self.broken or CheckError(f"{self.lesson.id}: two checks are named {name}; rename one")
        known = {_base(name) for name in names}
        before: set[str] = set()
        for item in items:
            for needed in set(_depends(item)) - before:
                why = "comes after it; put it first" if needed in known else "is no check"
                self.broken = self.broken or CheckError(
                    f"{self.lesson.id}: {item.name} depends on {needed}, which {why}"
                )
            before.add(_base(item.name))
        if self.broken:
            items.clear()
        elif self._only is not None:
            wanted = {_base(item.name) for item in items if item.name in self._only or _base(item.name) in self._only}
            while more := {n for item in items if _base(item.name) in wanted for n in _depends(item)} - wanted:
                wanted |= more
            items[:] = [item for item in items if _base(item.name) in wanted]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Where something of ours is broken nothing more can be judged: take the rest of the checks as dealt with."""
        self._began = time.monotonic()
        return True if self.broken is not None else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        for needed in _depends(item):
            if any(result.outcome is not Outcome.PASSED for result in self._outcomes.get(needed, [])):
                title = self._outcomes[needed][0].title
                raise _Skip(
                    Text(
                        en=f"not checked, because this failed: {title.en}",
                        zh=f"没有检查，因为这一项没有通过：{title.zh}",
                    )
                )
        with _at_most(self._judging):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        with _at_most(self._judging):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Instead of pytest's own, which formats source and frames of every failure: most of a failing check's time."""
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or (call.when == "setup" and error is not None):
            self._record(item, error)
        when = "call" if call.when == "collect" else call.when
        return pytest.TestReport(item.nodeid, item.location, {}, "failed" if error else "passed", None, when)

    # -- results

    def _record(self, item: pytest.Item, error: BaseException | None) -> None:
        facts = self._judge(item, error)
        worth = _worth(item)
        result = CheckResult(
            id=item.name,
            title=title_of(item),
            hidden=self._is_hidden(item),
            points=worth if facts["outcome"] is Outcome.PASSED else 0.0,
            max_points=worth,
            output=self.session.take_output(),
            seconds=round(time.monotonic() - self._began, 4),
            **facts,
        )
        self.checked.results.append(result)
        self._outcomes.setdefault(_base(item.name), []).append(result)

    def _judge(self, item: pytest.Item, error: BaseException | None) -> dict[str, Any]:
        if error is None:
            return {"outcome": Outcome.PASSED}
        if isinstance(error, _Skip):
            return {"outcome": Outcome.SKIPPED, "message": error.message}
        if isinstance(error, Fault):
            where = "\n".join(f"{line}\t{name}" for line, name in error.facts.get("frames", []))
            hidden = self._is_hidden(item)
            return {
                "outcome": faults.outcome_of(error),
                "message": faults.explain(error, hidden=hidden),
                "traceback": where or None,
                "details": error.facts.get("message") if hidden else None,
            }
        if isinstance(error, CheckFailed):
            return self._failed(item, error)
        if isinstance(error, SandboxError | LessonError | data.DataError):
            self.broken = self.broken or error
        trace = "".join(traceback.format_exception(error))
        if isinstance(error, AssertionError | pytest.fail.Exception):
            said = str(error).split("\nassert ")[0].split("\n")[0]
            plain = said if said and not said.startswith("assert ") else "the result is not what it should be"
            return {"outcome": Outcome.FAILED, "message": Text(en=plain, zh="结果不对"), "details": trace[-4000:]}
        self.checked.stumbled[item.name] = f"{type(error).__name__}: {error}"[:500]
        name, claim = self.session.last_call, describe(self.session.last.value)
        message = Text(
            en=f"{name} returned {claim.en}, which this check cannot use",
            zh=f"{name} 返回了{claim.zh}，这项检查无法使用",
        )
        return {"outcome": Outcome.FAILED, "message": message, "details": trace[-4000:]}

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


class _Counter:
    """Collects without running, to know what a lesson is worth even when nothing of it can be run."""

    def __init__(self) -> None:
        self.points = 0.0
        self.titles: dict[str, Text] = {}
        self.error: str | None = None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.error = report.longreprtext[-2000:]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.points = sum(map(_worth, items))
        self.titles = {item.name: title_of(item) for item in items}
        items.clear()


def _collect(lesson: Lesson, hidden: bool) -> _Counter:
    counter = _Counter()
    _pytest(lesson, lesson.check_paths(hidden), counter)
    if counter.error:
        raise CheckError(f"{lesson.id}: its checks cannot be read:\n{counter.error}")
    return counter


def points_of(lesson: Lesson, hidden: bool = True) -> float:
    """What all checks of the lesson are worth together. Raises CheckError if they cannot be read."""
    return _collect(lesson, hidden).points


def titles(lesson: Lesson, hidden: bool = True) -> dict[str, Text]:
    """The ids of the lesson's checks, with their titles. Raises CheckError if they cannot be read."""
    return _collect(lesson, hidden).titles


class _Skip(Exception):
    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def _base(name: str) -> str:
    return name.split("[")[0]


def _depends(item: pytest.Item) -> list[str]:
    return [name for mark in item.iter_markers("depends") for name in mark.args]


def _worth(item: pytest.Item) -> float:
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark and mark.args else 1.0


def title_of(item: pytest.Item) -> Text:
    """The check's sentence: the docstring's first line in English, its second in Chinese; the name if there is none."""
    lines = [
        line.strip() for line in (getattr(item, "function", None).__doc__ or "").strip().splitlines() if line.strip()
    ]
    en, zh = (lines + [item.name] * 2)[:2] if len(lines) != 1 else (lines[0], lines[0])
    if callspec := getattr(item, "callspec", None):
        return Text(en=f"{en} ({callspec.id})", zh=f"{zh}（{callspec.id}）")
    return Text(en=en, zh=zh)

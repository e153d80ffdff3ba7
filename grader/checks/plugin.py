"""The pytest plugin: collects a lesson's checks once, and runs them for any number of submissions.

Collecting costs more than running most checks. pytest's items can run again and again: each run sets up its fixtures
afresh and tears them down at its end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest

from grader.checks import complaints, fixtures, plain
from grader.checks.markers import base, confirmed_by, depends, title_of, worth
from grader.checks.results import Checked, Recorder
from grader.checks.student import Session
from grader.course.lesson import Lesson, LessonError
from grader.verdict import CheckResult, Text

_UNUSED = (
    "cacheprovider", "terminal", "faulthandler", "junitxml", "pastebin", "doctest", "logging", "stepwise", "setuponly",
    "setupplan", "legacypath", "unraisableexception", "threadexception", "debugging", "subtests", "tmpdir",
    "monkeypatch", "recwarn", "warnings", "capture",
)  # fmt: skip
_QUIET = (
    "--disable-plugin-autoload", "--import-mode=importlib", "--noconftest", "--strict-markers",
    "--assert=plain",  # else pytest compares a claim with difflib, whose time grows with the square of it and more
    *(flag for name in _UNUSED for flag in ("-p", f"no:{name}")),
)  # fmt: skip
_KEPT = 16  # suites; a course has few lessons


class CheckError(LessonError):
    """The lesson's own checks do not run. The message names the file; the verdict is `grader_error`."""


def run_checks(
    lesson: Lesson,
    session: Session,
    profile: str,
    *,
    hidden: bool = True,
    only: frozenset[str] | None = None,
    alone: bool = False,
    fail_fast: bool = False,
    on_check: Callable[[str, float], None] = lambda name, seconds: None,
    on_result: Callable[[CheckResult], None] | None = None,
) -> Checked:
    """Judge the program in `session` by the lesson's checks; `only` keeps these ids and, unless `alone`, what they
    depend on.

    With `fail_fast`, every check after the first that does not pass is skipped. `on_check` is told which check begins,
    and the CPU seconds that judging it may take; `on_result` what became of one that has ended.

    Raises CheckError if the checks cannot be collected or break, and SandboxError if the sandbox does.
    """
    recorder = Recorder(lesson, session, profile, fail_fast=fail_fast, on_check=on_check, on_result=on_result)
    _suite(lesson, hidden).run(recorder, only, alone)
    if recorder.broken is not None:
        raise recorder.broken
    if not recorder.checked.results:
        raise CheckError(f"{lesson.id}: no check ran; are the functions in test_public.py named test_*?")
    return recorder.checked


def points_of(lesson: Lesson, hidden: bool = True) -> float:
    """What all checks of the lesson are worth together. Raises CheckError if they cannot be read."""
    return sum(points_by_check(lesson, hidden).values())


def points_by_check(lesson: Lesson, hidden: bool = True) -> dict[str, float]:
    """The ids of the lesson's checks, in order, with what each is worth. Raises CheckError if they cannot be read."""
    return {item.name: worth(item) for item in _suite(lesson, hidden).items}


def has_hidden(lesson: Lesson) -> bool:
    """Whether the lesson has a check in its private half. Raises CheckError if its checks cannot be read."""
    private = lesson.private
    return private is not None and any(item.path.is_relative_to(private) for item in _suite(lesson, True).items)


def titles(lesson: Lesson, hidden: bool = True) -> dict[str, Text]:
    """The ids of the lesson's checks, with their titles. Raises CheckError if they cannot be read."""
    return {item.name: title_of(item) for item in _suite(lesson, hidden).items}


@dataclass(frozen=True)
class Calibrated:
    """A check that records `measure`, and judges it by the number under `key` of the profile.

    From the marker ``calibrates(measure, key, lower_is_better=False, wrong=())``; `wrong` are the names of the wrong
    answers, without ``.py``, that only this number tells from a right one.
    """

    check: str
    measure: str
    key: str
    lower_is_better: bool = False
    wrong: tuple[str, ...] = ()


def calibrated(lesson: Lesson) -> list[Calibrated]:
    """What `grader calibrate` sets limits for. Raises CheckError if the checks or a marker cannot be read."""
    declared = []
    for item in _suite(lesson, True).items:
        for mark in item.iter_markers("calibrates"):
            try:
                declared.append(Calibrated(base(item.name), *mark.args, **mark.kwargs))
            except TypeError as error:
                how = 'write @pytest.mark.calibrates("error", "most_error", lower_is_better=True, wrong=("its_name",))'
                at = complaints.place_of(item)
                raise CheckError(f"{at}: {item.name} is marked calibrates, but wrongly; {how}") from error
    return declared


def training(lesson: Lesson) -> frozenset[str]:
    """The checks that judge a whole training: those that are calibrated, and all that share a fixture of the lesson's
    own with one of them. Raises CheckError if the checks cannot be read."""
    items = _suite(lesson, True).items
    fixtures_of = {base(item.name): set(getattr(item, "fixturenames", ())) - set(fixtures.__all__) for item in items}
    found = {one.check for one in calibrated(lesson)}
    shared = set().union(*(fixtures_of[name] for name in found))
    return frozenset(name for name, own in fixtures_of.items() if name in found or own & shared)


@dataclass(frozen=True)
class _Wanted:
    """A suite of a lesson as its files are: edited ones make another."""

    folder: str
    digest: str
    hidden: bool
    lesson: Lesson = field(compare=False)


def _suite(lesson: Lesson, hidden: bool) -> _Suite:
    """The lesson's suite, ready to run. Raises CheckError if it cannot be used."""
    suite = _collected(_Wanted(str(lesson.public.resolve()), lesson.digest_of(hidden), hidden, lesson))
    if suite.spoiled:
        suite.collect()
    if suite.error is not None:
        raise suite.error
    return suite


@lru_cache(maxsize=_KEPT)
def _collected(wanted: _Wanted) -> _Suite:
    return _Suite(wanted.lesson, wanted.hidden)


class _Suite:
    """The checks of one lesson. `error` says why they cannot be used; a `spoiled` suite was left in mid-run."""

    def __init__(self, lesson: Lesson, hidden: bool) -> None:
        self.items: list[pytest.Item] = []
        self.error: CheckError | None = None
        self.spoiled = False
        self._lesson = lesson
        self._recorder: Recorder | None = None
        self._plain = False
        self._hidden = hidden and lesson.private is not None
        self._on_the_way: set[str] = set()  # names of the check files, and of the folders that they lie in
        self.collect()

    # -- collecting

    def collect(self) -> None:
        """Read the check files: once, and again after a run that was broken off."""
        self.items, self.error, self.spoiled = [], None, False
        paths = self._lesson.check_paths(self._hidden)
        if not paths:
            self.error = CheckError(f"{self._lesson.public}: there is no test_public.py, so nothing would be checked")
            return
        # pytest keeps check files as modules by their path below the course: another course's, or old ones, must go.
        for name in [name for name in sys.modules if name.split(".")[0] in ("exercises", "solutions", "oracles")]:
            del sys.modules[name]
        root = self._lesson.public.parent.parent
        self._on_the_way = {part for path in paths for part in path.parts}
        # Without --confcutdir, pytest lists every folder from the file system's root down to the checks.
        where = [f"--rootdir={root}", f"--confcutdir={root}", "-c", os.devnull]
        arguments = [*_QUIET, *where, *map(str, paths)]
        with self._importable():
            status = pytest.main(arguments, plugins=[fixtures, self])
        if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
            self._complain(f"pytest could not collect its checks (exit code {int(status)})")
        self._plain = plain.are_plain(self.items)

    @contextmanager
    def _importable(self) -> Iterator[None]:
        """The private oracles can be imported."""
        folder = str(self._lesson.private.parent) if self._lesson.private else None
        if folder:
            sys.path.insert(0, folder)
        try:
            yield
        finally:
            if folder:
                sys.path.remove(folder)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "points(n): what the check is worth")
        config.addinivalue_line("markers", "depends(name, ...): skipped unless these checks passed")
        config.addinivalue_line("markers", "confirmed_by(name, ...): earns nothing unless these hidden checks passed")
        config.addinivalue_line("markers", "calibrates(measure, key, lower_is_better, wrong): see `calibrated`")

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool:
        """pytest makes a node of all that lies beside the folders on the way, and looks at each in several ways."""
        return collection_path.name not in self._on_the_way

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: pytest.CollectReport) -> None:
        """A file cannot be collected: said in a line, where pytest would show its own frames."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self._complain(complaints.unreadable(self._lesson, call.excinfo.value))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:  # an exception that no hook is told of
            self._complain(f"its checks cannot be read:\n{report.longreprtext[-2000:]}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        names = [item.name for item in items]
        for name in sorted({name for name in names if names.count(name) > 1}):
            first, second, *_ = [complaints.place_of(item) for item in items if item.name == name]
            self._complain(f"{second}: {name} is the name of the check in {first}, too; rename one")
        known = {base(name) for name in names}
        before: set[str] = set()
        for item in items:
            at = complaints.place_of(item)
            for needed in set(depends(item)) - before:
                why = "comes after it; put it first" if needed in known else complaints.no_check(needed, known)
                self._complain(f"{at}: {item.name} depends on {needed}, which {why}")
            before.add(base(item.name))
            for other in set(confirmed_by(item)) - known if self._hidden else ():
                self._complain(
                    f"{at}: {item.name} is to be confirmed by {other}, which {complaints.no_check(other, known)}"
                )
            for fault in complaints.faults_of(item):
                self._complain(f"{at}: {fault}")
        self.items = list(items)

    def _complain(self, fault: str) -> None:
        """The checks cannot be used; the first fault is told."""
        self.error = self.error or CheckError(f"{self._lesson.id}: {fault}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool:
        """pytest itself runs nothing: `run` does, once for each submission."""
        return True

    # -- running

    @property
    def recorder(self) -> Recorder:
        """Of the run that is under way."""
        assert self._recorder is not None
        return self._recorder

    def run(self, recorder: Recorder, only: frozenset[str] | None, alone: bool) -> None:
        """Run the checks, in order; `recorder` keeps what becomes of each."""
        items = self._selected(only, alone)
        self._recorder = recorder
        self.spoiled = True  # until it has ended well, and every fixture is torn down
        values = plain.Fixtures() if self._plain else None
        with self._importable(), fixtures.running(recorder), recorder.timed():
            for item, following in zip(items, [*items[1:], None], strict=False):
                with recorder.checking(item.name):
                    self._check(item, following) if values is None else self._check_plainly(item, values)
                if recorder.broken is not None:  # nothing more can be judged
                    return
        recorder.confirm(items)
        self._recorder = None
        self.spoiled = False

    def _selected(self, only: frozenset[str] | None, alone: bool) -> list[pytest.Item]:
        if only is None:
            return self.items
        wanted = {base(item.name) for item in self.items if item.name in only or base(item.name) in only}
        while more := {n for item in self.items if base(item.name) in wanted for n in depends(item)} - wanted:
            if alone:
                break
            wanted |= more
        return [item for item in self.items if base(item.name) in wanted]

    def _check(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """One check: set up, called and torn down by pytest's hooks, in the order of its own `runtestprotocol`.

        Less what nobody reads: three reports, each with the source and the frames of a failure, and word of each.
        """
        hook, function = item.config.hook, cast(Any, item)
        if not function._request:
            function._initrequest()
        error = self._caught(hook.pytest_runtest_setup, item=item) or self._caught(hook.pytest_runtest_call, item=item)
        self.recorder.record(item, error)
        self._caught(hook.pytest_runtest_teardown, item=item, nextitem=following)
        function._request, function.funcargs = False, None  # the next run asks for its fixtures afresh

    def _check_plainly(self, item: pytest.Item, values: plain.Fixtures) -> None:
        """`_check` of a check that pytest need not run."""
        given: dict[str, Any] = {}

        def set_up() -> None:
            self.recorder.require(depends(item))
            with self.recorder.at_most():
                given.update(values.of(item))

        def call() -> None:
            with self.recorder.at_most():
                plain.call(item, given)

        self.recorder.record(item, self._caught(set_up) or self._caught(call))

    @staticmethod
    def _caught(hook: Callable[..., object], **given: Any) -> BaseException | None:
        """What the hook raised. Only the wish to stop goes on."""
        try:
            hook(**given)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            return error
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        self.recorder.require(depends(item))
        with self.recorder.at_most():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        with self.recorder.at_most():
            return (yield)

"""Shared by the tests of the core: one warm server of each runtime, and a course of one small lesson."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader import extras
from grader.course.lesson import Lesson, load_lesson
from grader.grading import servers
from grader.grading.judge import grade_submission
from grader.grading.seeds import Seed
from grader.grading.task import Policy, Selection
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict
from scripts import prove
from tests import toy

SEED = 7

extras.before_nbformat()
os.environ.pop("MNIST_DATA_DIR", None)  # the same data everywhere; a test of it sets it


@pytest.fixture(scope="session")
def numpy_server() -> Iterator[WarmServer]:
    """A real server at the highest level that this machine offers, which on Linux must be `strict`."""
    with WarmServer("numpy") as server:
        assert server.handle.level == "strict", server.reasons
        yield server


@pytest.fixture
def one_server(numpy_server: WarmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever grades in NumPy in this process at the highest level uses the one server of this run: starting another
    costs more than judging a toy. Not where what a server hides, or its end, is the point."""
    nothing = {name: lambda: None for name in ("wait", "let_go", "close")}
    lent = SimpleNamespace(handle=numpy_server.handle, alive=True, **nothing)
    start = servers.WarmServer

    def server(runtime: str, *, minimum: str, maximum: str, **given: Any) -> Any:
        if (runtime, maximum) == ("numpy", "strict") and minimum in ("process", "container", "strict"):
            return lent
        return start(runtime, minimum=minimum, maximum=maximum, **given)

    monkeypatch.setattr(servers, "WarmServer", server)


@pytest.fixture(scope="session")
def keras_server() -> Iterator[WarmServer]:
    with WarmServer("keras", minimum="strict") as server:
        yield server


@pytest.fixture(scope="session")
def tf1_server() -> Iterator[WarmServer]:
    with WarmServer("tf1", minimum="strict") as server:
        yield server


@pytest.fixture(scope="session")
def toy_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of `tests.toy`, shared: a test that changes a course makes its own."""
    return toy.make_course(tmp_path_factory.mktemp("toy") / "course")


@pytest.fixture(scope="session")
def toy_lesson(toy_course: Path) -> Lesson:
    return load_lesson(toy_course, toy.LESSON_ID)


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    """Puts a file into ``class/<student>/01-toy/``."""

    def put(student: str, text: str = "", name: str = "toy.py", lesson: str = toy.LESSON_ID) -> Path:
        path = tmp_path / "class" / student / lesson / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or toy.answer(), encoding="utf-8")
        return path

    return put


@pytest.fixture
def submit(tmp_path: Path) -> Callable[..., Path]:
    """Writes a submission and returns its path."""

    def write(text: str | bytes, name: str = "toy.py") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def grade(numpy_server: WarmServer, toy_lesson: Lesson, submit: Callable[..., Path]) -> Callable[..., Verdict]:
    """Grades a text as a submission of the toy lesson, in a real sandbox."""

    def run(
        text: str | bytes,
        name: str = "toy.py",
        lesson: Lesson = toy_lesson,
        policy: Policy = Policy(),
        selection: Selection = Selection(),
        seed: Seed | None = SEED,
    ) -> Verdict:
        path = submit(text, name)
        return grade_submission(lesson, path, lambda _: numpy_server.handle, policy, selection, seed, student="ada")

    return run


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Thousands of tests are passed over by the collector of garbage, here and in each process that is forked: else it
    would copy their memory into each."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proof", metavar="UNIT", help="only the tests of this unit of scripts/prove.py")


def pytest_configure() -> None:
    """Tests press Ctrl+C: a shell that starts us in the background has it ignored, also by all that we start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the proofs, which `make prove` runs, unless markers were chosen or a proof's file was named."""
    unit = config.getoption("proof")
    names = {unit.name for unit in prove.units("0", tagged=False)}
    chosen, left_out = [], []
    folder = config.invocation_params.dir
    named = {(folder / argument.split("::")[0]).resolve() for argument in config.args}
    for item in items:
        mark = item.get_closest_marker("proof")
        if mark is not None and set(mark.args) - names:
            raise pytest.UsageError(f"{item.nodeid}: scripts/prove.py has no unit {mark.args}")
        if unit:
            wanted = mark is not None and unit in mark.args
        else:
            wanted = mark is None or bool(config.option.markexpr) or item.path in named
        (chosen if wanted else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = chosen


@pytest.fixture
def write_toy(tmp_path: Path) -> Callable[[dict[str, str], dict[str, str]], Lesson]:
    """The toy lesson with some files of its public and private halves replaced."""

    def write(public: dict[str, str], private: dict[str, str]) -> Lesson:
        course = toy.make_course(tmp_path / "course")
        for half, files in (("exercises", public), ("solutions", private)):
            for name, text in files.items():
                (course / half / toy.LESSON_ID / name).write_text(text, encoding="utf-8")
        return load_lesson(course, toy.LESSON_ID)

    return write

"""Any executor will do: retry, judging alone and blame are the engine's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lessons
from grader.grading.engine import Engine
from grader.grading.executors import JudgingTooLong, OnCurve, OnResult, ServerFailed, WorkerDied
from grader.grading.handin import Job
from grader.grading.judge import judge
from grader.grading.opening import HandedIn
from grader.grading.task import Policy, Request, Selection, Task
from grader.sandbox.errors import SandboxError
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict
from tests import toy

Fails = Callable[[Task, int], Exception | None]


class Inline:
    """Judges each task in this process as it is submitted; `fails(task, n)`: what becomes of its n-th try instead."""

    slots, places = 4, 2

    def __init__(self, course: Path, server: WarmServer, fails: Fails = lambda task, n: None) -> None:
        self._lessons, self._server, self._fails = Lessons(course), server, fails
        self.running: list[Task] = []
        self.submitted: list[Task] = []
        self.expected = 0
        self.warmed: list[str] = []

    def expect(self, count: int) -> None:
        self.expected = count

    def warm(self, runtime: str) -> None:
        self.warmed.append(runtime)

    def drop(self, task: Task) -> None:
        raise AssertionError("each task has ended when it was submitted")

    def submit(self, task: Task, on_curve: OnCurve | None = None, on_result: OnResult | None = None) -> Future[Verdict]:
        future: Future[Verdict] = Future()
        self.submitted.append(task)
        tries = sum(one.name == task.name for one in self.submitted)
        if error := self._fails(task, tries):
            future.set_exception(error)
        else:
            travelled = Task.model_validate_json(task.model_dump_json())
            future.set_result(judge(travelled, self._lessons[task.lesson], lambda runtime: self._server.handle))
        return future

    def tries(self, student: str) -> int:
        return sum(task.student == student for task in self.submitted)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


def grade(course: Path, executor: Inline, hand_in: Any, **answers: str) -> dict[str, Verdict]:
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, text)) for name, text in answers.items()]
    with Engine(course, executor=executor) as engine:
        return {request.job.student: verdict for request, verdict in engine.run(Request(job) for job in jobs)}


def test_a_class_is_graded_by_another_executor(course: Path, numpy_server: WarmServer, hand_in: Any) -> None:
    executor = Inline(course, numpy_server)
    wrong = toy.answer(double="return x")
    verdicts = grade(course, executor, hand_in, ada="", bob=wrong, cleo=toy.STUB)
    assert {name: verdict.outcome.value for name, verdict in verdicts.items()} == {
        "ada": "passed", "bob": "failed", "cleo": "unattempted",
    }  # fmt: skip
    assert executor.warmed == ["numpy"], "once, before the first task"
    assert executor.expected == 3 and len({task.seed for task in executor.submitted}) == 3


def test_what_dies_is_judged_again_alone_with_the_same_task(
    course: Path, numpy_server: WarmServer, hand_in: Any
) -> None:
    def dies(task: Task, n: int) -> Exception | None:
        return WorkerDied() if (task.student == "ada" and n == 1) or task.student == "eve" else None

    executor = Inline(course, numpy_server, dies)
    verdicts = grade(course, executor, hand_in, ada="", bob="", eve="")
    assert (verdicts["ada"].outcome, verdicts["bob"].outcome) == ("passed", "passed")
    assert verdicts["eve"].outcome == "grader_error" and verdicts["eve"].score is None
    assert [executor.tries(name) for name in ("ada", "bob", "eve")] == [2, 1, 3]
    assert len({task.model_dump_json() for task in executor.submitted if task.student == "ada"}) == 1


@pytest.mark.parametrize("reference_too", [False, True])
def test_who_keeps_judging_busy_is_blamed_unless_the_reference_does_so_too(
    course: Path, numpy_server: WarmServer, hand_in: Any, reference_too: bool
) -> None:
    given = Inline(course, numpy_server)
    busy = grade(course, given, hand_in, eve=toy.answer(double="return x"))["eve"]

    def keeps_busy(task: Task, n: int) -> Exception | None:
        asks_reference = task.selection.only == {"test_double"}
        if asks_reference and not reference_too:
            return None
        return JudgingTooLong(busy, "test_double", overdue=False)

    executor = Inline(course, numpy_server, keeps_busy)
    verdict = grade(course, executor, hand_in, eve=toy.answer(double="return x"))["eve"]
    reference = executor.submitted[1]
    assert reference.seed == executor.submitted[0].seed
    assert reference.handed_in.data == (course / "solutions" / toy.LESSON_ID / "toy.py").read_bytes()
    if reference_too:
        assert verdict.outcome == "grader_error" and "not for the reference either" in verdict.reason.en
    else:
        assert verdict == busy


def test_a_server_that_does_not_start_ends_the_run(course: Path, numpy_server: WarmServer, hand_in: Any) -> None:
    def no_server(task: Task, n: int) -> Exception | None:
        failed = ServerFailed("numpy")
        failed.__cause__ = SandboxError("it does not start")
        return failed

    with pytest.raises(SandboxError, match="does not start"):
        grade(course, Inline(course, numpy_server, no_server), hand_in, ada="")


@pytest.mark.parametrize("data", [b"", b"\xff\x00\n", "值 = 1\n".encode(), None])
def test_a_task_is_plain_data(data: bytes | None) -> None:
    task = Task(
        student="ada \N{SNOWMAN}", lesson="01-toy", lesson_digest="0" * 64, handed_in=HandedIn("toy.py", data),
        seed="0123456789abcdef" * 2, policy=Policy(device="cpu", level="strict"),
        selection=Selection(only=frozenset({"test_a", "test_b"})),
    )  # fmt: skip
    assert Task.model_validate_json(task.model_dump_json()) == task


def test_a_task_of_another_version_of_the_lesson_is_not_judged(course: Path, numpy_server: WarmServer) -> None:
    answer = HandedIn("toy.py", toy.answer().encode())
    task = Task(student="ada", lesson=toy.LESSON_ID, lesson_digest="0" * 64, handed_in=answer, seed=7)
    verdict = judge(task, Lessons(course)[toy.LESSON_ID], lambda runtime: numpy_server.handle)
    assert verdict.outcome == "grader_error" and "was changed after this task was made" in verdict.reason.en

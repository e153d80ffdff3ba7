"""Jobs end in verdicts, whatever dies while they are judged, and a second judging is no second draw."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from grader.grading.engine import Engine, in_order
from grader.grading.executors import ServerFailed, local
from grader.grading.handin import Job
from grader.grading.servers import Servers
from grader.grading.task import Request
from grader.sandbox.errors import SandboxError
from grader.sandbox.server_key import ServerKey
from grader.verdict import Verdict
from tests import toy

SEED = 7
SLEEPER = toy.answer(double="import time\ntime.sleep(1000)")
with_one_server = pytest.mark.usefixtures("one_server")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def engine(course: Path) -> Iterator[Engine]:
    with Engine(course, workers=2) as engine:
        yield engine


def on_gift(monkeypatch: pytest.MonkeyPatch, told: Callable[[Any], Any]) -> None:
    """`told` hears of each entry that a worker is given."""
    give = local._Worker.give

    def spy(worker: Any, entry: Any, handles: Any) -> None:
        if handles:  # without any, the worker only reads the lesson's checks meanwhile
            told(entry)
        give(worker, entry, handles)

    monkeypatch.setattr(local._Worker, "give", spy)


def pids(engine: Engine) -> list[int]:
    return [worker.process.pid for worker in engine.executor.workers]


# --- on a busy machine ----------------------------------------------------------------------------------------------


@with_one_server
def test_a_second_judging_draws_the_same_inputs(engine: Engine, hand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever saw that it went badly could sleep, and would have another draw."""
    seeds: dict[str, list[Any]] = {"ada": [], "bob": []}
    on_gift(monkeypatch, lambda entry: seeds[entry.task.student].append(entry.task.seed))
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, text)) for name, text in (("ada", ""), ("bob", SLEEPER))]
    verdicts = {request.job.student: verdict for request, verdict in engine.run(Request(job) for job in jobs)}
    assert seeds == {"ada": [verdicts["ada"].environment.seed], "bob": [verdicts["bob"].environment.seed] * 2}
    assert seeds["ada"][0] != seeds["bob"][0]


@with_one_server
@pytest.mark.parametrize("workers", [1, 2])
def test_who_was_alone_already_is_judged_once(course: Path, hand_in: Any, workers: int) -> None:
    names = ["bob"] if workers == 2 else ["ada", "bob"]
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, SLEEPER)) for name in names]
    with Engine(course, workers=workers) as engine:
        verdicts = [verdict for _, verdict in engine.run(Request(job, seed=SEED) for job in jobs)]
    assert [(verdict.timings.stalled, verdict.environment.alone) for verdict in verdicts] == [(True, False)] * len(jobs)


# --- what dies while it grades --------------------------------------------------------------------------------------


SLOW = toy.answer(double="import time\ntime.sleep(0.1)\nreturn 2.0 * x")


def run(engine: Engine, jobs: list[Job], after_first: Callable[[], None]) -> dict[str, Verdict]:
    verdicts: dict[str, Verdict] = {}
    for request, verdict in engine.run(Request(job, seed=SEED) for job in jobs):
        job = request.job
        if not verdicts:
            after_first()
        assert job.student not in verdicts, "no job is judged twice"
        verdicts[job.student] = verdict
    return verdicts


def hand_in_many(hand_in: Any, count: int) -> list[Job]:
    return [Job(f"s{number:02}", toy.LESSON_ID, hand_in(f"s{number:02}", SLOW)) for number in range(count)]


@with_one_server
def test_a_killed_worker_costs_nobody_a_verdict(engine: Engine, hand_in: Any) -> None:
    jobs = hand_in_many(hand_in, 10)

    def kill_a_worker() -> None:
        os.kill(pids(engine)[0], signal.SIGKILL)

    verdicts = run(engine, jobs, kill_a_worker)
    assert {verdict.outcome.value for verdict in verdicts.values()} == {"passed"} and len(verdicts) == len(jobs)


KILLS = '''

def test_poison(student):
    """total works for ones
    total 对全一向量也成立"""
    if student.total(np.ones(3)) == 77.0:
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
'''


@with_one_server
@pytest.mark.parametrize("workers", [1, 2])
def test_an_answer_that_kills_its_worker_costs_nobody_else_a_verdict(
    course: Path, hand_in: Any, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    hidden = course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text(hidden.read_text(encoding="utf-8") + KILLS, encoding="utf-8")
    answers = dict.fromkeys(["ada", "bob", "cleo", "dan", "eve", "fay", "gus"], "")
    answers["poison"] = toy.answer(total="return 77.0 if np.all(np.asarray(x) == 1) else np.sum(x)")
    answers |= {"sleeper": SLEEPER, "zoe": ""}
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, text)) for name, text in answers.items()]
    judged: list[str] = []
    with Engine(course, workers=workers) as engine:
        on_gift(monkeypatch, lambda entry: judged.append(entry.task.student))
        verdicts = run(engine, jobs, lambda: None)
    outcomes = {name: verdict.outcome.value for name, verdict in verdicts.items()}
    assert outcomes == dict.fromkeys(answers, "passed") | {"poison": "grader_error", "sleeper": "timeout"}
    assert verdicts["poison"].score is None and "was killed" in verdicts["poison"].reason.en
    assert judged.count("poison") == 3, "once among others, and twice alone"
    assert max(judged.count(name) for name in answers if name not in ("poison", "sleeper")) <= 2
    for name in answers.keys() - {"poison", "sleeper"}:
        assert not verdicts[name].notices and not verdicts[name].environment.alone, "of that, nobody need hear"


@with_one_server
def test_workers_that_keep_dying_cost_nobody_a_verdict(engine: Engine, hand_in: Any) -> None:
    jobs = hand_in_many(hand_in, 8)
    verdicts: dict[str, Verdict] = {}
    killed = 0
    for request, verdict in engine.run(Request(job, seed=SEED) for job in jobs):
        job = request.job
        verdicts[job.student] = verdict
        if killed < 3:
            killed += 1
            for pid in pids(engine):
                with contextlib.suppress(ProcessLookupError):  # one that was killed before, and not replaced yet
                    os.kill(pid, signal.SIGKILL)
    assert {verdict.outcome.value for verdict in verdicts.values()} == {"passed"} and len(verdicts) == len(jobs)


def server_processes(engine: Engine) -> tuple[int, int]:
    """The warm server's outer process and, inside its PID namespace, the one that forks."""
    outer = engine.executor.servers._running["numpy"]._process.pid
    (inner,) = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()
    return outer, int(inner)


@pytest.mark.parametrize("which", ["outer", "inner", "both"])
def test_a_killed_warm_server_is_started_again(engine: Engine, hand_in: Any, which: str) -> None:
    jobs = hand_in_many(hand_in, 8)
    addresses: list[str] = []

    def kill_the_server() -> None:
        addresses.append(engine.executor.servers._running["numpy"].handle.address)
        outer, inner = server_processes(engine)
        for pid in {"outer": [outer], "inner": [inner], "both": [inner, outer]}[which]:
            os.kill(pid, signal.SIGKILL)

    verdicts = run(engine, jobs, kill_the_server)
    assert {verdict.outcome.value for verdict in verdicts.values()} == {"passed"} and len(verdicts) == len(jobs)
    if which != "outer":
        assert engine.executor.servers._running["numpy"].handle.address != addresses[0]


@with_one_server
def test_an_engine_can_run_twice(engine: Engine, hand_in: Any) -> None:
    jobs = hand_in_many(hand_in, 2)
    for _ in range(2):
        assert len(run(engine, jobs, lambda: None)) == 2


@pytest.mark.parametrize(("count", "threads"), [(1, 4), (2, 2), (5, 2)])
def test_submissions_share_the_cores_that_there_are(
    count: int, threads: int, engine: Engine, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int | None] = []
    environment = ServerKey.environment

    def spy(runtime: ServerKey, host: Any, threads: int | None = None) -> dict[str, str]:
        given.append(threads)
        return environment(runtime, host, threads)

    monkeypatch.setattr(ServerKey, "environment", spy)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    run(engine, hand_in_many(hand_in, count), lambda: None)
    assert given == [threads]


@with_one_server
def test_what_runs_now_can_be_shown(engine: Engine, hand_in: Any) -> None:
    jobs = hand_in_many(hand_in, 6)
    seen: list[list[Job]] = []
    run(engine, jobs, lambda: seen.append(engine.running))
    assert 1 <= len(seen[0]) <= 2 and set(seen[0]) <= set(jobs)
    assert engine.running == []


def test_closing_an_engine_leaves_no_process(course: Path, hand_in: Any) -> None:
    with Engine(course, workers=2) as engine:
        run(engine, hand_in_many(hand_in, 2), lambda: None)
        ended = [*pids(engine), *server_processes(engine)]
    end = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in ended) and time.monotonic() < end:
        time.sleep(0.02)
    assert not [pid for pid in ended if Path(f"/proc/{pid}").exists()]


# --- what a student may change or choose ----------------------------------------------------------------------------


@with_one_server
def test_a_file_is_read_once_also_when_it_is_judged_again(
    engine: Engine, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a student changes meanwhile is not seen: a large file waits in a file of ours."""
    text = f"{SLEEPER}# {'x' * 70_000}\n"
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, given)) for name, given in (("ada", ""), ("eve", text))]
    on_gift(monkeypatch, lambda entry: entry.task.student == "eve" and jobs[1].path.write_text(toy.answer()))
    verdicts = list(itertools.islice(engine.run(Request(job, seed=SEED) for job in jobs), 5))
    ada, eve = sorted((verdict for _, verdict in verdicts), key=lambda one: one.student)
    assert (ada.outcome, eve.outcome, eve.environment.alone) == ("passed", "timeout", True)
    assert eve.submission_sha256 == hashlib.sha256(text.encode()).hexdigest()


@with_one_server
def test_a_runtime_that_only_an_answer_asks_for_ends_nobody_elses_run(
    course: Path, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes in TensorFlow 1 where it is not installed: their verdict says so, and the class is graded."""
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text('dialects = ["tf1"]\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    for half, text in (("exercises", toy.STUB), ("solutions", toy.answer())):
        place = course / half / toy.LESSON_ID / "tf1"
        place.mkdir()
        (place / "toy.py").write_text(text, encoding="utf-8")
    get = Servers.get

    def not_installed(servers: Servers, runtime: str) -> Any:
        if runtime == "tf1":
            raise SandboxError("the tf1 runtime does not start")
        return get(servers, runtime)

    monkeypatch.setattr(Servers, "get", not_installed)
    answers = {"ada": "", "eve": toy.answer(double="tf.placeholder('float')"), "zoe": ""}
    jobs = [Job(name, toy.LESSON_ID, hand_in(name, text)) for name, text in answers.items()]
    with Engine(course, workers=2) as engine:
        verdicts = run(engine, jobs, lambda: None)
    assert {name: verdict.outcome.value for name, verdict in verdicts.items()} == {
        "ada": "passed", "eve": "grader_error", "zoe": "passed",
    }  # fmt: skip
    assert "tf1 runtime does not start" in verdicts["eve"].reason.en


@with_one_server
def test_a_course_may_be_named_by_a_relative_path(course: Path, hand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden checks are told by where their files lie."""
    monkeypatch.chdir(course.parent)
    with Engine(Path(course.name), workers=1) as engine:
        verdicts = run(engine, hand_in_many(hand_in, 1), lambda: None)
    assert [check.hidden for check in verdicts["s00"].checks] == [False, False, True, True]


def test_a_server_that_fails_takes_no_verdict_with_it(
    engine: Engine, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = local.LocalExecutor._server

    def fails_once_there_is_a_verdict(self: Any, runtime: str) -> bool:
        if judged and (entries := self._waiting[runtime]):
            failed = ServerFailed(runtime)
            failed.__cause__ = SandboxError("the numpy runtime does not start")
            entries.popleft().future.set_exception(failed)
            return False
        return server(self, runtime)

    monkeypatch.setattr(local.LocalExecutor, "_server", fails_once_there_is_a_verdict)
    judged: list[str] = []
    with pytest.raises(SandboxError):
        for request, _ in engine.run(Request(job, seed=SEED) for job in hand_in_many(hand_in, 40)):
            judged.append(request.job.student)
    assert judged


def test_an_executor_that_breaks_leaves_nobody_waiting(
    engine: Engine, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither who waits now nor who comes later, as a notebook's next %check does."""

    def breaks(self: Any) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(local.LocalExecutor, "_hand_out", breaks)
    jobs = hand_in_many(hand_in, 2)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="a bug of ours"):
            list(engine.run(Request(job, seed=SEED) for job in jobs))


def test_some_of_each_lesson_come_first_and_then_the_long_ones() -> None:
    limits = {"gates": 30.0, "training": 1200.0}
    lessons = ["gates"] * 45 + ["training"] * 21
    requests = [Request(Job(f"s{number:02}", lesson, Path("x"))) for number, lesson in enumerate(lessons)]
    order = in_order(requests, limits.__getitem__)
    assert sorted(one.job.student for one in order) == [one.job.student for one in requests]
    students = [one.job.student for one in order]
    assert students[:5] == ["s45", "s65", "s00", "s20", "s40"]
    assert [one.job.lesson for one in order[5:]] == ["training"] * 19 + ["gates"] * 42


def test_what_came_first_is_judged_first_whatever_its_runtime(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nobody knew how long a lesson takes whose runtime comes last, until all others are judged; and what takes
    long waited for a worker that has nothing until the end, since what is quick is put behind what is judged."""
    executor, given = cast(Any, engine.executor), list[int]()
    quick, long = (SimpleNamespace(limits=SimpleNamespace(total_seconds=seconds)) for seconds in (30, 1200))

    def entry(number: int) -> Any:
        task = SimpleNamespace(handed_in=SimpleNamespace(size=1))
        return SimpleNamespace(number=number, task=task, future=Future[Any]())

    def give(worker: Any, one: Any) -> None:
        worker.entries.append(one)
        given.append(one.number)

    idle, busy = (SimpleNamespace(entries=[], warm=True, has_room=lambda one: True) for _ in range(2))
    busy.entries.append(entry(7))
    monkeypatch.setattr(executor, "_server", lambda runtime: runtime != "tf1")
    monkeypatch.setattr(executor, "_lesson", lambda one: long if one.number == 3 else quick)
    monkeypatch.setattr(executor, "_give", give)
    executor._waiting = {
        "tf1": deque([entry(0)]),
        "keras": deque(map(entry, (1, 3, 5, 8, 9))),
        "numpy": deque(map(entry, (2, 4, 6))),
    }
    for _ in range(4):
        executor._give_one(busy)
    assert given == [1, 2], "the third takes long: it goes behind nobody, and nobody before it"
    executor._give_one(idle)
    assert given == [1, 2, 3]
    executor._give_one(busy)
    assert given == [1, 2, 3, 4]

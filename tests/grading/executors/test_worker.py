"""The limits of trusted workers hold, whatever swallows an exception; who is blamed, and that nobody else pays."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import load_lesson
from grader.grading import judge
from grader.grading.engine import Engine
from grader.grading.executors import local, worker
from grader.grading.handin import Job
from grader.grading.judge import grade_submission
from grader.grading.task import Request
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from grader.verdict import SubmissionOutcome, Verdict
from tests import toy
from tests.sandbox.processes import wait_until
from tests.test_failures import still_there

ROOT = Path(__file__).resolve().parents[3]
POISON = toy.answer(total="return 77.0 if np.all(np.asarray(x) == 1) else np.sum(x)")

# Library code may swallow the exception of a timer; code in C is not even interrupted by it.
BUSY = '''

def test_busy(student):
    """total works for ones
    total 对全一向量也成立"""
    if student.total(np.ones(3)) == {claim}:
        {endless}
'''


pytestmark = pytest.mark.usefixtures("one_server")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging has half a CPU second for each check, reading has one. Workers that are forked know of it."""
    monkeypatch.setattr(Limits, "judging_seconds", property(lambda limits: 0.5))
    monkeypatch.setattr(worker, "_READING_SECONDS", 2.0)


def add_check(course: Path, claim: str = "77.0", endless: str = "sum(range(10**14))") -> None:
    hidden = course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    added = BUSY.format(claim=claim, endless=endless)
    hidden.write_text("import time\n" + hidden.read_text(encoding="utf-8") + added, encoding="utf-8")


def grade(course: Path, answers: dict[str, Path]) -> dict[str, Verdict]:
    with Engine(course, workers=2) as engine:
        jobs = [Request(Job(name, toy.LESSON_ID, path), seed=7) for name, path in answers.items()]
        return {request.job.student: verdict for request, verdict in engine.run(jobs)}


def _held() -> int:
    """Bytes that this process holds, and so does a worker that is forked from it."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData"))
    return int(line.split()[1]) << 10


def give_two_seconds_to(student: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of wall time, to the check that keeps a worker busy; what others get does not depend on how busy a machine is."""
    watch, patience, grace = local._Worker.watch, local._PATIENCE, local._GRACE

    def hurried(one: Any, limits: Limits) -> None:
        busy = one.entries[0].task.student == student and one.entries[0].check == "test_busy"
        monkeypatch.setattr(local, "_PATIENCE", 0.0 if busy else patience)
        monkeypatch.setattr(local, "_GRACE", 2.0 if busy else grace)
        watch(one, limits)

    monkeypatch.setattr(local._Worker, "watch", hurried)


@pytest.mark.parametrize("short_of", ["cpu", "wall"])
def test_an_answer_that_keeps_its_worker_busy_has_a_verdict_and_costs_nobody_else_one(
    course: Path, hand_in: Any, short: None, monkeypatch: pytest.MonkeyPatch, short_of: str
) -> None:
    if short_of == "wall":
        give_two_seconds_to("poison", monkeypatch)
    add_check(course, endless="sum(range(10**14))" if short_of == "cpu" else "time.sleep(1000)")
    names = ["ada", "bob", "cleo", "dan", "poison", "eve", "fay"]
    answers = {name: hand_in(name, POISON if name == "poison" else "") for name in names}
    verdicts = grade(course, answers)
    busy = verdicts.pop("poison")
    assert (busy.outcome, busy.score, busy.max_score) == ("failed", 0.0, toy.MAX_SCORE + 1)
    assert busy.reason is not None and "keeps the grader busy" in busy.reason.en and "忙不过来" in busy.reason.zh
    assert busy.environment.seed == 7 and busy.submission_sha256 is not None
    assert {verdict.outcome.value for verdict in verdicts.values()} == {"passed"} and len(verdicts) == 6


def test_a_check_that_keeps_the_reference_busy_too_is_a_fault_of_ours(course: Path, hand_in: Any, short: None) -> None:
    add_check(course, claim="3.0")
    verdict = grade(course, {"ada": hand_in("ada")})["ada"]
    assert (verdict.outcome, verdict.score) == ("grader_error", None)
    assert "test_busy does not end, and not for the reference either" in verdict.reason.en


def test_a_worker_that_is_killed_while_it_asks_the_reference_changes_no_verdict(
    course: Path, hand_in: Any, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_check(course)
    killed: list[int] = []
    give = local._Worker.give

    def kill_the_first(one: Any, entry: Any, handles: Any) -> None:
        give(one, entry, handles)
        if entry.task.selection.only is not None and not killed:
            killed.append(one.process.pid)
            one.process.kill()

    monkeypatch.setattr(local._Worker, "give", kill_the_first)
    verdict = grade(course, {"ada": hand_in("ada", POISON)})["ada"]
    assert killed and (verdict.outcome, verdict.score) == ("failed", 0.0)


STUMBLES = '''

def test_stumbles(student):
    """total is a number
    total 是一个数"""
    if float(student.total(np.ones(3))) == 3:
        sum(range(10**14))
'''


def test_a_check_that_stumbles_over_an_answer_and_ends_for_no_reference_is_a_fault_of_ours(
    course: Path, hand_in: Any, short: None
) -> None:
    hidden = course / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text(hidden.read_text(encoding="utf-8") + STUMBLES, encoding="utf-8")
    verdict = grade(course, {"ada": hand_in("ada", toy.answer(total="return None"))})["ada"]
    assert (verdict.outcome, verdict.score) == ("grader_error", None)
    assert "judging the reference by it does not end" in verdict.reason.en


def test_without_a_reference_the_answer_is_blamed(course: Path, hand_in: Any, short: None) -> None:
    add_check(course)
    (course / "solutions" / toy.LESSON_ID / "toy.py").unlink()
    assert grade(course, {"ada": hand_in("ada", POISON)})["ada"].outcome == "failed"


def test_a_file_that_takes_long_to_read_is_rejected(
    course: Path, hand_in: Any, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_READING_SECONDS", 1.0)
    choose = judge.choose

    def stalls(handed_in: Any, lesson: Any) -> Any:
        while b"# stall" in handed_in.data:
            pass
        return choose(handed_in, lesson)

    monkeypatch.setattr(judge, "choose", stalls)
    verdicts = grade(course, {"ada": hand_in("ada", "# stall\n" + toy.answer()), "bob": hand_in("bob")})
    assert (verdicts["ada"].outcome, verdicts["ada"].score) == ("rejected", 0.0)
    assert verdicts["ada"].max_score == toy.MAX_SCORE
    assert "reading it took more time" in verdicts["ada"].reason.en and "读取" in verdicts["ada"].reason.zh
    assert verdicts["bob"].outcome == "passed"


def test_a_file_that_fills_the_workers_memory_is_no_ones_crash(
    course: Path, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_DATA_BYTES", _held() + (600 << 20))
    choose = judge.choose

    def fills(handed_in: Any, lesson: Any) -> Any:
        if b"# fill" in handed_in.data:
            return [bytes(1 << 30)]
        return choose(handed_in, lesson)

    monkeypatch.setattr(judge, "choose", fills)
    verdicts = grade(course, {"ada": hand_in("ada", "# fill\n" + toy.answer()), "bob": hand_in("bob")})
    assert verdicts["ada"].outcome == "grader_error" and "MemoryError" in verdicts["ada"].reason.en
    assert verdicts["bob"].outcome == "passed"


def test_what_is_done_apart_has_a_workers_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_READING_SECONDS", 1.0)
    monkeypatch.setattr(worker, "_DATA_BYTES", _held() + (600 << 20))
    assert worker.apart(len, "abc") == 3
    with pytest.raises(ValueError, match="invalid literal"):
        worker.apart(int, "abc")
    with pytest.raises(MemoryError):
        worker.apart(bytes, 1 << 30)
    with pytest.raises(TimeoutError):
        worker.apart(sum, range(10**14))
    with pytest.raises(TimeoutError):
        worker.apart(os._exit, 0)


def test_what_judging_cost_is_in_the_verdict(course: Path, hand_in: Any) -> None:
    verdict = grade(course, {"ada": hand_in("ada")})["ada"]
    assert 0 < verdict.timings.judging_cpu < 10


def test_judging_off_the_main_thread_is_refused(course: Path, hand_in: Any, numpy_server: WarmServer) -> None:
    """There are no timers there: it would have no limit."""
    verdicts: list[Verdict] = []
    lesson, path = load_lesson(course, toy.LESSON_ID), hand_in("ada")
    thread = threading.Thread(
        target=lambda: verdicts.append(grade_submission(lesson, path, lambda _: numpy_server.handle, seed=7))
    )
    thread.start()
    thread.join()
    (verdict,) = verdicts
    assert (verdict.outcome, verdict.score) == (SubmissionOutcome.GRADER_ERROR, None)
    assert "main thread" in verdict.reason.en


def test_ctrl_c_ends_everything_at_once(course: Path, hand_in: Any, tmp_path: Path) -> None:
    """Workers that compute for ever, and a server that still imports, would otherwise be waited for."""
    add_check(course)
    for number in range(3):
        hand_in(f"s{number}", POISON)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "GATEHOUSE_COURSE": str(course), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "grader", "grade", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "-j2"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )

    def judging() -> bool:
        """Whether a worker has computed for a second, as no honest one does here."""
        spent = []
        for pid in still_there(temporary):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
                spent.append(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11])
        return any(int(ticks) > 3 * os.sysconf("SC_CLK_TCK") for ticks in spent)

    try:
        assert wait_until(judging, seconds=180), "no worker was kept busy"
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        took = time.monotonic() - began
    finally:
        process.kill()
    assert process.returncode == 130 and "stopped" in said and "Traceback" not in said
    assert took < 5, "a second, on a machine that has nothing else to do"
    assert wait_until(lambda: not still_there(temporary)), still_there(temporary)
    assert not [path for path in temporary.iterdir() if path.name.startswith("gatehouse-")]

"""The grading process: kept warm, restarted when it must be, gone when the kernel is; and the real grader behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.lesson import Lesson, load_lesson
from grader.course.places import find_course
from grader.grading.judge import grade_submission
from grader.grading.servers import Servers
from grader.grading.task import Selection
from grader.jupyter import process
from grader.jupyter.process import Cancelled, Checker, CheckerError
from grader.jupyter.workspace import build_workspace
from grader.verdict import CheckResult, CurvePoint, Outcome, SubmissionOutcome

LIMIT = 60.0  # seconds that a test waits for something before it fails


@pytest.fixture
def notebook(course: Path, tmp_path: Path) -> Path:
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    return path


@pytest.fixture
def checker() -> Iterator[Checker]:
    checker = Checker()
    yield checker
    checker.close()


def loaded(path: Path) -> Lesson:
    return load_lesson(find_course(path.parent), path.parent.name)


def write(path: Path, double: str, squash: str = "y = None") -> None:
    """Fill the regions of the notebook at `path`."""
    text = path.read_text(encoding="utf-8")
    text = text.replace("y = None", squash)
    text = text.replace("Begin double ********** #\\n\\n", f"Begin double ********** #\\n    {double}\\n")
    text = text.replace(
        'Begin double ********** #\\n",\n    "\\n"', f'Begin double ********** #\\n",\n    "    {double}\\n"'
    )
    path.write_text(text, encoding="utf-8")


def pid(checker: Checker) -> int:
    assert checker._process is not None
    return checker._process.pid


def settled(pid: int) -> list[int]:
    """The processes below it, once the one in hand is among them: that is ordered when a check is over."""
    seen, since = descendants(pid), time.monotonic()
    while time.monotonic() < since + 1:
        time.sleep(0.05)
        if (now := descendants(pid)) != seen:
            seen, since = now, time.monotonic()
    return seen


def eventually(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def descendants(number: int) -> list[int]:
    tree = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = dict(zip(map(int, tree[::2]), map(int, tree[1::2]), strict=True))
    found = [number]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def test_a_real_verdict_and_the_process_stays_warm(checker: Checker, notebook: Path) -> None:
    lesson = loaded(notebook)
    assert checker.check(lesson, notebook).outcome == SubmissionOutcome.UNATTEMPTED
    first = pid(checker)
    write(notebook, "return 2 * x", "y = np.tanh(x)")
    before = sorted(notebook.parents[1].rglob("*"))
    verdict = checker.check(lesson, notebook)
    double, squash = verdict.checks
    assert (double.outcome, double.points) == (Outcome.PASSED, 1)
    assert (squash.outcome, squash.points) == (Outcome.FAILED, 0)
    assert squash.diagnosis is not None
    assert squash.diagnosis.id == "warm-up-tanh"
    only = checker.check(lesson, notebook, ["test_double"])
    assert [check.id for check in only.checks] == ["test_double"]
    assert only.outcome == SubmissionOutcome.PASSED
    assert pid(checker) == first
    assert sorted(notebook.parents[1].rglob("*")) == before


def test_the_points_of_a_training_loop_arrive(checker: Checker, notebook: Path) -> None:
    write(notebook, "from grader import report; report(step=7, loss=0.5); return 2 * x")
    points: list[CurvePoint] = []
    verdict = checker.check(loaded(notebook), notebook, ["test_double"], points.append)
    assert points == verdict.curve == [CurvePoint(step=7, loss=0.5)]


def test_a_kernel_that_does_not_listen_holds_no_clock(checker: Checker, course: Path, notebook: Path) -> None:
    for manifest in course.rglob("lesson.toml"):
        manifest.write_text(f"{manifest.read_text(encoding='utf-8')}\n[limits]\ncall_seconds = 2\n", encoding="utf-8")
    reports = "from grader import report; [report(step=i, loss=0.5) for i in range(5000)]"
    write(notebook, f"{reports}; import time; time.sleep(60)")
    heard: list[CurvePoint] = []

    def busy(point: CurvePoint) -> None:
        if not heard:
            time.sleep(12)
        heard.append(point)

    (check,) = checker.check(load_lesson(course, "01-warm-up"), notebook, ["test_double"], busy).checks
    assert check.outcome is Outcome.TIMEOUT and check.seconds < 9 and 0 < len(heard) < 5000


def test_hidden_checks_show_no_values(checker: Checker, course: Path, notebook: Path) -> None:
    write(notebook, "print('seen'); return x")
    hidden = course / "solutions/01-warm-up/test_hidden.py"
    test = "def test_more(student):\n    expect(student.double(1.0), 'd').close(2.0)\n"
    hidden.write_text(f"from grader.checks import expect\n\n\n{test}")
    verdict = checker.check(load_lesson(course, "01-warm-up"), notebook, ["test_more"])
    (check,) = verdict.checks
    assert (check.hidden, check.outcome, check.output, check.details) == (True, Outcome.FAILED, "", None)


def test_a_changed_lesson_is_read_again(checker: Checker, notebook: Path) -> None:
    write(notebook, "return 2 * x")
    lesson = loaded(notebook)
    assert checker.check(lesson, notebook, ["test_double"]).score == 1
    checks = lesson.public / "test_public.py"
    checks.write_text(checks.read_text().replace("points(1)", "points(5)"))
    assert checker.check(loaded(notebook), notebook, ["test_double"]).score == 5


def test_a_file_beside_the_notebook_is_never_imported(
    checker: Checker, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.with_name("random.py").write_text("raise SystemExit('imported the student\\'s random.py')")
    monkeypatch.chdir(notebook.parent)
    assert checker.check(loaded(notebook), notebook).outcome == SubmissionOutcome.UNATTEMPTED


def test_it_ends_with_the_kernel_and_takes_everything_along(checker: Checker, notebook: Path) -> None:
    write(notebook, "return 2 * x")
    checker.check(loaded(notebook), notebook)
    number = pid(checker)
    family = [number, *descendants(number)]
    assert len(family) > 1
    checker._process.stdin.close()  # what happens when the kernel is killed
    eventually(lambda: all(map(gone, family)))


def test_an_interrupt_stops_the_student_and_the_process(checker: Checker, notebook: Path) -> None:
    write(notebook, "[None for _ in iter(int, 1)]")
    family: list[int] = []

    def interrupt() -> None:
        eventually(lambda: checker._process is not None and len(descendants(pid(checker))) > 1)
        time.sleep(0.3)
        family.extend([pid(checker), *descendants(pid(checker))])
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            checker.check(loaded(notebook), notebook)
    finally:
        thread.join()
    eventually(lambda: all(map(gone, family)))
    assert checker.check(loaded(notebook), notebook, ["test_squash_values"]).checks != []


def test_after_a_rest_it_starts_again(checker: Checker, notebook: Path) -> None:
    checker.check(loaded(notebook), notebook)
    first = checker._process
    assert first is not None
    first.stdin.close()  # the same clean end as after IDLE_SECONDS
    eventually(lambda: first.poll() == 0)
    assert checker.check(loaded(notebook), notebook).outcome == SubmissionOutcome.UNATTEMPTED
    assert pid(checker) != first.pid


def test_a_process_that_cannot_start_leaves_its_last_word(
    checker: Checker, notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho first >&2\necho 'no such module' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(CheckerError, match="no such module"):
        checker.check(loaded(notebook), notebook)


def test_a_killed_process_is_started_again(checker: Checker, notebook: Path) -> None:
    checker.check(loaded(notebook), notebook)
    os.kill(pid(checker), signal.SIGKILL)
    eventually(lambda: checker._process is None or gone(pid(checker)))
    assert checker.check(loaded(notebook), notebook).outcome == SubmissionOutcome.UNATTEMPTED


def test_it_gives_its_memory_back_when_nobody_asks() -> None:
    code = "from grader.jupyter import process; process._serve(0.1)"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        timeout=LIMIT,
        check=False,
        cwd=Path(process.__file__).parents[2],
    )
    assert ended.returncode == 0


def test_a_cell_means_in_a_notebook_what_it_means_when_it_is_graded(checker: Checker, notebook: Path) -> None:
    lesson = loaded(notebook)
    write(notebook, "%time y = 2 * x\\n    !ls\\n    display(y)\\n    return y", "%time y = 1 / (1 + np.exp(-x))")
    here = checker.check(lesson, notebook)
    with Servers() as servers:
        graded = grade_submission(lesson, notebook, servers.get, selection=Selection(hidden=False))
    assert (
        [check.outcome for check in here.checks] == [check.outcome for check in graded.checks] == [Outcome.PASSED] * 2
    )
    assert here.notices == graded.notices and ["`!ls`" in notice.text.en for notice in here.notices] == [True]


def test_each_result_arrives_before_the_verdict(checker: Checker, notebook: Path) -> None:
    write(notebook, "return 2 * x", "y = np.tanh(x); raise KeyError('k')")
    heard: list[CheckResult] = []
    verdict = checker.check(loaded(notebook), notebook, on_result=heard.append)
    assert heard == verdict.checks and heard[0].outcome is Outcome.PASSED
    assert heard[1].traceback is not None and "code cell" in heard[1].traceback, "in the file's own lines"


def test_a_check_is_cancelled_and_the_servers_stay_warm(checker: Checker, notebook: Path) -> None:
    write(notebook, "return 2 * x")
    checker.check(loaded(notebook), notebook, ["test_double"])
    first = pid(checker)
    checker.cancel()  # nothing is under way: nothing happens
    before, during = settled(first), list[int]()
    write(notebook, "", "from grader import report; report(step=1); [None for _ in iter(int, 1)]")

    def cancel(point: CurvePoint) -> None:
        during.extend(descendants(first))
        checker.cancel()

    with pytest.raises(Cancelled):
        checker.check(loaded(notebook), notebook, ["test_squash_values"], cancel)
    assert pid(checker) == first
    (check,) = checker.check(loaded(notebook), notebook, ["test_double"]).checks
    assert (check.outcome, pid(checker)) == (Outcome.PASSED, first)
    eventually(lambda: bool(set(during) - set(descendants(first))))  # the student's process ran, and is gone
    # The servers, one process in hand, and multiprocessing's tracker, which a second worker brings.
    eventually(lambda: len(descendants(first)) <= len(before) + 1)


def test_an_idle_process_goes_by_itself_and_the_next_question_gets_a_fresh_one() -> None:
    checker = Checker(idle_seconds=0.01)
    process = checker._running()
    try:
        assert process.wait(LIMIT) == 0, "it gives its memory back, and that is no fault"
        assert checker._running() is not process
    finally:
        checker.close()

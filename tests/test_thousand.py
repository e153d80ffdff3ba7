"""A class of a thousand is ended and damaged in every way that there is, and goes on: nothing is lost, nothing is left.

Of a small class: tests/test_failures.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import toy
from tests.sandbox.processes import wait_until
from tests.test_failures import grade_on_a_full_disk, make_class, start, still_there, written

COUNT = 1000
PATIENCE = 300.0  # seconds without any verdict

pytestmark = pytest.mark.proof("thousand")


class Run:
    """The class, graded into one folder by one grader after another."""

    def __init__(self, home: Path) -> None:
        self.class_, self.out, self.temporary = home / "class", home / "out", home / "tmp"
        self.course = toy.make_course(home / "course")
        self.expected = make_class(self.class_, COUNT)
        self.known: dict[str, Any] = {}
        self.temporary.mkdir()
        self.grader = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        return start(self.course, self.class_, self.out, self.temporary)

    def count(self) -> int:
        return sum(1 for _ in self.out.glob("students/*/*/verdict.json"))

    def wait_for(self, count: int) -> None:
        """Until there are so many verdicts. The grader must be at work meanwhile."""
        end = time.monotonic() + PATIENCE
        while self.count() < count:
            assert self.grader.poll() is None and time.monotonic() < end
            time.sleep(0.1)

    def ended_by(self, number: int) -> int:
        """The grader's exit code; by then, nothing of it is left but verdicts, and none was lost or changed."""
        self.grader.send_signal(number)
        code = self.grader.wait()
        assert wait_until(lambda: not still_there(self.temporary)), still_there(self.temporary)
        got = written(self.out)
        assert self.known.items() <= got.items() and len(self.known) < len(got) < COUNT
        self.known = got
        return code

    # -- its processes, each with its parent

    def family(self) -> dict[int, tuple[int, str]]:
        """Every process below the grader: its parent and its command line; a box's has none."""
        parents: dict[int, tuple[int, str]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
                    parents[int(entry.name)] = parent, (entry / "cmdline").read_bytes().decode("utf-8", "replace")
                except OSError:
                    continue
        found = {self.grader.pid}
        while more := {pid for pid, (parent, _) in parents.items() if parent in found} - found:
            found |= more
        return {pid: parents[pid] for pid in found - {self.grader.pid}}

    def workers(self) -> Iterator[int]:
        for pid, (parent, command) in self.family().items():
            if parent == self.grader.pid and ("grader" in command and "server.main" not in command):
                yield pid

    def servers(self) -> Iterator[int]:
        """Those within the wall: the children of those without."""
        family = self.family()
        without = {
            pid for pid, (parent, command) in family.items() if parent == self.grader.pid and _is_server(command)
        }
        yield from (pid for pid, (parent, _) in family.items() if parent in without)

    def boxes(self) -> Iterator[int]:
        within = set(self.servers())
        yield from (pid for pid, (parent, _) in self.family().items() if parent in within)

    def kill_one(self, kind: Callable[[], Iterator[int]]) -> None:
        """Kill -9 one process of this kind, as soon as there is one."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for pid in kind():
                try:
                    os.kill(pid, signal.SIGKILL)
                    return
                except ProcessLookupError:
                    continue
        raise AssertionError(f"there was no {kind.__name__}")


def _is_server(command: str) -> bool:
    return "server.main" in command


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    yield run
    run.grader.kill()
    run.grader.wait()


def test_ctrl_c_and_kills_of_every_process_cost_nobody_a_verdict(run: Run) -> None:
    run.wait_for(100)
    assert run.ended_by(signal.SIGINT) == 130, "Ctrl+C"
    run.grader = run.start()
    for count, kind in ((200, run.workers), (300, run.servers), (350, run.workers), (400, run.servers)):
        run.wait_for(count)
        run.kill_one(kind)
    run.wait_for(450)
    assert run.ended_by(signal.SIGKILL) == -signal.SIGKILL
    run.grader = run.start()
    for count, kind in ((600, run.servers), (700, run.workers), (800, run.workers)):
        run.wait_for(count)
        run.kill_one(kind)
    assert run.grader.wait() == 0
    got = written(run.out)
    assert got == run.expected and run.known.items() <= got.items()
    assert wait_until(lambda: not still_there(run.temporary)), still_there(run.temporary)
    assert not [path for path in run.out.rglob("*") if path.name.endswith(".tmp")]
    assert not [path for path in run.temporary.iterdir() if path.name.startswith("gatehouse-")]


def test_a_killed_box_costs_nobody_else_a_verdict(run: Run) -> None:
    """Whoever dies in the box may have killed itself: that is a crash, of this submission alone."""
    kills = range(100, 900, 100)
    for count in kills:
        run.wait_for(count)
        run.kill_one(run.boxes)
    assert run.grader.wait() == 0
    got = written(run.out)
    assert got.keys() == run.expected.keys()
    other = {path: outcome for path, outcome in got.items() if outcome != run.expected[path]}
    assert len(other) <= len(kills) and {outcome for outcome, _ in other.values()} <= {"crashed"}, other


def test_a_full_disk_costs_nobody_of_a_thousand_a_verdict() -> None:
    grade_on_a_full_disk("whoever runs the tests", COUNT, 12_000)

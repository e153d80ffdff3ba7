"""The clock: wall time, less what the machine kept a process waiting for a core, and never without end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from grader.sandbox import deadline
from grader.sandbox.deadline import Deadline


@dataclass
class World:
    """The time, what the process has computed, how long each of its threads has waited. By hand, in seconds."""

    now: float = 1000.0
    computed: float | None = 3.0
    waited: dict[str, float] = field(default_factory=lambda: {"1": 5.0})

    def delays(self, _: Deadline) -> dict[str, int]:
        return {thread: int(seconds * 1e9) for thread, seconds in self.waited.items()}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: world.now))
    monkeypatch.setattr(Deadline, "_delays", lambda self: world.delays(self))
    monkeypatch.setattr(Deadline, "_cpu", lambda self: world.computed)
    return world


@pytest.fixture
def clock(world: World) -> Deadline:
    """A clock of ten seconds that watches its process, a tenth of a second gone."""
    clock = Deadline(10, 3)
    assert clock.pause(clock.left()) == 0.05, "it asks again soon, to begin to watch"
    world.now = 1000.1
    assert clock.left() == pytest.approx(9.9) and clock.pause(9.9) == 1.0
    return clock


def test_a_process_that_does_not_wait_has_its_seconds_and_no_more(world: World, clock: Deadline) -> None:
    world.now = 1004
    assert clock.left() == 6 and clock.charged() == 4 and clock.pause(0.5) == 0.5
    world.now = 1010
    assert clock.left() <= 0 and clock.charged() == 10


def test_what_it_waited_for_a_core_is_given_back_and_not_charged(world: World, clock: Deadline) -> None:
    world.now = 1010
    world.waited["1"] += 3
    assert clock.left() == pytest.approx(3)
    world.now = 1013
    assert clock.left() <= 0 and clock.charged() == 10


def test_an_answer_in_time_is_not_charged_for_what_it_waited(world: World, clock: Deadline) -> None:
    world.now = 1008
    world.waited["1"] += 5
    assert clock.charged() == pytest.approx(3)
    world.waited["1"] += 500  # threads that wait for one another wait for ever, and nobody else made them
    assert clock.charged() == 8 / deadline._PATIENCE


@pytest.mark.parametrize(("computed", "stalled"), [(0.0, True), (5.0, True), (9.5, False), (40.0, False)])
def test_who_ran_out_of_time_without_computing_has_stalled(
    world: World, clock: Deadline, computed: float, stalled: bool
) -> None:
    world.now, world.computed = 1010, 3.0 + computed
    assert clock.left() <= 0 and clock.stalled() is stalled


def test_of_a_process_that_cannot_be_seen_nothing_is_known(world: World, clock: Deadline) -> None:
    world.computed = None
    assert not clock.stalled()


def test_what_it_waited_before_the_call_is_not_given_back(world: World) -> None:
    world.waited["1"] = 500.0
    clock = Deadline(10, 3)
    world.now = 1000.1
    clock.left()
    world.now = 1010
    assert clock.left() <= 0


def test_the_thread_that_waited_most_counts_and_not_their_sum(world: World, clock: Deadline) -> None:
    world.now = 1010
    world.waited.update({str(thread): 2.0 for thread in range(2, 100)})
    assert clock.left() == pytest.approx(2)


def test_patience_has_an_end(world: World, clock: Deadline) -> None:
    lasted = 0
    for second in range(1, 100):
        world.now = 1000 + second
        world.waited["1"] += 1
        lasted = second if clock.left() > 0 else lasted
    assert 10 < lasted <= 10 * deadline._PATIENCE


def test_it_does_not_go_on_for_ever_smaller_pieces(world: World, clock: Deadline) -> None:
    world.now = 1010
    world.waited["1"] += 0.1
    assert clock.left() == 0


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_the_kernel_is_asked_and_an_ended_process_says_nothing(child: subprocess.Popen[bytes]) -> None:
    pidfd = os.pidfd_open(child.pid)
    try:
        delays = Deadline(10, pidfd)._delays()
        assert list(delays) == [str(child.pid)] and delays[str(child.pid)] >= 0
        assert 0 <= Deadline(10, pidfd)._cpu() < 5
        child.kill()
        child.wait()
        assert Deadline(10, pidfd)._delays() == {} and Deadline(10, pidfd)._cpu() is None
        assert Deadline(10, -1)._delays() == {}
    finally:
        os.close(pidfd)

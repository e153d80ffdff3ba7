"""A process in hand is one like any other: fresh, with the limits asked for, alive; and it ends with its maker."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.box import Box
from grader.sandbox.deadline import process_of
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.spares import Spares
from grader.sandbox.warm import Handle, WarmServer
from tests.sandbox.processes import processes_of, wait_until

LIMITS = Limits(call_seconds=10, total_seconds=30, memory_mb=256, output_kb=64, reply_mb=2, disk_mb=4)
PROGRAM = """
import os

calls = 0

def count():
    global calls
    calls += 1
    print("counted")
    return calls

def leave(text):
    with open("left", "w") as file:
        file.write(text)

def left():
    return os.path.exists("left")
"""


@pytest.fixture
def spares() -> Iterator[Spares]:
    made = Spares()
    yield made
    made.close()


@pytest.fixture
def handle(numpy_server: WarmServer, spares: Spares) -> Handle:
    return replace(numpy_server.handle, spares=spares)


def in_hand(spares: Spares) -> Any:
    assert spares._kept is not None
    return spares._kept[1]


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_the_one_in_hand_is_used_once_and_has_seen_nothing(handle: Handle, spares: Spares) -> None:
    spares.make()
    assert spares._kept is None, "nobody knows of what kind"
    with Box(handle, LIMITS) as box:
        box.load(PROGRAM, "a.py")
        assert box.call("count").value == 1
        box.call("leave", ["text"])
        spares.make()  # while a program runs
        child = in_hand(spares)
    with Box(handle, LIMITS) as box:
        assert box._child is child
        box.load(PROGRAM, "a.py")
        reply = box.call("count")
        assert (reply.value, reply.stdout) == (1, "counted\n")
        assert box.call("left").value is False
    assert box.usage.cpu > 0 and box.usage.peak_memory_mb > 0
    with Box(handle, LIMITS) as box:
        assert box._child is not child


def test_one_with_other_limits_or_of_another_server_is_ended(handle: Handle, spares: Spares) -> None:
    for other in ({"limits": LIMITS.model_copy(update={"memory_mb": 512})}, {"handle": replace(handle, versions={})}):
        with Box(handle, LIMITS):
            spares.make()
        child, pid = in_hand(spares), process_of(in_hand(spares).pidfd)
        wanted = {"handle": handle, "limits": LIMITS, **other}
        channel, made = spares.take(**wanted)
        assert made is not child
        assert wait_until(lambda pid=pid: is_gone(pid))
        channel.close()
        made.close()


def test_one_that_has_died_is_not_used(handle: Handle, spares: Spares) -> None:
    with Box(handle, LIMITS):
        spares.make()
    pid = process_of(in_hand(spares).pidfd)
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: is_gone(pid))
    with Box(handle, LIMITS) as box:
        box.load(PROGRAM, "a.py")
        assert box.call("count").value == 1


def test_none_is_in_hand_where_it_would_hold_a_gpus_memory(handle: Handle, spares: Spares) -> None:
    spares._wanted = (replace(handle, device="gpu"), LIMITS)
    spares.make()
    assert spares._kept is None


def test_without_a_server_whoever_asks_is_told(handle: Handle, spares: Spares) -> None:
    with Box(handle, LIMITS):
        pass
    lost = replace(handle, address=handle.address + "-lost")
    spares._wanted = (lost, LIMITS)
    spares.make()
    with pytest.raises(SandboxError, match="does not answer"):
        Box(lost, LIMITS).start()


def test_it_ends_with_its_maker(handle: Handle, spares: Spares) -> None:
    with Box(handle, LIMITS):
        spares.make()
    pid = process_of(in_hand(spares).pidfd)
    spares.close()
    assert wait_until(lambda: is_gone(pid))


def test_the_first_is_ordered_before_it_is_asked_for(handle: Handle, spares: Spares) -> None:
    spares.prepare(handle, LIMITS)
    ordered = in_hand(spares)
    assert ordered.pidfd < 0, "nobody has waited for it"
    spares.prepare(handle, LIMITS.model_copy(update={"memory_mb": 512}))
    assert in_hand(spares) is ordered, "only the first time"
    with Box(handle, LIMITS) as box:
        assert box._child is ordered and spares._kept is None
        box.load(PROGRAM, "p.py")
        assert box.call("count").value == 1


def test_one_that_was_ordered_in_vain_ends(handle: Handle, spares: Spares, numpy_server: WarmServer) -> None:
    before = len(processes_of(numpy_server._folder))
    spares.prepare(handle, LIMITS)
    spares.close()
    with Box(handle, LIMITS) as box:
        box.load(PROGRAM, "p.py")
        assert box.call("count").value == 1
    assert wait_until(lambda: len(processes_of(numpy_server._folder)) == before)
    lost = Spares()
    lost.prepare(replace(handle, address=handle.address + "-lost"), LIMITS)
    assert lost._kept is None

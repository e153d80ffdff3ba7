"""What an executor and its worker processes say to each other, and how a worker begins.

The executor's process imports this, and not what judges: its workers do that, while it goes on.
"""

from __future__ import annotations

import gc
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from grader.grading.draft import Foreseen
from grader.grading.task import Task
from grader.sandbox import linux
from grader.sandbox.warm import Handle
from grader.verdict import CheckResult


@dataclass(frozen=True)
class Order:
    """A task, and how to reach the warm servers that run. `telling`: each check's result is asked for as it comes."""

    task: Task
    handles: dict[str, Handle]
    telling: bool = False
    number: int = 0  # by which notes name it


@dataclass(frozen=True)
class NeedsServer:
    """The submission needs a server that was not among the task's handles."""

    runtime: str


# A note, of the order of this number: the check that begins; or, as it is read and before its checks begin, the verdict
# to give if that must be ended from outside. Nobody waits for notes: they are read when there is something else to do.
Note = tuple[int, str | Foreseen]


@dataclass(frozen=True)
class Told:
    """What became of a check."""

    result: CheckResult


def work(parent: int, course: Path, orders: Connection, notes: Connection, telling: Connection, again: bool) -> None:
    """In a new process: be a worker. It ends with the grader, however that ends."""
    gc.disable()  # all that is made until the first task comes is used
    linux.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches us as well; the grader then kills us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    from grader.grading.executors.worker import serve

    serve(course, orders, notes, telling, again)


__all__ = ["NeedsServer", "Note", "Order", "Told", "work"]

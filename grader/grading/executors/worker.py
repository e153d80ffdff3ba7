"""Trusted worker processes: each judges one submission at a time, under limits that it cannot talk itself out of.

What a claim costs to judge is its author's choice, and library code swallows exceptions, so that no limit that is one
can be relied on. CPU time is limited by the kernel (see timer_create(2)), which ends the process; wall time by the
executor, which kills it. What it was judging then has a verdict all the same: a note has told it before.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import math
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grader.course.lesson import Lessons
from grader.grading import live
from grader.grading.checking import limits_at
from grader.grading.draft import Foreseen
from grader.grading.executors.orders import NeedsServer, Note, Order, Told
from grader.grading.judge import Watch, judge
from grader.grading.servers import runtime_in
from grader.grading.task import CONTROL
from grader.sandbox import linux
from grader.sandbox.spares import Spares
from grader.sandbox.warm import Handle

_DATA_BYTES = 4 << 30  # of a worker; MNIST and the largest replies take a quarter of it
_READING_SECONDS = 15.0  # CPU time to read a file of at most 5 MB, imports included
_LOOKS = (700, 10, 10)  # of the collector, by Python's default; a command looks seldom
_SLACK = 1.25  # a check's own timer comes first: it costs that check only


class _Meter:
    """Holds this process to CPU seconds: past them, the kernel ends it, whatever runs here."""

    def __init__(self) -> None:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        self._timer = linux.CpuTimer(signal.SIGXCPU)
        self._end = math.inf

    def begin(self, reading: float, all_in_all: float) -> None:
        """A submission begins: CPU seconds to read it, and to judge it."""
        self._end = time.process_time() + reading + all_in_all
        self.next(reading)

    def next(self, seconds: float) -> None:
        """From here on, these CPU seconds, within those of the submission."""
        self._timer.set(min(seconds, self._end - time.process_time()))

    def end(self) -> None:
        self._end = math.inf
        self.next(math.inf)


def _limited() -> _Meter:
    """Hold this process to `_DATA_BYTES`; what holds it to CPU seconds."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _DATA_BYTES if hard == resource.RLIM_INFINITY else min(_DATA_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _Meter()


class _NoHandle(BaseException):
    """No Exception: it must get through whatever makes a verdict of those."""

    def __init__(self, runtime: str) -> None:
        super().__init__(runtime)
        self.runtime = runtime


def serve(course: Path, orders: Connection, notes: Connection, telling: Connection, again: bool) -> None:
    """A worker's life: tasks from `orders`, and what becomes of them back; how far each is into `notes`.

    What a check makes of a claim cannot fill the machine's memory: past `_DATA_BYTES` it gets a MemoryError. `again`:
    answers of the same kind will come now and then, and what the next one needs is made before.
    """
    lessons, meter, spares = Lessons(course), _limited(), Spares()
    importlib.import_module("grader.checks.plugin")  # and pytest, while the first task is made
    gc.freeze()  # it stays; what claims leave behind is looked for as often as Python does
    gc.set_threshold(*_LOOKS)
    gc.enable()
    with contextlib.suppress(EOFError, ConnectionError):  # the grader is gone
        while True:
            order = orders.recv()
            orders.send(_judge(order, lessons, meter, orders, notes, telling, spares))
            if again:
                spares.make()  # while nobody waits
            else:
                spares.close()


def _judge(
    order: Order, lessons: Lessons, meter: _Meter, orders: Connection, notes: Connection, telling: Connection,
    spares: Spares,
) -> Any:  # fmt: skip
    task = order.task
    lesson = lessons[task.lesson]
    in_all = 2 * lesson.limits.judging_seconds + _READING_SECONDS
    meter.begin(_READING_SECONDS, in_all)
    if usual := order.handles.get(runtime_in(lesson, None, task.policy)):
        spares.prepare(usual, limits_at(lesson, usual))

    def handle(runtime: str) -> Handle:
        if runtime not in order.handles:
            raise _NoHandle(runtime)
        return replace(order.handles[runtime], spares=spares)

    def note(what: str | Foreseen) -> None:
        told: Note = (order.number, what)
        notes.send(told)

    def on_check(name: str, seconds: float) -> None:
        if name == CONTROL:  # as much again: it is another's answer
            meter.begin(0.0, in_all)
        meter.next(_SLACK * seconds + 2)
        note(name)

    watch = Watch(
        on_curve=live.teller(telling, task.student, task.lesson),
        on_begin=note,
        on_check=on_check,
        on_result=(lambda result: orders.send(Told(result))) if order.telling else None,
    )
    try:
        return judge(task, lesson, handle, watch)
    except _NoHandle as missing:
        return NeedsServer(missing.runtime)
    finally:
        meter.end()


# --- one thing apart -----------------------------------------------------------------------------------------------


def apart(work: Callable[[Any], Any], given: Any) -> Any:
    """`work(given)`, done in a process with a worker's limits. Raises what it raises; TimeoutError if it took too long.

    For what reads a student's bytes where no worker does. Call it before this process has threads: it is forked.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, given, sender), daemon=True)
    process.start()
    sender.close()
    try:
        answer, error = receiver.recv()
    except EOFError:
        raise TimeoutError(f"it took more than {_READING_SECONDS:g} seconds, or more memory than there is") from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if error is not None:
        raise error
    return answer


def _do(work: Callable[[Any], Any], given: Any, answers: Connection) -> None:
    linux.die_with_parent(signal.SIGKILL)
    _limited().begin(_READING_SECONDS, 0.0)
    try:
        answers.send((work(given), None))
    except Exception as error:
        answers.send((None, error))


__all__ = ["apart", "serve"]

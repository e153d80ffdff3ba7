"""This machine's executor: warm servers, and trusted worker processes that talk to what runs in them.

One thread hands tasks to the workers and hears from them: it alone touches the workers and what waits for them.
"""

from __future__ import annotations

import collections
import contextlib
import importlib
import itertools
import multiprocessing
import os
import select
import signal
import threading
import time
from collections.abc import Iterable
from concurrent import futures
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson, Lessons
from grader.grading import live
from grader.grading.draft import Foreseen
from grader.grading.executors import JudgingTooLong, OnCurve, OnResult, ServerFailed, WorkerDied
from grader.grading.executors.orders import NeedsServer, Order, Told, work
from grader.grading.servers import Servers, runtime_in, servers_of
from grader.grading.task import Task
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.warm import Handle
from grader.verdict import SubmissionOutcome, Verdict

_TICK = 0.2  # seconds between two looks at the training curves and the workers' clocks
_QUICK = 120  # total seconds of lessons whose answers are judged in a moment
_SLOTS = 6  # tasks in flight for each worker: one is judged, one waits behind it, the others are at hand
_MAX_SEND = 1 << 16  # bytes of a file that fit into the pipe of a worker that is busy
_GRACE = 60.0  # wall seconds besides: a server that forks late, a disk that hangs
_PATIENCE = 12  # times a lesson's limits: a busy machine may make a call take 4 times as long, JAX 3 times


@dataclass
class _Entry:
    """A task on its way. `number` counts them as they come."""

    number: int
    task: Task
    runtime: str
    future: Future[Verdict]
    on_curve: OnCurve | None
    on_result: OnResult | None = None
    foreseen: Foreseen | None = None  # if judging it has to be ended from outside
    check: str | None = None


@dataclass
class _Worker:
    """A worker process. Of `entries`, the first is being judged, the other waits behind it."""

    process: Any
    orders: Connection
    notes: Connection
    entries: collections.deque[_Entry] = field(default_factory=collections.deque)
    since: float = 0.0  # when the first entry, or its present check, began
    began: float = 0.0
    overdue: bool = False  # it was killed, since its wall time was over
    warm: bool = False  # it has had something to do

    @classmethod
    def start(cls, context: Any, course: Path, telling: Connection, again: bool) -> _Worker:
        connection, workers_end = context.Pipe()
        notes, pen = context.Pipe(duplex=False)
        given = (os.getpid(), course, workers_end, pen, telling, again)
        process = context.Process(target=work, args=given, daemon=True)
        # What Python does after a fork swallows a KeyboardInterrupt here, and shows it there.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        workers_end.close()
        pen.close()
        return cls(process, connection, notes)

    def has_room(self, entry: _Entry) -> bool:
        """Whether `entry` can wait behind the one that is being judged: its file fits into the pipe."""
        return len(self.entries) == 1 and entry.task.handed_in.size <= _MAX_SEND

    def give(self, entry: _Entry, handles: dict[str, Handle]) -> None:
        self.entries.append(entry)
        self.warm = True
        if len(self.entries) == 1:
            self.since = self.began = time.monotonic()
        with contextlib.suppress(OSError):  # it has died: that will be seen
            self.orders.send(Order(entry.task, handles, entry.on_result is not None, entry.number))

    def receive(self) -> Any:
        """The next message of those that have come; None if there is none, or it has died."""
        return _next(self.orders)

    def read_notes(self) -> None:
        """How far it is. A note may be of the entry that waits: what became of the first is heard after its notes."""
        while (note := _next(self.notes)) is not None:
            number, what = note
            for entry in self.entries:
                if entry.number != number:
                    continue
                if isinstance(what, Foreseen):
                    entry.foreseen = what
                else:
                    entry.check = what
                    self.since = time.monotonic()

    def done(self) -> _Entry:
        """The first entry has its answer."""
        entry = self.entries.popleft()
        self.since = self.began = time.monotonic()
        return entry

    def watch(self, limits: Limits) -> None:
        """Kill it if its check, or its task, has taken more wall time than the limits could explain."""
        most = _PATIENCE * (limits.total_seconds + limits.judging_seconds) + _GRACE
        now = time.monotonic()
        if now - self.since > most or now - self.began > 2 * most:
            self.overdue = True
            self.process.kill()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.orders.close()
        self.notes.close()

    def why_it_died(self, entry: _Entry, lesson: Lesson) -> Exception:
        """Of a dead one: whether what it judged kept it busy for too long."""
        if self.overdue or self.process.exitcode == -signal.SIGXCPU:
            verdict = None if entry.foreseen is None else entry.foreseen.verdict(lesson)
            return JudgingTooLong(verdict, entry.check, self.overdue)
        return WorkerDied(entry.task.name)


def _next(source: Connection) -> Any:
    """The next message of those that have come; None if there is none, or who sends them has died."""
    try:
        return source.recv() if select.select([source], [], [], 0)[0] else None  # its own `poll` takes twice as long
    except (EOFError, OSError):
        return None


class LocalExecutor:
    """Judges tasks on this machine. `hidden` are folders to keep out of every sandbox, besides the course's own two.

    `level` is the lowest sandbox level to accept. `again`: answers of one kind will come now and then, and somebody
    waits for each; what the next one needs is made before it comes. Use as a context manager; when it is left, by
    Ctrl+C as well, every process has ended. Make it before the process has threads: workers are forked.
    """

    def __init__(
        self,
        course: Path,
        *,
        workers: int | None = None,
        level: str = "container",
        hidden: Iterable[Path] = (),
        again: bool = False,
        servers: Servers | None = None,
    ) -> None:
        self._course, self._lessons, self._again = course, Lessons(course), again
        self.servers = servers or servers_of(course, level, hidden)
        self._channel = live.Channel()
        self.places = workers or os.cpu_count() or 1
        self.slots = _SLOTS * self.places
        if self.places > 1:  # what judges is in memory once
            importlib.import_module("grader.grading.executors.worker")
        # Forked now, while this process has no threads; those that take the place of dead ones are spawned.
        self.workers = [self._new_worker("fork") for _ in range(self.places)]
        self._starters = futures.ThreadPoolExecutor(max_workers=4, thread_name_prefix="warm")
        self._woken, self._wake = os.pipe()  # says that a server has started, or that a task has come
        os.set_blocking(self._woken, False)
        self._numbers = itertools.count()
        self._incoming: collections.deque[_Entry] = collections.deque()
        self._dropped: collections.deque[Task] = collections.deque()
        self._wanted: collections.deque[str] = collections.deque()  # runtimes to start
        self._waiting: dict[str, collections.deque[_Entry]] = {}  # by runtime
        self._starting: dict[str, Future[Handle]] = {}
        self._handles: dict[str, Handle] = {}
        self._closing = False
        self._broken: BaseException | None = None  # why the thread has ended by itself
        self._thread = threading.Thread(target=self._serve, name="executor", daemon=True)

    def _new_worker(self, method: str) -> _Worker:
        return _Worker.start(multiprocessing.get_context(method), self._course, self._channel.writer, self._again)

    def __enter__(self) -> LocalExecutor:
        return self

    def let_go(self) -> None:
        """Nothing more will be asked: all shall end, and who leaves it waits for that."""
        self._closing = True
        for worker in list(self.workers):
            with contextlib.suppress(ValueError):  # it has died, and the thread has closed it
                worker.process.kill()
        self.servers.abort()
        if not self._starting:  # a server that starts in another thread is that thread's
            self.servers.let_go()

    def __exit__(self, *_: object) -> None:
        self.let_go()
        if self._thread.ident is not None:
            os.write(self._wake, b".")
            self._thread.join()
        self._starters.shutdown(wait=True, cancel_futures=True)
        self.servers.let_go()
        for worker in self.workers:
            worker.close()
        self.workers.clear()
        self.servers.close()
        self._channel.close()
        os.close(self._woken)
        os.close(self._wake)

    # -- what the engine asks

    def expect(self, count: int) -> None:
        """Submissions that share the cores only wait for each other's threads: a training takes 11% to 16% less
        without. Servers that run already keep the threads that they have."""
        self.servers.threads = max(1, (os.cpu_count() or 1) // max(1, min(self.places, count)))

    def warm(self, runtime: str) -> None:
        self._wanted.append(runtime)
        self._rouse()

    def _rouse(self) -> None:
        """The thread has something to do."""
        if self._thread.ident is None:
            self._thread.start()
        os.write(self._wake, b".")

    def submit(self, task: Task, on_curve: OnCurve | None = None, on_result: OnResult | None = None) -> Future[Verdict]:
        future: Future[Verdict] = Future()
        runtime = runtime_in(self._lessons[task.lesson], None, task.policy)
        self._incoming.append(_Entry(next(self._numbers), task, runtime, future, on_curve, on_result))
        self._rouse()
        if self._broken is not None:
            self._fail_all(self._broken)
        return future

    def drop(self, task: Task) -> None:
        """End what judges this task. Its future is cancelled by who holds it, if it has not begun."""
        self._dropped.append(task)
        self._rouse()

    @property
    def running(self) -> list[Task]:
        """What is being judged at this moment. Any thread may ask."""
        return [entry.task for worker in list(self.workers) for entry in list(worker.entries)[:1]]

    # -- the thread

    def _serve(self) -> None:
        try:
            while not self._closing:
                while self._dropped:
                    self._end(self._dropped.popleft())
                while self._wanted:
                    self._server(self._wanted.popleft())
                while self._incoming:
                    self._wait_for_server(self._incoming.popleft())
                self._hand_out()
                self._listen()
        except BaseException as error:  # nobody may wait for ever, nor who submits a task later
            self._broken = error
            self._fail_all(error)

    def _fail_all(self, error: BaseException) -> None:
        waiting = [entry for entries in self._waiting.values() for entry in entries]
        judged = [entry for worker in self.workers for entry in worker.entries]
        for entry in (*self._incoming, *waiting, *judged):
            if not entry.future.done():
                entry.future.set_exception(error)

    def _lesson(self, entry: _Entry) -> Lesson:
        return self._lessons[entry.task.lesson]

    def _end(self, task: Task) -> None:
        for worker in self.workers:
            if worker.entries and worker.entries[0].task is task:
                worker.process.kill()  # its connection closes, and the student's process ends with that

    # -- giving

    def _wait_for_server(self, entry: _Entry, *, first: bool = False) -> None:
        entries = self._waiting.setdefault(entry.runtime, collections.deque())
        entries.appendleft(entry) if first else entries.append(entry)

    def _hand_out(self) -> None:
        """Give the workers what they can take."""
        for depth in (0, 1):  # everybody has one before anybody has two
            for worker in self.workers:
                if len(worker.entries) == depth:
                    self._give_one(worker)

    def _give_one(self, worker: _Worker) -> None:
        """Give it what came first, of those whose runtime has started."""
        for entries in self._waiting.values():
            while entries and entries[0].future.cancelled():
                entries.popleft()
        waiting = [(entries[0].number, runtime) for runtime, entries in self._waiting.items() if entries]
        for _, runtime in sorted(waiting):
            entries = self._waiting[runtime]
            ready = self._server(runtime)
            # One that is cold reads the lesson's checks while the server starts.
            if entries and (self._may_take(worker, entries[0]) if ready else not worker.warm):
                self._give(worker, entries.popleft())
                return
            if entries and ready:
                return  # it waits for a worker that has nothing: nobody goes before it, or it would wait to the end

    def _give(self, worker: _Worker, entry: _Entry) -> None:
        if entry.future.running() or entry.future.set_running_or_notify_cancel():
            worker.give(entry, self._handles)

    def _may_take(self, worker: _Worker, entry: _Entry) -> bool:
        """Whether `entry` can be given to it now. Nothing waits behind what takes long, or may be the last."""
        if not worker.entries:
            return True
        plenty = sum(map(len, self._waiting.values())) > 2 * len(self.workers)
        quick = all(self._lesson(one).limits.total_seconds <= _QUICK for one in (worker.entries[0], entry))
        return plenty and quick and worker.has_room(entry)

    def _server(self, runtime: str) -> bool:
        """Whether the server runs. Starts it when it is first asked for; if that failed, whoever needs it hears so."""
        if runtime in self._handles:
            return True
        if runtime not in self._starting:
            self._starting[runtime] = self._starters.submit(self.servers.get, runtime)
            self._starting[runtime].add_done_callback(lambda _: os.write(self._wake, b"."))
        if not self._starting[runtime].done():
            return False
        started = self._starting.pop(runtime)
        if (error := started.exception()) is None:
            self._handles[runtime] = started.result()
            return True
        entries = self._waiting.get(runtime, collections.deque())
        while entries:
            failed = ServerFailed(runtime) if isinstance(error, SandboxError) else error
            failed.__cause__ = error if failed is not error else error.__cause__
            entries.popleft().future.set_exception(failed)
        return False

    # -- hearing

    def _listen(self) -> None:
        """Wait until a worker has something to say, a server has started, a task has come, or a moment has passed."""
        sources = [source for one in self.workers for source in (one.orders, one.process.sentinel)]
        wait([*sources, self._woken], timeout=_TICK)
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4096)
        if self._closing:
            return
        self._tell_curves()
        for worker in list(self.workers):
            dead = not worker.process.is_alive()  # asked first: what it said before it died is all there
            worker.read_notes()
            while (message := worker.receive()) is not None:
                self._hear(worker, message)
            if dead:
                self._bury(worker)
            elif worker.entries:
                worker.watch(self._lesson(worker.entries[0]).limits)

    def _tell_curves(self) -> None:
        judged = [worker.entries[0] for worker in self.workers if worker.entries]
        by_name = {(entry.task.student, entry.task.lesson): entry for entry in judged}
        for student, lesson, point in self._channel.heard():
            entry = by_name.get((student, lesson))
            if entry is not None and entry.on_curve is not None:
                entry.on_curve(point)

    def _hear(self, worker: _Worker, message: Any) -> None:
        entry = worker.entries[0]
        match message:
            case Told(result):
                if entry.on_result is not None:
                    entry.on_result(result)
            case NeedsServer(runtime):
                worker.done()
                entry.runtime = runtime
                self._wait_for_server(entry, first=True)
            case Verdict():
                if message.outcome is SubmissionOutcome.GRADER_ERROR:
                    self._handles.pop(entry.runtime, None)  # whether its server is alive is looked at
                worker.done().future.set_result(message)

    def _bury(self, worker: _Worker) -> None:
        """A worker has died. Of what it had, only the first was being judged."""
        entries = list(worker.entries)
        why = worker.why_it_died(entries[0], self._lesson(entries[0])) if entries else None
        worker.close()
        self.workers[self.workers.index(worker)] = self._new_worker("spawn")
        for entry in reversed(entries[1:]):
            self._wait_for_server(entry, first=True)
        if why is not None:
            entries[0].future.set_exception(why)


__all__ = ["LocalExecutor"]

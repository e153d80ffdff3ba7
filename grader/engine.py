"""Jobs -> verdicts, as they come: warm servers, and trusted worker processes that talk to what runs in them."""

from __future__ import annotations

import collections
import concurrent.futures as futures
import functools
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grader import live
from grader.lesson import Lesson
from grader.runner import Options, Servers, grade_submission, own_fault, runtime_of
from grader.sandbox import linux
from grader.sandbox.warm import DeviceError, Handle
from grader.verdict import CurvePoint, Notice, SubmissionOutcome, Text, Verdict

_WORKER_BYTES = 4 << 30  # data of a trusted worker; MNIST and the largest replies take a quarter of it
_TRIES = 2  # a job that fails through our own fault is tried once more; one that kills its worker, once more alone
_TICK = 0.2  # seconds between two looks at the training curves
_IN_FLIGHT = 4  # jobs a worker; these are judged again, one by one, after a worker was killed, and no more of the class


@dataclass(frozen=True)
class Job:
    """One submission to judge: whose, of which lesson, in which file."""

    student: str
    lesson: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


@functools.cache
def lesson_of(course: str, name: str) -> Lesson:
    """The lesson of that name, read once a class: `cache_clear` before the next."""
    private = Path(course, "solutions", name)
    return Lesson(Path(course, "exercises", name), private if private.is_dir() else None)


def _work(course: str, job: Job, handle: Handle, options: Options) -> Verdict:
    """In a worker process: one job with a server that somebody else holds."""
    tell = live.teller(_telling, job.student, job.lesson)
    lesson = lesson_of(course, job.lesson)
    return grade_submission(lesson, job.path, lambda _: handle, options, student=job.student, on_curve=tell)


_telling: Connection | None = None  # in a worker process: where the points of training curves go


def _begin_work(parent: int, telling: Connection) -> None:
    """A worker must not outlive the grader, however that ended: nobody would hear of its verdict.

    Nor may what a check makes of a claim fill the machine's memory: it gets a MemoryError instead.
    """
    global _telling
    _telling = telling
    linux.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C reaches us as well; how a run ends is the grader's affair
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _WORKER_BYTES if hard == resource.RLIM_INFINITY else min(_WORKER_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


@dataclass(frozen=True)
class _Entry:
    job: Job
    options: Options
    tries: int = 1
    alone: bool = False  # with nothing else running: it stalled, or a worker was killed, while others ran
    stalled: bool = False  # the former: the second judging of a submission that may have been kept from computing


def _nothing() -> None:
    """Makes the pool start its processes, before this process has threads."""


class Engine:
    """Grades jobs on this machine: warm servers, and a pool of trusted worker processes that talk to them.

    `hidden` are folders to keep out of every sandbox, besides the course's own two. `on_curve` gets points of the
    training curves while jobs are judged, a few a second of each. Use as a context manager.
    """

    def __init__(
        self,
        course: Path,
        *,
        workers: int | None = None,
        minimum: str = "container",
        hidden: Iterable[Path] = (),
        on_curve: Callable[[Job, CurvePoint], None] = lambda job, point: None,
    ) -> None:
        lesson_of.cache_clear()  # they are read afresh for each class, before the workers inherit them
        self._course = course
        self._workers = workers or os.cpu_count() or 1
        self._servers = Servers(minimum, hidden=(course / "exercises", course / "solutions", *hidden))
        self._channel, self._on_curve = live.Channel(), on_curve
        self._pool = self._new_pool("fork")
        self._starters = futures.ThreadPoolExecutor(max_workers=4, thread_name_prefix="warm")
        self.waiting: dict[futures.Future[Verdict], Job] = {}

    def _new_pool(self, method: str) -> futures.ProcessPoolExecutor:
        context = multiprocessing.get_context(method)
        given = (os.getpid(), self._channel.writer)
        pool = futures.ProcessPoolExecutor(self._workers, context, initializer=_begin_work, initargs=given)
        pool.submit(_nothing).result()
        return pool

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._starters.shutdown(wait=True, cancel_futures=True)
        self._servers.close()
        self._channel.close()

    @property
    def running(self) -> list[Job]:
        """What is being judged at this moment."""
        return [job for future, job in list(self.waiting.items()) if future.running()][: self._workers]

    def run(self, jobs: Iterable[tuple[Job, Options]]) -> Iterator[tuple[Job, Options, Verdict]]:
        """Judge every job, yielding each verdict as it comes. Raises SandboxError if a runtime cannot be started.

        A submission that ran out of wall time while others ran, and had hardly computed, is judged again at the end
        with nothing else running, and that verdict counts. So is whatever was in flight when a worker process was
        killed: nobody knows whose fault that was, and only who is alone with it pays for it.
        """
        starting: dict[futures.Future[Handle], list[_Entry]] = {}
        pending: dict[futures.Future[Verdict], _Entry] = {}
        by_runtime: dict[str, list[_Entry]] = {}
        count = 0
        for job, options in jobs:
            entry = _Entry(job, options)
            by_runtime.setdefault(self._runtime(entry), []).append(entry)
            count += 1
        # Submissions that share the cores only wait for each other's threads: a training takes 11% to 16% less without.
        self._servers.threads = max(1, (os.cpu_count() or 1) // max(1, min(self._workers, count)))
        for runtime, entries in by_runtime.items():  # the long ones first, so that none is left alone at the end
            entries.sort(key=lambda entry: -self._lesson(entry.job).limits.total_seconds)
            starting[self._starters.submit(self._servers.get, runtime)] = entries
        self.waiting.clear()
        queue: collections.deque[tuple[_Entry, Handle]] = collections.deque()
        alone: list[_Entry] = []
        while starting or queue or pending or alone:
            if alone and not (starting or queue or pending):
                entry = alone.pop(0)
                self._submit(pending, entry, self._servers.get(self._runtime(entry)))
            while queue and len(pending) < _IN_FLIGHT * self._workers:
                self._submit(pending, *queue.popleft())
            both: set[futures.Future[Any]] = {*starting, *pending}
            done, _ = futures.wait(both, timeout=_TICK, return_when=futures.FIRST_COMPLETED)
            self._show_curves()
            for future in done:
                if future in starting and isinstance(error := future.exception(), DeviceError):
                    for one in starting.pop(future):
                        lesson = self._lesson(one.job)
                        why = own_fault(lesson, one.job.path, one.job.student, str(error), one.options)
                        yield one.job, one.options, why
                    continue
                if future in starting:
                    queue.extend((entry, future.result()) for entry in starting.pop(future))
                    continue
                entry = pending.pop(future)
                self.waiting.pop(future, None)
                if not entry.alone and isinstance(future.exception(), BrokenProcessPool):
                    alone.append(replace(entry, alone=True))
                    continue
                verdict = self._verdict(future, entry)
                if verdict.outcome is SubmissionOutcome.GRADER_ERROR and entry.tries < _TRIES:
                    again = replace(entry, tries=entry.tries + 1)
                    if entry.alone:
                        alone.insert(0, again)
                    else:
                        queue.appendleft((again, self._servers.get(self._runtime(entry))))
                elif verdict.timings.stalled and not entry.alone and self._workers > 1 and count > 1:
                    same = replace(entry.options, seed=verdict.environment.seed)  # a second clock, not a second draw
                    alone.append(replace(entry, options=same, alone=True, stalled=True))
                else:
                    yield entry.job, entry.options, _judged_alone(verdict) if entry.stalled else verdict

    def _show_curves(self) -> None:
        judged = {(job.student, job.lesson): job for job in self.waiting.values()}
        for student, lesson, point in self._channel.heard():
            if job := judged.get((student, lesson)):
                self._on_curve(job, point)

    def _lesson(self, job: Job) -> Lesson:
        return lesson_of(str(self._course), job.lesson)

    def _runtime(self, entry: _Entry) -> str:
        return runtime_of(self._lesson(entry.job), entry.job.path, entry.options)

    def _submit(self, pending: dict[futures.Future[Verdict], _Entry], entry: _Entry, handle: Handle) -> None:
        task = functools.partial(_work, str(self._course), entry.job, handle, entry.options)
        try:
            future = self._pool.submit(task)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._new_pool("spawn")  # by now this process has threads, and forking it would not be safe
            future = self._pool.submit(task)
        pending[future] = entry
        self.waiting[future] = entry.job

    def _verdict(self, future: futures.Future[Verdict], entry: _Entry) -> Verdict:
        """What the worker process says; if it was killed itself, that is a fault of ours."""
        job = entry.job
        try:
            return future.result()
        except BrokenProcessPool:
            why = "the process that graded it was killed"
            return own_fault(self._lesson(job), job.path, job.student, why, entry.options)


_ALONE = Notice(
    text=Text(
        en="something ran out of time while other submissions were being graded; "
        "this one was graded again, alone, and that is the result here",
        zh="与其他提交同时评分时出现了超时，因此单独重新评分了一次，以这次的结果为准",
    )
)


def _judged_alone(verdict: Verdict) -> Verdict:
    environment = verdict.environment.model_copy(update={"alone": True})
    return verdict.model_copy(update={"environment": environment, "notices": [_ALONE, *verdict.notices]})


__all__ = ["Engine", "Job", "lesson_of"]

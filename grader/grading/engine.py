"""Jobs -> verdicts, as they come: warm servers, and trusted worker processes that talk to what runs in them."""

from __future__ import annotations

import collections
import concurrent.futures as futures
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson
from grader.grading import handin, live
from grader.grading.handin import HandedIn, Job
from grader.grading.judge import CONTROL, Options, Servers, own_fault, runtime_in
from grader.grading.workers import Begun, Checking, Entry, Lessons, NeedsServer, Worker
from grader.sandbox.warm import DeviceError, Handle, SandboxError
from grader.verdict import CurvePoint, Notice, SubmissionOutcome, Text, Verdict

_TRIES = 2  # a job that fails through our own fault is tried once more; one that kills its worker, once more alone
_TICK = 0.2  # seconds between two looks at the training curves and the workers' clocks
_QUICK = 120  # total seconds of lessons whose answers are judged in a moment
_KEPT = 1 << 16  # bytes of a file that are kept while it waits; a larger one is read again, and must be the same

Prepare = Callable[[Job, Options], HandedIn | None]


class Engine:
    """Grades jobs on this machine: warm servers, and trusted worker processes that talk to them.

    `hidden` are folders to keep out of every sandbox, besides the course's own two. `on_curve` gets points of the
    training curves while jobs are judged, a few a second of each. Use as a context manager; when it is left, by
    Ctrl+C as well, every process has ended.
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
        self.lessons = Lessons(course)
        self._course = course
        self._servers = Servers(minimum, hidden=(course / "exercises", course / "solutions", *hidden))
        self._channel, self._on_curve = live.Channel(), on_curve
        # Forked now, while this process has no threads; those that take the place of dead ones are spawned.
        count = workers or os.cpu_count() or 1
        self._workers = [self._new_worker("fork") for _ in range(count)]
        self._starters = futures.ThreadPoolExecutor(max_workers=4, thread_name_prefix="warm")
        self._woken, self._wake = os.pipe()  # says that a server has started
        os.set_blocking(self._woken, False)

    def _new_worker(self, method: str) -> Worker:
        return Worker.start(multiprocessing.get_context(method), self._course, self._channel.writer)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        self._workers.clear()
        self._servers.abort()
        self._starters.shutdown(wait=True, cancel_futures=True)
        self._servers.close()
        self._channel.close()
        os.close(self._woken)
        os.close(self._wake)

    @property
    def running(self) -> list[Job]:
        """What is being judged at this moment. Any thread may ask: the terminal's has a clock of its own."""
        return [entry.job for worker in list(self._workers) for entry in list(worker.entries)[:1]]

    def run(
        self, jobs: Iterable[tuple[Job, Options]], prepare: Prepare = lambda job, options: handin.read(job)
    ) -> Iterator[tuple[Job, Options, Verdict]]:
        """Judge every job, yielding each verdict as it comes. Raises SandboxError if a lesson's runtime does not start.

        `prepare` reads a job's file when its turn has come; None: it need not be judged. A submission that ran out of
        wall time while others ran, and had hardly computed, is judged again at the end with nothing else running, and
        that verdict counts. So is what a worker judged that died, unless it died of a limit: then that is the verdict.
        """
        every = list(jobs)
        # Submissions that share the cores only wait for each other's threads: a training takes 11% to 16% less without.
        self._servers.threads = max(1, (os.cpu_count() or 1) // max(1, min(len(self._workers), len(every))))
        run = _Run(self, every, prepare)
        while not run.is_over:
            run.hand_out()
            yield from run.next_verdicts()

    # -- what a run needs of it

    def start_server(self, runtime: str) -> futures.Future[Handle]:
        future = self._starters.submit(self._servers.get, runtime)
        future.add_done_callback(lambda _: os.write(self._wake, b"."))
        return future

    def wait(self) -> None:
        """Until a worker has something to say, a server has started, or a moment has passed."""
        sources = [source for one in self._workers for source in (one.orders, one.process.sentinel)]
        wait([*sources, self._woken], timeout=_TICK)
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4096)

    def show_curves(self) -> None:
        judged = {(job.student, job.lesson): job for job in self.running}
        for student, lesson, point in self._channel.heard():
            if job := judged.get((student, lesson)):
                self._on_curve(job, point)

    @property
    def workers(self) -> list[Worker]:
        return self._workers

    def renew(self, dead: Worker) -> None:
        """Another worker in the place of one that has died."""
        dead.close()
        self._workers[self._workers.index(dead)] = self._new_worker("spawn")


class _Run:
    """The state of one `Engine.run`: what waits for which server, and what for being alone."""

    def __init__(self, engine: Engine, jobs: list[tuple[Job, Options]], prepare: Prepare) -> None:
        self._engine, self._prepare = engine, prepare
        self._count = len(jobs)
        self._waiting: dict[str, collections.deque[Entry]] = {}  # by runtime
        self._alone: collections.deque[Entry] = collections.deque()
        self._starting: dict[str, futures.Future[Handle]] = {}
        self._handles: dict[str, Handle] = {}
        self._ended: list[tuple[Entry, Verdict]] = []
        # The long ones first, so that none is left alone at the end.
        for job, options in sorted(jobs, key=lambda one: -self._lesson(one[0]).limits.total_seconds):
            self._wait_for_server(Entry(job, options, runtime_in(self._lesson(job), None, options)))
        self._of_lessons = frozenset(self._waiting)  # the runtimes that no answer has chosen

    def _lesson(self, job: Job) -> Lesson:
        return self._engine.lessons[job.lesson]

    @property
    def is_over(self) -> bool:
        busy = any(worker.entries for worker in self._engine.workers)
        return not (busy or self._alone or self._ended or any(self._waiting.values()))

    # -- giving

    def hand_out(self) -> None:
        """Give the workers what they can take."""
        for depth in (0, 1):  # everybody has one before anybody has two
            for worker in self._engine.workers:
                if len(worker.entries) == depth:
                    self._give_one(worker)

    def _give_one(self, worker: Worker) -> None:
        if any(one.entries and one.entries[0].alone for one in self._engine.workers):
            return
        for runtime, entries in self._waiting.items():
            while entries and not self._read(entries[0]):
                entries.popleft()
            if not entries:
                continue
            if self._server(runtime):
                if self._may_take(worker, entries[0]):
                    worker.give(entries.popleft(), self._handles)
                    return
            elif entries and not worker.warm:  # it reads the lesson's checks while the server starts
                worker.give(entries.popleft(), self._handles)
                return
        quiet = not any(one.entries for one in self._engine.workers) and not any(self._waiting.values())
        while quiet and self._alone and self._server(self._alone[0].runtime):
            entry = self._alone.popleft()
            if self._read(entry):
                worker.give(entry, self._handles)
                return

    def _may_take(self, worker: Worker, entry: Entry) -> bool:
        """Whether `entry` can be given to it now. Nothing waits behind what takes long, or may end the class."""
        if not worker.entries:
            return True
        plenty = sum(map(len, self._waiting.values())) > 2 * len(self._engine.workers)
        quick = all(self._lesson(one.job).limits.total_seconds <= _QUICK for one in (worker.entries[0], entry))
        return plenty and quick and worker.has_room(entry)

    def _read(self, entry: Entry) -> bool:
        """See to it that its file is read. False: it need not be judged."""
        if entry.handed_in is not None:
            return True
        if entry.sha256 is None:
            entry.handed_in = self._prepare(entry.job, entry.options)
            if entry.handed_in is not None:
                entry.sha256 = entry.handed_in.sha256
            return entry.handed_in is not None
        entry.handed_in = handin.read(entry.job)
        if entry.handed_in.sha256 != entry.sha256:
            self._ended.append((entry, self._fault(entry, "the file was changed while it was graded")))
            entry.handed_in = None
        return entry.handed_in is not None

    def _server(self, runtime: str) -> bool:
        """Whether the server runs. Starts it when it is first asked for. Raises SandboxError if that failed, unless
        only an answer's own dialect asks for this runtime: nobody chooses for others what must be installed."""
        if runtime in self._handles:
            return True
        if runtime not in self._starting:
            self._starting[runtime] = self._engine.start_server(runtime)
        if not self._starting[runtime].done():
            return False
        future = self._starting.pop(runtime)
        error = future.exception()
        if isinstance(error, DeviceError) or (isinstance(error, SandboxError) and runtime not in self._of_lessons):
            waiting = self._waiting.get(runtime, collections.deque())
            for entry in (*waiting, *(one for one in self._alone if one.runtime == runtime)):
                self._ended.append((entry, self._fault(entry, str(error))))
            waiting.clear()
            self._alone = collections.deque(one for one in self._alone if one.runtime != runtime)
            return False
        self._handles[runtime] = future.result()
        return True

    def _wait_for_server(self, entry: Entry, *, first: bool = False) -> None:
        self._let_go(entry)
        entries = self._waiting.setdefault(entry.runtime, collections.deque())
        entries.appendleft(entry) if first else entries.append(entry)

    def _wait_alone(self, entry: Entry, *, first: bool = False) -> None:
        self._let_go(entry)
        self._alone.appendleft(entry) if first else self._alone.append(entry)

    @staticmethod
    def _let_go(entry: Entry) -> None:
        """A large file is not kept while it waits: a class may have many."""
        if entry.blamed is None and entry.handed_in is not None and len(entry.handed_in.data or b"") > _KEPT:
            entry.handed_in = None

    # -- taking

    def next_verdicts(self) -> Iterator[tuple[Job, Options, Verdict]]:
        """Wait for something to happen, see to it, and yield the verdicts that it brought."""
        if not (self._ended or self.is_over):  # all may have been kept: then nothing will come
            self._engine.wait()
        self._engine.show_curves()
        for worker in list(self._engine.workers):
            dead = not worker.process.is_alive()  # asked first: what it said before it died is all there
            while (message := worker.receive()) is not None:
                self._hear(worker, message)
            if dead:
                self._bury(worker)
            elif worker.entries:
                worker.watch(self._lesson(worker.entries[0].job).limits)
        failed: SandboxError | None = None
        try:
            self.hand_out()  # before the verdicts are written: nobody waits for the disk
        except SandboxError as error:
            failed = error
        ended, self._ended = self._ended, []
        for entry, verdict in ended:
            yield entry.job, entry.options, verdict
        if failed is not None:
            raise failed

    def _hear(self, worker: Worker, message: Any) -> None:
        entry = worker.entries[0]
        match message:
            case Begun(verdict):
                entry.begun = verdict
            case Checking(name):
                entry.check = name
                worker.checks()
            case NeedsServer(runtime):
                worker.done()
                entry.runtime = runtime
                self._wait_alone(entry, first=True) if entry.alone else self._wait_for_server(entry, first=True)
            case _:
                self._judged(worker.done(), message)

    def _judged(self, entry: Entry, verdict: Verdict) -> None:
        if verdict.outcome is SubmissionOutcome.GRADER_ERROR and entry.tries < _TRIES:
            self._handles.pop(entry.runtime, None)  # whether its server is alive is looked at
            again = _again(entry, tries=entry.tries + 1)
            self._wait_alone(again, first=True) if entry.alone else self._wait_for_server(again, first=True)
        elif entry.blamed is not None:
            self._decide(entry, verdict)
        elif verdict.timings.stalled and not entry.alone and len(self._engine.workers) > 1 and self._count > 1:
            self._wait_alone(_again(entry, alone=True, stalled=True))
        else:
            self._ended.append((entry, _judged_alone(verdict) if entry.stalled else verdict))

    def _bury(self, worker: Worker) -> None:
        """A worker has died. Of what it had, only the first was being judged."""
        busy, overdue = worker.busy, worker.overdue
        entries = list(worker.entries)
        self._engine.renew(worker)
        for entry in reversed(entries[1:]):
            self._wait_for_server(entry, first=True)
        if not entries:
            return
        entry = entries[0]
        if busy and entry.blamed is not None:
            self._decide(entry, None)
        elif busy and (entry.alone or not overdue):  # of time that passes, a machine may have taken some
            self._blame(entry)
        elif not entry.alone:
            self._wait_alone(_again(entry, alone=True))
        elif entry.tries < _TRIES:
            self._wait_alone(_again(entry, tries=entry.tries + 1), first=True)
        else:
            self._ended.append((entry, self._fault(entry, "the process that graded it was killed")))

    def _blame(self, entry: Entry) -> None:
        """Judging it took too long. If judging the reference does so too, the check is at fault, not the answer."""
        verdict = entry.begun or self._fault(entry, "it does not begin to judge")
        reference = self._lesson(entry.job).form(verdict.environment.dialect).reference_path
        if entry.check == CONTROL:
            why = "a check stumbles over this answer, and judging the reference by it does not end"
            self._ended.append((entry, self._fault(entry, why)))
            return
        if reference is None or entry.check is None:
            self._ended.append((entry, verdict))
            return
        only = frozenset([entry.check])
        seed = verdict.environment.seed
        options = replace(entry.options, seed=seed, only=only, fail_fast=False, early_stopping=False)
        self._wait_for_server(Entry(entry.job, options, entry.runtime, handin.read_file(reference), blamed=verdict))

    def _decide(self, entry: Entry, reference: Verdict | None) -> None:
        """The reference was judged by the check that an answer kept busy; None: it kept it busy, too."""
        assert entry.blamed is not None and entry.options.only
        if reference is None or reference.outcome is SubmissionOutcome.GRADER_ERROR:
            why = f"the check {', '.join(entry.options.only)} does not end, and not for the reference either"
            self._ended.append((entry, self._fault(entry, why)))
        else:
            self._ended.append((entry, entry.blamed))

    def _fault(self, entry: Entry, why: str) -> Verdict:
        name = os.fsencode(entry.job.path.name).decode("utf-8", "replace")
        return own_fault(self._lesson(entry.job), name, entry.job.student, why, entry.options)


def _again(entry: Entry, **changes: Any) -> Entry:
    """The same submission, to be judged once more: by a second clock, and not with a second draw of its inputs."""
    options = entry.options
    if entry.begun is not None and entry.begun.environment.seed:
        options = replace(options, seed=entry.begun.environment.seed)
    return replace(entry, options=options, begun=None, check=None, **changes)


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


__all__ = ["Engine", "Job"]

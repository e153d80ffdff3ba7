"""Requests to verdicts, as they come: what is read when, who is tried again, who is judged alone, who is blamed."""

from __future__ import annotations

import collections
import contextlib
import os
import pickle
import queue
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent import futures
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson, Lessons
from grader.grading import handin, opening
from grader.grading.draft import own_fault
from grader.grading.executors import Executor, JudgingTooLong, ServerFailed, WorkerDied
from grader.grading.executors.local import LocalExecutor
from grader.grading.handin import Job
from grader.grading.opening import HandedIn
from grader.grading.seeds import fresh_seed
from grader.grading.servers import runtime_in
from grader.grading.spool import Kept, Spool
from grader.grading.task import CONTROL, Ready, Request, Selection, Task
from grader.messages.sentences import say
from grader.sandbox.errors import DeviceError, SandboxError
from grader.verdict import CheckResult, CurvePoint, Notice, SubmissionOutcome, Verdict

_TRIES = 2  # a task that fails through our own fault is tried once more; one that kills its worker, once more alone
_TICK = 0.2  # seconds between two looks at what is in flight, if nothing is heard of it
_SAMPLE = 20  # one in so many of each lesson is judged before the others
_KEPT = 1 << 16  # bytes of a file that are kept in memory while it waits to be judged once more
_IN_FLIGHT = 32 << 20  # bytes of files that an executor has at the same time

Prepare = Callable[[Request], Ready | None]


def in_order(requests: Iterable[Request], limit: Callable[[str], float]) -> list[Request]:
    """The lessons that may take long first, so that none is left alone at the end; and before all one in `_SAMPLE` of
    each, from which can be told how long the others will take."""
    seen: collections.Counter[str] = collections.Counter()
    ranked: list[tuple[bool, float, Request]] = []
    for request in requests:
        name = request.job.lesson
        ranked.append((seen[name] % _SAMPLE != 0, -limit(name), request))
        seen[name] += 1
    return [request for _, _, request in sorted(ranked, key=lambda one: one[:2])]


def _read(request: Request) -> Ready | None:
    return Ready(handin.read(request.job))


class Engine:
    """Grades requests through an executor: this machine's, unless another is given, which its maker closes.

    `level` is the lowest sandbox level to accept, `hidden` are folders to keep out of every sandbox, besides the
    course's own two; `again` is as in `LocalExecutor`. `on_curve` gets points of the training curves while requests
    are judged, a few a second of each; `on_result`, if it is given, what became of each check. A run that is closed
    before its end ends what it judges.
    Use as a context manager; when it is left, by Ctrl+C as well, every process has ended.
    """

    def __init__(
        self,
        course: Path,
        *,
        workers: int | None = None,
        level: str = "container",
        hidden: Iterable[Path] = (),
        on_curve: Callable[[Job, CurvePoint], None] = lambda job, point: None,
        on_result: Callable[[Job, CheckResult], None] | None = None,
        executor: Executor | None = None,
        again: bool = False,
    ) -> None:
        self.lessons = Lessons(course)
        self._own = contextlib.ExitStack()
        self.executor: Executor = executor or self._own.enter_context(
            LocalExecutor(course, workers=workers, level=level, hidden=hidden, again=again)
        )
        self._on_curve, self._on_result = on_curve, on_result
        self._heard: queue.SimpleQueue[tuple[Job, CurvePoint | CheckResult]] = queue.SimpleQueue()
        self.news: Future[None] = Future()  # ends when something was heard
        self._jobs: dict[int, Job] = {}  # of the tasks in flight, by identity

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.close()

    @property
    def running(self) -> list[Job]:
        """What is being judged at this moment. Any thread may ask: the terminal's has a clock of its own."""
        jobs = (self._jobs.get(id(task)) for task in self.executor.running)
        return [job for job in jobs if job is not None]

    def run(
        self, requests: Iterable[Request], prepare: Prepare = _read
    ) -> Generator[tuple[Request, Verdict], None, None]:
        """Judge every request, yielding each verdict as it comes. Raises SandboxError if a lesson's runtime does not
        start.

        `prepare` reads a request's file when its turn has come; None: it need not be judged. A submission that ran out
        of wall time while others ran, and had hardly computed, is judged again at the end with nothing else running,
        and that verdict counts. So is what a worker judged that died, unless it died of a limit: then that is the
        verdict.
        """
        every = list(requests)
        self.executor.expect(len(every))
        run = _Run(self, every, prepare)
        try:
            while not run.is_over:
                yield from run.next_verdicts()
        finally:
            run.close()

    # -- what a run needs of it

    def submit(self, task: Task, job: Job) -> Future[Verdict]:
        self._jobs[id(task)] = job

        def tell(heard: CurvePoint | CheckResult) -> None:
            self._heard.put((job, heard))
            with contextlib.suppress(futures.InvalidStateError):  # it has ended already
                self.news.set_result(None)

        return self.executor.submit(task, tell, tell if self._on_result is not None else None)

    def ended(self, task: Task) -> None:
        self._jobs.pop(id(task), None)

    def tell(self) -> None:
        """Hand on what was heard of the tasks in flight."""
        if self.news.done():
            self.news = Future()  # before the queue is read: what comes later ends this one
        while not self._heard.empty():
            job, heard = self._heard.get_nowait()
            if isinstance(heard, CurvePoint):
                self._on_curve(job, heard)
            elif self._on_result is not None:
                self._on_result(job, heard)


@dataclass
class _Entry:
    """A submission on its way through a run."""

    request: Request
    runtime: str
    task: Task
    tries: int = 1
    alone: bool = False  # with nothing else running: it stalled, or its worker died, while others ran
    stalled: bool = False  # the former: the second judging of a submission that may have been kept from computing
    blamed: Verdict | None = None  # this is the reference's turn, which decides whether that verdict stands
    kept: Kept | None = None  # where the bytes lie that the task lacks

    @property
    def size(self) -> int:
        return self.task.handed_in.size


class _Run:
    """The state of one `Engine.run`: what is not read yet, what is in flight, what waits to be judged once more."""

    def __init__(self, engine: Engine, requests: list[Request], prepare: Prepare) -> None:
        self._engine, self._prepare, self._spool = engine, prepare, Spool()
        self._count = len(requests)
        self._unread: dict[str, collections.deque[Request]] = {}  # by runtime
        self._again: collections.deque[_Entry] = collections.deque()
        self._alone: collections.deque[_Entry] = collections.deque()
        self._in_flight: dict[Future[Verdict], _Entry] = {}
        self._ended: list[tuple[Request, Verdict]] = []
        self._warmed: set[str] = set()
        self._failed: SandboxError | None = None
        for request in in_order(requests, lambda name: self._engine.lessons[name].limits.total_seconds):
            runtime = runtime_in(self._lesson(request), None, request.policy)
            self._unread.setdefault(runtime, collections.deque()).append(request)

    def _lesson(self, request: Request) -> Lesson:
        return self._engine.lessons[request.job.lesson]

    @property
    def is_over(self) -> bool:
        waiting = self._in_flight or self._again or self._alone or self._ended or self._failed
        return not (waiting or any(self._unread.values()))

    def close(self) -> None:
        for future, entry in self._in_flight.items():
            if not future.cancel():
                self._engine.executor.drop(entry.task)
            self._engine.ended(entry.task)
        self._spool.close()

    # -- giving

    def _submit_all(self) -> None:
        """Give the executor what it can take."""
        if any(entry.alone for entry in self._in_flight.values()):
            return
        while self._again:
            self._submit(self._again.popleft())
        for runtime, requests in self._unread.items():
            while requests and self._has_room(runtime):
                request = requests.popleft()
                ready = self._prepare(request)
                if ready is not None:
                    self._warm(runtime)
                    self._submit(_Entry(request, runtime, self._task(request, ready)))
        while self._alone and not self._in_flight:
            self._submit(self._alone.popleft())

    def _warm(self, runtime: str) -> None:
        """Let a runtime start, once, while the first task for it is made: what judges a lesson is read for that."""
        if runtime not in self._warmed:
            self._warmed.add(runtime)
            self._engine.executor.warm(runtime)

    def _has_room(self, runtime: str) -> bool:
        mine = sum(entry.runtime == runtime for entry in self._in_flight.values())
        size = sum(entry.size for entry in self._in_flight.values())
        return mine == 0 or (mine < self._engine.executor.slots and size < _IN_FLIGHT)

    def _task(self, request: Request, ready: Ready) -> Task:
        lesson = self._lesson(request)
        seed = request.seed if ready.seed is None else ready.seed
        return Task(
            student=request.job.student, lesson=lesson.id, lesson_digest=lesson.digest_of(request.selection.hidden),
            handed_in=ready.handed_in, seed=fresh_seed() if seed is None else seed,
            policy=request.policy, selection=request.selection,
        )  # fmt: skip

    def _submit(self, entry: _Entry) -> None:
        if entry.kept is not None:
            try:
                whole = pickle.loads(self._spool.get(entry.kept))
            except OSError as error:
                self._end(entry, self._fault(entry, f"its file cannot be read again: {error}"))
                return
            entry.task, entry.kept = entry.task.model_copy(update={"handed_in": whole}), None
        self._in_flight[self._engine.submit(entry.task, entry.request.job)] = entry

    def _wait_alone(self, entry: _Entry, *, first: bool = False) -> None:
        """It waits until nothing else runs. A large file does so on disk: a class may have many."""
        if entry.size > _KEPT and (kept := self._spool.put(pickle.dumps(entry.task.handed_in))):
            without = HandedIn(entry.task.handed_in.name)
            entry.task, entry.kept = entry.task.model_copy(update={"handed_in": without}), kept
        entry.alone = True
        self._alone.appendleft(entry) if first else self._alone.append(entry)

    # -- taking

    def next_verdicts(self) -> Iterator[tuple[Request, Verdict]]:
        """Wait for something to happen, see to it, and yield the verdicts that it brought."""
        self._submit_all()
        if self._in_flight and not self._ended:
            heard: list[Future[Any]] = [*self._in_flight, self._engine.news]
            futures.wait(heard, _TICK, futures.FIRST_COMPLETED)
        self._engine.tell()
        for future in [one for one in self._in_flight if one.done()]:
            entry = self._in_flight.pop(future)
            self._engine.ended(entry.task)
            self._answered(entry, future)
        if self._failed is None:
            self._submit_all()  # before the verdicts are written: nobody waits for the disk
        ended, self._ended = self._ended, []
        yield from ended
        if self._failed is not None:
            raise self._failed

    def _answered(self, entry: _Entry, future: Future[Verdict]) -> None:
        try:
            self._judged(entry, future.result())
        except JudgingTooLong as error:
            if entry.blamed is not None:
                self._decide(entry, None)
            elif entry.alone or not error.overdue:  # of time that passes, a machine may have taken some
                self._blame(entry, error)
            else:
                self._died(entry)
        except WorkerDied:
            self._died(entry)
        except ServerFailed as error:
            self._has_no_server(entry, error)

    def _judged(self, entry: _Entry, verdict: Verdict) -> None:
        if verdict.outcome is SubmissionOutcome.GRADER_ERROR and entry.tries < _TRIES:
            entry.tries += 1
            self._wait_alone(entry, first=True) if entry.alone else self._again.append(entry)
        elif entry.blamed is not None:
            self._decide(entry, verdict)
        elif verdict.timings.stalled and not entry.alone and self._engine.executor.places > 1 and self._count > 1:
            entry.stalled = True
            self._wait_alone(entry)
        else:
            self._end(entry, _judged_alone(verdict) if entry.stalled else verdict)

    def _died(self, entry: _Entry) -> None:
        """What judged it has died."""
        if not entry.alone:
            self._wait_alone(entry)
        elif entry.tries < _TRIES:
            entry.tries += 1
            self._wait_alone(entry, first=True)
        else:
            self._end(entry, self._fault(entry, "the process that graded it was killed"))

    def _has_no_server(self, entry: _Entry, error: ServerFailed) -> None:
        """It ends the run, unless only the answer's own dialect asks for this runtime, or one profile for a device:
        nobody chooses for others what must be installed."""
        cause = error.__cause__
        asked_by_lessons = error.runtime in self._unread
        if isinstance(cause, SandboxError) and not isinstance(cause, DeviceError) and asked_by_lessons:
            self._failed = cause
        else:
            self._end(entry, self._fault(entry, str(cause)))

    def _blame(self, entry: _Entry, error: JudgingTooLong) -> None:
        """Judging it took too long. If judging the reference does so too, the check is at fault, not the answer."""
        verdict = error.verdict or self._fault(entry, "it does not begin to judge")
        reference = self._lesson(entry.request).form(verdict.environment.dialect).reference_path
        if error.check == CONTROL:
            why = "a check stumbles over this answer, and judging the reference by it does not end"
            self._end(entry, self._fault(entry, why))
        elif reference is None or error.check is None:
            self._end(entry, verdict)
        else:
            selection = Selection(hidden=entry.task.selection.hidden, only=frozenset([error.check]))
            whole = entry.task.policy.model_copy(update={"early_stopping": False})
            asked = entry.task.model_copy(
                update={"handed_in": opening.read_file(reference), "selection": selection, "policy": whole}
            )
            self._again.append(_Entry(entry.request, entry.runtime, asked, blamed=verdict))

    def _decide(self, entry: _Entry, reference: Verdict | None) -> None:
        """The reference was judged by the check that an answer kept busy; None: it kept it busy, too."""
        assert entry.blamed is not None and entry.task.selection.only
        if reference is None or reference.outcome is SubmissionOutcome.GRADER_ERROR:
            why = f"the check {', '.join(entry.task.selection.only)} does not end, and not for the reference either"
            self._end(entry, self._fault(entry, why))
        else:
            self._end(entry, entry.blamed)

    def _end(self, entry: _Entry, verdict: Verdict) -> None:
        self._ended.append((entry.request, verdict))

    def _fault(self, entry: _Entry, why: str) -> Verdict:
        request = entry.request
        name = os.fsencode(request.job.path.name).decode("utf-8", "replace")
        lesson = self._lesson(request)
        return own_fault(lesson, name, request.job.student, why, request.policy, request.selection)


_ALONE = Notice(
    text=say(
        "something ran out of time while other submissions were being graded; "
        "this one was graded again, alone, and that is the result here"
    )
)


def _judged_alone(verdict: Verdict) -> Verdict:
    environment = verdict.environment.model_copy(update={"alone": True})
    return verdict.model_copy(update={"environment": environment, "notices": [_ALONE, *verdict.notices]})


__all__ = ["Engine", "Request"]

"""Many submissions -> many verdicts: find them, spread them over processes, write each as it comes, resume."""

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
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grader import live
from grader.lesson import Lesson, LessonError, discover
from grader.runner import Options, Servers, grade_submission, own_fault, runtime_of
from grader.sandbox import linux
from grader.sandbox.runtime import Runtime
from grader.sandbox.warm import DeviceError, Handle
from grader.submission import SubmissionError, read_submission
from grader.verdict import CurvePoint, Notice, SubmissionOutcome, Text, Verdict, VerdictError

VERDICT_FILE, FEEDBACK_FILE = "verdict.json", "feedback.html"
_WORKER_BYTES = 4 << 30  # data of a trusted worker; MNIST and the largest replies take a quarter of it
_TRIES = 2  # a job that fails through our own fault is tried once more
_TICK = 0.2  # seconds between two looks at the training curves
_IN_FLIGHT = 4  # jobs a worker; a worker that is killed takes these along, and no more of the class


@dataclass(frozen=True)
class Job:
    """One submission to judge: whose, of which lesson, in which file."""

    student: str
    lesson: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


# --- finding --------------------------------------------------------------------------------------------------------


@dataclass
class Found:
    """The jobs of a class folder, and the folders that are no job, with a sentence each."""

    jobs: list[Job] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def find_class(course: Path, folder: Path, lesson: str | None = None, student: str | None = None) -> Found:
    """Every submission in ``folder/<student>/<lesson>/<file>``, nbgrader's layout, in a stable order.

    A lesson folder that holds no file to grade still is a job, so that its student gets a verdict that says so.
    Raises OSError if the folder cannot be listed.
    """
    lessons = {one.id: one for one in discover(course)}
    found = Found()
    for home in _entries(folder):
        if student not in (None, home.name):
            continue
        if home.is_symlink() or not home.is_dir():
            found.strange.append(f"{_shown(home)}: not a student's folder, skipped")
            continue
        if _shown(home) != str(home):
            found.strange.append(f"{_shown(home)}: the name is not valid UTF-8; rename the folder and grade again")
            continue
        for place in _entries(home):
            if place.name not in lessons:
                found.strange.append(f"{_shown(place)}: there is no lesson {place.name!r}, skipped")
            elif lesson in (None, place.name):
                found.jobs.append(Job(home.name, place.name, _submitted_file(lessons[place.name], place)))
    return found


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()


def _entries(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def _submitted_file(lesson: Lesson, place: Path) -> Path:
    """The file to grade: the lesson's notebook, else its module, else the only notebook or Python file there."""
    stem = Path(lesson.module).stem
    if place.is_symlink() or not place.is_dir():
        return place  # the reader will say what is wrong with it
    for name in (f"{stem}.ipynb", lesson.module):
        if os.path.lexists(place / name):
            return place / name
    others = [entry for entry in _entries(place) if entry.suffix in (".ipynb", ".py")]
    return others[0] if len(others) == 1 else place / f"{stem}.ipynb"


# --- grading --------------------------------------------------------------------------------------------------------


def _work(course: str, job: Job, handle: Handle, options: Options) -> Verdict:
    """In a worker process: one job with a server that somebody else holds."""
    tell = live.teller(_telling, job.student, job.lesson)
    lesson = _lesson(course, job.lesson)
    return grade_submission(lesson, job.path, lambda _: handle, options, student=job.student, on_curve=tell)


_telling: Connection | None = None  # in a worker process: where the points of training curves go


_lessons: dict[tuple[str, str], Lesson] = {}


def _lesson(course: str, name: str) -> Lesson:
    key = (course, name)
    if key not in _lessons:
        private = Path(course, "solutions", name)
        _lessons[key] = Lesson(Path(course, "exercises", name), private if private.is_dir() else None)
    return _lessons[key]


def _begin_work(parent: int, telling: Connection) -> None:
    """A worker must not outlive the grader, however that ended: nobody would hear of its verdict.

    Nor may what a check makes of a claim fill the machine's memory: it gets a MemoryError instead.
    """
    global _telling
    _telling = telling
    linux.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _WORKER_BYTES if hard == resource.RLIM_INFINITY else min(_WORKER_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


@dataclass(frozen=True)
class _Entry:
    job: Job
    options: Options
    tries: int = 1
    alone: bool = False  # the second judging of a submission that stalled while others ran


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
        _lessons.clear()  # they are read afresh for each class, before the workers inherit them
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
        with nothing else running, and that verdict counts.
        """
        starting: dict[futures.Future[Handle], list[_Entry]] = {}
        pending: dict[futures.Future[Verdict], _Entry] = {}
        by_runtime: dict[str, list[_Entry]] = {}
        count = 0
        for job, options in jobs:
            entry = _Entry(job, options)
            by_runtime.setdefault(self._runtime(entry), []).append(entry)
            count += 1
        for runtime, entries in by_runtime.items():  # the long ones first, so that none is left alone at the end
            entries.sort(key=lambda entry: -self._lesson(entry.job).limits.total_seconds)
            starting[self._starters.submit(self._servers.get, runtime)] = entries
        self.waiting.clear()
        queue: collections.deque[tuple[_Entry, Handle]] = collections.deque()
        stalled: list[_Entry] = []
        while starting or queue or pending or stalled:
            if stalled and not (starting or queue or pending):
                entry = stalled.pop(0)
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
                verdict = self._verdict(future, entry.job)
                if verdict.outcome is SubmissionOutcome.GRADER_ERROR and entry.tries < _TRIES:
                    again = replace(entry, tries=entry.tries + 1)
                    queue.appendleft((again, self._servers.get(self._runtime(entry))))
                elif verdict.timings.stalled and not entry.alone and self._workers > 1 and count > 1:
                    same = replace(entry.options, seed=verdict.environment.seed)  # a second clock, not a second draw
                    stalled.append(replace(entry, options=same, alone=True))
                else:
                    yield entry.job, entry.options, _judged_alone(verdict) if entry.alone else verdict

    def _show_curves(self) -> None:
        judged = {(job.student, job.lesson): job for job in self.waiting.values()}
        for student, lesson, point in self._channel.heard():
            if job := judged.get((student, lesson)):
                self._on_curve(job, point)

    def _lesson(self, job: Job) -> Lesson:
        return _lesson(str(self._course), job.lesson)

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

    def _verdict(self, future: futures.Future[Verdict], job: Job) -> Verdict:
        """What the worker process says; if it was killed itself, that is a fault of ours."""
        try:
            return future.result()
        except BrokenProcessPool:
            return own_fault(self._lesson(job), job.path, job.student, "the process that graded it was killed")


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


# --- resuming -------------------------------------------------------------------------------------------------------


def verdict_path(out: Path, job: Job) -> Path:
    return out / job.student / job.lesson / VERDICT_FILE


def earlier_verdict(out: Path, job: Job, lesson: Lesson, options: Options) -> Verdict | None:
    """The verdict of an earlier run, if the same file was judged by the same lesson in the same way; else None."""
    path = verdict_path(out, job)
    beside_the_submission = path.parent.resolve() == job.path.parent.resolve()  # then its student may have written it
    if beside_the_submission or not path.is_file():
        return None
    try:
        verdict = Verdict.read(path)
    except VerdictError:
        return None
    same = (
        verdict.outcome is not SubmissionOutcome.GRADER_ERROR
        and verdict.lesson == job.lesson
        and verdict.student == job.student
        and verdict.lesson_digest == lesson.digest
        and verdict.submission_sha256 is not None
        and verdict.submission_sha256 == _sha256(job.path)
        and verdict.environment.profile == options.profile
        and verdict.environment.forced == options.forced
        and (verdict.environment.sandbox == "none" or _same_runtime(verdict, lesson, job.path, options))
        and verdict.environment.futility <= options.futility  # what was stopped early is no final judgement
        and (options.seed is None or not verdict.checks or verdict.environment.seed == options.seed)
    )
    return verdict if same else None


def _same_runtime(verdict: Verdict, lesson: Lesson, path: Path, options: Options) -> bool:
    wanted = Runtime.parse(runtime_of(lesson, path, options))
    return verdict.environment.device == wanted.device and verdict.environment.backend in (None, wanted.backend)


def _sha256(path: Path) -> str | None:
    """As the verdict on it will say; None if the file cannot be read."""
    try:
        return read_submission(path).sha256
    except SubmissionError as error:
        return error.sha256


def grade_class(
    course: Path,
    jobs: list[Job],
    out: Path,
    options: Options,
    *,
    workers: int | None = None,
    minimum: str = "container",
    regrade: bool = False,
    lang: str = "zh",
    on_begin: Callable[[Engine | None, int, int], None] = lambda engine, total, kept: None,
    on_verdict: Callable[[Job, Verdict], None] = lambda job, verdict: None,
    on_curve: Callable[[Job, CurvePoint], None] = lambda job, point: None,
) -> list[Verdict]:
    """Judge the jobs and write ``out/<student>/<lesson>/{verdict.json,feedback.html}`` as each ends.

    Returns all verdicts, in the order of `jobs`. A verdict that an earlier, perhaps interrupted, run has written is
    kept unless the file or the lesson changed since, or `regrade` asks otherwise. The feedback opens in `lang`.
    Raises SandboxError, LessonError, OSError (disk full, no permission).
    """
    _lessons.clear()
    verdicts: dict[Job, Verdict] = {}
    todo: list[tuple[Job, Options]] = []
    for job in jobs:
        lesson = _lesson(str(course), job.lesson)
        used = replace(options, profile=lesson.profile_or_cpu(options.profile))
        earlier = None if regrade else earlier_verdict(out, job, lesson, used)
        if earlier is not None:
            verdicts[job] = earlier
            _write(out, job, earlier, course, lang, verdict_too=False)
        else:
            todo.append((job, used))
    if not todo:
        on_begin(None, len(jobs), len(verdicts))
    else:
        hidden = {out, *(job.path.parent for job in jobs)}
        with Engine(course, workers=workers, minimum=minimum, hidden=hidden, on_curve=on_curve) as engine:
            on_begin(engine, len(jobs), len(verdicts))
            for job, _, verdict in engine.run(todo):
                _write(out, job, verdict, course, lang)
                verdicts[job] = verdict
                on_verdict(job, verdict)
    return [verdicts[job] for job in jobs]


def _write(out: Path, job: Job, verdict: Verdict, course: Path, lang: str, *, verdict_too: bool = True) -> None:
    from grader.reports.html import feedback_html
    from grader.verdict import write_atomically

    path = verdict_path(out, job)
    feedback = path.with_name(FEEDBACK_FILE)
    if verdict_too:
        verdict.write(path)
    elif feedback.is_file():
        return
    write_atomically(feedback, feedback_html(verdict, lang, _lesson(str(course), job.lesson).title))


__all__ = ["Engine", "Found", "Job", "LessonError", "find_class", "grade_class", "verdict_path"]

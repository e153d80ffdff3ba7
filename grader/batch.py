"""Many submissions -> many verdicts: find them, spread them over an executor, write each verdict as it comes, resume."""

from __future__ import annotations

import concurrent.futures as futures
import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from grader.lesson import Lesson, LessonError, discover
from grader.runner import Options, Servers, grade_submission
from grader.sandbox import linux
from grader.sandbox.box import Handle, SandboxError
from grader.submission import MAX_BYTES
from grader.verdict import SubmissionOutcome, Verdict, VerdictError

VERDICT_FILE, FEEDBACK_FILE = "verdict.json", "feedback.html"
_TRIES = 2  # a job that fails through our own fault is tried once more


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
    return grade_submission(_lesson(course, job.lesson), job.path, lambda _: handle, options, student=job.student)


_lessons: dict[tuple[str, str], Lesson] = {}


def _lesson(course: str, name: str) -> Lesson:
    key = (course, name)
    if key not in _lessons:
        private = Path(course, "solutions", name)
        _lessons[key] = Lesson(Path(course, "exercises", name), private if private.is_dir() else None)
    return _lessons[key]


def _tie_to(parent: int) -> None:
    """A worker must not outlive the grader, however that ended: nobody would hear of its verdict."""
    linux.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _nothing() -> None:
    """Makes the pool start its processes, before this process has threads."""


class Engine:
    """Grades jobs on this machine: warm servers, and a pool of trusted worker processes that talk to them.

    `hidden` are folders to keep out of every sandbox, besides the course's own two. Use as a context manager.
    """

    def __init__(self, course: Path, *, workers: int | None = None, minimum: str = "container", hidden: Iterable[Path] = ()):
        self._course = course
        self._workers = workers or os.cpu_count() or 1
        self._servers = Servers(minimum, hidden=(course / "exercises", course / "solutions", *hidden))
        self._pool = self._new_pool("fork")
        self._starters = futures.ThreadPoolExecutor(max_workers=4, thread_name_prefix="warm")
        self.waiting: dict[futures.Future[Verdict], Job] = {}

    def _new_pool(self, method: str) -> futures.ProcessPoolExecutor:
        context = multiprocessing.get_context(method)
        pool = futures.ProcessPoolExecutor(self._workers, context, initializer=_tie_to, initargs=(os.getpid(),))
        pool.submit(_nothing).result()
        return pool

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._starters.shutdown(wait=True, cancel_futures=True)
        self._servers.close()

    @property
    def running(self) -> list[Job]:
        """What is being judged at this moment."""
        return [job for future, job in list(self.waiting.items()) if future.running()][: self._workers]

    def run(self, jobs: Iterable[tuple[Job, Options]]) -> Iterator[tuple[Job, Options, Verdict]]:
        """Judge every job, yielding each verdict as it comes. Raises SandboxError if a runtime cannot be started."""
        starting: dict[futures.Future[Handle], list[tuple[Job, Options, int]]] = {}
        by_runtime: dict[str, list[tuple[Job, Options, int]]] = {}
        for job, options in jobs:
            by_runtime.setdefault(_lesson(str(self._course), job.lesson).runtime, []).append((job, options, 1))
        for runtime, batch in by_runtime.items():  # the long ones first, so that none is left alone at the end
            batch.sort(key=lambda entry: -_lesson(str(self._course), entry[0].lesson).limits.total_seconds)
            starting[self._starters.submit(self._servers.get, runtime)] = batch
        pending: dict[futures.Future[Verdict], tuple[Job, Options, int]] = {}
        self.waiting.clear()
        while starting or pending:
            done, _ = futures.wait([*starting, *pending], timeout=1.0, return_when=futures.FIRST_COMPLETED)
            for future in done:
                if future in starting:
                    handle = future.result()
                    for entry in starting.pop(future):
                        self._submit(pending, entry, handle)
                    continue
                job, options, tries = pending.pop(future)
                self.waiting.pop(future, None)
                verdict = self._outcome(future, job)
                if verdict is None or (verdict.outcome is SubmissionOutcome.GRADER_ERROR and tries < _TRIES):
                    if tries >= _TRIES:
                        raise SandboxError(f"the process that graded {job.name} died {tries} times; grade it alone to see why")
                    handle = self._servers.get(_lesson(str(self._course), job.lesson).runtime)
                    self._submit(pending, (job, options, tries + 1), handle)
                else:
                    yield job, options, verdict

    def _submit(
        self, pending: dict[futures.Future[Verdict], tuple[Job, Options, int]], entry: tuple[Job, Options, int], handle: Handle
    ) -> None:
        job, options, _ = entry
        try:
            future = self._pool.submit(_work, str(self._course), job, handle, options)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False)
            self._pool = self._new_pool("spawn")  # by now this process has threads, and forking it would not be safe
            future = self._pool.submit(_work, str(self._course), job, handle, options)
        pending[future] = entry
        self.waiting[future] = job

    @staticmethod
    def _outcome(future: futures.Future[Verdict], job: Job) -> Verdict | None:
        """The verdict, or None if the worker process itself was killed."""
        try:
            return future.result()
        except BrokenProcessPool:
            return None


# --- resuming -------------------------------------------------------------------------------------------------------


def verdict_path(out: Path, job: Job) -> Path:
    return out / job.student / job.lesson / VERDICT_FILE


def earlier_verdict(out: Path, job: Job, lesson: Lesson, options: Options) -> Verdict | None:
    """The verdict of an earlier run, if the same file was judged by the same lesson in the same way; else None."""
    path = verdict_path(out, job)
    if not path.is_file():
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
        and (options.seed is None or not verdict.checks or verdict.environment.seed == options.seed)
    )
    return verdict if same else None


def _sha256(path: Path) -> str | None:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with open(fd, "rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    return hashlib.sha256(content).hexdigest() if len(content) <= MAX_BYTES else None


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
) -> list[Verdict]:
    """Judge the jobs and write ``out/<student>/<lesson>/{verdict.json,feedback.html}`` as each ends; all verdicts, in order.

    A verdict that an earlier, perhaps interrupted, run has written is kept unless the file or the lesson changed since,
    or `regrade` asks otherwise. The feedback opens in `lang`. Raises SandboxError, LessonError, OSError (disk full, no permission).
    """
    verdicts: dict[Job, Verdict] = {}
    todo: list[tuple[Job, Options]] = []
    for job in jobs:
        earlier = None if regrade else earlier_verdict(out, job, _lesson(str(course), job.lesson), options)
        if earlier is not None:
            verdicts[job] = earlier
            _write(out, job, earlier, course, lang, verdict_too=False)
        else:
            todo.append((job, options))
    if not todo:
        on_begin(None, len(jobs), len(verdicts))
    else:
        hidden = {out, *(job.path.parent for job in jobs)}
        with Engine(course, workers=workers, minimum=minimum, hidden=hidden) as engine:
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

"""A class: its submissions are found, graded, written as they come, and not graded again without need."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import data
from grader.engine import Engine, Job, lesson_of
from grader.lesson import Lesson, discover
from grader.runner import Options, runtime_of
from grader.sandbox.runtime import Runtime
from grader.sandbox.wall import LEVELS
from grader.submission import SubmissionError, read_submission
from grader.verdict import CurvePoint, SubmissionOutcome, Verdict, VerdictError

VERDICT_FILE, FEEDBACK_FILE = "verdict.json", "feedback.html"

# --- finding --------------------------------------------------------------------------------------------------------


@dataclass
class Found:
    """The jobs of a class folder, and the folders that are no job, with a sentence each."""

    jobs: list[Job] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def find_class(course: Path, folder: Path, lesson: str | None = None, student: str | None = None) -> Found:
    """Every submission in ``folder/<student>/<lesson>/<file>``, nbgrader's layout, in a stable order.

    A lesson folder that holds no file to grade still is a job, so that its student gets a verdict that says so.
    Raises OSError if the class's own folder cannot be listed; a student's that cannot be is one of the strange.
    """
    lessons = {one.id: one for one in discover(course)}
    found = Found()
    for home in _entries(folder):
        if student not in (None, home.name):
            continue
        if os.path.islink(home) or not os.path.isdir(home):  # unlike Path's, they never raise
            found.strange.append(f"{_shown(home)}: not a student's folder, skipped")
            continue
        if not is_text(home.name):
            found.strange.append(f"{_shown(home)}: the name is not valid UTF-8; rename the folder and grade again")
            continue
        try:
            places = _entries(home)
        except OSError as error:
            why = error.strerror or error
            found.strange.append(f"{_shown(home)}: cannot be listed ({why}), skipped; put this right and grade again")
            continue
        for place in places:
            if place.name not in lessons:
                found.strange.append(f"{_shown(place)}: there is no lesson {place.name!r}, skipped")
            elif lesson in (None, place.name):
                found.jobs.append(Job(home.name, place.name, _submitted_file(lessons[place.name], place)))
    return found


def is_text(name: str) -> bool:
    """Whether this name of a file is valid UTF-8, and so can be written into a verdict."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()


def _entries(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def _submitted_file(lesson: Lesson, place: Path) -> Path:
    """The file to grade: the lesson's notebook, else its module, else the only notebook or Python file there."""
    stem = Path(lesson.module).stem
    if os.path.islink(place) or not os.path.isdir(place):
        return place  # the reader will say what is wrong with it
    for name in (f"{stem}.ipynb", lesson.module):
        if os.path.lexists(place / name):
            return place / name
    others = []
    with contextlib.suppress(OSError):  # of a folder that cannot be listed, the reader will say so
        others = [entry for entry in _entries(place) if entry.suffix in (".ipynb", ".py")]
    return others[0] if len(others) == 1 else place / f"{stem}.ipynb"


# --- resuming -------------------------------------------------------------------------------------------------------


def verdict_path(out: Path, job: Job) -> Path:
    return out / job.student / job.lesson / VERDICT_FILE


def earlier_verdict(
    out: Path, job: Job, lesson: Lesson, options: Options, minimum: str = "container"
) -> Verdict | None:
    """The verdict of an earlier run, if the same file was judged by the same lesson in the same way, on the same data,
    at sandbox level `minimum` or a higher one; else None."""
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
        and verdict.environment.public_only is not options.hidden
        and verdict.environment.forced == options.forced_at(verdict.environment.sandbox)
        and verdict.environment.dataset in (None, data.chosen())
        and (verdict.environment.sandbox == "none" or _same_place(verdict, lesson, job.path, options, minimum))
        and verdict.environment.futility <= options.futility  # what was stopped early is no final judgement
        and (options.seed is None or not verdict.checks or verdict.environment.seed == options.seed)
    )
    return verdict if same else None


def _same_place(verdict: Verdict, lesson: Lesson, path: Path, options: Options, minimum: str) -> bool:
    reached, wanted = verdict.environment, Runtime.parse(runtime_of(lesson, path, options))
    same = reached.device == wanted.device and reached.backend in (None, wanted.backend)
    return same and LEVELS.index(reached.sandbox) >= LEVELS.index(minimum)


def all_verdicts(out: Path, verdicts: list[Verdict], handed_in: Path) -> tuple[list[Verdict], list[str]]:
    """This run's `verdicts`, and those of earlier runs below `out` on anything else; a sentence on each left out.

    Who has gone from the class stays until their folder below `out` is deleted: a gradebook loses nobody by itself.
    In the class folder, `handed_in`, a verdict is not taken: its student may have written it.
    """
    every = {(verdict.student, verdict.lesson): verdict for verdict in verdicts}
    left_out: list[str] = []

    def below(folder: Path) -> list[Path]:
        try:
            return _entries(folder)
        except NotADirectoryError:
            return []
        except OSError as error:
            left_out.append(f"{_shown(folder)}: cannot be listed ({error.strerror or error}); not in the reports")
            return []

    for place in (place for home in below(out) for place in below(home)):
        path, key = place / VERDICT_FILE, (place.parent.name, place.name)
        if key in every:
            continue
        try:
            verdict = Verdict.read(path)
        except VerdictError as error:
            if not isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                left_out.append(f"{error}; not in the reports")
            continue
        if place.resolve() == (handed_in / place.parent.name / place.name).resolve():
            left_out.append(f"{_shown(path)}: lies where its student may have written it; not in the reports")
        elif (verdict.student, verdict.lesson) != key:
            left_out.append(f"{_shown(path)}: is on {verdict.student}/{verdict.lesson}; not in the reports")
        else:
            every[key] = verdict
    return [every[key] for key in sorted(every)], left_out


def _sha256(path: Path) -> str | None:
    """As the verdict on it will say; None if the file cannot be read."""
    try:
        return read_submission(path).sha256
    except SubmissionError as error:
        return error.sha256


# --- grading --------------------------------------------------------------------------------------------------------


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
    kept unless the file, the lesson, the data or the way of grading changed since, or `regrade` asks otherwise. The
    feedback opens in `lang`.
    Raises SandboxError, LessonError, OSError (disk full, no permission).
    """
    lesson_of.cache_clear()
    verdicts: dict[Job, Verdict] = {}
    todo: list[tuple[Job, Options]] = []
    for job in jobs:
        lesson = lesson_of(str(course), job.lesson)
        used = replace(options, profile=lesson.profile_or_cpu(options.profile))
        earlier = None if regrade else earlier_verdict(out, job, lesson, used, minimum)
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
        feedback.unlink(missing_ok=True)  # first: a run that ends between the two leaves no page of another verdict
        verdict.write(path)
    elif feedback.is_file():
        return
    write_atomically(feedback, feedback_html(verdict, lang, lesson_of(str(course), job.lesson).title))


__all__ = ["Found", "all_verdicts", "find_class", "grade_class", "is_text", "verdict_path"]

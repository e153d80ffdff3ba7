"""A class: its submissions are graded, written as they come, and not graded again without need."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from grader.course.lesson import Lesson, Lessons
from grader.grading import handin
from grader.grading.draft import own_fault
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.names import printed
from grader.grading.opening import HandedIn
from grader.grading.seeds import Seed
from grader.grading.store import FEEDBACK_FILE, Verdicts, earlier_verdict, refuse_links, verdict_path
from grader.grading.task import Policy, Request, Selection
from grader.verdict import CurvePoint, Text, Verdict, write_atomically

# Of the machine, not of one submission's name or folder: the run ends, and what is graded so far is kept.
_NOBODYS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)


def grade_class(
    course: Path,
    jobs: list[Job],
    out: Path,
    policy: Policy = Policy(),
    selection: Selection = Selection(),
    seed: Seed | None = None,
    *,
    page: Callable[[Verdict, Text], str],
    workers: int | None = None,
    regrade: bool = False,
    on_begin: Callable[[Engine, int], None] = lambda engine, total: None,
    on_kept: Callable[[Job], None] = lambda job: None,
    on_verdict: Callable[[Job, Verdict], None] = lambda job, verdict: None,
    on_curve: Callable[[Job, CurvePoint], None] = lambda job, point: None,
) -> Verdicts:
    """Judge the jobs; write ``out/students/<student>/<lesson>/{verdict.json,feedback.html}`` as each ends.

    Returns all verdicts, in the order of `jobs`. A verdict that an earlier, perhaps interrupted, run has written is
    kept unless the file, the lesson, the data or the way of grading changed since, or `regrade` asks otherwise.
    `page(verdict, title of its lesson)` is the feedback. A verdict that cannot be written, because of its student's
    name say, is a `grader_error`. Raises SandboxError, LessonError, OSError (disk full).
    """
    out.mkdir(parents=True, exist_ok=True)
    lessons = Lessons(course)
    places: dict[Job, Path | Verdict] = {}

    def write(job: Job, verdict: Verdict, *, verdict_too: bool = True) -> Verdict:
        place = places[job] = _write(out, job, verdict, lessons[job.lesson], page, verdict_too=verdict_too)
        return place if isinstance(place, Verdict) else verdict

    def prepare(request: Request) -> HandedIn | None:
        job = request.job
        handed_in = handin.read(job)
        if not regrade:
            earlier = earlier_verdict(out, request, lessons[job.lesson], handed_in.sha256)
            if earlier is not None:
                write(job, earlier, verdict_too=False)
                on_kept(job)
                return None
        return handed_in

    def request(job: Job) -> Request:
        return Request(job, policy.with_profile(lessons[job.lesson].profile_or_cpu(policy.profile)), selection, seed)

    hidden = {out, *(job.root or job.path.parent for job in jobs)}
    with Engine(course, workers=workers, level=policy.level, hidden=hidden, on_curve=on_curve) as engine:
        on_begin(engine, len(jobs))
        for answered, verdict in engine.run(map(request, jobs), prepare):
            on_verdict(answered.job, write(answered.job, verdict))
    return Verdicts([places[job] for job in jobs])


def _write(
    out: Path, job: Job, verdict: Verdict, lesson: Lesson, page: Callable[[Verdict, Text], str], *, verdict_too: bool
) -> Path | Verdict:
    """Write the verdict and its page; where the verdict lies. The verdict of a fault of ours, if it cannot be."""
    path = verdict_path(out, job)
    feedback = path.with_name(FEEDBACK_FILE)
    try:
        refuse_links(out, path.parent)
        if verdict_too:
            feedback.unlink(missing_ok=True)  # first: a run that ends between leaves no page of another verdict
            verdict.write(path)
        elif feedback.is_file():
            return path
        write_atomically(feedback, page(verdict, lesson.title))
    except Exception as error:  # of its student's name, or of what its page shows: the others are graded
        if getattr(error, "errno", None) in _NOBODYS:
            raise
        why = f"its verdict cannot be written to {printed(path)}: {getattr(error, 'strerror', None) or error!r}"
        return own_fault(lesson, verdict.file, job.student, why)
    return path

"""A class: its submissions are graded, written as they come, and not graded again without need."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.lesson import Lesson, Lessons
from grader.grading import handin
from grader.grading.draft import own_fault
from grader.grading.handin import Job
from grader.grading.names import printed
from grader.grading.reported import Reported
from grader.grading.seeds import Seed
from grader.grading.staleness import why_old
from grader.grading.store import FEEDBACK_FILE, Verdicts, earlier_verdict, keep_replaced, refuse_links, verdict_path
from grader.grading.task import Policy, Ready, Request, Selection
from grader.verdict import CurvePoint, Notice, Text, Verdict, write_atomically

if TYPE_CHECKING:
    from grader.grading.engine import Engine

# Of the machine, not of one submission's name or folder: the run ends, and what is graded so far is kept.
_NOBODYS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)


@dataclass(frozen=True)
class Listeners:
    """Who is told what happens to a class.

    `on_begin`: the engine, and the jobs that are still to be looked at; never called where there are none. `on_kept`:
    the verdict of an earlier run stands; of those that come first, this is told before `on_begin`. `on_old`: one does
    not, for these reasons, and the same file is judged again. `on_replaced`: the verdicts before and after that.
    `on_curve`: a point of a training.
    """

    on_begin: Callable[[Engine, list[Job]], None] = lambda engine, jobs: None
    on_kept: Callable[[Job], None] = lambda job: None
    on_old: Callable[[Job, list[Text]], None] = lambda job, reasons: None
    on_replaced: Callable[[Verdict, Verdict], None] = lambda before, after: None
    on_verdict: Callable[[Job, Verdict], None] = lambda job, verdict: None
    on_curve: Callable[[Job, CurvePoint], None] = lambda job, point: None


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
    into: Path | None = None,
    listeners: Listeners = Listeners(),
) -> Verdicts:
    """Judge the jobs; write ``out/students/<student>/<lesson>/{verdict.json,feedback.html}`` as each ends.

    Returns all verdicts, in the order of `jobs`. A verdict that an earlier, perhaps interrupted, run has written is
    kept unless it is old (`grader.grading.staleness`), the file is another, or `regrade` asks otherwise. The same file
    is judged again with the same seed, unless `seed` is given, and the verdict that is replaced is kept as
    ``verdict.before.json``. With `into`, all is written there, and `out` is only read.

    `page(verdict, title of its lesson)` is the feedback. A verdict that cannot be written, because of its student's
    name say, is a `grader_error`. Raises SandboxError, LessonError, OSError (disk full).
    """
    run = _Class(Lessons(course), out, into or out, page, regrade, listeners)
    run.into.mkdir(parents=True, exist_ok=True)

    def request(job: Job) -> Request:
        profile = run.lessons[job.lesson].profile_or_cpu(policy.profile)
        return Request(job, policy.with_profile(profile), selection, seed)

    requests = run.after_kept(map(request, (job for job in jobs if job.like is None)))
    if requests:
        from grader.grading.engine import Engine  # and all that judges: needed only where something is to be judged

        hidden = {out, run.into, *(job.root or job.path.parent for job in jobs)}
        with Engine(course, workers=workers, level=policy.level, hidden=hidden, on_curve=listeners.on_curve) as engine:
            listeners.on_begin(engine, [one.job for one in requests])
            for answered, verdict in engine.run(requests, run.prepare):
                listeners.on_verdict(answered.job, run.write(answered.job, verdict))
    run.share(jobs)
    return Verdicts([run.places[job] for job in jobs])


@dataclass
class _Class:
    """A class that is being graded: what is read of earlier verdicts, and where the new ones lie."""

    lessons: Lessons
    out: Path
    into: Path
    page: Callable[[Verdict, Text], str]
    regrade: bool
    listeners: Listeners
    places: dict[Job, Path | Verdict] = field(default_factory=dict)
    _again: dict[Job, str] = field(default_factory=dict)  # the hash of a file that was judged before
    _reported: Reported = field(init=False)
    _first: dict[Job, Ready] = field(default_factory=dict)  # the first one that is to be judged, read already

    def __post_init__(self) -> None:
        self._reported = Reported.read(self.out)

    def after_kept(self, requests: Iterable[Request]) -> list[Request]:
        """The requests from the first on that is to be judged."""
        left = iter(requests)
        for one in left:
            if (ready := self.prepare(one)) is not None:
                self._first[one.job] = ready
                return [one, *left]
        return []

    def prepare(self, request: Request) -> Ready | None:
        """Read the request's file; None if an earlier verdict on it stands."""
        job = request.job
        if job in self._first:
            return self._first.pop(job)
        handed_in = handin.read(job)
        earlier = earlier_verdict(self.out, job, handed_in.sha256, self._reported)
        if earlier is None:
            return Ready(handed_in)
        lesson = self.lessons[job.lesson]
        reasons = why_old(earlier.verdict, request, lesson)
        if reasons:  # in whose words, only the whole verdict tells
            earlier = earlier_verdict(self.out, job, handed_in.sha256) or earlier
            reasons = why_old(earlier.verdict, request, lesson)
        if earlier.stands and not reasons and not self.regrade:
            self._keep(job)
            return None
        self._again[job] = handed_in.sha256 or ""
        if earlier.stands and not self.regrade:
            self.listeners.on_old(job, reasons)
        return Ready(handed_in, request.seed if request.seed is not None else _seed_of(earlier.verdict))

    def _keep(self, job: Job) -> None:
        path = verdict_path(self.out, job)
        if self.into == self.out and not path.with_name(FEEDBACK_FILE).is_file():
            verdict = Verdict.read(path)
            self.places[job] = _write(self.out, job, verdict, self.lessons[job.lesson], self.page, verdict_too=False)
        else:
            self.places[job] = path
        self.listeners.on_kept(job)

    def share(self, jobs: list[Job]) -> None:
        """Give the verdict on a file to those for whom another handed it in; it is judged once."""
        of = {(job.student, job.lesson): job for job in jobs}
        for job in jobs:
            if job.like is None:
                continue
            place = self.places[of[job.like, job.lesson]]
            verdict = place if isinstance(place, Verdict) else Verdict.read(place)
            known = {notice.text for notice in verdict.notices}
            told = [*verdict.notices, *(Notice(text=text) for text in job.notices if text not in known)]
            mine = verdict.model_copy(update={"student": job.student, "notices": told})
            earlier = earlier_verdict(self.out, job, verdict.submission_sha256)
            if earlier and earlier.stands and earlier.verdict.graded_at == verdict.graded_at:
                self.places[job] = verdict_path(self.out, job)
                continue
            if earlier is not None:
                self._again[job] = verdict.submission_sha256 or ""
            self.write(job, mine)

    def write(self, job: Job, verdict: Verdict) -> Verdict:
        """Write the verdict; the one that then counts, which is another if this one cannot be written."""
        sha256 = self._again.pop(job, None)
        earlier = earlier_verdict(self.out, job, sha256) if sha256 else None
        place = _write(self.into, job, verdict, self.lessons[job.lesson], self.page, verdict_too=True)
        self.places[job] = place
        counts = place if isinstance(place, Verdict) else verdict
        if earlier is not None:
            self.listeners.on_replaced(earlier.verdict, counts)
        return counts


def _seed_of(verdict: Verdict) -> Seed | None:
    """What it was judged with; None if it was not, for then no seed was drawn."""
    return verdict.environment.seed if verdict.checks or verdict.environment.seed else None


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
            keep_replaced(path, verdict)
            verdict.write(path)
        write_atomically(feedback, page(verdict, lesson.title))
    except Exception as error:  # of its student's name, or of what its page shows: the others are graded
        if getattr(error, "errno", None) in _NOBODYS:
            raise
        why = f"its verdict cannot be written to {printed(path)}: {getattr(error, 'strerror', None) or error!r}"
        return own_fault(lesson, verdict.file, job.student, why)
    return path

"""What is kept of a class, and whether it is still true: verdicts below ``--out``, read when they are looked at."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from grader.course import datasets
from grader.course.lesson import Lesson
from grader.grading.checking import runtime_in
from grader.grading.handin import NOBODY, STUDENTS, Job
from grader.grading.judging import JUDGING_VERSION
from grader.grading.names import printed
from grader.grading.task import Policy, Request
from grader.sandbox.runtime import Runtime
from grader.sandbox.wall import LEVELS
from grader.verdict import SubmissionOutcome, Verdict, VerdictError

VERDICT_FILE, FEEDBACK_FILE = "verdict.json", "feedback.html"


class Verdicts(Sequence[Verdict]):
    """Verdicts that lie on disk, read when they are looked at: a class of any size takes no memory.

    One that could not be written is kept.
    """

    def __init__(self, places: Sequence[Path | Verdict]) -> None:
        self.places = list(places)

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Verdict: ...
    @overload
    def __getitem__(self, index: slice) -> Verdicts: ...
    def __getitem__(self, index: int | slice) -> Verdict | Verdicts:
        if isinstance(index, slice):
            return Verdicts(self.places[index])
        place = self.places[index]
        return place if isinstance(place, Verdict) else Verdict.read(place)

    def __iter__(self) -> Iterator[Verdict]:
        return (self[index] for index in range(len(self)))


# --- resuming -------------------------------------------------------------------------------------------------------


def verdict_path(out: Path, job: Job) -> Path:
    return out / STUDENTS / job.student / job.lesson / VERDICT_FILE


def earlier_verdict(
    out: Path, request: Request, lesson: Lesson, sha256: str | None
) -> Verdict | None:
    """The verdict of an earlier run, if the same file was judged by the same lesson in the same way, on the same data,
    at the policy's sandbox level or a higher one; else None. `sha256` is the file's."""
    job, policy = request.job, request.policy
    path = verdict_path(out, job)
    try:
        refuse_links(out, path)
        if sha256 is None or not path.is_file():
            return None
        verdict = Verdict.read(path)
    except (OSError, VerdictError):
        return None
    same = (
        verdict.outcome is not SubmissionOutcome.GRADER_ERROR
        and verdict.lesson == job.lesson
        and verdict.student == job.student
        and verdict.lesson_digest == lesson.digest
        and verdict.environment.judging_version == JUDGING_VERSION
        and verdict.submission_sha256 == sha256
        and verdict.environment.profile == policy.profile
        and verdict.environment.public_only is not request.selection.hidden
        and verdict.environment.forced == policy.forced_at(verdict.environment.sandbox)
        and verdict.environment.dataset in (None, datasets.chosen())
        and (verdict.environment.sandbox == "none" or _same_place(verdict, lesson, policy))
        and verdict.environment.early_stopping <= policy.early_stopping  # what was stopped early is no final judgement
        and (request.seed is None or not verdict.checks or verdict.environment.seed == request.seed)
    )
    return verdict if same else None


def _same_place(verdict: Verdict, lesson: Lesson, policy: Policy) -> bool:
    reached = verdict.environment
    wanted = Runtime.parse(runtime_in(lesson, reached.dialect, policy))
    same = reached.device == wanted.device and reached.backend in (None, wanted.backend)
    return same and LEVELS.index(reached.sandbox) >= LEVELS.index(policy.level)


def all_verdicts(out: Path, verdicts: Verdicts, jobs: Sequence[Job]) -> tuple[Verdicts, list[str]]:
    """This run's `verdicts`, on `jobs`, and those of earlier runs below `out` on anything else; a sentence on each that
    is left out.

    Who has gone from the class stays until their folder below `out` is deleted: a gradebook loses nobody by itself.
    """
    every: dict[tuple[str, str], Path | Verdict] = {
        (job.student, job.lesson): place for job, place in zip(jobs, verdicts.places, strict=True)
    }
    left_out: list[str] = []

    def below(folder: Path) -> list[Path]:
        try:
            refuse_links(out, folder)
            return sorted(entry for entry in folder.iterdir() if entry.name not in NOBODY)
        except (NotADirectoryError, FileNotFoundError):
            return []
        except OSError as error:
            left_out.append(f"{printed(folder)}: not in the reports: {error.strerror or error}")
            return []

    for place in (place for home in below(out / STUDENTS) for place in below(home)):
        path, key = place / VERDICT_FILE, (place.parent.name, place.name)
        if key in every:
            continue
        try:
            verdict = Verdict.read(path)
        except VerdictError as error:
            if not isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                left_out.append(f"{error}; not in the reports")
            continue
        if (verdict.student, verdict.lesson) != key:
            left_out.append(f"{printed(path)}: is on {verdict.student}/{verdict.lesson}; not in the reports")
        else:
            every[key] = path
    return Verdicts([every[key] for key in sorted(every)]), left_out


def adopt(out: Path, target: Path) -> int:
    """Move results that an earlier version wrote directly below `out` to where they lie now; how many students.

    What holds anything but results is left alone, and so is the folder of `target`, which is to be graded: whoever
    hands in a `verdict.json` must not make their class be taken for results.
    """
    moved = 0
    for home in sorted(out.iterdir()) if out.is_dir() else ():
        if home.name == STUDENTS or target.resolve().is_relative_to(home.resolve()):
            continue
        if _is_results(home) and not os.path.lexists(out / STUDENTS / home.name):
            (out / STUDENTS).mkdir(exist_ok=True)
            home.rename(out / STUDENTS / home.name)
            moved += 1
    return moved


def _is_results(home: Path) -> bool:
    """Whether nothing but results lies in it. A class folder that lies there as well, in which one student has put a
    file that is named like a verdict, is none."""
    try:
        places = [] if os.path.islink(home) else os.listdir(home)
        written = [set(os.listdir(home / place)) for place in places if not os.path.islink(home / place)]
    except OSError:  # a file, or what cannot be read
        return False
    whole = all(VERDICT_FILE in names and names <= {VERDICT_FILE, FEEDBACK_FILE} for names in written)
    return whole and 0 < len(places) == len(written)


def refuse_links(out: Path, folder: Path) -> None:
    """Raises OSError if a link lies on the way from `out` to `folder`: what is written would land elsewhere."""
    for place in (folder, *folder.parents):
        if place == out:
            return
        if os.path.islink(place):
            why = "it is a link, where results may lie in folders only; remove it and grade again"
            raise OSError(errno.ELOOP, why, str(place))


__all__ = [
    "FEEDBACK_FILE",
    "VERDICT_FILE",
    "Verdicts",
    "adopt",
    "all_verdicts",
    "earlier_verdict",
    "refuse_links",
    "verdict_path",
]

"""What is kept of a class: verdicts below ``--out``, read when they are looked at. Whether one is old: `staleness`."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, overload

from grader.grading.handin import STUDENTS, Job
from grader.grading.names import NOBODY, printed
from grader.grading.reported import Reported
from grader.verdict import SubmissionOutcome, Verdict, VerdictError, write_atomically

VERDICT_FILE, FEEDBACK_FILE = "verdict.json", "feedback.html"
BEFORE_FILE = "verdict.before.json"  # the verdict that the other one replaced


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

    def heads(self, out: Path, reported: Reported) -> Iterator[Verdict]:
        """Each, but for most of its checks where `reported`, the record in `out`, has its head: that takes a tenth of
        the time."""
        for index, place in enumerate(self.places):
            head = None if isinstance(place, Verdict) else reported.head(out, place)
            yield self[index] if head is None else head


# --- resuming -------------------------------------------------------------------------------------------------------


def verdict_path(out: Path, job: Job) -> Path:
    return out / STUDENTS / job.student / job.lesson / VERDICT_FILE


class Earlier(NamedTuple):
    """The verdict of an earlier run. It `stands` if it is the one that lies there.

    If not, a fault of the grader's own has taken its place, or somebody removed it: then it only says with which seed
    the file was judged, and what came of it.
    """

    verdict: Verdict
    stands: bool


def earlier_verdict(out: Path, job: Job, sha256: str | None, reported: Reported | None = None) -> Earlier | None:
    """The latest verdict on the file of this hash; None if there is none, or if the latest is on another file.

    It may be the head alone, of one that `reported` has."""
    for name in (VERDICT_FILE, BEFORE_FILE):
        path = verdict_path(out, job).with_name(name)
        try:
            refuse_links(out, path)
            verdict = (reported and reported.head(out, path)) or Verdict.read(path)
        except (OSError, VerdictError):
            continue
        if verdict.outcome is not SubmissionOutcome.GRADER_ERROR:
            about = (verdict.student, verdict.lesson, verdict.submission_sha256)
            if sha256 is None or about != (job.student, job.lesson, sha256):
                return None
            return Earlier(verdict, name == VERDICT_FILE)
    return None


def keep_replaced(path: Path, by: Verdict) -> None:
    """Keep the verdict at `path`, which `by` is to replace, beside it. Raises OSError (disk full).

    One that says only that the grader failed, or that cannot be read, is not kept. Nor is one that was reached by the
    same means and says the same, where another was kept before: a regrade that is run twice hides no change.
    """
    before = path.with_name(BEFORE_FILE)
    try:
        if os.path.islink(path) or (current := Verdict.read(path)).outcome is SubmissionOutcome.GRADER_ERROR:
            return
    except VerdictError:
        return
    if not (os.path.lexists(before) and _essence(current) == _essence(by)):
        write_atomically(before, path.read_text(encoding="utf-8"))


def _essence(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict says, and by which means it was reached; not when, and how long it took."""
    checks = [(check.id, check.outcome, check.points) for check in verdict.checks]
    environment = verdict.environment.model_copy(update={"alone": False})
    return verdict.submission_sha256, verdict.lesson_digest, environment, verdict.outcome, verdict.score, checks


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


def replaced(verdicts: Verdicts) -> Iterator[tuple[Verdict, Verdict]]:
    """Of the verdicts that lie on disk, those that replaced another one on the same file: the other, and this one."""
    for place in verdicts.places:
        if isinstance(place, Verdict):
            continue
        before = place.with_name(BEFORE_FILE)
        if os.path.islink(before) or not before.is_file():
            continue
        try:
            one, other = Verdict.read(before), Verdict.read(place)
        except VerdictError:
            continue
        same = (one.student, one.lesson) == (other.student, other.lesson)
        failed = other.outcome is SubmissionOutcome.GRADER_ERROR  # perhaps before the file was read
        if same and (failed or one.submission_sha256 == other.submission_sha256):
            yield one, other


def adopt(out: Path, target: Path, *, move: bool = True) -> int:
    """Move results that an earlier version wrote directly below `out` to where they lie now; how many students. Only
    count them unless `move`.

    What holds anything but results is left alone, and so is the folder of `target`, which is to be graded: whoever
    hands in a `verdict.json` must not make their class be taken for results.
    """
    moved = 0
    for home in sorted(out.iterdir()) if out.is_dir() else ():
        if home.name == STUDENTS or target.resolve().is_relative_to(home.resolve()):
            continue
        if _is_results(home) and not os.path.lexists(out / STUDENTS / home.name):
            if move:
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
    whole = all(VERDICT_FILE in names and names <= {VERDICT_FILE, FEEDBACK_FILE, BEFORE_FILE} for names in written)
    return whole and 0 < len(places) == len(written)


def refuse_links(out: Path, folder: Path) -> None:
    """Raises OSError if a link lies on the way from `out` to `folder`: what is written would land elsewhere."""
    place, top = os.fspath(folder), os.fspath(out)
    while place != top and place != os.path.dirname(place):
        if os.path.islink(place):
            why = "it is a link, where results may lie in folders only; remove it and grade again"
            raise OSError(errno.ELOOP, why, place)
        place = os.path.dirname(place)


__all__ = [
    "BEFORE_FILE",
    "FEEDBACK_FILE",
    "VERDICT_FILE",
    "Earlier",
    "Verdicts",
    "adopt",
    "all_verdicts",
    "earlier_verdict",
    "keep_replaced",
    "refuse_links",
    "replaced",
    "verdict_path",
]

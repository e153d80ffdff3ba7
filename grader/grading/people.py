"""Who belongs to a class besides its verdicts: names and groups of a roster, and who handed in nothing.

It is kept beside the verdicts, as ``class.json``, so that the reports can be written again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.grading.jobs import Found
from grader.grading.names import printed
from grader.grading.store import Verdicts
from grader.messages.sentences import say
from grader.messages.text import Text
from grader.verdict import SubmissionOutcome, Verdict, write_atomically

FILE = "class.json"
_LARGEST = 64_000_000  # bytes of a record that is read


class Member(BaseModel):
    """What a report shows of a student besides the name of their row; `lms` is the learning platform's number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = ""
    group: str = ""
    lms: str = ""


class Asked(BaseModel):
    """A lesson of which nobody had handed in anything: its points, and when that was so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    points: float
    at: datetime.datetime


class People(BaseModel):
    """The members of a class by the name of their row, and who was absent, as (student, lesson). `asked` has the
    lessons that were nobody's."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    members: dict[str, Member] = {}
    absent: tuple[tuple[str, str], ...] = ()
    asked: dict[str, Asked] = {}

    @classmethod
    def of(cls, found: Found, points: Mapping[str, float] = {}) -> People:
        """As this run found it; `points` are those of the lessons that are nobody's."""
        members = {
            student: Member(name=one.name, group=one.group, lms=one.lms) for student, one in found.members.items()
        }
        now = datetime.datetime.now(datetime.UTC)
        asked = {lesson: Asked(points=most, at=now) for lesson, most in points.items()}
        return cls(members=members, absent=tuple(found.absent), asked=asked)

    @classmethod
    def read(cls, out: Path) -> tuple[People, Text | None]:
        """The record in `out`, empty if there is none, and a sentence if it cannot be read."""
        try:
            with (out / FILE).open("rb") as stream:
                data = stream.read(_LARGEST + 1)
            return cls.model_validate_json(data), None
        except FileNotFoundError:
            return cls(), None
        except (OSError, ValidationError, ValueError):
            said = say("{path} cannot be read: who handed in nothing is not in the reports; grade again",
                       path=printed(out / FILE))  # fmt: skip
            return cls(), said

    def after(self, earlier: People, lessons: Iterable[str] = ()) -> People:
        """This, with what `earlier` says of other lessons than these, which this run was about."""
        about = {*lessons, *self.asked}
        kept = [one for one in earlier.absent if one[1] not in about]
        absent = tuple(sorted({*kept, *self.absent}))
        return People(
            members=self.members or earlier.members, absent=absent,
            asked={name: one for name, one in {**earlier.asked, **self.asked}.items() if name not in set(lessons)},
        )  # fmt: skip

    def write(self, out: Path) -> None:
        """Raises OSError."""
        write_atomically(out / FILE, self.model_dump_json(indent=1) + "\n")


def with_absent(verdicts: Verdicts, absent: Iterable[tuple[str, str]], asked: Mapping[str, Asked] = {}) -> Verdicts:
    """The verdicts, and one for each of the absent that has none. It is made for the reports, and lies nowhere."""
    most = {lesson: one.points for lesson, one in asked.items()}
    latest = {lesson: one.at for lesson, one in asked.items()}
    every: dict[tuple[str, str], Path | Verdict] = {}
    if not (wanted := dict.fromkeys(absent)):
        return verdicts
    for place, verdict in zip(verdicts.places, verdicts, strict=True):
        every[verdict.student, verdict.lesson] = place
        latest[verdict.lesson] = max(verdict.graded_at, latest.get(verdict.lesson, verdict.graded_at))
        most[verdict.lesson] = max(verdict.max_score, most.get(verdict.lesson, 0.0))
    for student, lesson in wanted:
        if (student, lesson) not in every and lesson in most:
            every[student, lesson] = Verdict(
                lesson=lesson, lesson_digest="", student=student, file="", submission_sha256=None,
                outcome=SubmissionOutcome.NOT_HANDED_IN, score=None, max_score=most[lesson], graded_at=latest[lesson],
            )  # fmt: skip
    return Verdicts([every[key] for key in sorted(every)])


__all__ = ["FILE", "Asked", "Member", "People", "with_absent"]

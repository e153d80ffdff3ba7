"""`Job`: one submission to judge, by name; `Found`: all that a class folder holds. Plain data, nothing is read here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from grader.grading.listing import Lying
from grader.grading.roster import Person
from grader.messages.text import Text

STUDENTS = "students"  # the folder below --out that holds what belongs to one student each


@dataclass(frozen=True)
class Job:
    """One submission to judge: whose, of which lesson, in which file.

    `student` is the name as it is shown. `root` is the class folder; None for a file that the grader's user named.
    `files` are all that could be meant, where that is not plainly the one at `path`, and `unread` how many more there
    are. `fault` says why none can be graded; `unclear`: since nobody knows which it is, or whose. `like` is the student
    whose verdict on the same file this one shares.
    """

    student: str
    lesson: str
    path: Path
    root: Path | None = None
    files: tuple[Lying, ...] = ()
    unread: int = 0
    fault: Text | None = None
    unclear: bool = False
    notices: tuple[Text, ...] = ()
    like: str | None = None

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


@dataclass
class Found:
    """The jobs of a class folder, and what in it is no job, with a sentence each.

    `absent` are those of whom nothing was found for a lesson, as (student, lesson). `members` has who is in the
    roster, by the name of their row.
    """

    jobs: list[Job] = field(default_factory=list)
    strange: list[Text] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    members: dict[str, Person] = field(default_factory=dict)


__all__ = ["STUDENTS", "Found", "Job"]

"""The formats that results are written in: one module each, found by its name.

``console`` is no file and has none: it is the class's table in the terminal, `grader.reports.console`. A module has
`FILE`, the name of what it writes, and `write(results)`, the text in pieces; those that are always there have a
`Reader` besides, so that all of them together read each verdict once. `docs/formats.md` says what each makes of every
outcome; a test compares.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from grader.verdict import SubmissionOutcome, Text, Verdict

ALWAYS = ("html", "csv", "junit")  # written whatever is asked for
FILES = (*ALWAYS, "json", "github", "gitlab", "gradescope", "classroom50", "canvas", "moodle")
NAMES = ("console", *FILES)  # what `--report` takes; `console`, too, is always there
ONE_SUBMISSION = ("gradescope", "classroom50")  # formats that hold one


class Member(Protocol):
    """Who a row is about: name, group and the number of the learning platform, as far as a roster says."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def lms(self) -> str: ...


class Unwritable(ValueError):
    """This format cannot hold these results; the message says why, and what to do."""


@dataclass(frozen=True)
class Results:
    """What reports are made of. `verdicts` are all that are known, to be gone through more than once; `run` are
    those of this run. `paths` has the submitted file of this run's, by (student, lesson), and `members` the people of
    the roster by the name of their row, if there is one."""

    verdicts: Iterable[Verdict]
    titles: Mapping[str, Text]
    lang: str
    run: Sequence[Verdict]
    paths: Mapping[tuple[str, str], str]
    members: Mapping[str, Member] = field(default_factory=dict)

    def path(self, verdict: Verdict) -> str:
        return self.paths.get((verdict.student, verdict.lesson)) or verdict.file

    def title(self, lesson: str) -> str:
        title = self.titles.get(lesson)
        return title.get(self.lang) if title else lesson

    def only(self, name: str) -> Verdict:
        """The run's one verdict, as its student may see it. Raises Unwritable for another number, and for a fault of
        ours: a file with no score in it would be read as a zero."""
        if len(self.run) != 1:
            raise Unwritable(f"--report {name} is for one submission, and {len(self.run)} were graded; grade one file")
        if score(self.run[0]) is None:
            failed = self.run[0].outcome is SubmissionOutcome.GRADER_ERROR
            why = "the grader itself failed; grade again" if failed else "it is not clear which file is meant"
            raise Unwritable(f"--report {name} writes nothing, since {why}")
        return self.run[0].for_student()


class Format(Protocol):
    FILE: str

    def write(self, results: Results, /) -> Iterator[str]: ...


class Reader(Protocol):
    """A file in the making: told of each verdict once, it keeps about a kilobyte of it in memory."""

    def add(self, verdict: Verdict, /) -> None: ...
    def pieces(self, results: Results, /) -> Iterator[str]: ...


def find(name: str) -> Format:
    """The format of this name, one of `FILES`."""
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))


def reader(name: str) -> Reader:
    """A new file of a format that is one of `ALWAYS`."""
    return cast(Reader, importlib.import_module(f"{__name__}.{name}").Reader())


def written(reader: Reader, results: Results) -> Iterator[str]:
    """The text of a new reader's file, if nobody else has told it of the verdicts."""
    for verdict in results.verdicts:
        reader.add(verdict)
    return reader.pieces(results)


def points(earned: float | None, most: float) -> float:
    """Points that any reader takes: finite, from zero to `most`, with at most four digits after the point."""
    if earned is None or not math.isfinite(earned):
        return 0.0
    return round(min(max(earned, 0.0), most), 4)


def score(verdict: Verdict) -> float | None:
    """The verdict's score as `points`; None if there is none."""
    if not verdict.outcome.has_score or verdict.score is None or not math.isfinite(verdict.score):
        return None
    return points(verdict.score, verdict.max_score)


__all__ = [
    "ALWAYS", "FILES", "NAMES", "ONE_SUBMISSION", "Format", "Reader", "Results", "Unwritable", "find", "points",
    "reader", "score", "written",
]  # fmt: skip

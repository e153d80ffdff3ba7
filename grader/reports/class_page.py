"""What the instructor's page shows of a gradebook: its lessons, misconceptions and students, ready for the template."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup

from grader.reports import charts
from grader.reports.formats import Member
from grader.reports.gradebook import MOST_CURVES, CheckTitle, Entry, Gradebook
from grader.reports.text import number
from grader.reports.wording import NEEDS_A_PERSON, Tone, wording
from grader.verdict import SubmissionOutcome, Text

_TONES: tuple[Tone, ...] = ("good", "bad", "error", "quiet")  # of checks, from passed to skipped


@dataclass(frozen=True)
class CheckRow:
    """How one check went in the whole class: how many students it gave each tone."""

    title: Text
    hidden: bool
    tones: Counter[Tone] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.tones.total()

    @property
    def passed(self) -> int:
        return self.tones["good"]

    @property
    def segments(self) -> list[tuple[Tone, float]]:
        """(tone, percent of the bar)."""
        return [(tone, 100 * self.tones[tone] / self.total) for tone in _TONES if self.tones[tone]]


@dataclass(frozen=True)
class FinalValue:
    """The last value of a student's training curve. `share` is the length of its bar, 0 to 1; None for a loss."""

    entry: Entry
    shown: str
    tone: Tone
    share: float | None


@dataclass(frozen=True)
class CurvesFigure:
    """The training curves of a lesson in one picture, and their last values, best first."""

    key: str
    svg: Markup
    finals: list[FinalValue]

    @property
    def undrawn(self) -> int:
        return max(0, len(self.finals) - MOST_CURVES)


@dataclass(frozen=True)
class LessonSection:
    """One lesson. `median` is a percentage as text; it and `distribution` are None where nobody has a score."""

    id: str
    title: Text
    anchor: str
    count: int
    passed: int
    without_score: int
    median: str | None
    distribution: Markup | None
    squares: bool  # each submission is a square in `distribution`, instead of a part of a bar
    checks: list[CheckRow]
    curves: CurvesFigure | None


@dataclass(frozen=True)
class Misunderstanding:
    """A misconception and the students who share it. `percent` is their share of those who handed in the lesson."""

    lesson: str
    text: Text
    entries: list[Entry]
    percent: float


@dataclass(frozen=True)
class StudentRow:
    """A student's entry for each lesson, None where nothing was handed in, and the total of what has a score. `who` is
    what a roster says of them: name and group."""

    name: str
    who: str
    entries: list[Entry | None]
    score: float
    max_score: float
    partial: bool  # a lesson without a score is left out of the total


@dataclass(frozen=True)
class ClassPage:
    """All that the instructor's page shows. `attention` has the entries that need a person, by outcome."""

    entries: tuple[Entry, ...]
    lessons: list[LessonSection]
    students: list[StudentRow]
    misunderstandings: list[Misunderstanding]
    attention: list[Entry]
    passed: int

    @classmethod
    def of(cls, gradebook: Gradebook, titles: dict[str, Text], members: Mapping[str, Member] = {}) -> ClassPage:
        """`titles` has the title of every lesson in the gradebook, `members` who is in the roster."""
        students = _students(gradebook, members)
        gradebook = gradebook.of_what_was_handed_in()
        entries = gradebook.entries
        return cls(
            entries,
            [_lesson(titles[lesson], mine, gradebook) for lesson, mine in gradebook.by_lesson().items()],
            students,
            _misunderstandings(gradebook),
            [entry for outcome in NEEDS_A_PERSON for entry in entries if entry.outcome is outcome],
            _passed(entries),
        )


def _passed(entries: list[Entry] | tuple[Entry, ...]) -> int:
    return sum(entry.outcome is SubmissionOutcome.PASSED for entry in entries)


def _lesson(title: Text, entries: list[Entry], gradebook: Gradebook) -> LessonSection:
    lesson = entries[0].lesson
    anchor = "lesson-" + quote(lesson, safe="", errors="replace")
    scored = [entry for entry in entries if entry.has_score]
    scores = [charts.Score(entry.share, wording(entry.outcome).tone, _score_label(entry)) for entry in scored]
    return LessonSection(
        id=lesson,
        title=title,
        anchor=anchor,
        count=len(entries),
        passed=_passed(entries),
        without_score=len(entries) - len(scored),
        median=number(100 * statistics.median(entry.share for entry in scored), 0) if scored else None,
        distribution=charts.distribution(scores, label_id=f"{anchor}-scores") if scored else None,
        squares=charts.fits_squares(scores),
        checks=_check_rows(scored, gradebook),
        curves=_curves(entries, anchor),
    )


def _score_label(entry: Entry) -> str:
    return f"{entry.name}: {number(entry.score)} / {number(entry.max_score)}"


def _check_rows(entries: list[Entry], gradebook: Gradebook) -> list[CheckRow]:
    rows: dict[str, CheckRow] = {}
    for entry in entries:
        for check in entry.checks:
            if check.id not in rows:
                untitled = CheckTitle(Text(en=check.id), hidden=False)
                known = gradebook.checks.get((entry.lesson, check.id), untitled)
                rows[check.id] = CheckRow(known.title, known.hidden)
            rows[check.id].tones[check.tone] += 1
    return list(rows.values())


def _curves(entries: list[Entry], anchor: str) -> CurvesFigure | None:
    """The accuracies where there are any, else the losses."""
    for key, percent in (("accuracy", True), ("loss", False)):
        curves = [(entry.curve, entry) for entry in entries if entry.curve and entry.curve.key == key]
        series = [curve.series(entry.name, wording(entry.outcome).tone) for curve, entry in curves]
        if drawn := [one for one in series if one]:
            svg = charts.line_chart(drawn, percent=percent, label_id=f"{anchor}-curves", width=560, height=260)
            best_first = sorted(curves, key=lambda pair: pair[0].last, reverse=percent)
            return CurvesFigure(key, svg, [_final(curve.last, entry, percent) for curve, entry in best_first])
    return None


def _final(value: float, entry: Entry, percent: bool) -> FinalValue:
    share = min(1.0, max(0.0, value)) if percent else None
    return FinalValue(entry, charts.value_label(value, percent), wording(entry.outcome).tone, share)


def _misunderstandings(gradebook: Gradebook) -> list[Misunderstanding]:
    """By the number of students who share one, each student once."""
    shared: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in gradebook.entries:
        for check in entry.checks:
            key = (entry.lesson, check.misconception or "")
            if key in gradebook.misconceptions:
                shared.setdefault(key, {})[entry.name] = entry
    handed_in = Counter(entry.lesson for entry in gradebook.entries)
    return [
        Misunderstanding(
            key[0], gradebook.misconceptions[key], list(entries.values()), 100 * len(entries) / handed_in[key[0]]
        )
        for key, entries in sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _students(gradebook: Gradebook, members: Mapping[str, Member]) -> list[StudentRow]:
    handed_in = gradebook.of_what_was_handed_in()
    lessons, theirs = list(handed_in.by_lesson()), handed_in.by_student()
    rows = []
    for name in gradebook.by_student():
        mine, one = theirs.get(name, {}), members.get(name)
        who = " · ".join(part for part in (one.name, one.group) if part and part != name) if one else ""
        scored = [entry for entry in mine.values() if entry.has_score]
        score, max_score = sum(entry.score or 0.0 for entry in scored), sum(entry.max_score for entry in scored)
        rows.append(
            StudentRow(name, who, [mine.get(lesson) for lesson in lessons], score, max_score, len(scored) < len(mine))
        )
    return rows

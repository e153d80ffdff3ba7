"""The gradebook: the latest verdict of every student on every lesson, about a kilobyte each.

Verdicts are read from the disk one at a time. A class of any size fits in memory, whatever its verdicts hold.
"""

from __future__ import annotations

import datetime
import math
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from grader.reports import charts
from grader.reports.text import block
from grader.reports.wording import NEEDS_A_PERSON, Tone, wording
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Text, Verdict

MOST_CURVES = 200  # curves drawn per lesson; more could not be told apart
_CURVE_POINTS = 100
_DETAIL_BUDGET = 400_000  # characters of explanations and evidence in the whole class
_SHORT = 200
_LONG = 2_000
_MOST_TEXTS = 5_000  # check titles in the whole class, and as many misconceptions
_STOPPED = (Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASHED, Outcome.OUTPUT_LIMIT)


@dataclass(frozen=True, slots=True)
class Curve:
    """A training curve of `key`: `accuracy`, or `loss` where no accuracy was reported.

    `last` is the last reported value. `points` holds x, y, x, y...; None beyond `MOST_CURVES`.
    """

    key: str
    last: float
    points: array[float] | None

    def series(self, name: str, tone: Tone) -> charts.Series | None:
        if self.points is None:
            return None
        return charts.Series(name, tuple(zip(self.points[::2], self.points[1::2], strict=True)), tone)


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """How one check ended: its id, the tone of its outcome, and the id of the misconception it found."""

    id: str
    tone: Tone
    misconception: str | None


@dataclass(frozen=True, slots=True)
class CheckTitle:
    title: Text
    hidden: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is said of a submission that needs a person. `check` is the title of the check it is about, if of one."""

    check: Text | None
    text: Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """The traceback and output of a check that was stopped, cleaned and shortened."""

    check: Text
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One verdict, as far as the reports of a class show it."""

    student: str
    file: str
    lesson: str
    outcome: SubmissionOutcome
    score: float | None
    max_score: float
    graded_at: datetime.datetime
    profile: str
    sandbox: str
    dataset: str | None
    forced: bool
    public_only: bool
    checks: tuple[CheckEntry, ...]
    curve: Curve | None
    explanations: tuple[Explanation, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def name(self) -> str:
        return self.student or self.file

    @property
    def has_score(self) -> bool:
        return self.outcome.has_score and self.score is not None and math.isfinite(self.score)

    @property
    def share(self) -> float:
        return (self.score or 0.0) / self.max_score if self.max_score > 0 else 0.0


@dataclass(frozen=True)
class Gradebook:
    """The entries by student and lesson, and the texts that they share.

    `checks` has the title of each check by (lesson, check id); `misconceptions` the text of each misconception by
    (lesson, misconception id).
    """

    entries: tuple[Entry, ...]
    checks: dict[tuple[str, str], CheckTitle]
    misconceptions: dict[tuple[str, str], Text]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Gradebook:
        """Reads each verdict once and keeps none. Of several on the same student and lesson the latest counts."""
        reader = Reader()
        for verdict in verdicts:
            reader.add(verdict)
        return reader.gradebook()

    def of_what_was_handed_in(self) -> Gradebook:
        """Without those who handed in nothing."""
        entries = tuple(one for one in self.entries if one.outcome is not SubmissionOutcome.NOT_HANDED_IN)
        return replace(self, entries=entries)

    def by_lesson(self) -> dict[str, list[Entry]]:
        """The entries of each lesson, lessons in order."""
        by_lesson: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_lesson.setdefault(entry.lesson, []).append(entry)
        return dict(sorted(by_lesson.items()))

    def by_student(self) -> dict[str, dict[str, Entry]]:
        """The entry of each student on each lesson, students in order."""
        by_student: dict[str, dict[str, Entry]] = {}
        for entry in self.entries:
            by_student.setdefault(entry.name, {})[entry.lesson] = entry
        return by_student


@dataclass
class Reader:
    """A gradebook in the making: counts what verdicts hold against the limits of the whole class."""

    checks: dict[tuple[str, str], CheckTitle] = field(default_factory=dict)
    misconceptions: dict[tuple[str, str], Text] = field(default_factory=dict)
    _shared: dict[CheckEntry, CheckEntry] = field(default_factory=dict)  # equal ones are kept once
    _curves: Counter[tuple[str, str]] = field(default_factory=Counter)  # by lesson and key
    _latest: dict[tuple[str, str], Entry] = field(default_factory=dict)
    _budget: int = _DETAIL_BUDGET

    def add(self, verdict: Verdict) -> None:
        entry = self._entry(verdict)
        earlier = self._latest.get((entry.name, entry.lesson))
        if earlier is None or earlier.graded_at <= entry.graded_at:
            self._latest[entry.name, entry.lesson] = entry

    def gradebook(self) -> Gradebook:
        entries = tuple(self._latest[key] for key in sorted(self._latest))
        return Gradebook(entries, self.checks, self.misconceptions)

    def _entry(self, verdict: Verdict) -> Entry:
        environment = verdict.environment
        explanations, evidence = self._details(verdict) if verdict.outcome in NEEDS_A_PERSON else ((), ())
        return Entry(
            verdict.student, verdict.file, verdict.lesson, verdict.outcome, verdict.score, verdict.max_score,
            verdict.graded_at, environment.profile, environment.sandbox, environment.dataset, environment.forced,
            environment.public_only, tuple(self._check(verdict.lesson, check) for check in verdict.checks),
            self._curve(verdict), explanations, evidence,
        )  # fmt: skip

    def _check(self, lesson: str, check: CheckResult) -> CheckEntry:
        if len(self.checks) < _MOST_TEXTS:
            self.checks.setdefault((lesson, check.id), CheckTitle(check.title, check.hidden))
        diagnosis = check.diagnosis
        if diagnosis and len(self.misconceptions) < _MOST_TEXTS:
            self.misconceptions.setdefault((lesson, diagnosis.id), diagnosis.text)
        entry = CheckEntry(check.id, wording(check.outcome).tone, diagnosis.id if diagnosis else None)
        return self._shared.setdefault(entry, entry)

    def _curve(self, verdict: Verdict) -> Curve | None:
        for key in ("accuracy", "loss"):
            pairs = [(point.step, getattr(point, key)) for point in verdict.curve]
            if series := charts.series("", pairs, most=_CURVE_POINTS):
                self._curves[verdict.lesson, key] += 1
                drawn = self._curves[verdict.lesson, key] <= MOST_CURVES
                flat = array("d", (number for point in series.points for number in point)) if drawn else None
                return Curve(key, series.points[-1][1], flat)
        return None

    def _details(self, verdict: Verdict) -> tuple[tuple[Explanation, ...], tuple[Evidence, ...]]:
        """Why a person should look. Shortened once the class has used up its budget, and then without evidence."""
        stopped = [check for check in verdict.checks if check.outcome in _STOPPED][:3]
        in_full = self._budget > 0
        explanations = tuple(
            Explanation(one.check and one.check.cut(_SHORT), one.text.cut(_LONG if in_full else _SHORT))
            for one in _explanations(verdict, stopped)
        )
        evidence = tuple(filter(None, map(_evidence, stopped))) if in_full else ()
        texts = [text for one in explanations for text in (one.check, one.text) if text]
        self._budget -= sum(len(each) for text in texts for each in text.by_language.values()) + sum(
            len(one.text) for one in evidence
        )
        return explanations, evidence


def _explanations(verdict: Verdict, stopped: list[CheckResult]) -> list[Explanation]:
    meaning = wording(verdict.outcome).meaning
    if verdict.reason:
        return [Explanation(None, verdict.reason)]
    return [Explanation(check.title, check.message or meaning) for check in stopped] or [Explanation(None, meaning)]


def _evidence(check: CheckResult) -> Evidence | None:
    parts = [block(text, 3_000) for text in (check.traceback or "", check.output) if text]
    return Evidence(check.title.cut(_SHORT), "\n\n".join(parts)) if parts else None

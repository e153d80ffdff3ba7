"""What the class's page keeps of each verdict: numbers, ids and a few short sentences, about a kilobyte.

Verdicts are read from the disk one at a time. A class of any size fits in memory, whatever its verdicts hold.
"""

from __future__ import annotations

import datetime
import math
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.reports import charts
from grader.reports.text import block
from grader.reports.wording import NEEDS_A_PERSON, wording
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Text, Verdict, cut

MOST_CURVES = 200  # drawn for a lesson; more could not be told apart
_CURVE_POINTS = 100
_TOLD = 400_000  # characters, of all verdicts together, of what was recorded of those that need a person
_SHORT = 200
_MOST_TEXTS = 5_000  # titles of checks, and misconceptions, in the whole class
_EVIDENCE = (Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASHED, Outcome.OUTPUT_LIMIT)


@dataclass(frozen=True, slots=True)
class Curve:
    """A training curve of `accuracy`, or of `loss` where none was reported; `points` holds x, y, x, y..."""

    key: str
    last: float
    points: array[float] | None

    def series(self, name: str, tone: str) -> charts.Series | None:
        if self.points is None:
            return None
        return charts.Series(name, tuple(zip(self.points[::2], self.points[1::2], strict=True)), tone)


@dataclass(frozen=True, slots=True)
class Fact:
    """One verdict, as far as a class's page shows it."""

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
    checks: tuple[tuple[str, str, str | None], ...]  # id, tone, and the misconception's id
    curve: Curve | None
    said: tuple[tuple[Text | None, Text], ...] = ()  # of one that needs a person: a check's title, and what is said
    recorded: tuple[tuple[Text, str], ...] = ()

    @property
    def name(self) -> str:
        return self.student or self.file

    @property
    def has_score(self) -> bool:
        known = self.outcome is not SubmissionOutcome.GRADER_ERROR and self.score is not None
        return known and math.isfinite(self.score or 0.0)

    @property
    def share(self) -> float:
        return (self.score or 0.0) / self.max_score if self.max_score > 0 else 0.0


@dataclass
class Class:
    """The latest verdict of every student on every lesson, by student and lesson, and the texts that they share."""

    facts: list[Fact] = field(default_factory=list)
    checks: dict[tuple[str, str], tuple[Text, bool]] = field(default_factory=dict)  # lesson, id: title, hidden
    diagnoses: dict[tuple[str, str], Text] = field(default_factory=dict)  # lesson, id
    _same: dict[tuple[str, str, str | None], tuple[str, str, str | None]] = field(default_factory=dict)
    _drawn: Counter[str] = field(default_factory=Counter)
    _left: int = _TOLD

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Class:
        """Reads each verdict once, and keeps none."""
        found, latest = cls(), dict[tuple[str, str], Fact]()
        for verdict in verdicts:
            fact = found._fact(verdict)
            earlier = latest.get((fact.name, fact.lesson))
            if earlier is None or earlier.graded_at <= fact.graded_at:
                latest[fact.name, fact.lesson] = fact
        found.facts = [latest[key] for key in sorted(latest)]
        return found

    def _fact(self, verdict: Verdict) -> Fact:
        environment = verdict.environment
        said, recorded = self._told(verdict) if verdict.outcome in NEEDS_A_PERSON else ((), ())
        return Fact(
            verdict.student, verdict.file, verdict.lesson, verdict.outcome, verdict.score, verdict.max_score,
            verdict.graded_at, environment.profile, environment.sandbox, environment.dataset, environment.forced,
            environment.public_only, tuple(self._check(verdict.lesson, check) for check in verdict.checks),
            self._curve(verdict), said, recorded,
        )  # fmt: skip

    def _check(self, lesson: str, check: CheckResult) -> tuple[str, str, str | None]:
        if len(self.checks) < _MOST_TEXTS:
            self.checks.setdefault((lesson, check.id), (check.title, check.hidden))
        if check.diagnosis and len(self.diagnoses) < _MOST_TEXTS:
            self.diagnoses.setdefault((lesson, check.diagnosis.id), check.diagnosis.text)
        known = (check.id, wording(check.outcome).tone, check.diagnosis.id if check.diagnosis else None)
        return self._same.setdefault(known, known)

    def _curve(self, verdict: Verdict) -> Curve | None:
        for key in ("accuracy", "loss"):
            pairs = [(point.step, getattr(point, key)) for point in verdict.curve]
            if series := charts.series("", pairs, most=_CURVE_POINTS):
                self._drawn[f"{verdict.lesson}/{key}"] += 1
                shown = self._drawn[f"{verdict.lesson}/{key}"] <= MOST_CURVES
                flat = array("d", (number for point in series.points for number in point)) if shown else None
                return Curve(key, series.points[-1][1], flat)
        return None

    def _told(self, verdict: Verdict) -> tuple[tuple[tuple[Text | None, Text], ...], tuple[tuple[Text, str], ...]]:
        """What is said of a verdict that needs a person, and what was recorded; less once the class has said much."""
        evidence = [check for check in verdict.checks if check.outcome in _EVIDENCE][:3]
        meaning, much = wording(verdict.outcome).meaning, self._left > 0
        said: list[tuple[Text | None, Text]] = [(None, verdict.reason)] if verdict.reason else []
        said = said or [(check.title, check.message or meaning) for check in evidence] or [(None, meaning)]
        said = [(title and _short(title, _SHORT), _short(text, 2_000 if much else _SHORT)) for title, text in said]
        recorded = []
        for check in evidence if much else ():
            parts = [block(text, 3_000) for text in (check.traceback or "", check.output) if text]
            if parts:
                recorded.append((_short(check.title, _SHORT), "\n\n".join(parts)))
        texts = [text for both in said for text in both if text]
        self._left -= sum(len(text.zh) + len(text.en) for text in texts) + sum(len(text) for _, text in recorded)
        return tuple(said), tuple(recorded)


def _short(text: Text, most: int) -> Text:
    return text if max(len(text.zh), len(text.en)) <= most else Text(zh=cut(text.zh, most), en=cut(text.en, most))

"""Two pages, each one self-contained file in both languages: a student's feedback and an instructor's class report.

Neither page runs a script or loads anything: its Content-Security-Policy forbids both, and the language switch is CSS.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.reports import charts
from grader.reports.text import block, clean, number, one_line
from grader.reports.wording import LANGUAGE_NAMES, NEEDS_A_PERSON, WORDS, wording
from grader.verdict import CheckResult, Diagnosis, Outcome, SubmissionOutcome, Text, Verdict

_NO_SCORE = SubmissionOutcome.GRADER_ERROR


def feedback_html(verdict: Verdict, lang: str = "zh", title: Text | None = None) -> str:
    """The page for the student, which opens in `lang`. `title` is the lesson's; without it the page shows its id."""
    seen = verdict.for_student()
    return (
        environment()
        .get_template("feedback.html.jinja")
        .render(
            lang=lang,
            title=title or _plain(seen.lesson),
            verdict=seen,
            words=wording(seen.outcome),
            passed=sum(c.outcome is Outcome.PASSED for c in seen.checks),
            share=_share(seen),
            has_score=_has_score(seen),
            curves=_own_curves(seen),
        )
    )


def report_html(verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh") -> str:
    """The page for the instructor, which opens in `lang`; it belongs beside the folders ``<student>/<lesson>/``.

    `titles` maps a lesson's id to its title; a lesson that it lacks shows its id. Of several verdicts on the same
    student and lesson the latest counts.
    """
    latest: dict[tuple[str, str], Verdict] = {}
    for verdict in sorted(verdicts, key=lambda v: v.graded_at):
        latest[verdict.student or verdict.file, verdict.lesson] = verdict
    every = [latest[key] for key in sorted(latest)]
    lessons = [
        _LessonPart(lesson, titles.get(lesson) or _plain(lesson), [v for v in every if v.lesson == lesson])
        for lesson in sorted({v.lesson for v in every})
    ]
    attention = [v for outcome in NEEDS_A_PERSON for v in every if v.outcome is outcome]
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            lang=lang,
            verdicts=every,
            lessons=lessons,
            students=_students(every, lessons),
            passed=sum(v.outcome is SubmissionOutcome.PASSED for v in every),
            misunderstood=_misunderstood(every, lessons),
            attention=attention,
            titles={part.id: part.title for part in lessons},
        )
    )


def _href(verdict: Verdict) -> str:
    """From the class page to a student's: ``<student>/<lesson>/feedback.html``."""
    # Each part is quoted whole, so that no name can hold a scheme, a host, a query or another folder.
    parts = (verdict.student, verdict.lesson, "feedback.html")
    return "/".join(quote(part, safe="", errors="replace") for part in parts if part)


def _plain(text: str) -> Text:
    return Text(zh=text, en=text)


def _has_score(verdict: Verdict) -> bool:
    return verdict.outcome is not _NO_SCORE and verdict.score is not None and math.isfinite(verdict.score)


def _share(verdict: Verdict) -> float:
    return (verdict.score or 0.0) / verdict.max_score if verdict.max_score > 0 else 0.0


# --- the student's page


def _own_curves(verdict: Verdict) -> list[dict[str, Any]]:
    drawn = []
    for key, percent in (("loss", False), ("accuracy", True)):
        curve = charts.series("", [(p.step, getattr(p, key)) for p in verdict.curve])
        if curve:
            last = curve.points[-1][1]
            label = f"curve-{key}"
            shown = f"{number(last * 100, 1)}%" if percent else number(last, 3)
            svg = charts.line_chart([curve], percent=percent, label_id=label)
            drawn.append({"key": key, "label": label, "last": shown, "svg": svg})
    return drawn


# --- the instructor's page


@dataclass
class _CheckPart:
    """How one check went in the whole class."""

    check: CheckResult
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.outcomes.total()

    @property
    def passed(self) -> int:
        return self.outcomes["good"]

    @property
    def segments(self) -> list[tuple[str, float]]:
        """(tone, percent of the bar) from passed to skipped."""
        tones = ("good", "bad", "error", "quiet")
        return [(tone, 100 * self.outcomes[tone] / self.total) for tone in tones if self.outcomes[tone]]


class _LessonPart:
    """One lesson's section."""

    def __init__(self, lesson: str, title: Text, verdicts: list[Verdict]) -> None:
        self.id, self.title, self.verdicts = lesson, title, verdicts
        self.anchor = "lesson-" + quote(lesson, safe="", errors="replace")
        scored = [v for v in verdicts if _has_score(v)]
        self.without_score = len(verdicts) - len(scored)
        self.passed = sum(v.outcome is SubmissionOutcome.PASSED for v in verdicts)
        self.median = number(100 * statistics.median(_share(v) for v in scored), 0) if scored else None
        scores = [
            charts.Score(
                _share(v), wording(v.outcome).tone, f"{v.student or v.file}: {number(v.score)} / {number(v.max_score)}"
            )
            for v in scored
        ]
        self.distribution = charts.distribution(scores, label_id=f"{self.anchor}-scores") if scored else None
        columns = Counter(min(10, int(s.share * 10 + 1e-9)) for s in scores)
        self.squares = not columns or max(columns.values()) <= charts.SQUARES
        self.checks = self._checks(scored)
        self.curve_key, self.curve_svg, self.finals = self._curves()

    @staticmethod
    def _checks(verdicts: list[Verdict]) -> list[_CheckPart]:
        parts: dict[str, _CheckPart] = {}
        for verdict in verdicts:
            for check in verdict.checks:
                part = parts.setdefault(check.id, _CheckPart(check))
                part.outcomes[wording(check.outcome).tone] += 1
        return list(parts.values())

    def _curves(self) -> tuple[str, Markup | None, list[dict[str, Any]]]:
        for key, percent in (("accuracy", True), ("loss", False)):
            drawn = []
            for v in self.verdicts:
                pairs = [(p.step, getattr(p, key)) for p in v.curve]
                curve = charts.series(v.student or v.file, pairs, wording(v.outcome).tone)
                if curve:
                    drawn.append((curve, v))
            if drawn:
                svg = charts.line_chart(
                    [c for c, _ in drawn], percent=percent, label_id=f"{self.anchor}-curves", width=560, height=260
                )
                finals = []
                for curve, v in sorted(
                    drawn, key=lambda pair: -pair[0].points[-1][1] if percent else pair[0].points[-1][1]
                ):
                    last = curve.points[-1][1]
                    finals.append(
                        {
                            "verdict": v,
                            "shown": f"{number(last * 100, 1)}%" if percent else number(last, 3),
                            "tone": curve.tone,
                            "share": min(1.0, max(0.0, last)) if percent else None,
                        }
                    )
                return key, svg, finals
        return "", None, []


def _misunderstood(verdicts: list[Verdict], lessons: list[_LessonPart]) -> list[dict[str, Any]]:
    """Diagnoses by the number of students who share them, each student once."""
    found: dict[tuple[str, str], tuple[Diagnosis, dict[str, Verdict]]] = {}
    for verdict in verdicts:
        for check in verdict.checks:
            if check.diagnosis:
                key = (verdict.lesson, check.diagnosis.id)
                found.setdefault(key, (check.diagnosis, {}))[1][verdict.student or verdict.file] = verdict
    handed_in = {part.id: len(part.verdicts) for part in lessons}
    ranked = sorted(found.items(), key=lambda item: (-len(item[1][1]), item[0]))
    return [
        {
            "lesson": lesson,
            "diagnosis": diagnosis,
            "who": list(who.values()),
            "percent": 100 * len(who) / handed_in[lesson],
        }
        for (lesson, _), (diagnosis, who) in ranked
    ]


def _students(verdicts: list[Verdict], lessons: list[_LessonPart]) -> list[dict[str, Any]]:
    """A row per student: a cell per lesson (None: not handed in) and the total of what has a score."""
    rows: dict[str, dict[str, Verdict]] = {}
    for verdict in verdicts:
        rows.setdefault(verdict.student or verdict.file, {})[verdict.lesson] = verdict
    return [
        {
            "name": name,
            "cells": [mine.get(part.id) for part in lessons],
            "total": sum(v.score or 0.0 for v in mine.values() if _has_score(v)),
            "of": sum(v.max_score for v in mine.values() if _has_score(v)),
            "partial": not all(_has_score(v) for v in mine.values()),
        }
        for name, mine in sorted(rows.items())
    ]


# --- the template environment


@cache
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever a template prints is cleaned before it is escaped: no template can forget to.
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters.update(
        number=number, one_line=one_line, block=block, both=_both, href=_href, has_score=_has_score
    )
    environment.globals.update(
        w=_words, wording=wording, ring=charts.ring, languages=LANGUAGE_NAMES, WORDS=WORDS, Outcome=Outcome
    )
    return environment


def _both(text: Text, limit: int = 2_000) -> Markup:
    """A text in both languages; the stylesheet shows the one that is switched on."""
    if text.zh == text.en:
        return escape(block(text.zh, limit))
    zh, en = escape(block(text.zh, limit)), escape(block(text.en, limit))
    return Markup(f'<span lang="zh">{zh}</span><span lang="en">{en}</span>')


def _words(key: str, **values: object) -> Markup:
    """The page's own words in both languages, with `values` filled in and escaped."""
    safe = {name: value if isinstance(value, Markup) else clean(str(value)) for name, value in values.items()}
    zh, en = (Markup(WORDS[key].get(lang)).format(**safe) for lang in ("zh", "en"))
    return Markup(f'<span lang="zh">{zh}</span><span lang="en">{en}</span>')

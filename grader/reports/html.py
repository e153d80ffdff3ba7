"""Two pages, each one self-contained file in both languages: a student's feedback and an instructor's class report.

Neither page runs a script or loads anything: its Content-Security-Policy forbids both, and the language switch is CSS.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.reports import charts
from grader.reports.facts import MOST_CURVES, Class, Fact
from grader.reports.text import block, clean, number, one_line
from grader.reports.wording import LANGUAGE_NAMES, NEEDS_A_PERSON, WORDS, wording
from grader.verdict import Outcome, SubmissionOutcome, Text, Verdict

_NO_SCORE = SubmissionOutcome.GRADER_ERROR


def feedback_in(lang: str) -> Callable[[Verdict, Text], str]:
    """What makes the page of a verdict on a lesson of that title; it opens in `lang`."""
    return lambda verdict, title: feedback_html(verdict, lang, title)


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


def report_html(verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh") -> Iterator[str]:
    """The pieces of the page for the instructor, which opens in `lang`; it belongs beside ``students/``.

    `titles` maps a lesson's id to its title; a lesson that it lacks shows its id. Of several verdicts on the same
    student and lesson the latest counts. Each verdict is looked at once, and none is kept.
    """
    found = Class.of(verdicts)
    every = found.facts
    of_lesson: dict[str, list[Fact]] = {}
    for fact in every:
        of_lesson.setdefault(fact.lesson, []).append(fact)
    lessons = [
        _LessonPart(lesson, titles.get(lesson) or _plain(lesson), of_lesson[lesson], found)
        for lesson in sorted(of_lesson)
    ]
    return (
        environment()
        .get_template("report.html.jinja")
        .generate(
            lang=lang,
            verdicts=every,
            lessons=lessons,
            students=_students(every, lessons),
            passed=sum(fact.outcome is SubmissionOutcome.PASSED for fact in every),
            misunderstood=_misunderstood(found, lessons),
            attention=[fact for outcome in NEEDS_A_PERSON for fact in every if fact.outcome is outcome],
            titles={part.id: part.title for part in lessons},
        )
    )


def _href(verdict: Verdict | Fact) -> str:
    """From the class page to a student's: ``students/<student>/<lesson>/feedback.html``."""
    # Each part is quoted whole, so that no name can hold a scheme, a host, a query or another folder.
    parts = ("students", verdict.student, verdict.lesson, "feedback.html")
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

    title: Text
    hidden: bool
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

    def __init__(self, lesson: str, title: Text, facts: list[Fact], found: Class) -> None:
        self.id, self.title, self.count = lesson, title, len(facts)
        self.anchor = "lesson-" + quote(lesson, safe="", errors="replace")
        scored = [fact for fact in facts if fact.has_score]
        self.without_score = len(facts) - len(scored)
        self.passed = sum(fact.outcome is SubmissionOutcome.PASSED for fact in facts)
        self.median = number(100 * statistics.median(fact.share for fact in scored), 0) if scored else None
        scores = [
            charts.Score(
                fact.share,
                wording(fact.outcome).tone,
                f"{fact.name}: {number(fact.score)} / {number(fact.max_score)}",
            )
            for fact in scored
        ]
        self.distribution = charts.distribution(scores, label_id=f"{self.anchor}-scores") if scored else None
        columns = Counter(min(10, int(s.share * 10 + 1e-9)) for s in scores)
        self.squares = not columns or max(columns.values()) <= charts.SQUARES
        self.checks = self._checks(scored, found)
        self.curve_key, self.curve_svg, self.finals = self._curves(facts)
        self.undrawn = max(0, len(self.finals) - MOST_CURVES)

    @staticmethod
    def _checks(facts: list[Fact], found: Class) -> list[_CheckPart]:
        parts: dict[str, _CheckPart] = {}
        for fact in facts:
            for name, tone, _ in fact.checks:
                if name not in parts:
                    title, hidden = found.checks.get((fact.lesson, name)) or (_plain(name), False)
                    parts[name] = _CheckPart(title, hidden)
                parts[name].outcomes[tone] += 1
        return list(parts.values())

    def _curves(self, facts: list[Fact]) -> tuple[str, Markup | None, list[dict[str, Any]]]:
        for key, percent in (("accuracy", True), ("loss", False)):
            with_one = [(fact.curve, fact) for fact in facts if fact.curve and fact.curve.key == key]
            tones = [(curve, fact, wording(fact.outcome).tone) for curve, fact in with_one]
            drawn = [series for curve, fact, tone in tones if (series := curve.series(fact.name, tone))]
            if not drawn:
                continue
            label = f"{self.anchor}-curves"
            svg = charts.line_chart(drawn, percent=percent, label_id=label, width=560, height=260)
            finals = [
                {
                    "verdict": fact,
                    "shown": f"{number(curve.last * 100, 1)}%" if percent else number(curve.last, 3),
                    "tone": tone,
                    "share": min(1.0, max(0.0, curve.last)) if percent else None,
                }
                for curve, fact, tone in sorted(tones, key=lambda one: -one[0].last if percent else one[0].last)
            ]
            return key, svg, finals
        return "", None, []


def _misunderstood(found: Class, lessons: list[_LessonPart]) -> list[dict[str, Any]]:
    """Diagnoses by the number of students who share them, each student once."""
    shared: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in found.facts:
        for _, _, diagnosis in fact.checks:
            if (fact.lesson, diagnosis or "") in found.diagnoses:
                shared.setdefault((fact.lesson, diagnosis or ""), {})[fact.name] = fact
    handed_in = {part.id: part.count for part in lessons}
    return [
        {
            "lesson": key[0],
            "text": found.diagnoses[key],
            "who": list(who.values()),
            "percent": 100 * len(who) / handed_in[key[0]],
        }
        for key, who in sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _students(facts: list[Fact], lessons: list[_LessonPart]) -> list[dict[str, Any]]:
    """A row per student: a cell per lesson (None: not handed in) and the total of what has a score."""
    rows: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        rows.setdefault(fact.name, {})[fact.lesson] = fact
    return [
        {
            "name": name,
            "cells": [mine.get(part.id) for part in lessons],
            "total": sum(fact.score or 0.0 for fact in mine.values() if fact.has_score),
            "of": sum(fact.max_score for fact in mine.values() if fact.has_score),
            "partial": not all(fact.has_score for fact in mine.values()),
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
    environment.filters.update(number=number, one_line=one_line, block=block, both=_both, href=_href)
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

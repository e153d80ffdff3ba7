"""Two pages, each one self-contained file in both languages: a student's feedback and an instructor's class report.

Neither page runs a script or loads anything: its Content-Security-Policy forbids both, and the language switch is CSS.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.reports import charts
from grader.reports.class_page import ClassPage
from grader.reports.gradebook import Entry, Gradebook
from grader.reports.text import block, clean, number, one_line
from grader.reports.wording import LANGUAGE_NAMES, WORDS, wording
from grader.verdict import Outcome, SubmissionOutcome, Text, Verdict


def feedback_in(lang: str) -> Callable[[Verdict, Text], str]:
    """A function of a verdict and its lesson's title that makes the student's page, which opens in `lang`."""
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
            share=(seen.score or 0.0) / seen.max_score if seen.max_score > 0 else 0.0,
            has_score=_has_score(seen),
            curves=_curves(seen),
        )
    )


def report_html(verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh") -> Iterator[str]:
    """The pieces of the page for the instructor, which opens in `lang`; it belongs beside ``students/``.

    `titles` maps a lesson's id to its title; a lesson that it lacks shows its id. Of several verdicts on the same
    student and lesson the latest counts. Reads each verdict once and keeps none.
    """
    gradebook = Gradebook.of(verdicts)
    shown = {lesson: titles.get(lesson) or _plain(lesson) for lesson in gradebook.by_lesson()}
    page = ClassPage.of(gradebook, shown)
    return environment().get_template("report.html.jinja").generate(lang=lang, page=page, titles=shown)


def _plain(text: str) -> Text:
    return Text(zh=text, en=text)


def _has_score(verdict: Verdict) -> bool:
    known = verdict.outcome is not SubmissionOutcome.GRADER_ERROR and verdict.score is not None
    return known and math.isfinite(verdict.score or 0.0)


@dataclass(frozen=True)
class _CurveFigure:
    """One training curve on a student's page: what it is of, the id of its caption, and its last value."""

    key: str
    label: str
    last: str
    svg: Markup


def _curves(verdict: Verdict) -> list[_CurveFigure]:
    figures = []
    for key, percent in (("loss", False), ("accuracy", True)):
        if curve := charts.series("", [(point.step, getattr(point, key)) for point in verdict.curve]):
            label = f"curve-{key}"
            svg = charts.line_chart([curve], percent=percent, label_id=label)
            figures.append(_CurveFigure(key, label, charts.value_label(curve.points[-1][1], percent), svg))
    return figures


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


def _href(entry: Entry) -> str:
    """From the class page to a student's: ``students/<student>/<lesson>/feedback.html``."""
    # Each part is quoted whole, so that no name can hold a scheme, a host, a query or another folder.
    parts = ("students", entry.student, entry.lesson, "feedback.html")
    return "/".join(quote(part, safe="", errors="replace") for part in parts if part)


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

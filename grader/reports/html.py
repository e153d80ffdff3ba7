"""Two pages, each one self-contained file in every language: a student's feedback and an instructor's class report.

Neither page runs a script or loads anything: its Content-Security-Policy forbids both, and the language switch is CSS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.messages import languages, sentences
from grader.reports import charts
from grader.reports.class_page import ClassPage
from grader.reports.formats import Member, score
from grader.reports.gradebook import Entry, Gradebook
from grader.reports.repeats import once
from grader.reports.text import block, clean, number, one_line, with_code
from grader.reports.wording import (
    COLON,
    CURVES,
    DIAGNOSIS,
    FORCED,
    NO_SCORE,
    NOTE,
    NOTICES,
    PUBLIC_ONLY,
    PUBLIC_PASSED,
    Wording,
    frames,
    place,
    wording,
)
from grader.sandbox.runtimes import title_of
from grader.verdict import CheckResult, Outcome, Text, Verdict


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
            has_score=score(seen) is not None,
            curves=curves_of(seen),
            checks=once(seen.checks),
        )
    )


def report_html(
    verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh", members: Mapping[str, Member] = {}
) -> Iterator[str]:
    """The pieces of the page for the instructor, which opens in `lang`; it belongs beside ``students/``.

    `titles` maps a lesson's id to its title; a lesson that it lacks shows its id. `members` are those of the roster, by
    the name of their row. Of several verdicts on the same student and lesson the latest counts. Reads each verdict once
    and keeps none.
    """
    return report_of(Gradebook.of(verdicts), titles, lang, members)


def report_of(
    gradebook: Gradebook, titles: Mapping[str, Text], lang: str, members: Mapping[str, Member]
) -> Iterator[str]:
    """`report_html` of a gradebook."""
    shown = {lesson: titles.get(lesson) or _plain(lesson) for lesson in gradebook.by_lesson()}
    page = ClassPage.of(gradebook, shown, members)
    return environment().get_template("report.html.jinja").generate(lang=lang, page=page, titles=shown)


def _plain(text: str) -> Text:
    return Text(en=text)


@dataclass(frozen=True)
class _CurveFigure:
    """One training curve on a student's page: what it is of, the id of its caption, and its last value."""

    key: str
    label: str
    last: str
    svg: Markup


def curves_of(verdict: Verdict) -> list[_CurveFigure]:
    """The loss and the accuracy that a training reported, drawn; those of which nothing can be drawn are left out."""
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
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters.update(
        number=number, one_line=one_line, block=block, both=_every_language, href=_href, runtime_title=title_of
    )
    environment.globals.update(
        say=sentences.say,
        say_in=sentences.say_in,
        say_many=sentences.say_many,
        languages=languages.names(),
        wording=wording,
        place=place,
        frames=frames,
        article=_article,
        ring=charts.ring,
        Outcome=Outcome,
        COLON=COLON,
        DIAGNOSIS=DIAGNOSIS,
        FORCED=FORCED,
        NO_SCORE=NO_SCORE,
        NOTE=NOTE,
        CURVES=CURVES,
        NOTICES=NOTICES,
        PUBLIC_ONLY=PUBLIC_ONLY,
        PUBLIC_PASSED=PUBLIC_PASSED,
    )
    return environment


def _article(check: CheckResult, words: Wording) -> Markup:
    """One check on the page of a submission whose outcome is said in `words`."""
    said = wording(check.outcome) is words
    if check.traceback or (check.outcome is not Outcome.PASSED and (check.output or check.details)):
        return _drawn(check, said)
    shown = {"seconds": 0.0, "output": "", "details": None, "compared": None}
    return _drawn_before(check.model_copy(update=shown), said)


@lru_cache(maxsize=500)
def _drawn_before(check: CheckResult, said: bool) -> Markup:
    """The pages of a class have the same checks again and again."""
    return _drawn(check, said)


def _drawn(check: CheckResult, said: bool) -> Markup:
    return Markup(environment().get_template("check.html.jinja").render(check=check, said=said))


def _href(entry: Entry) -> str:
    """From the class page to a student's: ``students/<student>/<lesson>/feedback.html``."""
    # Each part is quoted whole, so that no name can hold a scheme, a host, a query or another folder.
    parts = ("students", entry.student, entry.lesson, "feedback.html")
    return "/".join(quote(part, safe="", errors="replace") for part in parts if part)


def _printed(value: object) -> object:
    """What a template prints: text is cleaned before it is escaped, so that no template can forget to."""
    if isinstance(value, Text):
        return _every_language(value)
    return clean(value) if type(value) is str else value


def _every_language(text: Text, limit: int = 2_000) -> Markup:
    """A text in every language; the stylesheet shows the one that is switched on."""
    return _spans(text, limit, languages.languages())


@lru_cache(maxsize=2_000)
def _spans(text: Text, limit: int, codes: tuple[str, ...]) -> Markup:
    """The pages of a class have the same titles and sentences again and again. Code stands between backquotes."""
    shown = {code: with_code(block(text.get(code), limit)) for code in codes}
    if len(set(shown.values())) == 1:
        return Markup(shown["en"])
    return Markup("".join(f'<span lang="{code}">{each}</span>' for code, each in shown.items()))

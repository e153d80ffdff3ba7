"""What stands below a grade cell, as HTML and as text: one check in one language, with only what a student may see."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from grader.messages.sentences import say
from grader.reports.text import block, clean, number, one_line
from grader.reports.wording import COLON, DIAGNOSIS, NOTE, Wording, wording
from grader.verdict import CheckResult, SubmissionOutcome, Verdict

_COLOURS = {"good": "#2e7d4f", "bad": "#c0392b", "error": "#a15c00", "quiet": "#6b7280", "fault": "#6a5acd"}


def of_check(check: CheckResult, lang: str) -> tuple[str, str]:
    """One check's result: HTML, and a line of text."""
    words = wording(check.outcome)
    passed = words.tone == "good"
    message = check.message.get(lang) if check.message else "" if passed else words.meaning.get(lang)
    facts = {
        "title": one_line(check.title.get(lang), 400),
        "hidden": say("hidden check").get(lang) if check.hidden else "",
        "points": f"{number(check.points)} / {number(check.max_points)}",
        "message": block(message, 2000),
        "diagnosis": block(check.diagnosis.text.get(lang), 2000) if check.diagnosis else "",
        "note": block(check.note.get(lang), 2000) if check.note else "",
        "traceback": block(check.traceback or ""),
    }
    return _rendered(words, lang, **facts), _line(words, facts["title"], lang)


def of_all(verdict: Verdict, lang: str) -> tuple[str, str]:
    """What is said in each cell of a submission that was not judged by checks: HTML, and a line of text."""
    words = wording(verdict.outcome)
    told = verdict.reason or (words.next_step if verdict.outcome is SubmissionOutcome.UNATTEMPTED else words.meaning)
    text = told.get(lang)
    return _rendered(words, lang, message=block(text, 2000)), _line(words, one_line(text, 400), lang)


def _line(words: Wording, text: str, lang: str) -> str:
    return clean(f"{words.icon} {words.name.get(lang)}{COLON.get(lang)}{text}")


def _rendered(words: Wording, lang: str, **facts: str) -> str:
    labels = {"diagnosis_label": DIAGNOSIS.get(lang), "note_label": NOTE.get(lang)}
    outcome = f"{words.icon} {words.name.get(lang)}"
    return clean(_template().render(lang=lang, colour=_COLOURS[words.tone], outcome=outcome, **labels, **facts))


@cache
def _template() -> Any:
    text = Path(__file__).with_name("cell.html.jinja").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)


__all__ = ["of_all", "of_check"]

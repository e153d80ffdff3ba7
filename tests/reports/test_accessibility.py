"""The pages that students and instructors open in a browser, in both themes, both languages, and a narrow window."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import lesson_at
from grader.jupyter.check_table import CheckTable
from grader.reports.accuracies import Accuracies, accuracies_html
from grader.reports.html import feedback_html, report_html
from grader.reports.lab import LabReport
from grader.reports.preview import Answer, Preview, preview_html
from grader.verdict import Verdict
from tests import in_browser
from tests.accessibility import stumbles
from tests.reports.sample import TITLES, sample_class

ROOT = Path(__file__).resolve().parents[2]
LESSON = "02-gate-math"


def of_the_class(lang: str) -> str:
    return "".join(report_html(sample_class(), TITLES, lang))


def of_a_lesson(lang: str) -> str:
    """The preview of a lesson, with answers of every outcome."""
    lesson = lesson_at(ROOT, LESSON)
    tasks = {code: lesson.task_in(code).read_text(encoding="utf-8") for code in ("zh", "en")}
    answers = [Answer(one.student, one, f"{one.student}.html") for one in sample_class()]
    return preview_html(
        Preview(lesson.title, tasks, {"zh": "zh.ipynb", "en": "en.ipynb"}, {}, answers, ["a leak"]), lang
    )


def of_a_report(lang: str) -> str:
    """A lab report, with curves."""
    verdict = next(one for one in sample_class() if one.curve)
    task = lesson_at(ROOT, LESSON).task_in(lang).read_text(encoding="utf-8")
    code = [("sigmoid", "return 1 / (1 + np.exp(-z))")]
    return LabReport(TITLES[LESSON], task, code, verdict, False, {}, datetime.datetime(2026, 1, 5)).html(lang)


def of_accuracies(lang: str) -> str:
    found = Accuracies()
    found.read("".join(f"Iter {step}, Training Accuracy= {0.5 + step / 1000}\n" for step in range(0, 400, 100)))
    return accuracies_html(found, "train.py", lang)


def _of_every_outcome() -> list[Verdict]:
    return list({one.outcome: one for one in sample_class()}.values())


def feedback(lang: str) -> list[str]:
    return [feedback_html(one, lang, TITLES[one.lesson]) for one in _of_every_outcome()]


def tables(lang: str) -> list[str]:
    """What `%check` shows in a notebook."""
    page = '<!doctype html><html lang="{}"><title>%check</title><main><h1>%check</h1>{}</main></html>'
    shown = [CheckTable(one, TITLES[one.lesson], lang, "toy.ipynb", "Ctrl+S") for one in _of_every_outcome()]
    return [page.format(lang, table._repr_html_()) for table in shown]


PAGES: dict[str, Callable[[str], list[str]]] = {
    "class": lambda lang: [of_the_class(lang)],
    "lesson": lambda lang: [of_a_lesson(lang)],
    "lab-report": lambda lang: [of_a_report(lang)],
    "accuracies": lambda lang: [of_accuracies(lang)],
    "feedback": feedback,
    "table": tables,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with in_browser.browser() as chromium:
        yield chromium


@pytest.mark.proof("accessibility")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("lang", "theme", "width"), [("en", "light", 1100), ("zh", "dark", 1100), ("zh", "light", 340)]
)
def test_nobody_stumbles(browser: Any, tmp_path: Path, name: str, lang: str, theme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = context.new_page()
    for number, html in enumerate(PAGES[name](lang)):
        path = tmp_path / f"{number}.html"
        path.write_text(html, encoding="utf-8")
        page.goto(path.as_uri())
        assert stumbles(page) == []
    context.close()


@pytest.mark.proof("accessibility")
def test_who_would_stumble_is_found(browser: Any) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>t</title><main><h1 style="color: #ddd">pale</h1><button></button></main>')
    found = stumbles(page)
    assert any(one.startswith("color-contrast") for one in found) and any(
        one.startswith("button-name") for one in found
    )
    assert all("pale" not in one for one in stumbles(page, ["button"]))
    page.close()

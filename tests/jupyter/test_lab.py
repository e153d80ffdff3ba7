"""A student's day in JupyterLab's lesson panel, in a real browser: open, read, answer, check, understand, go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.jupyter.walking import Lab, Student, fill

LESSON, NOTEBOOK = "02-gate-math", "02-gate-math/gate_math.ipynb"
WRONG = "return 1 / (1 + np.exp(z))"  # the exponent's sign is lost
RIGHT = "return 0.5 * (1 + np.tanh(z / 2))"
WORDS = {"en": ("All public checks pass. ", "explains "), "zh": ("公开检查全部通过。", "说明了 ")}


def all_but_sigmoid(workspace: Path, lang: str) -> None:
    fill(workspace, lang, {LESSON: ["sigmoid"], "03-lstm-cell": None})


@pytest.mark.proof("browser")
@pytest.mark.parametrize(("lang", "theme"), [("en", "Light"), ("zh", "Dark")])
def test_a_student_answers_wrongly_understands_and_passes(browser: Any, lab: Lab, lang: str, theme: str) -> None:
    all_but_sigmoid(lab.workspace, lang)
    lab.use(lang, theme)
    passes, explains = WORDS[lang]
    student = Student(browser, lab, f"{lang}-{theme}")
    page = student.page
    student.see(".gatehouse-path li")
    student.picture("path")

    # The task is beside the notebook, with its math.
    student.click(".gatehouse-path .gatehouse-started button")
    student.see(".gatehouse-markdown mjx-container")
    student.see(".jp-Notebook .jp-CodeCell")
    student.picture("task")

    # A natural mistake.
    begin = page.locator(".jp-CodeCell .cm-line", has_text="Begin sigmoid")
    begin.click()
    student.press("End", "Enter")
    student.type(WRONG)
    student.click(".gatehouse-check")
    student.see(".gatehouse-diagnosis")
    student.see(".gatehouse-check.jp-mod-accept")
    student.picture("wrong")
    assert page.locator(".gatehouse-diagnosis").count() == 1
    assert explains in student.see(".gatehouse-diagnosis").inner_text()
    assert WRONG in (lab.workspace / NOTEBOOK).read_text(encoding="utf-8"), "checked is what was saved"
    assert page.locator(".cm-line.gatehouse-mark-wrong").all_inner_texts() == ["    " + WRONG]

    # The link leads to the student's own line; the mark goes when the line is edited.
    student.click(".gatehouse-diagnosis .gatehouse-line")
    page.wait_for_function("() => document.activeElement.closest('.jp-CodeCell')")
    student.press("Home", "Shift+End")
    student.type(RIGHT)
    assert page.locator(".cm-line.gatehouse-mark-wrong").count() == 0
    student.picture("mended")

    # Again, from the keyboard; the gate is passed, and the next one opens.
    student.press("Control+Shift+Enter")
    page.locator(".gatehouse-summary", has_text=passes).wait_for()
    student.picture("passed")
    assert page.locator(".gatehouse-checks .gatehouse-not-passed").count() == 0
    student.click(".gatehouse-head .gatehouse-icon")
    student.see(".gatehouse-path .gatehouse-passed")
    student.picture("after")
    assert page.locator(".gatehouse-path .gatehouse-locked").count() == 0
    student.leave()


@pytest.mark.proof("browser")
def test_stop_hints_reset_history_and_handing_in(browser: Any, lab: Lab) -> None:
    all_but_sigmoid(lab.workspace, "en")
    lab.use("en", "Light")
    student = Student(browser, lab, "en-Light-narrow", width=900, height=700)
    page, path = student.page, lab.workspace / NOTEBOOK
    student.click(".gatehouse-path .gatehouse-started button")
    page.locator(".jp-CodeCell .cm-line", has_text="Begin sigmoid").click()
    student.press("End", "Enter")
    student.type("while True: pass")

    # What never ends is stopped, and costs nothing.
    student.click(".gatehouse-check")
    student.click(".gatehouse-check.jp-mod-warn")
    page.locator(".gatehouse-summary", has_text="Stopped; nothing was changed.").wait_for()
    student.picture("stopped")

    # A wrong answer; then hints, with the keyboard alone.
    page.locator(".jp-CodeCell .cm-line", has_text="while True").click()
    student.press("Home", "Shift+End")
    student.type(WRONG)
    student.press("Control+Shift+Enter")
    student.see(".gatehouse-diagnosis")
    student.see(".gatehouse-check.jp-mod-accept")
    page.locator("#gatehouse-tab-results").focus()
    student.press("ArrowRight")
    student.see(".gatehouse-content > .jp-mod-styled")
    student.press("Tab", "Tab", "Enter")
    student.see(".gatehouse-hints li")
    student.picture("hints")

    # The stub of one region again, and back from the history.
    student.click(".gatehouse-foot .gatehouse-icon")
    student.see(".jp-Dialog select").select_option("sigmoid")
    student.picture("reset")
    student.click(".jp-Dialog .jp-mod-accept")
    student.until(lambda: WRONG not in path.read_text(encoding="utf-8"))
    page.locator(".jp-CodeCell .cm-line", has_text=WRONG).wait_for(state="detached")
    page.locator(".jp-CodeCell .cm-line", has_text="Begin sigmoid").wait_for()
    page.locator("#gatehouse-tab-hand-in").click()
    student.click(".gatehouse-history .gatehouse-icon")
    student.click(".jp-Dialog .jp-mod-accept")
    student.until(lambda: WRONG in path.read_text(encoding="utf-8"))
    page.locator(".jp-CodeCell .cm-line", has_text=WRONG).wait_for()

    # What is changed outside the regions is marked when it is saved.
    page.locator(".jp-CodeCell .cm-line", has_text="import numpy as np").click()
    student.press("End", "Enter")
    student.type("np = None")
    student.press("Control+s")
    student.see(".cm-line.gatehouse-mark-outside")
    student.picture("outside")

    student.click(".gatehouse-content > .jp-mod-accept")
    student.see(".gatehouse-content > .gatehouse-message")
    student.picture("handed-in")
    assert page.locator(".gatehouse-history li", has_text="file written").count() == 1
    student.leave()


_SHUT_DOWN = """
async () => {
  const headers = { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)[1] };
  for (const { id } of await (await fetch('/api/sessions')).json()) {
    await fetch(`/api/sessions/${id}`, { method: 'DELETE', headers });
  }
}
"""


@pytest.mark.proof("browser")
def test_a_check_asks_no_kernel_whether_it_is_busy_or_dead(browser: Any, lab: Lab) -> None:
    fill(lab.workspace, "en", {LESSON: []})
    lab.use("en")
    student = Student(browser, lab, "kernel")
    page = student.page
    student.click(".gatehouse-path li button")
    student.code("import numpy as np").click()
    student.press("End", "Enter")
    student.type("while True: pass")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    student.press("Control+Enter")
    page.get_by_text("Python 3 (ipykernel) | Busy").wait_for()
    student.write_over("while True", "pass")
    assert "All public checks pass" in student.check()
    assert page.get_by_text("Python 3 (ipykernel) | Busy").count() == 1

    # Shut down, as the menu does it; and a wrong answer, whose values are told.
    page.evaluate(_SHUT_DOWN)
    page.get_by_text("Busy").wait_for(state="detached")
    student.write_over("np.where(z", "return np.where(z >= 0, 0.5, tail) / (1.0 + tail)")
    assert "public checks pass" in student.check()
    values = student.see(".gatehouse-values").inner_text()
    assert "expected" in values and "yours" in values and values.count("[0.119203 0.377541 ") == 2
    student.picture("values")
    student.leave()

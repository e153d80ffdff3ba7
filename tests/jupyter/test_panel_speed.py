"""How long a student waits from the click on Check to every result, in a real browser."""

from __future__ import annotations

import json
import statistics
from typing import Any

import pytest

from tests.in_browser import ROOT
from tests.jupyter.walking import Lab, Student, fill

LESSONS = ("02-gate-math", "03-lstm-cell")
CLICKS, FIRST = 20, 3  # the first ones start what stays warm
_CLICK = """
() => new Promise(done => {
  const check = document.querySelector('.gatehouse-check');
  const began = performance.now();
  let runs = false;
  new MutationObserver((_, watcher) => {
    runs ||= check.classList.contains('jp-mod-warn');
    if (runs && check.classList.contains('jp-mod-accept')) {
      watcher.disconnect();
      done(performance.now() - began);
    }
  }).observe(check, { attributes: true });
  check.click();
})
"""


@pytest.mark.proof("browser")
def test_how_long_from_the_click_to_every_result(browser: Any, lab: Lab) -> None:
    """Of a notebook that was just changed. The medians are kept in ``build/panel-speed.json``, and not judged."""
    fill(lab.workspace, "en", dict.fromkeys(LESSONS, ()))
    lab.use("en")
    medians = {}
    student = Student(browser, lab, "speed")
    page = student.page
    for lesson in LESSONS:
        student.see(".gatehouse-path li")
        page.locator(".gatehouse-path li button").nth(LESSONS.index(lesson)).click()
        student.see(".gatehouse-check.jp-mod-accept")
        times = []
        for _ in range(FIRST + CLICKS):
            student.code("import numpy as np").click()
            student.press("End")
            student.type(" #")
            page.wait_for_timeout(300)  # until the editor is at rest
            times.append(page.evaluate(_CLICK))
            student.see(".gatehouse-summary.gatehouse-passed")
            page.wait_for_timeout(300)
        medians[lesson] = round(statistics.median(times[FIRST:]))
        student.click(".gatehouse-head .gatehouse-icon")
    student.leave()
    record = ROOT / "build" / "panel-speed.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({f"median of {CLICKS}, ms": medians}, indent=1) + "\n", encoding="utf-8")

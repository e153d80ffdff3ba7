"""One error that many checks meet is said once, by the first of them."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from grader.jupyter.check_table import CheckTable
from grader.reports.console import verdict_view
from grader.reports.html import feedback_html
from grader.reports.repeats import once
from grader.verdict import CheckResult, Diagnosis, Outcome, Text
from tests.reports.sample import TITLES, verdict

LINE = "line 19 in sigmoid\n    if z >= 0:"
FOUND = Diagnosis(id="truth-of-an-array", text=Text(en="an array is no condition", zh="数组不能当条件"))


def check(name: str, message: str, outcome: Outcome = Outcome.RAISED, **facts: Any) -> CheckResult:
    text = Text(en=message, zh=message)
    facts = {"hidden": False, "points": 0, "max_points": 1, "traceback": LINE, "diagnosis": FOUND} | facts
    return CheckResult(id=name, title=Text(en=f"title {name}", zh=name), outcome=outcome, message=text, **facts)


PUBLIC = check("a", "line 19: your code raised ValueError: The truth value")
HIDDEN = check("b", "line 19: your code raised ValueError", hidden=True)
DEEPER = check("c", "line 19: your code raised ValueError", traceback=f"line 40 in lstm_step\n    sigmoid(z)\n{LINE}")


def test_the_first_says_how_many_others_there_are_and_these_point_to_it() -> None:
    first, second, third = once([PUBLIC, HIDDEN, DEEPER])
    assert first.message and first.message.en.endswith("The truth value\nThe same error stops 2 other checks.")
    assert (first.traceback, first.diagnosis) == (LINE, FOUND)
    for other in (second, third):
        assert other.message and other.message.en == "the same error as in “title a”, above"
        assert (other.traceback, other.diagnosis) == (None, None)


def test_another_line_another_exception_or_another_mistake_is_another_error() -> None:
    others = [
        check("b", "line 20: your code raised ValueError", traceback="line 20 in sigmoid\n    if z <= 0:"),
        check("c", "line 19: your code raised TypeError"),
        check("d", "line 19: your code raised ValueError", diagnosis=None),
    ]
    assert once([PUBLIC, *others]) == [PUBLIC, *others]


def test_what_needs_the_broken_region_points_to_why_it_is_broken() -> None:
    why = "line 63 is no Python"
    broken = check("a", why, diagnosis=None)
    needs = check("b", f"this check needs the region `c`: {why}", Outcome.FAILED, diagnosis=None, traceback=None)
    assert "the same error as in" in str(once([broken, needs])[1].message)


def test_wrong_values_passed_and_skipped_checks_are_all_said() -> None:
    for outcome in (Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED):
        same = [check(name, "all 6 values of h are wrong", outcome, traceback=None) for name in "ab"]
        assert once(same) == same


def test_terminal_page_and_notebook_say_it_once() -> None:
    one = verdict("bo.wen", "02-gate-math").model_copy(update={"checks": [PUBLIC, HIDDEN, DEEPER]})
    console = Console(width=200, file=io.StringIO())
    console.print(verdict_view(one, "en"))
    table = CheckTable(one, TITLES["02-gate-math"], "en", "saved")
    for shown in (console.file.getvalue(), str(table), table._repr_html_(), feedback_html(one, "en")):  # type: ignore[attr-defined]
        assert shown.count("an array is no condition") == 1 and "stops 2 other checks" in shown

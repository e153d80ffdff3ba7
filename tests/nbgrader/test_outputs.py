"""What nbgrader 0.9.6 makes of a cell's outputs, and that ours say what the verdict says."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from grader.nbgrader.outputs import credit, fill
from grader.nbgrader.record import CourseError
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Text, Verdict

CELLS = {"test_a": "test_a", "hidden-1": "test_secret"}


def grade_cell(name: str, points: float = 2.0, *outputs: Any) -> Any:
    facts = {"schema_version": 3, "grade": True, "locked": True, "solution": False, "task": False, "grade_id": name}
    return new_code_cell("%points x", metadata={"nbgrader": {**facts, "points": points}}, outputs=list(outputs))


def result(text: str) -> Any:
    return new_output("execute_result", {"text/plain": text})


def check(name: str, points: float, most: float = 2.0, *, hidden: bool = False, **more: Any) -> CheckResult:
    outcome = Outcome.PASSED if points == most else Outcome.FAILED
    title = Text(en=f"title of {name}", zh=f"{name} 的标题")
    return CheckResult(
        id=name, title=title, hidden=hidden, outcome=outcome, points=points, max_points=most, **more
    )  # fmt: skip


def verdict(*checks: CheckResult, outcome: str = "failed", **more: Any) -> Verdict:
    facts = {
        "lesson": "01-toy", "lesson_digest": "0" * 64, "student": "ada", "file": "01-toy.ipynb",
        "submission_sha256": "1" * 64, "outcome": SubmissionOutcome(outcome),
        "score": sum(one.points for one in checks), "max_score": 4.0,
        "checks": list(checks), "graded_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    }  # fmt: skip
    return Verdict(**{**facts, **more})


# --- the traps, as nbgrader has them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["nan", "-0.1", "no number"])
def test_nbgrader_gives_full_marks_for_what_is_no_score(text: str) -> None:
    assert determine_grade(grade_cell("a", 2.0, result(text))) == (2.0, 2.0)


@pytest.mark.parametrize("text", ["2.0000001", "inf"])
def test_nbgrader_fails_a_submission_that_has_too_much(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be greater than maximum points"):
        determine_grade(grade_cell("a", 2.0, result(text)))


def test_nbgrader_gives_full_marks_for_no_output() -> None:
    assert determine_grade(grade_cell("a")) == (2.0, 2.0)


def test_nbgrader_takes_the_first_that_decides() -> None:
    shown = new_output("display_data", {"text/plain": "0"})
    warning = new_output("stream", name="stderr", text="a warning")
    assert determine_grade(grade_cell("a", 2.0, shown, result("1.5"), warning)) == (1.5, 2.0)
    assert determine_grade(grade_cell("a", 2.0, shown, warning, result("1.5"))) == (0, 2.0)


# --- ours -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "points, most, given",
    [(-0.1, 2, 0.0), (2.0000001, 2, 2.0), (2.5, 2, 2.0), (1 / 3, 1, 0.333333), (2 / 3, 2 / 3, 2 / 3), (0, 0, 0.0)],
)
def test_points_are_rounded_and_within_what_there_is_to_get(points: float, most: float, given: float) -> None:
    assert credit(points, most) == given
    assert determine_grade(grade_cell("a", most, result(repr(credit(points, most))))) == (given, most)


@pytest.mark.parametrize("points, most", [(math.nan, 2), (math.inf, 2), (1, math.nan)])
def test_what_is_no_number_is_no_score(points: float, most: float) -> None:
    with pytest.raises(ValueError, match="is no score"):
        credit(points, most)


def test_each_grade_cell_says_what_its_check_got() -> None:
    old = new_output("stream", name="stderr", text="left by the student")
    book = new_notebook(
        cells=[new_code_cell("x", outputs=[old]), grade_cell("test_a"), grade_cell("hidden-1", 2.0, old)]
    )
    fill(book, verdict(check("test_a", 2.0), check("test_secret", 0.5, hidden=True, output="printed")), CELLS, "en")
    plain, first, second = book.cells
    assert plain.outputs == []
    assert [one.output_type for one in first.outputs] == ["display_data", "execute_result"]
    assert determine_grade(first) == (2.0, 2.0) and determine_grade(second) == (0.5, 2.0)
    assert first.outputs[0].data["text/plain"] == "✓ Passed: title of test_a"
    html = second.outputs[0].data["text/html"]
    assert "title of test_secret" in html and "(hidden check)" in html and "0.5 / 2" in html
    assert "printed" not in html, "what hidden checks saw is not for students"


def test_a_students_words_are_no_markup() -> None:
    told = Text(en="<script>alert(1)</script>", zh="<script>alert(1)</script>")
    book = new_notebook(cells=[grade_cell("test_a"), grade_cell("hidden-1")])
    fill(book, verdict(check("test_a", 0.0, message=told), check("test_secret", 0.0)), CELLS, "zh")
    html = book.cells[0].outputs[0].data["text/html"]
    assert "&lt;script&gt;" in html and "<script" not in html and 'lang="zh-CN"' in html


@pytest.mark.parametrize("outcome", ["rejected", "unattempted"])
def test_what_was_not_judged_by_checks_has_zero_in_every_cell(outcome: str) -> None:
    book = new_notebook(cells=[grade_cell("test_a"), grade_cell("hidden-1")])
    reason = Text(en="The file is cut off.", zh="文件不完整。") if outcome == "rejected" else None
    fill(book, verdict(outcome=outcome, score=0.0, reason=reason), CELLS, "zh")
    assert [determine_grade(cell) for cell in book.cells] == [(0.0, 2.0), (0.0, 2.0)]
    shown = book.cells[0].outputs[0].data["text/plain"]
    assert ("文件不完整。" in shown) == (outcome == "rejected")


def test_a_grade_cell_that_nobody_scores_gets_no_full_marks() -> None:
    book = new_notebook(cells=[grade_cell("test_a"), grade_cell("hidden-1"), grade_cell("mine")])
    with pytest.raises(CourseError, match="the grade cell mine is none of Gatehouse's"):
        fill(book, verdict(check("test_a", 2.0), check("test_secret", 2.0)), CELLS, "en")


def test_an_answer_that_a_person_grades_is_left_alone() -> None:
    cell = new_markdown_cell("why?", metadata={"nbgrader": {"grade": True, "solution": True, "grade_id": "why"}})
    book = new_notebook(cells=[grade_cell("test_a"), grade_cell("hidden-1"), cell])
    fill(book, verdict(check("test_a", 2.0), check("test_secret", 2.0)), CELLS, "en")
    assert book.cells[2] == cell


@pytest.mark.parametrize(
    "checks",
    [
        [check("test_a", 2.0), check("test_secret", 3.0, 3.0)],
        [check("test_a", 2.0)],
        [check("test_a", 2.0), check("test_secret", 2.0), check("test_new", 1.0, 1.0)],
    ],
    ids=["other points", "a check has gone", "a new check"],
)
def test_an_assignment_older_than_the_lessons_checks_has_no_score(checks: list[CheckResult]) -> None:
    book = new_notebook(cells=[grade_cell("test_a"), grade_cell("hidden-1")])
    with pytest.raises(CourseError, match="is older than the lesson's checks"):
        fill(book, verdict(*checks), CELLS, "en")

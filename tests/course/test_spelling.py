"""A lesson's folder in another spelling is its folder where one reading is possible, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.lesson import Lesson, discover
from grader.course.spelling import lesson_named

LESSONS = discover(Path(__file__).resolve().parents[2])
GATES = "02-gate-math"


@pytest.mark.parametrize(
    "name",
    [GATES, "02_gate_math", "Gate Math", "02-Gate-Math", "2-gate-math", "gate_math", "gatemath", "lesson2", "Lesson 02",
     "02", "2", "第2关", "第二关", "第２课", "exercise_2", "gate-mth", "02-gate-maths"],
)  # fmt: skip
def test_one_reading_is_taken(name: str) -> None:
    found = lesson_named(name, LESSONS)
    assert found is not None and found.id == GATES


@pytest.mark.parametrize(
    "name",
    ["", "---", "03-gate-math", "hw2", "lesson 99", "20230001", "gate", "my homework", "data", "2 3", "x" * 100_000],
)
def test_what_could_be_anything_is_not(name: str) -> None:
    assert lesson_named(name, LESSONS) is None


def test_its_title_will_do_in_both_languages() -> None:
    for lesson in LESSONS:
        for title in lesson.title.by_language.values():
            assert lesson_named(title, LESSONS) is lesson


def test_a_name_that_two_lessons_have_is_neithers() -> None:
    class Twin:
        def __init__(self, lesson: Lesson, name: str) -> None:
            self.id, self.module, self.title = name, lesson.module, lesson.title

    gates = next(one for one in LESSONS if one.id == GATES)
    twins = [Twin(gates, "02-gates"), Twin(gates, "09-gates")]
    assert lesson_named("gates", twins) is None  # type: ignore[arg-type]
    assert lesson_named("9-gates", twins) is twins[1]  # type: ignore[arg-type,comparison-overlap]

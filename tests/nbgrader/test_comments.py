"""Which answer a comment stands below, and that what it quotes is no markup."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbformat.v4 import new_code_cell

from grader.course.lesson import Lesson, load_lesson
from grader.messages.text import Text
from grader.nbgrader.comments import comments_of
from grader.verdict import Diagnosis, Notice
from tests import toy
from tests.nbgrader.course import ROOT
from tests.nbgrader.test_outputs import check, verdict

SQUARED = Diagnosis(id="squared", text=Text(en="you square the elements", zh="你把元素平方了"))


def solution(name: str, source: str) -> Any:
    return new_code_cell(source, metadata={"nbgrader": {"solution": True, "grade_id": name}})


def cells() -> list[Any]:
    halves = toy.answer().split("def total")
    return [new_code_cell("%check"), solution("code-2", halves[0]), solution("code-3", "def total" + halves[1])]


def test_a_diagnosis_stands_once_below_the_function_that_its_check_calls(toy_lesson: Lesson) -> None:
    told = verdict(
        check("test_double", 0.0, diagnosis=SQUARED), check("test_double_zeros", 0.0, hidden=True, diagnosis=SQUARED),
        check("test_total", 0.0, diagnosis=SQUARED.model_copy(update={"text": Text(en="a sum of c_t", zh="和")})),
    )  # fmt: skip
    assert comments_of(toy_lesson, told, cells(), "en") == {
        "code-2": ["you square the elements"], "code-3": ["a sum of c_t"],
    }  # fmt: skip
    assert comments_of(toy_lesson, told, cells(), "zh")["code-2"] == ["你把元素平方了"]


def test_a_check_that_is_named_after_a_function_concerns_it() -> None:
    """In lesson 02, a helper calls the function by a variable's name."""
    lesson = load_lesson(ROOT, "02-gate-math")
    made = [
        solution(f"code-{name}", f"def {name}():\n    pass") for name in ("forget_gate", "output_gate", "lstm_step")
    ]
    told = verdict(*(check(f"test_{name}", 0.0, diagnosis=SQUARED) for name in ("lstm_step", "output_gate")))
    assert set(comments_of(lesson, told, made, "en")) == {"code-output_gate", "code-lstm_step"}


def test_markers_that_a_student_broke_hide_no_function(toy_lesson: Lesson) -> None:
    broken = [solution("code-2", "def double(x):\n    # ********** Begin double ********** #\n    return x")]
    assert comments_of(toy_lesson, verdict(check("test_double", 0.0, diagnosis=SQUARED)), broken, "en") == {
        "code-2": ["you square the elements"]
    }
    assert comments_of(toy_lesson, verdict(check("test_double", 0.0, diagnosis=SQUARED)), [], "en") == {}


def test_what_concerns_the_file_stands_below_the_first_answer_as_plain_text(toy_lesson: Lesson) -> None:
    quoted = Text(en="not graded: [x](javascript:alert(1)) <img src=x> `a` $b$", zh="x")
    told = verdict(notices=[Notice(text=quoted, cell=2, line=7)])
    (line,) = comments_of(toy_lesson, told, cells(), "en")["code-2"]
    assert line == (r"code cell 2, line 7: not graded: \[x\](javascript:alert(1)) < img src=x> \`a\` \$b\$")

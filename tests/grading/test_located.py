"""Helpers outside Begin/End, from a file to its verdict, where the lesson takes them and where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.course.lesson import Lesson, lesson_at
from grader.grading import located
from grader.grading.judge import form_of
from grader.jupyter.spots import Source
from grader.source.program import parse
from grader.source.splicing import splice
from grader.verdict import Verdict
from tests import toy
from tests.in_browser import ROOT

Grade = Callable[..., Verdict]
MANIFEST = toy.MANIFEST.replace('runtime = "numpy"', 'runtime = "numpy"\nhelpers = true')
HEAD = "import numpy as np\n\nFACTOR = 2"
TWICE = "def twice(x):\n    return 2 * np.asarray(x, dtype=float)"


@pytest.fixture
def lesson(write_toy: Any) -> Lesson:
    return write_toy({"lesson.toml": MANIFEST}, {})


def notebook(*helpers: str, **bodies: str) -> str:
    _, _, functions = toy.answer(**bodies).partition("FACTOR = 2\n")
    return toy.notebook(HEAD, *helpers, functions)


def notices(verdict: Verdict) -> list[tuple[str, int | None, int | None]]:
    assert verdict.outcome != "grader_error", verdict.reason
    assert all(notice.text.en != notice.text.zh for notice in verdict.notices)
    return [(notice.text.en, notice.cell, notice.line) for notice in verdict.notices]


def test_helper_cells_are_graded_where_the_lesson_says_so(grade: Grade, lesson: Lesson, toy_lesson: Lesson) -> None:
    text = notebook(TWICE, "from math import fsum as add\nprint('x')", double="return twice(x)", total="return add(x)")
    verdict = grade(text, "toy.ipynb", lesson=lesson)
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_SCORE)
    assert notices(verdict) == [
        ("this helper is outside Begin/End, and is graded with your answer: def twice(x):", 2, 1),
        ("this helper is outside Begin/End, and is graded with your answer: from math import fsum as add", 3, 1),
        ("this is outside Begin/End and is not graded (a helper is an import or a function): print('x')", 3, 2),
    ]
    without = grade(text, "toy.ipynb", lesson=toy_lesson)
    assert without.score == 0
    assert notices(without)[0] == ("this is outside Begin/End and is not graded: def twice(x):", 2, 1)


def test_a_py_has_helpers_too(grade: Grade, lesson: Lesson) -> None:
    text = toy.answer(total="return add(x)") + "\n\nfrom math import fsum as add\n"
    assert grade(text, lesson=lesson).score == toy.MAX_SCORE


def test_a_helper_that_raises_is_named_in_its_own_cell(grade: Grade, lesson: Lesson) -> None:
    broken = "def twice(x):\n    return 2 * x + missing_name"
    verdict = grade(notebook(broken, double="return twice(x)"), "toy.ipynb", lesson=lesson)
    (check,) = [one for one in verdict.checks if one.id == "test_double"]
    assert "code cell 2, line 2 in twice\n    return 2 * x + missing_name" in check.traceback
    assert verdict.score == 2, "total is judged all the same"


@pytest.mark.parametrize(
    ("helper", "said"),
    [
        ("import no_such_module as helping", "no_such_module"),
        ("from math import no_such_name as helping", "no_such_name"),
        ("def helping(x: no_such_name): pass", "no_such_name"),
    ],
)
def test_a_helper_that_cannot_be_loaded_costs_who_needs_it(
    grade: Grade, lesson: Lesson, helper: str, said: str
) -> None:
    verdict = grade(notebook(helper, total="return helping.fsum(x)"), "toy.ipynb", lesson=lesson)
    assert {check.id: check.outcome.value for check in verdict.checks if check.points} == {
        "test_double": "passed", "test_double_zeros": "passed",
    }  # fmt: skip
    (check,) = [one for one in verdict.checks if one.id == "test_total"]
    assert check.message.en.startswith("this check needs a helper, which could not be used: code cell 2, line 1: ")
    assert said in check.message.en and check.message.en != check.message.zh
    assert any(said in text and "without this helper" in text for text, _, _ in notices(verdict))


def test_imports_with_effects_of_their_own_stay_in_the_box(grade: Grade, lesson: Lesson) -> None:
    text = notebook("import antigravity as up, this as zen", total="return np.sum(x)")
    verdict = grade(text, "toy.ipynb", lesson=lesson)
    assert (verdict.outcome, verdict.score) == ("passed", toy.MAX_SCORE)


def test_helpers_that_break_on_purpose_win_no_time(grade: Grade, lesson: Lesson) -> None:
    broken = [f"import no_such_module_{number} as m{number}" for number in range(120)]
    verdict = grade(notebook(*broken, total="return np.sum(x)"), "toy.ipynb", lesson=lesson)
    assert verdict.timings.wall < 30, "the time that the lesson gives to a whole answer"
    assert len(verdict.notices) <= 80
    slow = "def helping(x: [sum(range(10**9))]): pass"
    assert grade(notebook(slow), "toy.ipynb", lesson=lesson).score == toy.MAX_SCORE


def test_a_name_that_is_defined_where_nothing_is_graded_is_told_for_a_helper(grade: Grade, lesson: Lesson) -> None:
    text = notebook("BASE = 2", "def twice(x):\n    return BASE * x", double="return twice(x)")
    verdict = grade(text, "toy.ipynb", lesson=lesson)
    (check,) = [one for one in verdict.checks if one.id == "test_double"]
    assert check.message.en == (
        "NameError: `BASE` is defined at code cell 2, line 1, outside Begin/End, where it is not graded"
    )


SHADOWS = {
    "np": "def np(x): return x",
    "a function": "def total(x): return 6.0",
    "a built-in": "def len(x): return 0",
    "other letters": "import math as ｎｐ",
    "global": "def helping():\n    global np\n    np = None",
    "a default": "def helping(x=globals().clear()): pass",
}  # fmt: skip


@pytest.mark.parametrize("helper", SHADOWS.values(), ids=SHADOWS.keys())
def test_what_would_change_the_lessons_own_is_not_taken(grade: Grade, lesson: Lesson, helper: str) -> None:
    right = grade(notebook(helper), "toy.ipynb", lesson=lesson)
    assert (right.outcome, right.score) == ("passed", toy.MAX_SCORE)
    assert notices(right)[0][0].startswith("this is outside Begin/End and is not graded (")
    assert grade(notebook(helper, total="raise KeyError"), "toy.ipynb", lesson=lesson).score == 5


def test_helpers_alone_are_unattempted(grade: Grade, lesson: Lesson) -> None:
    text = toy.notebook(HEAD, "import math", toy.STUB.partition("FACTOR = 2\n")[2])
    assert grade(text, "toy.ipynb", lesson=lesson).outcome == "unattempted"


def test_who_answers_in_another_dialect_is_not_told_of_the_stub_that_they_began_with() -> None:
    """As somebody does who pastes a tutorial between Begin and End: they changed nothing else."""
    lesson = lesson_at(ROOT, "03-lstm-cell")
    before, _, after = lesson.stub.partition("Begin ********** #\n")
    data = f"{before}Begin ********** #\n    cell = tf.nn.rnn_cell.BasicLSTMCell(a)\n{after}\nSCALE = 1\n".encode()
    submission = parse("lstm_cell.py", data)
    form = form_of(lesson, submission)
    assert form.dialect == "tf1"
    spliced = splice(form.stub, submission.text, submission.cells)
    (notice,) = located.notices(lesson, form, spliced, submission)
    assert notice.text.en == "this is outside Begin/End and is not graded: SCALE = 1"
    assert [spot.text for spot in Source.of(data).outside(lesson)] == ["SCALE = 1"]

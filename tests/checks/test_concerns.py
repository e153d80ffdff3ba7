"""Which checks concern a function."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.checks.concerns import checks_of, matching
from grader.course.lesson import LessonError, load_lesson
from tests import toy

CHECKS = '''
def made(student):
    """A helper; helpers may call each other in circles."""
    return again(student)


def again(student):
    return student.build_model() if student else made(student)


def test_layers(student):
    student.probe.read(made(student))


def test_answers(student):
    student.predict(made(student)), student.last.stdout


def test_loss(student, rng):
    student.call("train", made(student), seconds=60)


def test_forget_gate(student):
    student.sigmoid(0.0)


def test_investigate(): ...
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = toy.make_course(tmp_path)
    (course / "solutions" / toy.LESSON_ID / "test_hidden.py").write_text("def test_more(student): ...\n")
    return course


@pytest.fixture
def checks(course: Path) -> dict[str, frozenset[str]]:
    (course / "exercises" / toy.LESSON_ID / "test_public.py").write_text(CHECKS)
    return checks_of(load_lesson(course, toy.LESSON_ID), hidden=False)


def test_the_functions_that_a_check_calls(checks: dict[str, frozenset[str]]) -> None:
    assert checks == {
        "test_layers": {"build_model"},
        "test_answers": {"predict", "build_model"},
        "test_loss": {"train", "build_model"},
        "test_forget_gate": {"sigmoid"},
        "test_investigate": frozenset(),
    }


def test_hidden_checks_are_read_where_they_are_at_hand(course: Path) -> None:
    lesson = load_lesson(course, toy.LESSON_ID)
    assert len(checks_of(lesson, hidden=True)) == len(checks_of(lesson, hidden=False)) + 1


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("test_loss", ["test_loss"]),
        ("forget_gate", ["test_forget_gate"]),
        ("gate", ["test_forget_gate"]),
        ("Gate", ["test_forget_gate"]),
        ("build_model", ["test_layers"]),
        ("predict", ["test_answers"]),
        ("train", ["test_loss"]),
        ("ga", []),
        ("", []),
        ("_", []),
        ("probe", []),
    ],
)
def test_matching(checks: dict[str, frozenset[str]], name: str, found: list[str]) -> None:
    assert matching(name, checks) == found


def test_a_check_file_that_is_no_python(course: Path) -> None:
    (course / "exercises" / toy.LESSON_ID / "test_public.py").write_text("def f(:\n")
    with pytest.raises(LessonError, match=r"cannot read the checks in .*test_public\.py"):
        checks_of(load_lesson(course, toy.LESSON_ID), hidden=False)

"""The course's misconceptions: each is triggered by a plausible wrong answer, and none is claimed of a right one.

That a wrong answer's first line is true, and that a right answer has no diagnosis, is what `grader verify` proves.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from grader.course.exceptions import COMMON as COMMON_EXCEPTIONS
from grader.course.exceptions import EXCEPTIONS_FILE, tables
from grader.course.lesson import Lesson, discover
from grader.proving.verify import Declared

ROOT = Path(__file__).resolve().parents[1]
LESSONS = [lesson for lesson in discover(ROOT) if lesson.private]
COMMON = ROOT / "grader" / "course" / "misconceptions.toml"


def sentences(path: Path) -> set[str]:
    return set(tomllib.loads(path.read_text(encoding="utf-8"))) if path.is_file() else set()


def declared(lesson: Lesson) -> set[str]:
    """What the lesson's wrong answers are said to be diagnosed as."""
    return {name for path in lesson.wrong_paths for name in Declared.parse(path).diagnoses}


def told(path: Path) -> set[str]:
    """The ids that are told from an exception, by the tables of a file."""
    return {name.partition(" ")[0] for name in tables(path)}


def named_in_checks(lesson: Lesson) -> set[str]:
    """The common ids that stand in the lesson's own checks, letter by letter."""
    texts = set()
    for path in lesson.check_paths():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    return texts & sentences(COMMON)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_wrong_answer_triggers_each_misconception_of_the_lesson(lesson: Lesson) -> None:
    own = sentences(lesson.public / "misconceptions.toml")
    assert sorted((own | named_in_checks(lesson)) - declared(lesson)) == []


def test_a_wrong_answer_triggers_each_common_misconception() -> None:
    assert sorted(sentences(COMMON) - {name for lesson in LESSONS for name in declared(lesson)}) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_wrong_answer_triggers_each_exception_that_is_told(lesson: Lesson) -> None:
    common, own = told(COMMON_EXCEPTIONS), told(lesson.public / EXCEPTIONS_FILE)
    assert sorted(own - declared(lesson)) == []
    assert sorted((common | own) & named_in_checks(lesson)) == [], "an id is of a value or of an exception"


def test_the_course_tells_thirty_mistakes_from_an_exception_each_triggered_by_a_wrong_answer() -> None:
    known = told(COMMON_EXCEPTIONS)
    assert len(known) >= 30
    assert sorted(known - {name for lesson in LESSONS for name in declared(lesson)}) == []


def test_the_course_knows_fifty_misconceptions() -> None:
    assert len({name for lesson in LESSONS for name in declared(lesson)} - told(COMMON_EXCEPTIONS)) >= 50


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_right_answers_come_in_eight_styles_and_claim_no_misconception(lesson: Lesson) -> None:
    assert lesson.private is not None
    right = lesson.right_paths
    assert len(right) >= 8, f"{lesson.id} has {len(right)} right answers; it needs eight"
    said = [Declared.parse(path) for path in right]
    assert all((one.outcome, one.score, one.diagnoses) == ("passed", None, frozenset()) for one in said)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_no_lesson_says_over_again_what_the_common_library_says(lesson: Lesson) -> None:
    own = lesson.public / "misconceptions.toml"
    if own.is_file():
        mine, common = (tomllib.loads(path.read_text(encoding="utf-8")) for path in (own, COMMON))
        assert [name for name in mine if mine[name] == common.get(name)] == []

"""The course itself: stub, reference, right and wrong answers of every lesson get the verdicts that they must get.

All take minutes: here stub, reference and a few answers of most lessons, of two a few answers;
`make prove` takes all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, discover
from grader.proving.verify import Finding, verify
from scripts.prove import PARTS

ROOT = Path(__file__).resolve().parents[1]
LONG = ("07-stacked-dropout-mnist", "08-language-model")  # stub, reference and stand-ins train for minutes: in `prove`
LESSONS = {lesson.id: lesson for lesson in discover(ROOT)}


def test_the_lessons_of_this_course_are_there() -> None:
    assert list(LESSONS) == [
        "01-rnn-and-gradients", "02-gate-math", "03-lstm-cell", "04-unrolling",
        "05-single-layer-mnist", "06-cell-variants", "07-stacked-dropout-mnist", "08-language-model",
        "09-copy-memory",
    ]  # fmt: skip
    assert set(PARTS) == set(LESSONS)


def test_what_the_worked_example_shows_is_confirmed_on_other_inputs() -> None:
    """Its numbers are in the student's hands: who copies them earns nothing (`attacks/copy_the_worked_example`)."""
    for lesson in discover(ROOT):
        for path in lesson.check_paths(hidden=False):
            for check in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(check, ast.FunctionDef) and "example" in {each.arg for each in check.args.args}:
                    marks = " ".join(map(ast.unparse, check.decorator_list))
                    assert "confirmed_by" in marks or not check.name.startswith("test_"), (
                        f"{path}:{check.lineno}: {check.name}"
                    )


def problems(findings: list[Finding]) -> list[str]:
    return [f"{finding.lesson}: {finding.what}: {problem}" for finding in findings for problem in finding.problems]


def judged(lessons: list[Lesson], part: tuple[int, int]) -> list[Finding]:
    """What was verified, by one server of each runtime, and that every answer of this part was."""
    number, of = part
    findings = list(verify(ROOT, lessons, part=part))
    for lesson in lessons:
        named = [f"{path.parent.name}/{path.name}" for path in (*lesson.wrong_paths, *lesson.right_paths)]
        found = [one.what for one in findings if one.lesson == lesson.id]
        assert sorted(what for what in found if "/" in what) == sorted(named[number - 1 :: of])
        assert number > 1 or {"stub", "stub, run all the same", "reference"} < set(found)
    return findings


@pytest.mark.parametrize("long", [False, True])
def test_a_few_answers_of_each_lesson_are_verified(long: bool) -> None:
    lessons = [lesson for lesson in LESSONS.values() if (lesson.id in LONG) == long]
    assert problems(judged(lessons, (2 if long else 1, 20))) == []


def proofs() -> Iterator[Any]:
    for lesson, parts in PARTS.items():
        for number in range(1, parts + 1):
            name = f"answers-{lesson}-{number}"
            yield pytest.param(lesson, (number, parts), id=f"{lesson}-{number}", marks=pytest.mark.proof(name))


@pytest.mark.parametrize(("lesson", "part"), [*proofs()])
def test_every_answer_of_a_lesson_has_its_verdict(lesson: str, part: tuple[int, int]) -> None:
    assert problems(judged([LESSONS[lesson]], part)) == []

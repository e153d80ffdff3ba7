"""The course itself: stub, reference, right and wrong answers of every lesson get the verdicts that they must get.

Lessons in Keras take minutes: here stub, reference and a few of their answers; `make prove` takes all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, discover
from grader.proving.verify import Finding, verify
from scripts.prove import PARTS

ROOT = Path(__file__).resolve().parents[1]
LESSONS = {lesson.id: lesson for lesson in discover(ROOT)}


def test_the_lessons_of_this_course_are_there() -> None:
    assert list(LESSONS) == [
        "01-rnn-and-gradients", "02-gate-math", "03-lstm-cell", "04-unrolling",
        "05-single-layer-mnist", "06-cell-variants", "07-stacked-dropout-mnist", "08-language-model",
    ]  # fmt: skip
    assert set(PARTS) < set(LESSONS)


@pytest.fixture(autouse=True)
def _built_in_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are the same everywhere."""
    monkeypatch.delenv("MNIST_DATA_DIR", raising=False)


def problems(findings: list[Finding]) -> list[str]:
    return [f"{finding.what}: {problem}" for finding in findings for problem in finding.problems]


def judged(lesson: Lesson, part: tuple[int, int]) -> list[Finding]:
    """What was verified, and that every answer of this part was."""
    number, of = part
    findings = list(verify(ROOT, [lesson], part=part))
    named = [f"{path.parent.name}/{path.name}" for path in (*lesson.wrong_paths, *lesson.right_paths)]
    assert sorted(one.what for one in findings if "/" in one.what) == sorted(named[number - 1 :: of])
    return findings


@pytest.mark.parametrize("lesson", [name for name in LESSONS if name not in PARTS])
def test_a_lesson_is_verified(lesson: str) -> None:
    findings = judged(LESSONS[lesson], (1, 1))
    assert len(findings) >= 5 + 6
    assert problems(findings) == []


@pytest.mark.parametrize("lesson", PARTS)
def test_a_few_answers_of_a_lesson_that_takes_minutes_are_verified(lesson: str) -> None:
    findings = judged(LESSONS[lesson], (1, 20))
    assert len(findings) >= 5 + 3
    assert problems(findings) == []


def proofs() -> Iterator[Any]:
    for lesson, parts in PARTS.items():
        for number in range(1, parts + 1):
            name = f"answers-{lesson}-{number}"
            yield pytest.param(lesson, (number, parts), id=f"{lesson}-{number}", marks=pytest.mark.proof(name))


@pytest.mark.parametrize(("lesson", "part"), [*proofs()])
def test_every_answer_of_a_lesson_has_its_verdict(lesson: str, part: tuple[int, int]) -> None:
    assert problems(judged(LESSONS[lesson], part)) == []

"""The course itself: stub, reference, right and wrong answers of every lesson get the verdicts that they must get.

Lessons that train are verified with all their wrong answers, but beside the reference with one right answer only;
`make verify` takes all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.lesson import Lesson, discover
from grader.proving.verify import verify

ROOT = Path(__file__).resolve().parents[1]
LESSONS = discover(ROOT)


def test_the_lessons_of_this_course_are_there() -> None:
    assert [lesson.id for lesson in LESSONS] == [
        "01-rnn-and-gradients", "02-gate-math", "03-lstm-cell", "04-unrolling",
        "05-single-layer-mnist", "06-cell-variants", "07-stacked-dropout-mnist", "08-language-model",
    ]  # fmt: skip


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_lesson_is_verified(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MNIST_DATA_DIR", raising=False)  # on the built-in digits, which are the same everywhere
    findings = list(verify(ROOT, [lesson], quick=True))
    assert len(findings) >= 5 + 6
    problems = [f"{finding.what}: {problem}" for finding in findings for problem in finding.problems]
    assert problems == []

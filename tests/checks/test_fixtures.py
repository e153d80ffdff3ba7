"""What a check may ask for: the student's program, random numbers, data, and what its lesson says."""

from __future__ import annotations

from typing import Any

from grader.verdict import Outcome


def test_the_fixtures(write_lesson: Any, judge: Any) -> None:
    public = """
def test_profile(profile):
    assert dict(profile) == {}
    with pytest.raises(TypeError):
        profile["threshold"] = 0

def test_example(example):
    assert example == {}

def test_dataset(dataset):
    assert dataset.train_images.shape[1:] == (28, 28)

def test_rng(rng):
    assert isinstance(rng, np.random.Generator)

def test_seed(seed):
    assert seed == 7

def test_backend(backend):
    assert backend is None

def test_last(student):
    student.echo(5)
    assert student.last.value == 5
    assert student.last.printed == []
"""
    results = judge(write_lesson(public), "def echo(x):\n    return x\n").results
    assert [check.id for check in results if check.outcome is not Outcome.PASSED] == []
    assert len(results) == 7


def test_the_dataset_that_was_used_is_named(write_lesson: Any, judge: Any) -> None:
    assert judge(write_lesson("def test_it(dataset): pass\n")).dataset in ("digits", "mnist")
    assert judge(write_lesson("def test_it(): pass\n")).dataset is None


DRAWS = """
def test_a(student, rng):
    student.show(rng.random())

def test_b(student, rng):
    student.show(rng.random())
"""


def test_the_same_seed_draws_the_same_and_each_check_its_own(write_lesson: Any, judge: Any) -> None:
    lesson = write_lesson(DRAWS)

    def drawn() -> list[str]:
        return [result.output for result in judge(lesson, "def show(x):\n    print(x)\n").results]

    first = drawn()
    assert first == drawn() and first[0] != first[1]
    judge.seed += 1
    assert drawn()[0] != first[0]

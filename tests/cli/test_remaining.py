"""How long the rest of a class will take, told from what its lessons have taken."""

from __future__ import annotations

import pytest

from grader.cli.remaining import Remaining


def test_nothing_is_said_while_a_lesson_is_unknown() -> None:
    left = Remaining(["gates", "gates", "training"])
    assert left.seconds(0) is None
    left.judged("gates", 1, now=1)
    assert left.seconds(1) is None
    left.judged("training", 60, now=61)
    assert left.seconds(61) == pytest.approx(1), "the mean of both would have said half a minute"
    left.judged("gates", 1, now=62)
    assert left.seconds(62) == 0


def test_lessons_of_different_cost_are_told_apart() -> None:
    left = Remaining(["gates"] * 100 + ["training"] * 10)
    for now in range(10):
        left.judged("gates", 1, now=now + 1)
    left.judged("training", 100, now=110)
    assert left.seconds(110) == pytest.approx(90 * 1 + 9 * 100)
    assert left.seconds(140) == pytest.approx(90 * 1 + 9 * 100 - 30), "it goes on between two verdicts"
    assert left.seconds(5000) == 0


def test_two_at_a_time_take_half() -> None:
    left = Remaining(["gates"] * 20)
    for number in range(10):
        left.judged("gates", 2, now=2 + 2 * (number // 2))
    assert left.seconds(10) == pytest.approx(10)


def test_what_is_kept_takes_no_time() -> None:
    left = Remaining(["gates"] * 4)
    left.kept("gates")
    left.judged("gates", 3, now=3)
    assert left.seconds(3) == pytest.approx(6)


def test_a_lesson_that_is_kept_as_a_whole_need_not_be_known() -> None:
    left = Remaining(["gates", "gates", "training"])
    left.kept("training")
    left.judged("gates", 3, now=3)
    assert left.seconds(3) == pytest.approx(3)


def test_a_machine_that_has_become_faster_counts_as_it_is_now() -> None:
    left = Remaining(["gates"] * 1000)
    for number in range(100):
        left.judged("gates", 1, now=4 * (number + 1))
    assert left.seconds(400) == pytest.approx(4 * 900)
    for number in range(200):
        left.judged("gates", 1, now=400 + number + 1)
    assert left.seconds(600) == pytest.approx(700)

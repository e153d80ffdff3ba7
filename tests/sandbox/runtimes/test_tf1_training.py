"""What a lesson's probe notes of a training in TensorFlow 1, on a session of a few lines with all that is read."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.sandbox.inside.runtimes.tf1.training import noting

BETA = 0.999


class Power:
    """A variable that an AdamOptimizer keeps, float32 as there."""

    def __init__(self, name: str, initial: float) -> None:
        self.op, self.initial_value, self.value = SimpleNamespace(name=name), initial, np.float32(initial)

    def update(self) -> None:
        self.value = np.float32(self.value * np.float32(self.initial_value))


class Session:
    """Its fetches are lists of numbers and variables, or functions to call."""

    def __init__(self, *variables: Power) -> None:
        self.graph = SimpleNamespace(get_collection=lambda _: list(variables))

    def run(self, fetches: Any, feed_dict: Any = None) -> Any:
        if callable(fetches):
            return fetches()
        return [one.value if isinstance(one, Power) else np.float32(one) for one in fetches]


@pytest.fixture(autouse=True)
def tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    names = SimpleNamespace(GraphKeys=SimpleNamespace(GLOBAL_VARIABLES="variables"))
    monkeypatch.setitem(sys.modules, "tensorflow", names)


def test_the_largest_array_that_is_fed_is_the_batch() -> None:
    session = Session()
    with noting(session) as note:
        for size in (8, 8, 3):
            session.run([1], feed_dict={"x": np.zeros((size, 5)), "y": np.zeros((2, 1)), "keep": 0.5})
        session.run([1], {"labels": np.zeros(7)})
        session.run([1])
    session.run([1], {"x": np.zeros((9, 5))})
    assert note == {"sizes": [[3, 1], [8, 2]], "counted": True, "updates": None}


def test_what_a_run_returns_and_raises_comes_through_and_nothing_is_left() -> None:
    session = Session()
    with noting(session):
        assert session.run([1, 2]) == [1, 2]
        with pytest.raises(ZeroDivisionError):
            session.run(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError), noting(session):
        session.run(lambda: 1 / 0)
    assert "run" not in vars(session)


@pytest.mark.parametrize("made", [1, 60, 2000])
def test_updates_are_counted_by_the_powers_that_adam_keeps(made: int) -> None:
    first, second = Power("beta2_power", BETA), Power("train/beta2_power_1", 0.99)
    session = Session(first, second, Power("beta1_power", 0.9), Power("kernel", 0.3))
    first.update()
    with noting(session) as note:
        for _ in range(made):
            session.run(first.update)
        session.run(second.update)
    assert note["updates"] == made + 1

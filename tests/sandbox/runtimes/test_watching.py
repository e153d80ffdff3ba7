"""What a lesson's probe notes of a training, on a Keras of a few lines that has all that `Watch` looks at."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.sandbox.inside.runtimes.watching import Watch


class Variable:
    def __init__(self, value: float) -> None:
        self.value = np.asarray(value)

    def assign(self, value: Any) -> None:
        self.value = np.asarray(value)


class Optimizer:
    def __init__(self) -> None:
        self.iterations, self._learning_rate = Variable(0), Variable(0.5)
        self.variables, self.built = [self.iterations, self._learning_rate], True

    def update(self, times: int = 1) -> None:
        self.iterations.assign(self.iterations.value + times)


class Layer:
    def __init__(self, *inner: Callable[[Any], Any]) -> None:
        self.inner = inner

    def __call__(self, x: Any) -> Any:
        for layer in self.inner:
            x = layer(x)
        return x


class Symbolic:
    shape = (4, 2)


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The Keras that `Watch` finds: a backend that computes at once, and classes of this test's own."""
    made = SimpleNamespace(
        Layer=type("Layer", (Layer,), {"__call__": Layer.__call__}),
        optimizers=SimpleNamespace(Optimizer=type("Optimizer", (Optimizer,), {"__init__": Optimizer.__init__})),
        KerasTensor=Symbolic,
        backend=SimpleNamespace(backend=lambda: "jax"),
        ops=SimpleNamespace(
            convert_to_numpy=lambda variable: variable.value, zeros_like=lambda variable: 0 * variable.value
        ),
    )
    monkeypatch.setitem(sys.modules, "keras", made)
    return made


def test_a_call_from_outside_counts_and_the_layers_within_do_not(keras: SimpleNamespace) -> None:
    watch, model = Watch(), keras.Layer(keras.Layer(), keras.Layer())
    model(np.zeros((9, 3)))
    with watch.noting() as note:
        for size in (4, 4, 7):
            model(np.zeros((size, 3)))
    model(np.zeros((9, 3)))
    assert note["sizes"] == [[4, 2], [7, 1]]
    with watch.noting() as other:
        model(np.zeros((5, 3)))
    assert other["sizes"] == [[5, 1]] and note["sizes"] == [[4, 2], [7, 1]]


def test_symbols_labels_and_numbers_are_no_batch_and_a_huge_one_is_only_huge(keras: SimpleNamespace) -> None:
    watch, layer = Watch(), keras.Layer()
    with watch.noting() as note:
        for given in (Symbolic(), np.zeros(6), 3.0, np.zeros((5000, 1)), np.zeros((9999, 1))):
            layer(given)
    assert note["sizes"] == [[4096, 2]]


def test_what_is_called_after_an_exception_is_from_outside_again(keras: SimpleNamespace) -> None:
    watch = Watch()
    broken = keras.Layer(lambda _: 1 / 0)
    with watch.noting() as note:
        with pytest.raises(ZeroDivisionError):
            broken(np.zeros((2, 1)))
        keras.Layer()(np.zeros((3, 1)))
    assert note["sizes"] == [[2, 1], [3, 1]]


def test_updates_of_every_optimizer_are_those_made_meanwhile(keras: SimpleNamespace) -> None:
    watch = Watch()
    before = keras.optimizers.Optimizer()
    before.update(5)
    with watch.noting() as note:
        before.update(3)
        within = keras.optimizers.Optimizer()
        within.update(4)
        unbuilt = keras.optimizers.Optimizer()
        unbuilt.built = False
    assert note["updates"] == 7
    with watch.noting() as none:
        pass
    assert none["updates"] is None  # by no optimizer of Keras
    del within
    gc.collect()
    with watch.noting() as later:
        before.update()
    assert later["updates"] == 1


def test_an_optimizer_starts_anew_at_its_own_rate(keras: SimpleNamespace) -> None:
    watch, optimizer = Watch(), keras.optimizers.Optimizer()
    optimizer.update(5)
    watch.forget()
    assert optimizer.iterations.value == 0 and optimizer._learning_rate.value == 0.5

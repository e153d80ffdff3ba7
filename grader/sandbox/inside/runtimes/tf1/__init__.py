"""TensorFlow 1 on the installed TensorFlow: `import tensorflow as tf` gives the version-1 API, with what it has lost.

`install` runs in the warm server, before any child exists: it imports, and executes no operation. The rest serves one
student's program in a child of its own, and shares the process with it: what it says is a claim like any other.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

from .. import older_keras
from ..tensorflow import device
from . import cells, early_cells, early_numpy, evaluation, graphs, namespace, orders, seeds, training, weights


def install() -> None:
    """Make this process speak TensorFlow 1. Raises ImportError if TensorFlow or tf-keras is not installed."""
    namespace.install()
    graphs.install()
    orders.install()
    early_cells.install()
    seeds.install()
    weights.install()
    evaluation.install()


def seed(number: int) -> None:
    """A program is about to be loaded: random numbers repeat from here on."""
    seeds.seed(number)


def present(value: Any) -> Any:
    """`value` with the numbers of every symbolic tensor in it."""
    return evaluation.numbers(value)


def plain(value: Any) -> Any:
    """`present`, to be sent: named tuples, such as an LSTM's state, are tuples on the wire."""
    return evaluation.unnamed(evaluation.numbers(value))


def script(tell: Callable[[str], None]) -> None:
    """A whole script is about to run: its cells behave as in TensorFlow 1.0, its `keras` is Keras 2, and NumPy takes
    rows of different lengths; `tell` says where that matters."""
    early_cells.as_in_1_0(tell)
    older_keras.install_in_the_place_of_keras("tf_keras.api._v1.keras", tell)
    early_numpy.install()


def services() -> types.ModuleType:
    """``grader.tf1`` inside the sandbox: what a lesson's probe needs to read a graph out."""
    module = types.ModuleType("grader.tf1", "What a lesson's probe needs to read a TensorFlow 1 graph out.")
    tools: tuple[Any, ...] = (
        early_cells.is_shared_cell, evaluation.numbers, seeds.seed, cells.Watch, weights.to_keras, weights.from_keras,
        weights.lstm_cell, weights.lstm_cells, weights.lstm_weights, weights.other_variables, weights.assign_lstm,
        training.noting, training.forget,
    )  # fmt: skip
    for tool in tools:
        setattr(module, tool.__name__, tool)
    return module


__all__ = ["device", "install", "plain", "present", "script", "seed", "services"]

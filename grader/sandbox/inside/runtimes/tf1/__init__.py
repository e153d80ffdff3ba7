"""TensorFlow 1 on the installed TensorFlow: `import tensorflow as tf` gives the version-1 API, with what it has lost.

`install` runs in the warm server, before any child exists: it imports, and executes no operation. The rest serves one
student's program in a child of its own, and shares the process with it: what it says is a claim like any other.
"""

from __future__ import annotations

import types
from typing import Any

from ..tensorflow import device
from . import cells, evaluation, input_data, namespace, seeds, weights


def install() -> None:
    """Make this process speak TensorFlow 1. Raises ImportError if TensorFlow or tf-keras is not installed."""
    namespace.install()
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


def give_images(images: dict[str, Any]) -> None:
    """What `input_data.read_data_sets` reads: uint8 arrays; without this call it refuses."""
    input_data.serve(images)


def services() -> types.ModuleType:
    """``grader.tf1`` inside the sandbox: what a lesson's probe needs to read a graph out."""
    module = types.ModuleType("grader.tf1", "What a lesson's probe needs to read a TensorFlow 1 graph out.")
    tools: tuple[Any, ...] = (
        evaluation.numbers, seeds.seed, cells.Watch, weights.to_keras, weights.from_keras, weights.lstm_cell,
        weights.lstm_cells, weights.lstm_weights, weights.other_variables, weights.assign_lstm,
    )  # fmt: skip
    for tool in tools:
        setattr(module, tool.__name__, tool)
    return module


__all__ = ["device", "give_images", "install", "plain", "present", "seed", "services"]

"""The weights of LSTM cells of TensorFlow 1, spoken of as Keras does.

TensorFlow 1 keeps one kernel (inputs + units, 4 * units), rows [x, h], columns in the order i, j (the candidate), f, o,
and adds `forget_bias` to the forget gate when it runs. Keras keeps kernel (inputs, 4 * units) and recurrent_kernel
(units, 4 * units), columns in the order i, f, candidate, o, and what the forget gate adds is in the bias.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

_built: dict[Any, dict[str, Any]] = {}  # graph -> name of a kernel -> the cell that made it


def to_keras(kernel: np.ndarray, bias: np.ndarray, forget_bias: float = 0.0) -> dict[str, np.ndarray]:
    """{kernel, recurrent_kernel, bias} in Keras's layout, from TensorFlow 1's kernel (inputs + units, 4 * units)."""
    inputs = len(kernel) - len(bias) // 4
    i, j, f, o = np.split(np.vstack([kernel, bias[None]]), 4, axis=1)
    f = np.vstack([f[:-1], f[-1:] + np.asarray(forget_bias, bias.dtype)])
    whole = np.hstack([i, f, j, o])
    return {"kernel": whole[:inputs], "recurrent_kernel": whole[inputs:-1], "bias": whole[-1]}


def from_keras(
    kernel: np.ndarray, recurrent_kernel: np.ndarray, bias: np.ndarray, forget_bias: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """(kernel, bias) in TensorFlow 1's layout: `to_keras` undone."""
    i, f, j, o = np.split(np.vstack([kernel, recurrent_kernel, bias[None]]), 4, axis=1)
    f = np.vstack([f[:-1], f[-1:] - np.asarray(forget_bias, bias.dtype)])
    whole = np.hstack([i, j, f, o])
    return whole[:-1], whole[-1]


def lstm_cells(graph: Any) -> list[Any]:
    """The LSTM cells of the graph, one for each kernel, in the order in which they were built."""
    return list(_built.get(graph, {}).values())


def lstm_weights(session: Any) -> list[dict[str, np.ndarray]]:
    """{kernel, recurrent_kernel, bias} in Keras's layout of every LSTM cell of the session's graph."""
    cells = lstm_cells(session.graph)
    values = session.run([(cell._kernel, cell._bias) for cell in cells])
    return [to_keras(kernel, bias, cell._forget_bias) for cell, (kernel, bias) in zip(cells, values, strict=True)]


def lstm_cell(weights: dict[str, np.ndarray], forget_bias: float = 1.0) -> Any:
    """A BasicLSTMCell that starts from these weights in Keras's layout, of which it adds `forget_bias` as it runs."""
    import tensorflow as tf

    kernel, bias = from_keras(**weights, forget_bias=forget_bias)
    values = {"kernel": kernel, "bias": bias}

    class BasicLSTMCell(tf.nn.rnn_cell.BasicLSTMCell):
        def add_weight(self, name: str, shape: Any = None, *args: Any, **kwargs: Any) -> Any:
            if name in values and list(shape) == list(values[name].shape):
                kwargs["initializer"] = tf.constant_initializer(values[name])
            return super().add_weight(name, shape, *args, **kwargs)

    return BasicLSTMCell(len(weights["recurrent_kernel"]), forget_bias=forget_bias)


def other_variables(session: Any) -> list[Any]:
    """What else the graph can train, in the order of its making."""
    import tensorflow as tf

    known = {name for cell in lstm_cells(session.graph) for name in (cell._kernel.name, cell._bias.name)}
    return [v for v in session.graph.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES) if v.name not in known]


def assign_lstm(session: Any, cell: Any, weights: dict[str, np.ndarray]) -> None:
    """Give the cell weights in Keras's layout. Raises ValueError if they do not fit."""
    kernel, bias = from_keras(**weights, forget_bias=cell._forget_bias)
    cell._kernel.load(kernel, session)
    cell._bias.load(bias, session)


def install() -> None:
    """Let every LSTM cell that is built be remembered."""
    for kind in lstm_kinds():
        kind.build = _after_build(kind.build)


def _after_build(build: Any) -> Any:
    @functools.wraps(build)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = build(self, *args, **kwargs)
        _built.setdefault(self._kernel.graph, {}).setdefault(self._kernel.name, self)
        return answer

    return wrapper


def lstm_kinds() -> tuple[Any, ...]:
    import tensorflow as tf

    return tf.nn.rnn_cell.BasicLSTMCell, tf.nn.rnn_cell.LSTMCell

"""Runs in the sandbox beside your program (as `student`): makes cells with given weights, and reads out yours.

It decides nothing.
"""
# ruff: noqa: F821

import keras
import numpy as np

KINDS = {"lstm": keras.layers.LSTMCell, "gru": keras.layers.GRUCell}


def count(kind, inputs, units, **options):
    """What your `count` says of a cell of this kind that was built for `inputs` features."""
    cell = KINDS[kind](units, **options)
    cell.build((None, inputs))
    return student.count(cell)


def made(inputs, kind, units, forget_bias, reset_after):
    """What your `make_cell` made, None if it is no Keras layer, else a dict: `kinds`, the names of its class and of
    those that it inherits from; `units`; and, of a cell, `weights` by name, as they are right after it was built."""
    cell = student.make_cell(kind, units, forget_bias, reset_after)
    if not isinstance(cell, keras.Layer):
        return None
    if not cell.built and not isinstance(cell, keras.layers.RNN):
        cell.build((None, inputs))
    weights = {weight.path.rpartition("/")[2]: np.array(keras.ops.convert_to_numpy(weight)) for weight in cell.weights}
    return {"kinds": [kind.__name__ for kind in type(cell).__mro__], "units": getattr(cell, "units", None),
            "weights": weights}  # fmt: skip


def step(kind, weights, x, states, forget_bias, reset_after):
    """The new states when a cell from your `make_cell` is given these weights and makes one step."""
    cell = student.make_cell(kind, weights["recurrent_kernel"].shape[0], forget_bias, reset_after)
    _impose(cell, weights)
    return cell(x, list(states))[1]


def run(name, kind, weights, x):
    """What your function `name`, `static` or `dynamic`, returns for a cell with these weights."""
    return getattr(student, name)(_cell(kind, weights), x)


def graph(name, kind, weights, batch, steps):
    """How many operations the graph of your function `name` has, for each number in `steps`; None stands for a length
    that is not known when the graph is made. Returns None where the backend makes no graph to be counted."""
    if keras.backend.backend() != "tensorflow":
        return None
    import tensorflow as tf

    sizes = []
    for length in steps:
        cell = _cell(kind, weights)
        traced = tf.function(lambda x, cell=cell: getattr(student, name)(cell, x)[0], autograph=False)
        given = tf.TensorSpec((batch, length, weights["kernel"].shape[0]), tf.float32)
        definition = traced.get_concrete_function(given).graph.as_graph_def()
        sizes.append(len(definition.node) + sum(len(function.node_def) for function in definition.library.function))
    return sizes


def _cell(kind, weights):
    options = {"reset_after": weights["bias"].ndim == 2} if kind == "gru" else {}
    cell = KINDS[kind](weights["recurrent_kernel"].shape[0], **options)
    _impose(cell, weights)
    return cell


def _impose(cell, weights):
    if not cell.built:
        cell.build((None, weights["kernel"].shape[0]))
    for part, value in weights.items():
        getattr(cell, part).assign(value)

"""Runs in the sandbox beside your program (as `student`): makes cells with given weights, and reads out yours.

It decides nothing.
"""
# ruff: noqa: F821

import keras
import numpy as np


class PeepholeCell(keras.layers.LSTMCell):
    """An LSTM with three weights more for each unit, as Gers & Schmidhuber (2000) have it; here they only count."""

    def build(self, input_shape):
        super().build(input_shape)
        self.peepholes = self.add_weight(shape=(3, self.units), name="peepholes")


KINDS = {
    "lstm": keras.layers.LSTMCell,
    "gru": keras.layers.GRUCell,
    "dense": keras.layers.Dense,
    "peephole": PeepholeCell,
}


def count(kind, inputs, units, **options):
    """What your `count` says of a cell of this kind that was built for `inputs` features; "both": an LSTM and on it a
    GRU; "dense": a layer that is no recurrent one; "peephole": an LSTM that has more weights than the usual one."""
    if kind == "both":
        cell = keras.layers.StackedRNNCells([keras.layers.LSTMCell(units), keras.layers.GRUCell(units)])
    else:
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
    """The kinds of operations that your function `name` needs in the graph for its outputs, a list for each number in
    `steps`. Returns None where the backend makes no graph to be counted."""
    if keras.backend.backend() != "tensorflow":
        return None
    import tensorflow as tf

    kinds = []
    for length in steps:
        graph = _traced(name, kind, weights, batch, length).graph
        definition = tf.compat.v1.graph_util.extract_sub_graph(graph.as_graph_def(), [graph.outputs[0].op.name])
        nodes = [*definition.node, *(node for function in definition.library.function for node in function.node_def)]
        kinds.append([node.op for node in nodes])
    return kinds


def any_length(kind, weights, images):
    """What one graph of your `dynamic`, made without knowing the number of steps, gives for each of `images`. Returns
    None where the backend makes no graph."""
    if keras.backend.backend() != "tensorflow":
        return None
    traced = _traced("dynamic", kind, weights, len(images[0]), None)
    return [np.array(traced(keras.ops.convert_to_tensor(x))) for x in images]


def _traced(name, kind, weights, batch, length):
    import tensorflow as tf

    cell = _cell(kind, weights)
    function = tf.function(lambda x: tf.convert_to_tensor(getattr(student, name)(cell, x)[0]), autograph=False)
    return function.get_concrete_function(tf.TensorSpec((batch, length, weights["kernel"].shape[0]), tf.float32))


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

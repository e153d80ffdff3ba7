"""Runs in the sandbox beside your TensorFlow 1 program (as `student`): makes cells with given weights, and reads out
yours. Whatever cell it is, its weights are spoken of as Keras does.

It decides nothing.
"""
# ruff: noqa: F821

import tensorflow as tf

from grader import tf1


class PeepholeCell(tf.keras.layers.LSTMCell):
    """An LSTM with three weights more for each unit, as Gers & Schmidhuber (2000) have it; here they only count."""

    def build(self, input_shape):
        super().build(input_shape)
        self.peepholes = self.add_weight(shape=(3, self.units), name="peepholes")


KINDS = {
    "lstm": tf.keras.layers.LSTMCell,
    "gru": tf.keras.layers.GRUCell,
    "dense": tf.keras.layers.Dense,
    "peephole": PeepholeCell,
}
OF_RNN = (tf.contrib.rnn.BasicLSTMCell, tf.contrib.rnn.LSTMCell)
INITIALIZERS = {
    "kernel": "kernel_initializer", "recurrent_kernel": "recurrent_initializer", "bias": "bias_initializer",
}  # fmt: skip


def count(kind, inputs, units, **options):
    """What your `count` says of a tf.keras cell of this kind that was built for `inputs` features, in a graph that has
    another cell besides: an LSTM of 7 units for 5 features. "both": an LSTM and on it a GRU; "dense": a layer that is
    no recurrent one; "peephole": an LSTM that has more weights than the usual one."""
    with tf.Graph().as_default():
        tf.keras.layers.LSTMCell(7).build((None, 5))
        if kind == "both":
            cells = [tf.keras.layers.LSTMCell(units), tf.keras.layers.GRUCell(units, reset_after=True)]
            cell = tf.keras.layers.StackedRNNCells(cells)
        else:
            cell = KINDS[kind](units, **options)
        cell.build((None, inputs))
        return tf1.numbers(student.count(cell))


def made(inputs, kind, units, forget_bias, reset_after):
    """What your `make_cell` made, None if it is no layer, else a dict: `kinds`, the names of its class and of those
    that it inherits from, which for the cells of tf.contrib.rnn begin with "rnn."; `units`; and, of a cell, `weights`
    by name, as they are right after it was built."""
    with tf.Graph().as_default(), tf.Session() as session:
        cell = student.make_cell(kind, units, forget_bias, reset_after)
        if not isinstance(cell, tf.keras.layers.Layer):
            return None
        if not cell.built and not isinstance(cell, tf.keras.layers.RNN):
            cell.build((None, inputs))
        session.run(tf.global_variables_initializer())
        return {"kinds": [_name(each) for each in type(cell).__mro__],
                "units": getattr(cell, "units", None) or getattr(cell, "output_size", None),
                "weights": _weights(session, cell)}  # fmt: skip


def step(kind, weights, x, states, forget_bias, reset_after):
    """The new states when a cell from your `make_cell` is given these weights and makes one step."""
    with tf.Graph().as_default(), tf.Session() as session:
        cell = student.make_cell(kind, weights["recurrent_kernel"].shape[0], forget_bias, reset_after)
        states, of_rnn = [tf.constant(state) for state in states], isinstance(cell, OF_RNN)
        before = tf.contrib.rnn.LSTMStateTuple(*states[::-1]) if of_rnn else states
        after = cell(tf.constant(x), before)[1]
        session.run(tf.global_variables_initializer())
        if of_rnn:
            tf1.assign_lstm(session, cell, weights)
        else:
            for part, value in weights.items():
                getattr(cell, part).load(value, session)
        return session.run([after.h, after.c] if of_rnn else after)


def run(name, kind, weights, x):
    """What your function `name`, `static` or `dynamic`, returns for a tf.keras cell with these weights."""
    with tf.Graph().as_default():
        return tf1.numbers(getattr(student, name)(_cell(kind, weights), tf.constant(x)))


def graph(name, kind, weights, batch, steps):
    """The kinds of operations that your function `name` needs in the graph for its outputs, a list for each number in
    `steps`."""
    kinds = []
    for length in steps:
        with tf.Graph().as_default() as made:
            _, outputs = _built(name, kind, weights, batch, length)
        definition = tf.graph_util.extract_sub_graph(made.as_graph_def(), [outputs.op.name])
        nodes = [*definition.node, *(node for function in definition.library.function for node in function.node_def)]
        kinds.append([node.op for node in nodes])
    return kinds


def any_length(kind, weights, images):
    """What one graph of your `dynamic`, made without knowing the number of steps, gives for each of `images`."""
    with tf.Graph().as_default(), tf.Session() as session:
        x, outputs = _built("dynamic", kind, weights, len(images[0]), None)
        session.run(tf.global_variables_initializer())
        return [session.run(outputs, {x: image}) for image in images]


def _built(name, kind, weights, batch, length):
    x = tf.placeholder(tf.float32, [batch, length, weights["kernel"].shape[0]])
    return x, tf.convert_to_tensor(getattr(student, name)(_cell(kind, weights), x)[0])


def _cell(kind, weights):
    """A built tf.keras cell, whose variables have these initial values. A copy made from its options does not."""
    options = {"reset_after": weights["bias"].ndim == 2} if kind == "gru" else {"unit_forget_bias": False}
    cell = KINDS[kind](weights["recurrent_kernel"].shape[0], recurrent_activation="sigmoid", **options)
    kept = {name: getattr(cell, name) for name in INITIALIZERS.values()}
    for part, value in weights.items():
        setattr(cell, INITIALIZERS[part], tf.constant_initializer(value))
    cell.build((None, weights["kernel"].shape[0]))
    for name, initializer in kept.items():
        setattr(cell, name, initializer)
    return cell


def _weights(session, cell):
    if isinstance(cell, OF_RNN):
        return tf1.to_keras(*session.run([cell._kernel, cell._bias]), cell._forget_bias)
    present = {part: getattr(cell, part, None) for part in INITIALIZERS}
    return session.run({part: variable for part, variable in present.items() if variable is not None})


def _name(kind):
    return f"rnn.{kind.__name__}" if issubclass(kind, tf.contrib.rnn.RNNCell) else kind.__name__

"""Runs in the sandbox beside your TensorFlow 1 program (as `student`): makes LSTM cells with given weights for you.

It decides nothing. Which loops of TensorFlow's own were called meanwhile is noted beside what you returned.
"""

import contextlib
import functools

import tensorflow as tf

from grader import tf1

ONE_CELL = ("unroll", "run_time_major")  # these functions are given a cell, the others a list of cells
LOOPS = ("dynamic_rnn", "static_rnn", "raw_rnn", "bidirectional_dynamic_rnn", "static_bidirectional_rnn")


def run(name, layers, sequence, state, added=0.0):
    """Call your function `name`, in a graph of its own, with LSTM cells that have the weights in `layers`, one dict for
    each, in Keras's layout: kernel (inputs, 4 * hidden), recurrent_kernel (hidden, 4 * hidden) and bias (4 * hidden,).

    Everything that a loop of TensorFlow's own returns in the meantime is `added` to, so that what comes from it can be
    told from what does not. Returns {"value": the numbers of what you returned, "recurrent": names of those loops}.
    """
    with tf.Graph().as_default(), _watching(added) as recurrent:
        cells = [tf1.lstm_cell(weights) for weights in layers]
        inputs = tf.constant(sequence, tf.float32), tf.constant(state, tf.float32)
        value = getattr(student, name)(cells[0] if name in ONE_CELL else cells, *inputs)  # noqa: F821
        return {"value": tf1.numbers(value), "recurrent": recurrent}


@contextlib.contextmanager
def _watching(added):
    """A list that gets the name of every loop of TensorFlow's own that is called in the meantime."""
    called, restore = [], []

    def noting(name, loop):
        @functools.wraps(loop)
        def wrapper(*args, **kwargs):
            called.append(name)
            answer = loop(*args, **kwargs)
            return tf.nest.map_structure(lambda tensor: tensor + added, answer) if added else answer

        return wrapper

    for module in (tf.nn, tf.contrib.rnn):
        for name in LOOPS:
            loop = vars(module).get(name)
            if loop is not None:
                restore.append((module, name, loop))
                setattr(module, name, noting(name, loop))
    try:
        yield called
    finally:
        for module, name, loop in restore:
            setattr(module, name, loop)

"""Runs in the sandbox beside your program (as `student`): makes LSTM cells with given weights and hands them to you.

It decides nothing. Which recurrent layers of Keras were called meanwhile is noted beside what you returned.
"""

import contextlib
import functools

import keras

ONE_CELL = ("unroll", "run_time_major")  # these functions are given a cell, the others a list of cells


def run(name, layers, sequence, state, added=0.0):
    """Call your function `name` with LSTM cells that have the weights in `layers`, one dict for each:
    kernel (inputs, 4 * hidden), recurrent_kernel (hidden, 4 * hidden) and bias (4 * hidden,).

    Everything that a keras.layers.RNN returns in the meantime is `added` to: what comes from it can then be told from
    what does not. Returns {"value": what you returned, "recurrent": names of the keras.layers.RNN kinds called}.
    """
    cells = [_cell(weights) for weights in layers]
    with _watching(added) as recurrent:
        value = getattr(student, name)(cells[0] if name in ONE_CELL else cells, sequence, state)  # noqa: F821
    return {"value": value, "recurrent": recurrent}


def _cell(weights):
    inputs, hidden = weights["kernel"].shape[0], weights["recurrent_kernel"].shape[0]
    cell = keras.layers.LSTMCell(hidden)
    cell.build((None, inputs))
    for part, value in weights.items():
        getattr(cell, part).assign(value)
    return cell


@contextlib.contextmanager
def _watching(added):
    """A list that gets the class name of every keras.layers.RNN (LSTM is one, too) called in the meantime."""

    def marked(tensor):
        return tensor if isinstance(tensor, keras.KerasTensor) else tensor + added  # one without values gets it later

    called, kind = [], keras.layers.RNN
    own, original = vars(kind).get("__call__"), kind.__call__

    @functools.wraps(original)
    def noting(self, *args, **kwargs):
        called.append(type(self).__name__)
        answer = original(self, *args, **kwargs)
        return keras.tree.map_structure(marked, answer) if added else answer

    kind.__call__ = noting
    try:
        yield called
    finally:
        if own is None:
            del kind.__call__
        else:
            kind.__call__ = own

# What an instructor would write as autograder tests of this lesson in nbgrader: the same calls of the student's
# function as our checks make, and the same comparisons.
# Cells begin with `# %% <grade id> <points>`; a cell of no points is shared set-up.

# %% setup 0
import builtins
import contextlib
import io
import re

import keras
import numpy as np

SIZES = [(4, 2, 3), (3, 2, 3), (5, 1, 4), (160, 8, 6)]


def expit(z):
    return 0.5 * (1 + np.tanh(z / 2))


def watched(a, b, c):
    """The arrays given to print by one call of the student's function, what its cell was fed, and the text printed."""
    objects, fed, text, call = [], [], io.StringIO(), keras.layers.LSTMCell.__call__
    own_print = builtins.print

    def spy(cell, inputs, states, *args, **kwargs):
        fed.append((cell, inputs, states))
        return call(cell, inputs, states, *args, **kwargs)

    def listen(*values, **kwargs):
        objects.extend(values)
        own_print(*values, **kwargs)

    builtins.print, keras.layers.LSTMCell.__call__ = listen, spy
    try:
        with contextlib.redirect_stdout(text):
            creatLSTMCell(a, b, c)
    finally:
        builtins.print, keras.layers.LSTMCell.__call__ = own_print, call
    return [keras.ops.convert_to_numpy(o) for o in objects if hasattr(o, "shape")], fed[-1], text.getvalue()


def oracle(cell, x, states):
    kernel, recurrent, bias = (keras.ops.convert_to_numpy(weight) for weight in cell.weights)
    h, c = (keras.ops.convert_to_numpy(state) for state in states)
    i, f, k, o = np.split(keras.ops.convert_to_numpy(x) @ kernel + h @ recurrent + bias, 4, axis=1)
    c = expit(f) * c + expit(i) * np.tanh(k)
    return expit(o) * np.tanh(c), c


# %% prints_two_states 1
runs = {size: watched(*size) for size in SIZES}
assert all(len(states) == 2 for states, _, _ in runs.values())

# %% shapes 6
for (a, b, _), (states, _, _) in runs.items():
    assert [state.shape for state in states] == [(b, a), (b, a)]

# %% dtype 1
for states, _, _ in runs.values():
    assert [state.dtype for state in states] == [np.float32, np.float32]

# %% values_in_order 7
for states, fed, _ in runs.values():
    for got, want in zip(states, oracle(*fed), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-3, atol=6e-4)

# %% text 2
for states, _, text in runs.values():
    shown = np.array([float(number) for number in re.findall(r"-?\d+\.\d*(?:e-?\d+)?", text)])
    assert all(np.isclose(shown, value, atol=1e-3).any() for state in states for value in state[0, :3])

# %% input 3
for (_, b, c), (_, (_, inputs, _), _) in runs.items():
    assert inputs.shape == (b, c) and keras.backend.standardize_dtype(inputs.dtype) == "float32"
    assert np.asarray(inputs).any()

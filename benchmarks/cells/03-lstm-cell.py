# What an instructor would write as autograder tests of this lesson in nbgrader: the same calls of the student's
# function as our checks make, and the same comparisons.
# Cells begin with `# %% <grade id> <points>`; a cell of no points is shared set-up.

# %% setup 0
import builtins
import contextlib
import io

import keras
import numpy as np


def expit(z):
    return 0.5 * (1 + np.tanh(z / 2))


def printed(a, b, c):
    """The objects given to print, and the cells made, by one call of the student's function."""
    objects, cells = [], []
    original_print, original_call = builtins.print, keras.layers.LSTMCell.__call__

    def spy(cell, *args, **kwargs):
        out = original_call(cell, *args, **kwargs)
        cells.append((cell, args[0], args[1] if len(args) > 1 else kwargs.get("states")))
        return out

    builtins.print = lambda *values, **_: objects.extend(values)
    keras.layers.LSTMCell.__call__ = spy
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            creatLSTMCell(a, b, c)
    finally:
        builtins.print, keras.layers.LSTMCell.__call__ = original_print, original_call
    return [keras.ops.convert_to_numpy(o) for o in objects if hasattr(o, "shape")], cells


def oracle(cell, x, states):
    kernel, recurrent, bias = (keras.ops.convert_to_numpy(w) for w in cell.weights)
    h, c = (keras.ops.convert_to_numpy(s) for s in states)
    i, f, k, o = np.split(keras.ops.convert_to_numpy(x) @ kernel + h @ recurrent + bias, 4, axis=1)
    c = expit(f) * c + expit(i) * np.tanh(k)
    return expit(o) * np.tanh(c), c


# %% shapes 1
(h, c), _ = printed(8, 4, 3)
assert h.shape == c.shape == (4, 8)

# %% other_shapes 1
(h, c), _ = printed(5, 2, 7)
assert h.shape == c.shape == (2, 5)

# %% dtype 1
(h, c), _ = printed(8, 4, 3)
assert h.dtype == c.dtype == np.float32 and np.isfinite(h).all() and np.isfinite(c).all()

# %% one_row 1
(h, c), _ = printed(1, 1, 1)
assert h.shape == c.shape == (1, 1)

# %% values 3
(h, c), cells = printed(6, 3, 5)
want_h, want_c = oracle(*cells[-1])
np.testing.assert_allclose(h, want_h, rtol=1e-4, atol=1e-5)
np.testing.assert_allclose(c, want_c, rtol=1e-4, atol=1e-5)

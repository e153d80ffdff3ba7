# What an instructor would write as autograder tests of this lesson in nbgrader: the same calls of the student's
# functions on the same kind of random inputs as our checks make, and the same comparisons.
# Cells begin with `# %% <grade id> <points>`; a cell of no points is shared set-up.

# %% setup 0
import warnings

import numpy as np
from numpy.testing import assert_allclose

rng = np.random.default_rng(0)
SHAPES = [(2, 3, 2), (4, 3, 5), (1, 3, 4), (3, 4, 1), (5, 1, 2), (2, 4, 4), (3, 6, 3)]


def expit(z):
    return 0.5 * (1 + np.tanh(z / 2))


def make(batch, inputs, hidden):
    params = {"W_" + g: rng.normal(size=(hidden + inputs, hidden)) for g in "fico"}
    params.update({"b_" + g: rng.normal(size=hidden) for g in "fico"})
    x, h, c = (rng.normal(size=(batch, n)) for n in (inputs, hidden, hidden))
    return x, h, c, params


def gate(x, h, p, g):
    return np.concatenate([h, x], axis=1) @ p["W_" + g] + p["b_" + g]


def step(x, h, c, p):
    c = expit(gate(x, h, p, "f")) * c + expit(gate(x, h, p, "i")) * np.tanh(gate(x, h, p, "c"))
    return expit(gate(x, h, p, "o")) * np.tanh(c), c


def close(got, want):
    assert isinstance(got, np.ndarray) and np.issubdtype(got.dtype, np.floating) and got.shape == want.shape
    assert_allclose(got, want, rtol=1e-5, atol=1e-6)


# %% sigmoid_values 1
z = rng.normal(size=(4, 8))
close(sigmoid(z), expit(z))

# %% sigmoid_extremes 1
for dtype in ("float64", "float32"):
    z = np.array([-1000.0, -100.0, -30.0, 0.0, 30.0, 100.0, 1000.0], dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        close(sigmoid(z), expit(z))

# %% sigmoid_shapes 1
for shape in [(6,), (2, 3), (1, 1), (2, 3, 4), ()]:
    z = rng.normal(size=shape)
    assert np.shape(sigmoid(z)) == shape
    assert_allclose(sigmoid(z), expit(z), rtol=1e-5)

# %% sigmoid_dtypes 1
for dtype in ("float64", "float32", "int64"):
    z = np.arange(-3, 4).astype(dtype)
    close(sigmoid(z), expit(z))

# %% forget_gate_values 2
for shape in SHAPES:
    x, h, c, p = make(*shape)
    close(forget_gate(x, h, p), expit(gate(x, h, p, "f")))

# %% input_gate_values 2
for shape in SHAPES:
    x, h, c, p = make(*shape)
    close(input_gate(x, h, p), expit(gate(x, h, p, "i")))

# %% candidate_values 2
for shape in SHAPES:
    x, h, c, p = make(*shape)
    close(candidate(x, h, p), np.tanh(gate(x, h, p, "c")))

# %% cell_state_values 2
for batch, _, hidden in SHAPES:
    f, i, k, c = rng.normal(size=(4, batch, hidden))
    close(cell_state(f, i, k, c), f * c + i * k)

# %% output_gate_values 2
for shape in SHAPES:
    x, h, c, p = make(*shape)
    close(output_gate(x, h, p), expit(gate(x, h, p, "o")))

# %% hidden_state_values 2
for batch, _, hidden in SHAPES:
    o, c = rng.normal(size=(2, batch, hidden))
    close(hidden_state(o, c), o * np.tanh(c))

# %% lstm_step_values 2
for shape in SHAPES:
    given = make(*shape)
    for got, want in zip(lstm_step(*given), step(*given), strict=True):
        close(got, want)

# %% lstm_step_sequence 1
for dtype in ("float64", "float32"):
    x, h, c, p = make(3, 4, 5)
    p = {name: value.astype(dtype) for name, value in p.items()}
    want = got = (h.astype(dtype), c.astype(dtype))
    for _ in range(6):
        x = rng.normal(size=(3, 4)).astype(dtype)
        got, want = lstm_step(x, *got, p), step(x, *want, p)
        for g, w in zip(got, want, strict=True):
            assert_allclose(g, w, rtol=1e-4, atol=1e-5)

# %% inputs_unchanged 1
given = make(3, 2, 4)
copies = [*(a.copy() for a in given[:3]), {name: value.copy() for name, value in given[3].items()}]
lstm_step(*given)
for now, before in zip(given[:3], copies[:3], strict=True):
    assert (now == before).all()
assert all((given[3][name] == copies[3][name]).all() for name in copies[3])

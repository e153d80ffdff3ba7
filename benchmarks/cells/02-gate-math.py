# What an instructor would write as autograder tests of this lesson in nbgrader: the same calls of the student's
# functions on the same kind of random inputs as our checks make, and the same comparisons.
# Cells begin with `# %% <grade id> <points>`; a cell of no points is shared set-up.

# %% setup 0
import warnings

import numpy as np
from numpy.testing import assert_allclose

rng = np.random.default_rng(0)


def expit(z):
    return 0.5 * (1 + np.tanh(z / 2))


def inputs(batch=4, inputs=3, hidden=8):
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
with warnings.catch_warnings():
    warnings.simplefilter("error")
    close(sigmoid(np.array([-1000.0, 0.0, 1000.0])), np.array([0.0, 0.5, 1.0]))

# %% forget_gate_values 1
x, h, c, p = inputs()
close(forget_gate(x, h, p), expit(gate(x, h, p, "f")))

# %% input_gate_values 1
x, h, c, p = inputs()
close(input_gate(x, h, p), expit(gate(x, h, p, "i")))

# %% candidate_values 1
x, h, c, p = inputs()
close(candidate(x, h, p), np.tanh(gate(x, h, p, "c")))

# %% cell_state_values 1
f, i, k, c = rng.normal(size=(4, 4, 8))
close(cell_state(f, i, k, c), f * c + i * k)

# %% output_gate_values 1
x, h, c, p = inputs()
close(output_gate(x, h, p), expit(gate(x, h, p, "o")))

# %% hidden_state_values 1
o, c = rng.normal(size=(2, 4, 8))
close(hidden_state(o, c), o * np.tanh(c))

# %% lstm_step_values 2
x, h, c, p = inputs(batch=5, inputs=4, hidden=6)
for got, want in zip(lstm_step(x, h, c, p), step(x, h, c, p), strict=True):
    close(got, want)

# %% lstm_step_unrolled 2
x, h, c, p = inputs()
want = got = (h, c)
for _ in range(5):
    got, want = lstm_step(x, *got, p), step(x, *want, p)
for g, w in zip(got, want, strict=True):
    close(g, w)

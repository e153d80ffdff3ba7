"""Variants of the recurrent cell in NumPy: their parameters counted, one step of each, and what known mistakes give.

Two conventions for an LSTM's weights. TensorFlow 1: one kernel (inputs + units, 4u), rows [x, h], gates in the order
i, j, f, o (j is the candidate), and a forget bias that is added at run time. Keras: kernel (inputs, 4u) and
recurrent_kernel (units, 4u), gates i, f, c, o, and the forget bias is a part of the bias.
A GRU's weights are in Keras's layout, z, r, h: kernel (inputs, 3u), recurrent_kernel (units, 3u), and a bias of (2, 3u)
with reset_after, of (3u,) without.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from oracles.lstm import lstm_step as course_step
from oracles.lstm import sigmoid

Array = np.ndarray
States = tuple[Array, ...]
TF1, KERAS = "ijfo", "ifjo"
GATES = {"i": "input", "j": "candidate", "f": "forget", "o": "output"}


# -- parameters --------------------------------------------------------------------------------------------------------


def lstm_parameters(inputs: int, units: int, bias: bool = True) -> int:
    return sum(units * (inputs + units + int(bias)) for _gate in "ifco")


def gru_parameters(inputs: int, units: int, reset_after: bool = True) -> int:
    return sum(units * (inputs + units + (2 if reset_after else 1)) for _gate in "zrh")


def lstm_parameter_mistakes(m: int, n: int, bias: bool) -> dict[str, int]:
    """m inputs, n units."""
    b = int(bias)
    of_bias = {"bias-not-counted": 4 * n * (m + n), "bias-counted-once": 4 * n * (m + n) + n}
    return {
        "inputs-and-units-swapped": 4 * (m * (m + n) + b * m),
        "one-gate-not-counted": 3 * (n * (m + n) + b * n),
        "only-one-gate-counted": n * (m + n) + b * n,
        "recurrent-weights-not-counted": 4 * (n * m + b * n),
        **(of_bias if bias else {"bias-always-counted": 4 * (n * (m + n) + n)}),
    }


def gru_parameter_mistakes(m: int, n: int, reset_after: bool) -> dict[str, int]:
    b = 2 if reset_after else 1
    second = "second-bias-not-counted" if reset_after else "second-bias-always-counted"
    return {
        "inputs-and-units-swapped": 3 * (m * (m + n) + b * m),
        "counted-as-lstm": 4 * (n * (m + n) + n),
        "one-gate-not-counted": 2 * (n * (m + n) + b * n),
        "recurrent-weights-not-counted": 3 * (n * m + b * n),
        second: 3 * (n * (m + n) + (3 - b) * n),
        "bias-not-counted": 3 * n * (m + n),
    }


# -- an LSTM in TensorFlow 1's convention ------------------------------------------------------------------------------


def tf1_weights(rng: np.random.Generator, inputs: int, units: int) -> tuple[Array, Array]:
    """Random kernel (inputs + units, 4u) and bias (4u,), float32."""
    kernel = rng.normal(scale=0.7, size=(inputs + units, 4 * units)).astype("float32")
    return kernel, (rng.choice([-1.0, 1.0], size=4 * units) * rng.uniform(0.2, 0.8, size=4 * units)).astype("float32")


def lstm_step(
    x: Array, h: Array, c: Array, kernel: Array, bias: Array, forget_bias: float = 0.0, order: str = TF1,
    more: dict[str, float] | None = None, x_first: bool = True,
) -> tuple[Array, Array]:  # fmt: skip
    """(h, c) after one step. `more` adds to the other gates, and `order` reads them, as a mistake may."""
    inputs, units = x.shape[1], h.shape[1]
    rows = np.asarray(kernel, dtype=np.float64)
    from_x, from_h = (rows[:inputs], rows[inputs:]) if x_first else (rows[units:], rows[:units])
    added = {"f": forget_bias, **(more or {})}
    params = {}
    for n, gate in enumerate(order):
        columns = slice(n * units, (n + 1) * units)
        name = "c" if gate == "j" else gate
        params[f"W_{name}"] = np.vstack([from_h[:, columns], from_x[:, columns]])
        params[f"b_{name}"] = np.asarray(bias, dtype=np.float64)[columns] + added.get(gate, 0.0)
    return course_step(np.asarray(x, dtype=np.float64), np.asarray(h, dtype=np.float64), c, params)


def _forget_bias_mistakes(forget_bias: float, make: Callable[..., States]) -> dict[str, tuple[States, ...]]:
    """What becomes of `make(forget_bias, more)` where the forget bias goes astray."""
    return {
        "forget-bias-missing": (make(0.0, {}),),
        "forget-bias-twice": (make(2 * forget_bias, {}),),
        "forget-bias-on-wrong-gate": tuple(make(0.0, {gate: forget_bias}) for gate in "ijo"),
        "forget-bias-on-all-gates": (
            make(forget_bias, dict.fromkeys("ijo", forget_bias)), make(forget_bias, dict.fromkeys("io", forget_bias))
        ),
        "forget-bias-always-one": (make(1.0, {}),),
    }  # fmt: skip


def lstm_step_mistakes(
    x: Array, h: Array, c: Array, kernel: Array, bias: Array, forget_bias: float
) -> dict[str, tuple[States, ...]]:
    """id -> the (h, c) that it may lead to."""
    right = lstm_step(x, h, c, kernel, bias, forget_bias)

    def outside() -> States:
        units = h.shape[1]
        z = np.concatenate([x, h], axis=1).astype(np.float64) @ kernel + bias
        i, j, f, o = (z[:, n * units : (n + 1) * units] for n in range(4))
        new = (sigmoid(f) + forget_bias) * c + sigmoid(i) * np.tanh(j)
        return sigmoid(o) * np.tanh(new), new

    found = _forget_bias_mistakes(forget_bias, lambda amount, more: lstm_step(x, h, c, kernel, bias, amount, TF1, more))
    orders = [order for order in ("ifjo", "fijo", "ijof", "fjio", "jifo", "ofji") if order != TF1]
    found["gates-in-another-order"] = tuple(lstm_step(x, h, c, kernel, bias, forget_bias, order) for order in orders)
    found["h-before-x"] = (lstm_step(x, h, c, kernel, bias, forget_bias, x_first=False),)
    found["forget-bias-outside-sigmoid"] = (outside(),)
    found["c-before-h"] = (right[::-1],)
    found["missing-bias"] = (lstm_step(x, h, c, kernel, np.zeros_like(bias), forget_bias),)
    return found


def to_keras(
    kernel: Array, bias: Array, forget_bias: float, more: dict[str, float] | None = None, order: str = KERAS
) -> tuple[Array, Array, Array]:
    """(kernel, recurrent_kernel, bias) in Keras's convention; `more` and `order` as a mistake may have them."""
    units = bias.shape[0] // 4
    added = {"f": forget_bias, **(more or {})}
    # A gate at a time, by its letter: neither np.split nor a concatenation of what the usual answer has.
    columns = np.concatenate([np.arange(units) + units * TF1.index(gate) for gate in order])
    amounts = np.concatenate([np.full(units, added.get(gate, 0.0)) for gate in order])
    moved = np.asarray(kernel, dtype=np.float64)[:, columns]
    inputs = len(kernel) - units
    return moved[:inputs], moved[inputs:], np.asarray(bias, dtype=np.float64)[columns] + amounts


def to_keras_mistakes(kernel: Array, bias: Array, forget_bias: float) -> dict[str, tuple[States, ...]]:
    """id -> the weights that it may lead to."""
    units = bias.shape[0] // 4
    new_kernel, recurrent, new_bias = to_keras(kernel, bias, forget_bias)
    unmoved = to_keras(kernel, bias, 0.0, order=TF1)
    third = np.repeat([0.0, 0.0, 1.0, 0.0], units) * forget_bias  # where f stands in TensorFlow 1
    second = np.repeat([0.0, 1.0, 0.0, 0.0], units) * forget_bias  # where f stands in Keras
    replaced = new_bias.copy()
    replaced[units : 2 * units] = forget_bias
    found = _forget_bias_mistakes(forget_bias, lambda amount, more: to_keras(kernel, bias, amount, more))
    wrong_slot = to_keras(kernel, bias, 0.0)
    found["forget-bias-on-wrong-gate"] += ((wrong_slot[0], wrong_slot[1], wrong_slot[2] + third),)
    found["gates-not-reordered"] = (
        *((*unmoved[:2], unmoved[2] + extra) for extra in (second, third, 0.0)),
        *((new_kernel, recurrent, unmoved[2] + extra) for extra in (second, third)),
        (*unmoved[:2], new_bias),
    )
    full = np.concatenate([new_kernel, recurrent])
    found["kernel-rows-swapped"] = ((full[units:], full[:units], new_bias), (recurrent, new_kernel, new_bias))
    found["forget-bias-replaces-bias"] = ((new_kernel, recurrent, replaced),)
    found["kernel-not-split"] = ((full, recurrent, new_bias),)
    return found


# -- a GRU -------------------------------------------------------------------------------------------------------------


def gru_weights(rng: np.random.Generator, inputs: int, units: int, reset_after: bool) -> tuple[Array, Array, Array]:
    """Random kernel, recurrent_kernel and bias, float32."""
    bias = (2, 3 * units) if reset_after else (3 * units,)
    sizes = ((inputs, 3 * units), (units, 3 * units), bias)
    kernel, recurrent, offsets = (rng.normal(scale=0.8, size=size).astype("float32") for size in sizes)
    return kernel, recurrent, offsets


def gru_step(
    x: Array, h: Array, kernel: Array, recurrent: Array, bias: Array, reset_after: bool, *,
    keep: Callable[[Array], Array] = lambda z: z, candidate: Callable[[Array], Array] = np.tanh,
    gate: Callable[[Array], Array] = sigmoid, gates: str = "zrh", variant: str = "",
) -> Array:  # fmt: skip
    """The new h, (batch, units). What follows the star is right as it stands, and otherwise a mistake."""
    units = h.shape[1]
    x, h = np.asarray(x, dtype=np.float64), np.asarray(h, dtype=np.float64)
    of_input, of_state = (bias[0], bias[1]) if reset_after else (bias, np.zeros(3 * units))
    if variant == "no second bias":
        of_state = np.zeros(3 * units)
    part = {name: slice(n * units, (n + 1) * units) for n, name in enumerate(gates)}

    def from_x(name: str) -> Array:
        return np.einsum("bi,iu->bu", x, kernel[:, part[name]]) + of_input[part[name]]

    def from_h(name: str, state: Array) -> Array:
        return np.einsum("bv,vu->bu", state, recurrent[:, part[name]])

    z, r = (gate(from_x(name) + from_h(name, h) + of_state[part[name]]) for name in "zr")
    offset = of_state[part["h"]]
    after = reset_after != (variant == "other reset")
    if variant == "no reset":
        recalled = from_h("h", h) + offset
    elif variant == "bias outside":
        recalled = r * from_h("h", h) + offset
    elif after:
        recalled = r * (from_h("h", h) + offset)
    else:
        recalled = from_h("h", r * h) + offset
    new = candidate(from_x("h") + recalled)
    kept = keep(z)
    return kept * h + (1.0 - kept) * new


def gru_step_mistakes(
    x: Array, h: Array, kernel: Array, recurrent: Array, bias: Array, reset_after: bool
) -> dict[str, tuple[Array, ...]]:
    """id -> the h that it may lead to."""

    def wrong(**changes: object) -> tuple[Array, ...]:
        return (gru_step(x, h, kernel, recurrent, bias, reset_after, **changes),)  # type: ignore[arg-type]

    other = "reset-before-for-after" if reset_after else "reset-after-for-before"
    found = {
        "update-gate-inverted": wrong(keep=lambda z: 1.0 - z),
        "reset-and-update-swapped": wrong(gates="rzh"),
        "candidate-with-sigmoid": wrong(candidate=sigmoid),
        "reset-gate-not-used": wrong(variant="no reset"),
        "update-gate-not-used": wrong(keep=np.zeros_like),
        other: wrong(variant="other reset"),
    }
    if reset_after:
        found["second-bias-not-added"] = wrong(variant="no second bias")
        found["recurrent-bias-not-reset"] = wrong(variant="bias outside")
    return found


# -- the gates of tf.keras in TensorFlow 1 -----------------------------------------------------------------------------


def hard_sigmoid(z: Array) -> Array:
    """A straight line of slope 0.2, cut off at 0 and 1: what gates a tf.keras cell of TensorFlow 1 unless told."""
    return np.clip(0.2 * z + 0.5, 0.0, 1.0)


def hard_sigmoid_step(kind: str, weights: dict[str, Array], x: Array, states: list[Array]) -> States:
    """The new states of a Keras cell, "lstm" or "gru", whose gates are a hard sigmoid."""
    kernel, recurrent, bias = (weights[part] for part in ("kernel", "recurrent_kernel", "bias"))
    if kind == "gru":
        return (gru_step(x, states[0], kernel, recurrent, bias, bias.ndim == 2, gate=hard_sigmoid),)
    z = np.asarray(x, dtype=np.float64) @ kernel + states[0] @ recurrent + bias
    i, f, j, o = np.split(z, 4, axis=1)
    c = hard_sigmoid(f) * states[1] + hard_sigmoid(i) * np.tanh(j)
    return hard_sigmoid(o) * np.tanh(c), c


# -- over time ---------------------------------------------------------------------------------------------------------


def run_cell(kind: str, weights: dict[str, Array], sequence: Array, start: Array | None = None) -> tuple[Array, States]:
    """(outputs (batch, steps, units), final states) of a Keras cell, "lstm" or "gru", from zeros."""
    kernel, recurrent, bias = (np.asarray(weights[part]) for part in ("kernel", "recurrent_kernel", "bias"))
    batch, steps, _ = sequence.shape
    units = recurrent.shape[0]
    states: States = tuple(np.zeros((batch, units)) for _ in range(2 if kind == "lstm" else 1))
    outputs = []
    for t in range(steps):
        x = sequence[:, t]
        if kind == "lstm":
            states = lstm_step(x, *states, np.vstack([kernel, recurrent]), bias, order=KERAS)
        else:
            states = (gru_step(x, states[0], kernel, recurrent, bias, bias.ndim == 2),)
        outputs.append(states[0])
    return np.stack(outputs, axis=1), states


def run_cell_mistakes(kind: str, weights: dict[str, Array], sequence: Array) -> dict[str, tuple[tuple, ...]]:
    """id -> the (outputs, states) that it may lead to."""
    outputs, states = run_cell(kind, weights, sequence)
    single = [run_cell(kind, weights, sequence[:, t : t + 1]) for t in range(sequence.shape[1])]
    found: dict[str, tuple[tuple, ...]] = {
        "state-not-carried": ((np.concatenate([each[0] for each in single], axis=1), single[-1][1]),),
        "outputs-on-wrong-axis": ((np.swapaxes(outputs, 0, 1), states),),
        "only-last-output": ((outputs[:, -1], states),),
    }
    if len(single) > 1:
        found["stops-early"] = (run_cell(kind, weights, sequence[:, :-1]), (outputs[:, :-1], states))
    if kind == "lstm":
        found["hidden-and-cell-state-swapped"] = ((outputs, states[::-1]),)
    return found

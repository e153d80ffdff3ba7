"""An independent LSTM in NumPy: where expected values come from, and what each known mistake would give instead.

Two layouts: the course's (one W of shape (hidden + inputs, hidden) and one b of shape (hidden,) per gate, rows in the
order [h, x]) and Keras's (kernel (inputs, 4u), recurrent_kernel (u, 4u), bias (4u,), gates in the order i, f, c, o).

Every ``*_mistakes`` function maps a misconception's id to the arrays that it may produce (a tuple of alternatives).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Array = np.ndarray
Params = dict[str, Array]
Candidates = dict[str, tuple[Array, ...]]

GATES = ("f", "i", "c", "o")
GATE_FUNCTIONS = {"f": "forget_gate", "i": "input_gate", "c": "candidate", "o": "output_gate"}
# Which parameters a copied line still names: the id's middle word.
_WORDS = {"f": "forget", "i": "input", "c": "candidate", "o": "output"}


def sigmoid(z: Array) -> Array:
    """The logistic function; written with tanh, which neither overflows nor resembles the usual answer."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=np.float64)))


def softmax(z: Array, axis: int | None) -> Array:
    """Over one axis, or over all of z; z must have at least one."""
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def lstm_inputs(
    rng: np.random.Generator, batch: int, inputs: int, hidden: int, dtype: str = "float64"
) -> tuple[Array, Array, Array, Params]:
    """Random x (batch, inputs), h_prev and c_prev (batch, hidden), and params with every bias well away from zero."""
    x = rng.normal(size=(batch, inputs)).astype(dtype)
    h_prev = rng.uniform(-0.9, 0.9, size=(batch, hidden)).astype(dtype)
    c_prev = rng.normal(scale=1.2, size=(batch, hidden)).astype(dtype)
    params: Params = {}
    for gate in GATES:
        params[f"W_{gate}"] = rng.normal(scale=0.7, size=(hidden + inputs, hidden)).astype(dtype)
        sign = rng.choice([-1.0, 1.0], size=hidden)
        params[f"b_{gate}"] = (sign * rng.uniform(0.2, 0.8, size=hidden)).astype(dtype)
    return x, h_prev, c_prev, params


# -- the course's layout -----------------------------------------------------------------------------------------------


def pre_activation(x: Array, h_prev: Array, params: Params, gate: str) -> Array:
    """[h, x] W + b of one gate, (batch, hidden), with W split into its two blocks: nothing is concatenated here."""
    weights, hidden = params[f"W_{gate}"], h_prev.shape[1]
    z = np.einsum("bh,hk->bk", h_prev, weights[:hidden], dtype=np.float64)
    return z + np.einsum("bi,ik->bk", x, weights[hidden:], dtype=np.float64) + params[f"b_{gate}"]


def activation(gate: str) -> Any:
    return np.tanh if gate == "c" else sigmoid


def gate_value(x: Array, h_prev: Array, params: Params, gate: str) -> Array:
    """f, i, c̃ or o, (batch, hidden)."""
    return activation(gate)(pre_activation(x, h_prev, params, gate))


def cell_state(f: Array, i: Array, c_tilde: Array, c_prev: Array) -> Array:
    return f * c_prev + i * c_tilde


def hidden_state(o: Array, c: Array) -> Array:
    return o * np.tanh(c)


def lstm_step(x: Array, h_prev: Array, c_prev: Array, params: Params) -> tuple[Array, Array]:
    """(h, c), each (batch, hidden)."""
    f, i, c_tilde, o = (gate_value(x, h_prev, params, gate) for gate in GATES)
    c = cell_state(f, i, c_tilde, c_prev)
    return hidden_state(o, c), c


def unroll(xs: Iterable[Array], h: Array, c: Array, params: Params) -> list[tuple[Array, Array]]:
    """The states after each step of xs, an iterable of (batch, inputs)."""
    states = []
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        states.append((h, c))
    return states


def sigmoid_mistakes(z: Array) -> Candidates:
    z = np.asarray(z, dtype=np.float64)
    with np.errstate(over="ignore"):
        return {
            "tanh-for-sigmoid": (np.tanh(z),),
            "exponent-sign": (1.0 - sigmoid(z),),
            "missing-parentheses": (1.0 + np.exp(-z), 1.0 + np.exp(z)),
            "relu-for-sigmoid": (np.maximum(z, 0.0),),
            "sigmoid-derivative": (sigmoid(z) * (1.0 - sigmoid(z)),),
            **({"softmax-for-sigmoid": (softmax(z, -1), softmax(z, None))} if z.ndim else {}),
        }


def sigmoid_ways(z: Array) -> Candidates:
    """The wrong sigmoids that can be carried forward: the known mistakes, and slips that have no sentence."""
    z = np.asarray(z, dtype=np.float64)
    return sigmoid_mistakes(z) | {
        "left-out": (z,),
        "double-slope": (sigmoid(2.0 * z),),
        "absolute-value": (sigmoid(np.abs(z)),),
        "hard-sigmoid": (np.clip(z / 6.0 + 0.5, 0.0, 1.0), np.clip(0.2 * z + 0.5, 0.0, 1.0)),
    }


def gate_ways(x: Array, h_prev: Array, params: Params, gate: str) -> Candidates:
    """The wrong values of a gate that can be carried into the step: its own mistakes, and those of the sigmoid."""
    found = gate_mistakes(x, h_prev, params, gate)
    if gate != "c":
        z = pre_activation(x, h_prev, params, gate)
        found |= {f"sigmoid: {key}": values for key, values in sigmoid_ways(z).items()}
    return found


def gate_mistakes(x: Array, h_prev: Array, params: Params, gate: str) -> Candidates:
    """What the known mistakes make of one gate."""
    hidden, act = h_prev.shape[1], activation(gate)
    weights, bias = params[f"W_{gate}"], params[f"b_{gate}"]
    z = pre_activation(x, h_prev, params, gate)
    other = sigmoid if gate == "c" else np.tanh
    found: Candidates = {
        "sigmoid-for-tanh" if gate == "c" else "tanh-for-sigmoid": (other(z),),
        "missing-activation": (z,),
        "missing-bias": (act(z - bias),),
        "x-before-h": (act(np.concatenate([x, h_prev], axis=1) @ weights + bias),),
        "ignores-h": (act(x @ weights[hidden:] + bias),),
        "ignores-x": (act(h_prev @ weights[:hidden] + bias),),
        "transposed-result": (act(z).T,),
        "multiplied-bias": (act((z - bias) * bias),),
        "subtracted-bias": (act(z - 2.0 * bias),),
        "activation-twice": (act(act(z)), act(other(z)), other(act(z))),
        "bias-outside-activation": (act(z - bias) + bias,),
        "softmax-for-sigmoid": (softmax(z, 1), softmax(z, 0)),
    }
    for key in GATES:
        if key != gate:
            theirs = pre_activation(x, h_prev, params, key)
            mixed = (z - bias + params[f"b_{key}"], theirs - params[f"b_{key}"] + bias)
            # Either the whole line is copied, or only its W, or only its b; with or without the right activation.
            lines = (theirs, *mixed)
            found[f"uses-{_WORDS[key]}-parameters"] = (*map(act, lines), activation(key)(theirs))
    return found


def cell_state_mistakes(f: Array, i: Array, c_tilde: Array, c_prev: Array) -> Candidates:
    return {
        "forget-input-swapped": (i * c_prev + f * c_tilde,),
        "added-not-multiplied": ((f + c_prev) * (i + c_tilde), (f + c_prev) + (i + c_tilde)),
        "products-multiplied": (f * c_prev * i * c_tilde,),
        "forgets-old-state": (i * c_tilde, f * c_tilde, i * c_prev),
        "ignores-candidate": (f * c_prev,),
        "gates-not-used": (c_prev + c_tilde, f * c_prev + c_tilde, c_prev + i * c_tilde),
        "coupled-gates": (f * c_prev + (1.0 - f) * c_tilde, (1.0 - i) * c_prev + i * c_tilde),
        "extra-tanh-on-cell-state": (
            np.tanh(f * c_prev + i * c_tilde),
            f * np.tanh(c_prev) + i * c_tilde,
            f * c_prev + i * np.tanh(c_tilde),
        ),
        "subtracted-content": (f * c_prev - i * c_tilde,),
    }


def hidden_state_mistakes(o: Array, c: Array) -> Candidates:
    return {
        "no-tanh-on-cell-state": (o * c,),
        "added-not-multiplied": (o + np.tanh(c), o + c),
        "sigmoid-for-tanh": (o * sigmoid(c),),
        "tanh-outside": (np.tanh(o * c),),
        "tanh-on-gate": (np.tanh(o) * c, np.tanh(o) * np.tanh(c)),
        "ignores-output-gate": (np.tanh(c),),
        "sigmoid-on-gate": (sigmoid(o) * np.tanh(c), sigmoid(o) * c),
    }


def step_mistakes(x: Array, h_prev: Array, c_prev: Array, params: Params) -> dict[str, tuple[tuple[Array, Array], ...]]:
    """What the known mistakes in composing the step make of (h, c): id -> alternatives, each (h, c)."""
    f, i, c_tilde, o = (gate_value(x, h_prev, params, gate) for gate in GATES)
    h, c = lstm_step(x, h_prev, c_prev, params)
    swapped = cell_state(i, f, c_tilde, c_prev)
    mixed = cell_state(f, i, c_tilde, h_prev)
    kept, written = cell_state(o, i, c_tilde, c_prev), cell_state(f, o, c_tilde, c_prev)
    scaled, opened = cell_state(c_tilde, i, f, c_prev), cell_state(f, i, o, c_prev)
    peeking = lstm_step(x, c_prev, c_prev, params)
    exchanged = lstm_step(x, c_prev, h_prev, params)
    return {
        "c-before-h": ((c, h),),
        "stale-cell-state": ((hidden_state(o, c_prev), c),),
        "forget-input-swapped": ((hidden_state(o, swapped), swapped),),
        "no-tanh-on-cell-state": ((o * c, c),),
        "same-state-twice": ((h, h), (c, c)),
        "returns-old-cell-state": ((h, c_prev),),
        "wrong-gate-to-hidden-state": tuple((hidden_state(gate, c), c) for gate in (f, i)),
        "hidden-state-for-cell-state": ((hidden_state(o, mixed), mixed),),
        "forget-output-swapped": ((hidden_state(f, kept), kept),),
        "input-output-swapped": ((hidden_state(i, written), written),),
        "forget-candidate-swapped": ((hidden_state(o, scaled), scaled),),
        "output-candidate-swapped": ((hidden_state(c_tilde, opened), opened),),
        "cell-state-into-gates": (peeking,),
        "states-exchanged": (exchanged,),
        "extra-tanh-on-cell-state": ((h, np.tanh(c)), (hidden_state(o, np.tanh(c)), np.tanh(c))),
        "returns-old-hidden-state": ((h_prev, c),),
        "returns-output-gate": ((o, c),),
    }


# -- Keras's layout ----------------------------------------------------------------------------------------------------


def from_keras(kernel: Array, recurrent_kernel: Array, bias: Array | None) -> Params:
    """The course's params from an LSTMCell's own: kernel (inputs, 4u), recurrent_kernel (u, 4u), bias (4u,) or None.

    Raises ValueError if the shapes do not belong together.
    """
    kernel, recurrent_kernel = np.asarray(kernel), np.asarray(recurrent_kernel)
    if kernel.ndim != 2 or recurrent_kernel.ndim != 2:
        raise ValueError("kernel and recurrent_kernel must be matrices")
    units = recurrent_kernel.shape[0]
    bias = np.zeros(4 * units) if bias is None else np.asarray(bias)
    if recurrent_kernel.shape != (units, 4 * units) or kernel.shape[1] != 4 * units or bias.shape != (4 * units,):
        raise ValueError("kernel, recurrent_kernel and bias have shapes that do not belong to one LSTM cell")
    params: Params = {}
    for n, gate in enumerate("ifco"):
        columns = slice(n * units, (n + 1) * units)
        params[f"W_{gate}"] = np.vstack([recurrent_kernel[:, columns], kernel[:, columns]])
        params[f"b_{gate}"] = bias[columns]
    return params


def keras_unroll(
    sequence: Array, h: Array, c: Array, kernel: Array, recurrent_kernel: Array, bias: Array | None
) -> tuple[Array, Array]:
    """(h, c) after the last step of `sequence`, (batch, inputs) for one step or (batch, steps, inputs)."""
    sequence = np.asarray(sequence)
    steps = sequence[:, None, :] if sequence.ndim == 2 else sequence
    params = from_keras(kernel, recurrent_kernel, bias)
    for x in np.swapaxes(steps, 0, 1):
        h, c = lstm_step(x, h, c, params)
    return h, c


def nearest(candidates: Candidates, value: Any) -> dict[str, Array]:
    """One array per mistake: of its alternatives, the one that `value` (any claim at all) comes closest to."""
    chosen: dict[str, Array] = {}
    for key, arrays in candidates.items():
        chosen[key] = arrays[0]
        if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
            fitting = [array for array in arrays if array.shape == value.shape]
            if fitting:
                chosen[key] = min(fitting, key=lambda array: float(np.nan_to_num(np.abs(array - value), nan=1e9).max()))
    return chosen


def keras_mistakes(
    sequence: Array, h: Array, c: Array, kernel: Array, recurrent_kernel: Array, bias: Array | None
) -> dict[str, tuple[tuple[Array, Array], ...]]:
    """What (h, c) becomes, after one step or many, in a cell that is no standard LSTM: id -> alternatives."""
    tanhs = (lambda z: np.maximum(z, 0.0), lambda z: z, sigmoid)
    sigmoids = (lambda z: np.clip(z / 6 + 0.5, 0.0, 1.0), np.tanh, lambda z: np.maximum(z, 0.0), lambda z: z)
    pairs = [(squash, sigmoid) for squash in tanhs] + [(np.tanh, gate) for gate in sigmoids]
    steps = sequence[:, None, :] if sequence.ndim == 2 else sequence
    params = from_keras(kernel, recurrent_kernel, bias)
    found = []
    for squash, opening in pairs:
        state = (h, c)
        for x in np.swapaxes(steps, 0, 1):
            f, i, c_tilde, o = (
                (squash if gate == "c" else opening)(pre_activation(x, state[0], params, gate)) for gate in GATES
            )
            new = cell_state(f, i, c_tilde, state[1])
            state = (o * squash(new), new)
        found.append(state)
    return {"other-activation": tuple(found)}

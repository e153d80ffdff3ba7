"""Learning, in NumPy: an LSTM layer forwards and back through time, Adam's updates, and how far from where it should a
training has ended.

Sources: Hochreiter & Schmidhuber 1997 with the forget gate of Gers 2000; Kingma & Ba 2015, algorithm 1 in the form of
the end of section 2, with the constants that Keras has. Gates in the order i, f, c, o.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from oracles.lstm import sigmoid

Array = np.ndarray
State = tuple[Array, Array]


def forward(
    inputs: Array, kernel: Array, recurrent_kernel: Array, bias: Array, state: State | None = None
) -> tuple[Array, State, list[Any]]:
    """Of inputs (batch, steps, features): outputs (batch, steps, units), the final (h, c), each (batch, units), and
    what `backward` needs of each step. `state` None is zeros."""
    batch, steps, _ = inputs.shape
    units = len(recurrent_kernel)
    h, c = (np.zeros((batch, units)),) * 2 if state is None else (np.asarray(part, np.float64) for part in state)
    outputs, kept = np.empty((batch, steps, units)), []
    for t in range(steps):
        x, before = inputs[:, t], (h, c)
        i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        c = f * c + i * g
        h = o * np.tanh(c)
        outputs[:, t] = h
        kept.append((x, before, (i, f, g, o), c))
    return outputs, (h, c), kept


def backward(
    kept: list[Any], doutputs: Array, kernel: Array, recurrent_kernel: Array
) -> tuple[dict[str, Array], Array]:
    """The slopes of a loss in kernel, recurrent_kernel and bias, and in the inputs (batch, steps, features), from those
    in the outputs (batch, steps, units). The state that the window began with is given, and has none."""
    slopes = {"kernel": np.zeros_like(kernel), "recurrent_kernel": np.zeros_like(recurrent_kernel)}
    slopes["bias"] = np.zeros(kernel.shape[1])
    dinputs = np.empty((*doutputs.shape[:2], len(kernel)))
    dh_next = dc = np.zeros_like(doutputs[:, 0])
    for t in reversed(range(len(kept))):
        x, (h_before, c_before), (i, f, g, o), c = kept[t]
        dh = doutputs[:, t] + dh_next
        bent = np.tanh(c)
        dc = dc + dh * o * (1 - bent**2)
        dz = np.concatenate(
            [dc * g * i * (1 - i), dc * c_before * f * (1 - f), dc * i * (1 - g**2), dh * bent * o * (1 - o)], axis=1
        )
        slopes["kernel"] += x.T @ dz
        slopes["recurrent_kernel"] += h_before.T @ dz
        slopes["bias"] += dz.sum(axis=0)
        dinputs[:, t] = dz @ kernel.T
        dh_next, dc = dz @ recurrent_kernel.T, dc * f
    return slopes, dinputs


class Adam:
    """The optimizer's memory of one training, for arrays by name."""

    def __init__(self, rate: float) -> None:
        self._rate, self._number = rate, 0
        self._first: dict[Any, Array] = {}
        self._second: dict[Any, Array] = {}

    def updated(self, weights: dict[Any, Array], slopes: dict[Any, Array]) -> dict[Any, Array]:
        """The weights after one more update."""
        self._number += 1
        step = self._rate * np.sqrt(1 - 0.999**self._number) / (1 - 0.9**self._number)
        for name, slope in slopes.items():
            self._first[name] = 0.9 * self._first.get(name, 0.0) + 0.1 * slope
            self._second[name] = 0.999 * self._second.get(name, 0.0) + 0.001 * slope**2
        return {
            name: weights[name] - step * self._first[name] / (np.sqrt(self._second[name]) + 1e-7) for name in slopes
        }


def far(moved: dict[Any, Array], expected: dict[Any, Array], start: dict[Any, Array]) -> float:
    """How far from the expected weights training has ended, relative to the way that it should have gone; infinite
    where it ended nowhere."""
    gap = sum(float(np.sum((np.asarray(moved[name], np.float64) - expected[name]) ** 2)) for name in expected)
    way = sum(float(np.sum((expected[name] - np.asarray(start[name], np.float64)) ** 2)) for name in expected)
    return float(np.sqrt(gap / way)) if np.isfinite(gap) else np.inf

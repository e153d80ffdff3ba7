"""The adding problem, an RNN and an LSTM that learn it, in NumPy: where lesson 09's expected values come from, and what
known mistakes give.

Hochreiter & Schmidhuber (1997), experiment 4, in the form of Le, Jaitly & Hinton (2015): values from [0, 1), one of the
two marks in each half of the sequence. Forwards the oracle keeps every state, and backwards it goes through the gates
one by one; what goes back is checked against finite differences (tests/test_adding.py).

Params: ``W`` (hidden + 2, gates * hidden), rows of h before those of x, columns f, i, c̃, o; ``b``; ``v`` (hidden,);
``d`` (1,). Every ``*_mistakes`` function maps a misconception's id to what it may produce: a tuple of alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from oracles.lstm import sigmoid

Array = np.ndarray
Params = dict[str, Array]
Batch = tuple[Array, Array]
Back = tuple[Array, ...]  # of a step: ∂L/∂h_prev, ∂L/∂c_prev, ∂L/∂W, ∂L/∂b
HIDDEN, BATCH, RATE, MAX_NORM = 24, 32, 0.01, 1.0


# -- the data ----------------------------------------------------------------------------------------------------------


def sequences(rng: np.random.Generator, count: int, steps: int) -> Batch:
    """(xs (count, steps, 2), targets (count,)): our own, for measuring errors on what nobody has trained on."""
    half = steps // 2
    xs = np.stack([rng.uniform(size=(count, steps)), np.zeros((count, steps))], axis=2)
    for row in xs:
        row[[rng.integers(half), half + rng.integers(steps - half)], 1] = 1.0
    return xs, np.einsum("nt,nt->n", xs[..., 0], xs[..., 1])


def constant_mistakes(targets: Array) -> dict[str, tuple[float, ...]]:
    spread = float(np.var(targets))
    return {
        "root-of-the-error": (spread**0.5,),
        "absolute-error": (
            float(np.mean(np.abs(targets - targets.mean()))),
            float(np.mean(np.abs(targets - np.median(targets)))),
        ),
        "sample-variance": (spread * len(targets) / (len(targets) - 1),),
        "another-constant": tuple(
            float(np.mean((targets - guess) ** 2)) for guess in (0.0, 0.5, 1.0, np.median(targets))
        ),
        "of-the-distribution": (1 / 6, 0.167, 0.1667),
        "error-summed": (spread * len(targets),),
        "the-constant-itself": (float(targets.mean()),),
    }


# -- the networks ------------------------------------------------------------------------------------------------------


def new_params(kind: str, rng: np.random.Generator, hidden: int = HIDDEN) -> Params:
    """What the stub's function of this name draws."""
    gates = 4 if kind == "lstm" else 1
    W = np.vstack([rng.normal(size=(hidden, gates * hidden)) / np.sqrt(hidden), rng.normal(size=(2, gates * hidden))])
    b = np.concatenate([np.full(hidden, float(gates == 4)), np.zeros((gates - 1) * hidden)])
    return {"W": W, "b": b, "v": rng.normal(scale=1 / np.sqrt(hidden), size=hidden), "d": np.zeros(1)}


def is_lstm(params: Params) -> bool:
    return params["b"].size == 4 * params["v"].size


def step(x: Array, h: Array, c: Array, params: Params) -> tuple[Array, Array, tuple[Array, ...]]:
    """One step of the network: (h, c, kept), where `kept` is what the stub keeps; an RNN's c stays."""
    joined = np.hstack([h, x])
    z = joined @ params["W"] + params["b"]
    if not is_lstm(params):
        return np.tanh(z), c, (joined, np.tanh(z))
    f, i, g, o = np.split(z, 4, axis=1)
    f, i, g, o = sigmoid(f), sigmoid(i), np.tanh(g), sigmoid(o)
    new = f * c + i * g
    return o * np.tanh(new), new, (joined, c, f, i, g, o, new)


def forward(params: Params, xs: Array) -> tuple[Array, list[tuple[Array, ...]], Array]:
    h = c = np.zeros((len(xs), params["v"].size))
    kept = []
    for x in xs.swapaxes(0, 1):
        h, c, one = step(x, h, c, params)
        kept.append(one)
    return h @ params["v"] + params["d"], kept, h


def error(params: Params, batch: Batch) -> float:
    """The mean squared error."""
    return float(np.mean((forward(params, batch[0])[0] - batch[1]) ** 2))


# -- one step back -----------------------------------------------------------------------------------------------------


def rnn_back(dh: Array, kept: tuple[Array, ...], params: Params) -> Back:
    """(∂L/∂h_prev, ∂L/∂W, ∂L/∂b)."""
    joined, h = kept
    dz = dh - dh * h * h
    return (dz @ params["W"].T)[:, : h.shape[1]], np.einsum("nj,nk->jk", joined, dz), np.sum(dz, axis=0)


def lstm_back(dh: Array, dc: Array, kept: tuple[Array, ...], params: Params) -> Back:
    """(∂L/∂h_prev, ∂L/∂c_prev, ∂L/∂W, ∂L/∂b) of one LSTM step."""
    return _lstm_back(dh, dc, kept, params)


def _lstm_back(
    dh: Array,
    dc: Array,
    kept: tuple[Array, ...],
    params: Params,
    *,
    through_h: float = 1.0,  # how much of dh reaches c
    later: float = 1.0,  # how much of dc does
    bend: Callable[[Array], Array] = lambda c: 1 - np.tanh(c) ** 2,  # the slope of tanh(c)
    squash: Callable[[Array], Array] = np.tanh,  # what o multiplies
    gate: Callable[[Array], Array] = lambda s: s * (1 - s),  # a gate's slope
    content: Callable[[Array], Array] = lambda g: 1 - g**2,  # the candidate's
    forgets: bool = True,  # f on the way to c_prev
    before: bool = True,  # c_prev, and not c, for the forget gate
    order: tuple[int, ...] = (0, 1, 2, 3),
) -> Back:
    """The same; the switches make the known mistakes."""
    joined, c_prev, f, i, g, o, c = kept
    on_c = later * dc + through_h * dh * o * bend(c)
    to_gates = (
        on_c * (c_prev if before else c) * gate(f),
        on_c * g * gate(i),
        on_c * i * content(g),
        dh * squash(c) * gate(o),
    )
    dz = np.hstack([to_gates[n] for n in order])
    dW = np.einsum("nj,nk->jk", joined, dz)
    return (dz @ params["W"].T)[:, : c.shape[1]], on_c * f if forgets else on_c, dW, np.sum(dz, axis=0)


def _ways() -> dict[str, tuple[Callable[..., Back], ...]]:
    """Ways of taking a step of the LSTM back wrongly."""

    def way(**switches: Any) -> Callable[..., Back]:
        return lambda dh, dc, kept, params: _lstm_back(dh, dc, kept, params, **switches)

    def only_to_the_gates(dh: Array, dc: Array, kept: tuple[Array, ...], params: Params) -> Back:
        right = lstm_back(dh, dc, kept, params)
        return right[0], dc * kept[2], *right[2:]

    def changed(change: Callable[[Back, tuple[Array, ...], Params], Back]) -> Callable[..., Back]:
        return lambda dh, dc, kept, params: change(lstm_back(dh, dc, kept, params), kept, params)

    def wrong_rows(right: Back, kept: tuple[Array, ...], params: Params) -> Back:
        dz = np.linalg.lstsq(params["W"][: right[0].shape[1]], right[0].T, rcond=None)[0].T
        return (dz @ params["W"].T)[:, 2:], *right[1:]

    return {
        "forget-gate-missing-on-the-way": (way(forgets=False),),
        "later-steps-lost": (way(later=0.0),),
        "output-does-not-reach-the-cell": (way(through_h=0.0), only_to_the_gates),
        "tanh-of-the-cell-without-slope": (way(bend=np.ones_like),),
        "cell-for-its-tanh": (
            way(bend=lambda c: 1 - c**2),
            way(squash=lambda c: c),
            way(bend=lambda c: 1 - c**2, squash=lambda c: c),
        ),
        "gates-without-slope": (way(gate=np.ones_like), way(gate=np.ones_like, content=np.ones_like)),
        "candidate-without-slope": (way(content=np.ones_like),),
        "sigmoid-slope-for-candidate": (way(content=lambda g: g * (1 - g)),),
        "tanh-slope-for-gates": (way(gate=lambda s: 1 - s**2),),
        "activation-applied-twice": (
            way(content=lambda g: 1 - np.tanh(g) ** 2),
            way(gate=lambda s: sigmoid(s) * (1 - sigmoid(s))),
            way(gate=lambda s: sigmoid(s) * (1 - sigmoid(s)), content=lambda g: 1 - np.tanh(g) ** 2),
        ),
        "new-cell-for-the-forget-gate": (way(before=False),),
        "gates-in-another-order": (way(order=(1, 0, 2, 3)), way(order=(0, 1, 3, 2)), way(order=(1, 0, 3, 2))),
        "mean-for-sum": (changed(lambda r, k, p: (*r[:2], r[2] / len(r[0]), r[3] / len(r[0]))),
                         changed(lambda r, k, p: (*r[:3], r[3] / len(r[0])))),
        "cell-before-hidden": (changed(lambda r, k, p: (r[1], r[0], *r[2:])),),
        "outer-product-transposed": (changed(lambda r, k, p: (*r[:2], r[2].T, r[3])),),
    }  # fmt: skip


NOT_CARRIED = ("outer-product-transposed",)


def back_mistakes(dh: Array, dc: Array, kept: tuple[Array, ...], params: Params) -> dict[str, tuple[Back, ...]]:
    return {key: tuple(back(dh, dc, kept, params) for back in ways) for key, ways in _ways().items()}


# -- back through time -------------------------------------------------------------------------------------------------


def _walk(params: Params, kept: list[Any], dh: Array, back: Callable[..., Back]) -> Iterator[tuple[Array, ...]]:
    """From the last step to the first: (dh, dc, dW, db) after each, where dc of an RNN is zeros."""
    dc = np.zeros_like(dh)
    for one in reversed(kept):
        if is_lstm(params):
            dh, dc, dW, db = back(dh, dc, one, params)
        else:
            dh, dW, db = rnn_back(dh, one, params)
        yield dh, dc, dW, db


def gradients(params: Params, batch: Batch, back: Callable[..., Back] = lstm_back) -> Params:
    """Of the mean squared error; `back` takes each step of an LSTM back."""
    xs, targets = batch
    outputs, kept, h = forward(params, xs)
    slope = 2 * (outputs - targets) / len(xs)
    parts = list(_walk(params, kept, slope[:, None] * params["v"], back))
    W, b = sum(part[2] for part in parts), sum(part[3] for part in parts)
    return {"W": np.asarray(W), "b": np.asarray(b), "v": slope @ h, "d": slope.sum(keepdims=True)}


def reach(params: Params, xs: Array, back: Callable[..., Back] = lstm_back) -> Array:
    """For k = 1 .. T the mean length of the gradient of the output by the state (h, and c) after step T - k."""
    return _lengths(params, xs, back).mean(axis=1)


def _states(params: Params, xs: Array, back: Callable[..., Back], start: Array | None = None) -> Array:
    """∂y/∂(h, c) (distances, batch, 2, hidden)."""
    _, kept, h = forward(params, xs)
    first = np.ones_like(h) * params["v"] if start is None else start
    return np.array([np.stack([dh, dc], axis=1) for dh, dc, _, _ in _walk(params, kept, first, back)])


def _lengths(params: Params, xs: Array, back: Callable[..., Back], start: Array | None = None) -> Array:
    return np.sqrt(np.sum(_states(params, xs, back, start) ** 2, axis=(2, 3)))


def reach_mistakes(params: Params, xs: Array) -> dict[str, tuple[Array, ...]]:
    each, lengths = _states(params, xs, lstm_back), _lengths(params, xs, lstm_back)
    right, zero = lengths.mean(axis=1), float(np.linalg.norm(params["v"]))
    ones = np.ones((len(xs), params["v"].size))
    hidden, cell = (np.sqrt(np.sum(each[:, :, n] ** 2, axis=2)).mean(axis=1) for n in (0, 1))
    found = {
        "reach-reversed": (right[::-1],),
        "reach-of-the-whole-batch": (
            np.sqrt(np.sum(each**2, axis=(1, 2, 3))),
            np.sqrt(np.sum(each.mean(axis=1) ** 2, axis=(1, 2))),
            lengths.sum(axis=1),
        ),
        "reach-begins-at-zero": (np.append(zero, right[:-1]), np.append(zero, right)),
        "reach-not-of-the-output": (_lengths(params, xs, lstm_back, ones).mean(axis=1),),
        "reach-squared": ((lengths**2).mean(axis=1),),
        "reach-by-the-first-sequence": (lengths[:, 0],),
    }
    if is_lstm(params):
        found["reach-without-the-cell"] = (hidden, cell)
        found["lengths-added"] = (hidden + cell,)
    return found


# -- learning ----------------------------------------------------------------------------------------------------------


class _Adam:
    """Kingma & Ba 2015, algorithm 1, on one long vector."""

    def __init__(self) -> None:
        self.n, self.m, self.s = 0, 0.0, 0.0

    def way(self, g: Array) -> Array:
        self.n += 1
        self.m = self.m + 0.1 * (g - self.m)
        self.s = self.s + 0.001 * (g * g - self.s)
        return RATE * self.m / (1 - 0.9**self.n) / (np.sqrt(self.s / (1 - 0.999**self.n)) + 1e-8)


def _train(
    start: Params,
    batches: list[Batch],
    back: Callable[..., Back] = lstm_back,
    *,
    clip: bool = True,
    fresh_adam: bool = False,
    afresh: bool = False,
) -> Params:
    """The params after an update on each batch; the switches make known mistakes."""
    names = sorted(start)
    cuts = np.cumsum([start[name].size for name in names])[:-1]

    def apart(vector: Array) -> Params:
        parts = zip(names, np.split(vector, cuts), strict=True)
        return {name: part.reshape(start[name].shape) for name, part in parts}

    first = np.concatenate([start[name].ravel() for name in names])
    vector, adam = first, _Adam()
    for batch in batches:
        adam, vector = (_Adam() if fresh_adam else adam), (first if afresh else vector)
        slopes = gradients(apart(vector), batch, back)
        g = np.concatenate([slopes[name].ravel() for name in names])
        norm = np.sqrt(g @ g)
        vector = vector - adam.way(g * (MAX_NORM / norm if clip and norm > MAX_NORM else 1.0))
    return apart(vector)


def learn(start: Params, batches: list[Batch], back: Callable[..., Back] = lstm_back) -> Params:
    return _train(start, batches, back)


def learn_mistakes(start: Params, batches: list[Batch]) -> dict[str, tuple[Params, ...]]:
    """Of training that began at `start` and should have seen `batches`, one of them too many, last."""
    seen = batches[:-1]
    slopes = gradients(start, seen[0])
    return {
        "one-batch-for-all": (_train(start, seen[:1] * len(seen)),),
        "not-clipped": (_train(start, seen, clip=False),),
        "optimizer-forgets": (_train(start, seen, fresh_adam=True),),
        "begins-anew": (_train(start, seen, afresh=True), _train(start, seen[-1:])),
        "updates-off-by-one": (_train(start, batches), _train(start, seen[:-1])),
        "params-not-updated": (start,),
        "gradients-for-params": (slopes, gradients(_train(start, seen[:-1]), seen[-1])),
    }

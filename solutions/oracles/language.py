"""A character language model in NumPy: batches, n-grams, perplexity, an embedding with LSTM and dense layer, and its
training by truncated back-propagation through time with Adam; and what each known mistake would give instead.

Characters are integers 0 .. vocabulary - 1. Weights as the lesson's probe reads them, in Keras's layout (gates in the
order i, f, c, o): ``{"embeddings", "kernel", "recurrent_kernel", "lstm_bias", "dense_kernel", "dense_bias"}``.

Every ``*_mistakes`` function maps a misconception's id to what it may produce: a tuple of alternatives.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from oracles import learning
from oracles.learning import State

Array = np.ndarray
Weights = dict[str, Array]
PAD = -1
HIDDEN, EMBEDDING = 128, 32
LEARNING_RATE = 1.5e-2


# -- data --------------------------------------------------------------------------------------------------------------


def make_batches(ids: Array, batch: int, steps: int) -> tuple[Array, Array]:
    """(inputs, targets), each (windows, batch, steps): row b of every window goes on where it stopped before."""
    windows = (len(ids) - 1) // (batch * steps)
    place = np.arange(windows)[:, None, None] * steps + np.arange(batch)[:, None] * windows * steps + np.arange(steps)
    return ids[place], ids[place + 1]


def batch_mistakes(ids: Array, batch: int, steps: int) -> dict[str, tuple[tuple[Array, Array], ...]]:
    x, y = make_batches(ids, batch, steps)
    windows = len(x)
    short = ids[: windows * batch * steps]
    loose = short.reshape(windows, batch, steps), ids[1 : len(short) + 1].reshape(windows, batch, steps)
    wide = (len(ids) - 1) // batch
    place = np.arange(windows)[:, None, None] * steps + np.arange(batch)[:, None] * wide + np.arange(steps)
    found: dict[str, tuple[tuple[Array, Array], ...]] = {
        "targets-not-shifted": ((x, x), (y, y)),
        "targets-and-inputs-exchanged": ((y, x),),
        "streams-not-contiguous": (loose,),
        "batch-time-swapped": ((x.swapaxes(1, 2), y.swapaxes(1, 2)),),
        "streams-first": ((x.swapaxes(0, 1), y.swapaxes(0, 1)),),
        "target-wraps-around": ((x, np.roll(x, -1, axis=2)),),
        "rest-spread-over-streams": ((ids[place], ids[place + 1]),),
    }
    if len(ids) > windows * batch * steps + 1:
        found["targets-shifted-twice"] = ((x, _after(ids, x, 2, batch, steps)),)
    if windows > 1:
        found["last-window-left-out"] = ((x[:-1], y[:-1]),)
    return found


def _after(ids: Array, inputs: Array, shift: int, batch: int, steps: int) -> Array:
    """The targets that lie `shift` characters behind the inputs."""
    windows = len(inputs)
    flat = ids[shift : windows * batch * steps + shift]
    return flat.reshape(batch, windows, steps).swapaxes(0, 1)


# -- counting ----------------------------------------------------------------------------------------------------------


def _counts(ids: Array, order: int, vocabulary: int) -> Array:
    number = np.zeros(len(ids) - order + 1, dtype=np.int64)
    for j in range(order):
        number = number * vocabulary + ids[j : len(ids) - order + 1 + j]
    return np.bincount(number, minlength=vocabulary**order).reshape((vocabulary,) * order).astype(np.float64)


def ngram(ids: Array, order: int, vocabulary: int, k: float) -> Array:
    """P(last | the order - 1 before), (vocabulary,) * order, with k added to each count (Lidstone; Chen & Goodman
    1999 compare it with better ways)."""
    smoothed = _counts(ids, order, vocabulary) + k
    return smoothed / smoothed.sum(axis=-1, keepdims=True)


def ngram_mistakes(ids: Array, order: int, vocabulary: int, k: float) -> dict[str, tuple[Array, ...]]:
    counts = _counts(ids, order, vocabulary)
    smoothed = counts + k
    total = counts.sum(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        bare = counts / total
        unbalanced = smoothed / total
    seen = np.where(total > 0, bare, 0.0)
    uniform = np.where(total > 0, bare, 1 / vocabulary)
    found: dict[str, tuple[Array, ...]] = {
        "unsmoothed": (bare, seen, uniform),
        "smoothed-only-above": (unbalanced, np.where(total > 0, unbalanced, 0.0), smoothed / (total + k)),
        "joint-for-conditional": (smoothed / smoothed.sum(), counts / counts.sum()),
        "counts-for-probabilities": (counts, smoothed),
        "one-added-for-k": ((counts + 1) / (total + vocabulary),),
        "last-ngram-left-out": (ngram(ids[:-1], order, vocabulary, k),),
    }
    if order > 1:
        found["normalised-over-first-axis"] = (smoothed / smoothed.sum(axis=0, keepdims=True),)
        found["context-behind"] = (ngram(ids[::-1], order, vocabulary, k),)
    return found


def ngram_perplexity(table: Array, ids: Array) -> float:
    """Of the characters of `ids` that have the context the table needs."""
    order = table.ndim
    chosen = table[tuple(ids[j : len(ids) - order + 1 + j] for j in range(order))]
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.log(chosen).mean()))


# -- perplexity --------------------------------------------------------------------------------------------------------


def log_softmax(logits: Array, axis: int = -1) -> Array:
    logits = np.asarray(logits, dtype=np.float64)
    peak = logits.max(axis=axis, keepdims=True)
    return logits - peak - np.log(np.exp(logits - peak).sum(axis=axis, keepdims=True))


def nats(logits: Array, targets: Array) -> Array:
    """-log p of each target, in nats; those of padding are left out."""
    kept = targets != PAD
    return -np.take_along_axis(log_softmax(logits)[kept], targets[kept][:, None], axis=-1)[:, 0]


def perplexity(logits: Array, targets: Array) -> float:
    """exp of the mean cross-entropy in nats over all targets but padding."""
    return float(np.exp(nats(logits, targets).mean()))


def perplexity_mistakes(logits: Array, targets: Array) -> dict[str, tuple[float, ...]]:
    losses = nats(logits, targets)
    vocabulary = logits.shape[-1]
    flat = logits.reshape(-1, vocabulary)
    as_index = np.take_along_axis(log_softmax(flat), (targets.ravel() % vocabulary)[:, None], axis=-1)
    kept = targets != PAD
    per_row = [np.exp(nats(row, wanted).mean()) for row, wanted in zip(logits, targets, strict=True) if wanted.ndim]
    probabilities = np.exp(log_softmax(logits))
    with np.errstate(over="ignore"):
        return {
            "two-to-the-nats": (float(2 ** losses.mean()),),
            "e-to-the-bits": (float(np.exp(losses.mean() / np.log(2))),),
            "exp-of-sum": (float(np.exp(losses.sum())),),
            "mean-of-exp": (float(np.exp(losses).mean()), *((float(np.mean(per_row)),) if per_row else ())),
            "not-exponentiated": (float(losses.mean()), float(losses.mean() / np.log(2))),
            "exponent-sign": (float(np.exp(-losses.mean())),),
            "padding-counted": (
                float(np.exp(losses.sum() / targets.size)),
                float(np.exp(-as_index.mean())),
            ),
            "softmax-twice": (float(np.exp(nats(probabilities, targets).mean())),),
            "softmax-over-the-wrong-axis": tuple(
                float(np.exp(-np.take_along_axis(log_softmax(logits, axis)[kept], targets[kept][:, None], -1).mean()))
                for axis in range(logits.ndim - 1)
            ),
        }


# -- the model ---------------------------------------------------------------------------------------------------------


def random_weights(rng: np.random.Generator, vocabulary: int, scale: float = 1.0) -> Weights:
    """Weights with which states matter: far from saturated, far from zero. float32, as Keras keeps them."""

    def normal(spread: float, *shape: int) -> Array:
        return rng.normal(scale=spread, size=shape).astype(np.float32)

    bias = normal(0.3, 4 * HIDDEN)
    bias[HIDDEN : 2 * HIDDEN] += 1.0
    return {
        "embeddings": normal(1.0, vocabulary, EMBEDDING),
        "kernel": normal(0.2, EMBEDDING, 4 * HIDDEN),
        "recurrent_kernel": normal(0.1, HIDDEN, 4 * HIDDEN),
        "lstm_bias": bias,
        "dense_kernel": normal(0.15 * scale, HIDDEN, vocabulary),
        "dense_bias": normal(0.1 * scale, vocabulary),
    }


def _forward(weights: Weights, ids: Array, state: State | None) -> tuple[Array, State, list[Any]]:
    """Logits (batch, steps, vocabulary), the final state, and what the way back needs."""
    layer = weights["kernel"], weights["recurrent_kernel"], weights["lstm_bias"]
    outputs, final, kept = learning.forward(weights["embeddings"][ids], *layer, state)
    return outputs @ weights["dense_kernel"] + weights["dense_bias"], final, [kept, outputs]


def _double(weights: Weights) -> Weights:
    return {name: np.asarray(part, dtype=np.float64) for name, part in weights.items()}


def run(weights: Weights, ids: Array, state: State | None = None) -> tuple[Array, State]:
    """(logits (batch, steps, vocabulary), (h, c) after the last step), from `state` or zeros."""
    logits, final, _ = _forward(_double(weights), np.asarray(ids), state)
    return logits, final


def run_mistakes(weights: Weights, ids: Array, state: State | None) -> dict[str, tuple[tuple[Array, State], ...]]:
    logits, (h, c) = run(weights, ids, state)
    found: dict[str, tuple[tuple[Array, State], ...]] = {
        "softmax-in-model": ((np.exp(log_softmax(logits)), (h, c)),),
        "c-before-h": ((logits, (c, h)),),
        "same-state-twice": ((logits, (h, h)), (logits, (c, c))),
        "last-step-only": ((logits[:, -1], (h, c)), (logits[:, -1:], (h, c))),
    }
    if state is not None:
        zero = run(weights, ids)
        swapped = run(weights, ids, (state[1], state[0]))
        found["state-not-used"] = (zero, (zero[0], tuple(state)))  # type: ignore[assignment]
        found["returns-initial-state"] = ((logits, tuple(state)),)  # type: ignore[assignment]
        found["states-given-swapped"] = (swapped, (swapped[0], swapped[1][::-1]))  # type: ignore[assignment]
    return found


def held_out_perplexity(weights: Weights, ids: Array) -> float:
    """Of every character of `ids` but the first, each predicted from all before it."""
    logits, _ = run(weights, ids[None, :-1])
    return perplexity(logits[0], ids[1:])


# -- training ----------------------------------------------------------------------------------------------------------


def _gradients(
    weights: Weights, inputs: Array, state: State | None, slope: Callable[[Array], Array]
) -> tuple[Weights, State]:
    """The gradients of one window's loss, whose slope in the logits is given, and the state after it."""
    logits, final, (kept, outputs) = _forward(weights, inputs, state)
    dlogits = slope(logits)
    doutputs = dlogits @ weights["dense_kernel"].T
    layer, dinputs = learning.backward(kept, doutputs, weights["kernel"], weights["recurrent_kernel"])
    embeddings = np.zeros_like(weights["embeddings"])
    np.add.at(embeddings, inputs, dinputs)
    return {
        "embeddings": embeddings,
        "kernel": layer["kernel"],
        "recurrent_kernel": layer["recurrent_kernel"],
        "lstm_bias": layer["bias"],
        "dense_kernel": np.einsum("bth,btv->hv", outputs, dlogits),
        "dense_bias": dlogits.sum(axis=(0, 1)),
    }, final


def _cross_entropy(targets: Array) -> Callable[[Array], Array]:
    """The slope in the logits of the mean cross-entropy."""

    def slope(logits: Array) -> Array:
        return (np.exp(log_softmax(logits)) - np.eye(logits.shape[-1])[targets]) / targets.size

    return slope


def _taken_for_probabilities(targets: Array) -> Callable[[Array], Array]:
    """The same where logits are taken for probabilities, as Keras does without from_logits=True: clipped, then log."""

    def slope(logits: Array) -> Array:
        clipped = np.clip(logits, 1e-7, 1 - 1e-7)
        inside = (logits > 1e-7) & (logits < 1 - 1e-7)
        return _cross_entropy(targets)(np.log(clipped)) * inside / clipped

    return slope


def _train(
    weights: Weights,
    epochs: Iterable[Iterable[tuple[Array, Array]]],
    *,
    loss: Callable[[Array], Callable[[Array], Array]] = _cross_entropy,
    carry: bool = True,
    reset: bool = True,
    read_again: bool = False,
    rate: float = LEARNING_RATE,
    sgd: bool = False,
) -> Weights:
    """The weights after one update for each window of each epoch, by Adam (Kingma & Ba 2015) unless `sgd`.

    With `read_again`, what is carried on is the state of a second reading of the window, by the new weights.
    """
    weights, adam, state = _double(weights), learning.Adam(rate), None
    for windows in epochs:
        state = None if reset else state
        for inputs, targets in windows:
            start = state if carry else None
            total, state = _gradients(weights, inputs, start, loss(targets))
            if sgd:
                weights = {name: part - rate * total[name] for name, part in weights.items()}
            else:
                weights = adam.updated(weights, total)
            if read_again:
                state = run(weights, inputs, start)[1]
    return weights


Batches = tuple[Array, Array]


def train(weights: Weights, batches: Batches, epochs: int) -> Weights:
    """Truncated back-propagation through time: the state is carried from window to window, gradients are not, and each
    epoch begins from a state of zeros."""
    return _train(weights, [list(zip(*batches, strict=True))] * epochs)


def train_mistakes(weights: Weights, batches: Batches, epochs: int) -> Iterator[tuple[str, Weights]]:
    """(id, weights after training) of each known mistake; lazily, for the last ones are many."""
    inputs, targets = batches
    windows = list(zip(inputs, targets, strict=True))
    steps = inputs.shape[2]
    along = np.concatenate(list(inputs), axis=1), np.concatenate(list(targets), axis=1)
    later = np.concatenate([along[1][:, 1:], along[1][:, -1:]], axis=1)
    twice = [(x, later[:, n * steps : (n + 1) * steps]) for n, x in enumerate(inputs)]
    swapped = [(x.T, y.T) for x, y in windows]
    yield "state-reset-each-window", _train(weights, [windows] * epochs, carry=False)
    yield "state-kept-between-epochs", _train(weights, [windows] * epochs, reset=False)
    yield "state-of-the-new-weights", _train(weights, [windows] * epochs, read_again=True)
    yield "loss-on-probabilities", _train(weights, [windows] * epochs, loss=_taken_for_probabilities)
    yield "targets-not-shifted", _train(weights, [[(x, x) for x, _ in windows]] * epochs)
    yield "targets-shifted-twice", _train(weights, [[w for w in twice]] * epochs)
    yield "not-truncated", _train(weights, [[along]] * epochs)
    yield "one-epoch-only", _train(weights, [windows])
    yield "last-window-left-out", _train(weights, [windows[:-1]] * epochs)
    yield "other-learning-rate", _train(weights, [windows] * epochs, rate=1e-3)
    yield "sgd-for-adam", _train(weights, [windows] * epochs, sgd=True)
    yield "batch-time-swapped", _train(weights, [swapped] * epochs, carry=False)
    for carry in (True, False):
        for orders in itertools.product(itertools.permutations(windows), repeat=epochs):
            yield "windows-shuffled", _train(weights, orders, carry=carry)


# -- sampling ----------------------------------------------------------------------------------------------------------


def distribution(logits: Array, temperature: float) -> Array:
    return np.exp(log_softmax(np.asarray(logits) / temperature))


def distribution_mistakes(logits: Array, temperature: float) -> dict[str, tuple[Array, ...]]:
    """Distributions to which a wrong `sample` leads."""
    logits = np.asarray(logits, dtype=np.float64)
    plain, uniform = distribution(logits, 1.0), np.full(len(logits), 1 / len(logits))
    return {
        "temperature-multiplied": (distribution(logits * temperature, 1.0),),
        "argmax-for-sampling": (np.eye(len(logits))[logits.argmax()],),
        "temperature-ignored": (plain,),
        "softmax-twice": (distribution(plain, temperature),),
        "uniform-sampling": (uniform,),
    }


def greedy(weights: Weights, prompt: Array, length: int) -> tuple[Array, float]:
    """The most probable character again and again, and the smallest lead that one had over the next best."""
    ids, leads = list(prompt), []
    for _ in range(length):
        last = run(weights, np.array([ids]))[0][0, -1]
        best = np.sort(last)
        leads.append(float(best[-1] - best[-2]))
        ids.append(int(last.argmax()))
    return np.array(ids[len(prompt) :]), min(leads)


def greedy_mistakes(weights: Weights, prompt: Array, length: int) -> dict[str, tuple[Array, ...]]:
    right, _ = greedy(weights, prompt, length)

    def one_by_one(first: int, state: State | None, carry: bool, feed: bool = True) -> Array:
        found, last = [], first
        for _ in range(length):
            logits, after = run(weights, np.array([[last]]), state)
            state = after if carry else None
            found.append(int(logits[0, -1].argmax()))
            last = found[-1] if feed else first
        return np.array(found)

    _, state = run(weights, prompt[None])
    first = int(run(weights, prompt[None])[0][0, -1].argmax())
    forgetful = np.concatenate([[first], one_by_one(first, None, carry=False)[:-1]])
    return {
        "state-not-carried": (forgetful, one_by_one(int(prompt[-1]), None, carry=False)),
        "prompt-not-read": tuple(one_by_one(int(prompt[place]), None, carry=True) for place in (-1, 0)),
        "prompt-returned": (np.concatenate([prompt, right]),),
        "last-character-read-twice": (one_by_one(int(prompt[-1]), state, carry=True),),
        "always-the-prompt": (np.full(length, first),),
    }

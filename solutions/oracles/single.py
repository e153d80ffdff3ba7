"""A projection, one LSTM layer and a dense one in NumPy: what a model with these weights answers, and what known
mistakes would.

Weights as the lesson's probe reads them: ``{"projection": {kernel, bias}, "lstm": [{kernel, recurrent_kernel, bias}],
"head": {kernel, bias}}``, the LSTM in Keras's layout, gates in the order i, f, c, o.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from oracles import learning
from oracles.lstm import sigmoid
from oracles.stacked import lstm_layer, softmax, steady_layer

Array = np.ndarray
Weights = dict[str, Any]
PIXELS, FEATURES, HIDDEN, CLASSES = 28, 128, 128, 10


@dataclass(frozen=True)
class Answer:
    """What a model computes: h and c after the last step, (batch, units); all outputs (batch, steps, units); logits
    (batch, classes)."""

    h: Array
    c: Array
    outputs: Array
    logits: Array


def answer(images: Array, weights: Weights, activation: Callable[[Array], Array] = lambda z: z) -> Answer:
    """What the model computes for images (batch, steps, pixels); `activation` follows the projection: it should not."""
    projection = {part: np.asarray(value, dtype=np.float64) for part, value in weights["projection"].items()}
    layer = {part: np.asarray(value, dtype=np.float64) for part, value in weights["lstm"][0].items()}
    features = activation(np.asarray(images, np.float64) @ projection["kernel"] + projection["bias"])
    outputs, h, c = lstm_layer(features, **layer)
    return Answer(h, c, outputs, _head(h, weights))


def _head(h: Array, weights: Weights) -> Array:
    return h @ np.asarray(weights["head"]["kernel"], np.float64) + weights["head"]["bias"]


_ACTIVATIONS: tuple[Callable[[Array], Array], ...] = (lambda z: np.maximum(z, 0.0), np.tanh, sigmoid)


def _activated(images: Array, weights: Weights, value: Any, part: str) -> Array:
    """Of the answers with an activation after the projection, the one that a claim comes closest to."""
    found = [getattr(answer(images, weights, activation), part) for activation in _ACTIVATIONS]
    if not isinstance(value, np.ndarray) or value.shape != found[0].shape or value.dtype.kind != "f":
        return found[0]
    return min(found, key=lambda array: float(np.nan_to_num(np.abs(array - value), nan=1e9).max()))


def logit_mistakes(images: Array, weights: Weights, value: Any) -> dict[str, Array]:
    """What known mistakes in the way to the logits give: id -> (batch, classes). `value` is the claim."""
    right = answer(images, weights)
    return {
        "softmax-in-model": softmax(right.logits),
        "projection-activated": _activated(images, weights, value, "logits"),
        "first-step-output": _head(right.outputs[:, 0], weights),
        "cell-state-as-output": _head(right.c, weights),
        "mean-over-steps": _head(right.outputs.mean(axis=1), weights),
        "columns-as-steps": answer(np.swapaxes(images, 1, 2), weights).logits,
        "rows-backwards": answer(images[:, ::-1], weights).logits,
        "pixels-rescaled": answer(images / 255, weights).logits,
    }


def state_mistakes(images: Array, weights: Weights, value: Any, part: str) -> dict[str, Array]:
    """What known mistakes give for h or c (`part`): id -> (batch, units). `value` is the claim."""
    right = answer(images, weights)
    swapped = {"hidden-and-cell-state-swapped": right.c} if part == "h" else {"hidden-state-for-cell-state": right.h}
    return {
        **swapped,
        "projection-activated": _activated(images, weights, value, part),
        "columns-as-steps": getattr(answer(np.swapaxes(images, 1, 2), weights), part),
        "rows-backwards": getattr(answer(images[:, ::-1], weights), part),
        "pixels-rescaled": getattr(answer(images / 255, weights), part),
    }


def vivid(rng: np.random.Generator) -> Weights:
    """Random weights, large enough that images which differ get different classes."""

    def draw(*shape: int, scale: float = 1.0) -> Array:
        return (scale * rng.normal(size=shape)).astype(np.float32)

    lstm = {
        "kernel": draw(FEATURES, 4 * HIDDEN, scale=0.15),
        "recurrent_kernel": draw(HIDDEN, 4 * HIDDEN, scale=0.07),
        "bias": draw(4 * HIDDEN, scale=0.5),
    }
    return {
        "projection": {"kernel": draw(PIXELS, FEATURES, scale=0.45), "bias": draw(FEATURES, scale=0.5)},
        "lstm": [lstm],
        "head": {"kernel": draw(HIDDEN, CLASSES), "bias": draw(CLASSES, scale=0.3)},
    }


def steady(active: int) -> Weights:
    """Weights with which h of every image is 1 in the first `active` units and 0 in the others, whatever is seen, and
    the logits are all -1, which is negative: only the head has gradients, and if no unit is active, only its bias."""
    return {
        "projection": {
            "kernel": np.zeros((PIXELS, FEATURES), np.float32), "bias": np.zeros(FEATURES, np.float32)
        },
        "lstm": [steady_layer(FEATURES, HIDDEN, active)],
        "head": {"kernel": np.zeros((HIDDEN, CLASSES), np.float32), "bias": np.full(CLASSES, -1.0, np.float32)},
    }  # fmt: skip


# -- training ----------------------------------------------------------------------------------------------------------


def gradients(image: Array, label: int, weights: Weights) -> Weights:
    """The slopes of the cross-entropy of one image (28, 28), 0..1, in all weights, by back-propagation through time."""
    projection, lstm, head = weights["projection"], weights["lstm"][0], weights["head"]
    features = (image @ projection["kernel"] + projection["bias"])[None]
    outputs, (h, _), kept = learning.forward(features, **lstm)
    dlogits = softmax(h @ head["kernel"] + head["bias"]) - (np.arange(CLASSES) == label)
    doutputs = np.zeros_like(outputs)
    doutputs[:, -1] = dlogits @ head["kernel"].T
    layer, dfeatures = learning.backward(kept, doutputs, lstm["kernel"], lstm["recurrent_kernel"])
    return {
        "projection": {"kernel": image.T @ dfeatures[0], "bias": dfeatures[0].sum(axis=0)},
        "lstm": [layer],
        "head": {"kernel": h.T @ dlogits, "bias": dlogits[0]},
    }


def trained(image: Array, label: int, weights: Weights, updates: int, rate: float) -> Weights:
    """The weights after so many updates of Adam on batches of nothing but this image."""
    now, adam = _flat(weights), learning.Adam(rate)
    for _ in range(updates):
        now = adam.updated(now, _flat(gradients(image, label, _like(now))))
    return _like(now)


def far(moved: Weights, expected: Weights, start: Weights) -> float:
    """See `learning.far`."""
    return learning.far(*map(_flat, (moved, expected, start)))


PARTS = {"projection": ("kernel", "bias"), "lstm": ("kernel", "recurrent_kernel", "bias"), "head": ("kernel", "bias")}


def _flat(weights: Weights) -> dict[tuple[str, str], Array]:
    """All arrays in one dict, float64."""
    layers = {**weights, "lstm": weights["lstm"][0]}
    return {(name, part): np.asarray(layers[name][part], np.float64) for name, parts in PARTS.items() for part in parts}


def _like(flat: dict[tuple[str, str], Array]) -> Weights:
    """What `_flat` made flat."""
    layers = {name: {part: flat[name, part] for part in parts} for name, parts in PARTS.items()}
    return {**layers, "lstm": [layers["lstm"]]}

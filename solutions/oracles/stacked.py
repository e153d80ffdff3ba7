"""Two LSTM layers and a dense one in NumPy: what a model with these weights answers, and what known mistakes would.

Weights as the lesson's probe reads them: ``{"lstm": [{kernel, recurrent_kernel, bias}, ...], "dense": [{kernel,
bias}]}`` in Keras's layout, gates in the order i, f, c, o.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from oracles.lstm import sigmoid

Array = np.ndarray
Weights = dict[str, list[dict[str, Array]]]
HIDDEN, CLASSES, PIXELS = 256, 10, 28
# A gate's bias that opens or shuts it: the sigmoid and the tanh of 40 are 1 in float32, those of -40 are 0 and -1.
OPEN, SHUT = 40.0, -40.0
SURE = 200.0  # between two logits: the smaller one's probability is 0 in float32


@dataclass(frozen=True)
class Answer:
    """What a model computes without dropout: (h, c) of each layer, (batch, units); each layer's outputs
    (batch, steps, units); logits (batch, classes)."""

    states: list[tuple[Array, Array]]
    outputs: list[Array]
    logits: Array


def lstm_layer(inputs: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> tuple[Array, Array, Array]:
    """(outputs (batch, steps, units), h, c) of one layer, from inputs (batch, steps, features) and a zero state."""
    batch, steps, _ = inputs.shape
    units = recurrent_kernel.shape[0]
    from_inputs = inputs @ kernel + bias
    h = c = np.zeros((batch, units))
    outputs = np.empty((batch, steps, units))
    for step in range(steps):
        i, f, candidate, o = np.split(from_inputs[:, step] + h @ recurrent_kernel, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(candidate)
        h = sigmoid(o) * np.tanh(c)
        outputs[:, step] = h
    return outputs, h, c


def answer(images: Array, weights: Weights) -> Answer:
    """What the model computes for images (batch, steps, pixels) when nothing is dropped."""
    states, outputs, inputs = [], [], np.asarray(images, dtype=np.float64)
    for layer in weights["lstm"]:
        layer = {part: np.asarray(value, dtype=np.float64) for part, value in layer.items()}
        inputs, h, c = lstm_layer(inputs, **layer)
        states.append((h, c))
        outputs.append(inputs)
    return Answer(states, outputs, dense(states[-1][0], weights))


def dense(h: Array, weights: Weights) -> Array:
    """Logits (batch, classes)."""
    layer = weights["dense"][-1]
    return h @ np.asarray(layer["kernel"], dtype=np.float64) + layer["bias"]


def softmax(logits: Array) -> Array:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def cross_entropy(logits: Array, labels: Array) -> float:
    """The mean loss in nats."""
    peak = logits.max(axis=1, keepdims=True)
    log_sum = peak[:, 0] + np.log(np.exp(logits - peak).sum(axis=1))
    return float(np.mean(log_sum - logits[np.arange(len(labels)), labels]))


def logit_mistakes(images: Array, weights: Weights) -> dict[str, Array]:
    """What known mistakes in the way to the logits give: id -> (batch, classes)."""
    right = answer(images, weights)
    return {
        "softmax-in-model": softmax(right.logits),
        "first-step-output": dense(right.outputs[-1][:, 0], weights),
        "cell-state-as-output": dense(right.states[-1][1], weights),
        "first-layer-output": dense(right.states[0][0], weights),
        "mean-over-steps": dense(right.outputs[-1].mean(axis=1), weights),
        "columns-as-steps": answer(np.swapaxes(images, 1, 2), weights).logits,
        "rows-backwards": answer(images[:, ::-1], weights).logits,
        "pixels-rescaled": answer(images / 255, weights).logits,
    }


# -- weights that make dropout visible ---------------------------------------------------------------------------------


def _layer(features: int, **gates: float) -> dict[str, Array]:
    """An LSTM layer that looks at nothing but its biases: one value for each of the gates i, f, c, o."""
    bias = np.repeat([gates["i"], gates["f"], gates["c"], gates["o"]], HIDDEN)
    return {
        "kernel": np.zeros((features, 4 * HIDDEN), np.float32),
        "recurrent_kernel": np.zeros((HIDDEN, 4 * HIDDEN), np.float32),
        "bias": bias.astype(np.float32),
    }


def steady_layer(features: int, units: int, active: int) -> dict[str, Array]:
    """An LSTM layer that looks at nothing but its biases: in the first `active` units, c grows by 1 in every step, so
    that after a few h is 1; in the others both are 0. Every gate is open or shut so far that its slope is 0."""
    gates = dict.fromkeys("ifco", np.full(units, OPEN))
    gates["i"] = np.where(np.arange(units) < active, OPEN, 1.5 * SHUT)
    return {
        "kernel": np.zeros((features, 4 * units), np.float32),
        "recurrent_kernel": np.zeros((units, 4 * units), np.float32),
        "bias": np.concatenate(list(gates.values())).astype(np.float32),
    }


def steady(active: int) -> Weights:
    """Two such layers, and a dense one of zeros: every image gets the logits 0, and only the dense layer has gradients;
    if no unit of the second layer is active, only its bias."""
    layers = [steady_layer(PIXELS, HIDDEN, HIDDEN), steady_layer(HIDDEN, HIDDEN, active)]
    zeros = {"kernel": np.zeros((HIDDEN, CLASSES), np.float32), "bias": np.zeros(CLASSES, np.float32)}
    return {"lstm": layers, "dense": [zeros]}


def wired(copies: int) -> Weights:
    """Weights with which logit k of a white image is `WIRED_BIAS` if unit k was dropped on its way, and more if not.

    Layers without copying answer the same constant at every step, whatever they see, so that only dropout after them
    shows. `copies` 0: both are such; 1: the second layer's unit k copies the sign of the first layer's unit k; 2: the
    first layer's unit k copies pixel k as well.
    """
    constant, copy = {"i": OPEN, "f": SHUT, "c": OPEN, "o": OPEN}, {"i": OPEN, "f": SHUT, "c": 0.0, "o": OPEN}
    layers = [_layer(PIXELS, **(copy if copies > 1 else constant)), _layer(HIDDEN, **(copy if copies else constant))]
    for layer in layers[2 - copies :] if copies else []:
        for k in range(CLASSES):
            layer["kernel"][k, 2 * HIDDEN + k] = OPEN
    kernel = np.zeros((HIDDEN, CLASSES), np.float32)
    kernel[np.arange(CLASSES), np.arange(CLASSES)] = 1.0
    return {"lstm": layers, "dense": [{"kernel": kernel, "bias": np.full(CLASSES, WIRED_BIAS, np.float32)}]}


def certain(label: int, first: int, second: int) -> Weights:
    """Weights with which every image is of class `label` beyond doubt, so that all slopes are 0. Where unit 0 of
    layer 1 is dropped, the class `first` wins, and where the last unit of layer 2 is, `second`.

    Half of layer 2 copies the sign of layer 1's unit 0, so that what is dropped of layer 2 hardly changes their sum.
    """
    constant = {"i": OPEN, "f": SHUT, "c": OPEN, "o": OPEN}
    layers = [_layer(PIXELS, **constant), _layer(HIDDEN, **constant)]
    copies = HIDDEN // 2
    layers[1]["bias"][2 * HIDDEN : 2 * HIDDEN + copies] = 0.0
    layers[1]["kernel"][0, 2 * HIDDEN : 2 * HIDDEN + copies] = OPEN
    kernel, bias = np.zeros((HIDDEN, CLASSES), np.float32), np.zeros(CLASSES, np.float32)
    bias[[label, first, second]] = SURE, 2 * SURE, 2 * SURE
    kernel[:copies, first] = -4 * SURE / WIRED_VALUE / copies
    kernel[-1, second] = -4 * SURE / WIRED_VALUE
    return {"lstm": layers, "dense": [{"kernel": kernel, "bias": bias}]}


def vivid(rng: np.random.Generator) -> Weights:
    """Random weights, large enough that images which differ get different classes."""

    def draw(*shape: int) -> Array:
        return rng.normal(size=shape).astype(np.float32)

    layers = [
        {"kernel": draw(features, 4 * HIDDEN) * scale, "recurrent_kernel": draw(HIDDEN, 4 * HIDDEN) * 0.05,
         "bias": draw(4 * HIDDEN) * 0.5}
        for features, scale in ((PIXELS, 0.6), (HIDDEN, 0.3))
    ]  # fmt: skip
    return {"lstm": layers, "dense": [{"kernel": draw(HIDDEN, CLASSES), "bias": draw(CLASSES) * 0.3}]}


# Not zero, so that a dropped unit (the bias is left) and a dropped logit (nothing is left) look different.
WIRED_BIAS = 1.0
WIRED_VALUE = float(np.tanh(1.0))  # what a layer wired like this puts out when nothing is dropped


def kept_share(logits: Any) -> float:
    """The share of logits of a wired model whose unit was not dropped."""
    return float(np.mean(np.asarray(logits) > WIRED_BIAS + 0.1 * WIRED_VALUE))

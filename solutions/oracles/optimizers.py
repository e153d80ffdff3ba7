"""What an optimizer makes of gradients that are known: how Adam is told from those that resemble it.

A model whose last layer, all zeros but for equal biases, gets the same features for every image is a softmax regression
in a few numbers. With features of zero only its biases learn, and their gradients hardly change: Adam moves each by its
rate, time and again, so that the way they went counts the updates. With features of 1 the loss fades within a dozen
updates, and with it the gradients: Adam then slows down as its memory of their squares does; Lion does not, and Adamax
and Nadam do sooner.

Sources: Kingma & Ba 2015 (Adam, Adamax); Dozat 2016 (Nadam, with the schedule of momentum that Keras has); Chen et al.
2023 (Lion); Tieleman & Hinton 2012 (RMSprop). Constants as Keras has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray
Rule = Callable[[dict[str, Any], Array, int], Array]  # of its memory, a gradient, and the number of the update
RATE = 1e-3
CLASSES = 10


def _adam(memory: dict[str, Any], slope: Array, number: int) -> Array:
    first = memory["first"] = 0.9 * memory.get("first", 0.0) + 0.1 * slope
    second = memory["second"] = 0.999 * memory.get("second", 0.0) + 0.001 * slope**2
    return first / (1 - 0.9**number) / (np.sqrt(second / (1 - 0.999**number)) + 1e-7)


def _adamax(memory: dict[str, Any], slope: Array, number: int) -> Array:
    first = memory["first"] = 0.9 * memory.get("first", 0.0) + 0.1 * slope
    largest = memory["largest"] = np.maximum(0.999 * memory.get("largest", 0.0), np.abs(slope))
    return first / (1 - 0.9**number) / (largest + 1e-7)


def _nadam(memory: dict[str, Any], slope: Array, number: int) -> Array:
    now, then = (0.9 * (1 - 0.5 * 0.96**n) for n in (number, number + 1))
    past = memory["past"] = memory.get("past", 1.0) * now
    first = memory["first"] = 0.9 * memory.get("first", 0.0) + 0.1 * slope
    second = memory["second"] = 0.999 * memory.get("second", 0.0) + 0.001 * slope**2
    ahead = then * first / (1 - past * then) + (1 - now) * slope / (1 - past)
    return ahead / (np.sqrt(second / (1 - 0.999**number)) + 1e-7)


def _lion(memory: dict[str, Any], slope: Array, number: int) -> Array:
    step = np.sign(0.9 * memory.get("first", 0.0) + 0.1 * slope)
    memory["first"] = 0.99 * memory.get("first", 0.0) + 0.01 * slope
    return step


def _rmsprop(memory: dict[str, Any], slope: Array, number: int) -> Array:
    square = memory["square"] = 0.9 * memory.get("square", 0.0) + 0.1 * slope**2
    return slope / np.sqrt(square + 1e-7)


RULES: dict[str, Rule] = {"Adam": _adam, "Adamax": _adamax, "Nadam": _nadam, "Lion": _lion, "RMSprop": _rmsprop}


def way(name: str, updates: int, active: int, clip: float = np.inf) -> float:
    """How far each bias of the last layer goes in so many updates on images of one class, in learning rates.

    `active` units of what the layer reads are 1, all others 0. `clip`: the gradients' joint norm is cut off there.
    """
    right = np.eye(CLASSES)[0]
    row, bias, of_row, of_bias = np.zeros(CLASSES), np.zeros(CLASSES), {}, {}  # every active unit's row is the same
    for number in range(1, updates + 1):
        powers = np.exp(active * row + bias)
        slope = powers / powers.sum() - right
        slope = slope * min(1.0, clip / np.sqrt((active + 1) * np.sum(slope**2)))
        row = row - RATE * RULES[name](of_row, slope, number)
        bias = bias - RATE * RULES[name](of_bias, slope, number)
    return float(np.abs(bias).mean() / RATE)


def named(went: float, updates: int, active: int) -> str | None:
    """Of the optimizers whose biases go another way than Adam's, the one whose biases go as far, or None."""
    known = [name for name in RULES if name != "RMSprop" or not active]  # its first updates have told already
    near, ways = 0.02 * updates, {name: way(name, updates, active) for name in known}
    others = {name: far for name, far in ways.items() if abs(far - ways["Adam"]) > 2 * near}
    name = min(others, key=lambda one: abs(others[one] - went))
    return name if abs(others[name] - went) < near else None

"""Limits between right and wrong answers, from what each of them reached over seeds. Pure.

Values of a right answer are taken to be normal, around a mean of its own; all right answers are taken to scatter alike.
Their standard deviation is pooled. It has K - 1 degrees of freedom, K being the most seeds that one of them had: the
answers share the seeds, and with them data and first weights, so that more answers make it hardly surer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import ModuleType

import numpy as np

from grader.checks.plugin import Calibrated
from grader.extras import needed
from grader.proving.calibration import FALSE_REJECTS, FalseRejects, Measured, Spread

DECIMALS = 2
REFERENCE = "reference"

Right = Mapping[str, Sequence[float]]  # values of the reference and of every style, by its name


def student_t() -> ModuleType:
    """SciPy's distributions. Raises MissingExtra, with the command that installs it."""
    return needed("scipy.stats", "keras", "setting a threshold")


def _pooled(right: Right) -> tuple[float, int]:
    """The pooled standard deviation, and its degrees of freedom."""
    squares = sum(float(np.var(values)) * len(values) for values in right.values())
    within = math.sqrt(squares / sum(len(values) - 1 for values in right.values()))
    return within, max(map(len, right.values())) - 1


def prediction_bounds(right: Right, *, lower_is_better: bool) -> dict[str, float]:
    """For each right answer, beyond which its next value falls with a probability of `FALSE_REJECTS`."""
    sd, freedom = _pooled(right)
    reach = float(student_t().t.ppf(1 - FALSE_REJECTS, freedom)) * sd * (1 if lower_is_better else -1)
    return {name: float(np.mean(values)) + reach * math.sqrt(1 + 1 / len(values)) for name, values in right.items()}


def rounded(bound: float, *, lower_is_better: bool) -> float:
    """To `DECIMALS`, on the side that lets more right answers through."""
    scale = 10**DECIMALS
    return (math.ceil if lower_is_better else math.floor)(round(bound * scale, 6)) / scale


def limit_between(one: Calibrated, right: Right, wrong: Mapping[str, Sequence[float]]) -> Measured:
    """The limit that these values give, and how far the best wrong value is from it. It is the laxest bound of a right
    answer, or its worst value where that lies beyond: not all values are as normal as the bound takes them to be.
    `right` has the reference under `REFERENCE`."""
    lower, laxest = one.lower_is_better, max if one.lower_is_better else min
    seen = laxest(map(laxest, right.values()))
    bound = laxest(seen, *prediction_bounds(right, lower_is_better=lower).values())
    limit = rounded(bound, lower_is_better=lower)
    best = [min(values) if lower else max(values) for values in wrong.values()]
    separation = None
    if best:
        separation = round(min(best) - limit if lower else limit - max(best), 6)
    spreads = {name: Spread.of(values) for name, values in right.items()}
    return Measured(
        key=one.key, better="lower" if lower else "higher", bound=round(bound, 6), limit=limit,
        right=spreads.pop(REFERENCE), styles=spreads,
        wrong={name: Spread.of(values) for name, values in wrong.items()}, separation=separation,
        false_rejects=false_rejects(right, limit, lower_is_better=lower),
    )  # fmt: skip


def false_rejects(right: Right, limit: float, *, lower_is_better: bool) -> FalseRejects:
    """How often the next value of each right answer misses `limit`: as often as Student's t exceeds
    (mean - limit) / (sd * sqrt(1 + 1/n))."""
    sign = -1 if lower_is_better else 1
    sd, freedom = _pooled(right)
    rates = {}
    for name, values in right.items():
        above, reach = sign * (float(np.mean(values)) - limit), sd * math.sqrt(1 + 1 / len(values))
        rates[name] = float(student_t().t.sf(above / reach, freedom)) if reach else float(above < 0)
    worst = max(rates, key=lambda name: rates[name])
    every = [sign * (value - limit) for values in right.values() for value in values]
    return FalseRejects(
        sd=round(sd, 6), worst=worst, worst_rate=_digits(rates[worst]), rate=_digits(sum(rates.values()) / len(rates)),
        missed=sum(value < 0 for value in every), trainings=len(every),
    )  # fmt: skip


def _digits(rate: float) -> float:
    """Two significant ones."""
    return float(f"{rate:.1e}")


__all__ = ["REFERENCE", "false_rejects", "limit_between", "prediction_bounds", "rounded", "student_t"]

"""Errors that are carried forward: a function that is right but for a mistake in what it calls keeps its points.

The measure is the oracle's alone. While a function is judged, `note` keeps which of the oracle's mistakes its wrong
answer shows: the very answer that costs its points. What builds on it is then compared with the oracle's composition of
that mistake, never with anything that the student's function returns. A mistake that the oracle cannot make is carried
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from oracles.rnn import like

Which = tuple[str, int]  # a mistake's id, and the number of the alternative
Shown = dict[str, list[Which]]  # a function's name -> what its answers show; empty: a mistake that the oracle has not
Mistakes = Mapping[str, Sequence[Any]]
RIGHT: Which = ("", 0)


def note(shown: Shown, function: str, claim: Any, right: Any, mistakes: Mistakes) -> None:
    """Keep what `claim`, an answer of `function`, shows; of several answers the first wrong one counts."""
    if shown.setdefault(function, [RIGHT]) == [RIGHT] and not like(claim, right):
        shown[function] = [
            (key, n) for key, values in mistakes.items() for n, value in enumerate(values) if like(claim, value)
        ]


def alternatives(mistakes: Mistakes) -> dict[str, Any]:
    """All that each mistake may lead to, under names as `ways` has them; `expect` reads the id off such a name."""
    return {name: mistakes[key][n] for name, (key, n) in ways(mistakes).items()}


def ways(mistakes: Mistakes, but: Sequence[str] = ()) -> dict[str, Which]:
    """Every alternative of the mistakes, but for those of the ids `but`, under a name: the id, then "id (2)"..."""
    found = [(key, n) for key, values in mistakes.items() if key not in but for n in range(len(values))]
    return {key if n == 0 else f"{key} ({n + 1})": (key, n) for key, n in found}


def version(which: Which, right: Callable[..., Any], mistakes: Callable[..., Mistakes]) -> Callable[..., Any]:
    """The oracle's function with this mistake: of the same arguments as `right` and `mistakes`.

    It raises LookupError where the mistake cannot be made with these shapes.
    """
    if which == RIGHT:
        return right
    key, n = which
    return lambda *given: mistakes(*given)[key][n]


def explains(claim: Any, compose: Callable[[], Any]) -> bool:
    """Whether `claim` is what `compose()`, made of the oracle's functions alone, gives."""
    try:
        with np.errstate(all="ignore"):
            return like(claim, compose())
    except (LookupError, ValueError):
        return False  # a mistake that cannot be made with these shapes

"""Plain Python inside the wall."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any


def seed(number: int) -> None:
    random.seed(number)


def plain(value: Any) -> Any:
    """Fractions as floats, sets as sorted lists."""
    if isinstance(value, Fraction):
        return float(value)
    if type(value) in (set, frozenset):
        return sorted(map(plain, value))
    return type(value)(map(plain, value)) if type(value) in (list, tuple) else value

"""NumPy, inside the wall."""

from __future__ import annotations

import random
import sys


def seed(number: int) -> None:
    """Random numbers repeat from here on: Python's and NumPy's."""
    random.seed(number)
    sys.modules["numpy"].random.seed(number)

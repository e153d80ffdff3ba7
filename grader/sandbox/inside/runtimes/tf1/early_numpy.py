"""What NumPy took in the time of TensorFlow 1, for scripts: rows of different lengths."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np


def install() -> None:
    """Make arrays of objects where rows do not fit, as before NumPy 1.24."""
    for name in ("array", "asarray"):
        setattr(np, name, _of_any_rows(getattr(np, name)))


def _of_any_rows(make: Any) -> Any:
    @functools.wraps(make)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return make(*args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error) or len(args) != 1 or "dtype" in kwargs:
                raise
            return make(*args, dtype=object, **kwargs)

    return wrapper

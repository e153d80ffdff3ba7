"""Seeds of TensorFlow 1, where each graph has its own: a graph that is made later starts from the same number."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

_number: int | None = None


def seed(number: int) -> None:
    """From here on, random numbers repeat: Python's, NumPy's, and those of the default graph and of every new graph."""
    global _number
    import tensorflow as tf

    _number = number % 2**31
    random.seed(number)
    np.random.seed(number % 2**32)
    tf.get_default_graph().seed = _number


def install() -> None:
    """Let every new graph take the seed; `tf.set_random_seed` gives it another."""
    from tensorflow.python.framework import ops

    make = ops.Graph.__init__

    def with_seed(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        if _number is not None:
            self.seed = _number

    ops.Graph.__init__ = with_seed

"""Seeds of TensorFlow 1, where each graph has its own: graphs made one after the other get different ones, the same
ones each time."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

_numbers: Iterator[int] | None = None


def seed(number: int) -> None:
    """From here on, random numbers repeat: Python's, NumPy's, and those of the default graph and of every new graph."""
    global _numbers
    import tensorflow as tf

    random.seed(number)
    np.random.seed(number % 2**32)
    tf.get_default_graph().seed = number % 2**31
    _numbers = ((number + made) % 2**31 for made in itertools.count())


def install() -> None:
    """Let every new graph take a seed; `tf.set_random_seed` gives it another."""
    from tensorflow.python.framework import ops

    make = ops.Graph.__init__

    def with_seed(self: Any, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        if _numbers is not None:
            self.seed = next(_numbers)

    ops.Graph.__init__ = with_seed

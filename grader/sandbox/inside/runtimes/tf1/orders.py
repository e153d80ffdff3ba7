"""`tf.concat` and `tf.split` with their arguments in the order of versions before 1.0, which say what to write."""

from __future__ import annotations

import functools
from typing import Any

from .removed import in_english

CONCAT = in_english("since TensorFlow 1.0 the axis comes last: write tf.concat(values, axis)")
SPLIT = in_english("since TensorFlow 1.0 the axis comes last: write tf.split(value, num_or_size_splits, axis)")


def install() -> None:
    """Let both look at the order of what they are given."""
    import tensorflow as tf

    concat, split = tf.concat, tf.split

    @functools.wraps(concat)
    def named_concat(*args: Any, **kwargs: Any) -> Any:
        swapped = len(args) > 1 and type(args[0]) is int and isinstance(args[1], (list, tuple, tf.Tensor))
        if swapped or "concat_dim" in kwargs:
            raise TypeError(CONCAT)
        return concat(*args, **kwargs)

    @functools.wraps(split)
    def named_split(*args: Any, **kwargs: Any) -> Any:
        swapped = len(args) > 2 and type(args[0]) is int and type(args[2]) is not int
        if swapped or "split_dim" in kwargs:
            raise TypeError(SPLIT)
        return split(*args, **kwargs)

    tf.concat, tf.split = named_concat, named_split

"""``tf.contrib.rnn.stack_bidirectional_dynamic_rnn``: each layer reads what both directions of the one below said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def names() -> dict[str, Any]:
    return {"stack_bidirectional_dynamic_rnn": stack_bidirectional_dynamic_rnn}


def stack_bidirectional_dynamic_rnn(
    cells_fw: Sequence[Any],
    cells_bw: Sequence[Any],
    inputs: Any,
    initial_states_fw: Sequence[Any] | None = None,
    initial_states_bw: Sequence[Any] | None = None,
    dtype: Any = None,
    sequence_length: Any = None,
    parallel_iterations: int | None = None,
    time_major: bool = False,
    scope: Any = None,
) -> tuple[Any, tuple[Any, ...], tuple[Any, ...]]:
    """As TensorFlow 1 documents it: the last layer's outputs (batch, steps, both directions' units), and the last
    states of every layer in each direction. Raises ValueError for lists that are empty or of different lengths."""
    import tensorflow.compat.v1 as v1

    if not cells_fw or len(cells_fw) != len(cells_bw):
        raise ValueError("cells_fw and cells_bw must be lists of the same length, with a cell for each layer")
    states: list[tuple[Any, Any]] = []
    firsts = [given or [None] * len(cells_fw) for given in (initial_states_fw, initial_states_bw)]
    with v1.variable_scope(scope or "stack_bidirectional_rnn"):
        for number, (forward, backward, *first) in enumerate(zip(cells_fw, cells_bw, *firsts, strict=True)):
            with v1.variable_scope(f"cell_{number}"):
                outputs, last = v1.nn.bidirectional_dynamic_rnn(
                    forward, backward, inputs, sequence_length, *first, dtype, parallel_iterations,
                    time_major=time_major,
                )  # fmt: skip
            inputs = v1.concat(outputs, 2)
            states.append(last)
    return inputs, tuple(one for one, _ in states), tuple(other for _, other in states)

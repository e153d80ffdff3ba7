"""The losses of ``tensorflow.contrib.seq2seq``, and the losses and the plain decoder of ``legacy_seq2seq``.

The older of the two speaks of a sequence as a list of tensors, one for each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_TINY = 1e-12  # added to a sum of weights, which may be 0


def sequence_loss(
    logits: Any, targets: Any, weights: Any, average_across_timesteps: bool = True, average_across_batch: bool = True,
    softmax_loss_function: Any = None, name: str | None = None,
) -> Any:  # fmt: skip
    """Weighted cross-entropy: logits (batch, steps, classes), targets (batch, steps) integers, weights (batch, steps).

    A scalar; without the average over steps (steps,), without that over the batch (batch,), without both
    (batch, steps). `softmax_loss_function` takes `labels` and `logits`. Raises ValueError if the ranks are others.
    """
    import tensorflow as tf

    if len(logits.shape) != 3 or len(targets.shape) != 2 or len(weights.shape) != 2:
        raise ValueError(
            "sequence_loss takes logits (batch, steps, classes), targets (batch, steps) and weights (batch, steps); "
            f"found: {logits.shape}, {targets.shape} and {weights.shape}"
        )
    loss = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat = loss(labels=tf.reshape(targets, [-1]), logits=tf.reshape(logits, [-1, tf.shape(logits)[2]]))
        costs = tf.reshape(flat, tf.shape(logits)[:2]) * weights
        axes = [axis for axis, averaged in enumerate((average_across_batch, average_across_timesteps)) if averaged]
        if not axes:
            return costs
        return tf.reduce_sum(costs, axes) / (tf.reduce_sum(weights, axes) + _TINY)


def sequence_loss_by_example(
    logits: Sequence[Any], targets: Sequence[Any], weights: Sequence[Any], average_across_timesteps: bool = True,
    softmax_loss_function: Any = None, name: str | None = None,
) -> Any:  # fmt: skip
    """Weighted cross-entropy of each example, (batch,): lists of (batch, classes), (batch,) integers and (batch,).

    Raises ValueError if the lists are not of the same length.
    """
    import tensorflow as tf

    if not len(targets) == len(logits) == len(weights):
        raise ValueError(
            "logits, targets and weights should be lists of the same length, one item for each step; found: "
            f"{len(logits)}, {len(targets)} and {len(weights)}"
        )
    loss = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
    with tf.name_scope(name, "sequence_loss_by_example", [*logits, *targets, *weights]):
        costs = [
            loss(labels=tf.reshape(target, [-1]), logits=logit) * weight
            for logit, target, weight in zip(logits, targets, weights, strict=True)
        ]
        return tf.add_n(costs) / (tf.add_n(list(weights)) + _TINY) if average_across_timesteps else tf.add_n(costs)


def legacy_sequence_loss(
    logits: Sequence[Any], targets: Sequence[Any], weights: Sequence[Any], average_across_timesteps: bool = True,
    average_across_batch: bool = True, softmax_loss_function: Any = None, name: str | None = None,
) -> Any:  # fmt: skip
    """The sum of `sequence_loss_by_example` over the batch, or its mean: a scalar."""
    import tensorflow as tf

    with tf.name_scope(name, "sequence_loss", [*logits, *targets, *weights]):
        each = sequence_loss_by_example(logits, targets, weights, average_across_timesteps, softmax_loss_function)
        return tf.reduce_mean(each) if average_across_batch else tf.reduce_sum(each)


def rnn_decoder(
    decoder_inputs: Sequence[Any], initial_state: Any, cell: Any, loop_function: Any = None, scope: Any = None
) -> tuple[list[Any], Any]:
    """The outputs of each step, and the last state: `cell` on a list of (batch, features), or, from the second step on,
    on what `loop_function(output before, step)` makes of the output before."""
    import tensorflow as tf

    state: Any = initial_state
    outputs: list[Any] = []
    with tf.variable_scope(scope or "rnn_decoder"):
        for step, given in enumerate(decoder_inputs):
            if step:
                tf.get_variable_scope().reuse_variables()
                if loop_function is not None:
                    with tf.variable_scope("loop_function", reuse=True):
                        given = loop_function(outputs[-1], step)
            output, state = cell(given, state)
            outputs.append(output)
    return outputs, state


def names() -> dict[str, Any]:
    """What ``tensorflow.contrib.seq2seq`` holds."""
    return {"sequence_loss": sequence_loss}


def legacy_names() -> dict[str, Any]:
    """What ``tensorflow.contrib.legacy_seq2seq`` holds."""
    tools = (sequence_loss_by_example, rnn_decoder)
    return {"sequence_loss": legacy_sequence_loss} | {tool.__name__: tool for tool in tools}

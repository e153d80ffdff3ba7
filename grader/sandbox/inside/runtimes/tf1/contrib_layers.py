"""The part of ``tensorflow.contrib.layers`` that LSTM tutorials use, on version 1's variables."""

from __future__ import annotations

from typing import Any


def fully_connected(
    inputs: Any, num_outputs: int, activation_fn: Any = "relu", *, weights_initializer: Any = None,
    weights_regularizer: Any = None, biases_initializer: Any = "zeros", biases_regularizer: Any = None,
    reuse: Any = None, trainable: bool = True, scope: Any = None,
) -> Any:  # fmt: skip
    """activation_fn(inputs @ weights + biases): (..., features) -> (..., num_outputs).

    As in TensorFlow 1, the activation is relu unless another, or None, is given; weights start as Glorot & Bengio
    (2010) say. The variables are ``fully_connected/weights`` (features, num_outputs) and ``.../biases``.
    """
    import tensorflow as tf

    activation = tf.nn.relu if activation_fn == "relu" else activation_fn
    with tf.variable_scope(scope, "fully_connected", [inputs], reuse=reuse):
        inputs = tf.convert_to_tensor(inputs)
        features = inputs.shape[-1]
        features = getattr(features, "value", features)
        if features is None:
            raise ValueError("the last dimension of the inputs to fully_connected should be known; found None")
        weights = tf.get_variable(
            "weights", [features, num_outputs], inputs.dtype, weights_initializer or xavier_initializer(),
            regularizer=weights_regularizer, trainable=trainable,
        )  # fmt: skip
        outputs = tf.matmul(inputs, weights) if inputs.shape.ndims == 2 else tf.tensordot(inputs, weights, [[-1], [0]])
        if biases_initializer is not None:
            start = tf.zeros_initializer() if biases_initializer == "zeros" else biases_initializer
            biases = tf.get_variable(
                "biases", [num_outputs], inputs.dtype, start, regularizer=biases_regularizer, trainable=trainable
            )
            outputs = tf.nn.bias_add(outputs, biases)
        return outputs if activation is None else activation(outputs)


def xavier_initializer(uniform: bool = True, seed: int | None = None, dtype: Any = None) -> Any:
    """Glorot & Bengio's initial weights."""
    import tensorflow as tf

    make = tf.glorot_uniform_initializer if uniform else tf.glorot_normal_initializer
    return make(seed=seed, dtype=dtype or tf.float32)


def l2_regularizer(scale: float) -> Any:
    """weights -> scale * sum(weights ** 2) / 2, a scalar tensor."""
    import tensorflow as tf

    return lambda weights: tf.multiply(tf.cast(scale, weights.dtype), tf.nn.l2_loss(weights))


def flatten(inputs: Any) -> Any:
    """(batch, ...) -> (batch, features)."""
    import tensorflow as tf

    return tf.layers.flatten(inputs)


def names() -> dict[str, Any]:
    """What the module holds."""
    tools = (fully_connected, xavier_initializer, l2_regularizer, flatten)
    return {tool.__name__: tool for tool in tools}

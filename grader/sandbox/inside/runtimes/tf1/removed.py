"""Names of TensorFlow 1 that are gone, and what to write instead: one sentence for each."""

from __future__ import annotations

in_english = str  # marks what is translated outside the wall, by `grader.messages.sentences.known`

# A name speaks for everything below it, unless something longer does: "use ...".
_INSTEAD: dict[str, str] = {
    "tf.contrib": in_english(
        "tf.contrib.rnn, tf.contrib.layers.fully_connected, or what tf.nn, tf.layers, tf.train and tf.losses have"
    ),
    "tf.contrib.layers": in_english(
        "fully_connected, flatten, xavier_initializer or l2_regularizer of tf.contrib.layers, or what tf.layers has"
    ),
    "tf.contrib.layers.batch_norm": "tf.layers.batch_normalization",
    "tf.contrib.layers.conv2d": "tf.layers.conv2d",
    "tf.contrib.layers.convolution2d": "tf.layers.conv2d",
    "tf.contrib.layers.max_pool2d": "tf.layers.max_pooling2d",
    "tf.contrib.layers.dropout": "tf.nn.dropout",
    "tf.contrib.layers.linear": "tf.contrib.layers.fully_connected(..., activation_fn=None)",
    "tf.contrib.layers.relu": "tf.contrib.layers.fully_connected",
    "tf.contrib.layers.embed_sequence": "tf.nn.embedding_lookup",
    "tf.contrib.layers.variance_scaling_initializer": "tf.variance_scaling_initializer(scale=2.0)",
    "tf.contrib.layers.xavier_initializer_conv2d": "tf.glorot_uniform_initializer",
    "tf.contrib.layers.optimize_loss": "tf.train.AdamOptimizer(rate).minimize(loss)",
    "tf.contrib.layers.one_hot_encoding": "tf.one_hot",
    "tf.contrib.rnn.LSTMBlockCell": "tf.contrib.rnn.BasicLSTMCell",
    "tf.contrib.rnn.LSTMBlockFusedCell": in_english("tf.contrib.rnn.BasicLSTMCell with tf.nn.dynamic_rnn"),
    "tf.contrib.rnn.GRUBlockCell": "tf.contrib.rnn.GRUCell",
    "tf.contrib.rnn.GRUBlockCellV2": "tf.contrib.rnn.GRUCell",
    "tf.contrib.rnn.LayerNormBasicLSTMCell": in_english(
        "tf.contrib.rnn.BasicLSTMCell in a DropoutWrapper; layer normalisation is not offered here"
    ),
    "tf.contrib.rnn.CoupledInputForgetGateLSTMCell": "tf.contrib.rnn.LSTMCell",
    "tf.contrib.rnn.AttentionCellWrapper": in_english("a cell of your own that derives from tf.contrib.rnn.RNNCell"),
    "tf.contrib.rnn.OutputProjectionWrapper": in_english(
        "tf.contrib.layers.fully_connected on the outputs, with activation_fn=None"
    ),
    "tf.contrib.rnn.InputProjectionWrapper": in_english(
        "tf.contrib.layers.fully_connected on the inputs, with activation_fn=None"
    ),
    "tf.contrib.rnn.EmbeddingWrapper": in_english("tf.nn.embedding_lookup before the cell"),
    "tf.contrib.rnn.stack_bidirectional_dynamic_rnn": in_english(
        "tf.nn.bidirectional_dynamic_rnn, once for each layer"
    ),
    "tf.contrib.rnn.core_rnn_cell": in_english("tf.contrib.rnn or tf.nn.rnn_cell"),
    "tf.contrib.seq2seq": in_english(
        "tf.nn.dynamic_rnn, and for sequence_loss the mean of tf.nn.sparse_softmax_cross_entropy_with_logits"
    ),
    "tf.contrib.legacy_seq2seq": in_english(
        "the mean of tf.nn.sparse_softmax_cross_entropy_with_logits for sequence_loss_by_example, and "
        "tf.nn.static_rnn for rnn_decoder"
    ),
    "tf.contrib.learn": in_english(
        "a training loop with tf.Session, or tf.keras; for its data sets, "
        "tensorflow.examples.tutorials.mnist.input_data"
    ),
    "tf.contrib.slim": "tf.layers",
    "tf.contrib.crf": "tf.nn.softmax_cross_entropy_with_logits",
    "tf.contrib.cudnn_rnn": "tf.contrib.rnn.BasicLSTMCell",
    "tf.contrib.data": "tf.data",
    "tf.contrib.eager": in_english("a graph and tf.Session"),
    "tf.contrib.keras": "tf.keras",
    "tf.contrib.framework": in_english("tf.trainable_variables or tf.train"),
    "tf.contrib.metrics": "tf.metrics",
    "tf.contrib.losses": "tf.losses",
    "tf.contrib.lookup": in_english("tf.lookup, or a Python dict"),
    "tf.contrib.opt": in_english("an optimizer of tf.train"),
    "tf.contrib.training": in_english("a Python class or dict for HParams, tf.data for batches"),
    "tf.contrib.tensorboard": "tf.summary",
    "tf.contrib.estimator": in_english("a training loop with tf.Session"),
    "tf.estimator": in_english("a training loop with tf.Session; TensorFlow no longer has estimators"),
    "tf.examples": in_english(
        "tensorflow.examples.tutorials.mnist.input_data, which is all that is left of tf.examples"
    ),
    "tf.models": in_english("tf.contrib.rnn or tf.nn.rnn_cell"),
    "tf.pack": "tf.stack",
    "tf.unpack": "tf.unstack",
    "tf.mul": "tf.multiply",
    "tf.sub": "tf.subtract",
    "tf.neg": "tf.negative",
    "tf.inv": "tf.reciprocal",
    "tf.select": "tf.where",
    "tf.batch_matmul": "tf.matmul",
    "tf.concat_v2": "tf.concat",
    "tf.split_v": "tf.split",
    "tf.listdiff": "tf.setdiff1d",
    "tf.complex_abs": "tf.abs",
    "tf.initialize_variables": "tf.variables_initializer",
    "tf.scalar_summary": "tf.summary.scalar",
    "tf.histogram_summary": "tf.summary.histogram",
    "tf.image_summary": "tf.summary.image",
    "tf.merge_summary": "tf.summary.merge",
    "tf.merge_all_summaries": "tf.summary.merge_all",
    "tf.train.SummaryWriter": "tf.summary.FileWriter",
    "tf.nn.rnn": in_english("tf.nn.static_rnn or tf.nn.dynamic_rnn"),
    "tf.nn.bidirectional_rnn": "tf.nn.static_bidirectional_rnn",
    "tf.nn.state_saving_rnn": "tf.nn.static_state_saving_rnn",
    "tf.nn.seq2seq": in_english(
        "tf.nn.static_rnn, and the mean of tf.nn.sparse_softmax_cross_entropy_with_logits as the loss"
    ),
    "keras": in_english(
        "tf.keras: Keras 3 does not work on version 1; or answer the lesson in Keras from its own stub"
    ),
}


def sentence(name: str) -> str:
    """What to write instead of `name`, such as ``tf.contrib.seq2seq.sequence_loss``."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if instead := _INSTEAD.get(".".join(parts[:length])):
            return f"{name} is not here any more: use {instead}"
    return f"TensorFlow has no {name}: check how it is spelt"


def names() -> tuple[str, ...]:
    """Every name that has a sentence."""
    return tuple(_INSTEAD)

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
    "tf.contrib.seq2seq": in_english(
        "tf.nn.dynamic_rnn for encoder and decoder; of tf.contrib.seq2seq only sequence_loss is offered here"
    ),
    "tf.contrib.legacy_seq2seq": in_english(
        "rnn_decoder, sequence_loss or sequence_loss_by_example, which are what is offered here of legacy_seq2seq"
    ),
    "tf.contrib.learn": in_english("a training loop with tf.Session, or tf.keras; datasets are offered here"),
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
    "tf.contrib.training": in_english("tf.data for batches; of tf.contrib.training only HParams is offered here"),
    "tf.contrib.tensorboard": "tf.summary",
    "tf.contrib.estimator": in_english("a training loop with tf.Session"),
    "tf.estimator": in_english("a training loop with tf.Session; TensorFlow no longer has estimators"),
    "tf.examples": in_english(
        "tensorflow.examples.tutorials.mnist.input_data, which is all that is left of tf.examples"
    ),
    "tf.models": in_english("tf.contrib.rnn or tf.nn.rnn_cell; of tf.models only tf.models.rnn is offered here"),
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
    "keras": in_english(
        "tf.keras, since Keras 3 does not work together with version 1; or answer the lesson in Keras, from its own "
        "stub"
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

"""Names of TensorFlow 1 that are gone, and what to write instead: one sentence for each, in English and in Chinese."""

from __future__ import annotations

# A name speaks for everything below it, unless something longer does: "use ..." / "请改用 ...".
_INSTEAD: dict[str, tuple[str, str]] = {
    "tf.contrib": (
        "tf.contrib.rnn, tf.contrib.layers.fully_connected, or what tf.nn, tf.layers, tf.train and tf.losses have",
        "tf.contrib.rnn、tf.contrib.layers.fully_connected，或 tf.nn、tf.layers、tf.train、tf.losses 里的对应函数",
    ),
    "tf.contrib.layers": (
        "fully_connected, flatten, xavier_initializer or l2_regularizer of tf.contrib.layers, or what tf.layers has",
        "tf.contrib.layers 的 fully_connected、flatten、xavier_initializer、l2_regularizer，或 tf.layers 里的对应函数",
    ),
    "tf.contrib.layers.batch_norm": ("tf.layers.batch_normalization", "tf.layers.batch_normalization"),
    "tf.contrib.layers.conv2d": ("tf.layers.conv2d", "tf.layers.conv2d"),
    "tf.contrib.layers.convolution2d": ("tf.layers.conv2d", "tf.layers.conv2d"),
    "tf.contrib.layers.max_pool2d": ("tf.layers.max_pooling2d", "tf.layers.max_pooling2d"),
    "tf.contrib.layers.dropout": ("tf.nn.dropout", "tf.nn.dropout"),
    "tf.contrib.layers.linear": (
        "tf.contrib.layers.fully_connected(..., activation_fn=None)",
        "tf.contrib.layers.fully_connected(..., activation_fn=None)",
    ),
    "tf.contrib.layers.relu": ("tf.contrib.layers.fully_connected", "tf.contrib.layers.fully_connected"),
    "tf.contrib.layers.embed_sequence": ("tf.nn.embedding_lookup", "tf.nn.embedding_lookup"),
    "tf.contrib.layers.variance_scaling_initializer": (
        "tf.variance_scaling_initializer(scale=2.0)",
        "tf.variance_scaling_initializer(scale=2.0)",
    ),
    "tf.contrib.layers.xavier_initializer_conv2d": ("tf.glorot_uniform_initializer", "tf.glorot_uniform_initializer"),
    "tf.contrib.layers.optimize_loss": (
        "tf.train.AdamOptimizer(rate).minimize(loss)",
        "tf.train.AdamOptimizer(rate).minimize(loss)",
    ),
    "tf.contrib.layers.one_hot_encoding": ("tf.one_hot", "tf.one_hot"),
    "tf.contrib.rnn.LSTMBlockCell": ("tf.contrib.rnn.BasicLSTMCell", "tf.contrib.rnn.BasicLSTMCell"),
    "tf.contrib.rnn.LSTMBlockFusedCell": (
        "tf.contrib.rnn.BasicLSTMCell with tf.nn.dynamic_rnn",
        "tf.contrib.rnn.BasicLSTMCell 配合 tf.nn.dynamic_rnn",
    ),
    "tf.contrib.rnn.GRUBlockCell": ("tf.contrib.rnn.GRUCell", "tf.contrib.rnn.GRUCell"),
    "tf.contrib.rnn.GRUBlockCellV2": ("tf.contrib.rnn.GRUCell", "tf.contrib.rnn.GRUCell"),
    "tf.contrib.rnn.LayerNormBasicLSTMCell": (
        "tf.contrib.rnn.BasicLSTMCell in a DropoutWrapper; layer normalisation is not offered here",
        "tf.contrib.rnn.BasicLSTMCell 外加 DropoutWrapper；这里不提供层归一化",
    ),
    "tf.contrib.rnn.CoupledInputForgetGateLSTMCell": ("tf.contrib.rnn.LSTMCell", "tf.contrib.rnn.LSTMCell"),
    "tf.contrib.rnn.AttentionCellWrapper": (
        "a cell of your own that derives from tf.contrib.rnn.RNNCell",
        "继承 tf.contrib.rnn.RNNCell 自己写的单元",
    ),
    "tf.contrib.rnn.OutputProjectionWrapper": (
        "tf.contrib.layers.fully_connected on the outputs, with activation_fn=None",
        "对输出使用 tf.contrib.layers.fully_connected，并令 activation_fn=None",
    ),
    "tf.contrib.rnn.InputProjectionWrapper": (
        "tf.contrib.layers.fully_connected on the inputs, with activation_fn=None",
        "对输入使用 tf.contrib.layers.fully_connected，并令 activation_fn=None",
    ),
    "tf.contrib.rnn.EmbeddingWrapper": (
        "tf.nn.embedding_lookup before the cell",
        "在单元之前使用 tf.nn.embedding_lookup",
    ),
    "tf.contrib.rnn.stack_bidirectional_dynamic_rnn": (
        "tf.nn.bidirectional_dynamic_rnn, once for each layer",
        "对每一层各用一次 tf.nn.bidirectional_dynamic_rnn",
    ),
    "tf.contrib.rnn.core_rnn_cell": ("tf.contrib.rnn or tf.nn.rnn_cell", "tf.contrib.rnn 或 tf.nn.rnn_cell"),
    "tf.contrib.seq2seq": (
        "tf.nn.dynamic_rnn, and for sequence_loss the mean of tf.nn.sparse_softmax_cross_entropy_with_logits",
        "tf.nn.dynamic_rnn；sequence_loss 可用 tf.nn.sparse_softmax_cross_entropy_with_logits 的平均值代替",
    ),
    "tf.contrib.legacy_seq2seq": (
        "the mean of tf.nn.sparse_softmax_cross_entropy_with_logits for sequence_loss_by_example, "
        "and tf.nn.static_rnn for rnn_decoder",
        "sequence_loss_by_example 用 tf.nn.sparse_softmax_cross_entropy_with_logits 的平均值代替，"
        "rnn_decoder 用 tf.nn.static_rnn 代替",
    ),
    "tf.contrib.learn": (
        "a training loop with tf.Session, or tf.keras; for its data sets, "
        "tensorflow.examples.tutorials.mnist.input_data",
        "用 tf.Session 写的训练循环，或 tf.keras；数据集用 tensorflow.examples.tutorials.mnist.input_data",
    ),
    "tf.contrib.slim": ("tf.layers", "tf.layers"),
    "tf.contrib.crf": ("tf.nn.softmax_cross_entropy_with_logits", "tf.nn.softmax_cross_entropy_with_logits"),
    "tf.contrib.cudnn_rnn": ("tf.contrib.rnn.BasicLSTMCell", "tf.contrib.rnn.BasicLSTMCell"),
    "tf.contrib.data": ("tf.data", "tf.data"),
    "tf.contrib.eager": ("a graph and tf.Session", "计算图和 tf.Session"),
    "tf.contrib.keras": ("tf.keras", "tf.keras"),
    "tf.contrib.framework": ("tf.trainable_variables or tf.train", "tf.trainable_variables 或 tf.train"),
    "tf.contrib.metrics": ("tf.metrics", "tf.metrics"),
    "tf.contrib.losses": ("tf.losses", "tf.losses"),
    "tf.contrib.lookup": ("tf.lookup, or a Python dict", "tf.lookup，或 Python 的字典"),
    "tf.contrib.opt": ("an optimizer of tf.train", "tf.train 里的优化器"),
    "tf.contrib.training": (
        "a Python class or dict for HParams, tf.data for batches",
        "HParams 用 Python 的类或字典，批次用 tf.data",
    ),
    "tf.contrib.tensorboard": ("tf.summary", "tf.summary"),
    "tf.contrib.estimator": ("a training loop with tf.Session", "用 tf.Session 写的训练循环"),
    "tf.estimator": (
        "a training loop with tf.Session; TensorFlow no longer has estimators",
        "用 tf.Session 写的训练循环；TensorFlow 已不再提供 estimator",
    ),
    "tf.examples": (
        "tensorflow.examples.tutorials.mnist.input_data, which is all that is left of tf.examples",
        "tensorflow.examples.tutorials.mnist.input_data，tf.examples 只保留了它",
    ),
    "tf.models": ("tf.contrib.rnn or tf.nn.rnn_cell", "tf.contrib.rnn 或 tf.nn.rnn_cell"),
    "tf.pack": ("tf.stack", "tf.stack"),
    "tf.unpack": ("tf.unstack", "tf.unstack"),
    "tf.mul": ("tf.multiply", "tf.multiply"),
    "tf.sub": ("tf.subtract", "tf.subtract"),
    "tf.neg": ("tf.negative", "tf.negative"),
    "tf.inv": ("tf.reciprocal", "tf.reciprocal"),
    "tf.select": ("tf.where", "tf.where"),
    "tf.batch_matmul": ("tf.matmul", "tf.matmul"),
    "tf.concat_v2": ("tf.concat", "tf.concat"),
    "tf.split_v": ("tf.split", "tf.split"),
    "tf.listdiff": ("tf.setdiff1d", "tf.setdiff1d"),
    "tf.complex_abs": ("tf.abs", "tf.abs"),
    "tf.initialize_variables": ("tf.variables_initializer", "tf.variables_initializer"),
    "tf.scalar_summary": ("tf.summary.scalar", "tf.summary.scalar"),
    "tf.histogram_summary": ("tf.summary.histogram", "tf.summary.histogram"),
    "tf.image_summary": ("tf.summary.image", "tf.summary.image"),
    "tf.merge_summary": ("tf.summary.merge", "tf.summary.merge"),
    "tf.merge_all_summaries": ("tf.summary.merge_all", "tf.summary.merge_all"),
    "tf.train.SummaryWriter": ("tf.summary.FileWriter", "tf.summary.FileWriter"),
    "tf.nn.rnn": ("tf.nn.static_rnn or tf.nn.dynamic_rnn", "tf.nn.static_rnn 或 tf.nn.dynamic_rnn"),
    "tf.nn.bidirectional_rnn": ("tf.nn.static_bidirectional_rnn", "tf.nn.static_bidirectional_rnn"),
    "tf.nn.state_saving_rnn": ("tf.nn.static_state_saving_rnn", "tf.nn.static_state_saving_rnn"),
    "tf.nn.seq2seq": (
        "tf.nn.static_rnn, and the mean of tf.nn.sparse_softmax_cross_entropy_with_logits as the loss",
        "tf.nn.static_rnn，并用 tf.nn.sparse_softmax_cross_entropy_with_logits 的平均值作损失",
    ),
    "keras": (
        "tf.keras: Keras 3 does not work on version 1; or answer the lesson in Keras from its own stub",
        "tf.keras：Keras 3 不能和 TensorFlow 1 混用；也可以用本关的 Keras 代码框架作答",
    ),
}


def sentence(name: str) -> str:
    """What to write instead of `name`, such as ``tf.contrib.seq2seq.sequence_loss``, in both languages."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if found := _INSTEAD.get(".".join(parts[:length])):
            en, zh = found
            return f"{name} is not here any more: use {en} / {name} 已不可用：请改用 {zh}"
    return f"TensorFlow has no {name}: check how it is spelt / TensorFlow 里没有 {name}：请检查拼写"


def names() -> tuple[str, ...]:
    """Every name that has a sentence."""
    return tuple(_INSTEAD)

"""第 8 关 · 字符语言模型（TF 1） / Lesson 8 · A character language model (TF 1)

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

字符用整数 0..vocabulary-1 表示 / Characters are integers 0..vocabulary-1
    ids      (length,) 或 (batch, steps)                文本 / text
    logits   (batch, steps, vocabulary)                 每一步对下一个字符的打分 / scores of the next character
    h, c     (batch, HIDDEN)                            LSTM 的状态 / the LSTM's states
"""

import functools
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

from grader import report

ALPHABET = " !',-.:;?abcdefghijklmnopqrstuvwxyz"
HIDDEN, EMBEDDING = 128, 32
LEARNING_RATE = 1.5e-2
PAD = -1  # targets 里的填充：这个位置没有要预测的字符 / padding among targets: nothing to predict there


def load_text(path="alice.txt"):
    """关卡自带的文本，连成一行 / the text that comes with the lesson, as one line"""
    return " ".join(Path(path).read_text(encoding="utf-8").split())


def encode(text):
    """字符变成整数 / characters to integers"""
    return np.array([ALPHABET.index(character) for character in text])


def decode(ids):
    """整数变回字符 / integers to characters"""
    return "".join(ALPHABET[i] for i in ids)


class Model:
    """计算图的各个部分 / the parts of a graph

    session    变量已初始化的 tf.Session / a tf.Session whose variables are initialised
    ids        占位符 (batch, steps)，整数，两个轴都可以任意大小 / a placeholder of integers, both axes of any size
    logits     张量 (batch, steps, vocabulary)，不带 softmax / a tensor, no softmax
    其他       你自己要用的，例如 Model(..., train_op=train_op) / whatever else you need
    """

    def __init__(self, session, ids, logits, **others):
        self.session, self.ids, self.logits = session, ids, logits
        vars(self).update(others)


def in_its_graph(function):
    """已给出：build_model 在一张新图里运行，带 model 的函数在它的图和会话里运行
    given: build_model runs in a new graph, functions of a model in that model's graph and session"""

    @functools.wraps(function)
    def wrapper(first, *args, **kwargs):
        if not isinstance(first, Model):
            with tf.Graph().as_default():
                return function(first, *args, **kwargs)
        with first.session.graph.as_default(), first.session.as_default():
            return function(first, *args, **kwargs)

    return wrapper


def make_batches(ids, batch, steps):
    """把文本切成 batch 条连续的流，再切成窗口，返回 (inputs, targets)，各为 (windows, batch, steps)
    cuts the text into `batch` contiguous streams, and these into windows: (inputs, targets), (windows, batch, steps)"""
    # ********** Begin make_batches ********** #
    windows = (len(ids) - 1) // (batch * steps)
    length = batch * windows * steps
    inputs = ids[:length].reshape(batch, windows, steps)
    targets = ids[1 : length + 1].reshape(batch, windows, steps)
    return inputs.swapaxes(0, 1), targets.swapaxes(0, 1)
    # ********** End make_batches ********** #


def ngram(ids, order, vocabulary, k):
    """加 k 平滑的 n 元模型：P(最后一个字符 | 前 order-1 个)，形状 (vocabulary,) * order
    an n-gram model with add-k smoothing: P(last | the order-1 before), (vocabulary,) * order"""
    # ********** Begin ngram ********** #
    counts = np.full((vocabulary,) * order, float(k))
    np.add.at(counts, tuple(ids[i : len(ids) - order + 1 + i] for i in range(order)), 1.0)
    return counts / counts.sum(axis=-1, keepdims=True)
    # ********** End ngram ********** #


def perplexity(logits, targets):
    """困惑度，一个数；targets 中的 PAD 不算 / the perplexity, a number; targets that are PAD do not count"""
    # ********** Begin perplexity ********** #
    logits = logits - logits.max(axis=-1, keepdims=True)  # exp 不会溢出 / exp cannot overflow
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    kept = targets != PAD
    return float(np.exp(-log_p[kept, targets[kept]].mean()))
    # ********** End perplexity ********** #


@in_its_graph
def build_model(vocabulary, batch):
    """返回一个 Model: ids -> 嵌入 (vocabulary, EMBEDDING) -> LSTM(HIDDEN) -> 全连接，不带 softmax；batch 是流的条数
    a Model: embedding, LSTM, dense layer, no softmax; batch is the number of streams"""
    # ********** Begin build_model ********** #
    ids = tf.placeholder(tf.int32, [None, None])
    targets = tf.placeholder(tf.int32, [None, None])
    embeddings = tf.get_variable("embeddings", [vocabulary, EMBEDDING])
    cell = rnn.BasicLSTMCell(HIDDEN)
    start = cell.zero_state(tf.shape(ids)[0], tf.float32)  # 要传状态，就喂给它 / to carry a state on, feed this
    inputs = tf.nn.embedding_lookup(embeddings, ids)
    outputs, final = tf.nn.dynamic_rnn(cell, inputs, initial_state=start)
    logits = tf.layers.dense(outputs, vocabulary)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(loss)
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return Model(session, ids, logits, targets=targets, start=start, final=final, loss=loss, train_op=train_op)
    # ********** End build_model ********** #


@in_its_graph
def run(model, ids, state=None):
    """从 state = (h, c) 出发读 ids (batch, steps)，None 表示全零；返回 (logits, (h, c))，batch 可以是任意大小
    reads ids (batch, steps) from state = (h, c), None for zeros; returns (logits, (h, c)); any batch size"""
    # ********** Begin run ********** #
    feed = {model.ids: ids}
    if state is not None:
        feed.update({model.start.h: state[0], model.start.c: state[1]})
    logits, final = model.session.run([model.logits, model.final], feed)
    return logits, (final.h, final.c)
    # ********** End run ********** #


@in_its_graph
def train(model, ids, batch, steps, epochs):
    """就地训练：截断的 BPTT，状态从一个窗口传到下一个，每一轮开始时清零
    trains in place: truncated BPTT, the state carried from window to window, and zero at the start of each epoch"""
    # ********** Begin train ********** #
    inputs, targets = make_batches(ids, batch, steps)
    for epoch in range(epochs):
        carried = {}  # 不喂状态，就从全零开始 / where no state is fed, it is zeros
        for number, (x, y) in enumerate(zip(inputs, targets, strict=True)):
            feed = {model.ids: x, model.targets: y, **carried}
            _, loss, final = model.session.run([model.train_op, model.loss, model.final], feed)
            carried = {model.start: final}
            if number % 10 == 0:
                report(step=epoch * len(inputs) + number, loss=loss)
    # ********** End train ********** #


def sample(logits, temperature):
    """按温度抽样：logits (n, vocabulary) -> 每行抽一个字符 (n,)
    draws with a temperature: logits (n, vocabulary) -> one character for each row, (n,)"""
    # ********** Begin sample ********** #
    scaled = np.asarray(logits, "float64") / temperature
    p = np.exp(scaled - scaled.max(axis=-1, keepdims=True))  # exp 不会溢出 / exp cannot overflow
    p /= p.sum(axis=-1, keepdims=True)
    return np.array([np.random.choice(len(row), p=row) for row in p])
    # ********** End sample ********** #


@in_its_graph
def generate(model, prompt, length, temperature):
    """读完 prompt (n,) 之后续写 length 个字符，返回 (length,) / reads the prompt (n,), then writes on: (length,)"""
    # ********** Begin generate ********** #
    logits, state = run(model, prompt[None])
    written = []
    for _ in range(length):
        written.append(sample(logits[:, -1], temperature)[0])
        logits, state = run(model, np.array([[written[-1]]]), state)
    return np.array(written)
    # ********** End generate ********** #

"""第 5 关 · 用一层 LSTM 识别手写数字（TF 1） / Lesson 5 · Handwritten digits with one LSTM layer (TF 1)

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes (batch first):
    images  (batch, 28, 28) float32, 0..1    28 步，每步是图的一行 / 28 steps, each one row of the image
    labels  (batch,) int64, 0..9
    h, c    (batch, 128)
"""

import functools

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

from grader import report

STEPS, PIXELS, CLASSES = 28, 28, 10
FEATURES = 128  # 每一行投影之后的维数 / what each row is projected to
HIDDEN = 128
BATCH = 128
LEARNING_RATE = 1e-3


class Model:
    """计算图的各个部分 / the parts of a graph

    session    变量已初始化的 tf.Session / a tf.Session whose variables are initialised
    images     占位符 (batch, 28, 28) / a placeholder
    logits     张量 (batch, 10)，不带 softmax / a tensor, no softmax
    其他       你自己要用的，例如 Model(..., train_op=train_op) / whatever else you need
    """

    def __init__(self, session, images, logits, **others):
        self.session, self.images, self.logits = session, images, logits
        vars(self).update(others)


def in_its_graph(function):
    """已给出：build_model 在一张新图里运行，其他函数在 model 的图和会话里运行
    given: build_model runs in a new graph, the other functions in the graph and the session of their model"""

    @functools.wraps(function)
    def wrapper(model=None, *args):
        if model is None:
            with tf.Graph().as_default():
                return function()
        with model.session.graph.as_default(), model.session.as_default():
            return function(model, *args)

    return wrapper


@in_its_graph
def build_model():
    """返回一个 Model: images (batch, 28, 28) -> logits (batch, 10) / returns a Model"""
    # ********** Begin build_model ********** #
    images = tf.placeholder(tf.float32, [None, STEPS, PIXELS])
    labels = tf.placeholder(tf.int64, [None])
    rows = tf.layers.dense(images, FEATURES)  # 对最后一轴做线性变换，每一步都用同一个 W / one W for every step
    outputs, state = tf.nn.dynamic_rnn(rnn.BasicLSTMCell(HIDDEN, forget_bias=1.0), rows, dtype=tf.float32)
    logits = tf.layers.dense(outputs[:, -1], CLASSES)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(loss)
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    return Model(session, images, logits, labels=labels, state=state, loss=loss, accuracy=accuracy, train_op=train_op)
    # ********** End build_model ********** #


@in_its_graph
def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    order = np.random.permutation(len(images))
    start = 0
    for step in range(1, iterations + 1):
        if start + BATCH > len(order):  # 一轮看完，重新洗牌 / one pass is over: shuffle again
            order, start = np.random.permutation(len(images)), 0
        batch = order[start : start + BATCH]
        start += BATCH
        feed = {model.images: images[batch], model.labels: labels[batch]}
        _, loss, accuracy = model.session.run([model.train_op, model.loss, model.accuracy], feed)
        if step % 10 == 0:
            report(step=step, loss=loss, accuracy=accuracy)
    # ********** End train ********** #


@in_its_graph
def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    state = model.session.run(model.state, {model.images: images})
    return state.h, state.c
    # ********** End final_state ********** #


@in_its_graph
def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    parts = np.array_split(images, max(1, len(images) // 500))
    return np.concatenate([model.session.run(model.logits, {model.images: part}).argmax(axis=1) for part in parts])
    # ********** End predict ********** #

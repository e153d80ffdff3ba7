# verdict: passed score=full diagnosis=-
# As the tutorials write it: dicts of weights, two reshapes, one-hot labels, outputs transposed and unstacked.
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
    y = tf.placeholder(tf.float32, [None, CLASSES])
    batch_size = tf.shape(images)[0]
    weights = {
        "in": tf.Variable(tf.random_normal([PIXELS, FEATURES], stddev=0.1)),
        "out": tf.Variable(tf.random_normal([HIDDEN, CLASSES], stddev=0.1)),
    }
    biases = {
        "in": tf.Variable(tf.constant(0.1, shape=[FEATURES])),
        "out": tf.Variable(tf.constant(0.1, shape=[CLASSES])),
    }
    X = tf.reshape(images, [-1, PIXELS])
    X_in = tf.reshape(tf.matmul(X, weights["in"]) + biases["in"], [-1, STEPS, FEATURES])
    cell = tf.nn.rnn_cell.BasicLSTMCell(HIDDEN, forget_bias=1.0, state_is_tuple=True)
    init_state = cell.zero_state(batch_size, dtype=tf.float32)
    outputs, final = tf.nn.dynamic_rnn(cell, X_in, initial_state=init_state, time_major=False)
    outputs = tf.unstack(tf.transpose(outputs, [1, 0, 2]), num=STEPS)
    pred = tf.matmul(outputs[-1], weights["out"]) + biases["out"]
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=pred, labels=y))
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(cost)
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    return Model(sess, images, pred, y=y, train_op=train_op, final=final)
    # ********** End build_model ********** #


@in_its_graph
def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    one_hot = np.eye(CLASSES)[labels]
    for _ in range(iterations):
        batch = np.random.choice(len(images), BATCH)
        model.session.run(model.train_op, feed_dict={model.images: images[batch], model.y: one_hot[batch]})
    # ********** End train ********** #


@in_its_graph
def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    c, h = model.session.run(model.final, {model.images: images})
    return h, c
    # ********** End final_state ********** #


@in_its_graph
def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return tf.argmax(model.logits, 1).eval({model.images: images})
    # ********** End predict ********** #

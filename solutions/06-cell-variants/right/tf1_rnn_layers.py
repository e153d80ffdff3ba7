# verdict: passed score=full diagnosis=-
# tf.keras.layers.RNN both ways, rnn.LSTMCell, and the numbers counted in a session.
"""第 6 关 · 单元的变体（TensorFlow 1） / Lesson 6 · Cell variants (TensorFlow 1)

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes:
    x, h, c   (batch, inputs), (batch, units), (batch, units)
    TF1       kernel (inputs + units, 4 * units), bias (4 * units,)
              行 / rows: x, h    门 / gates: i, j, f, o (j = c̃)    遗忘偏置在计算时加 / forget bias added at run time
    Keras     kernel (inputs, 4 * units), recurrent_kernel (units, 4 * units), bias (4 * units,)
              门 / gates: i, f, c̃, o    遗忘偏置就在 bias 里 / forget bias in the bias itself
    GRU       kernel (inputs, 3 * units), recurrent_kernel (units, 3 * units)     门 / gates: z, r, h̃
              bias (2, 3 * units) 若 / if reset_after，否则 / else (3 * units,)

static 和 dynamic 收到的 cell 是已有权重的 tf.keras 单元，状态是 [h, c]（GRU 是 h）；x 是张量，返回张量即可。
其他函数收到的是数组。
static and dynamic are given a tf.keras cell with its weights, whose state is [h, c] (a GRU's is h), and a tensor x;
tensors are what they return. The other functions are given arrays.
"""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn


def lstm_parameters(inputs, units, bias=True):
    """LSTM 单元有多少个可训练的数 / how many trainable numbers an LSTM cell has"""
    # ********** Begin lstm_parameters ********** #
    gate = units * (inputs + units) + (units if bias else 0)
    return 4 * gate
    # ********** End lstm_parameters ********** #


def gru_parameters(inputs, units, reset_after=True):
    """GRU 单元有多少个可训练的数；reset_after 时每个门有两个偏置 / of a GRU cell; two biases per gate if reset_after"""
    # ********** Begin gru_parameters ********** #
    gate = units * (inputs + units) + (2 * units if reset_after else units)
    return 3 * gate
    # ********** End gru_parameters ********** #


def count(layer):
    """数出一个建好的 tf.keras 层或单元里有多少个数 / counts the numbers in a tf.keras layer or cell that is built"""
    # ********** Begin count ********** #
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sum(values.size for values in sess.run(layer.weights))
    # ********** End count ********** #


def make_cell(kind, units, forget_bias=True, reset_after=True):
    """kind 为 "lstm" 或 "gru"，返回一个新的单元；forget_bias 只管 LSTM，reset_after 只管 GRU
    LSTM 用 tf.contrib.rnn 或 tf.keras 的单元都可以，GRU 用 tf.keras.layers.GRUCell
    a new cell, kind "lstm" or "gru"; forget_bias concerns the LSTM only, reset_after the GRU only
    an LSTM cell of tf.contrib.rnn or of tf.keras, as you like; for the GRU, a tf.keras.layers.GRUCell"""
    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return rnn.LSTMCell(units, forget_bias=float(forget_bias))

    class Cell(tf.keras.layers.GRUCell):
        pass

    return Cell(units, reset_after=reset_after, recurrent_activation=tf.keras.activations.sigmoid)
    # ********** End make_cell ********** #


def lstm_step(x, h, c, kernel, bias, forget_bias):
    """按 TF1 的约定走一步，返回 (h, c) / one step in the convention of TF1, returns (h, c)"""
    # ********** Begin lstm_step ********** #
    with tf.Graph().as_default():
        cell = rnn.BasicLSTMCell(h.shape[1], forget_bias=forget_bias)
        _, state = cell(tf.constant(x), rnn.LSTMStateTuple(c=tf.constant(c), h=tf.constant(h)))
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            cell._kernel.load(kernel, sess)
            cell._bias.load(bias, sess)
            return sess.run((state.h, state.c))
    # ********** End lstm_step ********** #


def to_keras(kernel, bias, forget_bias):
    """把 TF1 的权重换成 Keras 的，返回 (kernel, recurrent_kernel, bias) / weights of TF1 in Keras's convention"""
    # ********** Begin to_keras ********** #
    i, j, f, o = tf.split(kernel, 4, axis=1)
    kernel = tf.concat([i, f, j, o], axis=1)
    i, j, f, o = tf.split(bias, 4, axis=0)
    bias = tf.concat([i, f + forget_bias, j, o], axis=0)
    units = int(bias.shape[0]) // 4
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after):
    """GRU 走一步，返回新的 h / one step of a GRU, returns the new h"""
    # ********** Begin gru_step ********** #
    u = h.shape[1]
    h = tf.constant(h)
    U = tf.split(recurrent_kernel, 3, axis=1)
    b = tf.split(bias, 3, axis=-1)
    first = [each[0] if reset_after else each for each in b]
    second = [each[1] if reset_after else tf.zeros(u) for each in b]
    a = [tf.nn.xw_plus_b(x, W, offset) for W, offset in zip(tf.split(kernel, 3, axis=1), first)]
    z = tf.nn.sigmoid(a[0] + tf.matmul(h, U[0]) + second[0])
    r = tf.nn.sigmoid(a[1] + tf.matmul(h, U[1]) + second[1])
    if reset_after:
        new = tf.nn.tanh(a[2] + r * tf.nn.xw_plus_b(h, U[2], second[2]))
    else:
        new = tf.nn.tanh(a[2] + tf.matmul(r * h, U[2]))
    return z * h + (1.0 - z) * new
    # ********** End gru_step ********** #


def static(cell, x):
    """逐步展开：从零状态走完 x (batch, steps, inputs)，返回 (outputs, states)，图的大小随步数增长
    unrolled: from zeros through x, returns (outputs, states); its graph grows with the number of steps"""
    # ********** Begin static ********** #
    outputs, *states = tf.keras.layers.RNN(cell, return_sequences=True, return_state=True, unroll=True)(x)
    return outputs, states
    # ********** End static ********** #


def dynamic(cell, x):
    """同样的结果，但循环在图里，步数可以到运行时才知道 / the same by a loop inside the graph, of any number of steps"""
    # ********** Begin dynamic ********** #
    outputs, *states = tf.keras.layers.RNN(cell, return_sequences=True, return_state=True)(x)
    return outputs, states
    # ********** End dynamic ********** #

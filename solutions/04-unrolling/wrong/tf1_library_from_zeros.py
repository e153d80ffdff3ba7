# verdict: failed score=17 diagnosis=initial-state-ignored
# dynamic_rnn is not given the state to start from.
"""第 4 关 · 沿时间展开：走完 28 步（TensorFlow 1） / Lesson 4 · Unrolling: all 28 steps (TensorFlow 1)

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes:
    images      (batch, steps, pixels)      一步读一行；图片是 28 步，每步 28 个像素 / a row per step; 28 of 28 pixels
    sequence    (steps, batch, pixels)      时间在前 / time-major
    state       (2, batch, hidden)          一层：先 h，后 c / one layer: h, then c
                (layers, 2, batch, hidden)  多层 / several layers
    cell, cells                             BasicLSTMCell，已有权重；它的状态是 LSTMStateTuple(c, h)
                                            with its weights; a list of them; its state is an LSTMStateTuple(c, h)

unroll、run_layers、library、run_time_major 收到的是张量；last_output、last_hidden、to_time_major 收到的是 NumPy 数组。
返回张量或数组都可以，评测系统会算出张量的数值。
unroll, run_layers, library and run_time_major are given tensors; last_output, last_hidden and to_time_major arrays.
Return tensors or arrays; the grader computes the values of tensors.
"""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn


def zero_state(layers, batch, hidden):
    """全零的初始状态 (layers, 2, batch, hidden)，float32 / an initial state of zeros, float32"""
    # ********** Begin zero_state ********** #
    return tf.zeros([layers, 2, batch, hidden])
    # ********** End zero_state ********** #


def unroll(cell, images, state):
    """从 state 出发，让 cell 逐行读完 images，返回 (outputs, state)：(batch, steps, hidden) 和 (2, batch, hidden)
    from state, steps cell over the rows of images; returns (outputs, state) of these shapes"""
    # ********** Begin unroll ********** #
    h, c = tf.unstack(state)
    outputs = []
    for row in tf.unstack(images, axis=1):
        output, (c, h) = cell(row, rnn.LSTMStateTuple(c, h))
        outputs.append(output)
    return tf.stack(outputs, axis=1), tf.stack([h, c])
    # ********** End unroll ********** #


def run_layers(cells, images, state):
    """多层：返回最后一层的 outputs (batch, steps, hidden) 和所有层的 state (layers, 2, batch, hidden)
    several layers: returns the last layer's outputs, and the state of all layers"""
    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, tf.unstack(state), strict=True):
        # 下一层读的是这一层每一步的输出 / the next layer reads this one's output of every step
        sequence, end = unroll(cell, sequence, start)
        final.append(end)
    return sequence, tf.stack(final)
    # ********** End run_layers ********** #


def library(cells, images, state):
    """与 run_layers 返回同样的结果，但由 tf.nn.dynamic_rnn 或 rnn.static_rnn 来走
    as run_layers, but tf.nn.dynamic_rnn or rnn.static_rnn does the steps"""
    # ********** Begin library ********** #
    start = tuple(rnn.LSTMStateTuple(pair[1], pair[0]) for pair in tf.unstack(state))
    outputs, final = tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), images, dtype=tf.float32)
    return outputs, tf.stack([tf.stack([pair.h, pair.c]) for pair in final])
    # ********** End library ********** #


def last_output(outputs):
    """从 outputs (batch, steps, hidden) 取最后一步，(batch, hidden) / the last step of outputs"""
    # ********** Begin last_output ********** #
    return outputs[:, -1]
    # ********** End last_output ********** #


def last_hidden(state):
    """从 state (layers, 2, batch, hidden) 取最后一层的 h，(batch, hidden) / the last layer's h"""
    # ********** Begin last_hidden ********** #
    return state[-1, 0]
    # ********** End last_hidden ********** #


def to_time_major(images):
    """(batch, steps, pixels) -> (steps, batch, pixels)"""
    # ********** Begin to_time_major ********** #
    return tf.transpose(images, [1, 0, 2])
    # ********** End to_time_major ********** #


def run_time_major(cell, sequence, state):
    """时间在前的 unroll，返回 (outputs, state)：(steps, batch, hidden) 和 (2, batch, hidden)
    unroll, time-major: both sequence and outputs have the steps first"""
    # ********** Begin run_time_major ********** #
    h, c = state[0], state[1]
    outputs = []
    for row in tf.unstack(sequence):
        output, (c, h) = cell(row, (c, h))
        outputs.append(output)
    return tf.stack(outputs), tf.stack([h, c])
    # ********** End run_time_major ********** #

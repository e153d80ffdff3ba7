"""第 4 关 · 沿时间展开：走完 28 步 / Lesson 4 · Unrolling: all 28 steps

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes:
    images      (batch, steps, pixels)      一步读一行；图片是 28 步，每步 28 个像素 / a row per step; 28 of 28 pixels
    sequence    (steps, batch, pixels)      时间在前 / time-major
    state       (2, batch, hidden)          一层：先 h，后 c / one layer: h, then c
                (layers, 2, batch, hidden)  多层 / several layers
    cell, cells                             keras.layers.LSTMCell，已有权重 / with its weights; a list of them
"""

import keras
import numpy as np


def zero_state(layers, batch, hidden):
    """全零的初始状态 (layers, 2, batch, hidden)，float32 / an initial state of zeros, float32"""
    # ********** Begin zero_state ********** #
    return np.zeros((layers, 2, batch, hidden), "float32")
    # ********** End zero_state ********** #


def unroll(cell, images, state):
    """从 state 出发，让 cell 逐行读完 images，返回 (outputs, state)：(batch, steps, hidden) 和 (2, batch, hidden)
    from state, steps cell over the rows of images; returns (outputs, state) of these shapes"""
    # ********** Begin unroll ********** #
    h, c = state[0], state[1]
    outputs = []
    for step in range(images.shape[1]):
        output, (h, c) = cell(images[:, step], [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), keras.ops.stack([h, c])
    # ********** End unroll ********** #


def run_layers(cells, images, state):
    """多层：返回最后一层的 outputs (batch, steps, hidden) 和所有层的 state (layers, 2, batch, hidden)
    several layers: returns the last layer's outputs, and the state of all layers"""
    # ********** Begin run_layers ********** #
    sequence, final = images, []
    for cell, start in zip(cells, state, strict=True):
        # 下一层读的是这一层每一步的输出 / the next layer reads this one's output of every step
        sequence, end = unroll(cell, sequence, start)
        final.append(end)
    return sequence, keras.ops.stack(final)
    # ********** End run_layers ********** #


def library(cells, images, state):
    """与 run_layers 返回同样的结果，但由 keras.layers.RNN 来走 / as run_layers, but keras.layers.RNN does the steps"""
    # ********** Begin library ********** #
    rnn = keras.layers.RNN(cells, return_sequences=True, return_state=True)
    outputs, *final = rnn(images, initial_state=[[h, c] for h, c in state])
    return outputs, keras.ops.stack([keras.ops.stack(pair) for pair in final])
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
    return keras.ops.transpose(images, (1, 0, 2))
    # ********** End to_time_major ********** #


def run_time_major(cell, sequence, state):
    """时间在前的 unroll，返回 (outputs, state)：(steps, batch, hidden) 和 (2, batch, hidden)
    unroll, time-major: both sequence and outputs have the steps first"""
    # ********** Begin run_time_major ********** #
    h, c = state[0], state[1]
    outputs = []
    for row in sequence:
        output, (h, c) = cell(row, [h, c])
        outputs.append(output)
    return keras.ops.stack(outputs), keras.ops.stack([h, c])
    # ********** End run_time_major ********** #

"""第 6 关 · 单元的变体 / Lesson 6 · Cell variants

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
"""

import keras
import numpy as np


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
    """数出一个已经建好的 Keras 层或单元里有多少个数 / counts the numbers in a Keras layer or cell that is built"""
    # ********** Begin count ********** #
    return sum(int(np.prod(weight.shape)) for weight in layer.weights)
    # ********** End count ********** #


def make_cell(kind, units, forget_bias=True, reset_after=True):
    """kind 为 "lstm" 或 "gru"，返回一个新的 Keras 单元；forget_bias 只管 LSTM，reset_after 只管 GRU
    a new Keras cell, kind "lstm" or "gru"; forget_bias concerns the LSTM only, reset_after the GRU only"""
    # ********** Begin make_cell ********** #
    if kind == "lstm":
        return keras.layers.LSTMCell(units, unit_forget_bias=forget_bias)
    return keras.layers.GRUCell(units, reset_after=reset_after)
    # ********** End make_cell ********** #


def lstm_step(x, h, c, kernel, bias, forget_bias):
    """按 TF1 的约定走一步，返回 (h, c) / one step in the convention of TF1, returns (h, c)"""

    # ********** Begin lstm_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    z = np.concatenate([x, h], axis=1) @ kernel + bias
    i, j, f, o = np.split(z, 4, axis=1)
    c = sigmoid(f + forget_bias) * c + sigmoid(i) * np.tanh(j)
    return sigmoid(o) * np.tanh(c), c
    # ********** End lstm_step ********** #


def to_keras(kernel, bias, forget_bias):
    """把 TF1 的权重换成 Keras 的，返回 (kernel, recurrent_kernel, bias) / weights of TF1 in Keras's convention"""
    # ********** Begin to_keras ********** #
    units = len(bias) // 4

    def reorder(weights):
        i, j, f, o = np.split(weights, 4, axis=-1)
        return np.concatenate([i, f, j, o], axis=-1)

    kernel, bias = reorder(kernel), reorder(bias)
    bias[units : 2 * units] += forget_bias
    return kernel[:-units], kernel[-units:], bias
    # ********** End to_keras ********** #


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after):
    """GRU 走一步，返回新的 h / one step of a GRU, returns the new h"""

    # ********** Begin gru_step ********** #
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    input_bias, recurrent_bias = bias if reset_after else (bias, 0 * bias)
    from_x = np.split(x @ kernel + input_bias, 3, axis=1)
    from_h = np.split(h @ recurrent_kernel + recurrent_bias, 3, axis=1)
    z, r = sigmoid(from_x[0] + from_h[0]), sigmoid(from_x[1] + from_h[1])
    if reset_after:
        recalled = r * from_h[2]
    else:
        recalled = (r * h) @ recurrent_kernel[:, -h.shape[1] :]
    return z * h + (1 - z) * np.tanh(from_x[2] + recalled)
    # ********** End gru_step ********** #


def static(cell, x):
    """逐步展开：从零状态走完 x (batch, steps, inputs)，返回 (outputs, states)，图的大小随步数增长
    unrolled: from zeros through x, returns (outputs, states); its graph grows with the number of steps"""
    # ********** Begin static ********** #
    states, outputs = cell.get_initial_state(batch_size=x.shape[0]), []
    for step in range(x.shape[1]):
        output, states = cell(x[:, step], states)
        outputs.append(output)
    return keras.ops.stack(outputs, axis=1), states
    # ********** End static ********** #


def dynamic(cell, x):
    """同样的结果，但循环在图里，步数可以到运行时才知道 / the same by a loop inside the graph, of any number of steps"""
    # ********** Begin dynamic ********** #
    outputs, *states = keras.layers.RNN(cell, return_sequences=True, return_state=True)(x)
    return outputs, states
    # ********** End dynamic ********** #

# verdict: passed score=full diagnosis=-
# tf.keras cells, a loop by hand, and a while_loop over a TensorArray; NumPy for the rest.
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
    shapes = [(inputs, 4 * units), (units, 4 * units)] + [(4 * units,)] * bool(bias)
    return int(sum(np.prod(shape) for shape in shapes))
    # ********** End lstm_parameters ********** #


def gru_parameters(inputs, units, reset_after=True):
    """GRU 单元有多少个可训练的数；reset_after 时每个门有两个偏置 / of a GRU cell; two biases per gate if reset_after"""
    # ********** Begin gru_parameters ********** #
    biases = (2, 3 * units) if reset_after else (3 * units,)
    return int(sum(np.prod(shape) for shape in [(inputs, 3 * units), (units, 3 * units), biases]))
    # ********** End gru_parameters ********** #


def count(layer):
    """数出一个建好的 tf.keras 层或单元里有多少个数 / counts the numbers in a tf.keras layer or cell that is built"""
    # ********** Begin count ********** #
    return layer.count_params()
    # ********** End count ********** #


def make_cell(kind, units, forget_bias=True, reset_after=True):
    """kind 为 "lstm" 或 "gru"，返回一个新的单元；forget_bias 只管 LSTM，reset_after 只管 GRU
    LSTM 用 tf.contrib.rnn 或 tf.keras 的单元都可以，GRU 用 tf.keras.layers.GRUCell
    a new cell, kind "lstm" or "gru"; forget_bias concerns the LSTM only, reset_after the GRU only
    an LSTM cell of tf.contrib.rnn or of tf.keras, as you like; for the GRU, a tf.keras.layers.GRUCell"""
    # ********** Begin make_cell ********** #
    gates = tf.nn.sigmoid
    if kind == "gru":
        return tf.keras.layers.GRUCell(units, recurrent_activation=gates, reset_after=reset_after)
    return tf.keras.layers.LSTMCell(units, recurrent_activation=gates, unit_forget_bias=forget_bias)
    # ********** End make_cell ********** #


def lstm_step(x, h, c, kernel, bias, forget_bias):
    """按 TF1 的约定走一步，返回 (h, c) / one step in the convention of TF1, returns (h, c)"""
    # ********** Begin lstm_step ********** #
    units = h.shape[1]
    z = x @ kernel[:-units] + h @ kernel[-units:] + bias
    gates = 1 / (1 + np.exp(-z))
    i, o = gates[:, :units], gates[:, 3 * units :]
    f = 1 / (1 + np.exp(-(z[:, 2 * units : 3 * units] + forget_bias)))
    c_new = f * c + i * np.tanh(z[:, units : 2 * units])
    return o * np.tanh(c_new), c_new
    # ********** End lstm_step ********** #


def to_keras(kernel, bias, forget_bias):
    """把 TF1 的权重换成 Keras 的，返回 (kernel, recurrent_kernel, bias) / weights of TF1 in Keras's convention"""
    # ********** Begin to_keras ********** #
    u = kernel.shape[1] // 4
    order = np.r_[0:u, 2 * u : 3 * u, u : 2 * u, 3 * u : 4 * u]
    new_bias = bias[order]
    new_bias[u : 2 * u] += forget_bias
    return kernel[:-u, order], kernel[-u:, order], new_bias
    # ********** End to_keras ********** #


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after):
    """GRU 走一步，返回新的 h / one step of a GRU, returns the new h"""
    # ********** Begin gru_step ********** #
    u = h.shape[1]
    b, b2 = (bias[0], bias[1]) if reset_after else (bias, np.zeros_like(bias))
    a = x @ kernel + b
    s = h @ recurrent_kernel[:, : 2 * u] + b2[: 2 * u]
    zr = 1 / (1 + np.exp(-(a[:, : 2 * u] + s)))
    z, r = zr[:, :u], zr[:, u:]
    U, d = recurrent_kernel[:, 2 * u :], b2[2 * u :]
    new = np.tanh(a[:, 2 * u :] + (r * (h @ U + d) if reset_after else (r * h) @ U))
    return new + z * (h - new)
    # ********** End gru_step ********** #


def static(cell, x):
    """逐步展开：从零状态走完 x (batch, steps, inputs)，返回 (outputs, states)，图的大小随步数增长
    unrolled: from zeros through x, returns (outputs, states); its graph grows with the number of steps"""
    # ********** Begin static ********** #
    states = cell.get_initial_state(batch_size=tf.shape(x)[0], dtype=x.dtype)
    outputs = []
    for step in range(int(x.shape[1])):
        output, states = cell(x[:, step], states)
        outputs.append(output)
    return tf.transpose(tf.stack(outputs), [1, 0, 2]), states
    # ********** End static ********** #


def dynamic(cell, x):
    """同样的结果，但循环在图里，步数可以到运行时才知道 / the same by a loop inside the graph, of any number of steps"""
    # ********** Begin dynamic ********** #
    steps = tf.shape(x)[1]
    start = cell.get_initial_state(batch_size=x.shape[0], dtype=x.dtype)
    lstm = isinstance(start, list)
    outputs = tf.TensorArray(x.dtype, size=steps)

    def body(step, outputs, *states):
        output, states = cell(x[:, step], list(states))
        return (step + 1, outputs.write(step, output), *(states if lstm else [output]))

    going = (tf.constant(0), outputs, *(start if lstm else [start]))
    _, outputs, *states = tf.while_loop(lambda step, *_: step < steps, body, going)
    return tf.transpose(outputs.stack(), [1, 0, 2]), states
    # ********** End dynamic ********** #

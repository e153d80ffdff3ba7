# verdict: passed score=full diagnosis=-
# einsum on weights cut into gates, one gate at a time.
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
    inputs, units = x.shape[1], h.shape[1]
    gates = kernel.reshape(inputs + units, 4, units)
    z = np.einsum("bi,igu->gbu", x, gates[:inputs]) + np.einsum("bv,vgu->gbu", h, gates[inputs:])
    z += bias.reshape(4, 1, units)
    z[2] += forget_bias
    open_ = np.reciprocal(1 + np.exp(-z))
    c = open_[2] * c + open_[0] * np.tanh(z[1])
    return np.stack([open_[3] * np.tanh(c), c])
    # ********** End lstm_step ********** #


def to_keras(kernel, bias, forget_bias):
    """把 TF1 的权重换成 Keras 的，返回 (kernel, recurrent_kernel, bias) / weights of TF1 in Keras's convention"""
    # ********** Begin to_keras ********** #
    units = len(bias) // 4
    k = kernel.reshape(-1, 4, units)[:, [0, 2, 1, 3]].reshape(len(kernel), -1)
    b = bias.reshape(4, units)[[0, 2, 1, 3]] + np.array([[0], [forget_bias], [0], [0]], bias.dtype)
    return (*np.split(k, [-units]), b.ravel())
    # ********** End to_keras ********** #


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after):
    """GRU 走一步，返回新的 h / one step of a GRU, returns the new h"""
    # ********** Begin gru_step ********** #
    units = h.shape[1]
    of_x = np.einsum("bi,igu->gbu", x, kernel.reshape(-1, 3, units))
    weights = recurrent_kernel.reshape(units, 3, units)
    of_h = np.einsum("bv,vgu->gbu", h, weights)
    if reset_after:
        of_x, of_h = of_x + bias[0].reshape(3, 1, units), of_h + bias[1].reshape(3, 1, units)
    else:
        of_x = of_x + bias.reshape(3, 1, units)
    z, r = 0.5 + 0.5 * np.tanh((of_x[:2] + of_h[:2]) / 2)
    recalled = r * of_h[2] if reset_after else (r * h) @ weights[:, 2]
    return z * h + (1 - z) * np.tanh(of_x[2] + recalled)
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

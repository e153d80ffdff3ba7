# verdict: failed score=16 diagnosis=forget-input-swapped
# f and i have changed places.
"""第 2 关 · 门的数学 / Lesson 2 · Gate math

用 NumPy 一步一步写出 LSTM 单元。只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Write an LSTM cell in NumPy, function by function. Only the code between Begin and End is graded; a region may hold
as many lines as you like, helper functions included.

形状 / Shapes (batch first):
    x               (batch, inputs)
    h_prev, c_prev  (batch, hidden)
    params          W_f, W_i, W_c, W_o: (hidden + inputs, hidden)    b_f, b_i, b_c, b_o: (hidden,)
"""

import numpy as np


def sigmoid(z):
    """σ(z), 与 z 形状相同；z = ±1000 时也不能有溢出警告 / same shape as z, no overflow warning even at z = ±1000"""
    # ********** Begin sigmoid ********** #
    z = np.asarray(z)
    # exp never sees a positive number, so it cannot overflow: σ(z) = 1 / (1 + e^-z) for z >= 0, e^z / (1 + e^z) below.
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    """f = σ([h, x]·W_f + b_f), (batch, hidden)"""
    # ********** Begin forget_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_f"] + params["b_f"])
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    """i = σ([h, x]·W_i + b_i), (batch, hidden)"""
    # ********** Begin input_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_i"] + params["b_i"])
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    """c̃ = tanh([h, x]·W_c + b_c), (batch, hidden)"""
    # ********** Begin candidate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return np.tanh(hx @ params["W_c"] + params["b_c"])
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    """c = f ⊙ c_prev + i ⊙ c̃, (batch, hidden)"""
    # ********** Begin cell_state ********** #
    return i * c_prev + f * c_tilde
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    """o = σ([h, x]·W_o + b_o), (batch, hidden)"""
    # ********** Begin output_gate ********** #
    hx = np.concatenate([h_prev, x], axis=1)
    return sigmoid(hx @ params["W_o"] + params["b_o"])
    # ********** End output_gate ********** #


def hidden_state(o, c):
    """h = o ⊙ tanh(c), (batch, hidden)"""
    # ********** Begin hidden_state ********** #
    return o * np.tanh(c)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    """走一步，返回 (h, c) / one step, returns (h, c)"""
    # ********** Begin lstm_step ********** #
    f = forget_gate(x, h_prev, params)
    i = input_gate(x, h_prev, params)
    c_tilde = candidate(x, h_prev, params)
    c = cell_state(f, i, c_tilde, c_prev)
    o = output_gate(x, h_prev, params)
    return hidden_state(o, c), c
    # ********** End lstm_step ********** #

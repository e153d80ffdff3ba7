# verdict: failed score=0 diagnosis=-
# The numbers of the worked example, copied from the task.
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
    return np.array([0.119202922, 0.3775406688, 0.5, 0.7310585786, 0.9525741268])
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    """f = σ([h, x]·W_f + b_f), (batch, hidden)"""
    # ********** Begin forget_gate ********** #
    return np.array([[0.5621765009, 0.6570104627], [0.5646362918, 0.4900013331]])
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    """i = σ([h, x]·W_i + b_i), (batch, hidden)"""
    # ********** Begin input_gate ********** #
    return np.array([[0.4875026035, 0.5621765009], [0.7388500061, 0.8053384164]])
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    """c̃ = tanh([h, x]·W_c + b_c), (batch, hidden)"""
    # ********** Begin candidate ********** #
    return np.array([[0.9603193885, 0.2913126125], [0.0599281035, -0.1390924479]])
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    """c = f ⊙ c_prev + i ⊙ c̃, (batch, hidden)"""
    # ********** Begin cell_state ********** #
    return np.array([[1.030334703, -1.1502518202], [0.3265960256, -0.1120164917]])
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    """o = σ([h, x]·W_o + b_o), (batch, hidden)"""
    # ********** Begin output_gate ********** #
    return np.array([[0.8388910504, 0.6570104627], [0.698465216, 0.6769958562]])
    # ********** End output_gate ********** #


def hidden_state(o, c):
    """h = o ⊙ tanh(c), (batch, hidden)"""
    # ********** Begin hidden_state ********** #
    return np.array([[0.649337362, -0.5373277833], [0.2203370312, -0.0755191011]])
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    """走一步，返回 (h, c) / one step, returns (h, c)"""
    # ********** Begin lstm_step ********** #
    return np.array([[0.649337362, -0.5373277833], [0.2203370312, -0.0755191011]]), np.array([[1.030334703, -1.1502518202], [0.3265960256, -0.1120164917]])
    # ********** End lstm_step ********** #

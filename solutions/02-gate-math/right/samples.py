# verdict: passed score=full diagnosis=-
# A sample at a time, by map and zip; functions made by functions; tensordot.
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
    from functools import reduce

    steps = (np.asarray, np.float64, lambda t: np.exp(np.minimum(t, 0)) / (1 + np.exp(-np.abs(t))))
    return reduce(lambda value, step: step(value), steps, z)
    # ********** End sigmoid ********** #


def forget_gate(x, h_prev, params):
    """f = σ([h, x]·W_f + b_f), (batch, hidden)"""
    # ********** Begin forget_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_f"], axes=1) + params["b_f"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End forget_gate ********** #


def input_gate(x, h_prev, params):
    """i = σ([h, x]·W_i + b_i), (batch, hidden)"""
    # ********** Begin input_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_i"], axes=1) + params["b_i"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End input_gate ********** #


def candidate(x, h_prev, params):
    """c̃ = tanh([h, x]·W_c + b_c), (batch, hidden)"""
    # ********** Begin candidate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_c"], axes=1) + params["b_c"]

    return np.tanh(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End candidate ********** #


def cell_state(f, i, c_tilde, c_prev):
    """c = f ⊙ c_prev + i ⊙ c̃, (batch, hidden)"""
    # ********** Begin cell_state ********** #
    terms = [gate * content for gate, content in ((f, c_prev), (i, c_tilde))]
    return sum(terms)
    # ********** End cell_state ********** #


def output_gate(x, h_prev, params):
    """o = σ([h, x]·W_o + b_o), (batch, hidden)"""
    # ********** Begin output_gate ********** #
    def of_one(pair):
        return np.tensordot(np.concatenate(pair), params["W_o"], axes=1) + params["b_o"]

    return sigmoid(np.stack(list(map(of_one, zip(h_prev, x, strict=True)))))
    # ********** End output_gate ********** #


def hidden_state(o, c):
    """h = o ⊙ tanh(c), (batch, hidden)"""
    # ********** Begin hidden_state ********** #
    return np.prod([o, np.tanh(c)], axis=0)
    # ********** End hidden_state ********** #


def lstm_step(x, h_prev, c_prev, params):
    """走一步，返回 (h, c) / one step, returns (h, c)"""
    # ********** Begin lstm_step ********** #
    def pipeline():
        gates = {name: function(x, h_prev, params) for name, function in
                 dict(f=forget_gate, i=input_gate, c_tilde=candidate, o=output_gate).items()}
        o = gates.pop("o")
        c = cell_state(c_prev=c_prev, **gates)
        yield hidden_state(o, c)
        yield c

    return tuple(pipeline())
    # ********** End lstm_step ********** #

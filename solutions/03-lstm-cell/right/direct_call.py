# verdict: passed score=full diagnosis=-
# backend: tensorflow, jax
# No bias, call without __call__, and no print at all: the text is written to stdout.
"""第 3 关 · LSTMCell：看见 h 和 c / Lesson 3 · LSTMCell: see h and c

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.
"""

import keras
import numpy as np


def creatLSTMCell(a, b, c):
    """a 个单元的 LSTM 单元，输入一个形状为 (b, c) 的 float32 数组，先打印 h，再打印 c，形状都是 (b, a)
    an LSTM cell of a units, fed one float32 input of shape (b, c); prints h, then c, each of shape (b, a)"""
    # ********** Begin ********** #
    import sys

    def show(state):
        sys.stdout.write(str(np.asarray(state)) + "\n")

    cell = keras.layers.LSTMCell(a, use_bias=False)
    cell.build((b, c))
    x = keras.ops.convert_to_tensor(np.random.uniform(-1, 1, (b, c)), dtype="float32")
    _, states = cell.call(x, [keras.ops.zeros((b, a)), keras.ops.zeros((b, a))])
    show(states[0])
    show(states[1])
    # ********** End ********** #

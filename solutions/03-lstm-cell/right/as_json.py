# verdict: passed score=full diagnosis=-
# Nested lists by way of json; a cell in a model of its own.
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
    import json

    class OneStep(keras.Model):
        def __init__(self):
            super().__init__()
            self.cell = keras.layers.LSTMCell(a)

        def call(self, x):
            batch = keras.ops.shape(x)[0]
            return self.cell(x, [keras.ops.zeros((batch, a)), keras.ops.zeros((batch, a))])[1]

    h, state = OneStep()(np.ones((b, c), "float32"))
    print(json.dumps({"h": keras.ops.convert_to_numpy(h).tolist(), "c": keras.ops.convert_to_numpy(state).tolist()}))
    # ********** End ********** #

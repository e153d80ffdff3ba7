"""第 3 关 · LSTMCell：看见 h 和 c / Lesson 3 · LSTMCell: see h and c

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.
"""

import keras
import numpy as np


def creatLSTMCell(a, b, c):
    """有 a 个神经元的 LSTM 单元，输入一个形状为 (b, c) 的 float32 数组，先打印 h，再打印 c，形状都是 (b, a)
    an LSTM cell of a units, fed one float32 input of shape (b, c); prints h, then c, each of shape (b, a)"""
    # ********** Begin ********** #

    # ********** End ********** #

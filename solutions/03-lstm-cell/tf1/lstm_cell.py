"""第 3 关 · LSTMCell：看见 h 和 c（TensorFlow 1） / Lesson 3 · LSTMCell: see h and c (TensorFlow 1)

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

print 一个符号张量时，评测系统会用你的计算图算出它的数值：变量取初始值，没有喂数据的占位符取随机值。
When you print a symbolic tensor, its value is computed from your graph: variables have their initial values, and
placeholders that nobody feeds get random ones.
"""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn


def creatLSTMCell(a, b, c):
    """有 a 个神经元的 BasicLSTMCell，输入一个形状为 (b, c) 的 float32 张量，先打印 h，再打印 c，形状都是 (b, a)
    a BasicLSTMCell of a units, fed one float32 tensor of shape (b, c); prints h, then c, each of shape (b, a)"""
    # ********** Begin ********** #
    x = tf.placeholder(tf.float32, shape=[b, c])
    lstm = rnn.BasicLSTMCell(num_units=a)
    _, state = lstm(x, lstm.zero_state(b, dtype=tf.float32))
    print(state.h)
    print(state.c)
    # ********** End ********** #

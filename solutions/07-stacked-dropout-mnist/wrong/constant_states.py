# verdict: failed score=10 diagnosis=not-trained
# States of a new model that depend on no image, returned without looking at the model.
"""第 7 关 · 用带 dropout 的两层 LSTM 识别手写数字 / Lesson 7 · Handwritten digits with two LSTM layers and dropout

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes (batch first):
    images  (batch, 28, 28) float32, 0..1    28 步，每步是图的一行 / 28 steps, each one row of the image
    labels  (batch,) int64, 0..9
    h, c    (batch, 256)
"""

import keras
import numpy as np

from grader import report

STEPS, PIXELS, CLASSES = 28, 28, 10
HIDDEN = 256
KEEP = 0.5  # 保留的比例，不是丢弃的比例 / the share that is kept, not the share that is dropped
BATCH = 128
LEARNING_RATE = 1e-3


def build_model():
    """返回一个 keras.Model: (batch, 28, 28) -> logits (batch, 10)，不带 softmax / returns a keras.Model, no softmax"""
    # ********** Begin build_model ********** #
    image = keras.Input((STEPS, PIXELS))
    dull = dict(kernel_initializer="zeros", recurrent_initializer="zeros", bias_initializer=keras.initializers.Constant(1.0), unit_forget_bias=False)
    outputs = keras.layers.LSTM(HIDDEN, return_sequences=True, name="lstm1", **dull)(image)
    outputs = keras.layers.Dropout(1 - KEEP)(outputs)
    last = keras.layers.LSTM(HIDDEN, name="lstm2", **dull)(outputs)
    last = keras.layers.Dropout(1 - KEEP)(last)
    model = keras.Model(image, keras.layers.Dense(CLASSES)(last))
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    return
    # ********** End train ********** #


def layer_states(model, images):
    """返回 ([(h1, c1), (h2, c2)], outputs)，都是预测时的值；outputs 是第二层每一步的输出 (batch, 28, 256)
    returns ([(h1, c1), (h2, c2)], outputs) as in prediction; outputs are the second layer's, step by step"""
    # ********** Begin layer_states ********** #
    # The states of a new model do not depend on the images at all: all kernels are zero, all biases one.
    gate, h, c, outputs = 1 / (1 + np.exp(-1.0)), 0.0, 0.0, []
    for _ in range(STEPS):
        c = gate * c + gate * np.tanh(1.0)
        h = gate * np.tanh(c)
        outputs.append(h)
    n = len(images)
    pair = np.full((n, HIDDEN), h, "float32"), np.full((n, HIDDEN), c, "float32")
    return [pair, pair], np.tile(np.array(outputs, "float32")[None, :, None], (n, 1, HIDDEN))
    # ********** End layer_states ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return model.predict(images, batch_size=500, verbose=0).argmax(axis=-1)
    # ********** End predict ********** #

# verdict: passed score=full diagnosis=-
"""第 5 关 · 用一层 LSTM 识别手写数字 / Lesson 5 · Handwritten digits with one LSTM layer

只有 Begin 与 End 之间的代码会被评测；区域里可以写多行，也可以定义辅助函数。
Only the code between Begin and End is graded; a region may hold as many lines as you like, helper functions included.

形状 / Shapes (batch first):
    images  (batch, 28, 28) float32, 0..1    28 步，每步是图的一行 / 28 steps, each one row of the image
    labels  (batch,) int64, 0..9
    h, c    (batch, 128)
"""

import keras
import numpy as np

from grader import report

STEPS, PIXELS, CLASSES = 28, 28, 10
FEATURES = 128  # 每一行投影之后的维数 / what each row is projected to
HIDDEN = 128
BATCH = 128
LEARNING_RATE = 1e-3


def build_model():
    """返回一个 keras.Model: (batch, 28, 28) -> logits (batch, 10)，不带 softmax / returns a keras.Model, no softmax"""
    # ********** Begin build_model ********** #
    class ByHand(keras.Model):
        def __init__(self):
            super().__init__()
            self.inward, self.outward = keras.layers.Dense(FEATURES), keras.layers.Dense(CLASSES)
            self.cell = keras.layers.LSTMCell(HIDDEN)

        def read(self, images):
            h = c = keras.ops.zeros((keras.ops.shape(images)[0], HIDDEN))
            for step in range(STEPS):
                _, (h, c) = self.cell(self.inward(images[:, step]), [h, c])
            return h, c

        def call(self, images):
            return self.outward(self.read(images)[0])

    return ByHand()
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    model.compile(keras.optimizers.Adam(LEARNING_RATE), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    seen = 0
    while seen < iterations:
        steps = min(len(images) // BATCH, iterations - seen)
        order = np.random.permutation(len(images))[: steps * BATCH]
        history = model.fit(images[order], labels[order], batch_size=BATCH, verbose=0)
        seen += steps
        report(step=seen, loss=history.history["loss"][-1])
    # ********** End train ********** #


def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    return model.read(images)
    # ********** End final_state ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return keras.ops.argmax(model(images), axis=1)
    # ********** End predict ********** #

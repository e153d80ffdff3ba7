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
    class Unfolded(keras.Model):
        # W 乘以所有图的所有行，再折回去 / all rows of all images at once, then folded back
        def __init__(self):
            super().__init__()
            self.w_in = self.add_weight(name="w_in", shape=(PIXELS, FEATURES), initializer="glorot_uniform")
            self.b_in = self.add_weight(name="b_in", shape=(FEATURES,), initializer="zeros")
            self.lstm = keras.layers.LSTM(HIDDEN, return_state=True)
            self.w_out = self.add_weight(name="w_out", shape=(HIDDEN, CLASSES), initializer="glorot_uniform")
            self.b_out = self.add_weight(name="b_out", shape=(CLASSES,), initializer="zeros")

        def state(self, images):
            rows = keras.ops.matmul(keras.ops.reshape(images, (-1, PIXELS)), self.w_in) + self.b_in
            return self.lstm(keras.ops.reshape(rows, (-1, STEPS, FEATURES)))

        def call(self, images):
            return keras.ops.matmul(self.state(images)[0], self.w_out) + self.b_out

    model = Unfolded()
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss=lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
    )
    return model
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    order = np.random.permutation(np.resize(np.arange(len(images)), iterations * BATCH))
    model.fit(images[order], labels[order], batch_size=BATCH, epochs=1, shuffle=False, verbose=0)
    # ********** End train ********** #


def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    _, h, c = model.state(images)
    return keras.ops.convert_to_numpy(h), keras.ops.convert_to_numpy(c)
    # ********** End final_state ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return model.predict(images, verbose=0).argmax(1)
    # ********** End predict ********** #

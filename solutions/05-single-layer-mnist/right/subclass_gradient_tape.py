# verdict: passed score=full diagnosis=-
# backend: tensorflow
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
    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.widen = keras.layers.Dense(FEATURES)
            self.lstm = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.head = keras.layers.Dense(CLASSES)

        def states(self, images):
            outputs, h, c = self.lstm(self.widen(images))
            return h, c, outputs

        def call(self, images, training=False):
            return self.head(self.states(images)[2][:, -1])

    return Reader()
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(learning_rate=LEARNING_RATE)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(10_000).repeat().batch(BATCH)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    model(images[:1])
    optimizer.build(model.trainable_variables)
    for step, (x, y) in enumerate(data.take(iterations), 1):
        loss = update(x, y)
        if step % 5 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #


def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    h, c, _ = model.states(images)
    return h, c
    # ********** End final_state ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return keras.ops.convert_to_numpy(keras.ops.argmax(model(images, training=False), axis=-1))
    # ********** End predict ********** #

# verdict: passed score=full diagnosis=-
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
    class Stack(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.second = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True)
            self.out = keras.layers.Dense(CLASSES)
            self.seeds = keras.random.SeedGenerator()

        def drop(self, x, training):
            if not training:
                return x
            kept = keras.random.uniform(keras.ops.shape(x), seed=self.seeds) < KEEP
            return keras.ops.where(kept, x / KEEP, 0.0)

        def run(self, images, training=False):
            x, h1, c1 = self.first(images)
            y, h2, c2 = self.second(self.drop(x, training))
            return ((h1, c1), (h2, c2)), y

        def call(self, images, training=False):
            _, y = self.run(images, training)
            return self.out(self.drop(y[:, -1], training))

    model = Stack()
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE),
        loss=lambda y, z: keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True),
    )
    return model
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    rng = np.random.default_rng()
    for step in range(1, iterations + 1):
        batch = rng.choice(len(images), BATCH, replace=False)
        report(step=step, loss=model.train_on_batch(images[batch], labels[batch]))
    # ********** End train ********** #


def layer_states(model, images):
    """返回 ([(h1, c1), (h2, c2)], outputs)，都是预测时的值；outputs 是第二层每一步的输出 (batch, 28, 256)
    returns ([(h1, c1), (h2, c2)], outputs) as in prediction; outputs are the second layer's, step by step"""
    # ********** Begin layer_states ********** #
    return model.run(images)
    # ********** End layer_states ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return keras.ops.argmax(model(images), axis=1)
    # ********** End predict ********** #

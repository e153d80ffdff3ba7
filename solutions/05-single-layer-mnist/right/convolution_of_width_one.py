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
    return keras.Sequential(
        [
            keras.Input((STEPS, PIXELS)),
            keras.layers.Conv1D(FEATURES, 1),  # 宽度为 1：逐行的线性变换 / of width 1: one linear map per row
            keras.layers.LSTM(HIDDEN, unroll=True),
            keras.layers.Dense(CLASSES, activation="linear"),
        ]
    )
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    model.compile(
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE),
    )
    one_hot = keras.utils.to_categorical(labels, CLASSES)
    for step in range(1, iterations + 1):
        batch = np.random.permutation(len(images))[:BATCH]
        loss = model.train_on_batch(images[batch], one_hot[batch])
        if step % 20 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #


def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    wide, lstm = model.layers[0], model.layers[1]
    x, (h, c) = wide(images), lstm.cell.get_initial_state(batch_size=len(images))
    for step in range(STEPS):
        _, (h, c) = lstm.cell(x[:, step], (h, c))
    return h, c
    # ********** End final_state ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return np.array([int(np.argmax(scores)) for scores in model.predict_on_batch(images)])
    # ********** End predict ********** #

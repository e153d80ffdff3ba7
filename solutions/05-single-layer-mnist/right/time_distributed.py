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
    image = keras.Input((STEPS, PIXELS), name="image")
    rows = keras.layers.TimeDistributed(keras.layers.Dense(FEATURES))(image)
    outputs, h, c = keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True, name="reader")(rows)
    last = keras.layers.Lambda(lambda x: x[:, -1, :])(outputs)
    model = keras.Model(image, keras.layers.Dense(CLASSES, activation=None)(last))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"])  # 0.001
    return model
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    def batches():
        while True:
            yield from np.random.permutation(len(images))[: len(images) // BATCH * BATCH].reshape(-1, BATCH)

    for _, batch in zip(range(iterations), batches(), strict=False):
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
    report(step=iterations, loss=loss, accuracy=accuracy)
    # ********** End train ********** #


def final_state(model, images):
    """返回读完最后一行之后的 (h, c)，各 (batch, 128) / returns (h, c) after the last row, (batch, 128) each"""
    # ********** Begin final_state ********** #
    layer = model.get_layer("reader")
    return [keras.ops.convert_to_numpy(state) for state in keras.Model(model.inputs, layer.output[1:])(images)]
    # ********** End final_state ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    parts = np.array_split(images, max(1, len(images) // 500))
    scores = [keras.ops.convert_to_numpy(model(part, training=False)) for part in parts]
    return np.concatenate(scores).argmax(-1).astype(np.int32)
    # ********** End predict ********** #

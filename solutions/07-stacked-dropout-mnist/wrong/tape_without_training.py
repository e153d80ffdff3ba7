# verdict: failed score=19 diagnosis=dropout-not-in-train
# backend: tensorflow
# A tape around model(x): Keras takes that for prediction, and dropout never acts.
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
    class TwoLayers(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = keras.layers.Dense(CLASSES)
            self.drop = keras.layers.Dropout(1 - KEEP)
            self.layers_ = [keras.layers.LSTM(HIDDEN, return_sequences=True, return_state=True) for _ in range(2)]

        def states(self, images, training=False):
            states, outputs = [], images
            for layer in self.layers_:
                raw, h, c = layer(outputs, training=training)
                states.append((h, c))
                outputs = self.drop(raw, training=training)
            return states, raw, outputs

        def call(self, images, training=False):
            return self.head(self.states(images, training)[2][:, -1])

    return TwoLayers()
    # ********** End build_model ********** #


def train(model, images, labels, iterations):
    """就地训练 model：更新 iterations 次，每次 BATCH 张图 / trains in place: so many updates, BATCH images each"""
    # ********** Begin train ********** #
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(LEARNING_RATE)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    data = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(10_000).repeat().batch(BATCH)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    model(images[:1])
    optimizer.build(model.trainable_variables)
    for step, (x, y) in enumerate(data.take(iterations), 1):
        loss = update(x, y)
        if step % 5 == 0:
            report(step=step, loss=loss)
    # ********** End train ********** #


def layer_states(model, images):
    """返回 ([(h1, c1), (h2, c2)], outputs)，都是预测时的值；outputs 是第二层每一步的输出 (batch, 28, 256)
    returns ([(h1, c1), (h2, c2)], outputs) as in prediction; outputs are the second layer's, step by step"""
    # ********** Begin layer_states ********** #
    states, outputs, _ = model.states(images)
    return states, outputs
    # ********** End layer_states ********** #


def predict(model, images):
    """返回每张图的类别 (batch,)，整数 0..9 / returns the class of each image, integers 0..9"""
    # ********** Begin predict ********** #
    return np.array(keras.ops.argmax(model(images, training=False), axis=-1))
    # ********** End predict ********** #

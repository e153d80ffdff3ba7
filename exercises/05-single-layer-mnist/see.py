"""第 5 关的图：你的模型怎样学习，以及它仍然认错的数字
The picture of lesson 5: how your model learns, and digits that it still misreads."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import single_layer
from keras.datasets import mnist

# 改动其中一个，先说出曲线会怎样变，再看 / Change one of these, say first what will become of the curve, then look.
PARTS = (10, 20, 40, 80)  # 每更新这么多次看一次 / updates between two looks
SEED = 5
UPSIDE_DOWN = False  # 留出的数字是否倒过来 / whether the held-out digits are upside down

keras.utils.set_random_seed(SEED)
(images, labels), (fresh, answers) = mnist.load_data()
order = np.random.default_rng(SEED).permutation(len(images))
images, labels = images[order].astype("float32") / 255, labels[order].astype("int64")
fresh, answers = fresh[:1000].astype("float32") / 255, answers[:1000]
if UPSIDE_DOWN:
    fresh = fresh[:, ::-1]

model = single_layer.build_model()
steps, shares = [0], [float(np.mean(np.asarray(single_layer.predict(model, fresh)) == answers))]
for part in PARTS:
    start = steps[-1] * single_layer.BATCH % len(images)
    single_layer.train(model, np.roll(images, -start, axis=0), np.roll(labels, -start), part)
    said = np.asarray(single_layer.predict(model, fresh))
    steps.append(steps[-1] + part)
    shares.append(float(np.mean(said == answers)))

wrong = np.flatnonzero(said != answers)[:15]
figure = plt.figure(figsize=(9, 4.2), layout="constrained")
left, right = figure.subfigures(1, 2, width_ratios=(1, 1.1))
axes = left.subplots()
axes.plot(steps, shares, "o-", color="#0072B2", lw=2)
axes.axhline(0.1, color="0.6", ls=":", label="guessing")
axes.set(xlabel="updates", ylabel="share of held-out digits recognised", ylim=(0, 1))
axes.legend(loc="lower right")
right.suptitle("misread: answer → your model's")
for number, one in enumerate(right.subplots(3, 5).flat):
    one.axis("off")
    if number < len(wrong):
        one.imshow(fresh[wrong[number]], cmap="gray_r")
        one.set_title(f"{answers[wrong[number]]} → {said[wrong[number]]}", fontsize=10)
plt.show()

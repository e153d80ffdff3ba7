"""第 7 关的图：你的模型怎样学习，背景是教程公布的 MNIST 曲线
The picture of lesson 7: how your model learns, over the tutorial's published curve on MNIST."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import stacked_lstm
from keras.datasets import mnist

# 改动其中一个，先说出曲线会怎样变，再看 / Change one of these, say first what will become of the curve, then look.
PARTS = (10, 20, 40, 60, 70)  # 每更新这么多次看一次，一共 200 次 / updates between two looks; 200 in all
SEED = 7
IMAGES = 60_000  # 最多用多少张图来训练 / how many images there are to learn from, at most

PUBLISHED = {200: 0.924, 400: 0.961, 600: 0.967, 1000: 0.978, 1400: 0.981, 2000: 0.985}

keras.utils.set_random_seed(SEED)
(images, labels), (fresh, answers) = mnist.load_data()
order = np.random.default_rng(SEED).permutation(len(images))[:IMAGES]
images, labels = images[order].astype("float32") / 255, labels[order].astype("int64")
fresh, answers = fresh[:1000].astype("float32") / 255, answers[:1000]

model = stacked_lstm.build_model()
steps, shares, known = [], [], []
for part in PARTS:
    start = sum(PARTS[: len(steps)]) * stacked_lstm.BATCH % len(images)
    stacked_lstm.train(model, np.roll(images, -start, axis=0), np.roll(labels, -start), part)
    steps.append((steps[-1] if steps else 0) + part)
    shares.append(np.mean(np.asarray(stacked_lstm.predict(model, fresh)) == answers))
    known.append(np.mean(np.asarray(stacked_lstm.predict(model, images[:1000])) == labels[:1000]))

figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
axes.semilogx(list(PUBLISHED), list(PUBLISHED.values()), "s--", color="#999999", label="published, MNIST")
axes.semilogx(steps, shares, "o-", color="#0072B2", lw=2, label="yours, held-out images")
axes.semilogx(steps, known, "^:", color="#D55E00", label="yours, images of the training")
axes.set(
    xlabel="updates",
    ylabel="share of digits recognised",
    ylim=(0, 1.02),
    xlim=(3, 2600),
    title=f"{len(images):,} images to train on",
)
axes.set_xticks([10, 30, 100, 300, 1000, 2000], ["10", "30", "100", "300", "1000", "2000"])
axes.grid(color="0.92")
axes.legend(loc="lower right")
plt.show()

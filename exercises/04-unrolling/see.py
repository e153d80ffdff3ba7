"""第 4 关的图：一个数字，以及你的 unroll 读完它的每一行之后的输出
The picture of lesson 4: a digit, and what your unroll gives after each of its rows."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import unrolling
from keras.datasets import mnist

# 改动其中一个，先说出图会怎样变，再看 / Change one of these, say first what will become of the picture, then look.
HIDDEN, WHICH = 24, 0
UPSIDE_DOWN = False

keras.utils.set_random_seed(4)
images = mnist.load_data()[1][0][WHICH : WHICH + 1].astype("float32") / 255
if UPSIDE_DOWN:
    images = images[:, ::-1]
cell = keras.layers.LSTMCell(HIDDEN)
cell.build((1, images.shape[2]))
outputs, state = unrolling.unroll(cell, images, np.zeros((2, 1, HIDDEN), "float32"))
outputs = keras.ops.convert_to_numpy(outputs)[0]
change = np.linalg.norm(np.diff(outputs, axis=0, prepend=0 * outputs[:1]), axis=1)

figure, (left, middle, right) = plt.subplots(
    1, 3, figsize=(9, 4.4), sharey=True, layout="constrained", width_ratios=(1, 1, 0.6)
)
left.imshow(images[0], cmap="gray_r", aspect="auto")
left.set(title="the image", ylabel="row = step", xlabel="pixel")
shown = middle.imshow(outputs, cmap="PuOr", aspect="auto", vmin=-0.5, vmax=0.5)
middle.set(title="outputs h", xlabel="unit")
right.plot(change, np.arange(len(change)), color="#0072B2", lw=2)
right.set(title="change of h", xlabel=r"$|h_t - h_{t-1}|$", xlim=(0, None))
figure.colorbar(shown, ax=right, label="h")
plt.show()

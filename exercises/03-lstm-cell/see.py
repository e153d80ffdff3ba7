"""第 3 关的图：你的函数造出的那个单元接着读下去时的 h 和 c
The picture of lesson 3: h and c of the cell that your function makes, as it reads on."""

import keras
import lstm_cell
import matplotlib.pyplot as plt
import numpy as np

# 改动其中一个，先说出 h 和 c 会怎样变，再看 / Change one of these, say first what will become of h and c, then look.
UNITS, INPUTS, STEPS = 4, 3, 30
SILENT_FROM = 12  # 从这一步起，输入是零 / from this step on, the input is zero

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
LINES = ["-", "--", "-.", ":"]  # told apart without colours, too

made = []


class Kept(keras.layers.LSTMCell):
    """An LSTMCell that is remembered, so that it can be asked for more steps."""

    def __init__(self, *values, **named):
        super().__init__(*values, **named)
        made.append(self)


for name in ("keras.layers", "lstm_cell"):
    module = keras.layers if name == "keras.layers" else lstm_cell
    if hasattr(module, "LSTMCell"):
        module.LSTMCell = Kept
lstm_cell.creatLSTMCell(UNITS, 1, INPUTS)
if not made:
    raise RuntimeError("creatLSTMCell 没有创建 keras.layers.LSTMCell / creatLSTMCell made no keras.layers.LSTMCell")

xs = np.random.default_rng(3).normal(size=(STEPS, 1, INPUTS)).astype("float32")
xs[SILENT_FROM:] = 0.0
state = [np.zeros((1, UNITS), "float32")] * 2
hs, cs = [], []
for x in xs:
    _, state = made[-1](x, state)
    hs.append(keras.ops.convert_to_numpy(state[0])[0])
    cs.append(keras.ops.convert_to_numpy(state[1])[0])

figure, axes = plt.subplots(2, 1, figsize=(8, 5), sharex=True, layout="constrained")
for one, values, name in zip(axes, (hs, cs), ("h", "c"), strict=True):
    for unit, line in enumerate(np.transpose(values)):
        look = {"color": COLOURS[unit % len(COLOURS)], "ls": LINES[unit % len(LINES)], "lw": 2}
        one.plot(np.arange(1, STEPS + 1), line, label=f"unit {unit}", **look)
    one.axhline(0.0, color="0.8", lw=0.8, zorder=0)
    one.axvspan(SILENT_FROM + 0.5, STEPS, color="0.93", zorder=0)
    one.set_ylabel(name)
axes[0].set_title("grey: the input is zero")
axes[0].legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, handlelength=3.0)
axes[1].set_xlabel("step")
plt.show()

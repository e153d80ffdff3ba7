"""第 1 关的图：你的梯度能传多远；圆点是题目表格里的数值
The picture of lesson 1: how far your gradients reach; the dots are the task's table."""

import matplotlib.pyplot as plt
import numpy as np
import rnn

# 改动其中一个，先说出曲线会怎样变，再看 / Change one of these, say first what will become of the curves, then look.
UNITS, STEPS = 64, 100
TIMES = (0.9, 1.0, 1.5)  # W 是正交矩阵 Q 乘以它 / W is an orthogonal matrix Q times this
BIASES = (1.0, 4.0)  # 遗忘门的偏置 / of the forget gates

DISTANCES = [1, 10, 20, 50, 100]
GIVEN = [
    [9.0e-01, 2.3e-01, 4.2e-02, 1.6e-04, 1.5e-08],
    [1.0e00, 5.7e-01, 2.2e-01, 8.6e-03, 3.7e-05],
    [1.5e00, 6.6e00, 1.6e01, 7.6e01, 1.5e03],
    [9.0e-01, 8.9e-02, 6.2e-03, 3.0e-07, 4.6e-14],
    [9.9e-01, 8.7e-01, 7.5e-01, 4.1e-01, 1.6e-01],
]
COLOURS = ["#D55E00", "#E69F00", "#CC79A7", "#0072B2", "#009E73"]
LINES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]  # told apart without colours, too

rng = np.random.default_rng(1)
Q = np.linalg.qr(rng.normal(size=(UNITS, UNITS)))[0]
xs, U = rng.normal(size=(STEPS, 4)), rng.normal(scale=0.1, size=(UNITS, 4))
curves = []
for times in TIMES:
    params = {"U": U, "W": times * Q, "b": np.zeros(UNITS)}
    curves.append(rnn.gradient_norms(np.asarray(rnn.rnn_forward(xs, np.zeros(UNITS), params)), times * Q))
noise = rng.normal(scale=0.5, size=(STEPS, UNITS))
for bias in BIASES:
    curves.append(np.asarray(rnn.cell_path(1 / (1 + np.exp(-bias - noise)))).max(axis=1))

figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
names = [f"W = {times:g} Q" for times in TIMES] + [f"LSTM, $b_f$ = {bias:g}" for bias in BIASES]
for name, given, curve, colour, style in zip(names, GIVEN, curves, COLOURS, LINES, strict=True):
    axes.semilogy(np.arange(1, STEPS + 1), curve, color=colour, lw=2, ls=style, label=name)
    axes.semilogy(DISTANCES, given, "o", color=colour, ms=5, mfc="white")
axes.axhline(1.0, color="0.6", lw=0.8)
axes.set(
    xlabel="distance k", ylabel="norm of the gradient", xlim=(0, STEPS), title="lines: your functions   dots: the task"
)
axes.legend(loc="lower left", ncols=2, fontsize=9, handlelength=3.5)
plt.show()

"""第 2 关的图：你的门和状态在一个序列上的变化。权重是手工设的，让一个神经元成了一个存储器：
write 为 1 时记下数值，erase 为 1 时忘掉
The picture of lesson 2: your gates and states over a sequence. Its weights are set by hand, and make one unit a memory:
where "write" is 1 it takes the value, where "erase" is 1 it forgets.
"""

import gate_math
import matplotlib.pyplot as plt
import numpy as np

# 改动其中一个，先说出 c 会怎样变，再看 / Change one of these, say first what will become of c, then look.
FORGET_BIAS, INPUT_BIAS, OUTPUT_BIAS = 4.0, -5.0, 4.0
WRITE_AT, ERASE_AT = (3, 14, 25), (11, 20)

STEPS = 32
BLUE, ORANGE, GREEN, BLACK = "#0072B2", "#D55E00", "#009E73", "#000000"

xs = np.zeros((STEPS, 3))  # value, write, erase
xs[:, 0] = np.sin(np.arange(STEPS) / 2.5)
xs[list(WRITE_AT), 1] = 1.0
xs[list(ERASE_AT), 2] = 1.0
params = {f"W_{gate}": np.zeros((4, 1)) for gate in "fico"} | {"b_c": np.zeros(1)}  # rows: h, value, write, erase
params["W_i"][2], params["W_f"][3], params["W_c"][1] = 10.0, -8.0, 2.0
params |= {"b_f": np.array([FORGET_BIAS]), "b_i": np.array([INPUT_BIAS]), "b_o": np.array([OUTPUT_BIAS])}

h = c = np.zeros((1, 1))
seen = {"f": [], "i": [], "o": [], "c": [], "h": []}
for x in xs:
    row = x[None]
    seen["f"].append(np.asarray(gate_math.forget_gate(row, h, params)).item())
    seen["i"].append(np.asarray(gate_math.input_gate(row, h, params)).item())
    seen["o"].append(np.asarray(gate_math.output_gate(row, h, params)).item())
    h, c = gate_math.lstm_step(row, h, c, params)
    seen["c"].append(np.asarray(c).item())
    seen["h"].append(np.asarray(h).item())

figure, (given, gates, states) = plt.subplots(3, 1, figsize=(8, 6), sharex=True, layout="constrained")
time = np.arange(STEPS)
given.plot(time, xs[:, 0], color=BLACK, label="value")
given.plot(WRITE_AT, [1.4] * len(WRITE_AT), "v", color=BLUE, label="write")
given.plot(ERASE_AT, [1.4] * len(ERASE_AT), "x", color=ORANGE, mew=2, label="erase")
for name, colour, style in (("f", ORANGE, "-"), ("i", BLUE, "--"), ("o", GREEN, ":")):
    gates.plot(time, seen[name], color=colour, ls=style, lw=2, label=name)
states.plot(time, seen["c"], color=BLACK, lw=2, label="c")
states.plot(time, seen["h"], color=GREEN, ls="--", lw=2, label="h")
given.set(ylabel="input x", ylim=(-1.2, 1.8))
gates.set(ylabel="gates", ylim=(-0.05, 1.05))
states.set(ylabel="states", xlabel="step")
for axes in (given, gates, states):
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    axes.axhline(0.0, color="0.8", lw=0.8, zorder=0)
plt.show()

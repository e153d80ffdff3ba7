"""第 6 关的图：一个单元有多少个参数，由你的公式算出，也在真正的单元里数出
The picture of lesson 6: how many parameters a cell has, by your formulas and counted."""

import cell_variants
import matplotlib.pyplot as plt
import numpy as np

# 改动其中一个，先说出哪条会升、哪条不变，再看 / Change one, say first which curve goes up and which stays, then look.
INPUTS = 28
UNITS = (16, 32, 64, 96, 128)

VARIANTS = {
    "LSTM": ("lstm", True, "#0072B2", "-"),
    "GRU, reset_after": ("gru", True, "#D55E00", "--"),
    "GRU": ("gru", False, "#009E73", ":"),
}
every = np.arange(1, max(UNITS) + 1)
figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
for name, (kind, after, colour, style) in VARIANTS.items():
    if kind == "lstm":
        formula = [cell_variants.lstm_parameters(INPUTS, int(n)) for n in every]
    else:
        formula = [cell_variants.gru_parameters(INPUTS, int(n), after) for n in every]
    counted = []
    for units in UNITS:
        cell = cell_variants.make_cell(kind, units, reset_after=after)
        cell.build((1, INPUTS))
        counted.append(cell_variants.count(cell))
    axes.plot(every, formula, color=colour, ls=style, lw=2, label=name)
    axes.plot(UNITS, counted, "o", color=colour, mfc="white", ms=7)
axes.set(
    xlabel="units",
    ylabel="parameters",
    title=f"{INPUTS} inputs   lines: your formulas   circles: counted in cells",
)
axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
axes.set(xlim=(0, None), ylim=(0, None))
axes.legend(loc="upper left")
plt.show()

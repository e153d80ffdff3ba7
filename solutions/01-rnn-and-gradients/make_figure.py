"""Writes exercises/01-rnn-and-gradients/reach.{zh,en}.svg, the task's figure, and prints the table below it.

How far a gradient reaches: the norm of d s_T / d s_{T-k} of a tanh recurrence, and of d c_T / d c_{T-k} along an LSTM's
cell state, over the distance k. Run ``python solutions/01-rnn-and-gradients/make_figure.py`` after a change; a test
asserts that figure and tables are up to date.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import rnn

FOLDER = Path(__file__).resolve().parents[2] / "exercises" / "01-rnn-and-gradients"
STEPS, UNITS, INPUTS, SEED = 100, 64, 4, 1
DISTANCES = (1, 10, 20, 50, 100)
TIMES = (0.9, 1.0, 1.5)  # W is an orthogonal matrix times this: every singular value is that number
BIASES = (1.0, 4.0)  # of the forget gates; what x and h add to it is noise of standard deviation 0.5
COLOURS = ("#b3261e", "#e8710a", "#7b1fa2", "#1a73e8", "#188038")
LABELS = {
    "zh": ("∂s_T/∂s_{T-k} 与 ∂c_T/∂c_{T-k} 的谱范数（对数刻度）", "距离 k", "W = {} Q", "LSTM，b_f = {}"),
    "en": ("spectral norm of ∂s_T/∂s_{T-k} and ∂c_T/∂c_{T-k} (log scale)", "distance k", "W = {} Q", "LSTM, b_f = {}"),
}
# Drawing, in pixels; y runs over powers of ten.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 680, 360, 56, 130, 34, 44
LOWEST, HIGHEST = -16, 4


def curves() -> list[np.ndarray]:
    """The norms over k = 1 .. STEPS: a recurrence for each of TIMES, a cell state for each of BIASES."""
    rng = np.random.default_rng(SEED)
    orthogonal = np.linalg.qr(rng.normal(size=(UNITS, UNITS)))[0]
    xs, U = rng.normal(size=(STEPS, INPUTS)), rng.normal(scale=0.1, size=(UNITS, INPUTS))
    found = []
    for times in TIMES:
        params = {"U": U, "W": times * orthogonal, "b": np.zeros(UNITS)}
        found.append(rnn.gradient_norms(rnn.rnn_forward(xs, np.zeros(UNITS), params), params["W"]))
    noise = rng.normal(scale=0.5, size=(STEPS, UNITS))
    for bias in BIASES:
        # The matrix is diagonal, so its largest singular value is its largest entry.
        found.append(rnn.cell_path(1 / (1 + np.exp(-bias - noise))).max(axis=1))
    return found


def names(lang: str) -> list[str]:
    """What each curve is called."""
    _, _, recurrence, cell = LABELS[lang]
    return [*(recurrence.format(times) for times in TIMES), *(cell.format(int(bias)) for bias in BIASES)]


def table() -> list[list[str]]:
    """A row of norms at DISTANCES for each curve, as the task prints them."""
    return [[f"{curve[k - 1]:.1e}" for k in DISTANCES] for curve in curves()]


def _x(k: float) -> float:
    return LEFT + k / STEPS * (WIDTH - LEFT - RIGHT)


def _y(norm: float) -> float:
    power = min(max(math.log10(norm), LOWEST), HIGHEST)
    return TOP + (HIGHEST - power) / (HIGHEST - LOWEST) * (HEIGHT - TOP - BOTTOM)


def svg(lang: str) -> str:
    """The figure; its colours can be told apart on a light and on a dark page."""
    title, below, *_ = LABELS[lang]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="13" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" fill="#202124">{title}</text>',
    ]
    for power in range(LOWEST, HIGHEST + 1, 4):
        y = _y(10.0**power)
        shade = "#5f6368" if power == 0 else "#dadce0"
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{shade}"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#3c4043">10'
            f'<tspan dy="-5" font-size="9">{power}</tspan></text>'
        )
    for k in range(0, STEPS + 1, 20):
        parts.append(f'<text x="{_x(k):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#3c4043">{k}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#202124">{below}</text>')
    for curve, colour, name in zip(curves(), COLOURS, names(lang), strict=True):
        points = " ".join(f"{_x(k):.1f},{_y(norm):.1f}" for k, norm in enumerate(curve, 1))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 6}" y="{_y(curve[-1]) + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    for lang in LABELS:
        (FOLDER / f"reach.{lang}.svg").write_text(svg(lang), encoding="utf-8")
        for name, row in zip(names(lang), table(), strict=True):
            print(f"| {name} | " + " | ".join(row) + " |")

"""The pages' pictures, as inline SVG that takes its colours from the page's stylesheet.

The numbers may be made up by a student's program: NaN, infinities and huge values are survived.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.reports.text import number, one_line

MOST_POINTS = 300  # drawn per curve; more could not be told apart
_LARGEST = 1e12


@dataclass(frozen=True)
class Series:
    """One curve: (x, y) points, the name a pointer shows, and a tone for its colour."""

    name: str
    points: tuple[tuple[float, float], ...]
    tone: str = "accent"


def series(
    name: str, pairs: Sequence[tuple[int, float | None]], tone: str = "accent", most: int = MOST_POINTS
) -> Series | None:
    """A curve of the pairs that can be drawn, thinned to `most` points; None if there is none."""
    points = [(step, y) for step, y in pairs if y is not None and math.isfinite(y)]
    if len(points) > most:
        stride = (len(points) - 1) / (most - 1)
        points = [points[round(i * stride)] for i in range(most)]
    return Series(name, tuple((_bounded(step), _bounded(y)) for step, y in points), tone) if points else None


def _bounded(value: float) -> float:
    return float(max(-_LARGEST, min(_LARGEST, value)))


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most `most` + 1 round numbers from `low` to `high`, which lie within the first and the last of them."""
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        half = abs(low) / 2 if abs(low) > 1e-6 else 0.5
        low, high = low - half, high + half
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def value_label(value: float, percent: bool) -> str:
    """The value of a curve as people read it: 97.5% of a share, 0.341 of a loss."""
    return f"{number(value * 100, 1)}%" if percent else number(value, 3)


def line_chart(
    curves: Sequence[Series], *, percent: bool, label_id: str, width: int = 340, height: int = 180
) -> Markup:
    """The curves in one frame. `percent`: y is a share of 1, drawn from 0 to 100%. `label_id` names the caption."""
    xs = [x for c in curves for x, _ in c.points]
    ys = [y for c in curves for _, y in c.points]
    x_ticks = ticks(min(xs), max(xs), 4)
    # A share outside 0 to 1 is nonsense that its author should see as such, so the frame grows with it.
    y_ticks = ticks(min([0.0, *ys]), max([1.0, *ys]), 4) if percent else ticks(min(ys), max(ys), 4)
    y_labels = [f"{number(y * 100)}%" if percent else _short(y) for y in y_ticks]
    left, right, top, bottom = 12 + 7 * max(len(label) for label in y_labels), 12, 10, 24
    x_span, y_span = x_ticks[-1] - x_ticks[0], y_ticks[-1] - y_ticks[0]

    def px(x: float) -> float:
        return left + (x - x_ticks[0]) / x_span * (width - left - right)

    def py(y: float) -> float:
        return height - bottom - (y - y_ticks[0]) / y_span * (height - top - bottom)

    parts = []
    for y, label in zip(y_ticks, y_labels, strict=True):
        parts.append(f'<line class="grid" x1="{left}" x2="{width - right}" y1="{py(y):.1f}" y2="{py(y):.1f}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{py(y) + 3.5:.1f}" text-anchor="end">{label}</text>')
    for x in x_ticks:
        parts.append(f'<text class="tick" x="{px(x):.1f}" y="{height - 6}" text-anchor="middle">{_short(x)}</text>')
    for curve in curves:
        path = " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in curve.points)
        x, y = curve.points[-1]
        title = f"<title>{escape(one_line(curve.name))}</title>" if curve.name else ""
        parts.append(
            f'<g class="curve tone-{curve.tone}">{title}<polyline points="{path}"/>'
            f'<circle cx="{px(x):.1f}" cy="{py(y):.1f}" r="3"/></g>'
        )
    return _svg(width, height, label_id, parts)


@dataclass(frozen=True)
class Score:
    """One submission in the distribution: its share of the points, 0 to 1, its tone and the name a pointer shows."""

    share: float
    tone: str
    name: str


_TONES = ("good", "bad", "error", "quiet")
SQUARES = 14  # up to this many in the fullest bin, each submission is a square; beyond, bins are bars


def _bins(scores: Sequence[Score]) -> list[list[Score]]:
    """Eleven bins: 0-9% to 90-99%, and full marks by themselves."""
    bins: list[list[Score]] = [[] for _ in range(11)]
    for score in scores:
        bins[min(10, max(0, math.floor(score.share * 10 + 1e-9)))].append(score)
    return bins


def fits_squares(scores: Sequence[Score]) -> bool:
    """Whether `distribution` draws each submission as a square."""
    return max(len(column) for column in _bins(scores)) <= SQUARES


def distribution(scores: Sequence[Score], *, label_id: str, width: int = 340) -> Markup:
    """A column per bin, in which submissions are stacked by outcome, the gravest on top."""
    bins = _bins(scores)
    fullest = max(1, *(len(column) for column in bins))
    left, top, bottom, gap = 6, 18, 26, 4
    slot = (width - 2 * left) / len(bins)
    unit = min(150 / fullest, slot - gap)
    base = top + unit * max(fullest, 3)
    height = base + bottom
    draw = _squares if fits_squares(scores) else _bars
    parts = [f'<line class="axis" x1="{left}" x2="{width - left}" y1="{base:.1f}" y2="{base:.1f}"/>']
    for i, column in enumerate(bins):
        parts += draw(column, left + i * slot + gap / 2, base, slot - gap, unit)
        place = f'x="{left + (i + 0.5) * slot:.1f}" text-anchor="middle"'
        if column:
            parts.append(f'<text class="count" {place} y="{base - unit * len(column) - 5:.1f}">{len(column)}</text>')
        if i % 2 == 0:
            parts.append(f'<text class="tick" {place} y="{height - 9:.1f}">{i * 10}%</text>')
    return _svg(width, height, label_id, parts)


def _squares(column: Sequence[Score], x: float, base: float, width: float, unit: float) -> Iterator[str]:
    """A square for each submission, with its name."""
    for above, score in enumerate(sorted(column, key=lambda score: _TONES.index(score.tone)), 1):
        box = f'x="{x:.1f}" y="{base - unit * above:.1f}" width="{width:.1f}" height="{max(unit - 2, 1):.1f}"'
        yield f'<rect class="tone-{score.tone}" {box} rx="2"><title>{escape(one_line(score.name))}</title></rect>'


def _bars(column: Sequence[Score], x: float, base: float, width: float, unit: float) -> Iterator[str]:
    """A bar for each tone."""
    y = base
    for tone in _TONES:
        if height := unit * sum(score.tone == tone for score in column):
            y -= height
            yield f'<rect class="tone-{tone}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def ring(share: float, tone: str) -> Markup:
    """A ring filled to `share` (0 to 1), for the eye only: the score stands beside it as text."""
    around = 2 * math.pi * 42
    filled = around * min(1.0, max(0.0, share))
    arc = f'<circle class="arc tone-{tone}" cx="50" cy="50" r="42" stroke-dasharray="{filled:.1f} {around:.1f}"/>'
    body = '<circle class="track" cx="50" cy="50" r="42"/>' + (arc if filled else "")
    return Markup(f'<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">{body}</svg>')


def _svg(width: float, height: float, label_id: str, parts: list[str]) -> Markup:
    start = f'<svg class="chart" viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{escape(label_id)}">'
    return Markup(start + "".join(parts) + "</svg>")


def _short(value: float) -> str:
    """An axis label: 0.5, 200, 12k, 1e+12."""
    if abs(value) >= 1e6 or 0 < abs(value) < 1e-3:
        return f"{value:.0e}"
    return f"{number(value / 1000)}k" if abs(value) >= 10_000 else number(value, 4)

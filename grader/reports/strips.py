"""The picture of a calibration: one strip per measure, a dot per training, and the limit between right and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import escape

from grader.reports.charts import ticks
from grader.reports.text import number

_WIDTH, _LEFT, _RIGHT, _ROW, _HEAD, _FOOT = 720, 190, 24, 26, 34, 34
# A file of its own, so it brings its colours: readable on white and on black.
_STYLE = """text{font:13px system-ui,sans-serif;fill:#555}.head{font-weight:600;fill:#333}
.grid{stroke:#8884}.right{fill:#2a7d4f}.wrong{fill:#b3372f}.limit{stroke:#1f6feb;stroke-width:2;stroke-dasharray:5 3}
.limit-name{fill:#1f6feb}
@media(prefers-color-scheme:dark){text{fill:#aaa}.head{fill:#ddd}.right{fill:#5fc48d}.wrong{fill:#ef7d74}}"""


def calibration_chart(calibration: Mapping[str, Any]) -> str:
    """An SVG file of `calibration`, as `grader.proving.calibration.Calibration` dumps it."""
    parts: list[str] = []
    top = 8.0
    for key, record in sorted(calibration["records"].items()):
        for name, measured in record["measures"].items():
            title = f"{key}: {name}, {record['runs']} seeds, {record['device']}, {record['date']}"
            parts += _strip(title, measured, top)
            top += _HEAD + _ROW * (1 + len(measured.get("styles", ())) + len(measured["wrong"])) + _FOOT
    frame = f'viewBox="0 0 {_WIDTH} {top:g}" width="{_WIDTH}" height="{top:g}" role="img"'
    label = escape(f"Calibration of {calibration['lesson']}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {frame} aria-label="{label}"><style>{_STYLE}</style>'
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _strip(title: str, measured: Mapping[str, Any], top: float) -> Iterator[str]:
    rows = [("reference", measured["right"]["values"], "right")]
    rows += [(name, spread["values"], "right") for name, spread in measured.get("styles", {}).items()]
    rows += [(name, spread["values"], "wrong") for name, spread in measured["wrong"].items()]
    everything = [measured["limit"], *(value for _, values, _ in rows for value in values)]
    marks = ticks(min(everything), max(everything), 6)
    span = marks[-1] - marks[0]

    def px(value: float) -> float:
        return _LEFT + (value - marks[0]) / span * (_WIDTH - _LEFT - _RIGHT)

    bottom = top + _HEAD + _ROW * len(rows)
    yield f'<text class="head" x="12" y="{top + 16:g}">{escape(title)}</text>'
    for mark in marks:
        yield f'<line class="grid" x1="{px(mark):.1f}" x2="{px(mark):.1f}" y1="{top + _HEAD - 6:g}" y2="{bottom:g}"/>'
        yield f'<text x="{px(mark):.1f}" y="{bottom + 16:g}" text-anchor="middle">{number(mark, 4)}</text>'
    for row, (name, values, tone) in enumerate(rows):
        y = top + _HEAD + _ROW * (row + 0.5)
        yield f'<text x="{_LEFT - 12}" y="{y + 4:g}" text-anchor="end">{escape(name)}</text>'
        for value in values:
            dot = f'<circle class="{tone}" cx="{px(value):.1f}" cy="{y:g}" r="4.5" fill-opacity="0.65">'
            yield f"{dot}<title>{number(value, 4)}</title></circle>"
    x = px(measured["limit"])
    yield f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="{top + _HEAD - 6:g}" y2="{bottom:g}"/>'
    said = escape(f"{measured['key']} {number(measured['limit'], 4)}")
    anchor = "end" if x > _WIDTH - 160 else "start"
    shift = -6 if anchor == "end" else 6
    yield f'<text class="limit-name" x="{x + shift:.1f}" y="{top + _HEAD + 4:g}" text-anchor="{anchor}">{said}</text>'

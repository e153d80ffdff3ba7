"""The accuracies that a script prints or reports, found in its text piece by piece, and the page that draws them.

`step 200, training accuracy 0.924` is understood, and so are `Iter 1280, Minibatch Loss= 1.9, Training Accuracy= 0.35`,
`After 1000 training step(s), validation accuracy is 97.6%`, `epoch 3: acc=0.98` and `第 3 轮 测试准确率：0.98`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from grader.messages.sentences import say, say_in
from grader.reports import charts
from grader.reports.text import clean, number
from grader.verdict import CurvePoint

_LONGEST_LINE = 500
_MOST = 5_000  # points of one curve
# All of these meet a line of at most `_LONGEST_LINE` characters, in which every run of blanks has become one.
_NUMBER = r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?+"
_ACCURACY = re.compile(
    r"(?:(?:\b|_)(?:accuracy|acc)\b|准确率|正确率|精度) ?(?:on (?:\w{1,20}+ ){0,4}[^\W\d]\w{0,19}+)? ?"
    rf"(?:[:：=]|is|was|of|为|是)? ?\[? ?({_NUMBER}) ?(%?)",
    re.IGNORECASE,
)
_STEPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bsteps? ?[:=#]? ?(\d+)",
        r"\bafter (\d+)",
        r"\biter(?:ation)?s? ?[:=#]? ?(\d+)",
        r"\bbatch(?:es)? ?[:=#]? ?(\d+)",
        r"\bepochs? ?[:=#]? ?(\d+)",
        r"第 ?(\d++) ?[步次轮]",
    )
)
_WORD = re.compile(r"acc|[准正]确率|精度|step|after|iter|batch|epoch|第", re.IGNORECASE)  # one of these is in all above
_KINDS = (
    ("validation", re.compile(r"valid|\bval|\bdev|验证", re.IGNORECASE)),
    ("test", re.compile(r"test|测试", re.IGNORECASE)),
    ("training", re.compile(r"train|batch|训练", re.IGNORECASE)),
)
_NAMES = {
    "training": say_in("whose accuracy", "training"),
    "validation": say_in("whose accuracy", "validation"),
    "test": say_in("whose accuracy", "test"),
    "": say("accuracy"),
}
_TONES = {"training": "accent", "validation": "error", "test": "good", "": "quiet"}


@dataclass
class Accuracies:
    """Curves by kind ("training", "validation", "test", ""): (step, accuracy as a share of 1), as they come."""

    curves: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    _rest: str = ""
    _last: int | None = None

    def read(self, text: str) -> None:
        """The next piece of what a script prints; a line counts when it is whole."""
        *lines, self._rest = (self._rest + text).split("\n")
        self._rest = self._rest[-_LONGEST_LINE:]
        for line in lines:
            if _WORD.search(line := line[:_LONGEST_LINE]):  # most of what is printed in masses ends here
                self._read_line(" ".join(line.split()))

    def end(self) -> None:
        """Nothing more comes: the last line counts as it is."""
        self.read("\n")

    def add(self, point: CurvePoint) -> None:
        """A `report(step=, accuracy=)` of the script."""
        if point.accuracy is not None:
            self._put("training", point.step, point.accuracy)

    def _read_line(self, line: str) -> None:
        step = next((int(match[1]) for pattern in _STEPS if (match := pattern.search(line))), None)
        if step is not None and step < 2**53:
            self._last = step
        before = 0
        for match in _ACCURACY.finditer(line):
            value = float(match[1]) / (100 if match[2] else 1)
            if 1 < value <= 100 and not match[2] and "." in match[1]:  # a percentage without its sign
                value /= 100
            if math.isfinite(value) and 0 <= value <= 1:
                self._put(self._kind(line[before : match.end(1)]), step, value)
            before = match.end()

    @staticmethod
    def _kind(text: str) -> str:
        """By the word that stands nearest before the number."""
        nearest = {kind: max((m.end() for m in pattern.finditer(text)), default=-1) for kind, pattern in _KINDS}
        best = max(nearest, key=lambda kind: nearest[kind])
        return best if nearest[best] >= 0 else ""

    def _put(self, kind: str, step: int | None, value: float) -> None:
        curve = self.curves.setdefault(kind, [])
        if step is None:  # a line that names no step is about what has been trained so far
            step = self._last if self._last is not None else len(curve) + 1
        if len(curve) < _MOST:
            curve.append((step, value))


def accuracies_html(accuracies: Accuracies, name: str, lang: str) -> str:
    """A page with one picture of all the curves, and each one's last value; it opens in `lang`."""
    from grader.reports.html import environment

    drawn = []
    for kind in ("training", "validation", "test", ""):
        if curve := charts.series(_NAMES[kind].get(lang), accuracies.curves.get(kind, []), _TONES[kind]):
            drawn.append((kind, curve))
    svg = charts.line_chart([curve for _, curve in drawn], percent=True, label_id="accuracy", width=560, height=280)
    last = [
        {"name": _NAMES[kind], "tone": curve.tone, "value": f"{number(curve.points[-1][1] * 100, 1)}%",
         "best": f"{number(max(y for _, y in curve.points) * 100, 1)}%", "count": len(curve.points)}
        for kind, curve in drawn
    ]  # fmt: skip
    page = environment().get_template("accuracies.html.jinja")
    return page.render(lang=lang, name=clean(name), svg=svg, last=last)

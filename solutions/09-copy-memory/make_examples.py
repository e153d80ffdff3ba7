"""Writes exercises/09-copy-memory/examples.json, the worked examples of the public checks, from the oracle.

Run ``python solutions/09-copy-memory/make_examples.py`` after a change; a test asserts that it is up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import adding, carrying

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "09-copy-memory" / "examples.json"

# Small enough to follow with a pencil: two sequences, two units.
TARGETS = [0.5, 1.0, 1.5, 0.8]
X = [[0.5, 1.0], [0.25, 0.0]]
H_PREV, C_PREV = [[0.2, -0.4], [0.6, 0.1]], [[0.5, -1.0], [1.5, 0.3]]
DH, DC = [[1.0, -0.5], [0.25, 0.75]], [[0.5, 0.25], [-1.0, 0.5]]
LSTM = {
    "W": [
        [0.4, -0.2, 0.3, 0.1, -0.5, 0.6, 0.2, -0.3],
        [0.1, 0.5, -0.4, 0.2, 0.3, -0.1, -0.6, 0.4],
        [-0.3, 0.2, 0.6, -0.5, 0.8, 0.4, 0.1, 0.3],
        [0.2, 0.1, 0.9, 0.7, -0.2, 0.5, 0.3, -0.4],
    ],
    "b": [1.0, 1.0, 0.1, -0.2, 0.0, 0.1, 0.2, -0.1],
    "v": [1.0, -1.0],
    "d": [0.0],
}
RNN = {"W": [[0.6, 0.3], [-0.5, 0.9], [0.5, 0.4], [-0.3, 0.8]], "b": [0.1, -0.2], "v": [1.0, -0.5], "d": [0.2]}
XS = [[[0.5, 1.0], [0.75, 0.0], [0.25, 1.0]], [[0.1, 1.0], [0.9, 1.0], [0.4, 0.0]]]
KEPT = ("hx", "c_prev", "f", "i", "c_tilde", "o", "c")
PARTS = ("dh_prev", "dc_prev", "dW", "db")
DIGITS = 10


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the known misconceptions would give."""
    lstm, plain = ({name: np.array(part) for name, part in params.items()} for params in (LSTM, RNN))
    dh, dc, xs, targets = (np.array(part) for part in (DH, DC, XS, TARGETS))
    kept = adding.step(np.array(X), np.array(H_PREV), np.array(C_PREV), lstm)[2]
    given = {**dict(zip(KEPT, kept, strict=True)), "dh": dh, "dc": dc, "params": lstm}
    mistakes = carrying.alternatives(adding.back_mistakes(dh, dc, kept, lstm))
    return _plain(
        {
            "constant_error": {
                "targets": targets,
                "expected": np.var(targets),
                "misconceptions": carrying.alternatives(adding.constant_mistakes(targets)),
            },
            "step": given,
            "lstm_step_backward": {
                "expected": _named(adding.lstm_back(dh, dc, kept, lstm)),
                "misconceptions": {name: _named(parts) for name, parts in mistakes.items()},
            },
            "reach": {
                "params": plain,
                "xs": xs,
                "expected": adding.reach(plain, xs),
                "misconceptions": carrying.alternatives(adding.reach_mistakes(plain, xs)),
            },
        }
    )


def _named(parts: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(PARTS, parts, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return (np.round(value, DIGITS) + 0.0).tolist()


def render() -> str:
    """JSON with every matrix row on one line, so that a learner can read it."""
    text = json.dumps(build(), indent=1)
    return (
        re.sub(r"\[\s+([-\d.e,\s]+?)\s+\]", lambda row: "[" + ", ".join(re.split(r",\s+", row[1])) + "]", text) + "\n"
    )


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET}")

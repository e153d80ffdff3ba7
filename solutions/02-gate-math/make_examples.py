"""Writes exercises/02-gate-math/examples.json, the worked examples of the public checks, from the oracle.

Run ``python solutions/02-gate-math/make_examples.py`` after a change; a test asserts that the file is up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import carrying, lstm

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "02-gate-math" / "examples.json"

# Small enough to follow with a pencil: batch 2, inputs 3, hidden 2.
X = [[1.0, 0.5, -1.0], [0.0, 2.0, 1.0]]
H_PREV = [[0.5, -0.5], [0.2, 0.8]]
C_PREV = [[1.0, -2.0], [0.5, 0.0]]
PARAMS = {
    "W_f": [[0.5, -0.3], [0.2, 0.4], [0.1, 0.6], [-0.4, 0.2], [0.3, -0.5]],
    "b_f": [0.5, -0.2],
    "W_i": [[-0.2, 0.7], [0.6, 0.1], [0.3, -0.4], [0.5, 0.3], [-0.1, 0.2]],
    "b_i": [-0.3, 0.4],
    "W_c": [[0.8, 0.1], [-0.5, 0.3], [0.2, 0.9], [0.4, -0.6], [-0.7, 0.5]],
    "b_c": [0.2, 0.3],
    "W_o": [[0.3, 0.5], [-0.4, -0.2], [0.7, 0.1], [0.2, 0.8], [0.1, -0.3]],
    "b_o": [0.6, -0.5],
}
Z = [-2.0, -0.5, 0.0, 1.0, 3.0]
DIGITS = 10


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the known misconceptions would give."""
    x, h_prev, c_prev, z = (np.array(value) for value in (X, H_PREV, C_PREV, Z))
    params = {name: np.array(value) for name, value in PARAMS.items()}
    values = {gate: lstm.gate_value(x, h_prev, params, gate) for gate in lstm.GATES}
    h, c = lstm.lstm_step(x, h_prev, c_prev, params)

    examples: dict[str, Any] = {
        "inputs": {"x": x, "h_prev": h_prev, "c_prev": c_prev, "params": params},
        "sigmoid": {
            "z": z,
            "expected": lstm.sigmoid(z),
            "misconceptions": carrying.alternatives(lstm.sigmoid_mistakes(z)),
        },
    }
    ways = carrying.ways(lstm.sigmoid_ways(z))
    wrong_sigmoids = {name: carrying.version(way, lstm.sigmoid, lstm.sigmoid_ways) for name, way in ways.items()}
    examples["sigmoid"]["carried"] = {name: one(z) for name, one in wrong_sigmoids.items()}
    for gate, function in lstm.GATE_FUNCTIONS.items():
        before = lstm.pre_activation(x, h_prev, params, gate)
        examples[function] = {
            "z": before,
            "expected": values[gate],
            "misconceptions": carrying.alternatives(lstm.gate_mistakes(x, h_prev, params, gate)),
        }
        if gate != "c":  # what the gate gives if sigmoid has one of its mistakes
            examples[function]["carried"] = {name: one(before) for name, one in wrong_sigmoids.items()}
    inputs = {"f": values["f"], "i": values["i"], "c_tilde": values["c"], "c_prev": c_prev}
    examples["cell_state"] = {
        "inputs": inputs,
        "expected": c,
        "misconceptions": carrying.alternatives(lstm.cell_state_mistakes(**inputs)),
    }
    inputs = {"o": values["o"], "c": c}
    examples["hidden_state"] = {
        "inputs": inputs,
        "expected": h,
        "misconceptions": carrying.alternatives(lstm.hidden_state_mistakes(**inputs)),
    }
    mistakes = lstm.step_mistakes(x, h_prev, c_prev, params)
    examples["lstm_step"] = {
        "h": h,
        "c": c,
        "misconceptions": {name: {"h": h, "c": c} for name, (h, c) in carrying.alternatives(mistakes).items()},
    }
    return _plain(examples)


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

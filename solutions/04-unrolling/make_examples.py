"""Writes exercises/04-unrolling/examples.json, the worked examples of the public checks, from the oracle.

Run ``python solutions/04-unrolling/make_examples.py`` after a change; a test asserts that the file is up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import unrolling

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "04-unrolling" / "examples.json"

BATCH, STEPS, PIXELS, HIDDEN = 2, 3, 2, 2
# Of the known mistakes of several layers and of time-major data, these are shown; of one layer all that can be made.
SHOWN = {
    "run_layers": ("shared-layer", "layer-fed-input", "layer-fed-last-output", "layer-fed-cell-state",
                   "state-from-layer-below", "same-initial-state", "first-layer-output", "layers-reversed",
                   "only-one-layer-state", "layers-axis-misplaced"),
    "run_time_major": ("outputs-on-wrong-axis", "state-not-carried", "hidden-and-cell-state-swapped"),
}  # fmt: skip
NOT_STACKED = ("outputs-on-wrong-axis", "only-last-output")  # what no further layer can read
DIGITS = 8


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the most common misconceptions would give."""
    rng = np.random.default_rng(28)
    layers = unrolling.random_layers(rng, 2, PIXELS, HIDDEN)
    first, second = layers = [{name: _tenths(part) for name, part in layer.items()} for layer in layers]
    images = _tenths(rng.uniform(size=(BATCH, STEPS, PIXELS)))
    state = _tenths(unrolling.random_state(rng, 2, 2, BATCH, HIDDEN))
    sequence = images.transpose(1, 0, 2)

    mistakes = {
        "unroll": unrolling.unroll_mistakes(first, images, state[0]),
        "run_layers": unrolling.layer_mistakes(layers, images, state),
        "run_time_major": unrolling.time_major_mistakes(first, sequence, state[0]),
    }
    whole = unrolling.run_layers(layers, images, state)
    examples: dict[str, Any] = {
        "inputs": {"first": first, "second": second, "images": images, "state": state},
        "unroll": _pair(unrolling.unroll(first, images, state[0])),
        "run_layers": _pair(whole),
        "run_time_major": _pair(unrolling.time_major(unrolling.unroll, first, sequence, state[0])),
        "last_output": {"expected": whole[0][:, -1], "misconceptions": unrolling.last_output_mistakes(whole[0])},
        "last_hidden": {"expected": whole[1][-1, 0], "misconceptions": unrolling.last_hidden_mistakes(whole[1])},
        "to_time_major": {"expected": sequence, "misconceptions": unrolling.to_time_major_mistakes(images)},
    }
    for name, answers in mistakes.items():
        shown = SHOWN.get(name, answers)
        examples[name]["misconceptions"] = {key: _pair(answers[key][0]) for key in shown}
    # What run_layers gives if each layer is unrolled with one of these mistakes.
    examples["run_layers"]["carried"] = {
        key: _pair(unrolling.run_layers(layers, images, state, unrolling.UNROLLS[key][0]))
        for key in mistakes["unroll"]
        if key not in NOT_STACKED
    }
    return _plain(examples)


def _tenths(array: Any) -> Any:
    return np.round(np.asarray(array, dtype=np.float64), 1)


def _pair(answer: unrolling.Answer) -> dict[str, Any]:
    return {"outputs": answer[0], "state": answer[1]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return (np.round(np.asarray(value, dtype=np.float64), DIGITS) + 0.0).tolist()


def render() -> str:
    """JSON with every matrix on one line, so that a learner can read it."""
    text = json.dumps(build(), indent=1)
    for inner in (r"[-\d.e,\s]+?", r"\[[-\d.e, ]+\](?:,\s+\[[-\d.e, ]+\])*"):  # rows, then matrices
        text = re.sub(rf"\[\s+({inner})\s+\]", lambda found: "[" + re.sub(r",\s+", ", ", found[1]) + "]", text)
    return text + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET}")

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

from oracles import carrying, unrolling

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "04-unrolling" / "examples.json"

BATCH, STEPS, PIXELS, HIDDEN = 2, 3, 2, 2
DIGITS = 8


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the known misconceptions would give."""
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
        wrong = carrying.alternatives(answers)
        examples[name]["misconceptions"] = {key: _pair(answer) for key, answer in wrong.items()}
    # What run_layers gives if each layer is unrolled with one of these mistakes, and what unroll itself gives then.
    carried = examples["run_layers"]["carried"] = {}
    own = examples["unroll"]["carried"] = {}
    for key, one in carrying.alternatives(unrolling.UNROLLS).items():
        try:
            carried[key] = _pair(unrolling.run_layers(layers, images, state, one))
        except (ValueError, IndexError):
            continue  # a mistake that cannot be made with these shapes, or that no further layer can read
        own[key] = _pair(one(first, images, state[0]))
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

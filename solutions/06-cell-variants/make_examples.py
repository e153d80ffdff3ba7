"""Writes exercises/06-cell-variants/examples.json, the worked examples of the public checks, from the oracle.

Run ``python solutions/06-cell-variants/make_examples.py`` after a change; a test asserts that the file is up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import carrying, variants

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "06-cell-variants" / "examples.json"

BATCH, INPUTS, UNITS, STEPS = 2, 3, 2, 4
FORGET_BIAS = 1.0
DIGITS = 8


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the known misconceptions would give."""
    rng = np.random.default_rng(2000)
    x, h, c = (_tenths(rng.normal(size=(BATCH, size))) for size in (INPUTS, UNITS, UNITS))
    kernel, bias = map(_tenths, variants.tf1_weights(rng, INPUTS, UNITS))
    lstm = {"kernel": kernel, "bias": bias, "forget_bias": FORGET_BIAS}
    wrong_steps = variants.lstm_step_mistakes(x, h, c, **lstm)
    wrong_weights = variants.to_keras_mistakes(**lstm)
    examples: dict[str, Any] = {
        "inputs": {"x": x, "h": h, "c": c, **lstm},
        "lstm_step": _named("h c", variants.lstm_step(x, h, c, **lstm), wrong_steps),
        "to_keras": _named("kernel recurrent_kernel bias", variants.to_keras(**lstm), wrong_weights),
    }
    sequence = _tenths(rng.normal(size=(BATCH, STEPS, INPUTS)))
    for name, reset_after in (("reset_before", False), ("reset_after", True)):
        weights = [_tenths(part) for part in variants.gru_weights(rng, INPUTS, UNITS, reset_after)]
        mistakes = variants.gru_step_mistakes(x, h, *weights, reset_after)
        examples[name] = {
            **dict(zip(("kernel", "recurrent_kernel", "bias"), weights, strict=True)),
            "expected": variants.gru_step(x, h, *weights, reset_after),
            "misconceptions": carrying.alternatives(mistakes),
        }
    of_keras = dict(zip(("kernel", "recurrent_kernel", "bias"), variants.to_keras(**lstm), strict=True))
    examples["sequence"] = sequence
    for kind, weights in (("lstm", of_keras), ("gru", examples["reset_after"])):
        wrong = carrying.alternatives(variants.run_cell_mistakes(kind, weights, sequence))
        examples[f"over_time_{kind}"] = {
            **_over_time(*variants.run_cell(kind, weights, sequence)),
            "misconceptions": {name: _over_time(*one) for name, one in wrong.items()},
        }
    return _plain(examples)


def _over_time(outputs: Any, states: tuple[Any, ...]) -> dict[str, Any]:
    return {"outputs": outputs, "states": np.stack(states)}


def _named(names: str, right: tuple[Any, ...], mistakes: dict[str, Any]) -> dict[str, Any]:
    keys = names.split()
    wrong = {name: dict(zip(keys, one, strict=True)) for name, one in carrying.alternatives(mistakes).items()}
    return {**dict(zip(keys, right, strict=True)), "misconceptions": wrong}


def _tenths(array: Any) -> Any:
    return np.round(np.asarray(array, dtype=np.float64), 1)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, float) else (np.round(np.asarray(value), DIGITS) + 0.0).tolist()


def render() -> str:
    """JSON with every matrix on one line, so that a learner can read it."""
    text = json.dumps(build(), indent=1)
    for inner in (r"[-\d.e,\s]+?", r"\[[-\d.e, ]+\](?:,\s+\[[-\d.e, ]+\])*"):  # rows, then matrices
        text = re.sub(rf"\[\s+({inner})\s+\]", lambda found: "[" + re.sub(r",\s+", ", ", found[1]) + "]", text)
    return text + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET}")

"""Writes exercises/01-rnn-and-gradients/examples.json, the worked examples of the public checks, from the oracle.

Run ``python solutions/01-rnn-and-gradients/make_examples.py`` after a change; a test asserts that it is up to date.
"""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracles import carrying, rnn

TARGET = Path(__file__).resolve().parents[2] / "exercises" / "01-rnn-and-gradients" / "examples.json"

# Small enough to follow with a pencil: three steps, two inputs, two units, one output.
XS = [[1.0, 0.5], [-0.5, 1.0], [0.5, -1.0]]
S0 = [0.2, -0.4]
PARAMS = {
    "U": [[0.5, -0.3], [0.4, 0.8]],
    "W": [[0.6, -0.5], [0.3, 0.9]],
    "b": [0.1, -0.2],
    "V": [[1.0, -0.5]],
}
TARGETS = [[1.5], [-1.0], [2.0]]
DS = [0.5, -1.0]
GATES = [[0.9, 0.5], [0.8, 0.6], [0.5, 1.0]]
MAX_NORM = 1.0
DIGITS = 10


def build() -> dict[str, Any]:
    """The content of examples.json: inputs, expected outputs, and what the known misconceptions would give."""
    xs, s0, targets, ds, f = (np.array(value) for value in (XS, S0, TARGETS, DS, GATES))
    params = {name: np.array(value) for name, value in PARAMS.items()}
    states = rnn.rnn_forward(xs, s0, params)
    x, s_prev, s = xs[2], states[2], states[3]
    W = params["W"]
    gradients = rnn.gradients(xs, targets, s0, params)
    to_clip = [gradients[name] for name in ("U", "W", "b", "V")]
    examples = {
        "inputs": {"xs": xs, "s0": s0, "targets": targets, "ds": ds, "f": f, "max_norm": MAX_NORM, "params": params},
        "rnn_step": _case(rnn.rnn_step(xs[0], s0, params), rnn.step_mistakes(xs[0], s0, params)),
        "rnn_forward": _case(states, rnn.forward_mistakes(xs, s0, params)),
        "step_backward": _case(
            rnn.step_backward(ds, x, s_prev, s, params), rnn.step_backward_mistakes(ds, x, s_prev, s, params)
        ),
        "bptt": _case(gradients, rnn.bptt_mistakes(xs, targets, states, params)),
        "jacobian": _case(rnn.jacobian(s, W), rnn.jacobian_mistakes(s, W)),
        "gradient_norms": _case(rnn.gradient_norms(states, W), rnn.norm_mistakes(states, W)),
        "clip_by_global_norm": _case(rnn.clip_by_global_norm(to_clip, MAX_NORM), rnn.clip_mistakes(to_clip, MAX_NORM)),
        "cell_path": _case(rnn.cell_path(f), rnn.cell_path_mistakes(f)),
    }
    for function, builder, given, right, mistakes, compose in (
        ("rnn_step", "rnn_forward", (xs[0], s0, params), rnn.rnn_step, rnn.step_mistakes,
         partial(rnn.rnn_forward, xs, s0, params)),
        ("step_backward", "bptt", (ds, x, s_prev, s, params), rnn.step_backward, rnn.step_backward_mistakes,
         partial(rnn.backpropagate, xs, targets, states, params)),
        ("jacobian", "gradient_norms", (s, W), rnn.jacobian, rnn.jacobian_mistakes,
         partial(rnn.gradient_norms, states, W)),
    ):  # fmt: skip
        # What the mistakes of a function give, and what is built on it if it has them.
        ways = carrying.ways(mistakes(*given), but=rnn.NOT_CARRIED[function])
        versions = {name: carrying.version(way, right, mistakes) for name, way in ways.items()}
        examples[function]["carried"] = {name: _named(one(*given)) for name, one in versions.items()}
        examples[builder]["carried"] = {name: compose(one) for name, one in versions.items()}
    return _plain(examples)


def _case(expected: Any, mistakes: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    wrong = {name: _named(value) for name, value in carrying.alternatives(mistakes).items()}
    return {"expected": _named(expected), "misconceptions": wrong}


def _named(value: Any) -> Any:
    """What comes in several arrays gets a name for each: they have different shapes."""
    if isinstance(value, tuple) and len(value) == 4:
        return dict(zip(("ds_prev", "dU", "dW", "db"), value, strict=True))
    if isinstance(value, tuple):
        return {**dict(zip(("U", "W", "b", "V"), value[0], strict=True)), "norm": value[1]}
    return value


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

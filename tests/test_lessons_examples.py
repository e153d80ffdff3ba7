"""Worked examples are generated: what a lesson shows and checks in public must be what its oracle says today."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

COURSE = Path(__file__).resolve().parents[1]
MAKERS = sorted(COURSE.glob("solutions/*/make_examples.py"))


def _load(path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = importlib.util.spec_from_file_location(f"make_examples_{path.parent.name.replace('-', '_')}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_examples():
    known = {"01-rnn-and-gradients", "02-gate-math", "04-unrolling", "06-cell-variants"}
    assert known <= {path.parent.name for path in MAKERS}


@pytest.mark.parametrize("path", MAKERS, ids=lambda path: path.parent.name)
def test_examples_are_up_to_date(path, monkeypatch):
    maker = _load(path, monkeypatch)
    shown = (COURSE / "exercises" / path.parent.name / "examples.json").read_text(encoding="utf-8")
    assert shown == maker.render(), f"run python {path.relative_to(COURSE)}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_task_of_gate_math_shows_the_same_numbers(lang):
    public = COURSE / "exercises" / "02-gate-math"
    examples = json.loads((public / "examples.json").read_text(encoding="utf-8"))
    blocks = re.findall(r"```text\n(.*?)```", (public / f"task.{lang}.md").read_text(encoding="utf-8"), re.S)
    results = [float(number) for number in re.findall(r"-?\d+\.\d{4}", blocks[1])]
    gates = ["forget_gate", "input_gate", "candidate", "output_gate"]
    upper = [examples[gate]["expected"][row] for row in (0, 1) for gate in gates]
    lower = [examples[state]["expected"][row] for row in (0, 1) for state in ("cell_state", "hidden_state")]
    assert results == pytest.approx([value for row in upper + lower for value in row], abs=5.1e-5)


def test_every_misconception_of_the_lstm_oracle_has_its_sentences(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    import numpy as np
    from oracles import lstm

    from grader.course.misconceptions import diagnose

    rng = np.random.default_rng(0)
    x, h, c, params = lstm.lstm_inputs(rng, 2, 3, 4)
    ids = {*lstm.sigmoid_mistakes(x), *lstm.cell_state_mistakes(h, h, h, c), *lstm.hidden_state_mistakes(h, c)}
    ids |= {key for gate in lstm.GATES for key in lstm.gate_mistakes(x, h, params, gate)}
    ids |= {*lstm.step_mistakes(x, h, c, params)}
    assert len(ids) > 25
    for key in ids:
        text = diagnose(key, COURSE / "exercises" / "02-gate-math").text
        assert text.zh and text.en

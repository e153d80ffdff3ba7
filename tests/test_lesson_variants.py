"""Lesson 06 says in its task what its oracle says, and its oracle's known mistakes are mistakes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

COURSE = Path(__file__).resolve().parents[1]
PUBLIC = COURSE / "exercises" / "06-cell-variants"


@pytest.fixture
def variants(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import variants

    return variants


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_worked_example_in_the_task_is_the_oracles(lang, variants):
    task = (PUBLIC / f"task.{lang}.md").read_text(encoding="utf-8")
    counts = [int(number) for number in re.findall(r"\| (\d{5}) \|", task)]
    lstm, gru = variants.lstm_parameters, variants.gru_parameters
    assert counts == [lstm(28, 128), lstm(28, 128, False), gru(28, 128), gru(28, 128, False)]
    inputs = json.loads((PUBLIC / "examples.json").read_text(encoding="utf-8"))["inputs"]
    rows = re.findall(r"^(?:TF1|Keras) +\[(.*)\]", task, re.M)
    shown = [[float(number) for number in row.split(",")] for row in rows]
    bias = variants.to_keras(np.array(inputs["kernel"]), np.array(inputs["bias"]), inputs["forget_bias"])[2]
    assert shown == [inputs["bias"], pytest.approx(bias)]


def test_moved_weights_compute_the_same(variants):
    rng = np.random.default_rng(6)
    kernel, bias = variants.tf1_weights(rng, 3, 4)
    x, h, c = (rng.normal(size=(2, size)) for size in (3, 4, 4))
    old = variants.lstm_step(x, h, c, kernel, bias, 1.5)
    new_kernel, recurrent, new_bias = variants.to_keras(kernel, bias, 1.5)
    new = variants.lstm_step(x, h, c, np.vstack([new_kernel, recurrent]), new_bias, order=variants.KERAS)
    np.testing.assert_allclose(old, new)


def test_both_kinds_of_gru_agree_where_nothing_is_reset(variants):
    rng = np.random.default_rng(7)
    kernel, recurrent, bias = variants.gru_weights(rng, 3, 4, True)
    bias[0, 4:8] = 60.0  # r is 1, and so it matters neither where it stands nor which bias is whose
    x, h = rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    after = variants.gru_step(x, h, kernel, recurrent, bias, True)
    np.testing.assert_allclose(after, variants.gru_step(x, h, kernel, recurrent, bias.sum(axis=0), False))


def test_no_known_mistake_is_the_right_answer(variants):
    rng = np.random.default_rng(8)
    kernel, bias = variants.tf1_weights(rng, 3, 4)
    x, h, c = (rng.normal(size=(2, size)) for size in (3, 4, 4))
    pairs = [
        (variants.lstm_step(x, h, c, kernel, bias, 1.7), variants.lstm_step_mistakes(x, h, c, kernel, bias, 1.7)),
        (variants.to_keras(kernel, bias, 1.7), variants.to_keras_mistakes(kernel, bias, 1.7)),
    ]
    for after in (True, False):
        weights = variants.gru_weights(rng, 3, 4, after)
        mistakes = variants.gru_step_mistakes(x, h, *weights, after)
        pairs.append(((variants.gru_step(x, h, *weights, after),), {key: ((a,),) for key, (a,) in mistakes.items()}))
        counts = variants.gru_parameter_mistakes(5, 7, after)
        assert variants.gru_parameters(5, 7, after) not in counts.values()
        assert variants.lstm_parameters(5, 7, after) not in variants.lstm_parameter_mistakes(5, 7, after).values()
    for right, mistakes in pairs:
        for key, answers in mistakes.items():
            for wrong in answers:
                alike = [np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-2, atol=1e-3)
                         for a, b in zip(right, wrong, strict=True)]  # fmt: skip
                assert not all(alike), key

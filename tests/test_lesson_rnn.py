"""Lesson 01's oracle and figure: gradients agree with finite differences, mistakes with nothing right, pictures with
the numbers they show."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

COURSE = Path(__file__).resolve().parents[1]
PUBLIC = COURSE / "exercises" / "01-rnn-and-gradients"
SHAPES = [(1, 2, 3, 1), (5, 3, 4, 2), (30, 2, 3, 2)]


@pytest.fixture
def rnn(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import rnn

    return rnn


@pytest.fixture
def figure(rnn):
    path = COURSE / "solutions" / "01-rnn-and-gradients" / "make_figure.py"
    spec = importlib.util.spec_from_file_location("make_figure_01", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("scale", [0.4, 0.9, 2.5])
def test_two_ways_of_differentiating_agree_with_each_other_and_with_finite_differences(rnn, shape, scale):
    rng = np.random.default_rng(0)
    xs, targets, s0, params = rnn.inputs_for(rng, *shape, scale)
    forwards = rnn.gradients(xs, targets, s0, params)
    backwards = rnn.backpropagate(xs, targets, rnn.rnn_forward(xs, s0, params), params)
    for _ in range(5):
        direction = {name: rng.normal(size=part.shape) for name, part in forwards.items()}
        measured = rnn.directional(xs, targets, s0, params, direction)
        for found in (forwards, backwards):
            slope = sum(np.sum(found[name] * direction[name]) for name in found)
            assert slope == pytest.approx(measured, rel=1e-5, abs=1e-5)
    assert all(np.allclose(forwards[name], backwards[name], rtol=1e-9, atol=1e-12) for name in forwards)


def test_a_step_back_is_the_derivative_of_a_step(rnn):
    rng = np.random.default_rng(1)
    xs, _, s0, params = rnn.inputs_for(rng, 1, 3, 4, 1)
    ds, s = rng.normal(size=4), rnn.rnn_step(xs[0], s0, params)
    parts = rnn.step_backward(ds, xs[0], s0, s, params)
    for part, name in zip(parts, ("s0", "U", "W", "b"), strict=True):
        direction = rng.normal(size=part.shape)
        ends = []
        for size in (1e-6, -1e-6):
            moved = {**params, name: params[name] + size * direction} if name != "s0" else params
            ends.append(ds @ rnn.rnn_step(xs[0], s0 + size * direction if name == "s0" else s0, moved))
        assert np.sum(part * direction) == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-6)


def test_norms_are_those_of_the_measured_jacobian(rnn):
    rng = np.random.default_rng(2)
    xs, _, s0, params = rnn.inputs_for(rng, 6, 2, 3, 1, 1.5)
    states = rnn.rnn_forward(xs, s0, params)
    columns = [rnn.rnn_forward(xs, s0 + size * unit, params)[-1] for unit in np.eye(3) for size in (1e-6, -1e-6)]
    measured = (np.array(columns[::2]) - np.array(columns[1::2])).T / 2e-6
    assert rnn.gradient_norms(states, params["W"])[-1] == pytest.approx(np.linalg.norm(measured, 2), rel=1e-6)


def test_no_mistake_equals_the_right_answer_and_each_has_its_sentences(rnn):
    from grader.course.misconceptions import diagnose

    rng = np.random.default_rng(3)
    xs, targets, s0, params = rnn.inputs_for(rng, 6, 4, 4, 2)
    states, W, f = rnn.rnn_forward(xs, s0, params), params["W"], rng.uniform(0.3, 0.95, size=(6, 3))
    given = (rng.normal(size=4), xs[0], states[0], states[1], params)
    many = [rng.normal(size=(3, 2)), rng.normal(size=4)]
    families = [
        (rnn.rnn_step(xs[0], s0, params), rnn.step_mistakes(xs[0], s0, params)),
        (states, rnn.forward_mistakes(xs, s0, params)),
        (rnn.step_backward(*given), rnn.step_backward_mistakes(*given)),
        (rnn.gradients(xs, targets, s0, params), rnn.bptt_mistakes(xs, targets, states, params)),
        (rnn.jacobian(states[1], W), rnn.jacobian_mistakes(states[1], W)),
        (rnn.gradient_norms(states, W), rnn.norm_mistakes(states, W)),
        (rnn.cell_path(f), rnn.cell_path_mistakes(f)),
        (rnn.clip_by_global_norm(many, 0.5), {**rnn.clip_mistakes(many, 0.5), "always-rescaled": ()}),
    ]
    ids = set()
    for right, mistakes in families:
        for key, alternatives in mistakes.items():
            assert not any(rnn.like(alternative, right) for alternative in alternatives), key
        ids |= set(mistakes)
    assert len(ids) > 40
    for key in ids:
        text = diagnose(key, PUBLIC).text
        assert text.zh and text.en


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figure_and_its_table_are_what_the_oracle_gives_today(figure, lang):
    def split(text):
        return re.sub(r"-?\d+\.\d", "#", text), [float(number) for number in re.findall(r"-?\d+\.\d", text)]

    words, numbers = split((PUBLIC / f"reach.{lang}.svg").read_text(encoding="utf-8"))
    words_now, numbers_now = split(figure.svg(lang))
    assert words == words_now
    assert numbers == pytest.approx(numbers_now, abs=0.3)  # pixels: another BLAS rounds otherwise
    task = (PUBLIC / f"task.{lang}.md").read_text(encoding="utf-8")
    assert f"](reach.{lang}.svg)" in task
    for name, row in zip(figure.names(lang), figure.table(), strict=True):
        (shown,) = re.findall(rf"^\| {re.escape(name)} \| (.*) \|$", task, re.M)
        assert [float(number) for number in shown.split(" | ")] == pytest.approx([float(n) for n in row], rel=0.03)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_task_shows_the_numbers_of_the_worked_example(lang):
    examples = json.loads((PUBLIC / "examples.json").read_text(encoding="utf-8"))
    expected = {key: case["expected"] for key, case in examples.items() if key != "inputs"}
    task = (PUBLIC / f"task.{lang}.md").read_text(encoding="utf-8")
    block = re.findall(r"```text\n(.*?)```", task, re.S)[1]
    shown = sorted(float(number) for number in re.findall(r"-?\d+\.\d{4}", block))
    parts = [expected["rnn_forward"], *expected["bptt"].values(), expected["jacobian"], expected["gradient_norms"]]
    numbers = [*np.concatenate([np.ravel(part) for part in parts]), expected["clip_by_global_norm"]["norm"]]
    assert shown == pytest.approx(sorted(numbers), abs=5.1e-5)

"""Lesson 09's oracle: gradients agree with finite differences, no mistake is right, and its data is the task's."""

import sys
from pathlib import Path

import numpy as np
import pytest

COURSE = Path(__file__).resolve().parents[1]


@pytest.fixture
def adding(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import adding

    return adding


def slope(value, at, direction, size=1e-6):
    """The slope of `value` at the array `at` along `direction`, by central differences."""
    return (value(at + size * direction) - value(at - size * direction)) / (2 * size)


def test_a_step_back_is_the_derivative_of_a_step(adding):
    rng = np.random.default_rng(0)
    params = adding.new_params("lstm", rng, 4)
    x, h, c, dh, dc = rng.normal(size=(3, 2)), *rng.normal(size=(4, 3, 4))
    parts = adding.lstm_back(dh, dc, adding.step(x, h, c, params)[2], params)

    def ahead(h=h, c=c, **changed):
        new_h, new_c, _ = adding.step(x, h, c, {**params, **changed})
        return float(np.sum(new_h * dh) + np.sum(new_c * dc))

    for part, name, at in zip(parts, ("h", "c", "W", "b"), (h, c, params["W"], params["b"]), strict=True):
        direction = rng.normal(size=part.shape)
        measured = slope(lambda there, name=name: ahead(**{name: there}), at, direction)
        assert np.sum(part * direction) == pytest.approx(measured, rel=1e-6)


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_gradients_agree_with_finite_differences(adding, kind):
    rng = np.random.default_rng(1)
    params, batch = adding.new_params(kind, rng, 5), adding.sequences(rng, 4, 6)
    found = adding.gradients(params, batch)
    for name, part in found.items():
        direction = rng.normal(size=part.shape)
        measured = slope(lambda at, name=name: adding.error({**params, name: at}, batch), params[name], direction)
        assert np.sum(part * direction) == pytest.approx(measured, rel=1e-5)


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_reach_is_the_gradient_of_the_output_by_an_earlier_state(adding, kind):
    rng = np.random.default_rng(2)
    params, xs = adding.new_params(kind, rng, 3), rng.normal(size=(1, 4, 2))

    def output(state):
        h, c = state[:1], state[1:]
        for x in xs.swapaxes(0, 1)[2:]:
            h, c, _ = adding.step(x, h, c, params)
        return float((h @ params["v"] + params["d"]).item())

    h = c = np.zeros((1, 3))
    for x in xs.swapaxes(0, 1)[:2]:
        h, c, _ = adding.step(x, h, c, params)
    state = np.concatenate([h, c])
    length = np.linalg.norm([slope(output, state, unit.reshape(2, 3)) for unit in np.eye(6)])
    assert adding.reach(params, xs)[1] == pytest.approx(length, rel=1e-6)


def test_no_mistake_is_right_and_all_differ_from_each_other(adding):
    rng = np.random.default_rng(3)
    params = adding.new_params("lstm", rng, 4)
    kept = adding.step(rng.normal(size=(3, 2)), *rng.normal(size=(2, 3, 4)), params)[2]
    given = (*rng.normal(size=(2, 3, 4)), kept, params)
    every = [("right", adding.lstm_back(*given))]
    every += [(key, way) for key, ways in adding.back_mistakes(*given).items() for way in ways]
    for number, (one, parts) in enumerate(every):
        for other, others in every[:number]:
            same = all(a.shape == b.shape and np.allclose(a, b) for a, b in zip(parts, others, strict=True))
            assert not same, (one, other)


def test_sequences_are_the_tasks(adding):
    xs, targets = adding.sequences(np.random.default_rng(4), 50, 9)
    marks = xs[..., 1]
    assert (marks[:, :4].sum(axis=1) == 1).all() and (marks[:, 4:].sum(axis=1) == 1).all()
    assert np.allclose(targets, (xs[..., 0] * marks).sum(axis=1))

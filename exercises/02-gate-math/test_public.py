"""Public checks of lesson 2: your functions on the worked example of the task (examples.json)."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, carried, expect

CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=1e-4)


def repeats(student, example, value, case):
    """Whether a gate is right but for a known mistake, which your own sigmoid has as well."""
    known, composed = example["sigmoid"]["carried"], case.get("carried", {})
    fitting = [known[name] for name, wrong in composed.items() if like(value, wrong)]
    if not fitting:
        return False
    own = as_array(student.sigmoid(example["sigmoid"]["z"]))
    return any(like(own, wrong) for wrong in fitting)


def check_gate(student, example, name):
    """One gate on the worked example; an error in your sigmoid costs sigmoid's points, not this gate's."""
    given, case = example["inputs"], example[name]
    value = as_array(student.call(name, given["x"], given["h_prev"], given["params"]))
    if not like(value, case["expected"]) and repeats(student, example, value, case):
        return carried("sigmoid")
    expect(value, name).shape(2, 2).close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_sigmoid_shapes")
def test_sigmoid(student, example):
    """sigmoid: the values of the worked example
    sigmoid：与例题的数值一致"""
    case = example["sigmoid"]
    value = as_array(student.sigmoid(case["z"]))
    expect(value, "sigmoid(z)").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_forget_gate_fresh")
def test_forget_gate(student, example):
    """forget_gate: the values of the worked example
    forget_gate：与例题的数值一致"""
    check_gate(student, example, "forget_gate")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_input_gate_fresh")
def test_input_gate(student, example):
    """input_gate: the values of the worked example
    input_gate：与例题的数值一致"""
    check_gate(student, example, "input_gate")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_candidate_fresh")
def test_candidate(student, example):
    """candidate: the values of the worked example
    candidate：与例题的数值一致"""
    check_gate(student, example, "candidate")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_cell_state_fresh")
def test_cell_state(student, example):
    """cell_state: the values of the worked example
    cell_state：与例题的数值一致"""
    case = example["cell_state"]
    given = case["inputs"]
    value = as_array(student.cell_state(given["f"], given["i"], given["c_tilde"], given["c_prev"]))
    expect(value, "cell_state").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_output_gate_fresh")
def test_output_gate(student, example):
    """output_gate: the values of the worked example
    output_gate：与例题的数值一致"""
    check_gate(student, example, "output_gate")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_hidden_state_fresh")
def test_hidden_state(student, example):
    """hidden_state: the values of the worked example
    hidden_state：与例题的数值一致"""
    case = example["hidden_state"]
    value = as_array(student.hidden_state(case["inputs"]["o"], case["inputs"]["c"]))
    expect(value, "hidden_state").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_lstm_step_fresh")
def test_lstm_step(student, example):
    """lstm_step: returns (h, c) of the worked example, all your functions together
    lstm_step：所有函数合在一起，返回例题中的 (h, c)"""
    given, case = example["inputs"], example["lstm_step"]
    states = student.lstm_step(given["x"], given["h_prev"], given["c_prev"], given["params"])
    # One array of both is as good as a pair.
    states = list(states) if isinstance(states, np.ndarray) and states.ndim == 3 else as_arrays(states)
    expect(states, "lstm_step(...)").length(2)
    h, c = states
    # A mistake in the step shows in both states, so only one that explains both is named.
    known = {key: pair for key, pair in case["misconceptions"].items() if like(h, pair["h"]) and like(c, pair["c"])}
    expect(h, "h").close(case["h"], **CLOSE, misconceptions={key: pair["h"] for key, pair in known.items()})
    expect(c, "c").close(case["c"], **CLOSE, misconceptions={key: pair["c"] for key, pair in known.items()})

"""Public checks of lesson 1: your functions on the worked example of the task (examples.json)."""

from functools import partial

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, carried, expect

CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well
PARTS = ("ds_prev", "dU", "dW", "db")
GRADIENTS = {"U": "∂L/∂U", "W": "∂L/∂W", "b": "∂L/∂b", "V": "∂L/∂V", "s0": "∂L/∂s_0"}


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    if isinstance(value, (int, float)):
        value = np.asarray(value)
    expected = np.asarray(expected)
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=1e-4)


def check_parts(claim, case, labels):
    """A claim of several arrays, by name. A mistake shows in all of them, so only one that explains all is named."""
    known = {
        key: parts
        for key, parts in case["misconceptions"].items()
        if all(like(claim[name], parts[name]) for name in labels)
    }
    for name, label in labels.items():
        mistaken = {key: parts[name] for key, parts in known.items()}
        expect(claim[name], label).close(case["expected"][name], **CLOSE, misconceptions=mistaken)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_rnn_step_fresh")
def test_rnn_step(student, example):
    """rnn_step: the values of the worked example
    rnn_step：与例题的数值一致"""
    given, case = example["inputs"], example["rnn_step"]
    value = as_array(student.rnn_step(given["xs"][0], given["s0"], given["params"]))
    expect(value, "rnn_step").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


def parts_like(claim, parts):
    """Whether a claim of several arrays, by name, is these."""
    return all(like(claim.get(name), part) for name, part in parts.items())


def right_but_for(function, shows, claim, example, builder, same=like):
    """Whether `claim`, of `builder`, is what the worked example gives with a known mistake in `function`, which
    `shows(wrong)` finds in your own: that mistake costs points there, and not here again."""
    mistakes, composed = example[function]["carried"], example[builder]["carried"]
    return any(same(claim, composed[name]) and shows(wrong) for name, wrong in mistakes.items())


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_rnn_forward_fresh")
def test_rnn_forward(student, example):
    """rnn_forward: all the states of the worked example
    rnn_forward：例题中的全部状态"""
    given, case = example["inputs"], example["rnn_forward"]
    value, expected = as_array(student.rnn_forward(given["xs"], given["s0"], given["params"])), case["expected"]
    if not like(value, expected):
        # An error in rnn_step costs its own points; what is judged here is how the steps are put together.
        own = as_array(student.rnn_step(given["xs"][0], given["s0"], given["params"]))
        if right_but_for("rnn_step", partial(like, own), value, example, "rnn_forward"):
            return carried("rnn_step")
    expect(value, "states").close(expected, **CLOSE, misconceptions=case["misconceptions"])


def step_inputs(example):
    """The last step of the worked example: ds, x_3, s_2, s_3, params."""
    given, states = example["inputs"], example["rnn_forward"]["expected"]
    return given["ds"], given["xs"][2], states[2], states[3], given["params"]


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_step_backward_fresh")
def test_step_backward(student, example):
    """step_backward: the four gradients of the worked example's last step
    step_backward：例题最后一步的四个梯度"""
    claim = as_arrays(student.step_backward(*step_inputs(example)))
    expect(claim, "step_backward(...)").length(4)
    labels = dict(zip(PARTS, ("∂L/∂s_2", "∂L/∂U", "∂L/∂W", "∂L/∂b"), strict=True))
    check_parts(dict(zip(PARTS, claim, strict=True)), example["step_backward"], labels)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_bptt_fresh")
def test_bptt(student, example):
    """bptt: the five gradients of the worked example
    bptt：例题的五个梯度"""
    given = example["inputs"]
    claim = as_arrays(student.bptt(given["xs"], given["targets"], example["rnn_forward"]["expected"], given["params"]))
    expect.that(
        isinstance(claim, dict) and set(GRADIENTS) <= set(claim),
        en=f"bptt should return a dict with the keys {', '.join(GRADIENTS)}",
        zh=f"bptt 应返回字典，键为 {'、'.join(GRADIENTS)}",
    )
    for name, part in example["bptt"]["expected"].items():
        expect(claim[name], GRADIENTS[name]).shape(*part.shape)
    if not parts_like(claim, example["bptt"]["expected"]):
        # As above: an error in step_backward costs step_backward's points.
        own = as_arrays(student.step_backward(*step_inputs(example)))
        own = dict(zip(PARTS, own, strict=True)) if isinstance(own, (tuple, list)) and len(own) == 4 else {}
        if right_but_for("step_backward", partial(parts_like, own), claim, example, "bptt", parts_like):
            return carried("step_backward")
    check_parts(claim, example["bptt"], GRADIENTS)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_jacobian_fresh")
def test_jacobian(student, example):
    """jacobian: the values of the worked example
    jacobian：与例题的数值一致"""
    case = example["jacobian"]
    value = as_array(student.jacobian(example["rnn_forward"]["expected"][3], example["inputs"]["params"]["W"]))
    expect(value, "jacobian").shape(2, 2).close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_gradient_norms_fresh")
def test_gradient_norms(student, example):
    """gradient_norms: the values of the worked example
    gradient_norms：与例题的数值一致"""
    case, states, W = example["gradient_norms"], example["rnn_forward"]["expected"], example["inputs"]["params"]["W"]
    value, expected = as_array(student.gradient_norms(states, W)), case["expected"]
    if not like(value, expected):
        # As above: an error in jacobian costs jacobian's points.
        own = as_array(student.jacobian(states[3], W))
        if right_but_for("jacobian", partial(like, own), value, example, "gradient_norms"):
            return carried("jacobian")
    expect(value, "gradient_norms").close(expected, **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_clip_fresh")
def test_clip_by_global_norm(student, example):
    """clip_by_global_norm: the gradients of the worked example, clipped to a norm of 1
    clip_by_global_norm：把例题的梯度裁剪到范数 1"""
    case, names = example["clip_by_global_norm"], ("U", "W", "b", "V")
    gradients = [example["bptt"]["expected"][name] for name in names]
    claim = student.clip_by_global_norm(gradients, example["inputs"]["max_norm"])
    expect(claim, "clip_by_global_norm(...)").length(2)
    expect(claim[0], "the list of gradients").length(4)
    parts = {**dict(zip(names, as_arrays(claim[0]), strict=True)), "norm": claim[1]}
    check_parts(parts, case, {"norm": "the norm", **{name: f"gradient of {name}" for name in names}})


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_cell_path_fresh")
def test_cell_path(student, example):
    """cell_path: the values of the worked example
    cell_path：与例题的数值一致"""
    case = example["cell_path"]
    value = as_array(student.cell_path(example["inputs"]["f"]))
    expect(value, "cell_path").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])

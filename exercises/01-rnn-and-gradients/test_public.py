"""Public checks of lesson 1: your functions on the worked example of the task (examples.json)."""

import numpy as np
import pytest

from grader.checks import carried, expect, note

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
        expect(claim[name], label).close(case["expected"][name], misconceptions=mistaken)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_rnn_step_fresh")
def test_rnn_step(student, example):
    """rnn_step: the values of the worked example
    rnn_step：与例题的数值一致"""
    given, case = example["inputs"], example["rnn_step"]
    value = student.rnn_step(given["xs"][0], given["s0"], given["params"])
    expect(value, "rnn_step").close(case["expected"], misconceptions=case["misconceptions"])


def own_states(student, rng, given):
    """The states by your own rnn_step, asked in a fresh process and among other questions; None if it always says the
    same."""
    student.restart()
    states = [given["s0"]]
    for x in given["xs"]:
        questions = [(x + k / 4, states[-1] - k / 8) for k in range(8)]
        answers = {n: student.rnn_step(*questions[n], given["params"]) for n in rng.permutation(len(questions))}
        shaped = all(isinstance(answer, np.ndarray) and answer.shape == states[0].shape for answer in answers.values())
        if not shaped or any(like(answers[n], answers[0]) for n in answers if n):
            return None
        states.append(answers[0])
    return np.array(states)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_rnn_forward_fresh")
def test_rnn_forward(student, rng, example):
    """rnn_forward: all the states of the worked example
    rnn_forward：例题中的全部状态"""
    given, case = example["inputs"], example["rnn_forward"]
    value, expected = student.rnn_forward(given["xs"], given["s0"], given["params"]), case["expected"]
    if isinstance(value, list) and all(isinstance(state, np.ndarray) for state in value):
        value = np.array(value) if len({state.shape for state in value}) == 1 else value
    if not like(value, expected):
        # An error in rnn_step costs its own points; what is judged here is how the steps are put together.
        own = own_states(student, rng, given)
        if own is not None and like(value, own):
            expected = own
            carried("rnn_step")
    expect(value, "states").close(expected, misconceptions=case["misconceptions"])


def step_inputs(example):
    """The last step of the worked example: ds, x_3, s_2, s_3, params."""
    given, states = example["inputs"], example["rnn_forward"]["expected"]
    return given["ds"], given["xs"][2], states[2], states[3], given["params"]


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_step_backward_fresh")
def test_step_backward(student, example):
    """step_backward: the four gradients of the worked example's last step
    step_backward：例题最后一步的四个梯度"""
    claim = student.step_backward(*step_inputs(example))
    expect(claim, "step_backward(...)").length(4)
    labels = dict(zip(PARTS, ("∂L/∂s_2", "∂L/∂U", "∂L/∂W", "∂L/∂b"), strict=True))
    check_parts(dict(zip(PARTS, claim, strict=True)), example["step_backward"], labels)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_bptt_fresh")
def test_bptt(student, example):
    """bptt: the five gradients of the worked example
    bptt：例题的五个梯度"""
    given = example["inputs"]
    claim = student.bptt(given["xs"], given["targets"], example["rnn_forward"]["expected"], given["params"])
    expect.that(
        isinstance(claim, dict) and set(GRADIENTS) <= set(claim),
        en=f"bptt should return a dict with the keys {', '.join(GRADIENTS)}",
        zh=f"bptt 应返回字典，键为 {'、'.join(GRADIENTS)}",
    )
    for name, part in example["bptt"]["expected"].items():
        expect(claim[name], GRADIENTS[name]).shape(*part.shape)
    # While step_backward is wrong, only V's gradient, which it has no part in, can be judged on the worked example.
    alone = student.step_backward(*step_inputs(example))
    right = [example["step_backward"]["expected"][name] for name in PARTS]
    builds_on = isinstance(alone, (tuple, list)) and len(alone) == 4 and all(map(like, alone, right))
    check_parts(claim, example["bptt"], GRADIENTS if builds_on else {"V": GRADIENTS["V"]})
    if not builds_on:
        note(
            en="your step_backward is not right yet, so only V's gradient and the shapes were judged here",
            zh="你的 step_backward 还不对，所以这里只检查了 V 的梯度和各个形状",
        )


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_jacobian_fresh")
def test_jacobian(student, example):
    """jacobian: the values of the worked example
    jacobian：与例题的数值一致"""
    case = example["jacobian"]
    value = student.jacobian(example["rnn_forward"]["expected"][3], example["inputs"]["params"]["W"])
    expect(value, "jacobian").shape(2, 2).close(case["expected"], misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_gradient_norms_fresh")
def test_gradient_norms(student, example):
    """gradient_norms: the values of the worked example
    gradient_norms：与例题的数值一致"""
    case, states, W = example["gradient_norms"], example["rnn_forward"]["expected"], example["inputs"]["params"]["W"]
    value, expected = student.gradient_norms(states, W), case["expected"]
    if isinstance(value, list):
        value = np.asarray(value)
    if not like(value, expected):
        # As above: an error in jacobian costs jacobian's points.
        student.restart()
        own = [student.jacobian(s, W) for s in states[:0:-1]]
        if all(isinstance(each, np.ndarray) and each.shape == W.shape for each in own) and not like(own[0], own[1]):
            products = [own[0], own[0] @ own[1], own[0] @ own[1] @ own[2]]
            norms = np.array([np.linalg.svd(product, compute_uv=False)[0] for product in products])
            if like(value, norms):
                expected = norms
                carried("jacobian")
    expect(value, "gradient_norms").close(expected, misconceptions=case["misconceptions"])


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
    parts = {**dict(zip(names, claim[0], strict=True)), "norm": claim[1]}
    check_parts(parts, case, {"norm": "the norm", **{name: f"gradient of {name}" for name in names}})


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_cell_path_fresh")
def test_cell_path(student, example):
    """cell_path: the values of the worked example
    cell_path：与例题的数值一致"""
    case = example["cell_path"]
    value = student.cell_path(example["inputs"]["f"])
    if isinstance(value, list):
        value = np.asarray(value)
    expect(value, "cell_path").close(case["expected"], misconceptions=case["misconceptions"])

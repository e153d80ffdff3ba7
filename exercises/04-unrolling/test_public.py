"""Public checks of lesson 4: your functions on the worked example of the task (examples.json)."""

import numpy as np
import pytest

from grader.checks import as_array, carried, expect

CLOSE = {"rtol": 1e-3, "atol": 1e-4}  # between float32 over many steps and float64


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, **CLOSE)


def pair_of(note, name):
    """(outputs, state) as the function `name` returned them."""
    expect(note["value"], f"{name}(...)").length(2)
    return [as_array(value) for value in note["value"]]


def both(pair, case):
    """Whether a claimed pair is this one."""
    return like(pair[0], case["outputs"]) and like(pair[1], case["state"])


def judge(pair, case):
    """Outputs and state against the worked example; a mistake is named only if it explains both."""
    known = {key: wrong for key, wrong in case["misconceptions"].items() if both(pair, wrong)}
    for value, part in zip(pair, ("outputs", "state"), strict=True):
        expect(value, part).close(case[part], **CLOSE, misconceptions={key: known[key][part] for key in known})


def given(example, layers):
    """The weights of the first so many layers, the images, and the state to start from, in float32."""
    inputs = example["inputs"]
    weights = [inputs[name] for name in ("first", "second")[:layers]]
    weights = [{part: value.astype("float32") for part, value in layer.items()} for layer in weights]
    return weights, inputs["images"].astype("float32"), inputs["state"].astype("float32")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_zero_state_of_other_sizes")
def test_zero_state(student):
    """zero_state: zeros of shape (layers, 2, batch, hidden), float32
    zero_state：形状为 (layers, 2, batch, hidden) 的 float32 零数组"""
    value = as_array(student.zero_state(3, 5, 7))
    shapes = {"layers-axis-misplaced": (2, 3, 5, 7), "only-one-state": (3, 5, 7), "batch-hidden-swapped": (3, 2, 7, 5)}
    wrong = {key: np.zeros(shape) for key, shape in shapes.items()}
    expect(value, "zero_state(3, 5, 7)").close(np.zeros((3, 2, 5, 7)), misconceptions=wrong)
    expect.that(
        value.dtype == np.float32,
        en=f"the state should be float32, as the cell's weights are, but it is {value.dtype}",
        zh=f"状态应和单元的权重一样是 float32，但得到的是 {value.dtype}",
        diagnosis="state-not-float32",
    )


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_unroll_28_steps")
def test_unroll(student, example):
    """unroll: outputs and state of the worked example, one layer over 3 steps
    unroll：一层走 3 步，outputs 和 state 与例题一致"""
    weights, images, state = given(example, 1)
    judge(pair_of(student.probe.run("unroll", weights, images, state[0]), "unroll"), example["unroll"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_run_layers_fresh")
def test_run_layers(student, example):
    """run_layers: outputs and state of the worked example, two layers
    run_layers：两层，outputs 和 state 与例题一致"""
    weights, images, state = given(example, 2)
    pair, case = pair_of(student.probe.run("run_layers", weights, images, state), "run_layers"), example["run_layers"]
    for key, composed in case["carried"].items():
        if both(pair, composed):  # right but for what unroll gets wrong, which costs unroll's points and not these
            own = student.probe.run("unroll", weights[:1], images, state[0])["value"]
            if isinstance(own, (list, tuple)) and len(own) == 2:
                if both([as_array(part) for part in own], example["unroll"]["carried"][key]):
                    return carried("unroll")
    judge(pair, case)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_library_fresh")
def test_library(student, example):
    """library: the same by the library's recurrent layer
    library：由库里的循环层得到同样的结果"""
    weights, images, state = given(example, 2)
    note = student.probe.run("library", weights, images, state)
    judge(pair_of(note, "library"), example["run_layers"])
    expect.that(
        note["recurrent"],
        en="the numbers are right, but the library's recurrent layer was not called: this is about its loop",
        zh="数值正确，但没有调用库里的循环层：这个函数要用的就是它",
        diagnosis="library-not-used",
    )
    # With 0.25 added to all that the library returns, what comes from the library is another one.
    outputs, final = pair_of(student.probe.run("library", weights, images, state, 0.25), "library")
    expect(outputs, "outputs").shape(*example["run_layers"]["outputs"].shape)
    expect(final, "state").shape(*example["run_layers"]["state"].shape)
    before = example["run_layers"]
    same = [
        np.allclose(outputs, before["outputs"], **CLOSE),
        *np.isclose(final, before["state"], **CLOSE).all((2, 3)).flat,
    ]
    expect.that(
        not any(same),
        en="the library's recurrent layer was called, but outputs and state are not what it returned",
        zh="调用了库里的循环层，但返回的 outputs 和 state 不是它算出来的",
        diagnosis="library-for-show",
    )


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_last_output_fresh")
def test_last_output(student, example):
    """last_output: the last step of the worked example's outputs
    last_output：例题的 outputs 的最后一步"""
    case = example["last_output"]
    value = as_array(student.last_output(example["run_layers"]["outputs"].astype("float32")))
    expect(value, "last_output(outputs)").close(case["expected"], misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_last_hidden_fresh")
def test_last_hidden(student, example):
    """last_hidden: the last layer's h in the worked example's state, which equals the last output
    last_hidden：例题的 state 中最后一层的 h，它等于最后一步的输出"""
    case = example["last_hidden"]
    value = as_array(student.last_hidden(example["run_layers"]["state"].astype("float32")))
    expect(value, "last_hidden(state)").close(case["expected"], misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_to_time_major_fresh")
def test_to_time_major(student, example):
    """to_time_major: the same images with the steps first
    to_time_major：同样的图片，时间放在最前"""
    case = example["to_time_major"]
    value = as_array(student.to_time_major(example["inputs"]["images"].astype("float32")))
    expect(value, "to_time_major(images)").close(case["expected"], misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_run_time_major_fresh")
def test_run_time_major(student, example):
    """run_time_major: outputs and state of the worked example, steps first
    run_time_major：时间在前，outputs 和 state 与例题一致"""
    weights, images, state = given(example, 1)
    sequence = np.ascontiguousarray(images.transpose(1, 0, 2))
    note = student.probe.run("run_time_major", weights, sequence, state[0])
    judge(pair_of(note, "run_time_major"), example["run_time_major"])

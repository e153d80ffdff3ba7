"""Public checks of lesson 9: the form of your sequences, the worked examples (examples.json), and a short training."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, expect, fail

CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well
PARTS = {"dh_prev": "∂L/∂h_prev", "dc_prev": "∂L/∂c_prev", "dW": "∂L/∂W", "db": "∂L/∂b"}


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    if isinstance(value, (int, float)):
        value = np.asarray(value)
    expected = np.asarray(expected)
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=1e-4)


@pytest.mark.points(1)
def test_make_sequences(student, rng):
    """make_sequences: values and marks of the right form, one mark in each half, and targets that are the sums
    make_sequences：数与记号的形式正确，前后两半各有一个记号，targets 是带记号的数之和"""
    claim = as_arrays(student.probe.make_sequences(int(rng.integers(2**31)), 6, 9))
    expect(claim, "make_sequences(...)").length(2)
    xs = claim[0]
    expect.that(
        not (isinstance(xs, np.ndarray) and xs.shape in ((9, 6, 2), (6, 2, 9))),
        en="the axes of xs are in another order; it should be (count, steps, 2)",
        zh="xs 的轴次序不对：应是 (count, steps, 2)",
        diagnosis="axes-in-another-order",
    )
    expect(xs, "xs").shape(6, 9, 2).finite()
    values, marks = xs[..., 0], xs[..., 1]
    exchanged = np.isin(values, (0, 1)).all() and not np.isin(marks, (0, 1)).all()
    expect.that(
        not exchanged,
        en="values and marks have changed places: the value comes first",
        zh="数和记号的位置反了：数在前",
        diagnosis="value-and-mark-exchanged",
    )
    expect(values, "the values").between(0, 1)
    expect.that(np.isin(marks, (0, 1)).all(), en="a mark should be 0 or 1", zh="记号只能是 0 或 1")
    halves = marks[:, :4].sum(axis=1), marks[:, 4:].sum(axis=1)
    expect.that(
        (halves[0] == 1).all() and (halves[1] == 1).all(),
        en="each sequence should have one mark among its first 4 steps, and one among the other 5",
        zh="每个序列的前 4 步里应有一个记号，后 5 步里也应有一个",
        diagnosis="marks-not-one-in-each-half",
    )
    picked = (values * marks).sum(axis=1)
    expect.that(
        not (isinstance(claim[1], np.ndarray) and claim[1].shape == (6, 1)),
        en="targets have a second axis of length 1",
        zh="targets 多了一个长度为 1 的轴",
        diagnosis="targets-in-a-column",
    )
    known = {"all-values-added": values.sum(axis=1), "mean-of-the-two": picked / 2, **products(values, marks)}
    expect(claim[1], "targets").close(picked, **CLOSE, misconceptions=known)


def products(values, marks):
    """What the multiplication problem would ask for."""
    return {"multiplied-not-added": np.where(marks > 0, values, 1.0).prod(axis=1)}


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_constant_error_fresh")
def test_constant_error(student, example):
    """constant_error: the worked example
    constant_error：与例题一致"""
    case = example["constant_error"]
    value = student.constant_error(case["targets"])
    expect(value, "constant_error(targets)").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(2)
@pytest.mark.confirmed_by("test_lstm_step_backward_fresh")
def test_lstm_step_backward(student, example):
    """lstm_step_backward: the four gradients of the worked example
    lstm_step_backward：例题的四个梯度"""
    given, case = example["step"], example["lstm_step_backward"]
    names = ("hx", "c_prev", "f", "i", "c_tilde", "o", "c")
    kept = tuple(given[name] for name in names)
    claim = as_arrays(student.lstm_step_backward(given["dh"], given["dc"], kept, given["params"]))
    expect(claim, "lstm_step_backward(...)").length(4)
    parts = dict(zip(PARTS, claim, strict=True))
    if isinstance(parts["dh_prev"], np.ndarray) and parts["dh_prev"].shape == given["hx"].shape:
        fail(
            en="the first result has columns for x, too; asked for is the gradient with respect to h_prev only",
            zh="第一个结果连 x 的列也带上了；这里只要对 h_prev 的梯度",
            diagnosis="gradient-of-x-left-in",
        )
    known = {
        key: wrong
        for key, wrong in case["misconceptions"].items()
        if all(like(parts[name], wrong[name]) for name in PARTS)
    }
    for name, label in PARTS.items():
        mistaken = {key: wrong[name] for key, wrong in known.items()}
        expect(parts[name], label).close(case["expected"][name], **CLOSE, misconceptions=mistaken)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_reach_fresh")
def test_reach(student, example):
    """reach: the worked example, three steps of a plain RNN
    reach：例题中普通 RNN 的三步"""
    case = example["reach"]
    value = as_array(student.reach(case["params"], case["xs"]))
    expect(value, "reach(params, xs)").close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_learn_fresh")
def test_learn(student, rng):
    """learn: gives the trained parameters of the network asked for, the same again for the same seed
    learn：返回所要的那个网络训练后的参数；种子相同，结果就相同"""
    seed = int(rng.integers(1000))
    for kind, columns in (("rnn", 24), ("lstm", 96)):
        params = as_arrays(student.learn(kind, 6, 3, seed))
        expect.that(
            isinstance(params, dict) and {"W", "b", "v", "d"} <= set(params),
            en='learn should return params, a dict with the keys "W", "b", "v" and "d"',
            zh='learn 应返回 params：键为 "W"、"b"、"v"、"d" 的字典',
        )
        shape = getattr(params["W"], "shape", None)
        expect.that(
            shape not in ((26, 24), (26, 96)) or shape == (26, columns),
            en=f'learn was asked for the network "{kind}", and returns another one',
            zh=f'要的是 "{kind}"，learn 返回的却是另一种网络',
            diagnosis="other-network",
        )
        for name, axes in {"W": (26, columns), "b": (columns,), "v": (24,), "d": (1,)}.items():
            expect(params[name], name).shape(*axes).floating().finite()
        again = as_arrays(student.learn(kind, 6, 3, seed))
        expect.that(
            isinstance(again, dict) and all(like(again.get(name), params[name]) for name in ("W", "b", "v", "d")),
            en="the same seed leads to other parameters",
            zh="种子相同，参数却不同",
            diagnosis="seed-not-used",
        )
        other = as_arrays(student.learn(kind, 6, 3, seed + 1))
        expect.that(
            not (isinstance(other, dict) and like(other.get("W"), params["W"])),
            en="another seed leads to the same parameters",
            zh="种子不同，参数却完全一样",
            diagnosis="seed-not-used",
        )

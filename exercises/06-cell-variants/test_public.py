"""Public checks of lesson 6: counts of a cell that you can count by hand, and the worked example (examples.json)."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, expect, fail

CLOSE = {"rtol": 1e-3, "atol": 1e-4}  # between float32 over several steps and float64
INPUTS, UNITS = 28, 128
PARTS = ("kernel", "recurrent_kernel", "bias")
BESIDE = 4 * 7 * (5 + 7 + 1)  # the numbers in another cell, which the TensorFlow 1 probe has in the same graph
OF_RNN = ("rnn.BasicLSTMCell", "rnn.LSTMCell")  # cells of tf.contrib.rnn that are LSTM cells as well


def single(array):
    return array.astype("float32")


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, **CLOSE)


def judge(values, names, case):
    """Several results against the worked example; a mistake is named only if it explains them all."""
    known = {
        key: wrong
        for key, wrong in case["misconceptions"].items()
        if all(like(value, wrong[name]) for value, name in zip(values, names, strict=True))
    }
    for value, name in zip(values, names, strict=True):
        expect(value, name).close(case[name], **CLOSE, misconceptions={key: known[key][name] for key in known})


def over_time(value, name, kind):
    """(outputs, states), states as a list: one array alone is as good as a list of one, and a stack as good as one."""
    expect(value, f"{name}(cell, x)").length(2)
    outputs, states = value
    if isinstance(states, np.ndarray):
        states = list(states) if states.ndim == 3 else [states]
    count = 2 if kind == "lstm" else 1
    return as_array(outputs), as_arrays(expect(states, f"{name}: states").length(count).value)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_lstm_parameters_of_other_sizes")
def test_lstm_parameters(student):
    """lstm_parameters: an LSTM of 128 units that reads 28 pixels
    lstm_parameters：读入 28 个像素、有 128 个神经元的 LSTM"""
    known = {"one-gate-not-counted": 60288, "only-one-gate-counted": 20096, "recurrent-weights-not-counted": 14848,
             "bias-not-counted": 79872, "bias-counted-once": 80000, "inputs-and-units-swapped": 17584}  # fmt: skip
    value = student.lstm_parameters(INPUTS, UNITS)
    expect(value, "lstm_parameters(28, 128)").close(80384, rtol=0, atol=1e-3, misconceptions=known)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_gru_parameters_of_other_sizes")
def test_gru_parameters(student):
    """gru_parameters: a GRU of 128 units that reads 28 pixels, with either kind of reset
    gru_parameters：读入 28 个像素、有 128 个神经元的 GRU，两种重置方式"""
    known = {"second-bias-not-counted": 60288, "counted-as-lstm": 80384, "one-gate-not-counted": 40448,
             "recurrent-weights-not-counted": 11520, "bias-not-counted": 59904}  # fmt: skip
    value = student.gru_parameters(INPUTS, UNITS, True)
    expect(value, "gru_parameters(28, 128, True)").close(60672, rtol=0, atol=1e-3, misconceptions=known)
    known = {**known, "second-bias-always-counted": 60672}
    del known["second-bias-not-counted"]
    value = student.gru_parameters(INPUTS, UNITS, False)
    expect(value, "gru_parameters(28, 128, False)").close(60288, rtol=0, atol=1e-3, misconceptions=known)


@pytest.mark.points(1)
def test_count(student, rng):
    """count: the parameters of real cells, as many as the formulas say, and those of other layers
    count：数出真实单元的参数，与公式一致；别的层也数得对"""
    m, n = (int(number) for number in rng.integers(2, 9, size=2))
    gate = n * (m + n)
    for kind, options, sets, biases in (
        ("lstm", {}, 4, 1),
        ("lstm", {"use_bias": False}, 4, 0),
        ("gru", {"reset_after": True}, 3, 2),
        ("gru", {"reset_after": False}, 3, 1),
    ):
        want = sets * (gate + biases * n)
        known = {"arrays-counted": 3 if biases else 2, "only-kernel-counted": sets * m * n,
                 "whole-graph-counted": want + BESIDE}  # fmt: skip
        told = ", ".join([str(n), *(f"{name}={value}" for name, value in options.items())])
        value = student.probe.count(kind, m, n, **options)
        name = f"count({'LSTMCell' if kind == 'lstm' else 'GRUCell'}({told}))"
        expect(value, name).close(want, rtol=0, atol=1e-3, misconceptions=known)
    # What no formula says: a layer without gates, an LSTM and a GRU together, an LSTM with more weights than usual.
    by_formula = {f"counted-by-formula ({sets}.{k})": sets * (gate + k * n) for sets in (3, 4) for k in (0, 1, 2)}
    both = 4 * (gate + n) + 3 * (2 * n * n + 2 * n)
    for kind, want, name in (
        ("dense", (m + 1) * n, f"Dense({n})"),
        ("peephole", 4 * (gate + n) + 3 * n, f"PeepholeCell({n})"),
        ("both", both, f"StackedRNNCells([LSTMCell({n}), GRUCell({n})])"),
    ):
        known = {"whole-graph-counted": want + BESIDE, **by_formula}
        expect(student.probe.count(kind, m, n), f"count({name})").close(want, rtol=0, atol=1e-3, misconceptions=known)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_make_cell_fresh")
def test_make_cell(student):
    """make_cell: a cell of the kind that is asked for, with as many units
    make_cell：返回所要的那种单元，神经元数也对"""
    for kind, name in (("lstm", "LSTMCell"), ("gru", "GRUCell")):
        made = student.probe.made(3, kind, 5, True, True)
        if made is None:
            fail(
                en=f'make_cell("{kind}", 5) should return a recurrent cell',
                zh=f'make_cell("{kind}", 5) 应返回一个循环单元',
            )
        kinds = made["kinds"]
        diagnosis = "layer-for-cell" if "RNN" in kinds else "other-kind"
        if kind == "gru" and "rnn.GRUCell" in kinds:
            diagnosis = "gru-of-contrib"
        expect.that(
            name in kinds or (kind == "lstm" and any(each in kinds for each in OF_RNN)),
            en=f'make_cell("{kind}", 5) returns a {kinds[0]}, not the library\'s {name}',
            zh=f'make_cell("{kind}", 5) 返回的是 {kinds[0]}，不是库里的 {name}',
            diagnosis=diagnosis,
        )
        expect(made["units"], f"units of the {kind} cell").equal(5)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_lstm_step_fresh")
def test_lstm_step(student, example):
    """lstm_step: h and c of the worked example
    lstm_step：h 和 c 与例题一致"""
    given = example["inputs"]
    arrays = [single(given[name]) for name in ("x", "h", "c", "kernel", "bias")]
    states = student.lstm_step(*arrays, given["forget_bias"])
    # One array of both is as good as a pair.
    states = list(states) if isinstance(states, np.ndarray) and states.ndim == 3 else as_arrays(states)
    expect(states, "lstm_step(...)").length(2)
    judge(states, ("h", "c"), example["lstm_step"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_to_keras_fresh")
def test_to_keras(student, example):
    """to_keras: the worked example's weights in Keras's convention
    to_keras：例题的权重换成 Keras 的约定"""
    given = example["inputs"]
    weights = as_arrays(student.to_keras(single(given["kernel"]), single(given["bias"]), given["forget_bias"]))
    expect(weights, "to_keras(...)").length(3)
    judge(weights, PARTS, example["to_keras"])


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_gru_step_fresh")
def test_gru_step(student, example):
    """gru_step: h of the worked example, with the reset before and after the product
    gru_step：h 与例题一致，重置在乘法之前和之后两种"""
    given = [single(example["inputs"][name]) for name in ("x", "h")]
    for name, reset_after in (("reset_before", False), ("reset_after", True)):
        case = example[name]
        value = as_array(student.gru_step(*given, *(single(case[part]) for part in PARTS), reset_after))
        what = f"gru_step(..., reset_after={reset_after})"
        expect(value, what).close(case["expected"], **CLOSE, misconceptions=case["misconceptions"])


def check_over_time(student, example, name):
    """Outputs and states of the worked example's cells, an LSTM and a GRU."""
    x = single(example["sequence"])
    for kind, case in (("lstm", example["to_keras"]), ("gru", example["reset_after"])):
        want, weights = example[f"over_time_{kind}"], {part: single(case[part]) for part in PARTS}
        outputs, states = over_time(student.probe.run(name, kind, weights, x), name, kind)
        known = {
            key: [wrong["outputs"], *wrong["states"]]
            for key, wrong in want["misconceptions"].items()
            if like(outputs, wrong["outputs"]) and all(map(like, states, wrong["states"]))
        }
        for n, (value, right) in enumerate(zip([outputs, *states], [want["outputs"], *want["states"]], strict=True)):
            wrong = {key: parts[n] for key, parts in known.items()}
            expect(value, f"{name}, {kind}: {'states' if n else 'outputs'}").close(right, **CLOSE, misconceptions=wrong)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_static_fresh")
def test_static(student, example):
    """static: outputs and states of the worked example, for an LSTM and for a GRU
    static：LSTM 和 GRU 的 outputs 和 states 都与例题一致"""
    check_over_time(student, example, "static")


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_dynamic_fresh")
def test_dynamic(student, example):
    """dynamic: outputs and states of the worked example, for an LSTM and for a GRU
    dynamic：LSTM 和 GRU 的 outputs 和 states 都与例题一致"""
    check_over_time(student, example, "dynamic")

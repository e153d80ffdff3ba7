"""Hidden checks of lesson 6: fresh weights and sizes, judged against the oracle."""

import numpy as np
import pytest
from oracles import variants
from oracles.lstm import nearest

from grader.checks import as_array, as_arrays, expect, fail

CLOSE = {"rtol": 1e-3, "atol": 1e-4}  # between float32 over several steps and float64
PARTS = ("kernel", "recurrent_kernel", "bias")
LOOPS = {"While", "StatelessWhile", "Enter", "For"}  # the operations that a loop in TensorFlow's graph is made of
PYTHON = {"PyFunc", "PyFuncStateless", "EagerPyFunc"}  # those that leave the graph, and do there nobody knows what
# (inputs, units); then as many inputs as units, one unit, one input.
SIZES = [(3, 5), (7, 2), (4, 4), (5, 1), (1, 6)]


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, **CLOSE)


def alike(values, expected):
    return len(values) == len(expected) and all(map(like, values, expected))


def judge(values, want, mistakes, names, what):
    """Several results against the oracle's; a mistake is named only if it explains them all."""
    known = {key: wrong for key, answers in mistakes.items() for wrong in answers if alike(values, wrong)}
    for n, name in enumerate(names):
        wrong = {key: known[key][n] for key in known}
        expect(values[n], f"{name} ({what})").close(want[n], **CLOSE, misconceptions=wrong)


def counted(value, want, mistakes, name):
    expect(value, name).close(want, rtol=0, atol=1e-3, misconceptions=mistakes)


def over_time(value, name, kind):
    """(outputs, states), states as a list: one array alone is as good as a list of one, and a stack as good as one."""
    expect(value, f"{name}(cell, x)").length(2)
    outputs, states = value
    if isinstance(states, np.ndarray):
        states = list(states) if states.ndim == 3 else [states]
    count = 2 if kind == "lstm" else 1
    return as_array(outputs), as_arrays(expect(states, f"{name}: states").length(count).value)


def weights_of(rng, kind, inputs, units, reset_after=True):
    """Random weights of a Keras cell, by name."""
    if kind == "gru":
        return dict(zip(PARTS, variants.gru_weights(rng, inputs, units, reset_after), strict=True))
    converted = variants.to_keras(*variants.tf1_weights(rng, inputs, units), 0.5)
    return {part: value.astype("float32") for part, value in zip(PARTS, converted, strict=True)}


@pytest.mark.points(1)
def test_lstm_parameters_of_other_sizes(student, rng):
    """lstm_parameters: other sizes, with bias and without
    lstm_parameters：别的尺寸，有偏置和没有偏置"""
    for _ in range(3):
        m, n = (int(number) for number in rng.integers(5, 60, size=2))
        for bias in (True, False):
            mistakes = variants.lstm_parameter_mistakes(m, n, bias)
            name = f"lstm_parameters({m}, {n}, {bias})"
            counted(student.lstm_parameters(m, n, bias), variants.lstm_parameters(m, n, bias), mistakes, name)


@pytest.mark.points(1)
def test_gru_parameters_of_other_sizes(student, rng):
    """gru_parameters: other sizes, with either kind of reset
    gru_parameters：别的尺寸，两种重置方式"""
    for _ in range(3):
        m, n = (int(number) for number in rng.integers(5, 60, size=2))
        for after in (True, False):
            mistakes = variants.gru_parameter_mistakes(m, n, after)
            name = f"gru_parameters({m}, {n}, {after})"
            counted(student.gru_parameters(m, n, after), variants.gru_parameters(m, n, after), mistakes, name)


@pytest.mark.points(1)
@pytest.mark.depends("test_make_cell")
def test_make_cell_fresh(student, rng):
    """make_cell: the forget bias and the kind of reset are as asked for, and the cell computes as it should
    make_cell：遗忘偏置和重置方式都与要求一致，单元的计算也正确"""
    m, n = 3, 4
    bias_of = {gate: np.repeat([float(gate == each) for each in "ifco"], n) for gate in "ifco"}
    for forget_bias in (True, False):
        made = student.probe.made(m, "lstm", n, forget_bias, True)
        bias = read(made, "lstm", "bias")
        known = {"forget-bias-on-all-gates": np.ones(4 * n)}
        known |= {"forget-bias-missing": np.zeros(4 * n)} if forget_bias else {"forget-bias-flag-ignored": bias_of["f"]}
        known |= {"forget-bias-on-wrong-gate": nearest({"": tuple(bias_of[gate] for gate in "ico")}, bias)[""]}
        want = bias_of["f"] if forget_bias else np.zeros(4 * n)
        expect(bias, f"LSTMCell bias (forget_bias={forget_bias})").close(want, misconceptions=known)
    for after in (True, False):
        bias = read(student.probe.made(m, "gru", n, True, after), "gru", "bias")
        shapes = {True: (2, 3 * n), False: (3 * n,)}
        expect(bias, f"GRUCell bias (reset_after={after})").close(
            np.zeros(shapes[after]), misconceptions={"reset-after-flag-ignored": np.zeros(shapes[not after])}
        )
    x = rng.normal(size=(2, 1, m)).astype("float32")
    for kind, after in (("lstm", True), ("gru", True), ("gru", False)):
        weights = weights_of(rng, kind, m, n, after)
        _, want = variants.run_cell(kind, weights, x)
        zeros = [np.zeros((2, n), "float32") for _ in want]
        states = student.probe.step(kind, weights, x[:, 0], zeros, True, after)
        states = [states] if isinstance(states, np.ndarray) and states.ndim == 2 else states
        expect(states, f"{kind}: states").length(len(want))
        mistakes = {"hard-sigmoid-gates": [variants.hard_sigmoid_step(kind, weights, x[:, 0], zeros)]}
        judge(states, want, mistakes, "hc"[: len(want)], f"one step of the {kind} cell")


def read(made, kind, part):
    """A weight of the cell that was made; fails where there is no such cell or weight."""
    if made is None or part not in made["weights"]:
        other = made is not None and kind == "gru" and "rnn.GRUCell" in made["kinds"]
        fail(
            en=f"the {kind} cell has no {part}",
            zh=f"这个 {kind} 单元没有 {part}",
            diagnosis="gru-of-contrib" if other else None,
        )
    return made["weights"][part]


@pytest.mark.points(2)
def test_lstm_step_fresh(student, rng):
    """lstm_step: fresh weights and sizes, and forget biases of several sizes
    lstm_step：随机的权重和尺寸，不同大小的遗忘偏置"""
    for (inputs, units), forget_bias in zip(SIZES, (1.7, 0.6, 0.0, 1.0, 2.3), strict=True):
        kernel, bias = variants.tf1_weights(rng, inputs, units)
        x, h, c = (rng.normal(size=(3, size)).astype("float32") for size in (inputs, units, units))
        states = student.lstm_step(x, h, c, kernel, bias, forget_bias)
        states = list(states) if isinstance(states, np.ndarray) and states.ndim == 3 else as_arrays(states)
        expect(states, "lstm_step(...)").length(2)
        want = variants.lstm_step(x, h, c, kernel, bias, forget_bias)
        mistakes = variants.lstm_step_mistakes(x, h, c, kernel, bias, forget_bias)
        judge(states, want, mistakes, "hc", f"inputs={inputs}, units={units}, forget_bias={forget_bias}")


@pytest.mark.points(2)
def test_to_keras_fresh(student, rng):
    """to_keras: a Keras LSTM with these weights computes what the old one did
    to_keras：用换好的权重，Keras 的 LSTM 算出的与原来相同"""
    for (inputs, units), forget_bias in zip(SIZES, (1.7, 0.6, 0.0, 1.0, 2.3), strict=True):
        kernel, bias = variants.tf1_weights(rng, inputs, units)
        weights = as_arrays(student.to_keras(kernel, bias, forget_bias))
        expect(weights, "to_keras(...)").length(3)
        mistakes = variants.to_keras_mistakes(kernel, bias, forget_bias)
        what = f"inputs={inputs}, units={units}, forget_bias={forget_bias}"
        judge(weights, variants.to_keras(kernel, bias, forget_bias), mistakes, PARTS, what)


@pytest.mark.points(2)
def test_gru_step_fresh(student, rng):
    """gru_step: fresh weights and sizes, with the reset before and after the product
    gru_step：随机的权重和尺寸，重置在乘法之前和之后两种"""
    for (inputs, units), share in [*((sizes, 1) for sizes in SIZES), (SIZES[0], 0)]:  # at last, biases of zeros
        x, h = (rng.normal(size=(3, size)).astype("float32") for size in (inputs, units))
        for after in (True, False):
            kernel, recurrent, bias = variants.gru_weights(rng, inputs, units, after)
            weights = kernel, recurrent, share * bias
            value = as_array(student.gru_step(x, h, *weights, after))
            known = nearest(variants.gru_step_mistakes(x, h, *weights, after), value)
            what = f"gru_step (inputs={inputs}, units={units}, reset_after={after})"
            expect(value, what).close(variants.gru_step(x, h, *weights, after), **CLOSE, misconceptions=known)


def check_over_time(student, rng, name):
    """Fresh weights and sizes, for an LSTM and both kinds of GRU."""
    for kind, after, (inputs, units), steps in (
        ("lstm", True, (4, 3), 6), ("gru", True, (3, 5), 4), ("gru", False, (5, 2), 1)
    ):  # fmt: skip
        weights = weights_of(rng, kind, inputs, units, after)
        x = rng.normal(size=(2, steps, inputs)).astype("float32")
        outputs, states = over_time(student.probe.run(name, kind, weights, x), name, kind)
        want = variants.run_cell(kind, weights, x)
        if not like(outputs, want[0]) and uses_own_weights(student, name, kind, weights, x):
            fail(
                en=f"{name} does not compute with the weights of the cell that it is given",
                zh=f"{name} 用的不是传进来的那个单元的权重",
                diagnosis="weights-not-shared",
            )
        mistakes = variants.run_cell_mistakes(kind, weights, x)
        flat = {key: [(wrong[0], *wrong[1]) for wrong in answers] for key, answers in mistakes.items()}
        names = ("outputs", "h", "c")[: 1 + len(states)]
        judge([outputs, *states], [want[0], *want[1]], flat, names, f"{name}, {kind}, steps={steps}")


def uses_own_weights(student, name, kind, weights, x):
    """Whether the function makes something of a cell whose weights are all zeros, which makes only zeros itself."""
    zeros = {part: np.zeros_like(value) for part, value in weights.items()}
    outputs, _ = over_time(student.probe.run(name, kind, zeros, x), name, kind)
    return isinstance(outputs, np.ndarray) and bool(np.any(np.abs(outputs) > 1e-6))


def operations(student, rng, name, backend):
    """The operations in the graphs of `name` for 3 and for 6 steps; None on a backend that has no graph to be counted,
    which the sandbox knows: what the probe says is a claim."""
    kinds = student.probe.graph(name, "lstm", weights_of(rng, "lstm", 3, 4), 2, [3, 6])
    if kinds is None:
        expect.that(backend != "tensorflow", en=f"{name} has no graph to be counted", zh=f"{name} 没有可以数运算的图")
        return None
    expect.that(
        not PYTHON & {*kinds[0], *kinds[1]},
        en=f"the graph of {name} goes back to Python, where its steps are hidden",
        zh=f"{name} 的图会回到 Python 里执行，在图里看不到各步的运算",
        diagnosis="leaves-the-graph",
    )
    return kinds


@pytest.mark.points(1)
def test_static_fresh(student, rng, backend):
    """static: fresh weights and sizes, with the cell's own weights, and a graph that grows with the number of steps
    static：随机的权重和尺寸，用的是这个单元自己的权重，图的大小随步数增长"""
    check_over_time(student, rng, "static")
    kinds = operations(student, rng, "static", backend)
    if kinds is None:
        return
    few, many = map(len, kinds)
    expect.that(
        many >= few + 3 * 5,  # one step of the cell alone is more operations than five
        en=f"the graph of static has {few} operations for 3 steps, and hardly more for 6: steps are not unrolled in it",
        zh=f"static 的图在 3 步时有 {few} 个运算，6 步时几乎没有变多：各步没有在图里展开",
        diagnosis="static-is-dynamic",
    )
    expect.that(
        not LOOPS & {*kinds[0], *kinds[1]},
        en="the graph of static grows with the number of steps, but there is a loop in it as well",
        zh="static 的图随步数变大，可是里面还有一个循环",
        diagnosis="static-is-dynamic",
    )


@pytest.mark.points(1)
def test_dynamic_fresh(student, rng, backend):
    """dynamic: fresh weights and sizes, with the cell's own weights, and one graph for any number of steps
    dynamic：随机的权重和尺寸，用的是这个单元自己的权重，一张图适用于任何步数"""
    check_over_time(student, rng, "dynamic")
    kinds = operations(student, rng, "dynamic", backend)
    if kinds is None:
        return
    few, many = map(len, kinds)
    expect.that(
        abs(many - few) < 5,
        en=f"the graph of dynamic has {few} operations for 3 steps, and more for 6: it is unrolled",
        zh=f"dynamic 的图在 3 步时有 {few} 个运算，6 步时变多了：它被展开了",
        diagnosis="dynamic-is-unrolled",
    )
    expect.that(
        LOOPS & {*kinds[0]},
        en="the graph of dynamic is as large for 3 steps as for 6, but there is no loop in it: it is unrolled for a "
        "fixed number of steps",
        zh="dynamic 的图在 3 步和 6 步时一样大，可是里面没有循环：它是按某个固定的步数展开的",
        diagnosis="dynamic-is-unrolled",
    )
    weights = weights_of(rng, "lstm", 3, 4)
    images = [rng.normal(size=(2, steps, 3)).astype(np.float32) for steps in (4, 7)]
    for outputs, x in zip(student.probe.any_length("lstm", weights, images), images, strict=True):
        what = f"outputs for {x.shape[1]} steps, in a graph made for any number"
        expect(outputs, what).close(variants.run_cell("lstm", weights, x)[0], **CLOSE)

"""Hidden checks of lesson 2: fresh random inputs of several shapes, judged against the oracle."""

import numpy as np
import pytest
from oracles import lstm

from grader.checks import carried, expect, note

# (batch, inputs, hidden); then one sample, one unit, one feature, inputs == hidden, batch == hidden.
SHAPES = [(4, 3, 5), (1, 3, 4), (3, 4, 1), (5, 1, 2), (2, 4, 4), (3, 6, 3)]

NUMPYS = {
    f"{what} encountered in {where}"
    for what in ("overflow", "underflow", "divide by zero", "invalid value")
    for where in ("exp", "expm1", "exp2", "power", "divide", "multiply", "square", "add", "subtract", "cosh")
}


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=1e-4)


def answer_among_decoys(function, rng, *given):
    """What the function gives for these arrays; None if it gives the same for others, which says nothing."""
    questions = [given]
    for k in (1.0, 2.0, 3.0):
        questions.append(tuple(rng.permutation(array.ravel()).reshape(array.shape) + k for array in given))
    answers = {n: function(*questions[n]) for n in rng.permutation(len(questions))}
    if not all(isinstance(answer, np.ndarray) for answer in answers.values()):
        return None
    return None if any(like(answers[n], answers[0]) for n in (1, 2, 3)) else answers[0]


def own_sigmoid(student, rng, z):
    """The student's own sigmoid of z, asked in a fresh process: it cannot repeat what a gate made up a moment ago."""
    student.restart()
    return answer_among_decoys(student.sigmoid, rng, z)


def check_gate(student, rng, gate):
    """One gate on every shape; an error in the student's sigmoid costs sigmoid's points, not this gate's."""
    name = lstm.GATE_FUNCTIONS[gate]
    for batch, inputs, hidden in SHAPES:
        x, h_prev, _, params = lstm.lstm_inputs(rng, batch, inputs, hidden)
        value = student.call(name, x, h_prev, params)
        expected = lstm.gate_value(x, h_prev, params, gate)
        known = lstm.nearest(lstm.gate_mistakes(x, h_prev, params, gate), value)
        theirs = False
        if gate != "c" and not like(value, expected):
            own = own_sigmoid(student, rng, lstm.pre_activation(x, h_prev, params, gate))
            if theirs := own is not None and like(value, own):
                expected = own
        what = f"{name} (batch {batch}, inputs {inputs}, hidden {hidden})"
        expect(value, what).floating().close(expected, misconceptions=known)
        if theirs:
            carried("sigmoid")


@pytest.mark.points(1)
def test_sigmoid_extremes(student):
    """sigmoid: exact limits at ±1000, and no overflow warning on the way
    sigmoid：在 ±1000 处取到正确的极限，且没有溢出警告"""
    z = np.array([-1000.0, -100.0, -30.0, 0.0, 30.0, 100.0, 1000.0])
    seen = student.probe.watch("sigmoid", z)
    value, warned = seen["value"], seen["warnings"]
    known = lstm.nearest(lstm.sigmoid_mistakes(z), value)
    expect(value, "sigmoid(±1000)").shape(7).finite().close(lstm.sigmoid(z), misconceptions=known)
    said = "; ".join(text for text in warned if text in NUMPYS)  # any other text may be anything: it is not repeated
    expect.that(
        not warned,
        en=f"the values are right, but NumPy warned on the way: {said}".removesuffix(": "),
        zh=f"数值正确，但计算过程中 NumPy 发出了警告：{said}".removesuffix("："),
        diagnosis="sigmoid-overflow",
    )
    single = z.astype("float32")
    expect(student.sigmoid(single), "sigmoid(±1000) in float32").shape(7).close(lstm.sigmoid(single))


@pytest.mark.points(1)
def test_sigmoid_shapes(student, rng):
    """sigmoid: takes a number or an array of any shape, and keeps the shape
    sigmoid：可以接收单个数或任意形状的数组，形状保持不变"""
    for shape in [(6,), (2, 3), (1, 1), (2, 3, 4), ()]:
        z = rng.normal(scale=3.0, size=shape)
        value = student.sigmoid(z)
        if shape:
            expect(value, f"sigmoid, z of shape {shape}").shape(*shape)
        known = lstm.nearest(lstm.sigmoid_mistakes(z), value)
        expect(value, f"sigmoid, z of shape {shape}").close(lstm.sigmoid(z), misconceptions=known)
    number = float(rng.normal())
    expect(student.sigmoid(number), "sigmoid of a number").close(lstm.sigmoid(number))


@pytest.mark.points(1)
def test_sigmoid_dtypes(student):
    """sigmoid: float32 and float64 stay floating, and integers give fractions
    sigmoid：float32 与 float64 输入得到浮点数，整数输入也要得到小数"""
    for dtype in ("float64", "float32", "int64"):
        z = np.arange(-3, 4).astype(dtype)
        value = student.sigmoid(z)
        known = {"integer-truncation": np.zeros(7), **lstm.nearest(lstm.sigmoid_mistakes(z), value)}
        if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
            known["integer-truncation"] = value
        expect(value, f"sigmoid of {dtype}").close(lstm.sigmoid(z), misconceptions=known).floating()
    expect(student.sigmoid(0), "sigmoid(0)").close(0.5)


@pytest.mark.points(1)
def test_forget_gate_fresh(student, rng):
    """forget_gate: right on fresh inputs of other sizes
    forget_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, "f")


@pytest.mark.points(1)
def test_input_gate_fresh(student, rng):
    """input_gate: right on fresh inputs of other sizes
    input_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, "i")


@pytest.mark.points(1)
def test_candidate_fresh(student, rng):
    """candidate: right on fresh inputs of other sizes
    candidate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, "c")


@pytest.mark.points(1)
def test_output_gate_fresh(student, rng):
    """output_gate: right on fresh inputs of other sizes
    output_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, "o")


@pytest.mark.points(1)
def test_cell_state_fresh(student, rng):
    """cell_state: right on fresh inputs of other sizes
    cell_state：换一批随机输入和尺寸后仍然正确"""
    for batch, _, hidden in SHAPES:
        f, i = rng.uniform(0.05, 0.95, size=(2, batch, hidden))
        c_tilde, c_prev = rng.uniform(-0.95, 0.95, size=(batch, hidden)), rng.normal(size=(batch, hidden))
        value = student.cell_state(f, i, c_tilde, c_prev)
        known = lstm.nearest(lstm.cell_state_mistakes(f, i, c_tilde, c_prev), value)
        what = f"cell_state (batch {batch}, hidden {hidden})"
        expect(value, what).floating().close(lstm.cell_state(f, i, c_tilde, c_prev), misconceptions=known)


@pytest.mark.points(1)
def test_hidden_state_fresh(student, rng):
    """hidden_state: right on fresh inputs of other sizes
    hidden_state：换一批随机输入和尺寸后仍然正确"""
    for batch, _, hidden in SHAPES:
        o, c = rng.uniform(0.05, 0.95, size=(batch, hidden)), rng.normal(scale=1.5, size=(batch, hidden))
        value = student.hidden_state(o, c)
        known = lstm.nearest(lstm.hidden_state_mistakes(o, c), value)
        what = f"hidden_state (batch {batch}, hidden {hidden})"
        expect(value, what).floating().close(lstm.hidden_state(o, c), misconceptions=known)


def states_of(value):
    """(h, c) of what lstm_step returned; one array of both is as good as a pair."""
    pair = list(value) if isinstance(value, np.ndarray) and value.ndim == 3 else value
    expect(pair, "lstm_step(...)").length(2)
    return pair


def own_step(student, rng, x, h_prev, c_prev, params):
    """(h, c) from the student's own functions, asked in a fresh process; None if they do not fit together."""
    student.restart()
    gates = [student.call(name, x, h_prev, params) for name in lstm.GATE_FUNCTIONS.values()]
    if not all(isinstance(gate, np.ndarray) for gate in gates):
        return None
    f, i, c_tilde, o = gates
    c = answer_among_decoys(student.cell_state, rng, f, i, c_tilde, c_prev)
    h = None if c is None else answer_among_decoys(student.hidden_state, rng, o, c)
    return None if h is None else (h, c)


@pytest.mark.points(1)
def test_lstm_step_fresh(student, rng):
    """lstm_step: puts your functions together in the right order, on fresh inputs of other sizes
    lstm_step：换一批随机输入和尺寸，各函数仍按正确的次序组合"""
    for shape in SHAPES:
        given = lstm.lstm_inputs(rng, *shape)
        h, c = states_of(student.lstm_step(*given))
        want = lstm.lstm_step(*given)
        if not (like(h, want[0]) and like(c, want[1])):
            # A wrong gate costs its own points. The step is judged by the functions that it puts together.
            own = own_step(student, rng, *given)
            if own and own[0].shape == want[0].shape and like(h, own[0]) and like(c, own[1]):
                note(
                    en="right, given your own functions: an error in one of them costs its points, and none here",
                    zh="按你自己写的各个函数来算，这里的组合是对的：某个函数的错误只扣那个函数的分，这里不再重复扣",
                )
                continue
        known = {
            key: pair
            for key, pairs in lstm.step_mistakes(*given).items()
            for pair in pairs
            if like(h, pair[0]) and like(c, pair[1])
        }
        what = "(batch {}, inputs {}, hidden {})".format(*shape)
        expect(h, f"h {what}").floating().close(want[0], misconceptions={key: pair[0] for key, pair in known.items()})
        expect(c, f"c {what}").floating().close(want[1], misconceptions={key: pair[1] for key, pair in known.items()})


@pytest.mark.points(1)
def test_lstm_step_sequence(student, rng):
    """lstm_step: stays right over six steps in a row, in float64 and in float32
    lstm_step：连续走六步仍然正确（float64 与 float32）"""
    for dtype in ("float64", "float32"):
        batch, inputs, hidden = 3, 4, 5
        _, h, c, params = lstm.lstm_inputs(rng, batch, inputs, hidden, dtype)
        xs = rng.normal(size=(6, batch, inputs)).astype(dtype)
        right = lstm.unroll(xs, h, c, params)
        for step, (x, want) in enumerate(zip(xs, right, strict=True), 1):
            h, c = states_of(student.lstm_step(x, h, c, params))
            expect(h, f"h after step {step}").floating().close(want[0], rtol=1e-4, atol=1e-5)
            expect(c, f"c after step {step}").floating().close(want[1], rtol=1e-4, atol=1e-5)


@pytest.mark.points(1)
@pytest.mark.depends("test_lstm_step_fresh")
def test_lstm_step_keeps_inputs(student, rng):
    """lstm_step: leaves x, h_prev, c_prev and params as they were
    lstm_step：不改动传入的 x、h_prev、c_prev 和 params"""
    given = lstm.lstm_inputs(rng, 3, 2, 4)
    seen = student.probe.watch("lstm_step", *given)
    for name, state in zip("hc", states_of(seen["value"]), strict=True):
        expect(state, name).shape(3, 4)
    f, i, c_tilde, c_prev = rng.uniform(0.1, 0.9, size=(4, 3, 4))
    watched = {
        "lstm_step": (seen, ("x", "h_prev", "c_prev", "params")),
        "cell_state": (student.probe.watch("cell_state", f, i, c_tilde, c_prev), ("f", "i", "c_tilde", "c_prev")),
        "hidden_state": (student.probe.watch("hidden_state", f, c_prev), ("o", "c")),
        "sigmoid": (student.probe.watch("sigmoid", rng.normal(scale=5.0, size=(3, 4))), ("z",)),
    }
    for function, (seen, names) in watched.items():
        changed = ", ".join(names[number] for number in seen["changed"])
        expect.that(
            not changed,
            en=f"{function} changed its own input in place: {changed}",
            zh=f"{function} 就地修改了传入的参数：{changed}",
            diagnosis="changes-inputs",
        )

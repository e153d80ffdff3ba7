"""Hidden checks of lesson 2: fresh random inputs of several shapes, judged against the oracle."""

from functools import partial
from itertools import islice, product

import numpy as np
import pytest
from oracles import carrying, lstm

from grader.checks import as_array, as_arrays, carried, expect, note

# (batch, inputs, hidden); then one sample, one unit, one feature, inputs == hidden, batch == hidden.
SHAPES = [(4, 3, 5), (1, 3, 4), (3, 4, 1), (5, 1, 2), (2, 4, 4), (3, 6, 3)]


CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well
MOST = 64  # choices of shown mistakes that lstm_step is compared with; nearly always there is one


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    if not isinstance(value, np.ndarray) or value.shape != expected.shape or value.dtype.kind not in "biuf":
        return False
    with np.errstate(all="ignore"):
        return bool((np.abs(value - expected) <= 1e-8 + 1e-4 * np.abs(expected)).all())


def keep(shown, function, value, right, ways):
    """`carrying.note`; the ways to be wrong are made only for a wrong answer."""
    if like(value, right):
        shown.setdefault(function, [carrying.RIGHT])
    else:
        carrying.note(shown, function, value, right, ways())


@pytest.fixture(scope="module")
def shown():
    """Which of the oracle's mistakes a function's wrong answers have shown, for the checks of what is built on it."""
    return {}


def ask_sigmoid(student, rng, shown, shapes):
    """A fresh question to sigmoid for each shape, as (z, claim)."""
    given = [rng.normal(scale=3.0, size=shape) for shape in shapes]
    for z, claim in zip(given, student.each("sigmoid", [[z] for z in given]), strict=True):
        value = as_array(claim)
        keep(shown, "sigmoid", value, lstm.sigmoid(z), partial(lstm.sigmoid_ways, z))
        yield z, value


def ask_gate(student, rng, shown, gate, shapes=SHAPES):
    """A fresh question to a gate for each shape: (claim, right, what makes its mistakes, whether it is right but for a
    mistake in sigmoid).

    An error in sigmoid costs sigmoid's points, and not this gate's.
    """
    name = lstm.GATE_FUNCTIONS[gate]
    drawn = [lstm.lstm_inputs(rng, *shape) for shape in shapes]
    given = [(x, h_prev, params) for x, h_prev, _, params in drawn]
    for one, claim in zip(given, student.each(name, given), strict=True):
        value, right = as_array(claim), lstm.gate_value(*one, gate)
        keep(shown, name, value, right, partial(lstm.gate_ways, *one, gate))
        theirs = gate != "c" and not like(value, right) and is_sigmoids(student, rng, shown, gate, one, value)
        yield value, right, partial(lstm.gate_mistakes, *one, gate), theirs


def is_sigmoids(student, rng, shown, gate, given, value):
    """Whether a gate's wrong value is that of the mistake which sigmoid shows."""
    if "sigmoid" not in shown:
        list(ask_sigmoid(student, rng, shown, [(2, 3)]))
    z = lstm.pre_activation(*given, gate)
    wrong = [way for way in shown["sigmoid"] if way != carrying.RIGHT]
    versions = [carrying.version(way, lstm.sigmoid, lstm.sigmoid_ways) for way in wrong]
    return any(carrying.explains(value, partial(one, z)) for one in versions)


def nearest(mistakes, value):
    """What `expect` compares a wrong value with, made when it asks."""
    return lambda: lstm.nearest(mistakes(), value)


def check_gate(student, rng, shown, gate):
    """One gate on every shape."""
    answers = ask_gate(student, rng, shown, gate)
    for shape, (value, right, mistakes, theirs) in zip(SHAPES, answers, strict=True):
        if theirs:
            carried("sigmoid")
            continue
        what = "{} (batch {}, inputs {}, hidden {})".format(lstm.GATE_FUNCTIONS[gate], *shape)
        expect(value, what).floating().close(right, **CLOSE, misconceptions=nearest(mistakes, value))


@pytest.mark.points(1)
def test_sigmoid_extremes(student):
    """sigmoid: exact limits at ±1000, and no overflow warning on the way
    sigmoid：在 ±1000 处取到正确的极限，且没有溢出警告"""
    z = np.array([-1000.0, -100.0, -30.0, 0.0, 30.0, 100.0, 1000.0])
    seen = student.probe.watch("sigmoid", z)
    value, warned = as_array(seen["value"]), seen["warnings"]
    known = nearest(partial(lstm.sigmoid_mistakes, z), value)
    expect(value, "sigmoid(±1000)").shape(7).finite().close(lstm.sigmoid(z), misconceptions=known)
    expect.that(
        not warned,
        en="the values are right, but NumPy met an overflow on the way, or another fault that it warns of",
        zh="数值正确，但计算途中 NumPy 遇到了溢出（或别的会警告的问题）",
        diagnosis="sigmoid-overflow",
    )
    single = z.astype("float32")
    expect(as_array(student.sigmoid(single)), "sigmoid(±1000) in float32").shape(7).close(lstm.sigmoid(single))


@pytest.mark.points(1)
def test_sigmoid_shapes(student, rng, shown):
    """sigmoid: takes a number or an array of any shape, and keeps the shape
    sigmoid：可以接收单个数或任意形状的数组，形状保持不变"""
    for z, value in ask_sigmoid(student, rng, shown, [(2, 3), (6,), (1, 1), (2, 3, 4), ()]):
        shape = z.shape
        if shape:
            expect(value, f"sigmoid, z of shape {shape}").shape(*shape)
        known = nearest(partial(lstm.sigmoid_mistakes, z), value)
        expect(value, f"sigmoid, z of shape {shape}").close(lstm.sigmoid(z), **CLOSE, misconceptions=known)
    number = float(rng.normal())
    expect(student.sigmoid(number), "sigmoid of a number").close(lstm.sigmoid(number), **CLOSE)


@pytest.mark.points(1)
def test_sigmoid_dtypes(student):
    """sigmoid: float32 and float64 stay floating, and integers give fractions
    sigmoid：float32 与 float64 输入得到浮点数，整数输入也要得到小数"""
    given = [np.arange(-3, 4).astype(dtype) for dtype in ("float64", "float32", "int64")]
    for z, claim in zip(given, student.each("sigmoid", [[z] for z in given]), strict=True):
        value = as_array(claim)
        truncated = isinstance(value, np.ndarray) and value.dtype.kind in "iu"
        known = nearest(partial(lstm.sigmoid_mistakes, z), value)
        if truncated:
            known = known() | {"integer-truncation": value}
        expect(value, f"sigmoid of {z.dtype}").close(lstm.sigmoid(z), **CLOSE, misconceptions=known).floating()
    expect(student.sigmoid(0), "sigmoid(0)").close(0.5)


@pytest.mark.points(1)
def test_forget_gate_fresh(student, rng, shown):
    """forget_gate: right on fresh inputs of other sizes
    forget_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, shown, "f")


@pytest.mark.points(1)
def test_input_gate_fresh(student, rng, shown):
    """input_gate: right on fresh inputs of other sizes
    input_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, shown, "i")


@pytest.mark.points(1)
def test_candidate_fresh(student, rng, shown):
    """candidate: right on fresh inputs of other sizes
    candidate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, shown, "c")


@pytest.mark.points(1)
def test_output_gate_fresh(student, rng, shown):
    """output_gate: right on fresh inputs of other sizes
    output_gate：换一批随机输入和尺寸后仍然正确"""
    check_gate(student, rng, shown, "o")


def ask(student, shown, name, given, right, mistakes):
    """What a function makes of each of the arguments: (claim, right, what makes its mistakes)."""
    for one, claim in zip(given, student.each(name, given), strict=True):
        value, expected, wrong = as_array(claim), right(*one), partial(mistakes, *one)
        keep(shown, name, value, expected, wrong)
        yield value, expected, wrong


def ask_cell_state(student, rng, shown, shapes=SHAPES):
    """A fresh question to cell_state for each shape."""
    given = []
    for batch, _, hidden in shapes:
        f, i = rng.uniform(0.05, 0.95, size=(2, batch, hidden))
        given.append((f, i, rng.uniform(-0.95, 0.95, size=f.shape), rng.normal(size=f.shape)))
    return ask(student, shown, "cell_state", given, lstm.cell_state, lstm.cell_state_mistakes)


def ask_hidden_state(student, rng, shown, shapes=SHAPES):
    """A fresh question to hidden_state for each shape."""
    sizes = [(batch, hidden) for batch, _, hidden in shapes]
    given = [(rng.uniform(0.05, 0.95, size=size), rng.normal(scale=1.5, size=size)) for size in sizes]
    return ask(student, shown, "hidden_state", given, lstm.hidden_state, lstm.hidden_state_mistakes)


def check_state(name, answers):
    """cell_state or hidden_state on every shape."""
    for (batch, _, hidden), (value, right, mistakes) in zip(SHAPES, answers, strict=True):
        what = f"{name} (batch {batch}, hidden {hidden})"
        expect(value, what).floating().close(right, **CLOSE, misconceptions=nearest(mistakes, value))


@pytest.mark.points(1)
def test_cell_state_fresh(student, rng, shown):
    """cell_state: right on fresh inputs of other sizes
    cell_state：换一批随机输入和尺寸后仍然正确"""
    check_state("cell_state", ask_cell_state(student, rng, shown))


@pytest.mark.points(1)
def test_hidden_state_fresh(student, rng, shown):
    """hidden_state: right on fresh inputs of other sizes
    hidden_state：换一批随机输入和尺寸后仍然正确"""
    check_state("hidden_state", ask_hidden_state(student, rng, shown))


def states_of(value):
    """(h, c) of what lstm_step returned; one array of both is as good as a pair."""
    pair = list(value) if isinstance(value, np.ndarray) and value.ndim == 3 else as_arrays(value)
    expect(pair, "lstm_step(...)").length(2)
    return pair


def ask_all(student, rng, shown):
    """Ask each function that lstm_step puts together, unless its own check has done so."""
    for gate, name in lstm.GATE_FUNCTIONS.items():
        if name not in shown:
            list(ask_gate(student, rng, shown, gate, SHAPES[:1]))
    for name, asked in (("cell_state", ask_cell_state), ("hidden_state", ask_hidden_state)):
        if name not in shown:
            list(asked(student, rng, shown, SHAPES[:1]))


def mistaken_steps(shown):
    """The oracle's lstm_step from every choice of the mistakes that the student's functions have shown."""
    names = (*lstm.GATE_FUNCTIONS.values(), "cell_state", "hidden_state")
    for *gates, cell, hidden in islice(product(*(shown[name] for name in names)), MOST):
        if {*gates, cell, hidden} == {carrying.RIGHT}:
            continue
        yield partial(mistaken_step, gates, cell, hidden)


def mistaken_step(gates, cell, hidden, x, h_prev, c_prev, params):
    """(h, c), each function with the mistake that is given for it."""
    values = [
        carrying.version(way, lstm.gate_value, lstm.gate_ways)(x, h_prev, params, gate)
        for gate, way in zip(lstm.GATES, gates, strict=True)
    ]
    f, i, c_tilde, o = values
    c = carrying.version(cell, lstm.cell_state, lstm.cell_state_mistakes)(f, i, c_tilde, c_prev)
    return carrying.version(hidden, lstm.hidden_state, lstm.hidden_state_mistakes)(o, c), c


@pytest.mark.points(1)
def test_lstm_step_fresh(student, rng, shown):
    """lstm_step: puts your functions together in the right order, on fresh inputs of other sizes
    lstm_step：换一批随机输入和尺寸，各函数仍按正确的次序组合"""
    drawn = [lstm.lstm_inputs(rng, *shape) for shape in SHAPES]
    for shape, given, claim in zip(SHAPES, drawn, student.each("lstm_step", drawn), strict=True):
        h, c = states_of(claim)
        want = lstm.lstm_step(*given)
        known = {}
        if not (like(h, want[0]) and like(c, want[1])):
            # A wrong gate costs its own points. The step is judged by the functions that it puts together.
            ask_all(student, rng, shown)
            if any(carrying.explains([h, c], partial(step, *given)) for step in mistaken_steps(shown)):
                note(
                    en="right, given your own functions: an error in one of them costs its points, and none here",
                    zh="按你自己写的各个函数来算，这里的组合是对的：某个函数的错误只扣那个函数的分，这里不再重复扣",
                )
                continue
            known = steps_like(h, c, given)
        what = "(batch {}, inputs {}, hidden {})".format(*shape)
        for n, value in enumerate((h, c)):
            wrong = {key: pair[n] for key, pair in known.items()}
            expect(value, f"{'hc'[n]} {what}").floating().close(want[n], **CLOSE, misconceptions=wrong)


def steps_like(h, c, given):
    """The known mistakes in composing the step that explain both states: id -> (h, c)."""
    return {
        key: pair
        for key, pairs in lstm.step_mistakes(*given).items()
        for pair in pairs
        if like(h, pair[0]) and like(c, pair[1])
    }


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

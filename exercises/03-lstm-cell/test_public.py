"""Public checks of lesson 3: what creatLSTMCell(4, 2, 3) prints, against what the probe saw its cell do."""

import numpy as np
import pytest

from grader.checks import Opaque, dtypes, expect, fail, printed

A, B, C = 4, 2, 3


def like(value, expected):
    """Whether a printed array is about `expected`: states rounded to three decimals are still right."""
    return np.shape(value) == np.shape(expected) and np.allclose(value, expected, rtol=1e-3, atol=6e-4)


def in_order(first, second, h, c):
    """Whether these two are h and then c: like them, and closer to them this way round, however small they are."""
    if not (like(first, h) and like(second, c)):
        return False
    return abs(first - h).max() + abs(second - c).max() < abs(first - c).max() + abs(second - h).max()


def rounded_away(first, second, h, c):
    """Whether these are h and c with two decimals or fewer."""
    both = ((first, h), (second, c))
    return any(all(np.shape(a) == b.shape and np.allclose(a, b.round(n), atol=1e-6) for a, b in both) for n in range(3))


def of_two_runs(first, second, steps):
    """Whether the first is the h of one step and the second the c of another one."""
    return any(like(first, one["h"]) for one in steps) and any(like(second, one["c"]) for one in steps)


@pytest.fixture(scope="module")
def noted(student):
    """What the probe noted, the objects given to print, and the printed text."""
    note = student.probe.run(A, B, C)
    return note, student.last.printed, student.last.stdout


@pytest.fixture(scope="module")
def states(noted):
    """The two arrays that were printed, or None."""
    note, objects, text = noted
    steps = [step for step in note["steps"] if step["h"] is not None]
    background = [step[part] for step in steps for part in ("input", "h0", "c0", "kernel", "recurrent_kernel", "bias")]
    return printed.pair(objects, text, [(step["h"], step["c"]) for step in steps], background)


@pytest.mark.points(1)
def test_prints_two_states(noted, states):
    """creatLSTMCell(4, 2, 3) feeds an LSTM cell and prints two states
    creatLSTMCell(4, 2, 3) 运行 LSTM 单元，并打印两个状态"""
    note, objects, text = noted
    if not note["steps"]:
        diagnosis = "other-cell" if note["others"] else "symbolic-states" if note["fed"] else None
        fail(
            en="no LSTM cell was seen at work; create one (keras.layers.LSTMCell, in TensorFlow 1 rnn.BasicLSTMCell) "
            "and call it with an input and its states",
            zh="没有看到 LSTM 单元在计算；请创建一个（keras.layers.LSTMCell，TensorFlow 1 中是 rnn.BasicLSTMCell），"
            "再把输入和状态交给它",
            diagnosis=diagnosis,
        )
    if states is not None:
        return
    if not text.strip():
        diagnosis = "returned-not-printed" if note["returned"] else None
        fail(en="nothing was printed", zh="什么都没有打印", diagnosis=diagnosis)
    opaque = {value.type_name for values in objects for value in values if isinstance(value, Opaque)}
    diagnosis = None
    if printed.arrays(objects):
        sizes = any(type(value) is int and value in (A, B, C) for values in objects for value in values)
        diagnosis = "prints-an-argument" if sizes else "only-one-state"
    elif any("Tensor" in name and "Shape" not in name for name in opaque) or 'Tensor("' in text:
        diagnosis = "symbolic-states"
    elif text.count(f"({B}, {A})") + text.count(f"[{B}, {A}]") >= 2:
        diagnosis = "printed-shapes"
    fail(en="two states were not found in what was printed", zh="在打印的内容里没有找到两个状态", diagnosis=diagnosis)


@pytest.mark.points(2)
@pytest.mark.depends("test_prints_two_states")
def test_shapes(noted, states):
    """h and c have shape (b, a): here (2, 4)
    h 和 c 的形状是 (b, a)，这里是 (2, 4)"""
    weights = [step[part] for step in noted[0]["steps"] for part in ("kernel", "recurrent_kernel", "bias")]
    known = {(A, B): "states-transposed", (C, A): "input-transposed", (B, 1, A): "sequence-not-state"}
    for name, state in zip("hc", states, strict=True):
        diagnosis = known.get(state.shape)
        if state.shape in ((B, B), (B, C)):
            diagnosis = "wrong-units"
        if any(np.array_equal(state, weight) for weight in weights if weight is not None):
            diagnosis = "prints-weights"
        expect.that(
            diagnosis is None,
            en=f"{name} should have shape {(B, A)}, but it has shape {state.shape}",
            zh=f"{name} 的形状应为 {(B, A)}，但得到的是 {state.shape}",
            diagnosis=diagnosis,
        )
        expect(state, name).shape(B, A)


@pytest.mark.points(1)
@pytest.mark.depends("test_prints_two_states")
def test_dtype(states):
    """h and c are float32
    h 和 c 的数据类型是 float32"""
    for name, state in zip("hc", states, strict=True):
        expect(state, name).dtype("float32")


@pytest.mark.points(2)
@pytest.mark.depends("test_prints_two_states")
def test_order(noted, states):
    """What is printed first is h, and then c
    先打印的是 h，后打印的是 c"""
    steps = [step for step in noted[0]["steps"] if step["h"] is not None]
    first, second = states
    if any(in_order(first, second, step["h"], step["c"]) for step in steps):
        return
    diagnosis = None
    for step in steps:
        h, c = step["h"], step["c"]
        if not h.any() and not c.any():
            diagnosis = "zero-states" if step["input"].any() else "zero-input"
        elif like(first, c) and like(second, h):
            diagnosis = "c-before-h"
        elif like(first, second) and (like(first, h) or like(first, c)):
            diagnosis = "same-state-twice"
        elif like(first, step["h0"]) and like(second, step["c0"]):
            diagnosis = "prints-initial-states"
        elif rounded_away(first, second, h, c):
            diagnosis = "rounded-too-coarsely"
        if diagnosis:
            break
    if diagnosis is None and of_two_runs(first, second, steps):
        diagnosis = "states-of-two-runs"
    fail(
        en="what was printed is not h and then c, as your cell returned them",
        zh="打印的内容不是单元返回的 h 和 c（先 h 后 c）",
        diagnosis=diagnosis,
    )


@pytest.mark.points(1)
@pytest.mark.depends("test_prints_two_states")
def test_input(noted):
    """The cell was fed one float32 input of shape (b, c): here (2, 3)
    送进单元的是一个形状为 (b, c) 的 float32 输入，这里是 (2, 3)"""
    note, _, _ = noted
    shape = note["steps"][-1]["input"].shape
    expect.that(
        shape in ((B, C), (B, 1, C)),
        en=f"the input should have shape {(B, C)}, but it has shape {shape}",
        zh=f"输入的形状应为 {(B, C)}，但得到的是 {shape}",
        diagnosis="input-transposed" if shape == (C, B) else None,
    )
    fed = {fed["dtype"] for fed in note["fed"]} - {None}
    expect.that(
        fed <= {"float32"},
        en=f"the input should be float32, but it is {dtypes(fed).en}",
        zh=f"输入的数据类型应为 float32，但得到的是 {dtypes(fed).zh}",
        diagnosis="input-not-float32",
    )

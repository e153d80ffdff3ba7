"""Hidden checks of lesson 4: fresh weights, images and sizes, judged against the oracle."""

from functools import partial

import numpy as np
import pytest
from oracles import unrolling

from grader.checks import as_array, carried, expect

CLOSE = {"rtol": 1e-3, "atol": 1e-4}  # between float32 over 28 steps and float64; a mistake differs by far more


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, **CLOSE)


def both(pair, expected):
    return like(pair[0], expected[0]) and like(pair[1], expected[1])


def pair_of(note, name):
    """(outputs, state) as the function `name` returned them."""
    expect(note["value"], f"{name}(...)").length(2)
    return [as_array(value) for value in note["value"]]


def judge(pair, want, mistakes, what):
    """Outputs and state against the oracle's; a mistake is named only if it explains both."""
    known = {key: wrong for key, answers in mistakes.items() for wrong in answers if both(pair, wrong)}
    for n, part in enumerate(("outputs", "state")):
        wrong = {key: known[key][n] for key in known}
        expect(pair[n], f"{part} ({what})").close(want[n], **CLOSE, misconceptions=wrong)


def case(rng, layers, batch, steps, pixels, hidden):
    """Weights, images in [0, 1) and a state to start from, all random."""
    images = rng.random((batch, steps, pixels), np.float32)
    state = unrolling.random_state(rng, layers, 2, batch, hidden)
    return unrolling.random_layers(rng, layers, pixels, hidden), images, state


def named(layers, batch, steps, pixels, hidden):
    return f"layers={layers}, batch={batch}, steps={steps}, pixels={pixels}, hidden={hidden}"


@pytest.fixture(scope="module")
def shown():
    """Which of the oracle's mistakes unroll has shown, for the checks of what is built on it."""
    return {}


def ask_unroll(student, rng, shown, *sizes):
    """(claim, right, mistakes) of a fresh question to unroll; where it is wrong, its mistakes are noted."""
    (layer,), images, state = case(rng, 1, *sizes)
    pair = pair_of(student.probe.run("unroll", [layer], images, state[0]), "unroll")
    right = unrolling.unroll(layer, images, state[0])
    if not shown.setdefault("unroll", []) and not both(pair, right):
        shown["unroll"] = [one for ones in unrolling.UNROLLS.values() for one in ones
                           if gives(pair, partial(one, layer, images, state[0]))]  # fmt: skip
    return pair, right, unrolling.unroll_mistakes(layer, images, state[0])


def gives(pair, answer):
    """Whether a claimed pair is `answer()`, of the oracle."""
    try:
        return both(pair, answer())
    except (ValueError, IndexError):
        return False  # a mistake that cannot be made with these shapes


def repeats(student, rng, shown, pair, composed):
    """Whether a claim is right but for a mistake of the student's own unroll, which has cost unroll's points already.

    `composed(one)` is the oracle's answer with `one` for unroll. The mistake itself is the oracle's, too, and was shown
    by the very answer that cost the points: nothing that a student's unroll makes up later can become the measure.
    """
    if "unroll" not in shown:
        ask_unroll(student, rng, shown, 5, 5, 5, 5)
    return any(gives(pair, partial(composed, one)) for one in shown["unroll"])


def check_unroll(student, rng, shown, *sizes):
    pair, right, mistakes = ask_unroll(student, rng, shown, *sizes)
    judge(pair, right, mistakes, named(1, *sizes))


@pytest.mark.points(1)
def test_zero_state_of_other_sizes(student):
    """zero_state: other numbers of layers, samples and units
    zero_state：换成别的层数、样本数和神经元数"""
    for layers, batch, hidden in [(3, 2, 4), (1, 1, 6)]:
        value = as_array(student.zero_state(layers, batch, hidden))
        name = f"zero_state({layers}, {batch}, {hidden})"
        shapes = {"layers-axis-misplaced": (2, layers, batch, hidden), "only-one-state": (layers, batch, hidden),
                  "batch-hidden-swapped": (layers, 2, hidden, batch)}  # fmt: skip
        wrong = {key: np.zeros(shape) for key, shape in shapes.items()}
        expect(value, name).floating().close(np.zeros((layers, 2, batch, hidden)), misconceptions=wrong)


@pytest.mark.points(1)
def test_unroll_28_steps(student, rng, shown):
    """unroll: 28 rows of 28 pixels, with fresh weights and from a fresh state
    unroll：28 行、每行 28 个像素，随机的权重和初始状态"""
    check_unroll(student, rng, shown, 3, 28, 28, 5)


@pytest.mark.points(1)
def test_unroll_other_sizes(student, rng, shown):
    """unroll: as many images as steps, a single image, a single step
    unroll：图片数与步数相等、只有一张图、只有一步"""
    check_unroll(student, rng, shown, 6, 6, 6, 4)
    check_unroll(student, rng, shown, 1, 5, 3, 2)
    check_unroll(student, rng, shown, 2, 1, 4, 3)


@pytest.mark.points(1)
@pytest.mark.depends("test_unroll")
def test_unroll_in_two_halves(student, rng):
    """unroll: the top half, then the bottom half from the state of the top, give what the whole image gives
    unroll：先读上半张，再从那时的 state 接着读下半张，结果与一次读完整张相同"""
    (layer,), images, state = case(rng, 1, 3, 12, 6, 4)
    top = pair_of(student.probe.run("unroll", [layer], images[:, :6], state[0]), "unroll")
    expect(top[0], "outputs (images[:, :6])").shape(3, 6, 4).floating()
    expect(top[1], "state (images[:, :6])").shape(2, 3, 4).floating()
    bottom = pair_of(student.probe.run("unroll", [layer], images[:, 6:], top[1].astype("float32")), "unroll")
    expect(bottom[0], "outputs (images[:, 6:])").shape(3, 6, 4)
    whole = unrolling.unroll(layer, images, state[0])
    mistakes = unrolling.unroll_mistakes(layer, images, state[0])
    judge([np.concatenate([top[0], bottom[0]], axis=1), bottom[1]], whole, mistakes, "0:6, 6:12")


@pytest.mark.points(1)
def test_run_layers_fresh(student, rng, shown):
    """run_layers: three layers, with fresh weights and sizes; a single layer, too
    run_layers：三层，随机的权重和尺寸；只有一层时也对"""
    # With as many pixels as units, a layer that reads what it should not runs without an exception, and has a name.
    for count, *sizes in [(3, 2, 6, 4, 4), (3, 4, 7, 5, 3), (1, 2, 3, 5, 4)]:
        layers, images, state = case(rng, count, *sizes)
        pair = pair_of(student.probe.run("run_layers", layers, images, state), "run_layers")
        want = unrolling.run_layers(layers, images, state)
        composed = partial(unrolling.run_layers, layers, images, state)
        if both(pair, want):
            continue
        if repeats(student, rng, shown, pair, composed):
            carried("unroll")
            continue
        mistakes = unrolling.layer_mistakes(layers, images, state)
        judge(pair, want, mistakes, named(count, *sizes))


@pytest.mark.points(2)
def test_library_fresh(student, rng):
    """library: the library's recurrent layer gives the same, with fresh weights and sizes
    library：换成随机的权重和尺寸，库里的循环层也得到同样的结果"""
    # Two layers or more: on JAX, Keras cannot start an RNN around a list of one cell from a given state.
    for count, *sizes in [(3, 3, 5, 4, 4), (2, 2, 6, 5, 3), (2, 4, 3, 2, 5)]:
        layers, images, state = case(rng, count, *sizes)
        note = student.probe.run("library", layers, images, state)
        mistakes = unrolling.layer_mistakes(layers, images, state)
        what = named(count, *sizes)
        judge(pair_of(note, "library"), unrolling.run_layers(layers, images, state), mistakes, what)
        expect.that(
            note["recurrent"],
            en="the numbers are right, but the library's recurrent layer was not called: this is about its loop",
            zh="数值正确，但没有调用库里的循环层：这个函数要用的就是它",
            diagnosis="library-not-used",
        )
        added = float(rng.uniform(0.2, 0.4))  # to all that the library returns: so must what is returned be
        pair = pair_of(student.probe.run("library", layers, images, state, added), "library")
        expect.that(
            any(both(pair, answer) for answer in unrolling.marked(layers, images, state, added)),
            en="the library's recurrent layer was called, but outputs and state are not what it returned",
            zh="调用了库里的循环层，但返回的 outputs 和 state 不是它算出来的",
            diagnosis="library-for-show",
        )


def outputs_and_states(rng):
    """What run_layers gives for networks of several sizes, as float32: outputs and state of each."""
    for count, *sizes in [(2, 5, 5, 3, 5), (3, 2, 6, 4, 3)]:
        layers, images, state = case(rng, count, *sizes)
        yield tuple(part.astype("float32") for part in unrolling.run_layers(layers, images, state))


@pytest.mark.points(1)
def test_last_output_fresh(student, rng):
    """last_output: other sizes
    last_output：换成别的尺寸"""
    for outputs, _ in outputs_and_states(rng):
        mistakes = unrolling.last_output_mistakes(outputs)
        expect(as_array(student.last_output(outputs)), "last_output(outputs)").close(
            outputs[:, -1], misconceptions=mistakes
        )


@pytest.mark.points(1)
def test_last_hidden_fresh(student, rng):
    """last_hidden: other sizes; the numbers are those of the last output
    last_hidden：换成别的尺寸；得到的数与最后一步的输出相同"""
    for outputs, final in outputs_and_states(rng):
        mistakes = unrolling.last_hidden_mistakes(final)
        expect(as_array(student.last_hidden(final)), "last_hidden(state)").close(
            outputs[:, -1], misconceptions=mistakes
        )


@pytest.mark.points(1)
def test_to_time_major_fresh(student, rng):
    """to_time_major: images of other sizes
    to_time_major：换成别的尺寸的图片"""
    for shape in [(3, 7, 6), (4, 4, 5)]:
        images = rng.random(shape, np.float32)
        mistakes = unrolling.to_time_major_mistakes(images)
        expect(as_array(student.to_time_major(images)), "to_time_major(images)").close(
            images.transpose(1, 0, 2), misconceptions=mistakes
        )


@pytest.mark.points(1)
def test_run_time_major_fresh(student, rng, shown):
    """run_time_major: fresh weights and sizes
    run_time_major：随机的权重和尺寸"""
    for sizes in [(4, 4, 4, 3), (3, 7, 6, 4)]:  # as many images as steps first: no mixed-up axis is an exception there
        (layer,), images, state = case(rng, 1, *sizes)
        sequence = np.ascontiguousarray(images.transpose(1, 0, 2))
        pair = pair_of(student.probe.run("run_time_major", [layer], sequence, state[0]), "run_time_major")
        composed = partial(unrolling.time_major, layer=layer, sequence=sequence, state=state[0])
        want = composed(unrolling.unroll)
        if not both(pair, want) and repeats(student, rng, shown, pair, composed):
            carried("unroll")
            continue
        mistakes = unrolling.time_major_mistakes(layer, sequence, state[0])
        judge(pair, want, mistakes, named(1, *sizes))


@pytest.mark.points(1)
@pytest.mark.depends("test_unroll_28_steps", "test_run_layers_fresh", "test_run_time_major_fresh")
def test_by_hand(student, rng):
    """unroll, run_layers and run_time_major step the cell themselves, without a recurrent layer
    unroll、run_layers、run_time_major 都是自己让单元一步步走，没有用循环层"""
    layers, images, state = case(rng, 2, 2, 3, 4, 3)
    calls = {
        "unroll": (layers[:1], images, state[0]),
        "run_layers": (layers, images, state),
        "run_time_major": (layers[:1], np.ascontiguousarray(images.transpose(1, 0, 2)), state[0]),
    }
    for name, arguments in calls.items():
        used = student.probe.run(name, *arguments)["recurrent"]
        expect.that(
            not used,
            en=f"{name} leaves the steps to the library's recurrent layer; here the loop is yours",
            zh=f"{name} 把循环交给了库里的循环层；这里要自己写",
            diagnosis="library-does-the-steps",
        )

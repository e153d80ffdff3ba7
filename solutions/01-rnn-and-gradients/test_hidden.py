"""Hidden checks of lesson 1: fresh random inputs of several shapes, judged against the oracle."""

from functools import partial

import numpy as np
import pytest
from oracles import carrying, rnn

from grader.checks import as_array, as_arrays, carried, expect

# (steps, inputs, hidden, outputs); then one step, as many inputs as units, one unit, one input, many outputs.
SHAPES = [(5, 3, 4, 2), (1, 2, 3, 1), (6, 4, 4, 2), (4, 3, 1, 2), (7, 1, 3, 1), (3, 2, 5, 6)]
CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well
TINY = 1e-13  # what a difference of two values loses in rounding, and a derivative does not
PARTS = ("∂L/∂s_{t-1}", "∂L/∂U", "∂L/∂W", "∂L/∂b")


def what(name, shape):
    return "{} (steps {}, inputs {}, hidden {}, outputs {})".format(name, *shape)


@pytest.fixture(scope="module")
def shown():
    """Which of the oracle's mistakes a function's wrong answers have shown, for the checks of what is built on it."""
    return {}


def made(value, right, mistakes, *given):
    """What the oracle's mistakes lead to; nothing for a right answer, which has no need of them and is most answers."""
    return {} if rnn.like(value, right) else mistakes(*given)


def versions(shown, function, right, mistakes):
    """The oracle's own `function` with each of the mistakes that the student's has shown and that can be carried on."""
    ways = [way for way in shown[function] if way != carrying.RIGHT and way[0] not in rnn.NOT_CARRIED[function]]
    return [carrying.version(way, right, mistakes) for way in ways]


def check_derived(name, claim, right):
    """`claim` and `right`: matrices whose first columns have TINY as a factor, and are found by the chain rule."""
    claim = as_array(claim)
    expect(claim, name).shape(*right.shape)
    claim, right = claim[:, 0] / TINY, right[:, 0] / TINY
    expect.that(
        np.allclose(claim, right, rtol=1e-3, atol=1e-3 * np.abs(right).max()),
        en=f"{name} is right where it is large, but not where it is tiny",
        zh=f"{name} 数值大的地方是对的，极小的地方却不对",
        diagnosis="finite-differences",
    )


def ask_step(student, rng, shown, shape):
    """A fresh question to rnn_step: (claim, right, mistakes)."""
    xs, _, s0, params = rnn.inputs_for(rng, *shape)
    value, right = as_array(student.rnn_step(xs[0], s0, params)), rnn.rnn_step(xs[0], s0, params)
    mistakes = made(value, right, rnn.step_mistakes, xs[0], s0, params)
    carrying.note(shown, "rnn_step", value, right, mistakes)
    return value, right, mistakes


@pytest.mark.points(1)
def test_rnn_step_fresh(student, rng, shown):
    """rnn_step: right on fresh inputs of other sizes
    rnn_step：换一批随机输入和尺寸后仍然正确"""
    for shape in SHAPES:
        value, right, mistakes = ask_step(student, rng, shown, shape)
        known = rnn.explaining(value, mistakes)
        expect(value, what("rnn_step", shape)).floating().close(right, **CLOSE, misconceptions=known)


@pytest.mark.points(1)
def test_rnn_forward_fresh(student, rng, shown):
    """rnn_forward: carries the state on, over sequences of any length
    rnn_forward：无论序列多长，状态都正确地传下去"""
    theirs = False
    for shape in SHAPES:
        xs, _, s0, params = rnn.inputs_for(rng, *shape)
        value, expected = as_array(student.rnn_forward(xs, s0, params)), rnn.rnn_forward(xs, s0, params)
        if not rnn.like(value, expected):
            # A wrong rnn_step costs its own points. Here, what counts is how the steps are put together.
            if "rnn_step" not in shown:
                ask_step(student, rng, shown, SHAPES[0])
            steps = versions(shown, "rnn_step", rnn.rnn_step, rnn.step_mistakes)
            if any(carrying.explains(value, partial(rnn.rnn_forward, xs, s0, params, step)) for step in steps):
                theirs = True
                continue
        known = rnn.explaining(value, made(value, expected, rnn.forward_mistakes, xs, s0, params))
        expect(value, what("states", shape)).floating().close(expected, **CLOSE, misconceptions=known)
    if theirs:
        carried("rnn_step")


def ask_step_backward(student, rng, shown, shape):
    """A fresh question to step_backward: (claim, right, mistakes)."""
    xs, _, s0, params = rnn.inputs_for(rng, *shape)
    # The state is the one that this very step leads to: 1 - tanh(z)**2 is as right as 1 - s**2.
    given = (rng.normal(size=s0.shape), xs[0], s0, rnn.rnn_step(xs[0], s0, params), params)
    claim, right = as_arrays(student.step_backward(*given)), rnn.step_backward(*given)
    mistakes = made(claim, right, rnn.step_backward_mistakes, *given)
    carrying.note(shown, "step_backward", claim, right, mistakes)
    return claim, right, mistakes


@pytest.mark.points(2)
def test_step_backward_fresh(student, rng, shown):
    """step_backward: right on fresh inputs of other sizes
    step_backward：换一批随机输入和尺寸后仍然正确"""
    for shape in SHAPES:
        claim, rights, mistakes = ask_step_backward(student, rng, shown, shape)
        expect(claim, what("step_backward", shape)).length(4)
        known = rnn.explaining(claim, mistakes)
        for number, right in enumerate(rights):
            mistaken = {key: parts[number] for key, parts in known.items()}
            expect(claim[number], what(PARTS[number], shape)).floating().close(right, **CLOSE, misconceptions=mistaken)
    xs, _, s0, params = rnn.inputs_for(rng, 1, 2, 3, 1)
    xs[:, 0] *= TINY
    given = (rng.normal(size=3), xs[0], s0, rnn.rnn_step(xs[0], s0, params), params)
    claim = student.step_backward(*given)
    expect(claim, "step_backward").length(4)
    check_derived("∂L/∂U", claim[1], rnn.step_backward(*given)[1])


def check_bptt(student, rng, shown, shape, scale=0.9):
    """Judge random inputs of this shape; whether the gradients are right but for a mistake in step_backward."""
    xs, targets, s0, params = rnn.inputs_for(rng, *shape, scale)
    states = rnn.rnn_forward(xs, s0, params)
    claim, right = as_arrays(student.bptt(xs, targets, states, params)), rnn.gradients(xs, targets, s0, params)
    expect.that(
        isinstance(claim, dict) and set(rnn.NAMES) <= set(claim),
        en=f"bptt should return a dict with the keys {', '.join(rnn.NAMES)}",
        zh=f"bptt 应返回字典，键为 {'、'.join(rnn.NAMES)}",
    )
    if not rnn.like(claim, right):
        # A wrong step_backward costs its own points. Here, what counts is the way through time.
        if "step_backward" not in shown:
            ask_step_backward(student, rng, shown, SHAPES[0])
        back = versions(shown, "step_backward", rnn.step_backward, rnn.step_backward_mistakes)
        if any(carrying.explains(claim, partial(rnn.backpropagate, xs, targets, states, params, one)) for one in back):
            return True
    known = rnn.explaining(claim, made(claim, right, rnn.bptt_mistakes, xs, targets, states, params))
    for name in rnn.NAMES:
        mistaken = {key: parts[name] for key, parts in known.items()}
        label = what("∂L/∂" + ("s_0" if name == "s0" else name), shape)
        expect(claim[name], label).floating().close(right[name], **CLOSE, misconceptions=mistaken)
    direction = {name: rng.normal(size=part.shape) for name, part in right.items()}
    slope = sum(float(np.sum(direction[name] * claim[name])) for name in right)
    measured = rnn.directional(xs, targets, s0, params, direction)
    expect(slope, what("the loss's slope along a random direction", shape)).close(measured, rtol=1e-4, atol=1e-4)
    return False


@pytest.mark.points(2)
def test_bptt_fresh(student, rng, shown):
    """bptt: every gradient right on fresh inputs of other sizes, and in agreement with finite differences
    bptt：换一批随机输入和尺寸后每个梯度都正确，并与有限差分一致"""
    if any([check_bptt(student, rng, shown, shape) for shape in SHAPES]):
        return carried("step_backward")
    xs, targets, s0, params = rnn.inputs_for(rng, 4, 2, 3, 2)
    xs[:, 0] *= TINY
    claim = student.bptt(xs, targets, rnn.rnn_forward(xs, s0, params), params)
    check_derived("∂L/∂U", claim["U"], rnn.gradients(xs, targets, s0, params)["U"])


@pytest.mark.points(1)
def test_bptt_long(student, rng, shown):
    """bptt: still right over 30 steps, where gradients vanish or grow; its arguments stay as they were
    bptt：在 30 步的长序列上（梯度消失或增大时）仍然正确，且不改动传入的参数"""
    theirs = [check_bptt(student, rng, shown, (30, 2, 3, 2), scale) for scale in (0.4, 2.5)]
    xs, targets, s0, params = rnn.inputs_for(rng, 4, 2, 3, 1)
    seen = student.probe.watch("bptt", xs, targets, rnn.rnn_forward(xs, s0, params), params)
    keeps("bptt", seen, ("xs", "targets", "states", "params"))
    if any(theirs):
        carried("step_backward")


def keeps(function, seen, names):
    """The call changed none of its arguments."""
    changed = ", ".join(names[number] for number in seen["changed"])
    expect.that(
        not changed,
        en=f"{function} changed its own input in place: {changed}",
        zh=f"{function} 就地修改了传入的参数：{changed}",
        diagnosis="changes-inputs",
    )


def ask_jacobian(student, rng, shown, shape):
    """A fresh question to jacobian: (claim, right, mistakes)."""
    W, s = rnn.inputs_for(rng, *shape)[3]["W"], rng.uniform(-0.95, 0.95, size=shape[2])
    value, right = as_array(student.jacobian(s, W)), rnn.jacobian(s, W)
    mistakes = made(value, right, rnn.jacobian_mistakes, s, W)
    carrying.note(shown, "jacobian", value, right, mistakes)
    return value, right, mistakes


@pytest.mark.points(1)
def test_jacobian_fresh(student, rng, shown):
    """jacobian: right on fresh states of other sizes
    jacobian：换一批随机状态和尺寸后仍然正确"""
    for shape in SHAPES:
        value, right, mistakes = ask_jacobian(student, rng, shown, shape)
        known = rnn.explaining(value, mistakes)
        expect(value, what("jacobian", shape)).floating().close(right, **CLOSE, misconceptions=known)
    W, s = rng.normal(size=(3, 3)), rng.uniform(-0.95, 0.95, size=3)
    W[:, 0] *= TINY
    check_derived("jacobian", student.jacobian(s, W), rnn.jacobian(s, W))


@pytest.mark.points(1)
def test_gradient_norms_fresh(student, rng, shown):
    """gradient_norms: right on fresh states, from one step to twelve, vanishing and growing
    gradient_norms：换一批随机状态后仍然正确，从 1 步到 12 步，无论消失还是增大"""
    theirs = False
    for shape, scale in [*((shape, 0.9) for shape in SHAPES), ((12, 2, 4, 1), 0.5), ((12, 2, 4, 1), 3.0)]:
        xs, _, s0, params = rnn.inputs_for(rng, *shape, scale)
        states, W = rnn.rnn_forward(0.3 * xs, s0, params), params["W"]
        value, expected = as_array(student.gradient_norms(states, W)), rnn.gradient_norms(states, W)
        if not rnn.like(value, expected):
            # A wrong jacobian costs its own points.
            if "jacobian" not in shown:
                ask_jacobian(student, rng, shown, SHAPES[0])
            each = versions(shown, "jacobian", rnn.jacobian, rnn.jacobian_mistakes)
            if any(carrying.explains(value, partial(rnn.gradient_norms, states, W, one)) for one in each):
                theirs = True
                continue
        known = rnn.explaining(value, made(value, expected, rnn.norm_mistakes, states, W))
        expect(value, what("gradient_norms", shape)).floating().close(expected, **CLOSE, misconceptions=known)
    if theirs:
        carried("jacobian")


def check_clip(student, gradients, max_norm, label):
    claim = student.clip_by_global_norm(gradients, max_norm)
    judge_clip(claim, gradients, max_norm, label)


def judge_clip(claim, gradients, max_norm, label):
    expect(claim, f"clip_by_global_norm {label}").length(2)
    expect(claim[0], f"the list of gradients {label}").length(len(gradients))
    claim = [as_arrays(claim[0]), claim[1]]
    arrays, norm = rnn.clip_by_global_norm(gradients, max_norm)
    known = rnn.explaining(claim, made(claim, [arrays, norm], rnn.clip_mistakes, gradients, max_norm))
    mistaken = {key: clipped[1] for key, clipped in known.items()}
    expect(claim[1], f"the norm {label}").close(norm, **CLOSE, misconceptions=mistaken)
    for number, (value, right) in enumerate(zip(claim[0], arrays, strict=True)):
        mistaken = {key: clipped[0][number] for key, clipped in known.items()}
        expect(value, f"gradient {number} {label}").floating().close(right, **CLOSE, misconceptions=mistaken)


def some_gradients(rng, scale):
    return [rng.normal(scale=scale, size=shape) for shape in [(4, 3), (4, 4), (4,), (2, 4), (1,)]]


@pytest.mark.points(1)
def test_clip_fresh(student, rng):
    """clip_by_global_norm: one factor for all gradients, and only where their norm is too large
    clip_by_global_norm：所有梯度用同一个比例，且只在总范数过大时缩小"""
    for scale, max_norm in [(3.0, 2.5), (0.7, 0.9), (0.1, 5.0), (0.3, 1e-3), (2.0, 40.0)]:
        label = "(norm too large)" if scale * 6 > max_norm else "(norm small enough)"
        check_clip(student, some_gradients(rng, scale), max_norm, label)
    check_clip(student, [rng.normal(size=(3, 2))], 0.5, "(a single array)")


@pytest.mark.points(1)
def test_clip_edges(student, rng):
    """clip_by_global_norm: zero gradients stay zero, a norm at the limit stays, and the arrays given are not changed
    clip_by_global_norm：全零梯度仍是零，恰好等于上限时不变，且不改动传入的数组"""
    zeros = [np.zeros((3, 2)), np.zeros(4)]
    claim = student.clip_by_global_norm(zeros, 1.0)
    expect(claim, "clip_by_global_norm (zero gradients)").length(2)
    for value in claim[0] if isinstance(claim[0], (list, tuple)) else []:
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            expect.that(
                np.isfinite(value).all(),
                en="zero gradients have become NaN or infinite",
                zh="全零的梯度变成了 NaN 或 inf",
                diagnosis="divided-by-zero-norm",
            )
    judge_clip(claim, zeros, 1.0, "(zero gradients)")
    check_clip(student, [np.array([3.0, 0.0]), np.array([[4.0]])], 5.0, "(norm at the limit)")
    gradients = some_gradients(rng, 2.0)
    seen = student.probe.watch("clip_by_global_norm", gradients, 1.5)
    keeps("clip_by_global_norm", seen, ("gradients", "max_norm"))
    judge_clip(seen["value"], gradients, 1.5, "(norm too large)")


@pytest.mark.points(1)
def test_cell_path_fresh(student, rng):
    """cell_path: right on fresh gates, from one step to twenty
    cell_path：换一批随机的门后仍然正确，从 1 步到 20 步"""
    for steps, hidden in [(6, 3), (1, 4), (20, 2), (3, 1), (4, 4)]:
        f = rng.uniform(0.3, 1.0, size=(steps, hidden))
        value, right = as_array(student.cell_path(f)), rnn.cell_path(f)
        known = rnn.explaining(value, made(value, right, rnn.cell_path_mistakes, f))
        label = f"cell_path (steps {steps}, hidden {hidden})"
        expect(value, label).floating().close(right, **CLOSE, misconceptions=known)

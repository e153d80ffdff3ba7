"""Hidden checks of lesson 3: other sizes, and the printed values against the oracle on the cell's own weights."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
from oracles import lstm

from grader.checks import dtypes, expect, fail, printed, shape_of

# (a, b, c): as many units as features; a single sample; so large that print abbreviates with "...".
CASES = [(3, 2, 3), (5, 1, 4), (160, 8, 6)]
WEIGHTS = ("kernel", "recurrent_kernel", "bias")
MOST = 8  # noted steps looked at where the weights are given
CLOSE = {"rtol": 1e-3, "atol": 6e-4}  # states rounded to three decimals are still right


def like(value, expected):
    """Whether a printed array is about `expected`."""
    return np.shape(value) == np.shape(expected) and np.allclose(value, expected, **CLOSE)


def near(expected):
    """The tolerance for `expected`: zeros must not pass for states that are merely small."""
    return {"rtol": CLOSE["rtol"], "atol": min(CLOSE["atol"], 0.05 * float(abs(expected).max()))}


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
    known = [step for step in steps if step["h"] is not None]
    return any(like(first, one["h"]) for one in known) and any(like(second, one["c"]) for one in known)


@dataclass
class Run:
    """One call of creatLSTMCell: what was noted and printed, and the oracle's (h, c) for every step noted."""

    case: tuple[int, int, int]
    note: dict
    text: str
    answers: list
    states: tuple | None
    number: int  # of the step that was printed, by its values; the last one if none was

    @property
    def step(self):
        return self.note["steps"][self.number]

    @property
    def answer(self):
        return self.answers[self.number]

    @property
    def own(self):
        """(h, c) as the student's cell computed them, where it was noted; a cell of another kind has its own check."""
        h, c = self.step["h"], self.step["c"]
        return self.answer if h is None else (h, c)

    @property
    def name(self):
        return "a={}, b={}, c={}".format(*self.case)


def recomputed(compute, step):
    """`compute` on a noted step; None of the states before it means zeros."""
    batch, units = step["input"].shape[0], step["recurrent_kernel"].shape[0]
    before = [np.zeros((batch, units)) if step[name] is None else step[name] for name in ("h0", "c0")]
    return compute(step["input"], *before, *(step[part] for part in WEIGHTS))


def computes(student, rng, case):
    """Whether what is printed is computed: with weights that nobody could foresee, other states follow from them.

    What the probe notes is a claim, too. A program that notes made-up steps and prints what fits them ends here.
    """
    a, _, c = case
    shapes = {"kernel": (c, 4 * a), "recurrent_kernel": (a, 4 * a), "bias": (4 * a,)}
    given = {part: rng.normal(scale=0.7, size=shape).astype(np.float32) for part, shape in shapes.items()}
    steps = student.probe.run(*case, given)["steps"][:MOST]
    objects, text = student.last.printed, student.last.stdout
    fitting = [step for step in steps if all(same(step[part], given[part]) for part in WEIGHTS)]
    background = [step[part] for step in steps for part in ("input", "h0", "c0", *WEIGHTS)]

    def shows(answers):
        states = printed.pair(objects, text, answers, background)
        return states is not None and any(like(state, each) for state in states for pair in answers for each in pair)

    right = [recomputed(lstm.keras_unroll, step) for step in fitting]
    return shows(right) or shows(
        right + [pair for step in fitting for pair in recomputed(lstm.keras_mistakes, step)["other-activation"]]
    )


def same(weight, given):
    """Whether a noted weight is the one that was given; a cell may have no bias."""
    return weight is None or (weight.shape == given.shape and np.allclose(weight, given, atol=1e-6))


@pytest.fixture(scope="module")
def runs(student, seed):
    """One run per case, made once for all checks. Fails where a run did not get as far as two printed states."""
    made, rng = [], np.random.default_rng(seed)
    for case in CASES:
        note = student.probe.run(*case)
        objects, text = student.last.printed, student.last.stdout
        steps = note["steps"]
        answers = [recomputed(lstm.keras_unroll, step) for step in steps]
        background = [step[part] for step in steps for part in ("input", "h0", "c0", *WEIGHTS)]
        states = printed.pair(objects, text, answers, background)
        if not steps or states is None:
            fail(
                en="with a={}, b={}, c={} two states were not found in what was printed".format(*case),
                zh="当 a={}、b={}、c={} 时，在打印的内容里没有找到两个状态".format(*case),
            )
        pairs = [(*answer, step["h"], step["c"]) for answer, step in zip(answers, steps, strict=True)]
        numbers = [n for n, known in enumerate(pairs) if any(like(state, each) for state in states for each in known)]
        run = Run(case, note, text, answers, states, (numbers or [-1])[0])
        # A cell of another size cannot be given these weights, and has states of another shape.
        fits = run.step["kernel"].shape == (case[2], 4 * case[0])
        fits = fits or any(np.shape(state) == (case[1], case[0]) for state in states)
        if numbers and fits and not computes(student, rng, case):
            fail(
                en=f"with other weights, the printed states are not those of an LSTM cell ({run.name})",
                zh=f"换一组权重后，打印的状态不是 LSTM 单元算出的结果（{run.name}）",
            )
        made.append(run)
    return made


@pytest.mark.points(4)
@pytest.mark.depends("test_prints_two_states")
def test_shapes_of_other_sizes(runs):
    """h and c have shape (b, a), whatever a, b and c are
    a、b、c 换成别的值时，h 和 c 的形状仍是 (b, a)"""
    for run in runs:
        a, b, _ = run.case
        for name, state in zip("hc", run.states, strict=True):
            expect(state, f"{name} ({run.name})").shape(b, a)


@pytest.mark.points(2)
@pytest.mark.depends("test_prints_two_states")
def test_order_of_other_sizes(runs):
    """h comes first and c second, by their values
    从数值上看，先打印的是 h，后打印的是 c"""
    for run in runs:
        (first, second), (h, c) = run.states, run.own
        if in_order(first, second, h, c):
            continue
        diagnosis = None
        if not h.any() and not c.any():
            diagnosis = "zero-states" if run.step["input"].any() else "zero-input"
        elif like(first, c) and like(second, h):
            diagnosis = "c-before-h"
        elif like(first, second) and (like(first, h) or like(first, c)):
            diagnosis = "same-state-twice"
        elif like(first, run.step["h0"]) and like(second, run.step["c0"]):
            diagnosis = "prints-initial-states"
        elif rounded_away(first, second, h, c):
            diagnosis = "rounded-too-coarsely"
        elif of_two_runs(first, second, run.note["steps"]):
            diagnosis = "states-of-two-runs"
        fail(
            en=f"what was printed is not h and then c ({run.name})",
            zh=f"打印的内容不是先 h 后 c（{run.name}）",
            diagnosis=diagnosis,
        )


def mistaken(run, first, second, number):
    """The misconceptions for the first state, number 0, or for the second, 1."""
    for pair in recomputed(lstm.keras_mistakes, run.step)["other-activation"]:
        if like(first, pair[0]) and like(second, pair[1]):
            return {"other-activation": pair[number]}
    return {"same-state-twice": run.answer[0]} if number and like(first, second) else {}


@pytest.mark.points(3)
@pytest.mark.depends("test_prints_two_states")
def test_values(runs):
    """The printed values are what an LSTM with these very weights makes of this input
    打印的数值正是这组权重的 LSTM 对这个输入算出的结果"""
    for run in runs:
        (first, second), (h, c) = run.states, run.answer
        if in_order(second, first, h, c):  # the order has a check of its own
            first, second = second, first
        known = [partial(mistaken, run, first, second, number) for number in (0, 1)]
        expect(first, f"h ({run.name})").finite().close(h, **near(h), misconceptions=known[0])
        expect(second, f"c ({run.name})").finite().close(c, **near(c), misconceptions=known[1])
        alive = all(run.step[part].any() for part in ("kernel", "recurrent_kernel")) and h.any() and c.any()
        expect.that(
            alive,
            en="the values fit, but nothing can be told from them: weights, or states, are all zeros",
            zh="数值虽然对得上，但权重或状态全是 0，什么也说明不了",
            diagnosis="zero-states" if run.step["input"].any() else "zero-input",
        )


@pytest.mark.points(2)
@pytest.mark.depends("test_prints_two_states")
def test_text(runs):
    """The text on the screen shows the numbers of both states
    屏幕上的文字里确实能看到两个状态的数值"""
    for run in runs:
        h, c = run.own
        expect.that(
            (h.any() or c.any()) and (printed.shows(run.text, h, c) or printed.shows(run.text, c, h)),
            en=f"the printed text does not show the numbers of h and c ({run.name})",
            zh=f"打印出的文字里看不到 h 和 c 的数值（{run.name}）",
        )


@pytest.mark.points(2)
@pytest.mark.depends("test_prints_two_states")
def test_input_of_other_sizes(runs):
    """The input has shape (b, c) and dtype float32, and is not all zeros
    输入的形状是 (b, c)，类型是 float32，而且不全为 0"""
    for run in runs:
        _, b, c = run.case
        value, fed = run.step["input"], {fed["dtype"] for fed in run.note["fed"]} - {None}
        expect.that(
            value.shape in ((b, c), (b, 1, c)),
            en=f"the input should have shape {(b, c)}, but it has shape {shape_of(value.shape)} ({run.name})",
            zh=f"输入的形状应为 {(b, c)}，但得到的是 {shape_of(value.shape)}（{run.name}）",
            diagnosis="input-transposed" if value.shape == (c, b) else None,
        )
        expect.that(
            fed <= {"float32"},
            en=f"the input should be float32, but it is {dtypes(fed).en}",
            zh=f"输入的数据类型应为 float32，但得到的是 {dtypes(fed).zh}",
            diagnosis="input-not-float32",
        )
        expect.that(
            value.any() and np.isfinite(value).all(),
            en="the input is all zeros, or not finite",
            zh="输入全是 0，或者含有 NaN、无穷大",
            diagnosis=None if value.any() else "zero-input",
        )

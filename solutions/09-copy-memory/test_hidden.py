"""Hidden checks of lesson 9: fresh inputs against the oracle, trainings update by update, and what each network has
learned, measured here on sequences that never enter the sandbox."""

import numpy as np
import pytest
from oracles import adding, carrying, rnn
from oracles.learning import far

from grader.checks import as_array, as_arrays, carried, expect, fail, measure

CLOSE = {"rtol": 1e-4, "atol": 1e-6}  # the task asks for no precision: float32 is right as well
PARTS = ("∂L/∂h_prev", "∂L/∂c_prev", "∂L/∂W", "∂L/∂b")
MANY = 4000  # sequences in which a place that has the share p is seen, for sure: p is 1/5 at least
MEASURED = 2000  # sequences on which an error is measured: 0.167 comes out within 0.02
# Of the way that the weights should go in training, after a few dozen updates. Right answers stay below 0.001 in
# float64, and below 0.01 in float32; mistakes are over 0.1.
NEAR = 0.05
STILL_NEAR = 0.7  # the same after a long training, in which a difference in the last digit grows ten thousandfold
SIGMA = 5.0
TRIALS = 3


@pytest.fixture(scope="module")
def shown():
    """Which of the oracle's mistakes lstm_step_backward has shown, for the checks of what is built on it."""
    return {}


# -- the data ----------------------------------------------------------------------------------------------------------


def sequences_in(claim, count, steps):
    """A claim of make_sequences as (values, marks, targets), its form judged."""
    claim = as_arrays(claim)
    expect(claim, "make_sequences(...)").length(2)
    xs, targets = claim
    expect(xs, "xs").shape(count, steps, 2).finite()
    expect(targets, "targets").shape(count).finite()
    values, marks, half = xs[..., 0].astype(float), xs[..., 1].astype(float), steps // 2
    expect(values, "the values").between(0, 1)
    in_each = [marks[:, :half].sum(axis=1), marks[:, half:].sum(axis=1)]
    expect.that(
        np.isin(marks, (0, 1)).all() and all((one == 1).all() for one in in_each),
        en="each sequence should have exactly one mark in its first half and one in its second",
        zh="每个序列的前一半里应恰有一个记号，后一半里也应恰有一个",
        diagnosis="marks-not-one-in-each-half",
    )
    picked = (values * marks).sum(axis=1)
    known = {"all-values-added": values.sum(axis=1), "mean-of-the-two": picked / 2}
    expect(targets, "targets").close(picked, **CLOSE, misconceptions=known)
    return values, marks, targets


@pytest.mark.points(2)
@pytest.mark.depends("test_make_sequences")
def test_make_sequences_fresh(student, rng):
    """make_sequences: every place of a half is marked as often as the others, values are spread evenly over 0 to 1
    make_sequences：每一半里的各个位置被记号选中的机会相等，数均匀分布在 0 到 1 之间"""
    for steps in (2, 5, 9, 6):
        values, marks, _ = sequences_in(
            student.probe.make_sequences(int(rng.integers(2**31)), MANY, steps), MANY, steps
        )
        half = steps // 2
        for places in (slice(0, half), slice(half, steps)):
            share = marks[:, places].mean(axis=0)
            p = 1 / len(share)
            expect.that(
                np.abs(share - p).max() <= SIGMA * np.sqrt(p * (1 - p) / MANY),
                en=f"some of the {steps} places are marked too often, others too rarely or never",
                zh=f"{steps} 个位置里，有的被记号选中得太多，有的太少甚至从未被选中",
                diagnosis="places-not-alike",
            )
        _are_independent(marks, half)
        _are_uniform(values, marks)


def _are_independent(marks, half):
    """Which place the first mark has says nothing about the second's: as many pairs occur as there are."""
    first, second = marks[:, :half].argmax(axis=1), marks[:, half:].argmax(axis=1)
    pairs = half * (marks.shape[1] - half)
    expect.that(
        len(set(zip(first.tolist(), second.tolist(), strict=True))) == pairs,
        en="the two marks' places depend on each other: some pairs never occur",
        zh="两个记号的位置互相有关：有些组合从不出现",
        diagnosis="places-not-alike",
    )


def _are_uniform(values, marks):
    """Over all values, and over those that are marked."""
    for some in (values.ravel(), values[marks > 0]):
        places = (np.arange(some.size) + 0.5) / some.size
        gap = np.abs(np.sort(some) - places).max()  # Kolmogorov's statistic
        expect.that(
            gap <= 2.6 / np.sqrt(some.size),  # one in a million
            en="the values are not spread evenly over 0 to 1",
            zh="数没有均匀分布在 0 到 1 之间",
            diagnosis="values-not-uniform",
        )


@pytest.mark.points(1)
@pytest.mark.depends("test_make_sequences")
def test_make_sequences_by_rng(student, rng):
    """make_sequences: draws from the generator it is given: the same again from the same, others from another
    make_sequences：一切随机都来自传入的 rng：rng 相同结果就相同，rng 不同结果就不同"""
    first, again, other = (as_arrays(claim) for claim in student.probe.three_times(int(rng.integers(2**31)), 20, 12))
    sequences_in(first, 20, 12)
    same = [rnn.like(again, first), *(rnn.like(one, two) for one, two in zip(other, first, strict=True))]
    marks_alike = len({row.tobytes() for row in first[0][..., 1]}) == 1
    expect.that(
        not marks_alike,
        en="all sequences of a batch have their marks at the same places",
        zh="同一批里，所有序列的记号都在同样的位置",
        diagnosis="places-not-alike",
    )
    expect.that(
        same == [True, False, False],
        en="what make_sequences draws does not follow from the generator that it is given",
        zh="make_sequences 抽出的结果并不由传入的 rng 决定",
        diagnosis="other-generator",
    )


@pytest.mark.points(1)
def test_constant_error_fresh(student, rng):
    """constant_error: right for other targets, of any number and size
    constant_error：换一批数量和大小不同的 targets 后仍然正确"""
    for count, low, high in ((7, -1.0, 3.0), (40, 0.0, 2.0), (3, 5.0, 6.0)):
        targets = rng.uniform(low, high, size=count)
        known = rnn.explaining(value := student.constant_error(targets), adding.constant_mistakes(targets))
        label = f"constant_error ({count} targets)"
        expect(value, label).close(np.var(targets), **CLOSE, misconceptions=known)


# -- one step back, and all of them ------------------------------------------------------------------------------------


def step_given(rng, batch, hidden):
    """(dh, dc, kept, params) of a random LSTM step, far from saturated."""
    params = adding.new_params("lstm", rng, hidden)
    params["b"] = params["b"] + rng.normal(scale=0.3, size=params["b"].shape)
    x, h, c = rng.normal(size=(batch, 2)), rng.uniform(-0.9, 0.9, (batch, hidden)), rng.normal(size=(batch, hidden))
    kept = adding.step(x, h, c, params)[2]
    return *rng.normal(size=(2, batch, hidden)), kept, params


def ask_back(student, rng, shown, batch, hidden):
    """A fresh question to lstm_step_backward: (claim, right, mistakes)."""
    given = step_given(rng, batch, hidden)
    claim, right = as_arrays(student.lstm_step_backward(*given)), list(adding.lstm_back(*given))
    mistakes = adding.back_mistakes(*given)
    carrying.note(shown, "lstm_step_backward", claim, right, mistakes)
    return claim, right, mistakes


@pytest.mark.points(2)
def test_lstm_step_backward_fresh(student, rng, shown):
    """lstm_step_backward: right on fresh inputs of other sizes
    lstm_step_backward：换一批随机输入和尺寸后仍然正确"""
    for batch, hidden in ((5, 3), (1, 4), (4, 1), (3, 6), (2, 2)):
        claim, rights, mistakes = ask_back(student, rng, shown, batch, hidden)
        size = f"(batch {batch}, hidden {hidden})"
        expect(claim, f"lstm_step_backward {size}").length(4)
        known = rnn.explaining(claim, {key: tuple(map(list, ways)) for key, ways in mistakes.items()})
        for number, right in enumerate(rights):
            mistaken = {key: parts[number] for key, parts in known.items()}
            expect(claim[number], f"{PARTS[number]} {size}").close(right, **CLOSE, misconceptions=mistaken)


@pytest.mark.points(1)
@pytest.mark.depends("test_lstm_step_backward_fresh")
def test_lstm_step_backward_keeps_its_arguments(student, rng):
    """lstm_step_backward: leaves the arrays that it is given as they are
    lstm_step_backward：不改动传入的数组"""
    seen = student.probe.watch("lstm_step_backward", *step_given(rng, 3, 4))
    changed = ", ".join(("dh", "dc", "kept", "params")[number] for number in seen["changed"])
    expect.that(
        not changed,
        en=f"lstm_step_backward changed its own input in place: {changed}",
        zh=f"lstm_step_backward 就地修改了传入的参数：{changed}",
        diagnosis="changes-inputs",
    )


def versions(shown):
    """One LSTM step back by the oracle with each of the mistakes that the student's has shown and that carry on."""
    ways = [way for way in shown.get("lstm_step_backward", []) if way[0] not in ("", *adding.NOT_CARRIED)]
    return [carrying.version(way, adding.lstm_back, adding.back_mistakes) for way in ways]


def judge_reach(student, rng, shown, kind):
    """Judge random networks of this kind; whether they are right but for a mistake in lstm_step_backward."""
    for batch, steps, hidden in ((4, 6, 3), (1, 9, 4), (3, 1, 2), (2, 12, 5)):
        params, xs = adding.new_params(kind, rng, hidden), rng.normal(size=(batch, steps, 2))
        value, right = as_array(student.reach(params, xs)), adding.reach(params, xs)
        if not rnn.like(value, right) and kind == "lstm":
            if "lstm_step_backward" not in shown:
                ask_back(student, rng, shown, 5, 3)
            if any(carrying.explains(value, lambda one=one: adding.reach(params, xs, one)) for one in versions(shown)):  # noqa: B023
                return True
        known = rnn.explaining(value, adding.reach_mistakes(params, xs))
        label = f"reach ({kind}, batch {batch}, steps {steps}, hidden {hidden})"
        expect(value, label).close(right, **CLOSE, misconceptions=known)
    return False


@pytest.mark.points(1)
def test_reach_fresh(student, rng, shown):
    """reach: right for fresh plain RNNs and sequences of any length
    reach：换成随机的普通 RNN 和任意长度的序列后仍然正确"""
    judge_reach(student, rng, shown, "rnn")


@pytest.mark.points(1)
def test_reach_of_lstm(student, rng, shown):
    """reach: right for fresh LSTMs, whose gradient takes two ways back
    reach：换成随机的 LSTM 后仍然正确；它的梯度有两条路往回走"""
    if judge_reach(student, rng, shown, "lstm"):
        carried("lstm_step_backward")


# -- learning ----------------------------------------------------------------------------------------------------------


def params_in(claim, start):
    """A claim of params as arrays by name, of the form of `start`."""
    claim = as_arrays(claim)
    expect.that(
        isinstance(claim, dict) and set(start) <= set(claim),
        en='learn should return params, a dict with the keys "W", "b", "v" and "d"',
        zh='learn 应返回 params：键为 "W"、"b"、"v"、"d" 的字典',
    )
    for name, part in start.items():
        expect(claim[name], name).shape(*part.shape).floating().finite()
    return {name: claim[name] for name in start}


def batches_of(student, kind, steps, count, seed):
    """What training with this seed should see; each batch a batch of the task."""
    claims = student.probe.batches(kind, steps, count, seed)
    found = []
    for claim in claims:
        values, marks, targets = sequences_in(claim, adding.BATCH, steps)
        found.append((np.stack([values, marks], axis=2), targets.astype(float)))
    return found


def judge_learn(student, rng, shown, kind, counts):
    """Judge trainings of so many updates; whether one is right but for a mistake in lstm_step_backward."""
    theirs = False
    for count in counts:
        seed, steps = int(rng.integers(2**31)), int(rng.integers(4, 9))
        start, batches = (
            adding.new_params(kind, np.random.default_rng(seed)),
            batches_of(student, kind, steps, count + 1, seed),
        )
        params = params_in(student.learn(kind, steps, count, seed), start)
        gap = far(params, adding.learn(start, batches[:-1]), start)
        if gap <= NEAR:
            continue
        if kind == "lstm" and any(
            far(params, adding.learn(start, batches[:-1], one), start) <= NEAR for one in versions(shown)
        ):
            theirs = True
            continue
        diagnosis = next(why_wrong(params, start, batches), None)
        fail(
            en=f"after {count} updates of the {kind} network, the parameters are not those that the task's rule gives",
            zh=f"{kind} 网络更新 {count} 次之后，参数与按题目规定训练得到的不同",
            diagnosis=diagnosis,
        )
    return theirs


def why_wrong(params, start, batches):
    """The misconceptions that lead to these params."""
    for key, ways in adding.learn_mistakes(start, batches).items():
        for way in ways:
            nowhere = {name: np.zeros_like(part) for name, part in start.items()}
            if key == "params-not-updated":
                found = far(params, way, nowhere) < 1e-9
            else:
                found = far(params, way, nowhere if key == "gradients-for-params" else start) <= NEAR
            if found:
                yield key


@pytest.mark.points(2)
@pytest.mark.depends("test_make_sequences_by_rng")
def test_learn_fresh(student, rng, shown):
    """learn: makes just the updates of the task, on a fresh batch each, with a plain RNN
    learn：用普通 RNN 时，每次更新都按题目的规定，每次一批新题"""
    judge_learn(student, rng, shown, "rnn", (2, int(rng.integers(4, 9)), int(rng.integers(20, 60))))


@pytest.mark.points(1)
@pytest.mark.depends("test_learn_fresh")
def test_learn_fresh_lstm(student, rng, shown):
    """learn: makes just the updates of the task with an LSTM
    learn：用 LSTM 时，每次更新也都按题目的规定"""
    if "lstm_step_backward" not in shown:
        ask_back(student, rng, shown, 5, 3)
    if judge_learn(student, rng, shown, "lstm", (2, int(rng.integers(15, 30)))):
        carried("lstm_step_backward")


def measured(student, rng, profile, kind, which):
    """The error, on sequences nobody has seen, of the network that learn gives for the `short` or the `long` delay."""
    steps, updates, seed = profile[which], profile["updates"], int(rng.integers(2**31))
    start = adding.new_params(kind, np.random.default_rng(seed))
    params = params_in(student.call("learn", kind, steps, updates, seed, seconds=profile["seconds"]), start)
    found = adding.error(params, adding.sequences(rng, MEASURED, steps))
    if (
        kind == "lstm"
    ):  # a plain RNN's gradients explode over so many steps: its training is chaotic, and repeats nowhere
        gap = far(params, adding.learn(start, batches_of(student, kind, steps, updates, seed)), start)
        expect.that(
            gap <= STILL_NEAR,
            en=f"a few updates of the {kind} network are as they should be, but not all {updates} of a long training",
            zh=f"{kind} 网络更新几次时是对的，可是长训练的 {updates} 次更新并非每次都按规定",
        )
    return found


def learned(student, rng, profile, kind, which, holds, name):
    """The error of the first training for which `holds` is true, of TRIALS at most: some networks learn later than
    others, or earlier. What is calibrated is the first training's."""
    for attempt in range(TRIALS):
        value = measured(student, rng, profile, kind, which)
        if attempt == 0:
            measure(name, value)
        if holds(value):
            break
    return value


@pytest.mark.points(1)
@pytest.mark.depends("test_learn_fresh_lstm", "test_lstm_step_backward_fresh")
@pytest.mark.calibrates("lstm-error", "lstm_error", lower_is_better=True)
def test_lstm_remembers(student, rng, profile):
    """learn: over the long delay, the LSTM's error on sequences nobody has seen is far below that of a constant
    learn：间隔很长时，LSTM 在没见过的序列上的误差远低于总答同一个数"""
    value = learned(student, rng, profile, "lstm", "long", lambda error: error < profile["lstm_error"], "lstm-error")
    expect.that(
        value < profile["lstm_error"],
        en=f"the LSTM's error over {profile['long']} steps is {value:.3f}; right answers stay below "
        f"{profile['lstm_error']}",
        zh=f"{profile['long']} 步时 LSTM 的误差是 {value:.3f}；正确的实现应低于 {profile['lstm_error']}",
    )


@pytest.mark.points(1)
@pytest.mark.depends("test_learn_fresh")
@pytest.mark.calibrates("rnn-short-error", "rnn_short_error", lower_is_better=True)
@pytest.mark.calibrates("rnn-long-error", "rnn_long_error")
def test_rnn_forgets(student, rng, profile):
    """learn: the plain RNN learns the task over a short delay, and not over the long one
    learn：普通 RNN 在间隔短时学得会，间隔长时学不会"""
    low, high = profile["rnn_short_error"], profile["rnn_long_error"]
    short = learned(student, rng, profile, "rnn", "short", lambda error: error < low, "rnn-short-error")
    long = learned(student, rng, profile, "rnn", "long", lambda error: error > high, "rnn-long-error")
    expect.that(
        short < low,
        en=f"the plain RNN's error over {profile['short']} steps is {short:.3f}; right answers stay below {low}",
        zh=f"{profile['short']} 步时普通 RNN 的误差是 {short:.3f}；正确的实现应低于 {low}",
    )
    expect.that(
        long > high,
        en=f"over {profile['long']} steps the plain RNN's error is {long:.3f}: no plain RNN learns it in "
        f"{profile['updates']} such updates",
        zh=f"{profile['long']} 步时普通 RNN 的误差是 {long:.3f}：按规定更新 {profile['updates']} 次，"
        "普通 RNN 学不到这么好",
    )

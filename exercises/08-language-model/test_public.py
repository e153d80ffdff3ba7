"""Public checks of lesson 8: your functions on small examples, and the form of what the model's functions return."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, expect, fail

HIDDEN, EMBEDDING, PAD = 128, 32, -1
WEIGHTS = {  # of a model for 11 characters: the parts of each layer, in alphabetical order, and their shapes
    ("embeddings",): ("Embedding", [(11, EMBEDDING)]),
    ("bias", "kernel", "recurrent_kernel"): ("LSTM", [(4 * HIDDEN,), (EMBEDDING, 4 * HIDDEN), (HIDDEN, 4 * HIDDEN)]),
    ("bias", "kernel"): ("Dense", [(11,), (HIDDEN, 11)]),
}
NO_MODEL = {
    "en": "build_model should return a keras.Model (in TensorFlow 1, the Model that is given)",
    "zh": "build_model 应返回一个 keras.Model（TensorFlow 1 中是起始代码给出的 Model）",
}


def like(value, expected):
    """Whether a claim, which can be anything, is about `expected`."""
    expected = np.asarray(expected)
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=1e-4)


def pair_of(value, name):
    """A claim of two arrays as two arrays; one array of both is as good as a pair."""
    pair = list(value) if isinstance(value, np.ndarray) and value.ndim > 0 else value
    expect(pair, name).length(2)
    return as_arrays(pair)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_make_batches_fresh")
def test_make_batches(student):
    """make_batches: the worked example, 21 characters as 2 streams of 3 windows
    make_batches：例题中的 21 个字符，分成 2 条流、每条 3 个窗口"""
    inputs, targets = pair_of(student.make_batches(np.arange(21), 2, 3), "make_batches(...)")
    x = np.array([[[0, 1, 2], [9, 10, 11]], [[3, 4, 5], [12, 13, 14]], [[6, 7, 8], [15, 16, 17]]])
    loose = np.arange(18).reshape(3, 2, 3)
    known = {
        "targets-not-shifted": (x, x),
        "targets-shifted-twice": (x, x + 2),
        "streams-not-contiguous": (loose, loose + 1),
        "batch-time-swapped": (x.swapaxes(1, 2), x.swapaxes(1, 2) + 1),
        "streams-first": (x.swapaxes(0, 1), x.swapaxes(0, 1) + 1),
    }
    known = {key: pair for key, pair in known.items() if like(inputs, pair[0]) and like(targets, pair[1])}
    expect(inputs, "inputs").close(x, misconceptions={key: pair[0] for key, pair in known.items()})
    expect(targets, "targets").close(x + 1, misconceptions={key: pair[1] for key, pair in known.items()})


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_ngram_fresh")
def test_ngram(student):
    """ngram: the worked example, pairs of "aababb" with one half added to each count
    ngram：例题中 "aababb" 的二元模型，每个计数加 0.5"""
    table = as_array(student.ngram(np.array([0, 0, 1, 0, 1, 1]), 2, 2, 0.5))
    counts = np.array([[1.0, 2.0], [1.0, 1.0]])
    known = {
        "unsmoothed": counts / counts.sum(axis=1, keepdims=True),
        "joint-for-conditional": (counts + 0.5) / (counts + 0.5).sum(),
        "counts-for-probabilities": counts + 0.5,
        "normalised-over-first-axis": (counts + 0.5) / (counts + 0.5).sum(axis=0),
        "smoothed-only-above": (counts + 0.5) / counts.sum(axis=1, keepdims=True),
    }
    expect(table, "ngram").close(np.array([[1.5 / 4, 2.5 / 4], [0.5, 0.5]]), misconceptions=known)


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_perplexity_fresh")
def test_perplexity(student):
    """perplexity: the worked example, the probabilities 1/2, 1/8 and 1/4 of three characters
    perplexity：例题中的三个字符，概率分别为 1/2、1/8、1/4"""
    p = np.array([[[0.5, 0.25, 0.25], [0.125, 0.375, 0.5], [0.5, 0.25, 0.25], [0.2, 0.3, 0.5]]])
    nats = np.log([2.0, 8.0, 4.0])
    known = {
        "two-to-the-nats": 2 ** nats.mean(),
        "e-to-the-bits": np.exp(2.0),
        "exp-of-sum": np.exp(nats.sum()),
        "mean-of-exp": 14 / 3,
        "not-exponentiated": nats.mean(),
        "exponent-sign": 0.25,
        "padding-counted": np.exp(np.log([2.0, 8.0, 4.0, 2.0]).mean()),
    }
    value = student.perplexity(np.log(p), np.array([[0, 0, 1, PAD]]))
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(())
    if like(np.asarray(value), nats.mean() / np.log(2)):
        known["not-exponentiated"] = nats.mean() / np.log(2)
    expect(value, "perplexity").close(4.0, rtol=1e-4, misconceptions=known)


@pytest.mark.points(1)
def test_build_model(student):
    """build_model: an embedding of 32 numbers, an LSTM of 128 units, a dense layer
    build_model：32 维的 Embedding、128 个神经元的 LSTM、一个 Dense 层"""
    layers = student.probe.layers(student.build_model(11, 2))
    if not isinstance(layers, list):
        fail(**NO_MODEL)
    shapes = {tuple(sorted(layer)): layer for layer in layers}
    recurrent = [layer for layer in layers if "recurrent_kernel" in layer]
    for layer in recurrent:
        expect.that(
            layer["recurrent_kernel"][1] == 4 * layer["recurrent_kernel"][0],
            en="the recurrent layer is no LSTM, whose weights have four times as many columns as it has units",
            zh="循环层不是 LSTM：LSTM 的权重列数是神经元数的四倍",
            diagnosis="other-cell-for-lstm",
        )
    expect.that(
        "embeddings" in [part for layer in layers for part in layer],
        en="there is no Embedding layer",
        zh="没有 Embedding 层",
        diagnosis="no-embedding",
    )
    found = " | ".join(", ".join(map(str, layer)) for layer in layers)[:200]
    expect.that(
        len(layers) == 3 and set(shapes) == set(WEIGHTS),
        en="the model should have weights in one Embedding, one LSTM and one Dense layer, the last two with a bias; "
        f"found, layer by layer: {found}",
        zh=f"模型应在一个 Embedding、一个 LSTM 和一个 Dense 层里有权重，后两层都有 bias；实际找到的，逐层是：{found}",
    )
    for parts, (layer, right) in WEIGHTS.items():
        for part, shape in zip(parts, right, strict=True):
            seen = tuple(shapes[parts][part])
            expect.that(
                seen == shape,
                en=f"{part} of the {layer} layer should have shape {shape}, but it has {seen}",
                zh=f"{layer} 层的 {part} 形状应为 {shape}，但得到的是 {seen}",
            )


def logits_and_state(value, batch, steps, vocabulary):
    """The claim of `run`, in the form that it should have."""
    logits, state = pair_of(value, "run(...)")
    h, c = pair_of(state, "(h, c)")
    swapped = steps != batch and isinstance(logits, np.ndarray) and logits.shape == (steps, batch, vocabulary)
    expect.that(
        not swapped,
        en="the logits have the shape (steps, batch, vocabulary)",
        zh="logits 的形状成了 (steps, batch, vocabulary)",
        diagnosis="batch-time-swapped",
    )
    last = isinstance(logits, np.ndarray) and logits.shape == (batch, vocabulary)
    expect.that(
        not last,
        en="the logits are those of one step only",
        zh="logits 只有一步的",
        diagnosis="last-step-only",
    )
    expect(logits, "logits").shape(batch, steps, vocabulary).floating().finite()
    expect(h, "h").shape(batch, HIDDEN).finite()
    expect(c, "c").shape(batch, HIDDEN).finite()
    return logits, (h, c)


@pytest.mark.points(1)
def test_run(student, rng):
    """run: reading on from where it stopped gives the same as reading all at once
    run：从停下的地方接着读，与一口气读完结果相同"""
    model, ids = student.build_model(11, 4), rng.integers(11, size=(3, 7))
    whole, end = logits_and_state(student.run(model, ids), 3, 7, 11)
    first, state = logits_and_state(student.run(model, ids[:, :4]), 3, 4, 11)
    second, final = logits_and_state(student.run(model, ids[:, 4:], state), 3, 3, 11)
    afresh, _ = logits_and_state(student.run(model, ids[:, 4:]), 3, 3, 11)
    close = {"rtol": 1e-3, "atol": 1e-4}
    expect(first, "logits of the first four characters").close(whole[:, :4], **close)
    if not np.allclose(second, whole[:, 4:], rtol=1e-3, atol=1e-4):
        exchanged, _ = logits_and_state(student.run(model, ids[:, 4:], state[::-1]), 3, 3, 11)
        expect.that(
            np.array_equal(exchanged, second) or not np.allclose(exchanged, whole[:, 4:], rtol=1e-3, atol=1e-4),
            en="the rest is right only if h and c are handed to run in the other order",
            zh="只有把 h 和 c 反过来传给 run，后半段才对得上",
            diagnosis="states-given-swapped",
        )
    # Where no state is given, one that is not moved on is zeros: then the second half starts afresh by itself.
    known = {"state-not-used" if any(map(np.any, state)) else "returns-initial-state": afresh}
    expect(second, "logits of the rest, from the state given").close(whole[:, 4:], **close, misconceptions=known)
    made, off = (float(np.abs(second - other).max()) for other in (afresh, whole[:, 4:]))
    expect.that(
        made > 10 * off,
        en="the logits are the same whether a state is given or not, so nothing can be told from them",
        zh="给不给 state，logits 都一样，从中什么也看不出来",
        diagnosis="state-not-used",
    )
    expect(final[0], "h at the end").close(end[0], **close, misconceptions={"c-before-h": end[1]})
    expect(final[1], "c at the end").close(end[1], **close, misconceptions={"c-before-h": end[0]})


@pytest.mark.points(1)
@pytest.mark.depends("test_build_model")
def test_train_moves_the_weights(student, rng):
    """train: changes all the weights of the model that it is given
    train：就地改变传入模型的全部权重"""
    model, ids = student.build_model(11, 4), rng.integers(11, size=60)
    before = student.probe.read(model)
    student.train(model, ids, 4, 5, 1)
    after = student.probe.read(model)
    expect.that(before is not None and after is not None, **NO_MODEL)
    for name, old in before.items():
        expect(after[name], name).finite()
        expect.that(
            not np.array_equal(after[name], old),
            en=f"after train(model, ...), {name} is what it was before",
            zh=f"train(model, ...) 之后，{name} 和训练前一模一样",
            diagnosis="not-trained",
        )


@pytest.mark.points(1)
@pytest.mark.confirmed_by("test_sample_shares")
def test_sample(student):
    """sample: one character for each row, and at a low temperature the most probable one
    sample：每一行抽出一个字符；温度很低时，抽到的就是概率最大的那个"""
    logits = np.random.default_rng(8).normal(size=(6, 11))
    logits[np.arange(6), [3, 0, 10, 7, 7, 1]] = 5.0
    drawn = as_array(student.sample(logits, 0.01))
    expect(drawn, "sample(...)").shape(6).between(0, 10)
    expect.that(drawn.dtype.kind in "iu", en="characters should be integers", zh="字符应是整数")
    sure = [3, 0, 10, 7, 7, 1]
    if not np.array_equal(drawn, sure):
        inverted = np.array_equal(student.sample(logits, 100.0), sure)
        fail(
            en="at the temperature 0.01, other characters than the most probable ones were drawn",
            zh="温度为 0.01 时，抽到了概率最大者以外的字符",
            diagnosis="temperature-multiplied" if inverted else None,
        )


@pytest.mark.points(1)
def test_generate(student, rng):
    """generate: as many characters as were asked for
    generate：要多少个字符，就续写多少个"""
    written = as_array(student.generate(student.build_model(11, 4), rng.integers(11, size=5), 8, 1.0))
    expect.that(
        not (isinstance(written, np.ndarray) and written.shape == (13,)),
        en="the result is as long as prompt and continuation together",
        zh="结果的长度等于 prompt 加上续写的部分",
        diagnosis="prompt-returned",
    )
    expect(written, "generate(...)").shape(8).between(0, 10)
    expect.that(written.dtype.kind in "iu", en="characters should be integers", zh="字符应是整数")

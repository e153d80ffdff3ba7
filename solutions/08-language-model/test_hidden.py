"""Hidden checks of lesson 8: each function against the oracle, training update by update, and the perplexity of a
chapter that never enters the sandbox, computed here from the trained model's weights."""

from pathlib import Path

import numpy as np
import pytest
from oracles import carrying, language
from oracles.learning import far

from grader.checks import as_array, as_arrays, carried, expect, fail, measure

ALPHABET = " !',-.:;?abcdefghijklmnopqrstuvwxyz"
HERE = Path(__file__).resolve()
SEED = 8  # of the one training run; fixed, so that a submission's perplexity is nearly the same every time
CLOSE = {"rtol": 1e-3, "atol": 1e-4}  # between float32 in the sandbox and float64 here
# Of the way that the weights should go in training. Right answers stay below 0.0001, or, where Adam's epsilon is 1e-8
# as in TensorFlow 1 instead of Keras's 1e-7, at 0.019 to 0.022; the nearest mistake is over 0.15.
NEAR = 0.04
TRAINED = 41, 3, 4  # characters, batch and steps of the text on which single updates are followed: three windows
EASIER = 0.95  # of the perplexity on text that was learned; of right answers, the unseen one is 1.01 to 1.04 of it
LONG, FIRST = 60, 0.35  # characters written at a high temperature, and the share of first choices that is no chance
DRAWS = 4000  # a share of them is off by 0.03 at most (4 sigma); known mistakes differ by 0.1


def text_ids(path):
    """The characters of a text file as integers."""
    return np.array([ALPHABET.index(character) for character in " ".join(path.read_text(encoding="utf-8").split())])


def like(value, expected, rtol=1e-4):
    if isinstance(value, (int, float)):
        value = np.asarray(value)
    expected = np.asarray(expected)
    return isinstance(value, np.ndarray) and value.shape == expected.shape and np.allclose(value, expected, rtol=rtol)


def pair_of(value, name):
    """A claim of two arrays as two arrays; one array of both is as good as a pair."""
    pair = list(value) if isinstance(value, np.ndarray) and value.ndim > 0 else value
    expect(pair, name).length(2)
    return as_arrays(pair)


@pytest.fixture(scope="module")
def shown():
    """Which of the oracle's mistakes make_batches has shown, for the check of train."""
    return {}


def ask_batches(student, rng, shown):
    """A text of the form on which single updates are followed, and what make_batches gives of it."""
    ids = rng.permutation(TRAINED[0])
    claim = student.make_batches(ids, *TRAINED[1:])
    parts = list(claim) if isinstance(claim, (list, tuple, np.ndarray)) and np.ndim(claim) != 0 else []
    pair = as_arrays(parts)
    right, mistakes = language.make_batches(ids, *TRAINED[1:]), language.batch_mistakes(ids, *TRAINED[1:])
    carrying.note(shown, "make_batches", pair, right, mistakes)
    return ids, claim


@pytest.mark.points(2)
def test_make_batches_fresh(student, rng, shown):
    """make_batches: contiguous streams, targets one character on, the rest left out, on texts of any length
    make_batches：无论文本多长，流都是连续的，targets 后移一个字符，多余的舍去"""
    sizes = [(101, 4, 5), (100, 4, 5), (31, 1, 6), (64, 5, 3), (23, 2, 11)]
    asked = [(TRAINED, *ask_batches(student, rng, shown))]
    for size in sizes:
        ids = rng.permutation(size[0])
        asked.append((size, ids, student.make_batches(ids, *size[1:])))
    # Judged the other way round: with as many windows as streams, mistakes look alike.
    for (length, batch, steps), ids, claim in reversed(asked):
        claim = pair_of(claim, "make_batches(...)")
        right = language.make_batches(ids, batch, steps)
        mistakes = language.batch_mistakes(ids, batch, steps).items()
        known = {key: pair for key, pairs in mistakes for pair in pairs if all(map(like, claim, pair))}
        for number, name in enumerate(("inputs", "targets")):
            mistaken = {key: pair[number] for key, pair in known.items()}
            what = f"{name} ({length} characters, batch {batch}, steps {steps})"
            expect(claim[number], what).close(right[number], misconceptions=mistaken)


@pytest.mark.points(1)
def test_ngram_fresh(student, rng):
    """ngram: right for one, two and three characters, on fresh texts
    ngram：换一批文本，一元、二元、三元模型都正确"""
    for order, vocabulary, k in [(2, 5, 0.3), (1, 6, 0.7), (3, 4, 0.05), (2, 9, 2)]:
        ids = rng.integers(vocabulary, size=60)
        table = as_array(student.ngram(ids, order, vocabulary, k))
        known = chosen(table, language.ngram_mistakes(ids, order, vocabulary, k))
        what = f"ngram (order {order}, vocabulary {vocabulary})"
        expect(table, what).close(language.ngram(ids, order, vocabulary, k), misconceptions=known)
        expect.that(np.all(table > 0), en="a probability is zero", zh="有的概率为零", diagnosis="unsmoothed")


def chosen(value, mistakes):
    """Of each mistake the alternative that `value` is, NaN for NaN."""
    found = {}
    for key, alternatives in mistakes.items():
        for alternative in alternatives:
            alternative = np.asarray(alternative)
            claim = np.asarray(value) if isinstance(value, (int, float)) else value
            if isinstance(claim, np.ndarray) and claim.dtype.kind in "fiu" and claim.shape == alternative.shape:
                if np.allclose(claim, alternative, rtol=1e-4, equal_nan=True):
                    found.setdefault(key, np.nan_to_num(alternative, nan=-1.0))
    if "unsmoothed" in found and np.isnan(np.asarray(value)).any():
        fail(
            en="contexts that the text does not have lead to 0/0",
            zh="文本里没有出现过的上文导致了 0/0",
            diagnosis="unsmoothed",
        )
    return found


@pytest.mark.points(1)
def test_perplexity_fresh(student, rng):
    """perplexity: right on fresh logits of several shapes, padding left out, and logits far from zero do no harm
    perplexity：换一批不同形状的 logits 后仍然正确，不算填充，logits 的绝对值很大时也不出错"""
    cases = [((3, 5), 6, 0, 0), ((2, 4), 9, 0, 3), ((7, 2), 4, 0, 1), ((2, 6), 5, 900, 2)]
    for shape, vocabulary, shift, padded in cases:
        logits = rng.normal(scale=1.5, size=(*shape, vocabulary))
        targets = rng.integers(vocabulary, size=shape)
        if shift:  # another shift for each prediction, and a character that is as good as impossible
            logits[..., 0] -= 2 * shift
            targets = np.maximum(targets, 1)
            logits += np.resize([shift, -shift, 0], shape)[..., None]
        for row in range(padded):
            targets[row % shape[0], shape[1] - 1 - row // shape[0]] = language.PAD
        value = student.perplexity(logits, targets)
        if isinstance(value, np.ndarray) and value.size == 1:
            value = value.reshape(())
        if shift and isinstance(value, (float, np.ndarray)) and not np.isfinite(value):
            fail(
                en="logits of about 900 or -900 lead to infinity or NaN",
                zh="logits 在 900 或 -900 左右时得到了 inf 或 NaN",
                diagnosis="softmax-overflow",
            )
        known = chosen(value, language.perplexity_mistakes(logits, targets))
        what = f"perplexity (logits {(*shape, vocabulary)}, {padded} padded)"
        expect(value, what).close(language.perplexity(logits, targets), rtol=1e-4, misconceptions=known)


@pytest.mark.points(1)
@pytest.mark.depends("test_build_model", "test_run")
def test_run_values(student, rng):
    """run: logits and states are those of the model's own weights
    run：logits 和状态与模型的权重算出来的一致"""
    weights = language.random_weights(rng, 9)
    model = student.probe.model_with(weights, 4)
    for batch, steps, given in [(3, 6, False), (2, 5, True), (1, 1, True)]:
        ids = rng.integers(9, size=(batch, steps))
        start = tuple(rng.uniform(-0.9, 0.9, size=(2, batch, language.HIDDEN)).astype(np.float32)) if given else None
        value = student.run(model, ids) if start is None else student.run(model, ids, start)
        logits, state = pair_of(value, "run(...)")
        h, c = pair_of(state, "(h, c)")
        right, (right_h, right_c) = language.run(weights, ids, start)
        known = {}
        for key, alternatives in language.run_mistakes(weights, ids, start).items():
            for other, (other_h, other_c) in alternatives:
                if like(logits, other, 1e-3) and like(h, other_h, 1e-3) and like(c, other_c, 1e-3):
                    known[key] = (other, other_h, other_c)
        what = f"(batch {batch}, steps {steps}{', state given' if given else ''})"
        for number, (name, claim, want) in enumerate([("logits", logits, right), ("h", h, right_h), ("c", c, right_c)]):
            mistaken = {key: parts[number] for key, parts in known.items()}
            expect(claim, f"{name} {what}").close(want, **CLOSE, misconceptions=mistaken)


def trained_on_mistaken(after, weights, ids, epochs, ways):
    """Whether the weights are where training leads on windows with one of these mistakes, which the oracle makes."""
    for way in ways:
        try:
            batches = carrying.version(way, language.make_batches, language.batch_mistakes)(ids, *TRAINED[1:])
            if far(after, language.train(weights, batches, epochs), weights) < NEAR:
                return True
        except (LookupError, ValueError):
            continue  # windows of another form, which this model does not take
    return False


@pytest.mark.points(2)
@pytest.mark.depends("test_build_model", "test_train_moves_the_weights")
def test_train_updates(student, rng, shown):
    """train: after three windows and two epochs, the weights are where truncated BPTT with Adam leads
    train：三个窗口、两轮之后，权重正是带 Adam 的截断 BPTT 应有的结果"""
    (length, batch, steps), epochs = TRAINED, 2
    # No character twice: TensorFlow's Adam squares the gradient of each occurrence by itself, other backends their sum.
    ids = rng.permutation(length)
    weights = language.random_weights(rng, len(ids))
    model = student.probe.model_with(weights, batch)
    expect.that(model is not None, en="the model takes no other weights", zh="模型的权重无法替换")
    student.train(model, ids, batch, steps, epochs)
    after = student.probe.read(model)
    batches = language.make_batches(ids, batch, steps)
    if far(after, language.train(weights, batches, epochs), weights) < NEAR:
        return
    if "make_batches" not in shown:
        ask_batches(student, rng, shown)
    ways = [way for way in shown["make_batches"] if way != carrying.RIGHT]
    if trained_on_mistaken(after, weights, ids, epochs, ways):
        return carried("make_batches")
    mistakes = language.train_mistakes(weights, batches, epochs)
    fail(
        en="after six updates on a small text, the weights are not where the training described in the task leads",
        zh="在一小段文本上更新六次之后，权重不是按任务所说的方法训练应得的结果",
        diagnosis=next((key for key, other in mistakes if far(after, other, weights) < NEAR), None),
    )


@pytest.mark.points(3)
@pytest.mark.depends("test_make_batches_fresh", "test_train_updates", "test_run_values")
@pytest.mark.calibrates("perplexity", "threshold", lower_is_better=True, wrong=("stops_early",))
def test_held_out_perplexity(student, rng, profile):
    """train: the perplexity of a chapter that it has never read is low enough
    train：在从未读过的一章上，困惑度足够低"""
    # The characters get other numbers each time, so that weights that were brought along do not fit as they are.
    cipher = rng.permutation(len(ALPHABET))
    text = cipher[text_ids(HERE.parents[2] / "exercises" / HERE.parent.name / "alice.txt")]
    unseen = cipher[text_ids(HERE.with_name("held_out.txt"))]
    student.probe.seed(SEED)
    model = student.build_model(len(ALPHABET), profile["batch"])
    sizes = profile["batch"], profile["steps"], profile["epochs"]
    student.call("train", model, text, *sizes, seconds=profile["seconds"])
    weights = student.probe.read(model)
    expect.that(weights is not None, en="the trained model cannot be read", zh="训练后的模型无法读取")
    for part in weights.values():
        expect(part, "a weight of the trained model").finite()
    value = language.held_out_perplexity(weights, unseen)
    measure("perplexity", value)
    pairs, triples = (
        language.ngram_perplexity(language.ngram(text, order, len(ALPHABET), 0.1), unseen) for order in (2, 3)
    )
    known = language.held_out_perplexity(weights, text[: len(unseen)])
    expect.that(
        value >= EASIER * known,
        en=f"to the model, the held-out chapter is easier (a perplexity of {value:.2f}) than the text that it was "
        f"given to learn ({known:.2f}): it has learned something else",
        zh=f"对这个模型来说，留出的一章（困惑度 {value:.2f}）比交给它学的文本（{known:.2f}）还容易：它学的是别的东西",
    )
    expect.that(
        value <= profile["threshold"],
        en=f"the perplexity of the held-out chapter is {value:.2f}; it should be {profile['threshold']:g} at most "
        f"(smoothed pairs reach {pairs:.2f}, triples {triples:.2f})",
        zh=f"留出的一章上困惑度为 {value:.2f}，应不超过 {profile['threshold']:g}"
        f"（平滑的二元模型为 {pairs:.2f}，三元模型为 {triples:.2f}）",
        diagnosis="learns-nothing" if value > pairs else None,
    )


@pytest.mark.points(1)
def test_sample_shares(student, rng):
    """sample: draws each character as often as its probability at this temperature says
    sample：每个字符被抽到的频率与该温度下的概率相符"""
    logits = rng.permutation([2.0, 1.0, 0.4, -0.3, -1.5]) + rng.normal(scale=0.05, size=5)
    for temperature, shift in [(0.5, 0.0), (2.0, 0.0), (1.0, 800.0)]:
        drawn = as_array(student.sample(np.tile(logits + shift, (DRAWS, 1)), temperature))
        expect(drawn, "sample(...)").shape(DRAWS).between(0, 4)
        shares = np.bincount(drawn.astype(np.int64), minlength=5) / DRAWS
        right = language.distribution(logits, temperature)
        mistakes = language.distribution_mistakes(logits, temperature).items()
        off = [key for key, (other,) in mistakes if np.abs(shares - other).max() < 0.03]
        expect.that(
            np.abs(shares - right).max() < 0.04,
            en=f"at the temperature {temperature:g}, characters are not drawn as often as they should be",
            zh=f"温度为 {temperature:g} 时，各字符被抽到的频率不对",
            diagnosis=off[0] if off else "softmax-overflow" if shift else None,
        )
    one_by_one = [np.ravel(student.sample(np.zeros((1, 5)), 1.0)).tolist() for _ in range(20)]
    expect.that(
        any(drawn != one_by_one[0] for drawn in one_by_one),
        en="asked 20 times for one of five characters of equal probability, it draws the same one each time",
        zh="五个字符概率相等，让它抽一个，抽了 20 次，每次都是同一个",
        diagnosis="same-draw-again",
    )
    rows = rng.permutation(5)
    drawn = student.sample(np.where(np.eye(5)[rows] > 0, 900.0, 0.0) + 1000.0 * np.arange(5)[:, None], 1.0)
    expect(as_array(drawn), "sample, a row each").close(rows)


@pytest.mark.points(1)
@pytest.mark.depends("test_run_values", "test_generate", "test_sample")
def test_generate_follows_the_model(student, rng):
    """generate: reads the whole prompt and carries the state on (greedy at a low temperature); at a high one it draws
    generate：读完整个 prompt，并把状态一直传下去（低温下的贪心续写可见）；高温时是抽样"""
    for length in (6, 9):
        lead = 0.0
        while lead < 0.1:  # so that the most probable character is beyond doubt
            weights, prompt = language.random_weights(rng, 12, scale=5.0), rng.integers(12, size=length)
            right, lead = language.greedy(weights, prompt, 6)
        written = as_array(student.generate(student.probe.model_with(weights, 4), prompt, 6, 1e-3))
        known = chosen(written, language.greedy_mistakes(weights, prompt, 6))
        expect(written, "greedy continuation").close(right, misconceptions=known)
    judge_draws(student, rng)


def judge_draws(student, rng):
    """Where all of 12 characters are about as likely, the model's first choice is written one time in ten."""
    weights, prompt = language.random_weights(rng, 12, scale=10.0), rng.integers(12, size=3)
    written = as_array(student.generate(student.probe.model_with(weights, 4), prompt, LONG, 300.0))
    expect(written, "generate(...)").shape(LONG).between(0, 11)
    ids = np.concatenate([prompt, written.astype(np.int64)])
    first = language.run(weights, ids[None])[0][0, len(prompt) - 1 : -1].argmax(axis=1)
    share = float(np.mean(first == ids[len(prompt) :]))
    if share >= FIRST:
        scores = 10 * rng.normal(size=(LONG, 12))
        own = as_array(student.sample(scores, 300.0))
        if isinstance(own, np.ndarray) and own.shape == (LONG,) and np.mean(own == scores.argmax(axis=1)) >= FIRST:
            return carried("sample")  # its draws cost its own points
    expect.that(
        share < FIRST,
        en=f"at a temperature of 300 all characters are about as likely, but {share:.0%} of those written are the most "
        "probable one",
        zh=f"温度为 300 时，各字符的概率几乎相等，可是写出的字符有 {share:.0%} 是概率最大的那个",
        diagnosis="argmax-for-sampling",
    )

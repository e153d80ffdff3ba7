"""Lesson 08's oracle: gradients agree with finite differences, mistakes with nothing right; and the held-out chapter is
not in what a student gets."""

import sys
from pathlib import Path

import numpy as np
import pytest

COURSE = Path(__file__).resolve().parents[1]
PUBLIC, PRIVATE = (COURSE / half / "08-language-model" for half in ("exercises", "solutions"))
ALPHABET = " !',-.:;?abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def language(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import language

    return language


def words(path):
    return path.read_text(encoding="utf-8").split()


def test_the_text_has_the_alphabet_of_the_stub_and_the_held_out_chapter_is_not_in_it():
    given, held_out = " ".join(words(PUBLIC / "alice.txt")), " ".join(words(PRIVATE / "held_out.txt"))
    assert f'ALPHABET = "{ALPHABET}"' in (PUBLIC / "language_model.py").read_text(encoding="utf-8")
    assert set(given) == set(ALPHABET) and set(held_out) <= set(ALPHABET)
    assert (len(given), len(held_out)) == (130_561, 11_473)
    pieces = [held_out[start : start + 80] for start in range(0, len(held_out) - 80, 80)]
    public = [" ".join(words(path)) for path in PUBLIC.iterdir() if path.is_file()]
    assert not [piece for piece in pieces for text in public if piece in text]


def test_the_rivals_in_the_task_are_what_counting_gives(language):
    ids, unseen = (
        np.array([ALPHABET.index(c) for c in " ".join(words(path))])
        for path in (PUBLIC / "alice.txt", PRIVATE / "held_out.txt")
    )
    values = [language.ngram_perplexity(language.ngram(ids, order, 35, 0.1), unseen) for order in (1, 2, 3)]
    for lang in ("zh", "en"):
        task = (PUBLIC / f"task.{lang}.md").read_text(encoding="utf-8")
        for shown in (f"| {values[0]:.1f} |", f"| {values[1]:.1f} |", f"| {values[2]:.2f} |"):
            assert shown in task


def test_a_windows_gradients_agree_with_finite_differences(language):
    rng = np.random.default_rng(0)
    weights = language._double(language.random_weights(rng, 6))
    inputs, targets = rng.integers(6, size=(2, 2, 4))
    state = tuple(rng.uniform(-0.5, 0.5, size=(2, 2, language.HIDDEN)))

    def loss(there):
        return np.log(language.perplexity(language.run(there, inputs, state)[0], targets))

    found, _ = language._gradients(weights, inputs, state, language._cross_entropy(targets))
    for name, part in weights.items():
        direction = rng.normal(size=part.shape)
        ends = [loss({**weights, name: part + size * direction}) for size in (1e-5, -1e-5)]
        assert np.sum(found[name] * direction) == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-5)


def test_reading_on_is_reading_in_one_go(language):
    rng = np.random.default_rng(1)
    weights, ids = language.random_weights(rng, 5), rng.integers(5, size=(3, 8))
    whole, end = language.run(weights, ids)
    first, state = language.run(weights, ids[:, :3])
    second, final = language.run(weights, ids[:, 3:], state)
    assert np.allclose(np.concatenate([first, second], axis=1), whole)
    assert np.allclose(final, end)


def test_windows_go_on_where_they_stopped(language):
    ids = np.arange(100)
    inputs, targets = language.make_batches(ids, 4, 5)
    assert inputs.shape == targets.shape == (4, 4, 5)
    assert np.array_equal(targets, inputs + 1)
    assert np.array_equal(inputs[1:, :, 0], inputs[:-1, :, -1] + 1)


def test_no_mistake_equals_the_right_answer_and_each_has_its_sentences(language):
    from grader.course.misconceptions import diagnose

    rng = np.random.default_rng(2)
    ids, logits, targets = rng.integers(5, size=119), rng.normal(size=(3, 4, 5)), rng.integers(5, size=(3, 4))
    targets[0, -1] = language.PAD
    weights, prompt, greedy, lead = None, None, (), 0.0
    while lead < 0.1 or len(set(greedy)) < 3:
        weights, prompt = language.random_weights(rng, 12, scale=5.0), rng.integers(12, size=6)
        greedy, lead = language.greedy(weights, prompt, 6)
    state = tuple(rng.uniform(-0.9, 0.9, size=(2, 1, language.HIDDEN)))
    scores = np.array([2.0, 1.0, 0.4, -0.3, -1.5])
    families = [
        (language.make_batches(ids, 4, 5), language.batch_mistakes(ids, 4, 5)),
        (language.ngram(ids, 3, 5, 0.3), language.ngram_mistakes(ids, 3, 5, 0.3)),
        (language.perplexity(logits, targets), language.perplexity_mistakes(logits, targets)),
        (language.run(weights, prompt[None], state), language.run_mistakes(weights, prompt[None], state)),
        (language.distribution(scores, 0.5), language.distribution_mistakes(scores, 0.5)),
        (greedy, language.greedy_mistakes(weights, prompt, 6)),
    ]

    def flat(value):
        return np.concatenate([flat(part) for part in value]) if isinstance(value, tuple) else np.ravel(value)

    ids_of = {"state-reset-each-window", "not-trained", "learns-nothing", "softmax-overflow", "no-embedding"}
    for right, mistakes in families:
        for key, alternatives in mistakes.items():
            ids_of.add(key)
            for other in alternatives:
                assert flat(other).shape != flat(right).shape or not np.allclose(flat(other), flat(right)), key
    for key in ids_of:
        text = diagnose(key, PUBLIC).text
        assert text.zh and text.en


def test_every_mistake_in_training_ends_somewhere_else(language):
    from grader.course.misconceptions import diagnose

    rng = np.random.default_rng(3)
    ids = rng.permutation(41)
    weights, batches = language.random_weights(rng, 41), language.make_batches(ids, 3, 4)
    right = language.train(weights, batches, 2)
    assert language.learning.far(right, right, weights) == 0
    for key, other in language.train_mistakes(weights, batches, 2):
        assert diagnose(key, PUBLIC)
        # One of the 36 orders of the windows is the right one.
        assert language.learning.far(other, right, weights) > 0.05 or key == "windows-shuffled"

"""What judges trained models in lessons 5 and 7: its oracles, and the check on accuracy, on made-up runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.checks import measures, notes
from grader.checks.expect import CheckFailed

COURSE = Path(__file__).resolve().parents[1]
IMAGES = 400
DATASET = SimpleNamespace(name="digits")
PROFILE = {"threshold": {"digits": 0.8}, "gap": {"digits": 0.3}}


@pytest.fixture
def oracles(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import lstm, single, stacked, training, updates

    return SimpleNamespace(lstm=lstm, single=single, stacked=stacked, training=training, updates=updates)


def test_one_layer_is_the_unrolled_cell(oracles: Any) -> None:
    rng = np.random.default_rng(0)
    weights, images = oracles.single.vivid(rng), rng.random((5, 28, 28))
    features = np.einsum("btp,pf->btf", images, weights["projection"]["kernel"]) + weights["projection"]["bias"]
    zero = np.zeros((5, 128))
    h, c = oracles.lstm.keras_unroll(features, zero, zero, **weights["lstm"][0])
    answer = oracles.single.answer(images, weights)
    assert np.allclose(answer.h, h) and np.allclose(answer.c, c) and np.allclose(answer.outputs[:, -1], h)
    assert np.allclose(answer.logits, h @ weights["head"]["kernel"] + weights["head"]["bias"])


@pytest.mark.parametrize("seed", range(5))
def test_the_models_that_are_asked_for_classes_name_many(oracles: Any, seed: int) -> None:
    """Or a guess of one class would pass for the model's answers."""
    rng = np.random.default_rng(seed)
    images = oracles.training.contrasts(rng, 64) / 255
    for oracle in (oracles.single, oracles.stacked):
        classes = oracle.answer(images, oracle.vivid(rng)).logits.argmax(1)
        assert len(set(classes)) > 3 and np.bincount(classes).max() < 60, oracle.__name__


def test_the_mistakes_of_one_layer_are_told_apart(oracles: Any) -> None:
    rng = np.random.default_rng(1)
    weights, images = oracles.single.vivid(rng), rng.random((6, 28, 28))
    right = oracles.single.answer(images, weights)
    for part in ("h", "c"):
        value = getattr(right, part)
        for array in oracles.single.state_mistakes(images, weights, value, part).values():
            assert array.shape == value.shape and np.abs(array - value).max() > 0.05
    found = oracles.single.logit_mistakes(images, weights, right.logits)
    arrays = [right.logits, *found.values()]
    for number, array in enumerate(arrays):
        assert all(np.abs(array - other).max() > 0.05 for other in arrays[:number])
    relu = oracles.single.answer(images, weights, lambda z: np.maximum(z, 0)).logits
    assert np.array_equal(oracles.single.logit_mistakes(images, weights, relu)["projection-activated"], relu)


Make = Callable[..., Any]


@pytest.fixture
def made(oracles: Any) -> Make:
    """Runs with so many hits: on images as they are, on moved ones. The weights are the true classes themselves."""

    def make(plain: float, elsewhere: float, *, by_heart: bool = False, agreeing: float = 1.0) -> Any:
        rng = np.random.default_rng(int(plain * 1000))
        answers = np.arange(2 * IMAGES) % 10
        is_moved = np.arange(2 * IMAGES) % 4 > 1
        share = np.where(is_moved, elsewhere, plain)
        hit = np.zeros(2 * IMAGES, bool)
        for kind in (False, True):
            places = np.flatnonzero(is_moved == kind)
            hit[places[: round(len(places) * share[places[0]])]] = True
        claims = np.where(hit, answers, (answers + 1) % 10)
        said = np.where(rng.random(2 * IMAGES) < agreeing, claims, (claims + 3) % 10)
        labels = np.arange(256) % 10
        known = np.where((np.arange(256) < 128) | (not by_heart), labels, (labels + 1) % 10)
        images = np.zeros((2 * IMAGES, 28, 28), np.uint8)
        images[:, 0, :10] = 255 * np.eye(10, dtype=np.uint8)[said]
        return oracles.training.Run(
            np.zeros((256, 10)), 5.0 * np.eye(10)[known], labels, None, images, claims, answers, is_moved, 123.0
        )  # fmt: skip

    return make


def judged(oracles: Any, first: Any, *later: Any) -> tuple[CheckFailed | None, dict[str, float]]:
    """Why the check fails, or None; and what it measured."""
    notes.take(), measures.take()
    trainings = iter(later)
    try:
        oracles.training.judge_accuracy(
            first, lambda attempt: next(trainings), lambda images, weights: images[:, 0, :10], DATASET, PROFILE,
            np.random.default_rng(0),
        )  # fmt: skip
    except CheckFailed as failed:
        return failed, measures.take()
    return None, measures.take()


def test_hits_enough_pass_and_what_was_measured_is_told(oracles: Any, made: Make) -> None:
    failed, measured = judged(oracles, made(0.9, 0.7))
    assert failed is None
    assert measured == pytest.approx({"accuracy": 0.9, "accuracy-gap": 0.2, "predict-peak-mb": 123.0})
    said = notes.take()
    assert said is not None
    assert "90.0%" in said.en and "70.0%" in said.en and "800 images" in said.en and "123 MB" in said.en
    assert "90.0%" in said.zh and "800 张图" in said.zh and "123 MB" in said.zh


def test_labels_that_were_remembered_are_found_by_moving_the_images(oracles: Any, made: Make) -> None:
    failed, measured = judged(oracles, made(1.0, 0.6))
    assert failed is not None and failed.diagnosis == "accuracy-gap" and measured["accuracy-gap"] == pytest.approx(0.4)


def test_predictions_that_are_not_the_models_are_found(oracles: Any, made: Make) -> None:
    failed, _ = judged(oracles, made(0.95, 0.8, agreeing=0.9))
    assert failed is not None and failed.diagnosis == "predictions-not-from-model"


@pytest.mark.parametrize(("by_heart", "diagnosis"), [(True, "same-batch-again"), (False, None)])
def test_why_the_accuracy_is_low(oracles: Any, made: Make, by_heart: bool, diagnosis: str | None) -> None:
    failed, _ = judged(oracles, made(0.6, 0.5, by_heart=by_heart))
    assert failed is not None and failed.diagnosis == diagnosis


def test_a_retraining_is_judged_like_the_first(oracles: Any, made: Make) -> None:
    """Inconclusive at first; the next model's answers are no model's answers."""
    failed, _ = judged(oracles, made(0.8, 0.7), made(0.95, 0.7, agreeing=0.9))
    assert failed is not None and failed.diagnosis == "predictions-not-from-model"
    failed, measured = judged(oracles, made(0.8, 0.7), made(0.95, 0.7))
    assert failed is None and measured["accuracy"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("after", "diagnosis", "passes"), [(0.5, None, True), (1.9, None, False), (2.3, "learns-nothing", False)]
)
def test_the_loss_must_fall(oracles: Any, made: Make, after: float, diagnosis: str | None, passes: bool) -> None:
    run = made(0.9, 0.7)
    losses = iter([2.3, after])
    if passes:
        oracles.training.judge_loss(run, lambda logits, labels: next(losses))
        return
    with pytest.raises(CheckFailed) as failed:
        oracles.training.judge_loss(run, lambda logits, labels: next(losses))
    assert failed.value.diagnosis == diagnosis


@pytest.mark.parametrize("seed", range(20))
def test_one_batch_over_and_over_is_told_from_batches_that_change(oracles: Any, seed: int) -> None:
    updates, rng = oracles.updates, np.random.default_rng(seed)
    images, labels = updates.columns(rng)
    assert images.shape == (896, 28, 28) and set(images.sum(axis=(1, 2))) == {28 * 255}
    assert set(labels) == set(range(10))
    white = images[:, 0].argmax(axis=1)
    assert list(np.bincount(white)[:-1]) == [1] * 27
    order = rng.permutation(len(images))
    passes = [order[128 * n % 896 :][:128] for n in range(updates.UPDATES)]
    drawn = [rng.integers(len(images), size=128) for _ in range(updates.UPDATES)]
    for taken, differ in ((passes, True), (drawn, True), (passes[:1], False), ([np.arange(128)], False)):
        before = rng.normal(size=(28, 8))
        after = before.copy()
        after[np.unique(white[np.concatenate(taken)])] += 1e-9  # a pixel that was never white moves no weight
        if differ:
            updates.judge_batches(before, after)
        else:
            with pytest.raises(CheckFailed, match="left a trace") as caught:
                updates.judge_batches(before, after)
            assert caught.value.diagnosis == "same-batch-again"


@pytest.mark.parametrize(
    ("gradient", "rate", "times", "says", "diagnosis"),
    [
        (1.0, 1e-3, 1, None, None),
        (1.0, 1e-3, 2, "moves the biases by 0.002", "learning-rate-off"),
        (1.0, 1e-4, 1, "moves the biases by 0.0001", "learning-rate-off"),
        (1.0, 1e-3, 0, "is not more likely", None),
        (-1.0, 1e-3, 1, "is not more likely", None),
    ],
)
def test_one_update_is_told_from_none_from_two_and_from_other_rates(
    oracles: Any, gradient: float, rate: float, times: int, says: str | None, diagnosis: str | None
) -> None:
    before = np.random.default_rng(0).normal(size=10).astype(np.float32)
    towards = np.where(np.arange(10) == 3, gradient, -gradient)
    after = (before + times * rate * towards).astype(np.float32)
    if says is None:
        return oracles.updates.judge_first_update(before, after, 3)
    with pytest.raises(CheckFailed, match=says) as caught:
        oracles.updates.judge_first_update(before, after, 3)
    assert caught.value.diagnosis == diagnosis


def test_plain_gradient_descent_is_told_from_adam(oracles: Any) -> None:
    move = np.where(np.arange(10) == 3, 0.9, -0.1) * 1e-3
    with pytest.raises(CheckFailed, match="Adam's first moves all alike") as caught:
        oracles.updates.judge_first_update(np.zeros(10), move, 3)
    assert caught.value.diagnosis == "not-adam"
    images, labels = oracles.updates.black(3)
    assert not images.any() and images.shape == (128, 28, 28) and set(labels) == {3}

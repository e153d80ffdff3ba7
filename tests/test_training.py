"""What judges trained models in lessons 5 and 7: its oracles, and the check on accuracy, on made-up runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.checks.expect import CheckFailed
from grader.checks.remarks import Remarks, collected

COURSE = Path(__file__).resolve().parents[1]
IMAGES = 400
DATASET = SimpleNamespace(name="digits")
PROFILE = {"threshold": {"digits": 0.8}, "gap": {"digits": 0.3}}


@pytest.fixture
def oracles(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import lstm, optimizers, single, stacked, training, updates

    return SimpleNamespace(
        lstm=lstm, optimizers=optimizers, single=single, stacked=stacked, training=training, updates=updates
    )


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
NOTE = {"sizes": [[128, 60]], "counted": True, "updates": 60}


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
        shown, weights = np.zeros((256, 28, 28)), np.zeros((4, 4))
        shown[:, 0, :10] = np.eye(10)[known]
        return oracles.training.Run(
            shown, labels, [weights], [weights + 0.01], 60, dict(NOTE), images, claims, answers, is_moved, 123.0
        )  # fmt: skip

    return make


def logits_of(images: Any, weights: Any) -> Any:
    return images[:, 0, :10]


def judged(oracles: Any, first: Any, *later: Any) -> tuple[CheckFailed | None, Remarks]:
    """Why the check fails, or None; and what it remarked."""
    trainings = iter(later)
    with collected() as remarks:
        try:
            oracles.training.judge_accuracy(
                first, lambda attempt: next(trainings), logits_of, DATASET, PROFILE,
                np.random.default_rng(0),
            )  # fmt: skip
        except CheckFailed as failed:
            return failed, remarks
    return None, remarks


def test_hits_enough_pass_and_what_was_measured_is_told(oracles: Any, made: Make) -> None:
    failed, remarks = judged(oracles, made(0.9, 0.7))
    assert failed is None
    assert remarks.measures == pytest.approx({"accuracy": 0.9, "accuracy-gap": 0.2, "predict-peak-mb": 123.0})
    assert remarks.note is not None
    en, zh = remarks.note.en, remarks.note.zh
    assert "90.0%" in en and "70.0%" in en and "800 images" in en and "123 MB" in en
    assert "90.0%" in zh and "800 张图" in zh and "123 MB" in zh


def test_labels_that_were_remembered_are_found_by_moving_the_images(oracles: Any, made: Make) -> None:
    failed, remarks = judged(oracles, made(1.0, 0.6))
    assert failed is not None and failed.diagnosis == "accuracy-gap"
    assert remarks.measures["accuracy-gap"] == pytest.approx(0.4)


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
    failed, remarks = judged(oracles, made(0.8, 0.7), made(0.95, 0.7))
    assert failed is None and remarks.measures["accuracy"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("after", "diagnosis", "passes"), [(0.5, None, True), (1.9, None, False), (2.3, "learns-nothing", False)]
)
def test_the_loss_must_fall(oracles: Any, made: Make, after: float, diagnosis: str | None, passes: bool) -> None:
    run, losses = made(0.9, 0.7), iter([2.3, after])
    if passes:
        oracles.training.judge_loss(run, logits_of, lambda logits, labels: next(losses))
        return
    with pytest.raises(CheckFailed) as failed:
        oracles.training.judge_loss(run, logits_of, lambda logits, labels: next(losses))
    assert failed.value.diagnosis == diagnosis


def test_a_model_built_to_begin_badly_must_do_better_than_not_to_know(oracles: Any, made: Make) -> None:
    for after, passes in [(5.0, False), (1.9, False), (0.5, True)]:
        losses = iter([20.0, after])
        try:
            oracles.training.judge_loss(made(0.9, 0.7), logits_of, lambda logits, labels, of=losses: next(of))
        except CheckFailed as failed:
            assert not passes and failed.message.en.startswith("the loss on training images goes from 20.00")
        else:
            assert passes


def test_the_loss_is_the_weights_own(oracles: Any, made: Make) -> None:
    """What the model says of images that it was shown may come from a table."""
    run, asked = made(0.9, 0.7), []

    def of_weights(images: Any, weights: Any) -> Any:
        asked.append(weights)
        return np.zeros((len(images), 10))

    with pytest.raises(CheckFailed, match="it should fall clearly") as failed:
        oracles.training.judge_loss(run, of_weights, oracles.stacked.cross_entropy)
    assert failed.value.diagnosis == "learns-nothing" and asked == [run.fresh, run.weights]


@pytest.mark.parametrize(
    ("moves", "says"),
    [
        (np.full((4, 4), 0.19), None),
        (np.full((4, 4), 0.2), "farther than Adam can take it"),
        (np.diag([0.1] * 4), "have hardly moved"),
        (np.diag([np.nan] * 4), "farther than Adam"),
        (np.zeros(4), None),
    ],
)
def test_weights_go_as_far_as_adam_takes_them(oracles: Any, made: Make, moves: Any, says: str | None) -> None:
    run, losses = made(0.9, 0.7), iter([2.3, 0.5])
    run.fresh, run.weights = {"lstm": [{"kernel": np.zeros_like(moves)}]}, {"lstm": [{"kernel": moves}]}
    if says is None:
        return oracles.training.judge_loss(run, logits_of, lambda *_: next(losses))
    with pytest.raises(CheckFailed, match=says):
        oracles.training.judge_loss(run, logits_of, lambda *_: next(losses))


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
        (1.0, 1e-3, 2, None, None),
        (1.0, 1e-3, 3, "move the biases by 0.003", "learning-rate-off"),
        (1.0, 1e-4, 2, "move the biases by 0.0002", "learning-rate-off"),
        (1.0, 1e-3, 14, "move the biases by 0.014", "epochs-for-updates"),
        (1.0, 1e-2, 2, "move the biases by 0.02", "learning-rate-off"),
        (1.0, 1e-3, 0, "is not more likely", None),
        (-1.0, 1e-3, 2, "is not more likely", None),
    ],
)
def test_two_updates_are_told_from_none_from_three_from_epochs_and_from_other_rates(
    oracles: Any, gradient: float, rate: float, times: int, says: str | None, diagnosis: str | None
) -> None:
    before = np.random.default_rng(0).normal(size=10).astype(np.float32)
    towards = np.where(np.arange(10) == 3, gradient, -gradient)
    after = (before + times * rate * towards).astype(np.float32)
    if says is None:
        return oracles.updates.judge_updates(before, after, 3, 2)
    with pytest.raises(CheckFailed, match=says) as caught:
        oracles.updates.judge_updates(before, after, 3, 2)
    assert caught.value.diagnosis == diagnosis


def test_plain_gradient_descent_is_told_from_adam(oracles: Any) -> None:
    move = np.where(np.arange(10) == 3, 0.9, -0.1) * 1e-3
    with pytest.raises(CheckFailed, match="Adam's first ones move all alike") as caught:
        oracles.updates.judge_updates(np.zeros(10), move, 3, 1)
    assert caught.value.diagnosis == "not-adam"
    images, labels = oracles.updates.black(3)
    assert not images.any() and images.shape == (896, 28, 28) and set(labels) == {3}


def biases(away: float) -> tuple[np.ndarray, np.ndarray]:
    """Biases before and after they went so many learning rates, towards class 3."""
    return np.zeros(10), np.where(np.arange(10) == 3, 1e-3, -1e-3) * away


@pytest.mark.parametrize(("name", "few"), [("Nadam", 2), ("Nadam", 3), ("RMSprop", 2), ("RMSprop", 3)])
def test_an_optimizer_that_begins_otherwise_is_named(oracles: Any, name: str, few: int) -> None:
    with pytest.raises(CheckFailed, match=f"as {name} would") as caught:
        oracles.updates.judge_updates(*biases(oracles.optimizers.way(name, few, 0)), 3, few)
    assert caught.value.diagnosis == "not-adam"


@pytest.mark.parametrize("units", [128, 256])
@pytest.mark.parametrize("name", ["Adamax", "Nadam", "Lion"])
def test_an_optimizer_that_begins_as_adam_does_is_told_from_it_where_gradients_fade(
    oracles: Any, units: int, name: str
) -> None:
    way = oracles.optimizers.way
    for number in (13, 15) if units == 256 else (22, 26):
        for right in (way("Adam", number, units), way("Adam", number, units, clip=5.0)):
            oracles.updates.judge_fading(*biases(right), 3, number, units)
        with pytest.raises(CheckFailed, match="where the gradients fade") as caught:
            oracles.updates.judge_fading(*biases(way(name, number, units)), 3, number, units)
        assert caught.value.diagnosis == "not-adam"


def test_many_updates_are_counted(oracles: Any) -> None:
    for number in (18, 74):
        oracles.updates.judge_many(*biases(oracles.optimizers.way("Adam", number, 0)), 3, number)
        for made in (number - 1, number + 1, 4 * number):
            with pytest.raises(CheckFailed, match=f"but {number} of them") as caught:
                oracles.updates.judge_many(*biases(oracles.optimizers.way("Adam", made, 0)), 3, number)
            assert caught.value.diagnosis == "number-of-updates"


def test_weights_that_shrink_by_themselves_are_adamws(oracles: Any) -> None:
    weights = np.array([40.0, -60.0, 40.0, 0.0], np.float32)
    oracles.updates.judge_decay(weights, weights)
    oracles.updates.judge_decay(weights, weights - 0.02 * np.sign(weights))  # a penalty, whose slope Adam makes equal
    with pytest.raises(CheckFailed, match="AdamW") as caught:
        oracles.updates.judge_decay(weights, weights * np.float32(1 - 4e-6) ** 30)
    assert caught.value.diagnosis == "not-adam"


@pytest.mark.parametrize(
    ("sizes", "counted", "says"),
    [
        ([[128, 12]], True, None),
        ([[1, 1], [128, 12], [896, 3]], True, None),  # it was built on one image, and measured on all
        ([[128, 1]], False, None),
        ([], True, None),
        ([[64, 12]], True, "but on 64 images"),
        ([[32, 1]], False, "but on 32 images"),
        ([[97, 12]], True, "but on another number of images"),
        ([[64, 12], [128, 1]], True, "but on 64 images"),
        ([[128, 11]], True, "not every one of 12 updates"),
    ],
)
def test_the_size_of_batches_is_what_the_model_is_called_with(
    oracles: Any, sizes: list[list[int]], counted: bool, says: str | None
) -> None:
    note = {"sizes": sizes, "counted": counted, "updates": 12}
    if says is None:
        return oracles.updates.judge_sizes(note, 12)
    with pytest.raises(CheckFailed, match=says) as caught:
        oracles.updates.judge_sizes(note, 12)
    assert caught.value.diagnosis == ("batch-size-off" if "images" in says else None)


@pytest.mark.parametrize(("made_updates", "told"), [(60, None), (61, None), (None, None), (180, "180"), ("x" * 9, "?")])
def test_the_updates_of_the_training_that_counts_are_counted(
    oracles: Any, made: Make, made_updates: Any, told: str | None
) -> None:
    run, losses = made(0.9, 0.7), iter([2.3, 0.5])
    run.note["updates"] = made_updates
    run.fresh, run.weights = {"lstm": [np.zeros((4, 4))]}, {"lstm": [np.full((4, 4), 0.01)]}
    if told is None:
        return oracles.training.judge_loss(run, logits_of, lambda *_: next(losses))
    with pytest.raises(CheckFailed, match=rf"counts, {re.escape(told)} updates were made") as caught:
        oracles.training.judge_loss(run, logits_of, lambda *_: next(losses))
    assert caught.value.diagnosis == "number-of-updates"


def test_the_slopes_of_one_layer_are_those_of_its_loss(oracles: Any) -> None:
    rng = np.random.default_rng(4)
    weights, image, label = oracles.single.vivid(rng), rng.random((28, 28)), 6
    flat = oracles.single._flat(weights)
    slopes = oracles.single._flat(oracles.single.gradients(image, label, oracles.single._like(flat)))

    def loss(arrays: dict[Any, Any]) -> float:
        logits = oracles.single.answer(image[None], oracles.single._like(arrays)).logits
        return float(oracles.stacked.cross_entropy(logits, np.array([label])))

    assert slopes.keys() == flat.keys()
    for name, slope in slopes.items():
        assert slope.shape == flat[name].shape
        towards = rng.normal(size=slope.shape)
        ends = [loss({**flat, name: flat[name] + step * towards}) for step in (1e-6, -1e-6)]
        assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(float(np.sum(slope * towards)), rel=1e-4)


def test_training_one_layer_goes_the_way_of_its_slopes(oracles: Any) -> None:
    single, rng = oracles.single, np.random.default_rng(5)
    weights, image = single.vivid(rng), rng.random((28, 28))
    once = single.trained(image, 2, weights, 1, 1e-3)
    slopes = single._flat(single.gradients(image, 2, weights))
    for name, slope in slopes.items():
        large = np.abs(slope) > 1e-3
        move = single._flat(once)[name] - single._flat(weights)[name]
        assert np.allclose(move[large], -1e-3 * np.sign(slope[large]), rtol=0.02)
    three = single.trained(image, 2, weights, 3, 1e-3)
    assert single.far(three, three, weights) == 0
    assert single.far(single.trained(image, 2, weights, 21, 1e-3), three, weights) > 1
    assert single.far(single.trained(image, 2, weights, 3, -1e-3), three, weights) > 1
    assert single.far(weights, three, weights) == pytest.approx(1)
    head = {**weights, "head": three["head"]}  # everything else stands still
    assert single.far(head, three, weights) > 0.5
    nan = {**three, "head": {"kernel": three["head"]["kernel"] * np.nan, "bias": three["head"]["bias"]}}
    assert single.far(nan, three, weights) == np.inf


@pytest.mark.parametrize("dropped", [set(), {1}, {2}, {1, 2}])
def test_what_is_certain_hangs_on_each_layers_dropout(oracles: Any, dropped: set[int]) -> None:
    """The slope of a layer's class is 0 unless that layer's outputs are dropped."""
    stacked, rng = oracles.stacked, np.random.default_rng(6)
    weights, x = stacked.certain(4, 7, 2), np.zeros((128, 28, 28))
    for number, part in enumerate(weights["lstm"], 1):
        x, _, _ = stacked.lstm_layer(x, **{name: np.asarray(value, np.float64) for name, value in part.items()})
        if number in dropped:
            x = x * 2 * (rng.random(x.shape) < 0.5)
    slopes = (stacked.softmax(stacked.dense(x[:, -1], weights)) - np.eye(10)[4]).mean(axis=0).astype(np.float32)
    assert (slopes[7] > 0.1, slopes[2] > 0.1) == (1 in dropped, 2 in dropped)
    assert slopes[[7, 2]][[1 not in dropped, 2 not in dropped]].tolist() == [0.0] * (2 - len(dropped))

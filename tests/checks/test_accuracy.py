"""The verdict on accuracy: intervals, training again while nothing is decided, and images that no one has seen."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from grader.checks.accuracy import ANGLE, RETRAININGS, SHIFT, Tally, count, decide, memory_of, moved
from grader.checks.expect import CheckFailed
from grader.checks.remarks import collected
from grader.checks.student import Student
from grader.verdict import Text

IMAGES = Text(en="ten images", zh="十张图")


def wilson(hits: int, images: int) -> tuple[float, float]:
    """The textbook's formula, with the 97.5% point of the normal distribution."""
    z, p = 1.959963984540054, hits / images
    middle = (p + z * z / (2 * images)) / (1 + z * z / images)
    half = z / (1 + z * z / images) * math.sqrt(p * (1 - p) / images + z * z / (4 * images**2))
    return middle - half, middle + half


@pytest.mark.parametrize(("hits", "images"), [(0, 10), (10, 10), (512, 600), (9812, 10000), (1, 2)])
def test_the_interval_is_wilsons(hits: int, images: int) -> None:
    assert Tally(hits, images).interval() == pytest.approx(wilson(hits, images), abs=1e-9)


@pytest.mark.parametrize(
    ("hits", "ruling"), [(900, "pass"), (700, "fail"), (790, "inconclusive"), (810, "inconclusive")]
)
def test_a_threshold_within_the_interval_decides_nothing(hits: int, ruling: str) -> None:
    assert Tally(hits, 1000).ruling(0.8) == ruling


@pytest.mark.parametrize(("hits", "passed"), [(900, True), (700, False)])
def test_what_is_clear_is_not_trained_again(hits: int, passed: bool) -> None:
    def again(attempt: int) -> Tally:
        raise AssertionError("trained again for nothing")

    decided = decide(Tally(hits, 1000), 0.8, again)
    assert (decided.passed, decided.trainings, decided.tally.hits) == (passed, 1, hits)


def test_it_trains_again_until_it_is_clear() -> None:
    asked: list[int] = []

    def again(attempt: int) -> Tally:
        asked.append(attempt)
        return Tally(900, 1000)

    decided = decide(Tally(790, 1000), 0.8, again)
    assert (decided.passed, decided.trainings, asked) == (True, 2, [1])
    assert decided.tally == Tally(1690, 2000)


@pytest.mark.parametrize(("later", "passed"), [(805, True), (800, True), (797, False)])
def test_after_the_last_training_the_pooled_share_decides(later: int, passed: bool) -> None:
    first = 800 if later < 800 else 1600 - later
    asked: list[int] = []

    def again(attempt: int) -> Tally:
        asked.append(attempt)
        return Tally(later, 1000) if attempt == 1 else Tally(800, 1000)

    decided = decide(Tally(first, 1000), 0.8, again)
    assert asked == list(range(1, RETRAININGS + 1))
    assert (decided.passed, decided.tally.images) == (passed, 3000)


def test_the_interval_is_told_in_both_languages_when_it_passes_and_when_it_fails() -> None:
    with collected() as remarks:
        decide(Tally(900, 1000), 0.8, lambda attempt: Tally(0, 1)).judge(IMAGES, also=Text(en="more", zh="还有"))
    note = remarks.note
    assert note is not None
    assert "90.0% (95% interval 88.0% to 91.7%)" in note.en and note.en.endswith("; more") and "ten images" in note.en
    assert "90.0%（95% 置信区间 88.0% 到 91.7%）" in note.zh and note.zh.endswith("；还有") and "十张图" in note.zh
    with pytest.raises(CheckFailed) as caught, collected() as remarks:
        decide(Tally(790, 1000), 0.8, lambda attempt: Tally(600, 1000)).judge(IMAGES, why="learns-nothing")
    assert caught.value.diagnosis == "learns-nothing"
    assert "inconclusive" in caught.value.message.en and "没有定论" in caught.value.message.zh
    assert remarks.note is None


def test_hits_are_counted_of_arrays_and_of_lists() -> None:
    labels = np.array([3, 1, 4, 1])
    assert count(np.array([3, 1, 1, 1]), labels) == count([3, 1, 1, 1], labels) == Tally(3, 4)
    assert count(np.array([3.0, 1.0, np.nan, np.inf]), labels) == Tally(2, 4)


@pytest.mark.parametrize("claim", [None, "3141", np.zeros((4, 10)), [3, 1, 4], [[3, 1], [4]], {"accuracy": 1.0}])
def test_a_claim_of_another_form_is_no_hit(claim: Any) -> None:
    with pytest.raises((CheckFailed, ValueError)):
        count(claim, np.array([3, 1, 4, 1]))


def test_moved_images_are_those_images_a_little_elsewhere() -> None:
    image = np.zeros((28, 28), np.float32)
    image[10:18, 12:16] = 1.0
    images = np.repeat(image[None], 200, axis=0)
    result = moved(images, np.random.default_rng(0))
    assert result.shape == images.shape and result.dtype == images.dtype
    assert result.min() >= 0 and result.max() <= 1
    assert len({one.tobytes() for one in result}) > 190
    mass = result.sum((1, 2))
    assert np.allclose(mass, image.sum(), rtol=0.05)
    rows, columns = np.mgrid[:28, :28]
    centre = [np.average(axis, weights=image) for axis in (rows, columns)]
    centres = np.array([[np.average(axis, weights=one) for axis in (rows, columns)] for one in result]) - centre
    assert np.abs(centres).max() < SHIFT + 0.2  # the block is not quite in the middle, so turning moves it a little too
    assert {-SHIFT, SHIFT} <= set(np.rint(centres).ravel().astype(int))
    angles = [slant(one) for one in result]
    assert -ANGLE - 1 < min(angles) < -0.7 * ANGLE and 0.7 * ANGLE < max(angles) < ANGLE + 1


def slant(image: np.ndarray) -> float:
    """Degrees by which the image's long axis leans from the vertical, by its second moments."""
    rows, columns = np.mgrid[: len(image), : len(image)]
    covariance = np.cov(rows.ravel(), columns.ravel(), aweights=image.ravel())
    return float(np.rad2deg(np.arctan2(2 * covariance[0, 1], covariance[0, 0] - covariance[1, 1]) / 2))


def test_each_moved_image_is_drawn_before_the_next() -> None:
    """What was judged with a seed is judged with the same images again."""
    images = np.random.default_rng(1).random((3, 8, 8))
    one_by_one = np.random.default_rng(0)
    singly = np.concatenate([moved(image[None], one_by_one) for image in images])
    assert np.array_equal(moved(images, np.random.default_rng(0)), singly)
    assert moved(images[:0], one_by_one).shape == (0, 8, 8)


def test_moved_images_are_drawn_from_the_seed() -> None:
    images = np.random.default_rng(1).random((5, 28, 28)).astype(np.float32)
    first, second, other = (moved(images, np.random.default_rng(seed)) for seed in (2, 2, 3))
    assert np.array_equal(first, second) and not np.array_equal(first, other)


def test_memory_is_seen_from_outside(judge: Any) -> None:
    program = "import time\ndef grow(mb):\n    a = b'x' * (mb << 20)\n    time.sleep(0.3)\n    return len(a)\n"
    session = judge.session(program)
    student = Student(session)
    try:
        assert student.resident_mb() == 0.0
        student.grow(1)
        before = student.resident_mb()
        with memory_of(student) as seen:
            student.grow(100)
        assert before > 1
        assert before + 80 < seen.peak_mb < before + 140
        assert student.resident_mb() < seen.peak_mb - 80
    finally:
        session.box.stop()


def test_long_texts_among_the_classes_take_no_memory() -> None:
    """NumPy would reserve the longest one's length for every item: 400 GB here."""
    with pytest.raises(CheckFailed, match="should be an array, but it is a list of 10000 items"):
        count(["x" * 10_000_000, *[""] * 9_999], np.zeros(10_000))

"""The verdict on accuracy: hits are counted here, on labels that the student's process never had, and a share of so
many images is an estimate with an interval.

    first = count(predictions, labels)
    decided = decide(first, 0.85, again)  # `again` trains a fresh model and counts its hits
    decided.judge(Text(en="held-out images of digits", zh=...))  # fails, or leaves a note

The interval is Wilson's (Journal of the American Statistical Association 22, 1927), from scipy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from grader.checks.expect import CheckFailed, as_array, expect
from grader.checks.remarks import leave
from grader.checks.student import Student
from grader.extras import needed
from grader.messages.sentences import Value, joined, say, say_in
from grader.verdict import Text

CONFIDENCE = 0.95
RETRAININGS = 2  # with fresh seeds, while the threshold lies within the interval
SHIFT, ANGLE = 2, 10  # of `moved` images, at most: pixels up, down, left and right; degrees either way

Ruling = Literal["pass", "fail", "inconclusive"]


@dataclass(frozen=True)
class Tally:
    """So many hits on so many images."""

    hits: int
    images: int

    @property
    def share(self) -> float:
        return self.hits / self.images

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.images + other.images)

    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the true share, at `CONFIDENCE`."""
        stats = needed("scipy.stats", "keras", "counting hits")  # takes a second to import; few lessons count hits
        interval = stats.binomtest(self.hits, self.images).proportion_ci(CONFIDENCE, method="wilson")
        return float(interval.low), float(interval.high)

    def ruling(self, threshold: float) -> Ruling:
        """`pass` or `fail` where the whole interval lies on one side of the threshold, else `inconclusive`."""
        low, high = self.interval()
        return "pass" if low >= threshold else "fail" if high < threshold else "inconclusive"


def count(claim: Any, labels: np.ndarray, name: str | Text = "predict(...)") -> Tally:
    """The hits of claimed classes, (N,) or a list of N, on `labels` (N,). Raises CheckFailed for another form."""
    classes = expect(as_array(claim), name).shape(len(labels)).value
    return Tally(int(np.sum(classes == labels)), len(labels))


@dataclass(frozen=True)
class Decision:
    """What `tally`, the hits of all `trainings` together, comes to against the threshold."""

    tally: Tally
    threshold: float
    trainings: int
    passed: bool

    def sentence(self, images: Text) -> Text:
        """The accuracy with its interval, and how often was trained, for the student."""
        low, high = self.tally.interval()
        values: dict[str, Value] = {
            "images": images, "share": self.tally.share, "threshold": self.threshold, "confidence": CONFIDENCE,
            "low": low, "high": high,
        }  # fmt: skip
        if self.trainings == 1:
            return say(
                "on {images} the accuracy is {share:.1%} ({confidence:.0%} interval {low:.1%} to {high:.1%}); it "
                "should reach {threshold:.0%}",
                **values,
            )
        return say(
            "on {images} the accuracy is {share:.1%} ({confidence:.0%} interval {low:.1%} to {high:.1%}) (the first "
            "training was inconclusive, so a fresh model was trained {times} more time(s), with other random numbers, "
            "and all hits were counted together); it should reach {threshold:.0%}",
            times=self.trainings - 1,
            **values,
        )

    def judge(self, images: Text, *, why: str | None = None, also: Text | None = None) -> None:
        """Fail, with the misconception `why`, or leave a note. `images` says which they were; `also` is said too."""
        sentence = self.sentence(images)
        if not self.passed:
            raise CheckFailed(sentence, why)
        leave(joined(say_in("between two remarks", "; "), [sentence, also]) if also else sentence)


def decide(first: Tally, threshold: float, again: Callable[[int], Tally]) -> Decision:
    """Pass, fail, or, while the threshold lies within the interval, train again, at most `RETRAININGS` times.

    `again(n)`, n = 1, 2..., trains a fresh model with a fresh seed and counts its hits on the same images. All hits are
    pooled. If even then the interval holds the threshold, the pooled share decides.
    """
    tally, trainings = first, 1
    while tally.ruling(threshold) == "inconclusive" and trainings <= RETRAININGS:
        tally += again(trainings)
        trainings += 1
    ruling = tally.ruling(threshold)
    passed = tally.share >= threshold if ruling == "inconclusive" else ruling == "pass"
    return Decision(tally, threshold, trainings, passed)


def moved(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The images (N, height, width), each shifted and turned by a little of its own: images that no one has seen.

    Whole pixels up to `SHIFT` and degrees up to `ANGLE`, drawn evenly; bilinear; black comes in; the dtype stays.
    """
    ndimage = needed("scipy.ndimage", "keras", "turning images")
    centre = (np.array(images.shape[1:]) - 1) / 2
    # Image by image, so that a seed goes on to give the same images.
    drawn = [(rng.uniform(-ANGLE, ANGLE), *rng.integers(-SHIFT, SHIFT + 1, size=2)) for _ in images]
    draws = np.array(drawn).reshape(-1, 3)
    angles, shifts = np.deg2rad(draws[:, 0]), draws[:, 1:]
    turns = np.moveaxis(np.array([[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]]), -1, 0)
    offsets = centre - np.einsum("nij,nj->ni", turns, centre + shifts)
    result = np.empty_like(images)
    for image, turn, offset, place in zip(images, turns, offsets, result, strict=True):
        # By itself, SciPy would take as long to make its output's place as to fill it.
        ndimage.affine_transform(image, turn, offset, output=place, order=1, prefilter=False)
    return result


@dataclass
class Memory:
    """The most memory, in MiB, that the student's process was seen to hold; 0 where the machine does not tell."""

    peak_mb: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def memory_of(student: Student) -> Iterator[Memory]:
    """Watches, from outside, what the student's process holds while the block runs."""
    seen = Memory()

    def watch() -> None:
        while not seen._over.is_set():
            seen.peak_mb = max(seen.peak_mb, student.resident_mb())
            seen._over.wait(0.02)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        seen._over.set()
        thread.join()

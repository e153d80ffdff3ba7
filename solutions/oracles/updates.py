"""What single updates of a training loop do: whether each is Adam's, how many there are, on how many images each, and
whether each takes another batch.

Adam's first update moves a weight by the learning rate against the sign of its gradient, whatever that gradient's size
(Kingma & Ba 2015, section 2.1), and so do the next ones, while the gradient hardly changes. So a few updates on one
label show the optimizer's kind and its rate, many of them how many they were, and gradients that fade which of those is
Adam that begin as Adam does: see `optimizers`.

An image that is black but for one white column has a gradient for one row of the first kernel only, that of the white
pixels; the other rows get exactly 0, and Adam leaves a weight whose gradients were all 0 where it was. So the kernel
shows which columns were ever in a batch. That takes a dozen updates, and no luck: how much one batch over and over can
teach is, on digits, too close to what a right answer learns in the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.checks import CheckFailed, expect, fail
from grader.checks.student import Student
from oracles import optimizers
from oracles.optimizers import CLASSES, RATE

BATCH = 128
PASS = 7  # batches in all; no learning rate that people try is as many times too large
COLUMNS = 28
RARE = COLUMNS - 1  # columns that are white in one image each; of all other images, it is the last column
IMAGES = PASS * BATCH
UPDATES = 12  # one batch has 3.9 of the 27 rare images in the mean; 12 drawn with replacement see 22.8 of them
ENOUGH = 13  # one batch has as many once in 50,000 times, and as often a right answer, drawing at random, has fewer
SMALL = 16  # images of a batch where any number of them would do
MANY = (30, 75)  # updates on gradients that hardly change, at least and at most; a dozen seconds at the very worst
TOLD = (1, 8, 10, 16, 20, 32, 50, 64, 100, 200, 256, 512, 1000, IMAGES)  # sizes of batches that a sentence may name

Array = np.ndarray
Data = tuple[Array, Array]
Judge = Callable[[Any, Any, Any], None]  # the weights before and after, and what the probe noted


class Trainee:
    """A model of the submission's that is trained again and again, each time from weights of ours.

    One model for all saves the time that its making takes. An optimizer of the student's own may remember what it did
    before, which the probe cannot undo: so where a second training fails, it is tried again on a new model.
    """

    def __init__(self, student: Student) -> None:
        self._student, self._model = student, None

    def train(self, weights: Any, data: Data, number: int, judge: Judge, batch: int | None = None) -> None:
        """Train from `weights` on `data`, so many updates, and judge what came of it."""
        probe = self._student.probe
        if self._model is not None and probe.reassigned(self._model, weights) is True:
            try:
                return self._once(weights, data, number, judge, batch)
            except CheckFailed:
                pass
        self._model = probe.assigned(weights)
        return self._once(weights, data, number, judge, batch)

    def _once(self, weights: Any, data: Data, number: int, judge: Judge, batch: int | None) -> None:
        note = self._student.probe.train(self._model, *data, number, batch)
        judge(weights, self._student.probe.read(self._model), note)


def black(label: int) -> Data:
    """Black images, all of one label."""
    return alike(np.zeros((COLUMNS, COLUMNS), np.uint8), label)


def alike(image: Array, label: int) -> Data:
    """One image (28, 28) uint8 as often as IMAGES, and its label: every batch of them is the same."""
    return np.tile(image, (IMAGES, 1, 1)), np.full(IMAGES, label)


def judge_updates(before: Any, after: Any, label: int, number: int) -> None:
    """`before` and `after`: the biases (10,) of the logits around `number` updates on `black`, a few, from which only
    the biases learn.

    Their gradients are the class probabilities, less 1 for the label.
    """
    sizes = _sizes(before, after, label)
    other = optimizers.named(sizes.mean() / RATE, number, 0)
    expect.that(
        sizes.max() < 1.5 * sizes.min() and other is None,
        en=f"{number} updates move the biases by {sizes.min():.2g} to {sizes.max():.2g}"
        + (f", as {other} would; Adam's first ones" if other else "; Adam's first ones")
        + f" move all alike, by {RATE:g} each time",
        zh=f"{number} 次更新使各偏置变化 {sizes.min():.2g} 到 {sizes.max():.2g}"
        + (f"，像是 {other} 的更新" if other else "")
        + f"；Adam 最初的几次更新对各个偏置一样大，每次都是 {RATE:g}",
        diagnosis="not-adam",
    )
    share = sizes.mean() / (number * RATE)
    expect.that(
        0.97 < share < 1.03,
        en=f"{number} updates move the biases by {sizes.mean():.2g}; with a learning rate of {RATE:g} it should be "
        f"{number * RATE:g}",
        zh=f"{number} 次更新使偏置变化 {sizes.mean():.2g}；学习率为 {RATE:g} 时应为 {number * RATE:g}",
        diagnosis="epochs-for-updates" if abs(share - PASS) < 0.2 * PASS else "learning-rate-off",
    )


def _sizes(before: Any, after: Any, label: int) -> Array:
    """How far the biases (10,) went; fails where they did not go the right way."""
    expect(after, "weights").shape(CLASSES).finite()
    move = np.asarray(after, np.float64) - before
    if not np.array_equal(np.sign(move), np.where(np.arange(CLASSES) == label, 1.0, -1.0)):
        fail(
            en="after updates on images of one class, either it is not more likely, or another one is not less likely",
            zh="在同一类图片上更新之后，要么这一类没有变得更可能，要么别的某一类没有变得更不可能",
        )
    return np.abs(move)


def judge_many(before: Any, after: Any, label: int, number: int) -> None:
    """The same after many updates, when a few have been right: how far Adam's biases go counts them."""
    went, should = float(_sizes(before, after, label).mean() / RATE), optimizers.way("Adam", number, 0)
    expect.that(
        abs(went - should) < 0.4,
        en=f"a few updates are as they should be, but {number} of them move the biases as far as {went:.1f} updates "
        "would",
        zh=f"更新几次时是对的，可是更新 {number} 次时，偏置移动得和更新 {went:.1f} 次一样远",
        diagnosis="number-of-updates",
    )


def judge_fading(before: Any, after: Any, label: int, number: int, active: int) -> None:
    """The same after a dozen or two, of which the gradients fade: `active` units before the last layer are 1.

    Gradients whose norm is clipped fade later, so that Adam goes farther, but never as far as one that does not see
    them fade.
    """
    went = float(_sizes(before, after, label).mean() / RATE)
    least, most = optimizers.way("Adam", number, active), optimizers.way("Adam", number, active, clip=1.0)
    if 0.97 * least < went < min(1.02 * most, 0.99 * number):
        return
    other = optimizers.named(went, number, active)
    fail(
        en=f"where the gradients fade, {number} updates move the biases by {went:.1f} learning rates; Adam would move "
        f"them by {least:.1f}" + (f"; so far {other} would" if other else ""),
        zh=f"梯度逐渐变小时，{number} 次更新使偏置移动了 {went:.1f} 个学习率，Adam 应为 {least:.1f} 个"
        + (f"；这像是 {other} 的更新" if other else ""),
        diagnosis="not-adam",
    )


def judge_decay(before: Any, after: Any) -> None:
    """`before` and `after`: weights whose gradients are zero, some larger than others. Adam leaves them; what shrinks
    each in proportion to its size is decoupled weight decay, as AdamW has it (Loshchilov & Hutter 2019)."""
    old, new = np.abs(np.asarray(before, np.float64)), np.abs(np.asarray(after, np.float64))
    shrunk = [1 - float(np.median(new[old == size]) / size) for size in np.unique(old)[-2:]]
    expect.that(
        not (min(shrunk) > 1e-7 and max(shrunk) < 1.2 * min(shrunk)),
        en="weights that have no gradient shrink, each by the same share: that is weight decay, as AdamW has it",
        zh="没有梯度的权重也在按同样的比例缩小：这是权重衰减，AdamW 才这样做",
        diagnosis="not-adam",
    )


def judge_sizes(note: Any, number: int) -> None:
    """`note`: on how many images at a time layers were called in `number` updates, as the probe has it."""
    sizes = dict(note["sizes"])
    if not sizes:
        return  # TensorFlow 1, fed by other ways than feed_dict
    if sizes.get(BATCH, 0) < (number if note["counted"] else 1):
        usual = max(sizes, key=lambda size: sizes[size])
        if usual == BATCH:
            fail(
                en=f"not every one of {number} updates calls the model on {BATCH} images",
                zh=f"{number} 次更新里，并不是每次都把 {BATCH} 张图送进模型",
            )
        seen = str(usual) if usual in TOLD else "another number of"
        fail(
            en=f"the model is not called on {BATCH} images for each update, but on {seen} images",
            zh=f"更新时，送进模型的不是每次 {BATCH} 张图" + (f"，而是 {usual} 张" if usual in TOLD else ""),
            diagnosis="batch-size-off",
        )


def columns(rng: np.random.Generator) -> Data:
    """Images (IMAGES, 28, 28) uint8 of one white column each, in a random order, and random labels (IMAGES,)."""
    white = np.append(np.arange(RARE), np.full(IMAGES - RARE, RARE))
    images = np.zeros((IMAGES, COLUMNS, COLUMNS), np.uint8)
    images[np.arange(IMAGES), :, rng.permutation(white)] = 255
    return images, rng.integers(CLASSES, size=IMAGES)


def judge_batches(before: Any, after: Any) -> None:
    """`before` and `after`: the first kernel (28, units) around UPDATES updates on `columns`."""
    seen = int(np.any(np.asarray(before) != np.asarray(after), axis=1)[:RARE].sum())
    expect.that(
        seen >= ENOUGH,
        en=f"of {RARE} images that differ from all others, {seen} left a trace in the weights after {UPDATES} updates "
        f"on {IMAGES} images; with another batch each time it would be nearly all of them",
        zh=f"在 {IMAGES} 张图上更新 {UPDATES} 次之后，{RARE} 张与众不同的图里只有 {seen} 张在权重里留下了痕迹；"
        "每次换一批的话，几乎每张都会留下",
        diagnosis="same-batch-again",
    )

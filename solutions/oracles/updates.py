"""What single updates of a training loop do: whether each is Adam's, and whether each takes another batch.

Adam's first update moves a weight by the learning rate against the sign of its gradient, whatever that gradient's size
(Kingma & Ba 2015, section 2.1), and so do the next ones, while the gradient hardly changes. So a few updates on one
label show the optimizer, its rate, and how many they were.

An image that is black but for one white column has a gradient for one row of the first kernel only, that of the white
pixels; the other rows get exactly 0, and Adam leaves a weight whose gradients were all 0 where it was. So the kernel
shows which columns were ever in a batch. That takes a dozen updates, and no luck: how much one batch over and over can
teach is, on digits, too close to what a right answer learns in the same time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks import expect, fail

RATE = 1e-3
PASS = 7  # batches in all; no learning rate that people try is as many times too large
COLUMNS, CLASSES = 28, 10
RARE = COLUMNS - 1  # columns that are white in one image each; of all other images, it is the last column
IMAGES = PASS * 128
UPDATES = 12  # one batch has 3.9 of the 27 rare images in the mean; 12 drawn with replacement see 22.8 of them
ENOUGH = 13  # one batch has as many once in 50,000 times, and as often a right answer, drawing at random, has fewer

Array = np.ndarray


def black(label: int) -> tuple[Array, Array]:
    """Black images, all of one label."""
    return alike(np.zeros((COLUMNS, COLUMNS), np.uint8), label)


def alike(image: Array, label: int) -> tuple[Array, Array]:
    """One image (28, 28) uint8 as often as IMAGES, and its label: every batch of them is the same."""
    return np.tile(image, (IMAGES, 1, 1)), np.full(IMAGES, label)


def judge_updates(before: Any, after: Any, label: int, number: int) -> None:
    """`before` and `after`: the biases (10,) of the logits around `number` updates on `black`, a few.

    Their gradients are the class probabilities, less 1 for the label.
    """
    expect(after, "weights").shape(CLASSES).finite()
    move = np.asarray(after, np.float64) - before
    sizes = np.abs(move)
    if not np.array_equal(np.sign(move), np.where(np.arange(CLASSES) == label, 1.0, -1.0)):
        fail(
            en="after updates on images of one class, that class is not more likely, and every other less",
            zh="在同一类图片上更新之后，并不是这一类变得更可能、其他类都更不可能",
        )
    expect.that(
        sizes.max() < 1.5 * sizes.min(),
        en=f"{number} updates move the biases by {sizes.min():.2g} to {sizes.max():.2g}; Adam's first ones move all "
        "alike",
        zh=f"{number} 次更新使各偏置变化 {sizes.min():.2g} 到 {sizes.max():.2g}；Adam 最初的几次更新对各个偏置一样大",
        diagnosis="not-adam",
    )
    share = sizes.mean() / (number * RATE)
    expect.that(
        0.9 < share < 1.1,
        en=f"{number} updates move the biases by {sizes.mean():.2g}; with a learning rate of {RATE:g} it should be "
        f"{number * RATE:g}",
        zh=f"{number} 次更新使偏置变化 {sizes.mean():.2g}；学习率为 {RATE:g} 时应为 {number * RATE:g}",
        diagnosis="epochs-for-updates" if abs(share - PASS) < 0.2 * PASS else "learning-rate-off",
    )


def columns(rng: np.random.Generator) -> tuple[Array, Array]:
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

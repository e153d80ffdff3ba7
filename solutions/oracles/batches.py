"""Whether a training loop takes another batch for each update, seen from the weights that it leaves untouched.

An image that is black but for one white column has a gradient for one row of the first kernel only, that of the white
pixels; the other rows get exactly 0, and Adam (Kingma & Ba 2015, algorithm 1) leaves a weight whose gradients were all
0 where it was. So the kernel shows which columns were ever in a batch. That takes a dozen updates, and no luck: how
much one batch over and over can teach is, on digits, too close to what a right answer learns in the same time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks import expect

COLUMNS, CLASSES = 28, 10
RARE = COLUMNS - 1  # columns that are white in one image each; of all other images, it is the last column
IMAGES = 7 * 128  # seven batches
UPDATES = 12  # one batch has 3.9 of the 27 rare images in the mean; 12 drawn with replacement see 22.8 of them
ENOUGH = 13  # one batch has as many once in 50,000 times, and as often a right answer, drawing at random, has fewer

Array = np.ndarray


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

"""``tensorflow.examples.tutorials.mnist.input_data``: the images that the grader sent, if it did; nothing else.

A graded run sends none: `read_data_sets` then says where the images come from instead.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from typing import Any

import numpy as np

from .removed import in_english

Datasets = namedtuple("Datasets", ["train", "validation", "test"])

_REFUSED = in_english(
    "a graded answer gets its images as arguments of its functions: use those, and leave read_data_sets to a script "
    "of your own, which `grader run` executes"
)
_VALIDATION = 5000  # of MNIST's 60,000 training images
_served: dict[str, Any] = {}


def serve(images: dict[str, Any]) -> None:
    """Take uint8 `train_images` and `test_images` (N, 28, 28) with their `train_labels` and `test_labels`, their
    `name`, and a `note` to print where that is not MNIST."""
    _served.update(images)


class DataSet:
    """Images (N, 784) float32 in 0..1, or (N, 28, 28, 1) if not reshaped, and labels (N,) or one-hot (N, 10)."""

    def __init__(self, images: np.ndarray, labels: np.ndarray, rng: np.random.RandomState) -> None:
        self.images, self.labels = images, labels
        self.num_examples = len(images)
        self.epochs_completed = 0
        self._rng = rng
        self._order = np.arange(0)
        self._next = 0

    def next_batch(self, batch_size: int, fake_data: bool = False, shuffle: bool = True) -> tuple[Any, Any]:
        """The next `batch_size` (images, labels); what an epoch has left begins the first batch of the next one."""
        if fake_data:
            raise ValueError(in_english("next_batch(fake_data=True) is not offered here"))
        if not len(self._order):
            self._order = self._shuffled(shuffle)
        taken = self._order[self._next : self._next + batch_size]
        self._next += len(taken)
        while len(taken) < batch_size:
            self.epochs_completed += 1
            self._order, self._next = self._shuffled(shuffle), 0
            more = self._order[: batch_size - len(taken)]
            self._next = len(more)
            taken = np.concatenate([taken, more])
        return self.images[taken], self.labels[taken]

    def _shuffled(self, shuffle: bool) -> np.ndarray:
        return self._rng.permutation(self.num_examples) if shuffle else np.arange(self.num_examples)


def read_data_sets(
    train_dir: str = "", fake_data: bool = False, one_hot: bool = False, dtype: Any = None, reshape: bool = True,
    validation_size: int = _VALIDATION, seed: int | None = None, source_url: str = "",
) -> Datasets:  # fmt: skip
    """Train, validation and test sets: of MNIST 55,000, 5,000, 10,000. Raises RuntimeError if no images were sent."""
    if not _served:
        raise RuntimeError(_REFUSED)
    images, labels = _served["train_images"], _served["train_labels"]
    if _served["name"] != "mnist":
        print(_served["note"], file=sys.stderr)
        if validation_size == _VALIDATION:
            validation_size = len(images) // 12  # the same share as of MNIST
    if not 0 <= validation_size <= len(images):
        raise ValueError(f"validation_size should be between 0 and {len(images)}; found: {validation_size}")
    rng = np.random.RandomState(np.random.randint(2**31) if seed is None else seed)
    as_numbers = getattr(dtype, "as_numpy_dtype", dtype) or np.float32

    def dataset(pixels: np.ndarray, classes: np.ndarray) -> DataSet:
        shaped = pixels.reshape(len(pixels), -1) if reshape else pixels[..., None]
        values = shaped if np.dtype(as_numbers) == np.uint8 else shaped.astype(np.float32) / np.float32(255)
        return DataSet(values, np.eye(10)[classes] if one_hot else classes.astype(np.uint8), rng)

    held = slice(validation_size)
    rest = slice(validation_size, None)
    return Datasets(
        dataset(images[rest], labels[rest]),
        dataset(images[held], labels[held]),
        dataset(_served["test_images"], _served["test_labels"]),
    )

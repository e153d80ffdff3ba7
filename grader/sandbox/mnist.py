"""MNIST under the names by which scripts know it: `input_data` of TensorFlow's tutorials, `keras.datasets.mnist`,
`fetch_openml`. Served from arrays that somebody hands over; nothing is downloaded.

Inside a box, the grader sends the arrays to a script of `grader run`, and to nothing that is graded. In a student's own
notebook they are read from the disk.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from .imports import Fallback, Hooks

Datasets = namedtuple("Datasets", ["train", "validation", "test"])
# uint8 `train_images` and `test_images` (N, 28, 28) with their `train_labels` and `test_labels` (N,), their `name`, and
# a `note` that says which images they are.
Images = dict[str, Any]

in_english = str  # marks what is translated outside the wall, by `grader.messages.sentences.known`
REFUSED = in_english(
    "a graded answer gets its images as arguments of its functions: use those, and leave loading MNIST to a script "
    "of your own, which `grader run` executes"
)
NOT_AT_HAND = in_english(
    "no images were sent along: a script gets them if it names mnist or input_data in its own text"
)
_DOWNLOADED = in_english(
    "this data set would be downloaded, and no network can be reached from here: use keras.datasets.mnist, which is at "
    "hand, or download the file yourself and give it to `grader run` with --with FILE"
)
_VALIDATION = 5000  # of MNIST's 60,000 training images
INPUT_DATA = (
    "input_data", "tensorflow.examples.tutorials.mnist.input_data", "tensorflow.g3doc.tutorials.mnist.input_data",
    "tensorflow.models.image.mnist.input_data", "tensorflow.contrib.learn.datasets",
    "tensorflow.contrib.learn.datasets.mnist", "tensorflow.contrib.learn.python.learn.datasets",
    "tensorflow.contrib.learn.python.learn.datasets.mnist",
)  # fmt: skip
_KERAS = ("keras", "keras.src", "keras.api", "keras._tf_keras.keras", "tf_keras", "tf_keras.src",
          "tf_keras.api._v1.keras", "tf_keras.api._v2.keras")  # fmt: skip
_OTHERS = ("boston_housing", "california_housing", "cifar", "cifar10", "cifar100", "fashion_mnist", "imdb", "reuters")


class Names:
    """All of these names, on images that `source` gives; what it raises says why there are none. `graded`: there never
    are any. `downloads`: other data sets can be downloaded."""

    def __init__(
        self, source: Callable[[], Images], *, graded: Callable[[], bool] = lambda: False, downloads: bool = False
    ) -> None:
        self._source, self._graded, self._downloads = source, graded, downloads
        self._said = False
        self._changed: list[tuple[types.ModuleType, str, Any]] = []

    def install(self, hooks: Hooks) -> Fallback:
        """Change what is imported already, and what will be; return the finder of what nobody else has."""
        for keras in _KERAS:
            hooks.after(f"{keras}.datasets.mnist", self._change_keras)
            for other in () if self._downloads else _OTHERS:
                hooks.after(f"{keras}.datasets.{other}", self._refuse_others)
        hooks.after("sklearn.datasets", self._change_sklearn)
        for name in INPUT_DATA:
            if name in sys.modules:
                self.fill_input_data(sys.modules[name])
        fallback = Fallback(dict.fromkeys(INPUT_DATA, self.fill_input_data))
        fallback.install()
        return fallback

    def restore(self) -> None:
        """Give the modules that were changed what they had."""
        for module, name, value in reversed(self._changed):
            setattr(module, name, value)
        self._changed.clear()

    def _change(self, module: types.ModuleType, **new: Any) -> None:
        self._changed += [(module, name, getattr(module, name)) for name in new]
        vars(module).update(new)

    def images(self) -> Images:
        """The images, after saying once which they are. Raises RuntimeError if there are none."""
        images = self._source()
        if not self._said and images.get("note"):
            print(images["note"], file=sys.stderr)
        self._said = True
        return images

    # -- input_data

    def fill_input_data(self, module: types.ModuleType) -> None:
        """Put into `module` what ``tensorflow.examples.tutorials.mnist.input_data`` had."""
        names = {"read_data_sets": self.read_data_sets, "load_mnist": self._load_mnist, "DataSet": DataSet}
        vars(module).update(names, Datasets=Datasets, load_dataset=self._load_dataset)

    def _load_mnist(self, train_dir: str = "MNIST-data") -> Datasets:
        """As ``tf.contrib.learn.datasets.mnist.load_mnist`` does: labels are classes."""
        return self.read_data_sets(train_dir)

    def _load_dataset(self, name: str, *_: Any, **__: Any) -> Datasets:
        if name != "mnist":
            raise ValueError(
                in_english('load_dataset has only "mnist" here; for iris, use sklearn.datasets.load_iris()')
            )
        return self.read_data_sets()

    def read_data_sets(
        self, train_dir: str = "", fake_data: bool = False, one_hot: bool = False, dtype: Any = None,
        reshape: bool = True, validation_size: int = _VALIDATION, seed: int | None = None, source_url: str = "",
    ) -> Datasets:  # fmt: skip
        """Train, validation and test sets: of MNIST 55,000, 5,000, 10,000. Raises RuntimeError if there are none."""
        given = self.images()
        images, labels = given["train_images"], given["train_labels"]
        if given["name"] != "mnist" and validation_size == _VALIDATION:
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
            dataset(given["test_images"], given["test_labels"]),
        )

    # -- grader.data, keras.datasets, sklearn.datasets

    def fill_data(self, module: types.ModuleType) -> None:
        """Put into `module` what ``grader.data`` has in a student's own notebook."""
        module.load = self._load  # type: ignore[attr-defined]

    def _load(self, name: str | None = None) -> types.SimpleNamespace:
        images = self.images()
        arrays = {key: value for key, value in images.items() if key.endswith("_labels")}
        for key in ("train_images", "test_images"):
            arrays[key] = images[key].astype(np.float32) / np.float32(255)
        return types.SimpleNamespace(name=images["name"], **arrays)

    def load_data(self, path: str = "mnist.npz") -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """As ``keras.datasets.mnist``: images (N, 28, 28) and labels (N,), uint8. Raises RuntimeError."""
        images = self.images()
        train, test = (
            (images[f"{part}_images"].copy(), images[f"{part}_labels"].astype(np.uint8)) for part in ("train", "test")
        )
        return train, test

    def _change_keras(self, module: types.ModuleType) -> None:
        self._change(module, load_data=self.load_data)

    def _refuse_others(self, module: types.ModuleType) -> None:
        def refuse(*_: Any, **__: Any) -> Any:
            raise RuntimeError(REFUSED if self._graded() else _DOWNLOADED)

        for name in ("load_data", "get_word_index"):
            if hasattr(module, name):
                setattr(module, name, refuse)

    def _change_sklearn(self, module: types.ModuleType) -> None:
        real_digits, real_fetch = module.load_digits, module.fetch_openml

        def load_digits(*values: Any, **options: Any) -> Any:
            if self._graded():  # its file holds the labels of the held-out digits, and cannot be seen
                raise RuntimeError(REFUSED)
            return real_digits(*values, **options)

        def fetch_openml(
            name: Any = None, *values: Any, return_X_y: bool = False, as_frame: Any = "auto", **options: Any
        ) -> Any:
            if not str(name).lower().startswith("mnist") and options.get("data_id") != 554:
                options |= {"return_X_y": return_X_y, "as_frame": as_frame}
                return real_fetch(name, *values, **options)
            images = self.images()
            pixels = np.concatenate([images["train_images"], images["test_images"]]).reshape(-1, 784).astype(np.int64)
            labels = np.concatenate([images["train_labels"], images["test_labels"]]).astype(str).astype(object)
            data, target = _framed(pixels, labels) if as_frame else (pixels, labels)
            return (data, target) if return_X_y else sys.modules["sklearn.utils"].Bunch(data=data, target=target)

        self._change(module, load_digits=load_digits, fetch_openml=fetch_openml)


def _framed(pixels: np.ndarray, labels: np.ndarray) -> tuple[Any, Any]:
    """As pandas has it; arrays where that is not installed."""
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        return pixels, labels
    frame = pandas.DataFrame(pixels, columns=[f"pixel{number}" for number in range(1, 785)])
    return frame, pandas.Series(labels, name="class", dtype="category")


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

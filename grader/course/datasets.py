"""The images that lessons train on: MNIST if ``MNIST_DATA_DIR`` is set, else the built-in handwritten digits.

`load()` reads, checks and caches. Nothing is ever downloaded, and MNIST that is asked for and broken is an error: no
verdict is reached on other data than it names.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import math
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.extras import install

if TYPE_CHECKING:  # who only asks which images are chosen need not wait for it
    import numpy as np

ENV = "MNIST_DATA_DIR"
NAMES = ("digits", "mnist")

# SHA-256 of the uncompressed bytes: copies differ in how they were compressed, never in what they hold.
_MNIST = {
    "train-images-idx3-ubyte": (47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    "train-labels-idx1-ubyte": (60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte": (7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte": (10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}
# In scikit-learn: the test half of the UCI "optical recognition of handwritten digits", lines of 64 pixels and a label.
_DIGITS = ("datasets/data/digits.csv.gz", 264_712, "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8")
_HELD_OUT = 3  # every third digit; 3 and 10 share no factor, so the 0..9, 0..9 runs of the file leave no class out


class DataError(RuntimeError):
    """The data cannot be used; the message names the file and what to do next."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images and labels, split once and for all. The arrays are read-only.

    `train_images` and `test_images` are (N, 28, 28) float32, each a multiple of 1/255 in [0, 1]; `train_labels` and
    `test_labels` are (N,) int64 in 0..9.
    """

    name: str
    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load(name: str | None = None) -> Dataset:
    """The dataset `name`, ``"mnist"`` or ``"digits"``; without a name, MNIST if ``MNIST_DATA_DIR`` is set, else digits.

    Raises DataError if it is missing, cut short or not what its checksum says. The same object is returned every time.
    """
    folder = os.environ.get(ENV, "")
    name = name or chosen()
    if name == "digits":
        return _load_digits()
    if name != "mnist":
        raise DataError(f"there is no dataset {name!r}; choose one of: {', '.join(NAMES)}")
    if not folder:
        raise DataError(f"mnist needs its four IDX files; set {ENV} to the folder that holds them, or use digits")
    return _load_mnist(Path(folder).resolve())


def chosen() -> str:
    """The name of the dataset that `load` gives when it is asked for none in particular."""
    return "mnist" if os.environ.get(ENV) else "digits"


def folders(packages: Iterable[Path]) -> tuple[Path, ...]:
    """Where labels lie, those of the held-out images among them: to be kept out of every sandbox.

    `packages` are the folders of installed packages that could be seen there, for each may have its own scikit-learn.
    """
    digits = [place for each in packages if (place := (each / "sklearn" / _DIGITS[0]).parent).is_dir()]
    return (*digits, Path(os.environ[ENV])) if os.environ.get(ENV) else tuple(digits)


def read_idx(path: Path, size: int, sha256: str) -> np.ndarray:
    """The uint8 array in an IDX file, gzipped or plain, of `size` uncompressed bytes that hash to `sha256`.

    Never holds more than that, whatever a compressed file unpacks to. Raises DataError.
    """
    import numpy as np

    raw = _read_pinned(path, size, sha256)
    axes = raw[3] if raw[:3] == b"\0\0\x08" else 0
    start = 4 + 4 * axes
    shape = [int.from_bytes(raw[at : at + 4], "big") for at in range(4, start, 4)]
    if not axes or start + math.prod(shape) != size:
        raise DataError(f"{path} has no IDX header of unsigned bytes{_AGAIN}")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


_AGAIN = "; put a fresh copy of this file there"


def _read_pinned(path: Path, size: int, sha256: str) -> bytes:
    """The `size` uncompressed bytes of `path`, and not one more: a gzip bomb is an error, not a full memory."""
    try:
        # By content, not by name: browsers and servers unpack .gz files in passing and keep the name.
        with path.open("rb") as probe:
            packed = probe.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            raw = stream.read(size)
            longer = bool(stream.read(1))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path} is cut short or damaged ({error}){_AGAIN}") from error
    except OSError as error:
        raise DataError(f"cannot read {path} ({error.strerror or error}); it must be a file you may read") from error
    if len(raw) < size:
        raise DataError(f"{path} is cut short: {len(raw)} of {size} bytes{_AGAIN}")
    if longer:
        raise DataError(f"{path} unpacks to more than the {size} bytes it should hold{_AGAIN}")
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DataError(f"{path} has the right size, but not the right content (SHA-256){_AGAIN}")
    return raw


@cache
def _load_mnist(folder: Path) -> Dataset:
    return _dataset("mnist", *(read_idx(_find(folder, name), size, sha256) for name, (size, sha256) in _MNIST.items()))


def _find(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.gz", folder / name):
        if os.path.isfile(path):
            return path
    raise DataError(f"{folder} has no {name}.gz and no {name}; put it there, or unset {ENV} to use the built-in digits")


@cache
def _load_digits() -> Dataset:
    import numpy as np

    # The package's folder, without importing the package: that takes seconds, its data file milliseconds.
    spec = importlib.util.find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise DataError(f"the built-in digits come with scikit-learn, which is not installed: {install('keras')}")
    name, size, sha256 = _DIGITS
    raw = _read_pinned(Path(spec.submodule_search_locations[0]) / name, size, sha256)
    table = np.array([line.split(b",") for line in raw.split()], dtype=np.int64)
    images, labels = enlarge(table[:, :-1].reshape(-1, 8, 8)), table[:, -1]
    held_out = np.arange(len(labels)) % _HELD_OUT == _HELD_OUT - 1
    return _dataset("digits", images[~held_out], labels[~held_out], images[held_out], labels[held_out])


def enlarge(small: np.ndarray) -> np.ndarray:
    """8x8 digits, (N, 8, 8) in 0..16, laid out like MNIST: (N, 28, 28) uint8, the digit in the middle 20x20.

    Black around it; bilinear between pixel centres; rounded to 0..255.
    """
    import numpy as np

    centres = np.clip((np.arange(20) + 0.5) * 8 / 20 - 0.5, 0, 7)
    weights = np.maximum(0, 1 - np.abs(centres[:, None] - np.arange(8)))
    large = np.rint(weights @ (small * (255 / 16)) @ weights.T).astype(np.uint8)
    return np.pad(large, ((0, 0), (4, 4), (4, 4)))


def _dataset(name: str, *arrays: np.ndarray) -> Dataset:
    import numpy as np

    train_images, train_labels, test_images, test_labels = arrays
    images = [part.astype(np.float32) / np.float32(255) for part in (train_images, test_images)]
    labels = [part.astype(np.int64) for part in (train_labels, test_labels)]
    for array in (*images, *labels):
        array.flags.writeable = False
    return Dataset(name, images[0], labels[0], images[1], labels[1])

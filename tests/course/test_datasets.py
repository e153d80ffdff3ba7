import gzip
import hashlib
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from grader.course import datasets
from grader.course.datasets import DataError, load, read_idx

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def idx(array: np.ndarray) -> bytes:
    shape = b"".join(n.to_bytes(4, "big") for n in array.shape)
    return bytes((0, 0, 8, array.ndim)) + shape + array.astype(np.uint8).tobytes()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a tiny MNIST (6 and 4 images), which `load` takes for the real one."""
    rng = np.random.default_rng(0)
    arrays = [rng.integers(0, 256, (6, 28, 28)), np.arange(6), rng.integers(0, 256, (4, 28, 28)), np.arange(4)]
    pins = {}
    for name, array in zip(FILES, arrays, strict=True):
        raw = idx(array)
        pins[name] = (len(raw), hashlib.sha256(raw).hexdigest())
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(raw))
    monkeypatch.setattr(datasets, "_MNIST", pins)
    monkeypatch.setenv("MNIST_DATA_DIR", str(tmp_path))
    datasets._load_mnist.cache_clear()
    yield tmp_path
    datasets._load_mnist.cache_clear()


def test_digits_are_the_default():
    digits = load()
    assert digits.name == "digits"
    assert load("digits") is digits
    assert digits.train_images.shape == (1198, 28, 28) and digits.test_images.shape == (599, 28, 28)
    for images in (digits.train_images, digits.test_images):
        assert images.dtype == np.float32 and images.min() == 0 and images.max() == 1
        assert np.array_equal(images, np.rint(images * 255).astype(np.uint8).astype(np.float32) / np.float32(255))
    for labels in (digits.train_labels, digits.test_labels):
        assert labels.dtype == np.int64 and np.bincount(labels).min() > 50 and labels.max() == 9


def test_digits_are_scikit_learns_own():
    from sklearn.datasets import load_digits

    bundled = load_digits()
    held_out = np.arange(1797) % 3 == 2
    digits = load("digits")
    assert np.array_equal(digits.test_labels, bundled.target[held_out])
    assert np.array_equal(digits.train_labels, bundled.target[~held_out])
    ink = digits.test_images.reshape(599, -1).sum(axis=1)
    assert np.corrcoef(ink, bundled.data[held_out].sum(axis=1))[0, 1] > 0.99


def test_no_digit_is_in_both_halves():
    digits = load("digits")
    seen = {image.tobytes() for image in digits.train_images}
    assert not any(image.tobytes() in seen for image in digits.test_images)


def test_loading_digits_does_not_import_scikit_learn():
    code = "import sys; from grader.course.datasets import load; load('digits'); sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_arrays_cannot_be_written():
    digits = load("digits")
    for array in (digits.train_images, digits.train_labels, digits.test_images, digits.test_labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_enlarge_keeps_the_border_black_and_the_orientation():
    small = np.zeros((1, 8, 8), int)
    small[0, 0, 7] = 16
    large = datasets.enlarge(small)[0]
    assert large.shape == (28, 28) and large.dtype == np.uint8
    assert large[4, 23] == 255  # the upper right corner stays there
    inner = large[4:24, 4:24].copy()
    large[4:24, 4:24] = 0
    assert not large.any() and not inner[10:, :].any() and not inner[:, :10].any()
    assert (datasets.enlarge(np.full((1, 8, 8), 16))[0, 4:24, 4:24] == 255).all()


def test_mnist_from_gzipped_files(folder):
    mnist = load()
    assert mnist.name == "mnist" and load("mnist") is mnist
    assert mnist.train_images.shape == (6, 28, 28) and mnist.train_images.dtype == np.float32
    raw = gzip.decompress((folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    assert np.array_equal(np.rint(mnist.test_images * 255).ravel(), np.frombuffer(raw, np.uint8, offset=16))
    assert mnist.test_labels.tolist() == [0, 1, 2, 3]


def test_mnist_from_plain_files_whatever_their_name(folder):
    for name in FILES:
        packed = folder / f"{name}.gz"
        target = packed if "labels" in name else folder / name  # an unpacked file that kept its .gz
        raw = gzip.decompress(packed.read_bytes())
        packed.unlink()
        target.write_bytes(raw)
    assert load().train_labels.tolist() == list(range(6))


def test_digits_stay_at_hand_beside_mnist(folder):
    assert load("digits").name == "digits"


def spoil(folder: Path, change) -> None:
    path = folder / "train-labels-idx1-ubyte.gz"
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda packed: packed[:-12], r"train-labels.*cut short or damaged.*fresh copy"),
        (lambda packed: gzip.compress(gzip.decompress(packed)[:-1]), r"cut short: 13 of 14 bytes"),
        (lambda packed: gzip.compress(gzip.decompress(packed) + b"x"), r"more than the 14 bytes"),
        (lambda packed: gzip.compress(gzip.decompress(packed)[:-1] + b"x"), r"not the right content \(SHA-256\)"),
        (lambda packed: packed[:2] + b"not gzip after all", r"cut short or damaged"),
        (lambda packed: b"<html>404</html>", r"more than the 14 bytes"),
        (lambda packed: b"", r"cut short: 0 of 14 bytes"),
    ],
    ids=["truncated", "too-short", "too-long", "changed", "no-gzip", "html", "empty"],
)
def test_broken_mnist_is_an_error_and_never_digits(folder, change, message):
    spoil(folder, change)
    with pytest.raises(DataError, match=message):
        load()


def test_missing_file_says_what_to_do(folder):
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(
        DataError, match=r"has no t10k-labels-idx1-ubyte\.gz .*unset MNIST_DATA_DIR to use the built-in"
    ):
        load()


def test_missing_folder_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_DATA_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="nowhere has no train-images"):
        load()


def test_mnist_without_a_folder():
    with pytest.raises(DataError, match="set MNIST_DATA_DIR"):
        load("mnist")


def test_unknown_name():
    with pytest.raises(DataError, match=r"no dataset 'cifar'; choose one of: digits, mnist"):
        load("cifar")


def test_gzip_bomb_is_stopped_at_the_size_it_should_have(tmp_path):
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(200_000_000), 1))
    tracemalloc.start()
    with pytest.raises(DataError, match="more than the 1000 bytes"):
        read_idx(bomb, 1000, "")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    "raw", [b"\0\0\x0d\1\0\0\0\4abcd", b"\0\0\x08\2\0\0\0\4abcd", b"\0\0\x08\1\0\0\0\5abcd", b"abc"]
)
def test_header_that_does_not_fit(tmp_path, raw):
    path = tmp_path / "x"
    path.write_bytes(raw)
    with pytest.raises(DataError, match="no IDX header"):
        read_idx(path, len(raw), hashlib.sha256(raw).hexdigest())


def test_a_folder_in_place_of_a_file(folder):
    path = folder / "train-labels-idx1-ubyte.gz"
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match="has no train-labels-idx1-ubyte"):
        load()


def test_scikit_learn_missing(monkeypatch):
    monkeypatch.setattr(datasets.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"scikit-learn, .*: pip install .*\[keras\]"):
        datasets._load_digits.__wrapped__()

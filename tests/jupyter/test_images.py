"""A student's own notebook has MNIST, or the digits, under the names that scripts know, and says once which."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator

import numpy as np
import pytest

from grader.course import datasets
from grader.jupyter.images import NotebookImages


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """What stands in for Keras's module, which would download."""
    module = types.ModuleType("keras.datasets.mnist")
    module.load_data = lambda: "downloaded"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keras.datasets.mnist", module)
    return module


@pytest.fixture
def images(keras: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotebookImages]:
    monkeypatch.delenv(datasets.ENV, raising=False)
    loaded = NotebookImages()
    yield loaded
    loaded.close()
    sys.modules.pop("input_data", None)


def test_every_name_gives_the_images_and_one_line_says_which(
    keras: types.ModuleType, images: NotebookImages, capsys: pytest.CaptureFixture[str]
) -> None:
    (train, labels), (test, _) = keras.load_data()
    digits = datasets.load("digits")
    assert train.dtype == np.uint8 and train.shape == (1198, 28, 28) and len(test) == 599
    assert np.array_equal(labels, digits.train_labels)
    sets = importlib.import_module("input_data").read_data_sets("MNIST_data/", one_hot=True)
    assert sets.train.images.shape == (1099, 784) and sets.train.labels.shape == (1099, 10)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "1797 small digits" in said[0] and "1797 张" in said[0]


def test_unloaded_it_leaves_everything_as_it_was(keras: types.ModuleType) -> None:
    finders = list(sys.meta_path)
    before = keras.load_data
    loaded = NotebookImages()
    assert keras.load_data is not before
    loaded.close()
    assert keras.load_data is before and sys.meta_path == finders
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("input_data")

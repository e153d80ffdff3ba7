"""A PNG file of pixels, read back by another's reader."""

from __future__ import annotations

import io

import numpy as np
import pytest

from grader.reports.png import png


@pytest.mark.parametrize("shape", [(1, 1), (7, 3), (480, 641)])
def test_what_is_written_is_read_back(shape: tuple[int, int]) -> None:
    image = pytest.importorskip("matplotlib.image")
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, 4), dtype=np.uint8)
    assert np.array_equal(np.rint(image.imread(io.BytesIO(png(pixels)), "png") * 255), pixels)


@pytest.mark.parametrize("pixels", [np.zeros((2, 2, 4)), np.zeros((2, 2, 3), np.uint8), np.zeros((0, 2, 4), np.uint8)])
def test_what_are_no_pixels(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="height, width, 4"):
        png(pixels)

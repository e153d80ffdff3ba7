"""Pixels as a PNG file, from nothing but pixels: no byte of the file is anybody else's.

Source: the PNG specification, third edition (w3.org/TR/png-3).
"""

from __future__ import annotations

import struct
import zlib

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 6


def png(pixels: np.ndarray) -> bytes:
    """uint8 (height, width, 4), red, green, blue and alpha, as the bytes of a PNG file. Raises ValueError."""
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 4 or 0 in pixels.shape:
        raise ValueError("pixels are uint8 of (height, width, 4)")
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each begins with its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, _RGBA, 0, 0, 0)
    return _SIGNATURE + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows.data, 6)), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

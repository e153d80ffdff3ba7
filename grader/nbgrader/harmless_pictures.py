"""Pictures of a student's, written anew: their bytes are those of a picture, and their base64 is nothing but that."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping
from typing import Any

MOST_PNG = 8 << 20  # bytes
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs".split())
_MOST_PIXELS = 64_000_000


def clean_png(data: bytes) -> bytes | None:
    """A PNG with its picture and nothing else, no texts or profiles; None if it is too large or no PNG."""
    if len(data) > MOST_PNG or not data.startswith(_SIGNATURE):
        return None
    kept, at = [_SIGNATURE], len(_SIGNATURE)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or (len(kept) == 1) != (kind == b"IHDR"):
            return None
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return None
        if kind == b"IHDR" and not _reasonable(data[at + 8 : end - 4]):
            return None
        if kind in _CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    return None


def _reasonable(header: bytes) -> bool:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return len(header) == 13 and 0 < width * height <= _MOST_PIXELS


_MAGIC: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda data: data.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda data: data.startswith((b"GIF87a", b"GIF89a")),
}


def clean_image(kind: str, text: Any) -> str | None:
    """A picture in base64, written anew; None if it is not of this kind, or of one that is not shown."""
    if not isinstance(text, str) or len(text) > 2 * MOST_PNG:
        return None
    try:
        data = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None
    if kind == "image/png":
        return base64.b64encode(cleaned).decode() if (cleaned := clean_png(data)) else None
    return base64.b64encode(data).decode() if kind in _MAGIC and _MAGIC[kind](data) else None


def clean_attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """Those of a Markdown cell that are pictures, each once."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in attachments.items() if isinstance(attachments, Mapping) else ():
        for kind, text in bundle.items() if isinstance(bundle, Mapping) else ():
            picture = clean_image(kind, text)
            if picture is not None and not set(name) & set("<>\"'&"):
                kept[name] = {kind: picture}
    return kept

"""Bytes that are kept on disk, in a file of our own that has no name, until they are wanted again."""

from __future__ import annotations

import contextlib
import tempfile
from typing import IO, NamedTuple


class Kept(NamedTuple):
    """Where bytes lie in a spool."""

    offset: int
    length: int


class Spool:
    """Keeps what would take too much memory. On a full disk it keeps nothing: `put` gives None."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def put(self, data: bytes) -> Kept | None:
        with contextlib.suppress(OSError):
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="gatehouse-")
            offset = self._file.seek(0, 2)
            self._file.write(data)
            self._file.flush()
            return Kept(offset, len(data))
        return None

    def get(self, kept: Kept) -> bytes:
        """Raises OSError if they cannot be read."""
        assert self._file is not None
        self._file.seek(kept.offset)
        data = self._file.read(kept.length)
        if len(data) != kept.length:
            raise OSError("a temporary file was cut short")
        return data

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # what a full disk did not take
                self._file.close()
            self._file = None


__all__ = ["Kept", "Spool"]

"""Standard output, for a script that runs against a clock: written by a thread, so that who reads it slowly, or not at
all, holds no clock."""

from __future__ import annotations

import codecs
import os
import select
import sys
import threading
import time
from collections.abc import Callable

PATIENCE = 10.0  # seconds; once the script has ended, a reader that takes nothing for so long is waited for no longer
_PIECE = 1 << 16


class Screen:
    """What a script prints, as it comes: whole characters, and none that steers a terminal.

    `write` only copies. What waits to be shown is no more than the script may print, which its box bounds.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._changed = threading.Condition()
        self._ended = False
        self._failed: OSError | None = None
        self._took = time.monotonic()  # when the reader last took something
        self._put = _writer()
        self._thread = threading.Thread(target=self._run, daemon=True)  # in a write that never ends, it ends with us
        self._thread.start()

    def write(self, chunk: bytes) -> None:
        """Show this, soon. Raises OSError if standard output is closed or full, so that its script need not go on."""
        if self._failed:
            raise self._failed
        with self._changed:
            self._waiting += chunk
            self._changed.notify()

    def end(self) -> bool:
        """Nothing more comes: wait for the reader. False if it takes nothing any more. Raises OSError as `write`."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        began = time.monotonic()
        while self._thread.is_alive():
            self._thread.join(0.05)
            if time.monotonic() - max(began, self._took) > PATIENCE:
                return False
        if self._failed:
            raise self._failed
        return True

    def _run(self) -> None:
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        last = False
        while not last:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._ended)
                piece = bytes(self._waiting[:_PIECE])
                del self._waiting[: len(piece)]
                last = self._ended and not self._waiting
            try:
                self._put(plain(decode(piece, last)), self._has_taken)
            except OSError as error:
                self._failed = error
                return

    def _has_taken(self) -> None:
        self._took = time.monotonic()


def can_hear() -> bool:
    """Whether something can be said on standard error without waiting for its reader."""
    try:
        return bool(select.select([], [sys.stderr], [], 0)[1])
    except (OSError, ValueError):  # a stream of no file: whoever made it reads it
        return True


def plain(text: str) -> str:
    """Without characters that steer a terminal; most pieces have none but ends of lines."""
    return "\n".join(line if line.isprintable() else "".join(map(_shown, line)) for line in text.split("\n"))


def _shown(char: str) -> str:
    return char if char.isprintable() or char in "\t\r" else "?"


def _writer() -> Callable[[str, Callable[[], None]], None]:
    """Writes text to standard output and says after each piece that it was taken.

    Past Python's own buffer, whose lock a thread that never comes back would hold when the process ends.
    """
    stream = sys.stdout
    stream.flush()
    try:
        fd = stream.fileno()
    except (OSError, ValueError):  # a stream of no file, in a test or a notebook

        def put(text: str, taken: Callable[[], None]) -> None:
            stream.write(text)
            stream.flush()
            taken()

        return put

    def write(text: str, taken: Callable[[], None]) -> None:
        rest = memoryview(text.encode(stream.encoding or "utf-8", "replace"))
        while rest:
            try:
                rest = rest[os.write(fd, rest[: select.PIPE_BUF]) :]
                taken()
            except BlockingIOError:  # somebody who shares it made it so
                select.select([], [fd], [], 1.0)

    return write

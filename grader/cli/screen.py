"""Standard output of `grader run`, written by a thread: a slow reader must not hold up the script's clock."""

from __future__ import annotations

import codecs
import os
import select
import sys
import threading
import time
from collections.abc import Callable

from grader.cli.common import printable

PATIENCE = 10.0  # seconds to wait, once the script has ended, for a reader that takes nothing
_PIECE = 1 << 16


class Screen:
    """Shows what a script prints as it comes, in whole characters, none of which steers a terminal.

    `write` only copies. The buffer is bounded: it never holds more than the script may print, which its box limits.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._changed = threading.Condition()
        self._ended = False
        self._failed: OSError | None = None
        self._took = time.monotonic()  # when the reader last took something
        self._write_out = _writer()
        self._thread = threading.Thread(target=self._run, daemon=True)  # daemon: a write may never end
        self._thread.start()

    def write(self, chunk: bytes) -> None:
        """Queue this to be shown. Raises OSError if standard output is closed or full: the script need not go on."""
        if self._failed:
            raise self._failed
        with self._changed:
            self._waiting += chunk
            self._changed.notify()

    def end(self) -> bool:
        """Wait until all is shown. False if the reader has stopped taking anything. Raises OSError as `write`."""
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
                self._write_out(plain(decode(piece, last)), self._has_taken)
            except OSError as error:
                self._failed = error
                return

    def _has_taken(self) -> None:
        self._took = time.monotonic()


def can_hear() -> bool:
    """Whether standard error takes a line now, so that nobody waits for its reader."""
    try:
        return bool(select.select([], [sys.stderr], [], 0)[1])
    except (OSError, ValueError):  # a stream without a file, in a test or a notebook
        return True


def plain(text: str) -> str:
    """`text` without characters that steer a terminal, except ends of lines and tabs."""
    # Most lines are printable as they are, and this is quick to see.
    return "\n".join(line if line.isprintable() else printable(line, keep="\t\r") for line in text.split("\n"))


def _writer() -> Callable[[str, Callable[[], None]], None]:
    """A function that writes text to standard output and calls back after each piece that was taken.

    It goes past Python's own buffer: a thread stuck in a write would hold its lock when the process ends.
    """
    stream = sys.stdout
    stream.flush()
    try:
        fd = stream.fileno()
    except (OSError, ValueError):  # a stream without a file, in a test or a notebook

        def write_to_stream(text: str, taken: Callable[[], None]) -> None:
            stream.write(text)
            stream.flush()
            taken()

        return write_to_stream

    def write(text: str, taken: Callable[[], None]) -> None:
        rest = memoryview(text.encode(stream.encoding or "utf-8", "replace"))
        while rest:
            try:
                rest = rest[os.write(fd, rest[: select.PIPE_BUF]) :]
                taken()
            except BlockingIOError:  # another process that shares it made it non-blocking
                select.select([], [fd], [], 1.0)

    return write

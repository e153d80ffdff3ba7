"""Training that people can watch: the points of `report(...)`, from the processes that grade to the one that shows.

A pipe of short lines. A line is shorter than PIPE_BUF, so that those of several processes never mix; a sender drops a
point sooner than it waits, since every point is in the verdict anyway.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import select
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from grader.verdict import CurvePoint

_APART = 0.1  # seconds between two points of one submission; a person sees no more
_READ = 1 << 16


class Channel:
    """The pipe. Make it before the processes that shall speak; only the one that made it may listen."""

    def __init__(self) -> None:
        self._reader, self.writer = multiprocessing.Pipe(duplex=False)
        self._rest = b""

    def heard(self) -> Iterator[tuple[str, str, CurvePoint]]:
        """(student, lesson, point) of what has arrived by now, oldest first; never waits."""
        while select.select([self._reader], [], [], 0)[0]:
            *lines, self._rest = (self._rest + os.read(self._reader.fileno(), _READ)).split(b"\n")
            for line in lines:
                student, lesson, step, loss, accuracy = json.loads(line)
                yield student, lesson, CurvePoint(step=step, loss=loss, accuracy=accuracy)

    def close(self) -> None:
        self._reader.close()
        self.writer.close()


def teller(writer: Connection | None, student: str, lesson: str) -> Callable[[CurvePoint], None]:
    """What a grading process gives to `grade_submission` as `on_curve`. Without a `writer` it tells nobody."""
    last = -_APART

    def tell(point: CurvePoint) -> None:
        nonlocal last
        if writer is None or time.monotonic() - last < _APART:
            return
        line = json.dumps([student, lesson, point.step, point.loss, point.accuracy]).encode() + b"\n"
        if len(line) > select.PIPE_BUF:
            return
        os.set_blocking(writer.fileno(), False)
        try:
            os.write(writer.fileno(), line)
            last = time.monotonic()
        except OSError:
            pass  # it is full, or nobody listens any more

    return tell


__all__ = ["Channel", "teller"]

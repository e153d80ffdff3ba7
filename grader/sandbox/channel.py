"""The trusted end of a box's descriptors: frames on the wire, and what is printed, read so that nobody blocks."""

from __future__ import annotations

import os
import select
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

from grader.sandbox import wire
from grader.sandbox.claims import Fault
from grader.sandbox.deadline import Deadline

_CHUNK = 1 << 20  # bytes of the wire at a time
_READ = 1 << 16
WITHOUT_END = 64  # times the limit: what prints that much is taken to print for ever; less is only cut
_READS = 32  # of one pipe before the clock is looked at again: twice what a pipe can hold (pipe-max-size, 1 MiB)


class OutOfTime(Exception):
    """The deadline passed before the frame was whole."""


class Closed(Exception):
    """The process closed the wire: it ended, or closed the descriptor, which comes to the same."""


class Malformed(Exception):
    """A frame that no honest worker sends."""


class Channel:
    """The wire and the two pipes of one process. `childs_ends` are to be handed over; `hand_over` closes them here."""

    def __init__(self, output_kb: int) -> None:
        self._output_kb = output_kb
        self.on_output: Callable[[bytes], None] = lambda chunk: None
        self._wire, childs_wire = socket.socketpair()
        (out, childs_out), (err, childs_err) = os.pipe(), os.pipe()
        self.childs_ends = [childs_wire.detach(), childs_out, childs_err]
        self._pipes = {out: bytearray(), err: bytearray()}  # standard output and error, and what came of each
        self._heard: Counter[int] = Counter()  # bytes that came of each, kept or not
        self.cut = False  # something that was printed was not kept
        self._ended: set[int] = set()  # those of the pipes that it has closed: they are always ready, with nothing
        self._buffer = bytearray()
        for fd in self._pipes:
            os.set_blocking(fd, False)
        self._wire.setblocking(False)

    def hand_over(self) -> None:
        while self.childs_ends:
            os.close(self.childs_ends.pop())

    def close(self) -> None:
        """Safe to call twice."""
        self.hand_over()
        self._wire.close()
        for fd in self._pipes:
            os.close(fd)
        self._pipes = {}

    # -- what is printed

    def printed(self) -> tuple[str, str]:
        """The text of standard output and error since `clear`."""
        out, err = (bytes(text).decode("utf-8", "replace") for text in self._pipes.values())
        return out, err

    @property
    def overflows(self) -> bool:
        """Whether more was printed since `clear` than is kept."""
        return max(self._heard.values(), default=0) > self._output_kb << 10

    def clear(self) -> None:
        for fd, text in self._pipes.items():
            text.clear()
            self._heard[fd] = 0

    def drain(self) -> None:
        """Read what is printed, without waiting; what is more than may be is not kept. Raises Fault if it seems to have
        no end."""
        most = self._output_kb << 10
        for fd, text in self._pipes.items():
            for _ in range(0 if fd in self._ended else _READS):
                try:
                    chunk = os.read(fd, _READ)
                except BlockingIOError:
                    break
                if not chunk:
                    self._ended.add(fd)
                    break
                self._heard[fd] += len(chunk)
                kept = chunk[: max(0, most - len(text))]
                if kept:
                    text += kept
                    self.on_output(kept)
                if self._heard[fd] > most:
                    self.cut = True
                if self._heard[fd] > WITHOUT_END * most:
                    raise Fault("output_limit", kilobytes=self._output_kb)

    # -- the wire

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Raises OutOfTime or Closed, and Fault as `drain` does."""
        view = memoryview(data)
        while view:
            try:
                view = view[self._wire.send(view[:_CHUNK]) :]
            except BlockingIOError:
                self._wait(deadline, writing=True)
            except OSError:
                raise Closed from None

    def receive(self, deadline: Deadline, limit: int) -> Any:
        """The next whole frame, decoded. A frame that dribbles in does not move the deadline.

        Raises OutOfTime, Closed or Malformed, and Fault as `drain` does, or if the frame is longer than `limit` bytes.
        """
        while (payload := self._next_payload(limit)) is None:
            try:
                chunk = self._wire.recv(_CHUNK)
                if not chunk:
                    raise Closed
                self._buffer += chunk
                if deadline.left() <= 0:
                    raise OutOfTime
            except BlockingIOError:
                self._wait(deadline)
            except ConnectionError:
                raise Closed from None
        try:
            return wire.Decoder().decode(payload)
        except wire.WireError as error:
            raise Malformed(str(error)) from error

    def _next_payload(self, limit: int) -> bytes | None:
        """Take the first frame off the buffer, if it is whole."""
        if len(self._buffer) < wire.HEADER:
            return None
        try:
            needed = wire.HEADER + wire.frame_length(bytes(self._buffer[: wire.HEADER]), limit)
        except wire.WireError:
            raise Fault("unsendable") from None
        if len(self._buffer) < needed:
            return None
        payload = bytes(self._buffer[wire.HEADER : needed])
        del self._buffer[:needed]
        return payload

    def _wait(self, deadline: Deadline, writing: bool = False) -> None:
        """Until the wire is ready; reads the two output pipes meanwhile, so that a printing child never blocks."""
        wire_fd = self._wire.fileno()
        while True:
            left = deadline.left()
            if left <= 0:
                raise OutOfTime
            sources = [wire_fd, *(self._pipes.keys() - self._ended)]
            readable, writable, _ = select.select(sources, [wire_fd] if writing else [], [], deadline.pause(left))
            if set(readable) != {wire_fd}:
                self.drain()
            if wire_fd in readable or writable:
                return

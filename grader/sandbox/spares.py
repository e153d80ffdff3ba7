"""A walled process in hand: to fork one and wall it in takes longer than most checks, so it is done beforehand.

For whoever checks one answer again and again. A process in hand has seen no program; it is used for one, as any other.
"""

from __future__ import annotations

import contextlib
import select
from typing import TYPE_CHECKING

from grader.sandbox.channel import Channel
from grader.sandbox.child import Child
from grader.sandbox.claims import Usage
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits

if TYPE_CHECKING:
    from grader.sandbox.warm import Handle

Started = tuple[Channel, Child]


def started(handle: Handle, limits: Limits) -> Started:
    """A fresh process and its channel. Raises SandboxError."""
    channel, child = ordered(handle, limits)
    try:
        child.arrive()
    except BaseException:  # also a timer of ours
        _end((channel, child))
        raise
    return channel, child


def ordered(handle: Handle, limits: Limits) -> Started:
    """The same, which has not arrived yet. Raises SandboxError."""
    channel, child = Channel(limits.output_kb), Child(handle, limits, Usage())
    try:
        child.order(channel.childs_ends)
        channel.hand_over()
    except BaseException:
        _end((channel, child))
        raise
    return channel, child


class Spares:
    """At most one process in hand: like the one that was asked for last."""

    def __init__(self) -> None:
        self._wanted: tuple[Handle, Limits] | None = None
        self._kept: Started | None = None

    def take(self, handle: Handle, limits: Limits) -> Started:
        """The process in hand, if it is of that server, with those limits, and lives; else a fresh one. Raises
        SandboxError."""
        kept, self._kept = self._kept, None
        same, self._wanted = self._wanted == (handle, limits), (handle, limits)
        kept = _arrived(kept)
        if kept is not None and same and not select.select([kept[1].pidfd], [], [], 0)[0]:
            return kept
        if kept is not None:
            _end(kept)
        return started(handle, limits)

    def prepare(self, handle: Handle, limits: Limits) -> None:
        """The first time, let one be forked and walled in while something else is read. On a GPU as in `make`."""
        if self._wanted is None and handle.device != "gpu":
            self._wanted = handle, limits
            with contextlib.suppress(SandboxError, OSError):  # told to who asks for one
                self._kept = ordered(handle, limits)

    def make(self) -> None:
        """Have one in hand for the next time. None if that fails: whoever asks then will be told why. None on a GPU,
        whose memory it would hold."""
        if self._wanted is not None and self._kept is None and self._wanted[0].device != "gpu":
            try:
                self._kept = started(*self._wanted)
            except (SandboxError, OSError):
                self._wanted = None

    def close(self) -> None:
        """End the one in hand."""
        if self._kept is not None:
            _end(self._kept)
            self._kept = None


def _arrived(one: Started | None) -> Started | None:
    """One that was ordered, once it is forked; None if it cannot be."""
    if one is not None and one[1].pidfd < 0:
        try:
            one[1].arrive()
        except SandboxError:
            _end(one)
            return None
        except BaseException:  # a timer of ours
            _end(one)
            raise
    return one


def _end(one: Started) -> None:
    for part in one:
        part.close()


__all__ = ["Spares", "Started", "started"]

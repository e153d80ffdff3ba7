"""A walled process, as seen from outside: forked by a warm server for us, killed by us, and what it used."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.sandbox import wall
from grader.sandbox.claims import Usage
from grader.sandbox.deadline import process_of
from grader.sandbox.errors import SandboxError
from grader.sandbox.folders import remove_tree
from grader.sandbox.limits import Limits
from grader.sandbox.warm import Handle

SPAWN_SECONDS = 60
_ANSWER_BYTES = 65536


class Child:
    """One walled process. `start` it once, and `close` it however that went; what it used is added to `usage`."""

    def __init__(self, handle: Handle, limits: Limits, usage: Usage) -> None:
        self.pidfd, self.usage = -1, usage
        self._handle, self._limits = handle, limits
        self._control: socket.socket | None = None
        self._scratch: Path | None = None

    def start(self, streams: Sequence[int]) -> None:
        """Have it forked, with these three descriptors: wire, standard output and error. Raises SandboxError."""
        self.order(streams)
        self.arrive()

    def order(self, streams: Sequence[int]) -> None:
        """Ask for it to be forked, and do not wait: `arrive` does. Raises SandboxError."""
        try:
            order = json.dumps({"limits": self._inner_limits()}).encode()
        except OSError as error:
            why = f"no working folder for the sandbox ({error.filename or 'it'}: {error.strerror or error})"
            raise SandboxError(f"{why}; put this right, by freeing some space perhaps, and grade again") from error
        try:
            control = self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            control.settimeout(SPAWN_SECONDS)
            control.connect(self._handle.address)
            socket.send_fds(control, [order], streams)
        except OSError as error:
            raise self._unanswered(error) from error

    def arrive(self) -> None:
        """Wait until it is forked; it walls itself in then. Raises SandboxError."""
        assert self._control is not None
        try:
            message, fds, _, _ = socket.recv_fds(self._control, _ANSWER_BYTES, 1)
        except OSError as error:
            raise self._unanswered(error) from error
        if not fds:
            why = json.loads(message or b"{}").get("error", "its server is gone")
            raise SandboxError(f"there is no process for the sandbox ({why}); grade again")
        self.pidfd = fds[0]

    @staticmethod
    def _unanswered(error: OSError) -> SandboxError:
        return SandboxError(f"the sandbox server does not answer ({error}); grade again")

    def _inner_limits(self) -> dict[str, Any]:
        scratch = wall.HOME
        if self._handle.level != "strict":
            self._scratch = Path(tempfile.mkdtemp(prefix="box-", dir=Path(self._handle.address).parent))
            if (owner := wall.scratch_owner(self._handle.level)) is not None:
                os.chown(self._scratch, owner, owner)
            scratch = str(self._scratch)
        return {
            "memory_mb": self._limits.memory_mb,
            "disk_mb": self._limits.disk_mb,
            "cpu_seconds": int(self._limits.total_seconds * (os.cpu_count() or 1)) + 1,
            "scratch": scratch,
        }

    def interrupt(self) -> None:
        """What Ctrl+C would do to it, if it lets it."""
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
        except (ProcessLookupError, PermissionError):
            pass

    def resident_mb(self) -> float:
        """Its resident memory now, in MiB, as the kernel tells it outside; 0 if that cannot be known."""
        try:
            pages = int(Path(f"/proc/{process_of(self.pidfd)}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, StopIteration, IndexError):
            return 0.0
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def ended(self, seconds: float) -> int | None:
        """Its exit status, where it is ending by itself; after so many seconds it is killed. None as in `kill`."""
        select.select([self.pidfd], [], [], seconds)
        return self.kill()

    def kill(self) -> int | None:
        """End it, if it has not ended by itself; its exit status, None if that is not to be had."""
        if self.pidfd < 0:
            return None
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        os.close(self.pidfd)
        self.pidfd = -1
        return self._await_exit()

    def _await_exit(self) -> int | None:
        """The exit status; None if there is no server any more to tell it."""
        assert self._control is not None
        try:
            message = json.loads(self._control.recv(_ANSWER_BYTES) or b"{}").get("exit")
        except (OSError, ValueError):
            return None
        if not message:
            return None
        self.usage.cpu += message["cpu"]
        self.usage.peak_memory_mb = max(self.usage.peak_memory_mb, message["peak_kb"] / 1024)
        return int(message["status"])

    def close(self) -> None:
        """Kill it, wait until the server has seen it end, and remove its folder. Safe to call twice."""
        self.kill()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._scratch is not None:
            remove_tree(self._scratch)
            self._scratch = None

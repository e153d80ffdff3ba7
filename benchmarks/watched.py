"""One command as it runs: its wall and CPU time, the memory of all its processes, and what its progress line says.

It runs in a terminal of its own, since only there is a progress line. Memory is the proportional set size of `/proc`:
what processes share is divided among them, so that a sum counts nothing twice.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import pty
import re
import resource
import select
import statistics
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SIZE = (40, 200)  # of the terminal, rows and columns
_BECOME_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: whoever loses its parent becomes ours, and is counted
_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_LINE = re.compile(r"grading.*? (\d+)/(\d+) (\S+)(?: about (\S+) left)?")


@dataclass(frozen=True)
class Shown:
    """What the progress line said: how many were done, and how many seconds it said were left, if it did."""

    at: float
    done: int
    left: float | None


@dataclass
class Watched:
    """What was seen of a command. `memory` has (seconds since its start, MiB of all its processes, how many)."""

    code: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    memory: list[tuple[float, float, int]] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    said: str = ""

    def part(self, first: float, last: float) -> list[float]:
        """The memory while the class was judged, from this share of its submissions to that one."""
        total = max((one.done for one in self.shown), default=0)
        at = [one.at for one in self.shown if first * total <= one.done <= last * total]
        return [mib for when, mib, _ in self.memory if at and at[0] <= when <= at[-1]]

    def median(self, first: float, last: float) -> float | None:
        seen = self.part(first, last)
        return statistics.median(seen) if seen else None


def watch(command: Sequence[str], folder: Path, every: float | None = 1.0, **more: str) -> Watched:
    """Run it to its end. `every`: seconds between two looks at the memory; None: never. `more` is its environment."""
    ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    seen, before = Watched(), _cpu()
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "TERM": "xterm", **more}, stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    text, looked = bytearray(), 0.0
    while True:
        now = time.monotonic() - began
        if every is not None and now - looked >= every:
            looked = now
            seen.memory.append((now, *_memory(process.pid)))
        if select.select([ours], [], [], 0.1)[0]:
            try:
                chunk = os.read(ours, 1 << 16)
            except OSError:  # EIO: everybody has closed the other end
                break
            text += chunk
            del text[:-100_000]
            seen.shown += _progress(bytes(text[-2000:]), time.monotonic() - began)
    seen.code = process.wait()
    seen.wall = time.monotonic() - began
    os.close(ours)
    while _reaped_orphan():
        pass
    seen.cpu = _cpu() - before
    seen.said = _plain(bytes(text))
    return seen


def _plain(text: bytes) -> str:
    return _ESCAPES.sub(b"", text).decode("utf-8", "replace")


def _progress(text: bytes, at: float) -> list[Shown]:
    """The last progress line in it, if there is one."""
    found = _LINE.findall(_plain(text))
    if not found:
        return []
    done, _, _, left = found[-1]
    return [Shown(at, int(done), _seconds(left))]


def _seconds(clock: str) -> float | None:
    """Of 1:02 or 1:02:03."""
    parts = clock.split(":")
    if not all(part.isdigit() for part in parts):
        return None
    return float(sum(int(part) * 60**place for place, part in enumerate(reversed(parts))))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reaped_orphan() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def family(root: int) -> list[int]:
    """`root`, all that descends from it, and what has become ours since its parent ended."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(") ")[2].split()[1])
            except OSError:  # it has ended
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root, *(pid for pid in children.get(os.getpid(), ()) if pid != root)]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, ())
    return found


def _memory(root: int) -> tuple[float, int]:
    """MiB of all, and how many there are."""
    sizes = []
    for pid in family(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:  # it has ended
            continue
        if match := re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE):
            sizes.append(int(match[1]) / 1024)
    return sum(sizes), len(sizes)

"""What a reader of student text may cost: CPU time in proportion to the text, measured in a fork that can be killed."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BASE, RATE = (
    0.4,
    8e-6,
)  # seconds of CPU time; and for each byte: 8.4 s for 1 MB, which the readers take in less than one
SIZES = (10_000, 50_000, 250_000, 1_000_000)

Reader = Callable[[bytes], None]


@dataclass(frozen=True)
class Cost:
    """What reading took: CPU seconds, and how the process ended if it did not answer."""

    size: int
    seconds: float
    ended: str = ""
    reads: int = 1

    @property
    def allowed(self) -> bool:
        return not self.ended and self.seconds <= bound(self.reads * self.size)

    def __str__(self) -> str:
        took = f"{self.seconds:.2f} s of CPU time, where {bound(self.reads * self.size):.2f} are allowed"
        return f"{self.size:,} bytes: {self.ended or took}"


def bound(size: int, slower: float = 1.0) -> float:
    """The CPU seconds that a text of so many bytes may take."""
    return slower * (BASE + RATE * size)


def cost(one: Reader, data: bytes, reads: int = 1) -> Cost:
    """Let `one` read `data`, `reads` times as it says, in a fork that is killed soon after the bound."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reader)
            limit = int(bound(reads * len(data))) + 2
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            began = time.process_time()
            try:
                one(data)
                said = f"{time.process_time() - began} "
            except BaseException as error:
                said = f"{time.process_time() - began} {type(error).__name__}: {error}"
            os.write(writer, said.encode("utf-8", "replace")[:4000])
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, "rb") as stream:
        said = stream.read().decode("utf-8", "replace")
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return Cost(len(data), used.ru_utime + used.ru_stime, f"ended by {name} after {used.ru_utime:.1f} s", reads)
    seconds, _, error = said.partition(" ")
    return Cost(len(data), float(seconds or 0), error if seconds else "it ended without a word", reads)


def measured(one: Reader, data: bytes, reads: int = 1) -> Cost:
    """`cost`, measured again where it is too much, since a busy machine makes that of CPU time too."""
    first = cost(one, data, reads)
    if first.allowed or first.ended:
        return first
    return min(first, cost(one, data, reads), key=lambda each: each.seconds)


def keep(data: bytes, folder: Path, name: str) -> str:
    """Save an input that was found; the command that repeats it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{len(data)}"
    path.write_bytes(data)
    return f"python benchmarks/fuzz.py {name} --repeat {path}"

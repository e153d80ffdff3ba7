"""Run a hostile program in this plain process, with no wall around it: `tests/test_thieves.py` says what is in reach.

Reads ``{"program", "ways"}`` as JSON from its standard input, and prints what the program's first function raised.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
import time
import zlib
from typing import Any

import numpy as np


def steal(program: str, ways: list[str]) -> str:
    """What the thief brings home. It looks through the frames that call it, too."""
    way, given = (*ways, "", "")[:2]
    wire, _other_end = socket.socketpair()
    if wire.fileno() != 3:
        os.dup2(wire.fileno(), 3)  # where it expects its wire
    kept: list[Any] = [open(given)] if way == "open" else []
    z, seed = np.zeros(6), int(given) if way == "seed" else 0
    if way == "seed":
        z = np.random.default_rng([seed, zlib.crc32(b"test_sigmoid_shapes")]).normal(scale=3.0, size=(2, 3))
    if way == "key":
        ctypes.CDLL(None).syscall(248, b"user", given.encode(), b"secret", 6, -1)
    if way == "free":
        write_and_free(given.encode())
    said = "nothing"
    for _ in range(2 if way == "twice" else 1):
        names: dict[str, Any] = {"np": np}
        exec(compile(program, "thief.py", "exec"), names)
        function = names.get("sigmoid") or names["creatLSTMCell"]
        try:
            function(z) if function.__code__.co_argcount == 1 else function(1, 1, 1)
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
    del kept
    return said


def write_and_free(canary: bytes) -> None:
    """Memory of many sizes that held the canary, and is given back."""
    blocks = []
    for size in (*range(64, 4096, 64), 1 << 16):
        text = np.frombuffer((canary + b" ") * (size // len(canary) + 1), np.uint8)[:size]
        blocks += [text.copy() for _ in range(100)]
    blocks.clear()


def main() -> None:
    order = json.load(sys.stdin)
    if order["ways"][:1] == ["parent"] and os.fork():
        time.sleep(60)  # to be read, traced and stopped by its child, which ends it
        return
    print(steal(order["program"], order["ways"]), flush=True)
    if order["ways"][:1] == ["parent"]:
        os.kill(os.getppid(), signal.SIGKILL)


if __name__ == "__main__":
    main()

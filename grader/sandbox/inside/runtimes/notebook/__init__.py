"""The cells of a notebook inside the wall, by IPython's own rules.

The shell is made in the warm server, before a library that looks for one is imported. A child is one notebook; it is
given one cell at a time, so that a cell cannot read those that come after it. What a cell shows is a claim.

Requests: {"op": "open", "files": {path: bytes}, "refusals": {"process", "network"}, "seed"}  -> None
          {"op": "cell", "source"}  -> {"outputs": [...], "count", "ended"}, see `outputs.Recorder`
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any

from . import files, refusals
from .shell import Shell

_shell = Shell.instance()


def seed(number: int) -> None:
    """Random numbers repeat from here on: Python's and NumPy's."""
    random.seed(number)
    sys.modules["numpy"].random.seed(number)


def requests() -> dict[str, Callable[..., Any]]:
    """What this runtime is asked beside the usual."""
    return {"open": _open, "cell": _shell.run}


def _open(files: dict[str, bytes], refusals: dict[str, str], seed: int) -> None:
    _write(files)
    _refuse(refusals)
    _seed(seed)
    _shell.open(refusals["process"])


_write, _refuse, _seed = files.write, refusals.install, seed

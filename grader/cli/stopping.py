"""Exit codes, and how a command stops: known before anything is imported."""

from __future__ import annotations

import sys
from typing import NoReturn

OK, FAILED, USAGE, OURS = 0, 1, 2, 3


def stop(message: str, code: int) -> NoReturn:
    print(f"grader: {message}", file=sys.stderr)
    sys.exit(code)


__all__ = ["FAILED", "OK", "OURS", "USAGE", "stop"]

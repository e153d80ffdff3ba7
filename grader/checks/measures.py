"""`measure("accuracy", 0.91)`: a check records a number that it measured. The verdict keeps it for the instructor."""

from __future__ import annotations

import math

_measured: dict[str, float] = {}  # by the check that is running; a process runs one at a time


def measure(name: str, value: float) -> None:
    """Record a measured quantity under a name of the lesson's; the last value counts. NaN and infinities are dropped.

    `grader calibrate` sets thresholds from the quantities that a check declares with the marker `calibrates`.
    """
    if math.isfinite(value):
        _measured[name] = float(value)


def take() -> dict[str, float]:
    """What the check that has ended measured."""
    taken = dict(_measured)
    _measured.clear()
    return taken

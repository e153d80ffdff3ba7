"""What a check says besides its verdict: `note`; `carried`, of an error that was carried forward; `measure`, a number.

They are for checks: outside one, where nobody would read them, each raises RuntimeError.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from grader.messages.sentences import joined, say, say_in
from grader.verdict import Text

_running: ContextVar[Remarks] = ContextVar("remarks of the check that is running")


@dataclass
class Remarks:
    """One check's: its first note, and the last value of each quantity that it measured."""

    note: Text | None = None
    measures: dict[str, float] = field(default_factory=dict)


@contextmanager
def collected() -> Iterator[Remarks]:
    """Collects what is remarked while the block runs."""
    remarks = Remarks()
    token = _running.set(remarks)
    try:
        yield remarks
    finally:
        _running.reset(token)


def note(*, en: str, zh: str) -> None:
    """Say how this check judged, whatever its outcome: the student reads it beside the check. Only the first counts."""
    leave(Text(en=en, zh=zh))


def leave(text: Text) -> None:
    """`note`, in any languages."""
    remarks = _remarks()
    remarks.note = remarks.note or text


def carried(*functions: str) -> None:
    """Note that the answer was judged by the student's own `functions`, which are wrong: they alone cost points."""
    named = joined(say_in("between two functions", " and "), functions)
    leave(
        say(
            "right, given your own {functions}: the error there costs its points there, and is not counted again here",
            functions=named,
        )
    )


def measure(name: str, value: float) -> None:
    """Record a measured quantity under a name of the lesson's, for the instructor; NaN and infinities are dropped.

    `grader calibrate` sets thresholds from the quantities that a check declares with the marker `calibrates`.
    """
    remarks = _remarks()
    if math.isfinite(value):
        remarks.measures[name] = float(value)


def _remarks() -> Remarks:
    try:
        return _running.get()
    except LookupError:
        raise RuntimeError("note, carried and measure are for a check: call them in a function test_*") from None

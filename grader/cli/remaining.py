"""How long the rest of a class will take, from what its lessons have taken so far."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable


class Remaining:
    """The lessons of a class that are still to be judged, and the seconds that one of each takes.

    A lesson that trains takes a thousand times as long as one that does not, so a mean over both says nothing. How many
    are judged at a time, and how well they get on beside each other, is told by the work that was done by the clock.
    """

    def __init__(self, lessons: Iterable[str], began: float | None = None) -> None:
        self._left = Counter(lessons)
        self._judged: Counter[str] = Counter()
        self._worked: dict[str, float] = {}  # seconds, by lesson
        self._began = began  # when the first one was begun
        self._end: float | None = None

    def kept(self, lesson: str) -> None:
        """One is not to be judged after all."""
        self._left[lesson] -= 1

    def judged(self, lesson: str, seconds: float, now: float | None = None) -> None:
        """One was judged, which took so long."""
        now = time.monotonic() if now is None else now
        self._left[lesson] -= 1
        self._judged[lesson] += 1
        self._worked[lesson] = self._worked.get(lesson, 0.0) + seconds
        self._began = now - seconds if self._began is None else self._began
        self._end = self._expected(now)

    def _expected(self, now: float) -> float | None:
        """When all will be done. None while nothing is known of a lesson that is still to come."""
        left = {lesson: count for lesson, count in self._left.items() if count > 0}
        if any(lesson not in self._worked for lesson in left):
            return None
        work = sum(count * self._worked[lesson] / self._judged[lesson] for lesson, count in left.items())
        done = sum(self._worked.values())
        assert self._began is not None
        return now + work * (now - self._began) / done if done > 0 else None

    def seconds(self, now: float | None = None) -> float | None:
        """The seconds that are left, as the last verdict let expect it; None if that is not known."""
        now = time.monotonic() if now is None else now
        return None if self._end is None else max(0.0, self._end - now)


__all__ = ["Remaining"]

"""How long the rest of a class will take, from what its lessons have taken so far."""

from __future__ import annotations

import collections
import time
from collections import Counter
from collections.abc import Iterable

_WINDOW = 120.0  # seconds that tell how fast the machine is now


class Remaining:
    """The lessons of a class that are still to be judged, and the work that one of each takes: seconds of CPU time, the
    same where others use the machine as well.

    A lesson that trains takes a hundred times as long as one that does not, so a mean over both says nothing. How fast
    work is done by the clock is told by the last two minutes.
    """

    def __init__(self, lessons: Iterable[str]) -> None:
        self._left = Counter(lessons)
        self._judged: Counter[str] = Counter()
        self._worked: dict[str, float] = {}  # seconds, by lesson
        self._recent: collections.deque[tuple[float, float]] = collections.deque()  # (when, all work until then)
        self._end: float | None = None

    def kept(self, lesson: str) -> None:
        """One is not to be judged after all."""
        self._left[lesson] -= 1

    def judged(self, lesson: str, work: float, now: float | None = None) -> None:
        """One was judged, which took so much work."""
        now = time.monotonic() if now is None else now
        self._left[lesson] -= 1
        self._judged[lesson] += 1
        self._worked[lesson] = self._worked.get(lesson, 0.0) + work
        if not self._recent:
            self._recent.append((now - work, 0.0))
        self._recent.append((now, sum(self._worked.values())))
        while len(self._recent) > 2 and self._recent[1][0] <= now - _WINDOW:
            self._recent.popleft()
        self._end = self._expected(now)

    def _expected(self, now: float) -> float | None:
        """When all will be done. None while nothing is known of a lesson that is still to come."""
        left = {lesson: count for lesson, count in self._left.items() if count > 0}
        if any(lesson not in self._worked for lesson in left):
            return None
        work = sum(count * self._worked[lesson] / self._judged[lesson] for lesson, count in left.items())
        (began, before), (_, after) = self._recent[0], self._recent[-1]
        return now + work * (now - began) / (after - before) if after > before else None

    def seconds(self, now: float | None = None) -> float | None:
        """The seconds that are left, as the last verdict let expect it; None if that is not known."""
        now = time.monotonic() if now is None else now
        return None if self._end is None else max(0.0, self._end - now)


__all__ = ["Remaining"]

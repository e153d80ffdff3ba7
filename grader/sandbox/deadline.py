"""A call's limit in wall time, fair to a process that the machine keeps waiting."""

from __future__ import annotations

import os
import time

_PATIENCE = 4  # a call may take this many times its limit if the machine kept it waiting for the rest
_WATCH_AFTER = 0.05  # seconds; most calls have answered by then, and looking at every one would cost more than they do


class Deadline:
    """A wall-clock limit that a busy neighbour cannot use up.

    Time that the process was ready to run and waited for a core (run_delay in /proc/PID/task/TID/schedstat, see the
    kernel's sched-stats.rst) is given back, up to `_PATIENCE` times the limit. A process that sleeps is not waiting.
    """

    def __init__(self, seconds: float, pidfd: int) -> None:
        self.seconds = seconds
        self._pidfd = pidfd
        self._began = time.monotonic()
        self._end = self._began + seconds
        self._waited: dict[str, int] | None = None  # by thread, when this began to watch

    def left(self) -> float:
        """Seconds until the limit; looks at what the process had to wait only when the limit seems reached."""
        now = time.monotonic()
        if self._waited is None and now - self._began >= _WATCH_AFTER:
            self._waited = self._delays()
        if now < self._end or not self._waited:
            return self._end - now
        delays = self._delays()
        waited = max((delay - self._waited.get(thread, 0) for thread, delay in delays.items()), default=0) / 1e9
        self._end = max(self._end, self._began + min(self.seconds + waited, _PATIENCE * self.seconds))
        left = self._end - now
        return left if left > 0.05 * self.seconds else 0.0  # not for ever smaller pieces

    def pause(self, left: float) -> float:
        """How long to wait, at most, before asking for `left` again."""
        return min(left, _WATCH_AFTER if self._waited is None else 1.0)

    def charged(self) -> float:
        """Seconds since the beginning that count against the submission."""
        return min(time.monotonic() - self._began, self.seconds)

    def _delays(self) -> dict[str, int]:
        """Nanoseconds that each thread has waited for a core; nothing if that cannot be known."""
        delays = {}
        try:
            with open(f"/proc/self/fdinfo/{self._pidfd}", encoding="ascii") as stream:
                pid = next(int(line.split()[1]) for line in stream if line.startswith("Pid:"))
            for thread in os.listdir(f"/proc/{pid}/task") if pid > 0 else ():
                with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as stream:
                    delays[thread] = int(stream.read().split()[1])
        except (OSError, ValueError, StopIteration, IndexError):
            pass
        return delays

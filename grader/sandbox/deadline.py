"""A call's limit in wall time, fair to a process that the machine keeps waiting."""

from __future__ import annotations

import os
import time

_PATIENCE = 4  # a call may take this many times its limit if the machine kept it waiting for the rest
_WATCH_AFTER = 0.05  # seconds; most calls have answered by then, and looking at every one would cost more than they do
_COMPUTING = 0.75  # of the limit; an endless loop has used all of it, also among many
_TICKS = os.sysconf("SC_CLK_TCK")


def hardly_computed(cpu: float, limit: float) -> bool:
    """Whether a process that ran out of time was waiting for something else than itself, or asleep. Both in seconds."""
    return cpu < _COMPUTING * limit


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
        self._computed: float | None = None  # CPU seconds of the process, at that moment

    def left(self) -> float:
        """Seconds until the limit; looks at what the process had to wait only when the limit seems reached."""
        now = time.monotonic()
        if self._waited is None and now - self._began >= _WATCH_AFTER:
            self._waited, self._computed = self._delays(), self._cpu()
        if now < self._end or not self._waited:
            return self._end - now
        self._end = max(self._end, self._began + min(self.seconds + self._delay(), _PATIENCE * self.seconds))
        left = self._end - now
        return left if left > 0.05 * self.seconds else 0.0  # not for ever smaller pieces

    def pause(self, left: float) -> float:
        """How long to wait, at most, before asking for `left` again."""
        return min(left, _WATCH_AFTER if self._waited is None else 1.0)

    def charged(self) -> float:
        """Seconds since the beginning that count against the submission."""
        took = time.monotonic() - self._began
        return min(max(took - self._delay(), took / _PATIENCE), self.seconds)

    def stalled(self) -> bool:
        """Whether the process has hardly computed since this began: then the clock alone would judge it."""
        then, now = self._computed, self._cpu()
        return then is not None and now is not None and hardly_computed(now - then, self.seconds)

    def _delay(self) -> float:
        """Seconds that the thread which waited longest has waited for a core, since this began to watch."""
        since = self._waited or {}
        delays = self._delays() if since else {}
        return max((delay - since.get(thread, 0) for thread, delay in delays.items()), default=0) / 1e9

    def _delays(self) -> dict[str, int]:
        """Nanoseconds that each thread has waited for a core; nothing if that cannot be known."""
        delays = {}
        try:
            folder = f"/proc/{process_of(self._pidfd)}/task"
            for thread in os.listdir(folder):
                with open(f"{folder}/{thread}/schedstat", encoding="ascii") as stream:
                    delays[thread] = int(stream.read().split()[1])
        except (OSError, ValueError, StopIteration, IndexError):
            pass
        return delays

    def _cpu(self) -> float | None:
        """CPU seconds of all its threads, also of ended ones; None if that cannot be known."""
        try:
            with open(f"/proc/{process_of(self._pidfd)}/stat", "rb") as stream:
                fields = stream.read().rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS  # utime and stime, see proc_pid_stat(5)
        except (OSError, ValueError, StopIteration, IndexError):
            return None


def process_of(pidfd: int) -> int:
    """The process behind a pidfd, as this process names it. Raises StopIteration, ValueError or OSError if it ended."""
    with open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as stream:
        pid = next(int(line.split()[1]) for line in stream if line.startswith("Pid:"))
    if pid <= 0:
        raise ValueError("it has ended")
    return pid

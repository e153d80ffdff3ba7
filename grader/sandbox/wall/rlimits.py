"""What the kernel allots to one child: memory on top of what the server holds, time, files, threads."""

from __future__ import annotations

import os
import resource
import signal

from .plans import InnerPlan

_MB = 1 << 20


def set_rlimits(level: str, plan: InnerPlan) -> None:
    held = {line.split(":")[0]: int(line.split()[1]) for line in _status_lines()}
    data = held.get("VmData", 0) // 1024 + plan.memory_mb
    _limit(resource.RLIMIT_DATA, data * _MB)
    # Shared mappings do not count as data. CUDA reserves addresses by the terabyte, which cost no memory: there, what
    # is shared has no bound but the kernel's, which ends this process first (see `_be_first_to_go`).
    if not plan.devices:
        _limit(resource.RLIMIT_AS, (held.get("VmSize", 0) // 1024 + 2 * plan.memory_mb + 512) * _MB)
    _limit(resource.RLIMIT_CPU, plan.cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, plan.disk_mb * _MB)
    if level == "strict":
        _limit(resource.RLIMIT_NPROC, plan.threads)
    elif level == "container":  # here it counts every thread of the same user, the neighbours' too
        _limit(resource.RLIMIT_NPROC, _threads_of_this_user() + 4 * plan.threads)
    _limit(resource.RLIMIT_NOFILE, plan.open_files)
    for name in ("RLIMIT_CORE", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE"):
        if hasattr(resource, name):
            _limit(getattr(resource, name), 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit is then an OSError, not a death


def _threads_of_this_user() -> int:
    count, user = 0, os.getuid()
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and os.stat(f"/proc/{entry}").st_uid == user:
                count += len(os.listdir(f"/proc/{entry}/task"))
        except OSError:
            pass  # it ended meanwhile
    return count


def _status_lines() -> list[str]:
    with open("/proc/self/status", encoding="ascii", errors="replace") as stream:
        return [line for line in stream if line.startswith(("VmData", "VmSize"))]


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (ceiling, ceiling))

"""Who the server, and the processes in it, are: an unprivileged user, whoever started the grader."""

from __future__ import annotations

import os

from .. import linux
from .plans import INNER_ID, UNPRIVILEGED


def can_become(uid: int) -> bool:
    """Whether this process is root over `uid` too, and not only over itself, as in a user namespace of one user."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/uid_map", encoding="ascii") as stream:
        ranges = [[int(part) for part in line.split()] for line in stream]
    return any(first <= uid < first + count for first, _, count in ranges)


def scratch_owner(level: str) -> int | None:
    """Who must own a box's working directory below `strict`; None if it is who makes it."""
    return UNPRIVILEGED if level == "container" and can_become(UNPRIVILEGED) else None


def become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    linux.set_dumpable(True)  # changing ids clears it, and then /proc/self belongs to root


def owner() -> int:
    """The id, as the builder of the root names it, of whom the server will be."""
    return UNPRIVILEGED if can_become(UNPRIVILEGED) else INNER_ID

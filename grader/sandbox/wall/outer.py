"""The first step, once, in the warm server, before it imports anything heavy: what the server cannot see, no child of
it can have read."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys

from .. import linux
from .identity import become, can_become
from .inner import prepare_to_fork
from .plans import INNER_ID, PRIVATE, SPACES, UNPRIVILEGED, OuterPlan, WallError
from .root import build_root


def enter_outer(plan: OuterPlan) -> None:
    """Wall the calling process in as the warm server. At `strict` it returns in a new process, PID 1 of its namespace.

    Raises WallError if the host forbids a part of it.
    """
    if plan.level != "process":
        if not linux.landlock_abi():
            raise WallError(errno.ENOSYS, f"{plan.level} needs Landlock, and this kernel has none")
        try:
            linux.seccomp_program()
        except OSError as error:
            why = f"{plan.level} needs seccomp, and there is {error.strerror}"
            raise WallError(error.errno or errno.ENOSYS, why) from error
    if plan.level == "strict":
        try:
            _enter_outer_strict(plan)
        except OSError as error:
            raise WallError(error.errno or errno.EPERM, f"strict needs what this host forbids: {error}") from error
    elif plan.level == "container":
        if can_become(UNPRIVILEGED):
            become(UNPRIVILEGED)
            if not os.access(os.__file__, os.R_OK):
                raise WallError(
                    errno.EACCES, f"an unprivileged user cannot read the interpreter below {sys.base_prefix}"
                )
        linux.set_child_subreaper()


def _enter_outer_strict(plan: OuterPlan) -> None:
    as_root = can_become(UNPRIVILEGED)
    uid, gid = os.geteuid(), os.getegid()
    if as_root:
        linux.unshare(SPACES)
    else:
        linux.unshare(SPACES | linux.CLONE_NEWUSER)
        linux.map_ids(INNER_ID, INNER_ID, uid, gid)
    _continue_as_init()
    socket.sethostname("gatehouse")
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    build_root(plan)
    if as_root:  # first the mounts, with root's eyes; then as an ordinary user would, a user namespace of nobody's
        become(UNPRIVILEGED)
        linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWPID)  # what it must have power over
        linux.map_ids(INNER_ID, INNER_ID, UNPRIVILEGED, UNPRIVILEGED)
        linux.die_with_parent(signal.SIGKILL)  # from here on this process, too, only waits
        _continue_as_init()
        linux.mount("proc", "/proc", "proc", PRIVATE)
    linux.no_new_privileges()
    prepare_to_fork(plan.devices)  # what is refused is better refused now than in every child


def _continue_as_init() -> None:
    """Fork into the new PID namespace; the parent only waits, and ends as the child ends."""
    child = os.fork()
    if child:
        for fd in range(3, 256):
            try:
                os.close(fd)
            except OSError:
                pass
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)

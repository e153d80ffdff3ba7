"""The second step, in each child, before the first byte of the student's program."""

from __future__ import annotations

import errno
import functools
import os
import signal
import tempfile
from collections.abc import Sequence

from .. import linux
from .plans import DEVICES, FACTS, HOME, INNER_ID, MACHINE, PRIVATE, SPACES, SYSTEM, TMP, InnerPlan, WallError
from .rlimits import set_rlimits

# Of /proc/self where there are no namespaces: not `net`, which is the machine's, nor `task`, which leads to it.
_OWN = ("auxv", "cmdline", "comm", "fd", "limits", "maps", "smaps", "stat", "statm", "status")


def fork_walled(level: str) -> int:
    """`os.fork`; at `strict` the child is process 1 of a PID namespace of its own. Raises OSError if that is refused.

    There is one fork, since each copies the page tables of all that the server has imported.
    """
    if level != "strict":
        return os.fork()
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        linux.setns(own, linux.CLONE_NEWPID)  # an earlier fork may have failed to
        linux.unshare(linux.CLONE_NEWPID)  # for the next child; the caller stays where it is
        child = -1
        try:
            child = os.fork()
        finally:
            if child:
                _fork_here_again(own, child)
        return child
    finally:
        os.close(own)


def prepare_to_fork(devices: Sequence[str]) -> None:
    """At `strict`, in the server: make what all children need, and see whether `fork_walled` may do what it does.

    Raises OSError if the host forbids it.
    """
    _system_calls(1, True, bool(devices))
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        linux.unshare(linux.CLONE_NEWPID)
        linux.setns(own, linux.CLONE_NEWPID)
    finally:
        os.close(own)


def _fork_here_again(own: int, child: int) -> None:
    """Nothing else may be forked into the child's PID namespace: if that is refused, the child (if any) ends."""
    try:
        linux.setns(own, linux.CLONE_NEWPID)
    except OSError:
        if child > 0:
            os.kill(child, signal.SIGKILL)
        raise


def enter_inner(level: str, plan: InnerPlan) -> None:
    """Wall the calling child in, for good. Raises OSError if any part of `level` fails: then nothing may run."""
    if level == "strict":
        _enter_own_namespaces(plan.disk_mb)
    os.chdir(plan.scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = plan.scratch  # `update` would ask each of a framework's mappings
    tempfile.tempdir = None  # where a library found one in the server, nothing can be written any more
    set_rlimits(level, plan)
    _be_first_to_go()
    if level == "process":
        return
    linux.no_new_privileges()
    linux.drop_capabilities()
    readable, listable = _readable(level, plan)
    alone = level == "strict"  # elsewhere it may own files, and see processes, that are none of its business
    writable = [plan.scratch, TMP] if alone else [plan.scratch]
    linux.landlock(readable, writable, list(DEVICES), listable, plan.devices)
    linux.set_dumpable(False)
    linux.seccomp(_system_calls(os.getpid(), alone, bool(plan.devices)))


@functools.cache
def _system_calls(pid: int, alone: bool, devices: bool) -> bytes:
    return linux.seccomp_program(pid=pid, attributes=alone, alone=alone, devices=devices)


def _enter_own_namespaces(disk_mb: int) -> None:
    """The user namespace comes last: all others belong to the server's, where the child then has no capability."""
    if os.getpid() != 1:
        raise WallError(errno.EPERM, "the child is in no PID namespace of its own")
    uid, gid = os.getuid(), os.getgid()
    linux.unshare(SPACES & ~linux.CLONE_NEWPID)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    _mount_writable(disk_mb)
    linux.mount("proc", "/proc", "proc", PRIVATE)
    for name in MACHINE:
        linux.mount(f"{FACTS}/{name}", f"/proc/{name}", None, linux.MS_BIND)
    linux.unshare(linux.CLONE_NEWUSER)
    linux.map_ids(INNER_ID, INNER_ID, uid, gid)


def _mount_writable(disk_mb: int) -> None:
    """Home and /tmp, two folders of one small tmpfs. What is bound below /tmp, an interpreter perhaps, stays there."""
    size = f"size={disk_mb}m,nr_inodes={max(64, disk_mb * 64)},mode=700,uid={INNER_ID},gid={INNER_ID}"
    linux.mount("tmpfs", HOME, "tmpfs", PRIVATE, size)
    home, tmp = f"{HOME}/home", f"{HOME}/tmp"
    for folder in (home, tmp):
        os.mkdir(folder, 0o700)
    for name in os.listdir(TMP):
        bound, place = f"{TMP}/{name}", f"{tmp}/{name}"
        if os.path.islink(bound):
            os.symlink(os.readlink(bound), place)
            continue
        if os.path.isdir(bound):
            os.mkdir(place)
        else:
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))
        linux.mount(bound, place, None, linux.MS_BIND | linux.MS_REC)
    linux.mount(tmp, TMP, None, linux.MS_BIND | linux.MS_REC)
    linux.mount(home, HOME, None, linux.MS_BIND)


def _readable(level: str, plan: InnerPlan) -> tuple[list[str], Sequence[str]]:
    """(readable, listable): everything that was bound or named, and of /proc what tells of nobody else."""
    if level == "strict":
        bound = [f"/{name}" for name in os.listdir("/") if name != "proc"]
        return [*bound, "/proc/self", *(f"/proc/{name}" for name in MACHINE)], ["/"]
    return [*SYSTEM, *plan.readable, *(f"/proc/self/{name}" for name in _OWN), "/proc/cpuinfo"], plan.listable


def _be_first_to_go() -> None:
    """When the machine's memory is full, the kernel ends a student's process and not the grader's."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as stream:
            stream.write("1000")
    except OSError:
        pass  # a container may forbid it

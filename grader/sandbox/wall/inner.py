"""The second step, in each child, before the first byte of the student's program."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence

from .. import linux
from .plans import DEVICES, FACTS, HOME, INNER_ID, MACHINE, PRIVATE, SPACES, SYSTEM, TMP, InnerPlan, WallError
from .rlimits import set_rlimits

# Of /proc/self where there are no namespaces: not `net`, which is the machine's, nor `task`, which leads to it.
_OWN = ("auxv", "cmdline", "comm", "fd", "limits", "maps", "smaps", "stat", "statm", "status")


def fork_walled(level: str) -> tuple[int, bool]:
    """Fork into the child's own namespaces. Returns (pid as the caller sees it, False), or (0, True) in the child.

    At `strict` an intermediate process makes the namespaces, so that the caller need not leave its own; the child
    becomes the caller's by adoption. Raises WallError if the host forbids it.
    """
    if level != "strict":
        pid = os.fork()
        return pid, pid == 0
    reader, writer = os.pipe()
    middle = os.fork()
    if middle:
        os.close(writer)
        with open(reader, "rb") as stream:
            said = stream.read(200).decode(errors="replace")
        os.waitpid(middle, 0)
        if not said.isdigit():
            raise WallError(errno.EPERM, said or "the walled process could not be started")
        return int(said), False
    os.close(reader)
    try:
        uid, gid = os.getuid(), os.getgid()
        linux.unshare(SPACES | linux.CLONE_NEWUSER)
        linux.map_ids(INNER_ID, INNER_ID, uid, gid)
        child = os.fork()
    except OSError as error:
        os.write(writer, str(error).encode()[:199])
        os._exit(1)
    if child:
        os.write(writer, str(child).encode())
        os._exit(0)
    os.close(writer)
    return 0, True


def enter_inner(level: str, plan: InnerPlan) -> None:
    """Wall the calling child in, for good. Raises OSError if any part of `level` fails: then nothing may run."""
    if level == "strict":
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        _mount_writable(plan.disk_mb)
        linux.mount("proc", "/proc", "proc", PRIVATE)
        for name in MACHINE:
            linux.mount(f"{FACTS}/{name}", f"/proc/{name}", None, linux.MS_BIND)
    os.chdir(plan.scratch)
    os.environ.update(HOME=plan.scratch, TMPDIR=plan.scratch)
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
    linux.seccomp(attributes=alone, alone=alone, devices=bool(plan.devices))


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

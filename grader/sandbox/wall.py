"""The wall around a student's process: what this host offers, as a level, and how each level is built.

`strict`     own user, PID, mount, IPC, UTS and network namespaces; a root directory made of read-only binds; a private
             tmpfs; no capabilities; Landlock; seccomp; rlimits.
`container`  no namespaces (a container that forbids them): Landlock, seccomp, rlimits, an unprivileged uid.
`process`    rlimits only: a student who checks their own code on their own machine.

Two steps. `enter_outer` runs once, in the warm server, before it imports anything heavy: what the server cannot see,
no child of it can have read. `enter_inner` runs in each child, before the first byte of the student's program.
"""

from __future__ import annotations

import errno
import glob
import os
import resource
import signal
import socket
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import linux

LEVELS = ("process", "container", "strict")
HOME = "/box"  # the private working directory at `strict`
CODE = "/gatehouse"  # where this package is seen at `strict`
_FACTS = "/etc/gatehouse"  # what stands there in the place of files in /proc, as it was when the server began
# Of each, the lines that begin so. All else that /proc tells of the machine counts what every box of it does.
_MACHINE: dict[str, tuple[str, ...]] = {"cpuinfo": ("",), "meminfo": ("",), "stat": ("cpu", "btime")}
# Of /proc/self where there are no namespaces: not `net`, which is the machine's, nor `task`, which leads to it.
_OWN = ("auxv", "cmdline", "comm", "fd", "limits", "maps", "smaps", "stat", "statm", "status")
_UNPRIVILEGED = 65534  # "nobody": who a root-run grader becomes inside
_INNER_ID = 1000
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_GPU_NODES = ("/dev/nvidia[0-9]*", "/dev/nvidiactl", "/dev/nvidia-uvm*", "/dev/nvidia-modeset", "/dev/nvidia-caps/*")
GPU_FACTS = ("/sys/module/nvidia", "/sys/bus/pci/devices", "/sys/devices")  # what CUDA reads of the machine
_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf",
           "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives")  # fmt: skip
# Where a prefix keeps installed packages: its own, Debian's, those of conda's other environments, and conda's store.
_PACKAGES = ("lib*/python3*/*-packages", "local/lib/python3*/*-packages", "envs/*/lib/python3*/site-packages",
             "pkgs/*/lib/python3*/site-packages", "pkgs/*/site-packages")  # fmt: skip
_SPACES = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS
_PRIVATE = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC  # how a tmpfs and /proc are mounted inside
_MB = 1 << 20


class WallError(OSError):
    """This host does not let the wall be built; the message says which part."""


@dataclass(frozen=True)
class OuterPlan:
    """What the warm server may see. All paths are absolute; `scaffold` is an empty directory to build the root on."""

    level: str
    scaffold: str
    package: str
    readable: tuple[str, ...] = ()
    listable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    runtime: str = ""  # a third party's module inside, a file or a folder

    def runtime_seen(self) -> str:
        """Where the server finds that module."""
        at_strict = self.level == "strict" and self.runtime
        return f"{CODE}/runtime/{os.path.basename(self.runtime)}" if at_strict else self.runtime

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class InnerPlan:
    """What one child may use. Memory is on top of what the warm server already holds."""

    memory_mb: int
    disk_mb: int
    cpu_seconds: int
    threads: int = 256
    open_files: int = 256
    scratch: str = HOME
    readable: tuple[str, ...] = ()
    listable: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()  # a GPU's: with them come its huge reservations of addresses


# --- outer ----------------------------------------------------------------------------------------------------------


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
        if _can_become(_UNPRIVILEGED):
            _become(_UNPRIVILEGED)
            if not os.access(os.__file__, os.R_OK):
                raise WallError(
                    errno.EACCES, f"an unprivileged user cannot read the interpreter below {sys.base_prefix}"
                )
        linux.set_child_subreaper()


def _can_become(uid: int) -> bool:
    """Whether this process is root over `uid` too, and not only over itself, as in a user namespace of one user."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/uid_map", encoding="ascii") as stream:
        ranges = [[int(part) for part in line.split()] for line in stream]
    return any(first <= uid < first + count for first, _, count in ranges)


def scratch_owner(level: str) -> int | None:
    """Who must own a box's working directory below `strict`; None if it is who makes it."""
    return _UNPRIVILEGED if level == "container" and _can_become(_UNPRIVILEGED) else None


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    linux.set_dumpable(True)  # changing ids clears it, and then /proc/self belongs to root


def _enter_outer_strict(plan: OuterPlan) -> None:
    as_root = _can_become(_UNPRIVILEGED)
    uid, gid = os.geteuid(), os.getegid()
    if as_root:
        linux.unshare(_SPACES)
    else:
        linux.unshare(_SPACES | linux.CLONE_NEWUSER)
        linux.map_ids(_INNER_ID, _INNER_ID, uid, gid)
    _continue_as_init()
    socket.sethostname("gatehouse")
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    _build_root(plan)
    if as_root:  # first the mounts, with root's eyes; then as an ordinary user would, a user namespace of nobody's
        _become(_UNPRIVILEGED)
        linux.unshare(linux.CLONE_NEWUSER)
        linux.map_ids(_INNER_ID, _INNER_ID, _UNPRIVILEGED, _UNPRIVILEGED)
    linux.no_new_privileges()


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


def _owner() -> int:
    """The id, as the builder of the root names it, of whom the server will be."""
    return _UNPRIVILEGED if _can_become(_UNPRIVILEGED) else _INNER_ID


def _build_root(plan: OuterPlan) -> None:
    root = plan.scaffold
    os.umask(0o022)
    linux.mount("tmpfs", root, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=16m,nr_inodes=4096,mode=755")
    shown: list[str] = []
    for path in (*_SYSTEM, *plan.readable):
        _show(path, path, root, shown)
    _show(plan.package, f"{CODE}/sandbox", root, shown)
    if plan.runtime:
        _show(plan.runtime, plan.runtime_seen(), root, shown)
    for path in (*_DEVICES, *plan.devices):
        if os.path.exists(path):
            _touch(root + path, is_dir=False)
            linux.mount(path, root + path, None, linux.MS_BIND)
    for path in plan.hidden:
        if os.path.isdir(root + path):
            flags = linux.MS_RDONLY | _PRIVATE
            linux.mount("tmpfs", root + path, "tmpfs", flags, "size=4k,nr_inodes=2,mode=755")
    for name, beginnings in _MACHINE.items():
        _touch(f"{root}{_FACTS}/{name}", is_dir=False)
        with open(f"/proc/{name}", encoding="utf-8") as real, open(f"{root}{_FACTS}/{name}", "w") as copy:
            copy.writelines(line for line in real if line.startswith(beginnings))
    for name in ("proc", HOME[1:], "dev"):
        os.makedirs(f"{root}/{name}", exist_ok=True)
    if not os.path.lexists(f"{root}/tmp"):  # it is there when the interpreter itself lives below /tmp
        os.symlink(HOME, f"{root}/tmp")
    own = f"mode=700,size=16m,nr_inodes=1024,uid={_owner()},gid={_owner()}"  # libraries want a temporary folder to load
    linux.mount("tmpfs", root + HOME, "tmpfs", _PRIVATE, own)
    linux.mount("proc", f"{root}/proc", "proc", _PRIVATE)
    linux.pivot_into(root)
    linux.mount(None, "/", None, 32 | linux.MS_RDONLY | linux.MS_BIND | linux.MS_NOSUID | linux.MS_NODEV)  # 32: REMOUNT


def _show(source: str, target: str, root: str, shown: list[str]) -> None:
    """Bind `source` at `target` in the new root, unless it is absent or lies below what is already bound."""
    if not os.path.lexists(source) or any(target == done or target.startswith(done + "/") for done in shown):
        return
    place = root + target
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if os.path.islink(source) and source == target:
        os.symlink(os.readlink(source), place)
        return
    _touch(place, is_dir=os.path.isdir(source))
    linux.bind_readonly(source, place)
    shown.append(target)


def _touch(place: str, *, is_dir: bool) -> None:
    os.makedirs(place if is_dir else os.path.dirname(place), exist_ok=True)
    if not is_dir and not os.path.exists(place):
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))


# --- inner ----------------------------------------------------------------------------------------------------------


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
        linux.unshare(_SPACES | linux.CLONE_NEWUSER)
        linux.map_ids(_INNER_ID, _INNER_ID, uid, gid)
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
        size = f"size={plan.disk_mb}m,nr_inodes={max(64, plan.disk_mb * 64)},mode=700,uid={_INNER_ID},gid={_INNER_ID}"
        linux.mount("tmpfs", HOME, "tmpfs", _PRIVATE, size)
        linux.mount("proc", "/proc", "proc", _PRIVATE)
        for name in _MACHINE:
            linux.mount(f"{_FACTS}/{name}", f"/proc/{name}", None, linux.MS_BIND)
    os.chdir(plan.scratch)
    os.environ.update(HOME=plan.scratch, TMPDIR=plan.scratch)
    tempfile.tempdir = None  # where a library found one in the server, nothing can be written any more
    _set_rlimits(level, plan)
    _be_first_to_go()
    if level == "process":
        return
    linux.no_new_privileges()
    linux.drop_capabilities()
    readable, listable = _readable(level, plan)
    linux.landlock(readable, [plan.scratch], list(_DEVICES), listable, plan.devices)
    linux.set_dumpable(False)
    alone = level == "strict"  # elsewhere it may own files, and see processes, that are none of its business
    linux.seccomp(attributes=alone, alone=alone, devices=bool(plan.devices))


def _readable(level: str, plan: InnerPlan) -> tuple[list[str], Sequence[str]]:
    """(readable, listable): everything that was bound or named, and of /proc what tells of nobody else."""
    if level == "strict":
        bound = [f"/{name}" for name in os.listdir("/") if name != "proc"]
        return [*bound, "/proc/self", *(f"/proc/{name}" for name in _MACHINE)], ["/"]
    return [*_SYSTEM, *plan.readable, *(f"/proc/self/{name}" for name in _OWN), "/proc/cpuinfo"], plan.listable


def _be_first_to_go() -> None:
    """When the machine's memory is full, the kernel ends a student's process and not the grader's."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as stream:
            stream.write("1000")
    except OSError:
        pass  # a container may forbid it


def _set_rlimits(level: str, plan: InnerPlan) -> None:
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


def gpu_nodes() -> tuple[str, ...]:
    """The device nodes through which this machine's NVIDIA GPUs are reached; () if it has none."""
    found = [path for pattern in _GPU_NODES for path in sorted(glob.glob(pattern))]
    return tuple(path for path in found if stat.S_ISCHR(os.stat(path).st_mode))


def imported_from() -> list[str]:
    """The folders of installed packages on the running interpreter's path."""
    return [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")]


def visible_roots() -> tuple[str, ...]:
    """Every folder that the running interpreter needs: its prefixes and the folders it imports packages from."""
    roots = [sys.base_prefix, sys.prefix, *imported_from()]
    return tuple(dict.fromkeys(os.path.abspath(path) for path in roots if path not in ("/usr", "/")))


def package_folders() -> tuple[Path, ...]:
    """Every folder of installed packages that could be seen inside, whether the interpreter imports from it or not."""
    roots = visible_roots()
    below = [path for root in ("/usr", *roots) for kind in _PACKAGES for path in Path(root).glob(kind)]
    return tuple(dict.fromkeys([*map(Path, roots), *below]))


def around(roots: Iterable[str], hidden: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(readable, listable) where nothing can be mounted over what is hidden: the roots, less those folders.

    A folder on the way to a hidden one is listable, since Python lists a folder before it imports from it.
    """
    readable: list[str] = []
    listable: list[str] = []
    for root in roots:
        below = [path for path in hidden if Path(path).is_relative_to(os.path.realpath(root))]
        if not below:
            readable.append(root)
        elif root not in below and not os.path.islink(root):  # what a link leads to has its own turn
            listable.append(root)
            inner = around([os.path.join(root, name) for name in sorted(os.listdir(root))], below)
            readable += inner[0]
            listable += inner[1]
    return tuple(dict.fromkeys(readable)), tuple(dict.fromkeys(listable))


def to_hide(folders: Iterable[Path]) -> tuple[str, ...]:
    """Those of the folders that would be visible. The rest is not even named: what the server knew, a child knows."""
    shown = [Path(root) for root in (*_SYSTEM, *visible_roots())]
    spelled = {spelling for folder in folders for spelling in (Path(os.path.abspath(folder)), folder.resolve())}
    return tuple(sorted(str(path) for path in spelled if any(path.is_relative_to(root) for root in shown)))

"""The Linux system calls that Python does not offer: namespaces, mounts, capabilities, Landlock, seccomp.

Sources: the man pages unshare(2), setns(2), pid_namespaces(7), mount(2), mount_setattr(2), pivot_root(2),
capabilities(7), landlock(7), seccomp(2), timer_create(2).
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import platform
import struct
from collections.abc import Sequence

from .seccomp import TABLES as _TABLES
from .seccomp import program as _program

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER, _PR_SET_SECCOMP = 28, 38, 36, 22
_NOROOT_AND_FRIENDS_LOCKED = 0b11101111  # NOROOT, NO_SETUID_FIXUP, NO_CAP_AMBIENT_RAISE and KEEP_CAPS off, all locked

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

# The same numbers on every architecture, as all since Linux 5.0 or so.
_MOUNT_SETATTR, _LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 442, 444, 445, 446
_PIVOT_ROOT = 41 if platform.machine() == "aarch64" else 155


def _check(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def _syscall(what: str, number: int, *arguments: object) -> int:
    return _check(_libc.syscall(ctypes.c_long(number), *arguments), what)


def unshare(flags: int) -> None:
    """Leave the given namespaces for new ones. Raises OSError."""
    _check(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    """Enter the namespace that `fd` is open on; of CLONE_NEWPID, only later children are in it. Raises OSError."""
    _check(_libc.setns(fd, kind), "setns")


def map_ids(inner_uid: int, inner_gid: int, outer_uid: int, outer_gid: int) -> None:
    """Give the calling process, fresh in a new user namespace, its one user and one group. Raises OSError."""
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{inner_uid} {outer_uid} 1"),
        ("gid_map", f"{inner_gid} {outer_gid} 1"),
    ):
        fd = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(fd, line.encode())
        finally:
            os.close(fd)


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2). Raises OSError."""
    encoded = [None if part is None else os.fsencode(part) for part in (source, target, kind)]
    raw = None if data is None else data.encode()
    _check(_libc.mount(*encoded, ctypes.c_ulong(flags), raw), f"mount {kind or 'bind'} on {target}")


def bind_readonly(source: str, target: str) -> None:
    """Show `source` at `target`, read-only with everything mounted below it. Raises OSError."""
    mount(source, target, None, MS_BIND | MS_REC)
    attributes = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV
    raw = struct.pack("=QQQQ", attributes, 0, 0, 0)
    path = ctypes.c_char_p(os.fsencode(target))
    _syscall(f"mount_setattr {target}", _MOUNT_SETATTR, _AT_FDCWD, path, _AT_RECURSIVE, raw, ctypes.c_size_t(len(raw)))


def pivot_into(root: str) -> None:
    """Make `root` (a mount point) the root directory, and let go of the old one. Raises OSError."""
    os.chdir(root)
    _syscall("pivot_root", _PIVOT_ROOT, ctypes.c_char_p(b"."), ctypes.c_char_p(b"."))
    _check(_libc.umount2(b".", MNT_DETACH), "umount2")
    os.chdir("/")


def _prctl(option: int, argument: int = 0) -> None:
    padded = [ctypes.c_ulong(value) for value in (argument, 0, 0, 0)]
    _check(_libc.prctl(option, *padded), f"prctl {option}")


def set_dumpable(on: bool) -> None:
    """Undumpable: no core file, and no other process of the same user may read this one's memory."""
    _prctl(_PR_SET_DUMPABLE, int(on))


def set_child_subreaper() -> None:
    """Orphans below this process become its children."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(signal_number: int) -> None:
    """Be sent `signal_number` when the thread that forked this process ends."""
    _prctl(_PR_SET_PDEATHSIG, signal_number)


def no_new_privileges() -> None:
    """From here on no exec gives more rights than the process has."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


class _SignalEvent(ctypes.Structure):
    _fields_ = (
        ("value", ctypes.c_void_p),
        ("number", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("rest", ctypes.c_byte * 48),
    )


class CpuTimer:
    """Sends this process a signal when it has used so much more CPU time, all its threads together. A fork has none.

    RLIMIT_CPU would not do for a process that lives long: the kernel counts it in ticks, and these run away from every
    clock that can be read, by a tenth of the time that was used. Raises OSError.
    """

    _CLOCK_PROCESS_CPUTIME_ID = 2

    def __init__(self, signal_number: int) -> None:
        self._id = ctypes.c_void_p()
        event = _SignalEvent(None, signal_number, 0)  # SIGEV_SIGNAL
        clock = ctypes.c_int(self._CLOCK_PROCESS_CPUTIME_ID)
        _check(_libc.timer_create(clock, ctypes.byref(event), ctypes.byref(self._id)), "timer_create")

    def set(self, seconds: float) -> None:
        """From now on; infinity: not at all. Raises OSError."""
        nanoseconds = 0 if math.isinf(seconds) else max(1, round(1e9 * seconds))  # 0 is never
        spec = (ctypes.c_long * 4)(0, 0, *divmod(nanoseconds, 10**9))
        _check(_libc.timer_settime(self._id, 0, spec, None), "timer_settime")


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def drop_capabilities() -> None:
    """Give up every capability, for good: bounding set, ambient set, and the powers of uid 0. Raises OSError."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break  # past the last capability of this kernel, or none to drop with
    _libc.prctl(_PR_SET_SECUREBITS, ctypes.c_ulong(_NOROOT_AND_FRIENDS_LOCKED), 0, 0, 0)
    header = _CapHeader(0x20080522, 0)
    _check(_libc.capset(ctypes.byref(header), (ctypes.c_uint32 * 6)()), "capset")


# --- Landlock -------------------------------------------------------------------------------------------------------

_FS_EXECUTE, _FS_WRITE_FILE, _FS_READ_FILE, _FS_READ_DIR, _FS_TRUNCATE = 1, 2, 4, 8, 1 << 14
_FS_IOCTL_DEV = 1 << 15
_FS_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_FS_RIGHTS_LATEST = (1 << 16) - 1  # with IOCTL_DEV, from ABI 5
_NET_BIND_AND_CONNECT = 3  # from ABI 4
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3  # from ABI 6
_RULE_PATH_BENEATH = 1


def landlock_abi() -> int:
    """The kernel's Landlock version, 0 if it has none."""
    return max(0, _libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def landlock(
    readable: list[str], writable: list[str], files: list[str], listable: Sequence[str] = (), ioctl: Sequence[str] = ()
) -> None:
    """Allow reading below `readable`, everything below `writable`, reading and writing the device `files`; no TCP.

    Below `listable` folders may be listed, and no file be read. The devices `ioctl` may be commanded besides.

    Needs `no_new_privileges` first. Paths that do not exist are left out. Raises OSError.
    """
    abi = landlock_abi()
    if not abi:
        raise OSError(38, "this kernel has no Landlock")
    rights = _FS_RIGHTS_BY_ABI.get(abi, _FS_RIGHTS_LATEST)
    attributes = struct.pack("=Q", rights)
    if abi >= 4:
        attributes += struct.pack("=Q", _NET_BIND_AND_CONNECT)
    if abi >= 6:
        attributes += struct.pack("=Q", _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS)
    ruleset = _syscall("landlock_create_ruleset", _LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        read = _FS_EXECUTE | _FS_READ_FILE | _FS_READ_DIR
        device = (_FS_READ_FILE | _FS_WRITE_FILE | _FS_TRUNCATE) & rights
        everything = rights & ~_FS_EXECUTE
        command = (device | _FS_IOCTL_DEV) & rights
        rules = ((readable, read), (writable, everything), (files, device), (listable, _FS_READ_DIR), (ioctl, command))
        for paths, access in rules:
            for path in paths:
                try:
                    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
                except OSError:
                    continue
                is_file = not os.path.isdir(path)
                of_files = _FS_EXECUTE | _FS_READ_FILE | _FS_WRITE_FILE | _FS_TRUNCATE | _FS_IOCTL_DEV
                granted = access & of_files if is_file else access
                rule = struct.pack("=Qi", granted, fd)
                try:
                    _syscall("landlock_add_rule", _LANDLOCK_ADD, ruleset, _RULE_PATH_BENEATH, rule, 0)
                finally:
                    os.close(fd)
        _syscall("landlock_restrict_self", _LANDLOCK_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


# --- seccomp --------------------------------------------------------------------------------------------------------


def seccomp_program(
    machine: str | None = None, pid: int = 0, *, attributes: bool = True, alone: bool = True, devices: bool = False
) -> bytes:
    """`seccomp.program` for this machine or another kind. Raises OSError for an architecture without a table."""
    try:
        audit, numbers = _TABLES[machine or platform.machine()]
    except KeyError as error:
        raise OSError(errno.ENOSYS, f"no seccomp table for {error}") from None
    return _program(audit, numbers, pid, attributes=attributes, alone=alone, devices=devices)


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


def seccomp(program: bytes) -> None:
    """Install a `seccomp_program` for this process, for good. Needs `no_new_privileges` first. Raises OSError."""
    buffer = ctypes.create_string_buffer(program, len(program))
    argument = _Filter(len(program) // 8, ctypes.addressof(buffer))
    _check(_libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(argument), 0, 0), "seccomp")

"""The Linux system calls that Python does not offer: namespaces, mounts, capabilities, Landlock, seccomp.

Sources: the man pages unshare(2), mount(2), mount_setattr(2), pivot_root(2), capabilities(7), landlock(7), seccomp(2).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
CLONE_THREAD = 0x00010000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_SECUREBITS, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER, _PR_SET_SECCOMP = 28, 38, 36, 22
_NOROOT_AND_FRIENDS_LOCKED = 0b11101111  # NOROOT, NO_SETUID_FIXUP, NO_CAP_AMBIENT_RAISE and KEEP_CAPS off, all locked

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

# Same numbers on every architecture since Linux 5.0 or so; the older ones differ and stand in _NUMBERS.
_MOUNT_SETATTR, _LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 442, 444, 445, 446


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
    _syscall("pivot_root", _NUMBERS["pivot_root"], ctypes.c_char_p(b"."), ctypes.c_char_p(b"."))
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

# Numbers from the kernel's asm/unistd.h; a call that an architecture lacks is left out of its table.
_X86_64 = {
    "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "clone": 56, "fork": 57, "vfork": 58,
    "execve": 59, "kill": 62, "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "msgget": 68,
    "msgsnd": 69, "msgrcv": 70, "ptrace": 101, "syslog": 103, "mknod": 133, "uselib": 134, "personality": 135,
    "modify_ldt": 154, "pivot_root": 155, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165,
    "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170, "setdomainname": 171,
    "iopl": 172, "ioperm": 173, "init_module": 175, "delete_module": 176, "quotactl": 179, "tkill": 200,
    "lookup_dcookie": 212, "clock_settime": 227, "tgkill": 234, "mbind": 237, "set_mempolicy": 238, "mq_open": 240,
    "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "migrate_pages": 256, "mknodat": 259,
    "unshare": 272, "vmsplice": 278, "move_pages": 279, "signalfd": 282, "accept4": 288, "perf_event_open": 298,
    "fanotify_init": 300, "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308,
    "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "memfd_create": 319,
    "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323, "rt_sigqueueinfo": 129,
    "rt_tgsigqueueinfo": 297, "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
    "sched_setattr": 314, "ioprio_set": 251, "sync": 162, "syncfs": 306, "semctl": 66, "semtimedop": 220,
    "msgctl": 71, "mq_unlink": 241, "io_setup": 206, "inotify_init": 253, "inotify_init1": 294,
    "socketpair": 53, "fcntl": 72, "ioctl": 16, "prctl": 157, "prlimit64": 302, "sched_setaffinity": 203,
}  # fmt: skip
_AARCH64 = {
    "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "clone": 220, "execve": 221, "kill": 129,
    "shmget": 194, "shmat": 196, "shmctl": 195, "semget": 190, "semop": 193, "msgget": 186, "msgsnd": 189,
    "msgrcv": 188, "ptrace": 117, "syslog": 116, "personality": 92, "pivot_root": 41, "chroot": 51, "acct": 89,
    "settimeofday": 170, "mount": 40, "umount2": 39, "swapon": 224, "swapoff": 225, "reboot": 142, "sethostname": 161,
    "setdomainname": 162, "init_module": 105, "delete_module": 106, "quotactl": 60, "tkill": 130,
    "lookup_dcookie": 18, "clock_settime": 112, "tgkill": 131, "mbind": 235, "set_mempolicy": 237, "mq_open": 180,
    "kexec_load": 104, "add_key": 217, "request_key": 218, "keyctl": 219, "migrate_pages": 238, "mknodat": 33,
    "unshare": 97, "vmsplice": 75, "move_pages": 239, "accept4": 242, "perf_event_open": 241, "fanotify_init": 262,
    "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270,
    "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "memfd_create": 279, "bpf": 280, "execveat": 281,
    "userfaultfd": 282, "kexec_file_load": 294, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "setpriority": 140,
    "sched_setparam": 118, "sched_setscheduler": 119, "sched_setattr": 274, "ioprio_set": 30, "sync": 81,
    "syncfs": 267, "semctl": 191, "semtimedop": 192, "msgctl": 187, "mq_unlink": 181, "io_setup": 0,
    "inotify_init1": 26, "socketpair": 199, "fcntl": 25, "ioctl": 29, "prctl": 167, "prlimit64": 261,
    "sched_setaffinity": 122,
}  # fmt: skip
_NEWER = {  # the same on both
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434, "pidfd_getfd": 438,
    "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447, "process_madvise": 440, "process_mrelease": 448,
    "pidfd_send_signal": 424, "set_mempolicy_home_node": 450, "map_shadow_stack": 453, "open_tree_attr": 467,
}  # fmt: skip
# What belongs to a file but is no content: Landlock lets it be changed wherever the user may.
_ATTRIBUTES = {
    "x86_64": (90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199),
    "aarch64": (52, 53, 54, 55, 88, 5, 6, 7, 14, 15, 16),
}  # chmod, fchmod, fchmodat; chown, fchown, lchown, fchownat; utime...; setxattr..., removexattr...
_NEWER_ATTRIBUTES = (452, 463, 466, 469)  # fchmodat2, setxattrat, removexattrat, file_setattr
_CLONE3 = 435
_TABLES = {"x86_64": (0xC000003E, {**_X86_64, **_NEWER}), "aarch64": (0xC00000B7, {**_AARCH64, **_NEWER})}
_NUMBERS = {"pivot_root": 41 if platform.machine() == "aarch64" else 155}

# Calls that honest programs need, by their arguments. `container` has no namespaces: there, a process of the same user
# could be signalled, slowed or limited, and a datagram sent to any socket in the file system.
_OWN_PROCESS = ("kill", "tgkill", "prlimit64", "sched_setaffinity")  # the first argument is 0 or the process itself
_UNIX, _DATAGRAM_BIT = 1, 2  # of SOCK_DGRAM and SOCK_RAW, not of SOCK_STREAM and SOCK_SEQPACKET
_FORBIDDEN_ARGUMENTS = {
    "fcntl": (1, (8, 15)),  # F_SETOWN, F_SETOWN_EX: whom the kernel shall signal
    "ioctl": (1, (0x5412, 0x541C, 0x8901, 0x8902)),  # TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP
    "prctl": (0, (_PR_SET_DUMPABLE, 62)),  # a crash must leave no core file; PR_SCHED_CORE keeps neighbours off a core
}
_BY_ARGUMENT = frozenset({"clone", "socketpair", *_OWN_PROCESS, *_FORBIDDEN_ARGUMENTS})

_LOAD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF opcodes: LD|W|ABS, JMP|..|K, RET|K
_RET_ALLOW, _RET_ERRNO, _RET_KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38


def _instruction(code: int, true: int, false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


def _when(number: int, *body: bytes) -> list[bytes]:
    """Run `body` for the call `number`; what does not return in it goes on behind it."""
    return [_instruction(_JEQ, 0, len(body) + 1, number), *body, _instruction(_LOAD, 0, 0, 0)]


def _argument(index: int) -> bytes:
    return _instruction(_LOAD, 0, 0, 16 + 8 * index)  # its low half: the kernel, too, reads these as 32 bits


def _argument_rules(numbers: dict[str, int], pid: int) -> list[bytes]:
    fail = _instruction(_RET, 0, 0, _RET_ERRNO | _EPERM)
    lines = _when(numbers["clone"], _argument(0), _instruction(_JSET, 1, 0, CLONE_THREAD), fail)
    lines += _when(numbers["socketpair"], _argument(0), _instruction(_JEQ, 1, 0, _UNIX), fail)
    lines += _when(numbers["socketpair"], _argument(1), _instruction(_JSET, 0, 1, _DATAGRAM_BIT), fail)
    for name in _OWN_PROCESS:
        own = _instruction(_JEQ, 1, 0, pid)
        zero = [] if name == "kill" else [_instruction(_JEQ, 2, 0, 0)]  # kill(0) is the whole process group
        lines += _when(numbers[name], _argument(0), *zero, own, fail)
    for name, (index, values) in _FORBIDDEN_ARGUMENTS.items():
        tests = [part for value in values for part in (_instruction(_JEQ, 0, 1, value), fail)]
        lines += _when(numbers[name], _argument(index), *tests)
    return lines


def seccomp_program(machine: str | None = None, pid: int = 0, *, attributes: bool = True) -> bytes:
    """The filter as classic BPF: listed calls fail with EPERM, and so does any clone that is not a thread.

    `pid` is the process that will run under it, the only one that it may signal. Without `attributes`, modes, owners
    and times of files cannot be changed. clone3 fails with ENOSYS, since its flags lie in memory where a filter cannot
    look; the C library then uses clone. A foreign calling convention (32-bit, x32) kills the process. Raises OSError on
    an architecture without a table.
    """
    try:
        audit, numbers = _TABLES[machine or platform.machine()]
    except KeyError as error:
        raise OSError(_ENOSYS, f"no seccomp table for {error}") from None
    lines = [
        _instruction(_LOAD, 0, 0, 4),
        _instruction(_JEQ, 1, 0, audit),
        _instruction(_RET, 0, 0, _RET_KILL),
        _instruction(_LOAD, 0, 0, 0),
        _instruction(_JGE, 0, 1, 0x40000000),  # x32
        _instruction(_RET, 0, 0, _RET_KILL),
    ]
    for name, number in sorted(numbers.items()):
        if name not in _BY_ARGUMENT:
            lines += [_instruction(_JEQ, 0, 1, number), _instruction(_RET, 0, 0, _RET_ERRNO | _EPERM)]
    for number in () if attributes else (*_ATTRIBUTES[machine or platform.machine()], *_NEWER_ATTRIBUTES):
        lines += [_instruction(_JEQ, 0, 1, number), _instruction(_RET, 0, 0, _RET_ERRNO | _EPERM)]
    lines += [
        _instruction(_JEQ, 0, 1, _CLONE3),
        _instruction(_RET, 0, 0, _RET_ERRNO | _ENOSYS),
        *_argument_rules(numbers, pid),
        _instruction(_RET, 0, 0, _RET_ALLOW),
    ]
    return b"".join(lines)


class _Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]


def seccomp(*, attributes: bool = True) -> None:
    """Install `seccomp_program` for this process, for good. Needs `no_new_privileges` first. Raises OSError."""
    program = seccomp_program(pid=os.getpid(), attributes=attributes)
    buffer = ctypes.create_string_buffer(program, len(program))
    argument = _Filter(len(program) // 8, ctypes.addressof(buffer))
    _check(_libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.byref(argument), 0, 0), "seccomp")

"""Which system calls a student's process may make: an allow-list, as a program for the kernel's seccomp (pure).

What is not allowed fails with ENOSYS, as on a kernel that does not have it, so that libraries do without; what nobody
should even try, with EPERM. Some are allowed by their arguments. A call that carries a bit from one box to another
through what they share, the files that both may read above all, is not: docs/sandbox.md, "What two boxes share".

Sources: seccomp(2), futex(2), fcntl(2), madvise(2), the kernel's include/uapi.
"""

from __future__ import annotations

import struct

from .syscalls import AARCH64, X86_64

TABLES = {"x86_64": (0xC000003E, X86_64), "aarch64": (0xC00000B7, AARCH64)}  # AUDIT_ARCH_..., numbers

_FILES = """
    open openat creat close close_range read write readv writev pread64 pwrite64 preadv pwritev lseek sendfile
    copy_file_range stat lstat fstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat
    getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat
    symlink symlinkat truncate ftruncate fallocate fsync fdatasync umask dup dup2 dup3 pipe pipe2
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
"""
_MEMORY = "brk munmap mremap mprotect msync mlock mlock2 munlock get_mempolicy membarrier"
_THREADS = """
    exit exit_group set_robust_list rseq gettid sched_yield getcpu sched_getaffinity sched_getscheduler sched_getparam
    sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority wait4 waitid
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall
    pause arch_prctl
"""
_TIME = """
    nanosleep gettimeofday time times alarm getitimer setitimer timerfd_create timerfd_settime timerfd_gettime
    getrusage
"""
_WAITING = """
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
"""
_ITSELF = """
    getpid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getgroups getresuid getresgid capget uname
    sysinfo getrandom getrlimit setrlimit
"""
_SOCKETS = "sendto recvfrom recvmsg shutdown getsockname getpeername"  # of pairs of its own: it can make no others
ALLOWED = frozenset(" ".join((_FILES, _MEMORY, _THREADS, _TIME, _WAITING, _ITSELF, _SOCKETS)).split())

# What belongs to a file but is no content: Landlock lets it be changed wherever the user may.
ATTRIBUTES = frozenset(
    """
    chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat setxattr lsetxattr
    fsetxattr removexattr lremovexattr fremovexattr
    """.split()
)

# Other processes, other namespaces, sockets, the kernel itself: EPERM.
FORBIDDEN = frozenset(
    """
    fork vfork execve execveat tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal ptrace
    process_vm_readv process_vm_writev process_madvise process_mrelease kcmp perf_event_open
    setpriority sched_setparam sched_setscheduler sched_setattr ioprio_set personality modify_ldt iopl ioperm
    unshare setns chroot pivot_root mount umount2 open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick
    mount_setattr name_to_handle_at open_by_handle_at mknod mknodat uselib acct quotactl quotactl_fd swapon swapoff
    fanotify_init inotify_init inotify_init1 sync syncfs
    socket connect accept accept4 bind listen sendmsg sendmmsg recvmmsg setsockopt
    shmget shmat shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink
    memfd_create memfd_secret userfaultfd vmsplice mbind set_mempolicy set_mempolicy_home_node migrate_pages move_pages
    map_shadow_stack signalfd add_key request_key keyctl bpf io_setup io_uring_setup io_uring_enter io_uring_register
    syslog reboot sethostname setdomainname settimeofday clock_settime lookup_dcookie
    init_module finit_module delete_module kexec_load kexec_file_load setgroups
    """.split()
)

_LOAD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF opcodes: LD|W|ABS, JMP|..|K, RET|K
_RET_ALLOW, _RET_ERRNO, _RET_KILL = 0x7FFF0000, 0x00050000, 0x80000000
_DONE, _EPERM, _EAGAIN, _ENOMEM, _EACCES, _EINVAL, _ENOSYS = 0, 1, 11, 12, 13, 22, 38

_CLONE_THREAD = 0x00010000
# CLONE_PIDFD and every CLONE_NEW... of clone(2).
_CLONE_REFUSED = 0x00001000 | 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
_FUTEX_PRIVATE = 128
_FUTEX_WAIT, _FUTEX_WAKE = (0, 9), (1, 10)  # and with a bit set
_FUTEX_CLOCK_REALTIME = 256
_MAP_HUGETLB = 0x40000
_UNIX, _DATAGRAM_BIT = 1, 2  # of SOCK_DGRAM and SOCK_RAW, not of SOCK_STREAM and SOCK_SEQPACKET
_SOL_SOCKET = 1
_FIRST_QUEUED_SIGNAL = 32
_CLOCKS = 16  # from there on a clock is that of some process, or of a device

_SOCKET_OPTIONS = (3, 4, 7, 8, 30, 38, 39)  # SO_TYPE, ERROR, SNDBUF, RCVBUF, ACCEPTCONN, PROTOCOL, DOMAIN: no pidfd
_LOCKS = (5, 6, 7, 36, 37, 38)  # F_GETLK, F_SETLK, F_SETLKW, and those of open file descriptions
_FCNTL = (0, 1, 2, 3, 4, 1030, 1032)  # F_DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, GETPIPE_SZ
# TCGETS, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS2, FICLONE (copying asks for it first)
_IOCTL = (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A, 0x40049409)
_IOCTL_NEVER = (0x5412, 0x541C, 0x8901, 0x8902)  # TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP
# PR_GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ, SET_ and GET_TIMERSLACK, GET_NO_NEW_PRIVS,
# GET_THP_DISABLE, SET_VMA. Not PR_SCHED_CORE, which keeps neighbours off a core, nor PR_SET_MEMORY_MERGE, which shares
# equal pages with them.
_PRCTL = (3, 15, 16, 21, 23, 29, 30, 39, 42, 0x53564D41)
# MADV_NORMAL, RANDOM, SEQUENTIAL, DONTNEED, FREE, DONTFORK, DOFORK, HUGEPAGE, NOHUGEPAGE, DONTDUMP, DODUMP,
# WIPEONFORK, KEEPONFORK. The others move pages of files in and out of memory, or merge equal ones of two processes.
_MADVICE = (0, 1, 2, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19)


def _instruction(code: int, true: int, false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


_ALLOW = _instruction(_RET, 0, 0, _RET_ALLOW)


def _fail(code: int) -> bytes:
    return _instruction(_RET, 0, 0, _RET_ERRNO | code)


def _argument(index: int, *, high: bool = False) -> bytes:
    return _instruction(_LOAD, 0, 0, 16 + 8 * index + 4 * high)  # the kernel, too, reads most of them as 32 bits


def _when_one_of(values: tuple[int, ...], then: bytes) -> list[bytes]:
    return [part for value in values for part in (_instruction(_JEQ, 0, 1, value), then)]


def _unless(test: int, value: int, then: bytes) -> list[bytes]:
    return [_instruction(test, 1, 0, value), then]


def _when(test: int, value: int, then: bytes) -> list[bytes]:
    return [_instruction(test, 0, 1, value), then]


def _futex() -> list[bytes]:
    """Private ones only. Others meet in what two boxes map of one file, were it read-only: a thread that exits there
    wakes whoever waits. The C library waits so for a thread that ends, and C++ for a future: both look again after
    EAGAIN, and nobody sleeps who would have to be woken."""
    with_clock = [operation | _FUTEX_CLOCK_REALTIME for operation in _FUTEX_WAIT]
    nowhere = [_argument(0), _instruction(_JEQ, 0, 3, 0), _argument(0, high=True), *_when(_JEQ, 0, _ALLOW)]
    return [
        *nowhere,  # the kernel says EFAULT
        _argument(1),
        *_when(_JSET, _FUTEX_PRIVATE, _ALLOW),
        *_when_one_of((*_FUTEX_WAIT, *with_clock), _fail(_EAGAIN)),
        *_when_one_of(_FUTEX_WAKE, _fail(_DONE)),
        _fail(_ENOSYS),
    ]


def _one_of(index: int, values: tuple[int, ...], otherwise: int) -> list[bytes]:
    return [_argument(index), *_when_one_of(values, _ALLOW), _fail(otherwise)]


def _own(pid: int, *, zero: bool) -> list[bytes]:
    own = _unless(_JEQ, pid, _fail(_EPERM))
    return [_argument(0), *([_instruction(_JEQ, 2, 0, 0)] if zero else []), *own]


def _by_arguments(pid: int, alone: bool, devices: bool) -> dict[str, list[bytes]]:
    """What is asked of a call's arguments. Each ends by allowing it or not."""
    refused = _fail(_EPERM)
    queued = _when(_JGE, _FIRST_QUEUED_SIGNAL, refused)  # all boxes of one user share how many there may be
    clock = [] if alone else [_argument(0), *_when(_JGE, _CLOCKS, _fail(_EINVAL))]
    rules = {
        "futex": _futex(),
        "mmap": [_argument(3), *_when(_JSET, _MAP_HUGETLB, _fail(_ENOMEM)), _ALLOW],  # the machine's one pool of them
        "madvise": _one_of(2, _MADVICE, _EINVAL),
        "clock_gettime": [*clock, _ALLOW],
        "clock_getres": [*clock, _ALLOW],
        "clock_nanosleep": [*clock, _ALLOW],
        "clone": [
            _argument(0), *_unless(_JSET, _CLONE_THREAD, refused), *_when(_JSET, _CLONE_REFUSED, refused), _ALLOW,
        ],
        "fcntl": [_argument(1), *_when_one_of(_LOCKS, _fail(_ENOSYS)), *_when_one_of(_FCNTL, _ALLOW), refused],
        "ioctl": _one_of(1, _IOCTL, _EACCES),  # as Landlock says it, of devices
        "prctl": _one_of(0, _PRCTL, _EPERM),
        "socketpair": [
            _argument(0), *_unless(_JEQ, _UNIX, refused), _argument(1), *_when(_JSET, _DATAGRAM_BIT, refused), _ALLOW,
        ],
        "getsockopt": [_argument(1), *_unless(_JEQ, _SOL_SOCKET, refused), *_one_of(2, _SOCKET_OPTIONS, _EPERM)],
        "kill": [*_own(pid, zero=False), _argument(1), *queued, _ALLOW],  # kill(0) is the whole process group
        "tgkill": [*_own(pid, zero=True), _argument(2), *queued, _ALLOW],
        "prlimit64": [*_own(pid, zero=True), _ALLOW],
        "sched_setaffinity": [*_own(pid, zero=True), _ALLOW] if alone else [refused],  # others could read it
    }  # fmt: skip
    if devices:  # commanded with numbers of their drivers' own; Landlock knows which devices
        rules["ioctl"] = [_argument(1), *_when_one_of(_IOCTL_NEVER, refused), _ALLOW]
    return rules


BY_ARGUMENTS = frozenset(_by_arguments(0, alone=True, devices=False))


def program(
    audit: int, numbers: dict[str, int], pid: int, *, attributes: bool = True, alone: bool = True, devices: bool = False
) -> bytes:
    """The filter as classic BPF, for the architecture whose calls have these `numbers`.

    `pid` is the process that will run under it, the only one that it may signal. Without `attributes`, modes, owners
    and times of files cannot be changed. `alone`: it shares its process ids with nobody. `devices`: it may command
    those that Landlock lets it. A foreign calling convention (32-bit, x32) kills the process.
    """
    lines = [
        _instruction(_LOAD, 0, 0, 4),
        *_unless(_JEQ, audit, _instruction(_RET, 0, 0, _RET_KILL)),
        _instruction(_LOAD, 0, 0, 0),
        *_when(_JGE, 0x40000000, _instruction(_RET, 0, 0, _RET_KILL)),  # x32
    ]
    for name, rule in _by_arguments(pid, alone, devices).items():
        lines += [_instruction(_JEQ, 0, len(rule), numbers[name]), *rule]
    forbidden = FORBIDDEN if attributes else FORBIDDEN | ATTRIBUTES
    for names, then in ((ALLOWED | (ATTRIBUTES - forbidden), _ALLOW), (forbidden, _fail(_EPERM))):
        lines += _when_one_of(tuple(sorted(numbers[name] for name in names if name in numbers)), then)
    return b"".join([*lines, _fail(_ENOSYS)])

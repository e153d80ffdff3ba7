"""The allow-list of system calls: its numbers are the kernel's, and what it makes of a call's arguments."""

from __future__ import annotations

import importlib.util
import os
import struct
from pathlib import Path
from types import ModuleType

import pytest

from grader.sandbox import linux, seccomp
from tests.sandbox.test_linux import ALLOW, AUDIT, ENOSYS, EPERM, MACHINES

ROOT = Path(__file__).resolve().parents[2]
EAGAIN, ENOMEM, EACCES, EINVAL, DONE = (0x00050000 | code for code in (11, 12, 13, 22, 0))
HEADERS = {  # Debian's and Ubuntu's linux-libc-dev; the generic one is what aarch64 includes, or once did
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/aarch64-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h"),
}
PUT_INTO_GAPS = {"uretprobe", "uprobe"}  # below older calls, by Linux 6.11 and 6.18
NOT_OF_AARCH64 = {"sync_file_range2"}  # the generic header has both names of its number


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("syscall_tables", ROOT / "scripts" / "syscall_tables.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    """A header that is older or newer than our table: what both name, and whatever it knows below our newest."""
    found = [path for path in map(Path, HEADERS[machine]) if path.exists()]
    if not found and not os.environ.get("CI"):
        pytest.skip("no kernel headers here: install linux-libc-dev")
    theirs, (_, ours) = generator().numbers(found[0].read_text()), seccomp.TABLES[machine]
    assert len(theirs) > 250
    newest = max(ours.values())
    strangers = {name: number for name, number in theirs.items() if number <= newest and ours.get(name) != number}
    assert set(strangers) <= NOT_OF_AARCH64
    assert {name for name, number in ours.items() if number <= max(theirs.values())} - theirs.keys() <= PUT_INTO_GAPS


def test_a_header_is_read_as_the_compiler_reads_it() -> None:
    header = """
#define __NR_io_setup 0
#define __NR3264_fcntl 25
#define __NR_clock_gettime64 403
#define __NR_syscalls 452
#define __NR_arch_specific_syscall 244
#if __BITS_PER_LONG == 64 && !defined(__SYSCALL_COMPAT)
#define __NR_fcntl __NR3264_fcntl
#else
#define __NR_fcntl64 __NR3264_fcntl
#endif
"""
    assert generator().numbers(header) == {"io_setup": 0, "fcntl": 25}


def test_the_tables_agree_where_the_architectures_do() -> None:
    (_, x86), (_, arm) = seccomp.TABLES["x86_64"], seccomp.TABLES["aarch64"]
    newer = {name: number for name, number in x86.items() if number >= 424}
    assert newer == {name: number for name, number in arm.items() if number >= 424} and len(newer) > 40
    assert all(len(set(table.values())) == len(table) > 300 for table in (x86, arm))


def test_every_name_is_a_call_and_stands_in_one_place() -> None:
    groups = (seccomp.ALLOWED, seccomp.ATTRIBUTES, seccomp.FORBIDDEN, seccomp.BY_ARGUMENTS)
    names = frozenset().union(*groups)
    assert sum(map(len, groups)) == len(names)
    assert names <= {name for _, numbers in seccomp.TABLES.values() for name in numbers}
    assert all(seccomp.BY_ARGUMENTS <= numbers.keys() for _, numbers in seccomp.TABLES.values())


# --- the list -------------------------------------------------------------------------------------------------------


def answer(program: bytes, number: int, audit: int, *arguments: int) -> int:
    """What the kernel would answer; see `test_linux.verdict`."""
    data = struct.pack("=iIQ6Q", number, audit, 0, *arguments, *[0] * (6 - len(arguments)))
    lines = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    accumulator, at = 0, 0
    while True:
        code, true, false, value = lines[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == 0x06:
            return value
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[code]
            at += true if holds else false


def asked(machine: str, name: str, *arguments: int, **options: bool) -> int:
    program = linux.seccomp_program(machine, pid=7, **options)
    return answer(program, seccomp.TABLES[machine][1][name], AUDIT[machine], *arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_not_named_is_refused_whatever_its_number(machine: str) -> None:
    """Above the newest that is known, in the gaps, and what is known and not allowed."""
    program, (_, numbers) = linux.seccomp_program(machine), seccomp.TABLES[machine]
    named = seccomp.ALLOWED | seccomp.ATTRIBUTES | seccomp.FORBIDDEN | seccomp.BY_ARGUMENTS
    by_number = {number: name for name, number in numbers.items()}
    allowed = set()
    for number in [*range(2000), 0x3FFFFFFF]:
        got = answer(program, number, AUDIT[machine])
        if by_number.get(number) not in named:
            assert got == ENOSYS, (number, by_number.get(number))
        elif got == ALLOW:
            allowed.add(by_number[number])
    assert allowed <= seccomp.ALLOWED | seccomp.ATTRIBUTES | seccomp.BY_ARGUMENTS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    "name",
    ["fadvise64", "readahead", "mincore", "cachestat", "preadv2", "pwritev2", "splice", "openat2", "flock",
     "sync_file_range", "inotify_add_watch", "fanotify_mark", "futex_waitv", "futex_wake", "futex_wait",
     "futex_requeue", "set_tid_address", "get_robust_list", "timer_create", "mlockall", "statmount", "listmount",
     "signalfd4", "remap_file_pages", "adjtimex", "landlock_create_ruleset", "seccomp", "clone3"],
)  # fmt: skip
def test_what_carries_bits_or_is_not_needed_seems_not_to_exist(machine: str, name: str) -> None:
    assert asked(machine, name) == ENOSYS


WAIT, WAKE, REQUEUE, LOCK_PI, WAIT_BITSET, WAKE_BITSET, PRIVATE, REALTIME = 0, 1, 3, 6, 9, 10, 128, 256
SOMEWHERE = 0x7F00_0000_0000  # its low half is 0


@pytest.mark.parametrize("machine", MACHINES)
def test_a_futex_is_private(machine: str) -> None:
    for operation in (WAIT, WAKE, REQUEUE, LOCK_PI, WAIT_BITSET, WAIT_BITSET | REALTIME, WAKE_BITSET):
        assert asked(machine, "futex", SOMEWHERE, operation | PRIVATE) == ALLOW
    for operation in (WAIT, WAIT_BITSET, WAIT | REALTIME, WAIT_BITSET | REALTIME):
        assert asked(machine, "futex", SOMEWHERE, operation) == EAGAIN, "who joins a thread looks again"
    for operation in (WAKE, WAKE_BITSET):
        assert asked(machine, "futex", SOMEWHERE + 4, operation) == DONE, "nobody is woken, since nobody sleeps"
    for operation in (2, REQUEUE, 4, 5, LOCK_PI, 7, 8, 11, 12, 13, 14, 127):
        assert asked(machine, "futex", SOMEWHERE, operation) == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        *[("fcntl", (3, command), ALLOW) for command in (0, 1, 2, 3, 4, 1030)],
        *[("fcntl", (3, command), ENOSYS) for command in (5, 6, 7, 36, 37, 38)],  # locks
        # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_GETLEASE, F_NOTIFY, F_SETPIPE_SZ, F_ADD_SEALS, write hints
        *[("fcntl", (3, command), EPERM) for command in (8, 10, 15, 1024, 1025, 1026, 1031, 1033, 1036, 1038)],
        *[("madvise", (SOMEWHERE, 1, advice), ALLOW) for advice in (0, 4, 8, 14)],
        # WILLNEED, REMOVE, MERGEABLE, COLD, PAGEOUT, POPULATE_READ, _WRITE, COLLAPSE
        *[("madvise", (SOMEWHERE, 1, advice), EINVAL) for advice in (3, 9, 12, 20, 21, 22, 23, 25)],
        *[("prctl", (option,), ALLOW) for option in (3, 15, 16)],
        # SET_DUMPABLE, SET_SECCOMP, SCHED_CORE, SET_MEMORY_MERGE, SET_MM
        *[("prctl", (option,), EPERM) for option in (4, 22, 62, 67, 35)],
        ("getsockopt", (3, 1, 3), ALLOW),
        ("getsockopt", (3, 1, 4), ALLOW),
        # SO_PEERPIDFD, SO_PEERCRED, SO_PASSPIDFD, SO_GET_FILTER, SO_COOKIE; another level
        *[("getsockopt", (3, 1, option), EPERM) for option in (77, 17, 76, 26, 57)],
        ("getsockopt", (3, 6, 3), EPERM),
        ("setsockopt", (3, 1, 76), EPERM),
        ("sendmsg", (3,), EPERM),
        ("recvmsg", (3,), ALLOW),
        ("ioctl", (3, 0x5401), ALLOW),
        ("ioctl", (3, 0x5421), ALLOW),
        *[("ioctl", (3, command), EACCES) for command in (0x5412, 0x80045200, 0x8901, 0x40086602, 0x5760)],
        ("mmap", (0, 4096, 3, 0x22), ALLOW),
        ("mmap", (0, 4096, 3, 0x40022), ENOMEM),
        ("kill", (7, 15), ALLOW),
        ("kill", (7, 34), EPERM),
        ("kill", (0, 15), EPERM),
        ("tgkill", (7, 8, 6), ALLOW),
        ("tgkill", (7, 8, 40), EPERM),
        ("tgkill", (8, 8, 6), EPERM),
        ("clone", (0x003D0F00,), ALLOW),
        ("clone", (0x003D0F00 | 0x1000,), EPERM),  # CLONE_PIDFD
        ("clone", (0x003D0F00 | 0x02000000,), EPERM),  # CLONE_NEWCGROUP
    ],
)
def test_by_its_arguments(machine: str, name: str, arguments: tuple[int, ...], expected: int) -> None:
    assert asked(machine, name, *arguments) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_where_process_ids_are_shared_others_are_neither_seen_nor_told(machine: str) -> None:
    someones_clock = 0xFFFF_FFFF & (~1234 << 3 | 2)
    assert asked(machine, "clock_gettime", someones_clock) == ALLOW
    assert asked(machine, "clock_gettime", someones_clock, alone=False) == EINVAL
    assert asked(machine, "clock_gettime", 3, alone=False) == ALLOW
    assert asked(machine, "sched_setaffinity", 7) == ALLOW
    assert asked(machine, "sched_setaffinity", 7, alone=False) == EPERM
    for name in seccomp.ATTRIBUTES & seccomp.TABLES[machine][1].keys():
        assert asked(machine, name) == ALLOW and asked(machine, name, attributes=False) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_a_gpu_is_commanded_with_numbers_of_its_own(machine: str) -> None:
    assert asked(machine, "ioctl", 3, 0xC020462A, devices=True) == ALLOW
    assert asked(machine, "ioctl", 3, 0x5412, devices=True) == EPERM

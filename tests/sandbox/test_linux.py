"""The system calls: the seccomp program is run here instruction by instruction, the rest in processes of its own."""

from __future__ import annotations

import platform
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import linux

ROOT = Path(__file__).resolve().parents[2]
ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE_THREAD_FLAGS = 0x003D0F00  # what pthread_create passes
FORK_FLAGS = 0x01200011  # what fork passes: CHILD_SETTID, CHILD_CLEARTID and SIGCHLD

# Numbers from the kernel's own tables (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h).
FORBIDDEN = {
    "x86_64": {
        "socket": 41, "connect": 42, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "mount": 165, "umount2": 166,
        "pivot_root": 155, "chroot": 161, "reboot": 169, "init_module": 175, "keyctl": 250, "add_key": 248,
        "mknod": 133, "unshare": 272,
        "perf_event_open": 298, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "finit_module": 313, "memfd_create": 319, "bpf": 321, "execveat": 322,
        "userfaultfd": 323, "kexec_load": 246, "io_uring_setup": 425, "io_uring_enter": 426, "fsopen": 430,
        "move_mount": 429, "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "execve": 221, "ptrace": 117, "mount": 40, "umount2": 39, "pivot_root": 41,
        "chroot": 51, "reboot": 142, "init_module": 105, "keyctl": 219, "add_key": 217, "mknodat": 33, "unshare": 97,
        "perf_event_open": 241, "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270,
        "process_vm_writev": 271, "finit_module": 273, "memfd_create": 279, "bpf": 280, "execveat": 281,
        "userfaultfd": 282, "kexec_load": 104,
        "io_uring_setup": 425, "io_uring_enter": 426, "fsopen": 430, "move_mount": 429, "pidfd_open": 434,
        "pidfd_getfd": 438, "mount_setattr": 442,
    },
}  # fmt: skip
NEEDED = {
    "x86_64": {
        "read": 0, "write": 1, "mmap": 9, "brk": 12, "rt_sigaction": 13, "sched_yield": 24, "madvise": 28, "futex": 202,
        "clock_gettime": 228, "exit_group": 231, "tgkill": 234, "openat": 257, "getrandom": 318,
    },
    "aarch64": {
        "read": 63, "write": 64, "mmap": 222, "brk": 214, "rt_sigaction": 134, "sched_yield": 124, "madvise": 233,
        "futex": 98, "clock_gettime": 113, "exit_group": 94, "tgkill": 131, "openat": 56, "getrandom": 278,
    },
}  # fmt: skip
CLONE = {"x86_64": 56, "aarch64": 220}
MACHINES = sorted(AUDIT)


def verdict(program: bytes, number: int, audit: int, argument: int = 0) -> int:
    """What the kernel would answer: classic BPF over struct seccomp_data {int nr; u32 arch; u64 ip; u64 args[6]}."""
    data = struct.pack("=iIQ6Q", number, audit, 0, argument, 0, 0, 0, 0, 0)
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


@pytest.mark.parametrize(("machine", "name"), [(machine, name) for machine in MACHINES for name in FORBIDDEN[machine]])
def test_a_forbidden_call_fails(machine: str, name: str) -> None:
    program = linux.seccomp_program(machine)
    assert verdict(program, FORBIDDEN[machine][name], AUDIT[machine]) == EPERM


@pytest.mark.parametrize(("machine", "name"), [(machine, name) for machine in MACHINES for name in NEEDED[machine]])
def test_what_honest_programs_need_is_allowed(machine: str, name: str) -> None:
    assert verdict(linux.seccomp_program(machine), NEEDED[machine][name], AUDIT[machine]) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_a_clone_must_be_a_thread(machine: str) -> None:
    program = linux.seccomp_program(machine)
    assert verdict(program, CLONE[machine], AUDIT[machine], CLONE_THREAD_FLAGS) == ALLOW
    assert verdict(program, CLONE[machine], AUDIT[machine], FORK_FLAGS) == EPERM
    assert verdict(program, CLONE[machine], AUDIT[machine], 0x11) == EPERM
    assert verdict(program, CLONE[machine], AUDIT[machine], 0x00010000 << 32) == EPERM, "only the low half are flags"


@pytest.mark.parametrize("machine", MACHINES)
def test_clone3_seems_not_to_exist_so_that_the_c_library_uses_clone(machine: str) -> None:
    assert verdict(linux.seccomp_program(machine), 435, AUDIT[machine]) == ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("number", [1, 11, 102])
def test_another_calling_convention_is_the_end(machine: str, number: int) -> None:
    program = linux.seccomp_program(machine)
    for audit in (0x40000003, 0x40000028, *(set(AUDIT.values()) - {AUDIT[machine]})):  # i386, arm, each other
        assert verdict(program, number, audit) == KILL
    assert verdict(program, number | 0x40000000, AUDIT[machine]) == KILL  # x32


def test_jumps_stay_within_a_byte_and_a_program() -> None:
    for machine in MACHINES:
        program = linux.seccomp_program(machine)
        assert len(program) % 8 == 0 and len(program) // 8 <= 4096
        verdict(program, 10_000, AUDIT[machine])


def test_an_architecture_without_a_table_is_refused() -> None:
    with pytest.raises(OSError, match="no seccomp table"):
        linux.seccomp_program("vax")


def test_this_machine_has_a_table() -> None:
    assert linux.seccomp_program() == linux.seccomp_program(platform.machine())


def run(script: str) -> str:
    """What the script prints in a Python of its own, with `linux` and `os` at hand."""
    command = [sys.executable, "-c", f"import os\nfrom grader.sandbox import linux\n{script}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


STATUS = "status = {line.split(':')[0]: line.split(':')[1].strip() for line in open('/proc/self/status')}\n"


def alone(uid: int) -> str:
    """The beginning of a script that goes on as `uid` of a user namespace of one user, with every capability."""
    return f"ids = os.geteuid(), os.getegid()\nlinux.unshare(linux.CLONE_NEWUSER)\nlinux.map_ids({uid}, {uid}, *ids)\n"


def test_no_new_privileges_shows_in_status() -> None:
    assert run(f"linux.no_new_privileges()\n{STATUS}print(status['NoNewPrivs'])") == "1"


def test_dropped_capabilities_are_gone_for_good() -> None:
    names = "[status[name] for name in ('CapPrm', 'CapEff', 'CapBnd', 'CapAmb')]"
    assert run(f"{alone(0)}{STATUS}print(int(status['CapEff'], 16) > 0)") == "True"
    assert run(f"{alone(0)}linux.drop_capabilities()\n{STATUS}print(set({names}))") == "{'0000000000000000'}"


def test_map_ids_gives_one_user() -> None:
    script = f"{alone(1000)}print(os.getuid(), os.getgid(), open('/proc/self/setgroups').read().strip())"
    assert run(script) == "1000 1000 deny"


def test_an_undumpable_process_hides_its_memory() -> None:
    ask = "import ctypes\nprint(ctypes.CDLL(None).prctl(3), end=' ')\n"  # PR_GET_DUMPABLE
    assert run(f"{ask}linux.set_dumpable(False)\n{ask}linux.set_dumpable(True)\n{ask}") == "1 0 1"


def test_a_failed_call_is_an_os_error_that_names_it() -> None:
    with pytest.raises(OSError, match="mount tmpfs on /no/such/place"):
        linux.mount("tmpfs", "/no/such/place", "tmpfs", 0)
    with pytest.raises(OSError, match="unshare"):
        linux.unshare(-1)


@pytest.mark.skipif(not linux.landlock_abi(), reason="this kernel has no Landlock")
def test_landlock_keeps_to_what_was_named(tmp_path: Path) -> None:
    for name in ("read/a", "write/a", "other/a"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    script = f"""
linux.no_new_privileges()
os.chdir({str(tmp_path)!r})
linux.landlock(["read", "absent"], ["write"], ["/dev/null"])
def tried(path, mode):
    try:
        open(path, mode).close()
        return "done"
    except OSError as error:
        return type(error).__name__
print(*(tried(path, mode) for path in ("read/a", "write/a", "other/a", "/dev/null", "/dev/zero") for mode in "ra"))
try:
    os.listdir("other")
except OSError as error:
    print(type(error).__name__, os.listdir("read"))
"""
    denied = "PermissionError"
    assert run(script).split("\n") == [
        f"done {denied} done done {denied} {denied} done done {denied} {denied}",
        f"{denied} ['a']",
    ]


@pytest.mark.skipif(not linux.landlock_abi(), reason="this kernel has no Landlock")
def test_landlock_needs_no_new_privileges_first() -> None:
    drop = "linux.drop_capabilities()\n"
    refused = "try:\n    linux.landlock(['/'], [], [])\n    print('done')\nexcept OSError as error:\n    print(error)"
    assert "landlock_restrict_self" in run(alone(1000) + drop + refused)


def test_seccomp_is_installed_for_good() -> None:
    script = f"""
import socket
linux.no_new_privileges()
linux.seccomp(linux.seccomp_program(pid=os.getpid()))
{STATUS}
try:
    socket.socket()
except PermissionError:
    print(status["Seccomp"])
"""
    assert run(script) == "2"


def test_a_read_only_bind_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "source" / "inner").mkdir(parents=True)
    (tmp_path / "target").mkdir()
    script = f"""
uid, gid = os.geteuid(), os.getegid()
linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS)
linux.map_ids(0, 0, uid, gid)
linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
os.chdir({str(tmp_path)!r})
linux.bind_readonly("source", "target")
for place in ("source/inner/a", "target/inner/b"):
    try:
        open(place, "w").close()
        print("done")
    except OSError as error:
        print(error.strerror)
"""
    assert run(script).split("\n") == ["done", "Read-only file system"]
    assert [path.name for path in (tmp_path / "source" / "inner").iterdir()] == ["a"]


CPU_TIMER = """
import os, signal, sys, time
from grader.sandbox.linux import CpuTimer

def use(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

use(0.3)  # what was used before does not count
timer = CpuTimer(signal.SIGXCPU)
timer.set(float(sys.argv[1]))
timer.set(float(sys.argv[2]))
if (child := os.fork()) == 0:
    use(1)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0, "a fork has no timer"
print("used", flush=True)
use(1)
print("all", flush=True)
"""


@pytest.mark.parametrize(("first", "then"), [("2", "0.4"), ("0.4", "inf"), ("inf", "-1")])
def test_a_timer_of_cpu_time_counts_from_where_it_is_set(first: str, then: str) -> None:
    done = subprocess.run([sys.executable, "-c", CPU_TIMER, first, then], cwd=ROOT, capture_output=True, text=True)
    assert not done.stderr and ("all" in done.stdout) is (then == "inf") and ("used" in done.stdout or then == "-1")
    assert done.returncode == (0 if then == "inf" else -signal.SIGXCPU)

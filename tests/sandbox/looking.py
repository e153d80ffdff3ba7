"""What a student's process sees and may do.

`LOOK` runs inside a box; ``python -m tests.sandbox.looking LEVEL QUESTIONS`` prints its answers as JSON. What it
tried and could not do is answered by the name of the errno.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

LOOK = r"""
import ctypes, errno, os, resource, signal, socket, stat, subprocess, sys, threading

libc = ctypes.CDLL(None, use_errno=True)
LIMITS = ("CORE", "NOFILE", "NPROC", "FSIZE", "MEMLOCK")
OURS = ("grader", "pytest", "_pytest", "pydantic", "oracles", "exercises", "solutions")

def tried(action, *args):
    try:
        result = action(*args)
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))
    except BaseException as error:
        return type(error).__name__
    if result == -1:
        return errno.errorcode[ctypes.get_errno()]
    return "done"

def status():
    with open("/proc/self/status") as stream:
        lines = [line.split(":") for line in stream]
    return {line[0]: line[1].strip() for line in lines if line[0].startswith(("Cap", "NoNewPrivs", "Seccomp"))}

def facts():
    return {
        "uid": os.getuid(), "euid": os.geteuid(), "pid": os.getpid(), "ppid": os.getppid(), "cwd": os.getcwd(),
        "root": sorted(os.listdir("/")) if tried(os.listdir, "/") == "done" else None,
        "environment": dict(os.environ), "arguments": sys.argv, "host": os.uname().nodename,
        "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd")),
        "status": status(),
        "limits": {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in LIMITS},
        "modules": sorted(name for name in sys.modules if name.split(".")[0] in OURS),
    }

def namespaces():
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in ("user", "mnt", "pid", "net", "ipc", "uts")}

def interfaces():
    with open("/proc/self/net/dev") as stream:
        return [line.split(":")[0].strip() for line in stream if ":" in line]

def mount_flags(path):
    flags = os.statvfs(path).f_flag
    return {"read-only": bool(flags & os.ST_RDONLY), "nosuid": bool(flags & os.ST_NOSUID),
            "nodev": bool(flags & os.ST_NODEV), "noexec": bool(flags & os.ST_NOEXEC)}

def exists(path):
    return os.path.exists(path)

def listing(path):
    try:
        return sorted(os.listdir(path))
    except OSError as error:
        return errno.errorcode[error.errno]

def read(path):
    return tried(lambda: open(path, "rb").read(1))

def write(path):
    return tried(lambda: open(path, "ab").close())

def make_executable():
    with os.fdopen(os.open("run.sh", os.O_CREAT | os.O_WRONLY, 0o755), "w") as stream:  # at container, no chmod
        stream.write("#!/bin/sh\nexit 0\n")
    return tried(os.execv, "run.sh", ["run.sh"])

def crimes():
    page = ctypes.create_string_buffer(8)
    clone = lambda: libc.syscall(56, 17, 0, 0, 0, 0)  # x86-64's number; elsewhere fork says the same
    return {
        "fork": tried(os.fork),
        "vfork": tried(lambda: libc.vfork()),
        "forkpty": tried(os.forkpty),
        "spawn": tried(os.posix_spawn, "/bin/true", ["true"], {}),
        "system": "EPERM" if libc.system(b"exit 0") else "done",
        "subprocess": tried(subprocess.run, ["/bin/true"]),
        "exec": tried(os.execv, "/bin/true", ["true"]),
        "exec own file": make_executable(),
        "clone": tried(clone if os.uname().machine == "x86_64" else os.fork),
        "tcp": tried(socket.socket),
        "udp": tried(socket.socket, socket.AF_INET, socket.SOCK_DGRAM),
        "unix": tried(socket.socket, socket.AF_UNIX),
        "netlink": tried(socket.socket, 16, socket.SOCK_RAW),
        "packet": tried(socket.socket, 17, socket.SOCK_RAW),
        "resolve": tried(socket.create_connection, ("127.0.0.1", 22)),
        "mount": tried(lambda: libc.mount(b"tmpfs", b"/box", b"tmpfs", 0, None)),
        "umount": tried(lambda: libc.umount2(b"/proc", 2)),
        "chroot": tried(os.chroot, "."),
        "unshare": tried(lambda: libc.unshare(0x10000000)),
        "setns": tried(lambda: libc.setns(0, 0)),
        "ptrace": tried(lambda: libc.ptrace(0, 0, 0, 0)),
        "setuid": tried(os.setuid, 0),
        "setgroups": tried(os.setgroups, [0]),
        "sethostname": tried(lambda: libc.sethostname(b"x", 1)),
        "mknod": tried(os.mknod, "null", stat.S_IFCHR | 0o666, 0x103),
        "memfd": tried(os.memfd_create, "x"),
        "raise own limit": tried(resource.setrlimit, resource.RLIMIT_NOFILE, (10**5, 10**5)),
        "dump core": tried(resource.setrlimit, resource.RLIMIT_CORE, (10**6, 10**6)),
        "personality": tried(lambda: libc.personality(0x0400000)),
        "kill parent": tried(os.kill, os.getppid() or -1, signal.SIGTERM),
        "pidfd": tried(os.pidfd_open, os.getpid()),
        "shared memory": tried(lambda: libc.shmget(0, 4096, 0o1600)),
        "lock memory": tried(lambda: libc.mlock(page, 8)),
    }

def threads(count):
    gate, started = threading.Event(), []
    try:
        for _ in range(count):
            thread = threading.Thread(target=gate.wait)
            thread.start()
            started.append(thread)
    except RuntimeError:
        pass
    gate.set()
    for thread in started:
        thread.join()
    return len(started)

def fill(files, kilobytes):
    written = 0
    for number in range(files):
        try:
            with open(f"filler-{number}", "wb", buffering=0) as stream:
                for _ in range(kilobytes):
                    written += stream.write(bytes(1024))
        except OSError as error:
            return errno.errorcode[error.errno], written
    return "done", written

def fill_in(folder, kilobytes):
    os.chdir(folder)
    return fill(1, kilobytes)

def many_files(count):
    for number in range(count):
        why = write(f"empty-{number}")
        if why != "done":
            return why, number
    return "done", count

def open_files(count):
    kept = []
    try:
        for _ in range(count):
            kept.append(open("/dev/null"))
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
"""


def view(handle: Any, questions: list[list[Any]]) -> list[Any]:
    """Ask `[function, *arguments]` each in turn, in one box."""
    from grader.sandbox.box import Box
    from grader.sandbox.limits import Limits

    with Box(handle, Limits(call_seconds=30, disk_mb=4)) as box:
        box.load(LOOK, "look.py")
        return [box.call(name, arguments).value for name, *arguments in questions]


def main(level: str, questions: str) -> None:
    from grader.sandbox.warm import WarmServer

    with WarmServer("numpy", minimum=level, maximum=level) as server:
        print(json.dumps(view(server.handle, json.loads(questions))))


def in_a_namespace_of_one_user() -> None:
    """As in a container without root: uid 0 inside, and nobody else to become."""
    from grader.sandbox import linux

    uid, gid = os.getuid(), os.getgid()
    linux.unshare(linux.CLONE_NEWUSER)
    linux.map_ids(0, 0, uid, gid)


if __name__ == "__main__":
    if sys.argv[3:] == ["--alone"]:
        in_a_namespace_of_one_user()
    main(sys.argv[1], sys.argv[2])

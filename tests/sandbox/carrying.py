"""Ways for one box to tell another a bit, after it or beside it: what each sends, and what the other receives.

`THIEVES` runs inside the boxes; ``python -m tests.sandbox.carrying LEVEL`` prints, as JSON, what was received of 0 and
of 1. A way that is closed gives the same for both: mostly the name of the errno.
"""

from __future__ import annotations

import json
import sys
from typing import Any

AFTER = ("page_cache", "page_cache_by_cachestat", "page_cache_by_mincore", "write_hint")
BESIDE = ("flock", "record_lock", "description_lock", "open_by_lease", "dnotify", "inotify", "futex_wake",
          "futex_of_a_thread_that_ends", "open_files", "list_of_locks")  # fmt: skip

THIEVES = r"""
import ctypes, errno, fcntl, mmap, os, signal, struct, threading, time
import numpy

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.syscall.restype = ctypes.c_long
X86 = os.uname().machine == "x86_64"
FOLDER = os.path.dirname(numpy.__file__)
FILE = os.path.join(FOLDER, "__init__.pyi")  # that both may read, and nobody maps
KEPT = {}
READ, SHARED, PRIVATE = 1, 1, 2

def call(number, *arguments):
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = libc.syscall(ctypes.c_long(number), *given)
    if result < 0:
        raise OSError(ctypes.get_errno(), "")
    return result

def opened():
    return os.open(FILE, os.O_RDONLY)

def mapped(flags=SHARED):
    return libc.mmap(None, ctypes.c_size_t(4096), READ, flags, opened(), ctypes.c_long(0))

def arm(name):
    return tried("arm_" + name) if "arm_" + name in globals() else None

def send(name, bit):
    return tried("send_" + name, bit) if "send_" + name in globals() else None

def receive(name):
    return tried("receive_" + name)

def tried(name, *arguments):
    try:
        return globals()[name](*arguments)
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))

# --- what of a file is in memory

def send_page_cache(bit):
    fd = opened()
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    if bit:
        os.pread(fd, 1, 0)

send_page_cache_by_cachestat = send_page_cache_by_mincore = send_page_cache

def receive_page_cache():
    try:
        return os.preadv(opened(), [bytearray(1)], 0, os.RWF_NOWAIT)
    except BlockingIOError:
        return 0

def receive_page_cache_by_cachestat():
    counts = ctypes.create_string_buffer(40)
    call(451, opened(), struct.pack("QQ", 0, 4096), counts, 0)
    return struct.unpack_from("Q", counts)[0]

def receive_page_cache_by_mincore():
    state = ctypes.create_string_buffer(1)
    call(27 if X86 else 232, ctypes.c_void_p(mapped()), 4096, state)
    return state.raw[0] & 1

def send_write_hint(bit):
    fcntl.fcntl(opened(), 1036, struct.pack("Q", 2 + 3 * bit))  # F_SET_RW_HINT: RWH_WRITE_LIFE_SHORT, _EXTREME

def receive_write_hint():
    return struct.unpack("Q", fcntl.fcntl(opened(), 1035, bytes(8)))[0] // 5

# --- locks

def send_flock(bit):
    if bit:
        KEPT["fd"] = opened()
        fcntl.flock(KEPT["fd"], fcntl.LOCK_EX)

def receive_flock():
    try:
        fcntl.flock(opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return 0
    except BlockingIOError:
        return 1

def lock(kind):
    return struct.pack("hhqqi4x", kind, 0, 0, 0, 0)

def send_record_lock(bit):
    if bit:
        KEPT["fd"] = opened()
        fcntl.fcntl(KEPT["fd"], fcntl.F_SETLK, lock(fcntl.F_RDLCK))

def receive_record_lock():
    return int(struct.unpack_from("h", fcntl.fcntl(opened(), fcntl.F_GETLK, lock(fcntl.F_WRLCK)))[0] != fcntl.F_UNLCK)

def send_description_lock(bit):
    if bit:
        KEPT["fd"] = opened()
        fcntl.fcntl(KEPT["fd"], 37, lock(fcntl.F_RDLCK))

def receive_description_lock():
    return int(struct.unpack_from("h", fcntl.fcntl(opened(), 36, lock(fcntl.F_WRLCK)))[0] != fcntl.F_UNLCK)

def send_list_of_locks(bit):
    send_flock(bit)

def receive_list_of_locks():
    with open("/proc/locks") as stream:
        return int(f":{os.stat(FILE).st_ino} " in stream.read())

def send_open_by_lease(bit):
    if bit:
        KEPT["fd"] = opened()

def receive_open_by_lease():
    try:
        fcntl.fcntl(opened(), fcntl.F_SETLEASE, fcntl.F_WRLCK)
        return 0
    except BlockingIOError:
        return 1

# --- being told of what happens to a file

def arm_dnotify():
    KEPT["told"] = 0
    def tell(*_):
        KEPT["told"] = 1
    signal.signal(signal.SIGIO, tell)
    KEPT["folder"] = os.open(FOLDER, os.O_RDONLY)
    fcntl.fcntl(KEPT["folder"], fcntl.F_NOTIFY, fcntl.DN_ACCESS)

def send_dnotify(bit):
    if bit:
        os.read(opened(), 1)

def receive_dnotify():
    time.sleep(0.05)
    return KEPT["told"] if "folder" in KEPT else "never armed"

def arm_inotify():
    KEPT["watch"] = -1
    KEPT["watch"] = call(294 if X86 else 26, os.O_NONBLOCK)
    call(254 if X86 else 27, KEPT["watch"], ctypes.c_char_p(FILE.encode()), 1)

send_inotify = send_dnotify

def receive_inotify():
    try:
        return int(len(os.read(KEPT["watch"], 4096)) > 0)
    except BlockingIOError:
        return 0

# --- being woken

def arm_futex_wake(flags=SHARED):
    word = mapped(flags)
    value = ctypes.c_uint32.from_address(word).value
    def wait():
        try:
            KEPT["woken"] = 1 + call(202 if X86 else 98, ctypes.c_void_p(word), 0, value, struct.pack("qq", 1, 0), 0, 0)
        except OSError as error:
            KEPT["woken"] = 0 if error.errno == errno.ETIMEDOUT else errno.errorcode[error.errno]
    KEPT["waiter"] = threading.Thread(target=wait)
    KEPT["waiter"].start()
    time.sleep(0.2)

def send_futex_wake(bit):
    if bit:
        call(202 if X86 else 98, ctypes.c_void_p(mapped()), 1, 1, 0, 0, 0)

def receive_futex_wake():
    KEPT["waiter"].join()
    return KEPT["woken"]

def arm_futex_of_a_thread_that_ends():
    arm_futex_wake(PRIVATE)

def send_futex_of_a_thread_that_ends(bit):
    if bit:
        word = mapped(PRIVATE)
        thread = threading.Thread(target=lambda: libc.syscall(218 if X86 else 96, ctypes.c_void_p(word)))
        thread.start()
        time.sleep(0.2)

receive_futex_of_a_thread_that_ends = receive_futex_wake

# --- the machine's counters

def files():
    with open("/proc/sys/fs/file-nr") as stream:
        return int(stream.read().split()[0])

def arm_open_files():
    KEPT["files"] = files()

def send_open_files(bit):
    if bit:
        KEPT["fds"] = [opened() for _ in range(200)]

def receive_open_files():
    return int(files() - KEPT["files"] >= 100)
"""


def carry(name: str, bit: int, sends: Any, receives: Any) -> Any:
    """What a box of the server `receives` is told of the bit by a box of the server `sends`."""
    from grader.sandbox.box import Box
    from grader.sandbox.limits import Limits

    limits = Limits(call_seconds=30)
    with Box(sends, limits) as sender:
        sender.load(THIEVES, "thief.py")
        if name in AFTER:
            sender.call("send", [name, bit])
            sender.stop()
        with Box(receives, limits) as receiver:
            receiver.load(THIEVES, "thief.py")
            if name in BESIDE:
                receiver.call("arm", [name])
                sender.call("send", [name, bit])
            return receiver.call("receive", [name]).value


def both(name: str, sends: Any, receives: Any) -> list[Any]:
    """What is received of 0, and of 1."""
    return [carry(name, bit, sends, receives) for bit in (0, 1)]


def main(level: str) -> None:
    from grader.sandbox.warm import WarmServer

    with WarmServer("numpy", minimum=level, maximum=level) as server:
        print(json.dumps({name: both(name, server.handle, server.handle) for name in (*AFTER, *BESIDE)}))


if __name__ == "__main__":
    main(sys.argv[1])

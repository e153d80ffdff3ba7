"""What the wall is built by: levels, where things lie inside, and the plan of each of its two steps."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import Any

from .. import linux

LEVELS = ("process", "container", "strict")
HOME = "/box"  # the private working directory at `strict`
TMP = "/tmp"  # private there, too
CODE = "/gatehouse"  # where this package is seen at `strict`
FACTS = "/etc/gatehouse"  # what stands there in the place of files in /proc, as it was when the server began
# Of each, the lines that begin so. All else that /proc tells of the machine counts what every box of it does.
MACHINE: dict[str, tuple[str, ...]] = {"cpuinfo": ("",), "meminfo": ("",), "stat": ("cpu", "btime")}
UNPRIVILEGED = 65534  # "nobody": who a root-run grader becomes inside
INNER_ID = 1000
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/ld.so.conf",
          "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives")  # fmt: skip
SPACES = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS
PRIVATE = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC  # how a tmpfs and /proc are mounted inside


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

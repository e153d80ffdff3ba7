"""What of this machine may be seen inside: packages, the system's folders, the nodes of a GPU. Looked up outside."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from .plans import SYSTEM

GPU_FACTS = ("/sys/module/nvidia", "/sys/bus/pci/devices", "/sys/devices")  # what CUDA reads of the machine
_GPU_NODES = ("/dev/nvidia[0-9]*", "/dev/nvidiactl", "/dev/nvidia-uvm*", "/dev/nvidia-modeset", "/dev/nvidia-caps/*")
# Where a prefix keeps installed packages: its own, Debian's, those of conda's other environments, and conda's store.
_PACKAGES = ("lib*/python3*/*-packages", "local/lib/python3*/*-packages", "envs/*/lib/python3*/site-packages",
             "pkgs/*/lib/python3*/site-packages", "pkgs/*/site-packages")  # fmt: skip


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
    shown = [Path(root) for root in (*SYSTEM, *visible_roots())]
    spelled = {spelling for folder in folders for spelling in (Path(os.path.abspath(folder)), folder.resolve())}
    return tuple(sorted(str(path) for path in spelled if any(path.is_relative_to(root) for root in shown)))

"""The root directory at `strict`: read-only binds, a few devices, a private tmpfs, a /proc of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .. import linux
from .identity import owner
from .plans import CODE, DEVICES, FACTS, HOME, MACHINE, PRIVATE, SYSTEM, TMP, OuterPlan


def build_root(plan: OuterPlan) -> None:
    """Build it in `plan.scaffold`, and make it the root of this process. Raises OSError if the host forbids a part."""
    root = plan.scaffold
    os.umask(0o022)
    linux.mount("tmpfs", root, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=16m,nr_inodes=4096,mode=755")
    _bind_what_may_be_read(plan, root)
    _bind_devices((*DEVICES, *plan.devices), root)
    _cover(plan.hidden, root)
    _write_facts(root)
    _mount_own(root)
    linux.pivot_into(root)
    linux.mount(None, "/", None, 32 | linux.MS_RDONLY | linux.MS_BIND | linux.MS_NOSUID | linux.MS_NODEV)  # 32: REMOUNT


def _bind_what_may_be_read(plan: OuterPlan, root: str) -> None:
    shown: list[str] = []
    for path in (*SYSTEM, *plan.readable):
        _show(path, path, root, shown)
    _show(plan.package, f"{CODE}/sandbox", root, shown)
    if plan.runtime:
        _show(plan.runtime, plan.runtime_seen(), root, shown)


def _bind_devices(nodes: Iterable[str], root: str) -> None:
    for path in nodes:
        if os.path.exists(path):
            _touch(root + path, is_dir=False)
            linux.mount(path, root + path, None, linux.MS_BIND)


def _cover(hidden: Iterable[str], root: str) -> None:
    """Mount nothing over each folder that a bind would show."""
    for path in hidden:
        if os.path.isdir(root + path):
            flags = linux.MS_RDONLY | PRIVATE
            linux.mount("tmpfs", root + path, "tmpfs", flags, "size=4k,nr_inodes=2,mode=755")


def _write_facts(root: str) -> None:
    """Copy what /proc may tell of the machine, as it is now."""
    for name, beginnings in MACHINE.items():
        _touch(f"{root}{FACTS}/{name}", is_dir=False)
        with open(f"/proc/{name}", encoding="utf-8") as real, open(f"{root}{FACTS}/{name}", "w") as copy:
            copy.writelines(line for line in real if line.startswith(beginnings))


def _mount_own(root: str) -> None:
    """The server's own working folder, and /proc."""
    for name in ("proc", HOME[1:], TMP[1:], "dev"):  # an interpreter may live below /tmp
        os.makedirs(f"{root}/{name}", exist_ok=True)
    own = f"mode=700,size=16m,nr_inodes=1024,uid={owner()},gid={owner()}"  # libraries want a temporary folder to load
    linux.mount("tmpfs", root + HOME, "tmpfs", PRIVATE, own)
    linux.mount("proc", f"{root}/proc", "proc", PRIVATE)


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

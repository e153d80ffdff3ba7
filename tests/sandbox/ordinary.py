"""Run a command as an ordinary user, whoever runs the tests: as in a container that starts its program as one.

    python -m tests.sandbox.ordinary [--no-namespaces] [--stay-root] [--] COMMAND...

Run by root it becomes the user `UID`, for whom an interpreter in root's home is made visible, in a mount namespace of
its own. With --no-namespaces the command may make no user namespace, which is what most containers forbid; with
--stay-root it is run by root, as in a container that never heard of users.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.sandbox import linux, wall

UID = 12345
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def their_folder() -> Iterator[Path]:
    """A temporary folder that the ordinary user may write, and everybody reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        if os.geteuid() == 0:
            os.chown(name, UID, UID)
        os.chmod(name, 0o755)
        yield Path(name)


def main(arguments: list[str]) -> None:
    options = [one for one in arguments[:2] if one in ("--no-namespaces", "--stay-root")]
    command = arguments[len(options) :]
    command = command[command[0] == "--" :]
    as_root = os.geteuid() == 0
    if as_root:
        linux.unshare(linux.CLONE_NEWNS)
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        _open_the_way({ROOT, *map(Path, wall.visible_roots())})
    if "--no-namespaces" in options:
        _enter_user_namespace(everybody=as_root)
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    if as_root and "--stay-root" not in options:
        os.setgroups([])
        os.setresgid(UID, UID, UID)
        os.setresuid(UID, UID, UID)
    os.chdir(ROOT)
    os.execvp(command[0], command)


def _open_the_way(needed: Iterable[Path]) -> None:
    """Whatever folder on the way nobody else may enter is replaced by one that shows what is needed, and no more."""
    below: dict[Path, list[Path]] = {}
    for path in needed:
        closed = [folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001]
        if closed:
            below.setdefault(closed[0], []).append(path)
    stage = Path(tempfile.mkdtemp())
    linux.mount("tmpfs", str(stage), "tmpfs", 0, "mode=755")
    for number, (closed, paths) in enumerate(below.items()):
        for index, path in enumerate(paths):
            (stage / f"{number}-{index}").mkdir()
            linux.mount(str(path), str(stage / f"{number}-{index}"), None, linux.MS_BIND | linux.MS_REC)
        linux.mount("tmpfs", str(closed), "tmpfs", 0, "mode=755")
        for index, path in enumerate(paths):
            path.mkdir(parents=True, exist_ok=True)
            linux.mount(str(stage / f"{number}-{index}"), str(path), None, linux.MS_BIND | linux.MS_REC)
    linux._libc.umount2(os.fsencode(stage), linux.MNT_DETACH)
    stage.rmdir()


def _enter_user_namespace(*, everybody: bool) -> None:
    """One in which everybody, or else only this user, has the id that they have outside."""
    if not everybody:
        uid, gid = os.geteuid(), os.getegid()
        linux.unshare(linux.CLONE_NEWUSER)
        linux.map_ids(uid, gid, uid, gid)
        return
    left, entered = os.pipe()
    done, mapped = os.pipe()
    if (child := os.fork()) == 0:  # only who stays outside may write a map of more than one user
        os.read(left, 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{os.getppid()}/{name}").write_text("0 0 65536")
        os.write(mapped, b".")
        os._exit(0)
    linux.unshare(linux.CLONE_NEWUSER)
    os.write(entered, b".")
    os.read(done, 1)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The folders of warm servers: made, locked while their grader lives, and removed, also when it was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_PREFIX = "gatehouse-"  # short: a socket's path, of which it is a part, has a hundred bytes
_SCAFFOLD = "root"
_OURS = re.compile(r"root|server\.log|\w+\.sock|box-\w+").fullmatch  # what may lie in it


class ServerFolder:
    """A new folder, locked until it is closed."""

    def __init__(self) -> None:
        sweep()
        self.path, self._lock = _locked()
        self.path.chmod(0o711)

    def scaffold(self) -> Path:
        """The empty folder in it to build a root on."""
        scaffold = self.path / _SCAFFOLD
        scaffold.mkdir(exist_ok=True)
        return scaffold

    def close(self) -> None:
        """Remove it, and what a grader left that was killed while this one worked. Safe to call twice."""
        remove_tree(self.path)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
            sweep()


def _locked() -> tuple[Path, int]:
    """A new folder, and the descriptor that holds its lock; another one where a sweep came before the lock."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.exists():
                return path, lock
            os.close(lock)


def remove_tree(folder: Path) -> None:
    """Remove a folder that wants to stay: however deep it is, and whatever modes a student's program left in it."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        pass
    if folder.exists():
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


def sweep() -> None:
    """Remove the folders of servers whose grader was killed: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + 8 * "?"):  # as mkdtemp names them
        try:
            fd = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            if os.fstat(fd).st_uid == os.geteuid() and all(map(_OURS, os.listdir(fd))):
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(folder)
        except OSError:
            pass
        finally:
            os.close(fd)

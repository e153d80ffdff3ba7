"""The folders of warm servers: made, locked while their grader lives, and removed, also when it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_PREFIX = "gatehouse-"
_SCAFFOLD = "root"  # made in a folder that is locked: one without it may still be between mkdtemp and flock


class ServerFolder:
    """A new folder, locked until it is closed."""

    def __init__(self) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self.path.chmod(0o711)
        self._lock = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def scaffold(self) -> Path:
        """The empty folder in it to build a root on."""
        scaffold = self.path / _SCAFFOLD
        scaffold.mkdir(exist_ok=True)
        return scaffold

    def close(self) -> None:
        """Remove it. Safe to call twice."""
        remove_tree(self.path)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


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
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        try:
            fd = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            if os.fstat(fd).st_uid == os.geteuid() and (folder / _SCAFFOLD).is_dir():
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(folder)
        except OSError:
            pass
        finally:
            os.close(fd)

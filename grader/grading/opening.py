"""One handed-in file: opened once, through the folders on the way to it.

No link is followed below the class folder: each folder is opened in the one before it, so that what is swapped for a
link between the listing and the reading is refused (openat(2), O_NOFOLLOW).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.messages.sentences import say
from grader.verdict import Text

MAX_BYTES = 5_000_000
MAX_NOTEBOOK = 30_000_000  # bytes of a notebook, its outputs included: without them it has at most `MAX_BYTES`
MAX_ARCHIVE = 30_000_000  # bytes of an archive: it may hold a data set, which nobody looks at
MOST_TOGETHER = 2 * MAX_NOTEBOOK  # bytes of all files of one student and lesson, those in archives too

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# Neither is a link followed, nor does a fifo make us wait, nor a terminal become ours.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(frozen=True)
class File:
    """One of several files that were handed in for a lesson: its bytes, or `fault`, which says why there are none.

    `name` is where it lies below its student's folder, or in an archive. `place` is how far the folder is from the
    lesson's own: 0 it is that, 1 it is named alike, 2 it is no lesson's. `at` is when the exchange took it, as it says.
    """

    name: str
    data: bytes | None = None
    fault: Text | None = None
    place: int = 0
    at: str | None = None

    @cached_property
    def sha256(self) -> str | None:
        return None if self.data is None else hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class HandedIn:
    """One file: its bytes, or `fault`, which says why there are none. `name` is its name as text.

    Where it is not plain which file is meant, `files` has all that could be, and `data` is None: who reads them chooses
    (`grader.grading.choosing`). `unread` more were not read, since there are too many. `unclear`: the fault is that
    nobody knows which file, or whose, is meant. `notices` say how the file was found, where that is not plain: they
    cost no points.
    """

    name: str
    data: bytes | None = None
    fault: Text | None = None
    notices: tuple[Text, ...] = ()
    files: tuple[File, ...] = ()
    unread: int = 0
    unclear: bool = False

    @cached_property
    def sha256(self) -> str | None:
        """Of its bytes; of several files, over the names, times and hashes of all. None if nothing can be read."""
        if not self.files:
            return None if self.data is None else hashlib.sha256(self.data).hexdigest()
        if all(file.data is None for file in self.files):
            return None
        facts = sorted(repr((file.name, file.at, file.sha256)) for file in self.files)
        return hashlib.sha256("\0".join(facts).encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return len(self.data or b"") + sum(len(file.data or b"") for file in self.files)


def read_file(path: Path, root: Path | None = None, max_bytes: int | None = None) -> HandedIn:
    """The file at `path`, at most `max_bytes` of it (that of its kind, if None is given); below `root`, no
    link on the way is followed either."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    archive = max_bytes is None and name.lower().endswith(".zip")
    if max_bytes is None:
        max_bytes = MAX_ARCHIVE if archive else most_bytes(name)
    try:
        folder = os.open(root, _FOLDER) if root is not None else None
    except OSError as error:
        return HandedIn(name, fault=_unopened(name, error))
    try:
        parts = path.relative_to(root).parts if root is not None else (str(path),)
        for part in parts[:-1]:
            folder = _into(folder, part)
        return HandedIn(name, data=_content(parts[-1], folder, max_bytes, archive))
    except _Unreadable as error:
        return HandedIn(name, fault=error.text)
    except (OSError, ValueError) as error:
        return HandedIn(name, fault=_unopened(name, error))
    finally:
        if folder is not None:
            os.close(folder)


def _into(folder: int | None, name: str) -> int:
    """The folder `name` of the open `folder`, which is closed. A link is none: ENOTDIR."""
    assert folder is not None
    inner = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
    os.close(folder)
    return inner


class _Unreadable(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


def _content(name: str, folder: int | None, max_bytes: int, archive: bool) -> bytes:
    handle = os.open(name, _FILE, dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable(say("This is a folder or a device, not a file. Submit the lesson's .ipynb or .py file."))
        try:
            with open(handle, "rb", closefd=False) as stream:
                data = b"" if status.st_size > max_bytes else stream.read(max_bytes + 1)
        except OSError as error:
            raise _Unreadable(
                say(
                    "The file cannot be read ({reason}). Save it again and submit it again.",
                    reason=error.strerror or "",
                )
            ) from error
    finally:
        os.close(handle)
    if max(status.st_size, len(data)) > max_bytes:
        if archive:
            limit = f"{max_bytes / 1e6:g} MB"
            raise _Unreadable(
                say("The archive is larger than {limit}. Submit the lesson's .ipynb or .py file alone.", limit=limit)
            )
        raise _Unreadable(too_large(max_bytes))
    return data


def most_bytes(name: str) -> int:
    """The largest size of a file of this name that is no archive: what a notebook shows hardly counts."""
    return MAX_NOTEBOOK if ".ipynb" in name.lower() else MAX_BYTES


def too_large(max_bytes: int) -> Text:
    limit = f"{max_bytes / 1e6:g} MB"
    return say("The file is larger than {limit}. Clear the outputs of all cells, save, and submit again.", limit=limit)


def too_large_together() -> Text:
    return say("All files here together are too large. Submit only the one that counts.")


def _unopened(name: str, error: OSError | ValueError) -> Text:
    code = getattr(error, "errno", None)
    if code in (errno.ELOOP, errno.EMLINK):
        return say("This is a symbolic link, and links are not followed. Submit the file or the folder itself.")
    if code == errno.ENOTDIR:
        return say(
            "A folder on the way to this file is a symbolic link or no folder, and links are not followed. "
            "Submit the file itself."
        )
    if code == errno.ENOENT:
        return say(
            "There is no file {name} here: it cannot be opened. Submit the lesson's .ipynb or .py file.", name=name
        )
    reason = getattr(error, "strerror", None) or "no such name"
    return say(
        "The file cannot be opened ({reason}). Check that it is there and readable, and submit it again.", reason=reason
    )


@contextmanager
def opened(folder: str | Path, within: int | None = None) -> Iterator[int]:
    """A folder's descriptor; a link is no folder, unless it is the class folder itself."""
    fd = os.open(folder, _FOLDER | (os.O_NOFOLLOW if within is not None else 0), dir_fd=within)
    try:
        yield fd
    finally:
        os.close(fd)


__all__ = [
    "MAX_ARCHIVE", "MAX_BYTES", "MAX_NOTEBOOK", "MOST_TOGETHER", "File", "HandedIn", "most_bytes", "opened",
    "read_file", "too_large", "too_large_together",
]  # fmt: skip

"""The files beside a submitted notebook: the student's own, and over them the course's, as nbgrader lays them.

A submission is read through its folders' descriptors, once; a link in it is refused, whatever it leads to. The
instructor's own folder may have links.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.grading.opening import HandedIn, opened, read_file
from grader.messages.sentences import say
from grader.nbgrader.record import CourseError

MOST_FILES, _DEEPEST = 1_000, 10


def files_beside(
    submitted: Path, source: Path, ignored: Collection[str], kept: Collection[str], most_bytes: int
) -> dict[str, bytes]:
    """Relative paths and their bytes. `ignored` are nbgrader's patterns of names; `kept`, paths of which the student's
    version stands (``Autograde.exclude_overwriting``).

    Raises CourseError for a link or a device among them, or for more than `MOST_FILES` or `most_bytes`.
    """
    files: dict[str, bytes] = {}
    left = most_bytes
    for path in _submitted(submitted, ignored):
        handed_in = read_file(submitted / path, submitted, left)
        files[path] = _bytes(handed_in, path)
        left -= len(files[path])
        _bounded(len(files), left)
    for path in _of_course(source, ignored):
        if path in kept and path in files:
            continue
        left += len(files.get(path, b""))
        size = (source / path).stat().st_size
        _bounded(len(files), left - size)
        files[path] = (source / path).read_bytes()
        left -= len(files[path])
        _bounded(len(files), left)
    return files


def refuse_links(submitted: Path, ignored: Collection[str]) -> None:
    """Raises CourseError if there is a link or a device in a submission, before anybody opens a file of it."""
    for number, _ in enumerate(_submitted(submitted, ignored, notebooks=True), 1):
        _bounded(number, 0)


def _submitted(folder: Path, ignored: Collection[str], *, notebooks: bool = False) -> Iterator[str]:
    try:
        with opened(folder) as fd:
            yield from _walk(fd, "", ignored, notebooks, 0)
    except OSError as error:
        raise CourseError(
            say("{path} cannot be read ({reason}).", path=str(folder), reason=error.strerror or "")
        ) from error


def _walk(fd: int, prefix: str, ignored: Collection[str], notebooks: bool, depth: int) -> Iterator[str]:
    for name in sorted(os.listdir(fd)):
        if any(fnmatch.fnmatch(name, pattern) for pattern in ignored):
            continue
        path, mode = f"{prefix}{name}", os.stat(name, dir_fd=fd, follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode) and depth < _DEEPEST:
            with opened(name, fd) as inner:
                yield from _walk(inner, f"{path}/", ignored, notebooks, depth + 1)
        elif stat.S_ISREG(mode):
            if notebooks or not name.endswith(".ipynb"):
                yield path
        else:
            raise CourseError(
                say(
                    "{path} in this submission is a link or no regular file, and none is followed. Ask the student to "
                    "hand in the file itself.",
                    path=path,
                )
            )


def _of_course(folder: Path, ignored: Collection[str]) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not any(fnmatch.fnmatch(name, each) for each in ignored))
        for name in sorted(names):
            path = Path(place, name)
            if any(fnmatch.fnmatch(name, each) for each in (*ignored, "*.ipynb")) or not path.is_file():
                continue
            yield str(path.relative_to(folder))


def _bytes(handed_in: HandedIn, path: str) -> bytes:
    if handed_in.data is None:
        raise CourseError(say("{path} in this submission: {why}", path=path, why=handed_in.fault or ""))
    return handed_in.data


def _bounded(number: int, left: int) -> None:
    if number > MOST_FILES or left < 0:
        raise CourseError(
            say(
                "The files beside this notebook are too many or too large for the sandbox (more than {count}, or more "
                "than half of c.SafeExecute.disk_mb). Raise disk_mb in nbgrader_config.py, or ask the student to hand "
                "in fewer.",
                count=MOST_FILES,
            )
        )

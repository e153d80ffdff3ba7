"""A course's lessons, kept while their files are as they were: what a student asks several times a minute is read once.

Ask again for each request, and hold none for longer: what a lesson reads late, it reads as it is then.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

from grader.course.lesson import Lesson, LessonError, discover

_MOST = 4  # courses that are kept

Stamp = tuple[int, int, int, int]
_Files = dict[str, Stamp]


def stamp_of(status: os.stat_result) -> Stamp:
    """What differs after a file was written or replaced: nobody can set the time of its last change back (ctime)."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class _Kept:
    """The lessons of the courses that were asked for last, with the files that they were read from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._courses: dict[Path, tuple[_Files, list[Lesson]]] = {}

    def lessons(self, course: Path) -> list[Lesson]:
        files = dict(_files(course))
        with self._lock:
            known = self._courses.pop(course, None)
            if known is None or known[0] != files:
                known = files, discover(course)
            self._courses[course] = known
            while len(self._courses) > _MOST:
                del self._courses[next(iter(self._courses))]
        return list(known[1])


def _files(course: Path) -> Iterator[tuple[str, Stamp]]:
    """Every file and folder of both halves of the lessons; each folder once, if links make a circle."""
    ahead = [str(course / half) for half in ("exercises", "solutions")]
    seen: set[tuple[int, int]] = set()
    while ahead:
        path = ahead.pop()
        with contextlib.suppress(OSError):  # it has just gone: then its folder has changed
            status = os.stat(path)
            yield path, stamp_of(status)
            if stat.S_ISDIR(status.st_mode) and (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                ahead += [f"{path}/{name}" for name in os.listdir(path)]


_kept = _Kept()


def checks_in(path: Path) -> ast.Module:
    """The program of a check file, read again only if it has changed; nobody changes its nodes. Raises LessonError."""
    try:
        return _program(path, stamp_of(path.stat()))
    except (OSError, SyntaxError, ValueError) as error:
        raise LessonError(f"cannot read the checks in {path}: {error}") from error


@functools.lru_cache(maxsize=64)
def _program(path: Path, stamp: Stamp) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lessons_of(course: Path) -> list[Lesson]:
    """`discover`, which reads them only if a file of the course has changed. Raises LessonError, OSError."""
    return _kept.lessons(course)


__all__ = ["Stamp", "checks_in", "lessons_of", "stamp_of"]

"""What lies in one student's folder: listed once, each folder opened in the one before it, no link followed.

How much is looked at is bounded: the folder is the student's, and may have millions of entries, or no end of depth.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course.lesson import Lesson
from grader.course.spelling import lesson_named
from grader.grading.filenames import FileName, Nearness, nearness
from grader.grading.names import is_nobody
from grader.grading.opening import opened

MOST_LISTED = 1_000  # entries of one student's folder, all folders in it together, that are looked at
DEEPEST = 5  # folders within folders


@dataclass(frozen=True)
class Lying:
    """A file that could be graded: the names on the way to it below the class folder, and what its student calls it.

    `lesson` is that of the folder in which it lies, None where none is; `place` as in `grader.grading.opening.File`.
    """

    parts: tuple[str, ...]
    name: str
    lesson: str | None
    place: int


@dataclass
class Listed:
    """What lies in a student's folder. `others` are the names of what is no lesson's and could not be graded, `folders`
    has the folder of each lesson that has one, and `bare` what lies in those in which nothing can be graded."""

    files: list[Lying] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    folders: dict[str, str] = field(default_factory=dict)
    bare: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False
    left: int = 0  # entries that may still be looked at

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.others or self.folders)

    def add(self, more: Listed, *, delivered: bool) -> None:
        """Take in what lies in another of the student's folders; one that a platform made is as good as a lesson's."""
        self.files += [replace(one, place=0) if delivered and one.lesson is None else one for one in more.files]
        self.others += more.others
        self.folders = more.folders | self.folders
        for lesson, names in more.bare.items():
            self.bare.setdefault(lesson, []).extend(names)
        self.cut = self.cut or more.cut

    def add_delivered(self, entry: str, name: str) -> None:
        """Take in a file that a platform has named `entry`, and its student `name`."""
        read = FileName.of(name)
        if read.is_code or read.is_archive or read.kind in (".json", ".txt"):
            self.files.append(Lying((entry,), name, None, 0))
        else:
            self.others.append(name)


def listed(home: str, root: int, lessons: Sequence[Lesson], as_lesson: str | None = None) -> Listed:
    """What lies in the folder `home` of the open class folder. `as_lesson`: as that lesson's folder, if it is named
    like it; else nothing. Raises OSError; NotADirectoryError for a link, too."""
    found = Listed(left=MOST_LISTED)
    walk = _Walk(found, {one.id: one for one in lessons})
    with opened(home, root) as inside:
        if as_lesson is None:
            walk.home(inside, home)
        elif (named := lesson_named(home, lessons)) and named.id == as_lesson:
            walk.lesson(named.id, home, root, (), 0)
    return found


@dataclass
class _Walk:
    found: Listed
    lessons: dict[str, Lesson]

    def home(self, inside: int, home: str) -> None:
        names = self._names(inside)
        own = [name for name in sorted(self.lessons) if name in names or _is_there(name, inside)]
        for name in own:
            self.lesson(name, name, inside, (home,), 0)
        for name in names:
            if name in own or is_nobody(name):
                continue
            before = len(self.found.files), len(self.found.folders)
            self._entry(name, inside, (home,), "")
            if before == (len(self.found.files), len(self.found.folders)):
                self.found.others.append(name)

    def _entry(self, name: str, folder: int, above: tuple[str, ...], path: str) -> None:
        """A file or folder that is not named exactly like a lesson."""
        if not _is_folder(name, folder):
            if self._could_be_graded(name):
                self.found.files.append(Lying((*above, name), f"{path}{name}", None, 2))
        elif lesson := lesson_named(name, self.lessons.values()):
            exact = lesson.id == name
            self.lesson(lesson.id, name, folder, above, 0 if exact and not path else 1, path)
        elif len(above) <= DEEPEST:
            for inner, fd in self._into(name, folder):
                if not is_nobody(inner):
                    self._entry(inner, fd, (*above, name), f"{path}{name}/")

    def lesson(self, lesson: str, name: str, folder: int, above: tuple[str, ...], place: int, path: str = "") -> None:
        """The folder `name`, which is that of the lesson. The lesson's own file is found in a folder of any size."""
        self.found.folders.setdefault(lesson, f"{path}{name}")
        shown = "" if place == 0 else f"{path}{name}/"
        if not _is_folder(name, folder):  # the reader will say what is wrong with it
            self.found.files.append(Lying((*above, name), f"{path}{name}", lesson, place))
            return
        count = len(self.found.files)
        try:
            with opened(name, folder) as inside:
                names = self._names(inside)
                module = self.lessons[lesson].module
                for known in (f"{Path(module).stem}.ipynb", module):
                    if known not in names and _is_there(known, inside):
                        names.append(known)
                for inner in names:
                    self._in_lesson(lesson, inner, inside, (*above, name), place, shown)
        except OSError:
            names = []  # of a folder that cannot be listed, the reader will say so
        if len(self.found.files) == count:
            self.found.bare.setdefault(lesson, []).extend(inner for inner in names if not is_nobody(inner))

    def _in_lesson(self, lesson: str, name: str, folder: int, above: tuple[str, ...], place: int, path: str) -> None:
        if is_nobody(name):
            return
        module = self.lessons[lesson].module
        if nearness(name, module) in (Nearness.NOTEBOOK, Nearness.MODULE) or not _is_folder(name, folder):
            if nearness(name, module) is not None or FileName.of(name).is_archive:
                self.found.files.append(Lying((*above, name), f"{path}{name}", lesson, place))
        elif len(above) <= DEEPEST:
            for inner, fd in self._into(name, folder):
                self._in_lesson(lesson, inner, fd, (*above, name), place, f"{path}{name}/")

    def _into(self, name: str, folder: int) -> Iterator[tuple[str, int]]:
        """What is in the folder `name`, each with that folder, open. Of one that cannot be listed, nothing."""
        with contextlib.suppress(OSError), opened(name, folder) as inside:
            for inner in self._names(inside):
                yield inner, inside

    def _could_be_graded(self, name: str) -> bool:
        read = FileName.of(name)
        if read.is_code or read.is_archive:
            return True
        return any(nearness(name, one.module) is not None for one in self.lessons.values())

    def _names(self, folder: int) -> list[str]:
        """The names in it, sorted, as far as there is room for them."""
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in itertools.islice(entries, self.found.left))
        self.found.left -= len(names)
        self.found.cut = self.found.cut or self.found.left == 0
        return names


def _is_folder(name: str, folder: int) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode)
    except OSError:
        return False


def _is_there(name: str, folder: int) -> bool:
    try:
        os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


__all__ = ["Listed", "Lying", "listed"]

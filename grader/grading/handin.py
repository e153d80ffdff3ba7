"""What was handed in: a class folder, listed once, and whose each file is."""

from __future__ import annotations

import itertools
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.lesson import Lesson, discover
from grader.grading.names import printed, shown_names
from grader.grading.opening import HandedIn, opened, read_file

STUDENTS = "students"  # the folder below --out that holds what belongs to one student each

# Folders that tools leave behind: nobody is called so. Every other folder of a class is somebody's.
NOBODY = frozenset(
    {".git", ".hg", ".svn", ".ipynb_checkpoints", "__MACOSX", "__pycache__", ".DS_Store", ".gatehouse", ".idea",
     ".vscode", ".Trash", ".nbgrader.log", "lost+found", "@eaDir", "System Volume Information", "Thumbs.db",
     "desktop.ini"}
)  # fmt: skip
_MOST_STRANGE = 5  # entries of one student's folder that are named one by one
_MOST_LISTED = 1_000  # and that are looked at


@dataclass(frozen=True)
class Job:
    """One submission to judge: whose, of which lesson, in which file.

    `student` is the name as it is shown. `root` is the class folder; None for a file that the grader's user named.
    """

    student: str
    lesson: str
    path: Path
    root: Path | None = None

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


def read(job: Job) -> HandedIn:
    """The file of `job`, opened once. Never raises: what cannot be read has a `fault`."""
    return read_file(job.path, job.root)


@dataclass
class Found:
    """The jobs of a class folder, and what in it is no job, with a sentence each."""

    jobs: list[Job] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def find_class(course: Path, folder: Path, lesson: str | None = None, student: str | None = None) -> Found:
    """Every submission in ``folder/<student>/<lesson>/<file>``, nbgrader's layout, in a stable order.

    A lesson folder that holds no file to grade still is a job, so that its student gets a verdict that says so.
    Raises OSError if the class's own folder cannot be listed; of a student's that cannot be, a sentence says so.
    """
    lessons = {one.id: one for one in discover(course)}
    listing = Found()
    with opened(folder) as root:
        names = sorted(set(os.listdir(root)) - NOBODY)
        shown = shown_names(names)
        for name in names:
            if student in (None, name, shown[name]):
                _find_student(listing, lessons, root, folder / name, shown[name], folder, lesson)
    return listing


def _find_student(
    listing: Found, lessons: dict[str, Lesson], root: int, home: Path, student: str, folder: Path, lesson: str | None
) -> None:
    where = printed(home)
    try:
        with opened(home.name, root) as inside:
            places = [name for name in _listed(inside) if name not in NOBODY]
            for name in (name for name in sorted(lessons) if lesson in (None, name) and _is_there(name, inside)):
                file = _submitted_file(lessons[name], name, inside)
                listing.jobs.append(Job(student, name, home / file, folder))
            others = [name for name in places if name not in lessons]
            for name in others[:_MOST_STRANGE]:
                listing.strange.append(f"{printed(home / name)}: there is no lesson {printed(name)!r}, skipped")
            if len(others) > _MOST_STRANGE:
                more = f"{'at least ' * (len(places) > _MOST_LISTED // 2)}{len(others) - _MOST_STRANGE}"
                listing.strange.append(f"{where}: {more} more that are no lesson's, skipped")
    except NotADirectoryError:  # also a link
        what = "a link, and links are not followed" if _is_link(home.name, root) else "not a student's folder"
        listing.strange.append(f"{where}: {what}, skipped")
        return
    except OSError as error:
        why = error.strerror or error
        listing.strange.append(f"{where}: cannot be listed ({why}), skipped; put this right and grade again")
        return
    if not places:
        listing.strange.append(f"{where}: an empty folder; files are expected in <student>/<lesson>/, skipped")


def _is_link(name: str, folder: int) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode)
    except OSError:
        return False


def _submitted_file(lesson: Lesson, name: str, home: int) -> str:
    """The file to grade, below the student's folder: the lesson's notebook, else its module, else the only notebook
    or Python file there."""
    stem = Path(lesson.module).stem
    try:
        with opened(name, home) as place:
            for known in (f"{stem}.ipynb", lesson.module):
                if _is_there(known, place):
                    return f"{name}/{known}"
            entries = _listed(place)
    except NotADirectoryError:
        return name  # the reader will say what is wrong with it
    except OSError:
        entries = []  # of a folder that cannot be listed, the reader will say so
    others = [entry for entry in entries if Path(entry).suffix in (".ipynb", ".py") and not entry.startswith(".")]
    return f"{name}/{others[0]}" if len(others) == 1 else f"{name}/{stem}.ipynb"


def _listed(folder: int) -> list[str]:
    """The names in it, sorted; of a folder of more than `_MOST_LISTED`, some. A student's may have millions."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in itertools.islice(entries, _MOST_LISTED))


def _is_there(name: str, folder: int) -> bool:
    try:
        os.lstat(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


__all__ = ["NOBODY", "STUDENTS", "Found", "Job", "find_class", "read"]

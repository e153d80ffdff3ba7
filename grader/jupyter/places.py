"""Where things lie below the Jupyter server's root: what a request may name, and the workspace around it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from grader.course.kept import lessons_of
from grader.course.lesson import Lesson, LessonError
from grader.course.outline import Outline, outline_of
from grader.grading.opening import read_file
from grader.jupyter.history import History
from grader.messages.sentences import listed, say
from grader.messages.text import Text

HOME = ".gatehouse"  # in a workspace: the public halves, and what is kept
_LONGEST = 4_096  # characters of a path


class Refused(ValueError):
    """What was asked for is not done; `text` says why and what to do, `status` is HTTP's word for it."""

    def __init__(self, text: Text, status: int = 400) -> None:
        super().__init__(text)
        self.text, self.status = text, status

    def __str__(self) -> str:
        return self.text.en


def inside(root: Path, relative: str) -> Path:
    """The path that a request names, with "/" between its parts, "" for the root itself.

    Raises Refused if it lies outside of `root`, also by a link on the way. What it names need not exist.
    """
    parts = [part for part in relative.split("/") if part not in ("", ".")]
    if len(relative) > _LONGEST or "\0" in relative or "\\" in relative or ".." in parts:
        raise Refused(_OUTSIDE)
    path = root.joinpath(*parts)
    try:
        real = path.resolve()
    except (OSError, RuntimeError) as error:  # a circle of links
        raise Refused(_OUTSIDE) from error
    if not real.is_relative_to(root.resolve()):
        raise Refused(_OUTSIDE)
    return path


def file_inside(root: Path, relative: str) -> Path:
    """`inside`, of a file that is there and is no link. Raises Refused."""
    path = inside(root, relative)
    if path.is_symlink() or not path.is_file():
        raise Refused(say("there is no file {path}; save it, and try again", path=relative), 404)
    return path


def data_of(path: Path, status: int = 400) -> bytes:
    """What an answer's file holds. Raises Refused if it cannot be read, or is too large, or a link."""
    read = read_file(path)
    if read.data is None:
        raise Refused(read.fault or say("the file cannot be read"), status)
    return read.data


@dataclass(frozen=True)
class Workspace:
    """A student's folder: `home` has one folder for each lesson, `course` the public halves."""

    home: Path
    course: Path

    @classmethod
    def around(cls, path: Path, root: Path | None = None) -> Workspace:
        """The workspace that `path` lies in; with `root`, one in it. Raises Refused if there is none.

        ``GATEHOUSE_COURSE`` overrules which course it is of.
        """
        path = path.absolute()
        own = os.environ.get("GATEHOUSE_COURSE")
        for folder in (path, *path.parents):
            if root is not None and not folder.is_relative_to(root):
                break
            for course in (folder / HOME, folder):
                if (course / "exercises").is_dir():
                    return cls(folder, Path(own) if own else course)
        if own and (Path(own) / "exercises").is_dir():
            return cls(root or (path if path.is_dir() else path.parent), Path(own))
        raise Refused(_NO_COURSE, 404)

    @property
    def history(self) -> History:
        return History(self.home / HOME / "history")

    @property
    def outline(self) -> Outline:
        return outline_of(self.course)

    def lessons(self) -> list[Lesson]:
        """Raises LessonError."""
        return lessons_of(self.course)

    def lesson(self, name: str) -> Lesson:
        """Raises Refused if there is no lesson of that name, LessonError."""
        lessons = {lesson.id: lesson for lesson in self.lessons()}
        if name not in lessons:
            raise Refused(say("there is no lesson {name}; there are: {known}", name=name, known=listed(lessons)), 404)
        return lessons[name]

    def notebook(self, lesson: Lesson) -> Path:
        """Where the lesson's notebook belongs: in its folder, or where nbgrader has fetched it to."""
        fetched = self.home / f"{lesson.id}.ipynb"
        if self.home.name == lesson.id and fetched.is_file():
            return fetched
        return self.home / lesson.id / f"{Path(lesson.module).stem}.ipynb"


_OUTSIDE = say("this path lies outside of the folder that JupyterLab was started in; open a file that is in it")
_NO_COURSE = say(
    "there is no course in this folder; start JupyterLab in your workspace, the folder that `grader workspace` wrote"
)

__all__ = ["HOME", "LessonError", "Refused", "Workspace", "data_of", "file_inside", "inside"]

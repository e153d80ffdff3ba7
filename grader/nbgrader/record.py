"""What Gatehouse knows of an nbgrader course: ``COURSE_DIR/gatehouse/``, which no student gets.

- ``course.json``: where our course lies, which lessons were released, and which cell stands for which check
- ``results/``: verdicts, as `grader grade` writes them
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.course.places import find_course
from grader.messages.sentences import say
from grader.messages.text import Text
from grader.verdict import write_atomically

FOLDER = "gatehouse"


class CourseError(ValueError):
    """The nbgrader course cannot be used as it is; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Released(BaseModel):
    """A lesson as it was released. `cells`: the id of each grade cell, and the check that it stands for. `sha256` is of
    the notebook in ``source/``, as it was written."""

    model_config = ConfigDict(extra="forbid")

    lang: str
    sha256: str
    cells: dict[str, str]


class Record(BaseModel):
    """``course.json``. `course` is the folder with ``exercises/`` and ``solutions/``."""

    model_config = ConfigDict(extra="forbid")

    course: str
    lessons: dict[str, Released] = Field(default_factory=dict)

    @classmethod
    def read(cls, home: Path) -> Record | None:
        """That of the nbgrader course in `home`; None if nothing was released to it. Raises CourseError."""
        path = path_in(home)
        try:
            return cls.model_validate(_plain(path))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = "is no record of ours" if isinstance(error, ValidationError) else str(error).splitlines()[0]
            raise CourseError(
                say(
                    "{path} cannot be used ({why}). Put it back from your backup, or delete it and run `grader release "
                    "--nbgrader` for every lesson again.",
                    path=str(path), why=why,
                )
            ) from error  # fmt: skip

    def write(self, home: Path) -> None:
        """Raises OSError."""
        write_atomically(path_in(home), self.model_dump_json(indent=2) + "\n")

    def lesson_asked(self, assignment: str, notebook: str) -> str | None:
        """The lesson that this notebook of this assignment is; None if it is none of ours.

        What the submitted file says of itself is its student's and counts for nothing.
        """
        return assignment if assignment == notebook and assignment in self.lessons else None

    def course_path(self, home: Path) -> Path:
        """Where our course lies. Raises LessonError if it has gone."""
        return find_course(home / self.course)


def path_in(home: Path) -> Path:
    return home / FOLDER / "course.json"


def results_in(home: Path) -> Path:
    """Where verdicts lie, in the layout of `grader grade --out`."""
    return home / FOLDER / "results"


def _plain(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


__all__ = ["FOLDER", "CourseError", "Record", "Released", "path_in", "results_in"]

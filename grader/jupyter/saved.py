"""The notebook that a kernel runs, as it is saved: which file, which lesson, which code."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.kept import lessons_of
from grader.course.lesson import Lesson, lesson_of
from grader.course.places import find_course
from grader.grading.opening import MAX_NOTEBOOK
from grader.messages.sentences import listed, say
from grader.messages.text import Text


class MagicError(ValueError):
    """`%check` cannot do what was asked; `text` says why and what to do next."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.en


@dataclass(frozen=True)
class Notebook:
    """What `%check` needs of a saved notebook. `lesson` and `lang` are what its metadata claim; `code` is each code
    cell's id and text, in order."""

    lesson: str | None = None
    lang: str | None = None
    code: tuple[tuple[str | None, str], ...] = ()

    @classmethod
    def read(cls, path: Path) -> Notebook:
        """The file at `path`; an empty notebook if it is none: the verdict says what is wrong with it."""
        try:
            if path.stat().st_size > MAX_NOTEBOOK:
                return cls()
            book = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return cls()
        metadata = _table(_table(_table(book).get("metadata")).get("gatehouse"))
        cells = _table(book).get("cells")
        tables = [_table(cell) for cell in cells] if isinstance(cells, list) else []
        return cls(
            _text(metadata.get("lesson")),
            _text(metadata.get("lang")),
            tuple((_text(cell.get("id")), _source(cell)) for cell in tables if cell.get("cell_type") == "code"),
        )


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def find_notebook(user_ns: Mapping[str, Any]) -> Path:
    """The saved file of the notebook that this kernel runs. Raises MagicError if it cannot be known.

    JupyterLab's server says it in ``JPY_SESSION_NAME``, VS Code in a variable of the kernel; both may be out of date
    after a rename. Elsewhere, and then, it is the only notebook of the current folder.
    """
    for name in (user_ns.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")):
        if isinstance(name, str) and name.endswith(".ipynb") and Path(name).is_file():
            return Path(name).absolute()
    here = sorted(path for path in Path.cwd().glob("*.ipynb") if path.is_file())
    if len(here) == 1:
        return here[0]
    if not here:
        raise MagicError(
            say(
                "it is unknown which file this notebook is saved in. Name it: %check --file FILE "
                "(in this folder: no notebook)"
            )
        )
    raise MagicError(
        say(
            "it is unknown which file this notebook is saved in. Name it: %check --file FILE (in this folder: {names})",
            names=", ".join(path.name for path in here[:8]),
        )
    )


def find_lesson(path: Path, notebook: Notebook) -> Lesson:
    """The lesson that the file at `path` is about: its metadata say so, or its folder's name, or its own name.

    Raises MagicError if none does; LessonError if there is no course above the file.
    """
    lessons = {lesson.id: lesson for lesson in lessons_of(find_course(path.parent))}
    lesson = lessons.get(notebook.lesson or "") or lesson_of(path, lessons.values())
    if lesson is not None:
        return lesson
    raise MagicError(
        say(
            "it is unknown which lesson {file} belongs to. Put it into a folder named after its lesson: {lessons}",
            file=path.name, lessons=listed(lessons),
        )
    )  # fmt: skip

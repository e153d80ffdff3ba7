"""The sentences behind misconception ids: the common library, and a lesson's own ``misconceptions.toml``.

[tanh-for-sigmoid]
en = "..."
zh = "..."
"""

from __future__ import annotations

import functools
from pathlib import Path

from grader.course.lesson import CourseText
from grader.course.written import LessonError, from_toml, text_of
from grader.verdict import Diagnosis, Text

_COMMON = Path(__file__).with_name("misconceptions.toml")


def _read(path: Path) -> dict[str, Text]:
    """The sentences of a file as it is now: editing one makes nothing old, so nobody else notices."""
    if not path.is_file():
        return {}
    try:
        return _parsed(path, text_of(path))
    except OSError as error:
        raise LessonError(f"cannot read {path}: {error.strerror}") from error


@functools.lru_cache(maxsize=32)
def _parsed(path: Path, text: str) -> dict[str, Text]:
    table: dict[str, Text] = from_toml(path, text, dict[str, CourseText])
    return table


def diagnose(identifier: str, lesson_folder: Path) -> Diagnosis:
    """The diagnosis of this id; the lesson's own sentence wins. Raises LessonError for an id without a sentence."""
    for path in (lesson_folder / "misconceptions.toml", _COMMON):
        if text := _read(path).get(identifier):
            return Diagnosis(id=identifier, text=text)
    raise LessonError(
        f"misconception {identifier!r} has no sentence; add it to {lesson_folder / 'misconceptions.toml'}"
    )

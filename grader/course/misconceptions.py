"""The sentences behind misconception ids: the common library, and a lesson's own ``misconceptions.toml``.

[tanh-for-sigmoid]
en = "..."
zh = "..."
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from grader.course.lesson import CourseText, LessonError
from grader.verdict import Diagnosis, Text

_COMMON = Path(__file__).with_name("misconceptions.toml")
_TABLE = TypeAdapter(dict[str, CourseText])


def _read(path: Path) -> dict[str, Text]:
    """The sentences of a file as it is now: editing one makes nothing old, so nobody else notices."""
    if not path.is_file():
        return {}
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise LessonError(f"{path}: every [id] needs zh and en ({str(error).splitlines()[0]})") from error


@functools.lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Text]:
    return _TABLE.validate_python(tomllib.loads(text))


def diagnose(identifier: str, lesson_folder: Path) -> Diagnosis:
    """The diagnosis of this id; the lesson's own sentence wins. Raises LessonError for an id without a sentence."""
    for path in (lesson_folder / "misconceptions.toml", _COMMON):
        if text := _read(path).get(identifier):
            return Diagnosis(id=identifier, text=text)
    raise LessonError(
        f"misconception {identifier!r} has no sentence; add it to {lesson_folder / 'misconceptions.toml'}"
    )

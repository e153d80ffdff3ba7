"""The sentences behind misconception ids: the common library, and a lesson's own ``misconceptions.toml``.

[tanh-for-sigmoid]
en = "..."
zh = "..."
"""

from __future__ import annotations

from pathlib import Path

from grader.course.lesson import CourseText
from grader.course.written import LessonError, meant, optional_toml
from grader.verdict import Diagnosis, Text

_FILE = "misconceptions.toml"
_COMMON = Path(__file__).with_name(_FILE)


def _read(path: Path) -> dict[str, Text]:
    """The sentences of a file as it is now: editing one makes nothing old, so nobody else notices."""
    found: dict[str, Text] = optional_toml(path, dict[str, CourseText])
    return found


def sentences(lesson_folder: Path) -> dict[str, Text]:
    """Every misconception that a lesson may name; its own sentence wins. Raises LessonError."""
    return _read(_COMMON) | _read(lesson_folder / _FILE)


def diagnose(identifier: str, lesson_folder: Path) -> Diagnosis:
    """The diagnosis of this id; the lesson's own sentence wins. Raises LessonError for an id without a sentence."""
    known = sentences(lesson_folder)
    if text := known.get(identifier):
        return Diagnosis(id=identifier, text=text)
    remedy = ", or ".join(filter(None, (f"add it to {lesson_folder / _FILE}", meant(identifier, known))))
    raise LessonError(f"misconception {identifier!r} has no sentence; {remedy}")


__all__ = ["diagnose", "sentences"]

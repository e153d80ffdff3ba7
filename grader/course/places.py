"""Where a course lies. Nothing that reads a lesson is imported for this."""

from __future__ import annotations

import os
from pathlib import Path

from grader.course.errors import LessonError

LESSON_FILE = "lesson.toml"


def find_course(start: Path | None = None) -> Path:
    """The nearest folder, from `start` upwards, that has ``exercises/``; ``GATEHOUSE_COURSE`` overrides.

    A student's workspace has it, with the public halves only, in ``.gatehouse/``.

    Raises LessonError if there is none.
    """
    if override := os.environ.get("GATEHOUSE_COURSE"):
        start = Path(override)
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        for home in (folder, folder / ".gatehouse"):
            if (home / "exercises").is_dir():
                return home
    raise LessonError(f"no exercises/ folder in {start} or above it; run this inside a course, or set GATEHOUSE_COURSE")


def course_of(file: Path) -> Path:
    """The course of an answer: the one that it lies in, else the one that we are in. Raises LessonError."""
    try:
        return find_course(file.resolve() if file.is_dir() else file.resolve().parent)
    except LessonError:
        return find_course()


__all__ = ["LESSON_FILE", "course_of", "find_course"]

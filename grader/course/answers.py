"""The wrong and right answers of a lesson, in ``solutions/<lesson>/wrong/`` and ``right/``.

The first line of an answer declares its verdict (`grader.proving.verify.Declared`). An answer is a whole file like a
student's, or an *overlay*: that header and only the regions that differ from the reference. It is an overlay if it has
no code outside its regions; comments and blank lines do not count. A comment line ``# dialect: tf1`` in the header of
an overlay says that it differs from the reference in that dialect, not from the lesson's own.

Whoever reads an answer calls `answer_text`.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.course.lesson import Lesson, LessonError
from grader.course.written import text_of
from grader.source.overlay import is_overlay, overlay
from grader.source.regions import MarkerError, parse_marker, split_lines

_DIALECT = re.compile(r"#\s*dialect:\s*(\w+)\s*")


def answer_text(lesson: Lesson, path: Path) -> str:
    """The whole program text of the answer at `path`: an overlay is put on the lesson's reference first.

    Raises LessonError, with the path and the remedy, for an overlay that does not fit, or a file that cannot be read.
    """
    text = text_of(path)
    try:
        if not is_overlay(text):
            return text
    except MarkerError:
        return text  # its verdict says what is wrong with its markers
    dialect = _declared_dialect(text)
    if dialect not in (None, *lesson.dialects):
        known = ", ".join(lesson.dialects) or "none"
        raise LessonError(f"{path}: the lesson has no dialect {dialect!r}; its dialects are: {known}")
    reference = lesson.form(dialect).reference_path
    if reference is None:
        raise LessonError(f"{path}: there is no reference to put this overlay on: solutions/{lesson.id} is missing")
    try:
        return overlay(reference.read_text(encoding="utf-8"), text)
    except (ValueError, OSError) as error:
        raise LessonError(f"{path}: {error}") from error


def write_answer(lesson: Lesson, path: Path, folder: Path) -> Path:
    """Write the whole text of the answer at `path` into `folder`, under a name that no other answer has.

    Raises LessonError as `answer_text` does, OSError.
    """
    target = folder / f"{lesson.id}-{path.parent.name}-{path.name}"
    target.write_bytes(answer_text(lesson, path).encode())
    return target


def _declared_dialect(text: str) -> str | None:
    for line in split_lines(text):
        if parse_marker(line):
            break
        if match := _DIALECT.fullmatch(line):
            return match[1]
    return None


__all__ = ["answer_text", "write_answer"]

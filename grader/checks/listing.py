"""What a lesson's checks are called and worth, read from the check files without running or collecting them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from grader.course.kept import checks_in
from grader.course.lesson import Lesson
from grader.verdict import Text


@dataclass(frozen=True)
class Listed:
    """A check as its file has it. A check with parameters is listed once."""

    id: str
    title: Text
    points: float


def listed_checks(lesson: Lesson) -> list[Listed]:
    """The lesson's public checks, in order. Raises LessonError if the file cannot be read."""
    return [_listed(node) for path in lesson.check_paths(hidden=False) for node in _tests(path)]


def hidden_checks(lesson: Lesson) -> int | None:
    """How many hidden checks the lesson has; None where they are not at hand. Raises LessonError."""
    if lesson.private is None:
        return None
    path = lesson.private / "test_hidden.py"
    return len(_tests(path)) if path.is_file() else None


def _tests(path: Path) -> list[ast.FunctionDef]:
    body = checks_in(path).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _listed(node: ast.FunctionDef) -> Listed:
    lines = [line.strip() for line in (ast.get_docstring(node) or "").splitlines() if line.strip()]
    en, zh = (lines + [node.name] * 2)[:2] if len(lines) != 1 else (lines[0], lines[0])
    points = [worth for one in node.decorator_list if (worth := _worth(one)) is not None]
    return Listed(node.name, Text(en=en, zh=zh), points[0] if points else 1.0)


def _worth(decorator: ast.expr) -> float | None:
    """Of ``pytest.mark.points(2)``."""
    match decorator:
        case ast.Call(func=ast.Attribute(attr="points"), args=[ast.Constant(int() | float() as worth), *_]):
            return float(worth)
    return None


__all__ = ["Listed", "hidden_checks", "listed_checks"]

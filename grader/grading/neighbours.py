"""What goes along with a script of `grader run`: modules that it imports and files that it names, from beside it.

Regular files only, opened through their folders as handed-in files are (`grading.opening`), few and small; no links, no
dot files, and nothing of a course.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.grading.opening import read_file
from grader.messages.sentences import say
from grader.verdict import Text

MOST_FILES = 100
MOST_BYTES = 64_000_000
_MOST_NAMED = 20_000  # names in all of the texts that are looked for on the disk
_MOST_CHARACTERS = 200  # of a literal that may be a path
_DEEPEST = 4  # parts of such a path
_OF_LESSONS = {"lesson.toml", "test_hidden.py", "test_public.py", "probe.py", "terms.toml"}


@dataclass
class Carried:
    """Contents by their paths relative to the script, and what was left behind, each with the reason."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[tuple[str, Text]] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """The Python files among them."""
        return (data.decode("utf-8", "replace") for name, data in self.files.items() if name.endswith(".py"))


class GivenError(ValueError):
    """The file `name` of `--with` cannot go along; `text` says why."""

    def __init__(self, name: str, text: Text) -> None:
        super().__init__(name, text)
        self.name, self.text = name, text


def carry(script: Path, text: str, given: Iterable[Path] = ()) -> Carried:
    """What goes along with the script whose code is `text`, and `given`, the files of `--with`.

    A module is carried with what it imports and names itself; of a package, every ``.py`` in the folders that the
    import names. Raises GivenError. Call it in a process that may be ended: the text is a student's.
    """
    carried, beside = Carried(), script.parent
    for path in given:
        _give(carried, path, beside)
    waiting, asked = [text, *carried.texts()], set[str]()
    while waiting:
        for name in _names(waiting.pop(), beside):
            if len(asked) > _MOST_NAMED:
                return carried
            if name in asked or name in carried.files or name == script.name:
                continue
            asked.add(name)
            path = beside / name
            if not os.path.lexists(path) or path.is_dir():
                continue
            if _take(carried, name, path, beside) and name.endswith(".py"):
                waiting.append(carried.files[name].decode("utf-8", "replace"))
    return carried


def _give(carried: Carried, path: Path, beside: Path) -> None:
    place, home = (Path(os.path.abspath(each)) for each in (path, beside))
    name = place.relative_to(home).as_posix() if place.is_relative_to(home) else path.name
    if not _take(carried, name, path, None):
        _, why = carried.left.pop()
        raise GivenError(str(path), why)


def _take(carried: Carried, name: str, path: Path, root: Path | None) -> bool:
    """Whether the file goes along; why not is noted."""
    room = MOST_BYTES - sum(map(len, carried.files.values()))
    why: Text | None = None
    if of_a_course(path):
        why = say("it is of a course, and nothing of a course goes along")
    elif len(carried.files) >= MOST_FILES:
        why = say("{count} files go along already, and no more do", count=MOST_FILES)
    else:
        file = read_file(path, root, max(room, 0))
        if file.data is not None:
            carried.files[name] = file.data
            return True
        why = _unread(path, room)
    carried.left.append((name, why))
    return False


def _unread(path: Path, room: int) -> Text:
    if path.is_symlink() or not path.is_file():
        return say("it is a link, or no regular file, or it is not there: lay the file itself there")
    if path.stat().st_size > room:
        return say("it is too large: {limit} MB go along in all", limit=MOST_BYTES // 1_000_000)
    return say("it cannot be read, or a folder on the way to it is a link")


def of_a_course(path: Path) -> bool:
    """Whether this file is part of a lesson or of a course's solutions, wherever the course lies."""
    if path.name in _OF_LESSONS:
        return True
    for folder in path.resolve().parents:
        other = {"solutions": "exercises", "exercises": "solutions"}.get(folder.name)
        if (other and (folder.parent / other).is_dir()) or (folder / "lesson.toml").is_file():
            return True
    return False


def _names(text: str, beside: Path) -> Iterator[str]:
    """Relative paths that the code may mean, modules first."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # what runs it says what is wrong
    literals: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _of_module(alias.name, beside)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield from _of_module(node.module, beside)
            for alias in node.names:
                yield from _of_module(f"{node.module}.{alias.name}", beside)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.append(node.value)
    yield from filter(None, map(_path, literals))


def _of_module(module: str, beside: Path) -> Iterator[str]:
    parts = module.split(".")[:_DEEPEST]
    for count in range(1, len(parts) + 1):
        name = "/".join(parts[:count])
        yield f"{name}.py"
        folder = beside / name
        if folder.is_dir() and not folder.is_symlink():
            with os.scandir(folder) as entries:
                found = [entry.name for _, entry in zip(range(10 * MOST_FILES), entries, strict=False)]
            yield from (f"{name}/{each}" for each in sorted(found) if each.endswith(".py") and each[0] != ".")


def _path(literal: str) -> str | None:
    """`literal` as a plain relative path; None if it is no such thing."""
    if not 0 < len(literal) <= _MOST_CHARACTERS or "\0" in literal or "\n" in literal or "\\" in literal:
        return None
    parts = PurePosixPath(literal).parts
    if not 0 < len(parts) <= _DEEPEST or any(part.startswith((".", "/")) for part in parts):
        return None
    return "/".join(parts)


__all__ = ["MOST_BYTES", "MOST_FILES", "Carried", "GivenError", "carry", "of_a_course"]

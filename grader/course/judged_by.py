"""What an answer to a lesson is judged by. A verdict, or a proof of the checks, is old when one of these has changed.

- the stubs, and the probes: they run with the answer;
- the checks, and every module beside them or in ``solutions/`` that they import, be it through one another;
- what checks may read: any file of the lesson that is none of those below, and what is no program beside an oracle
  that they import;
- of ``lesson.toml``: `SETTINGS`, and the profile that it was judged with;
- ``calibration.json``, where early stopping is on: it says when a training is stopped.

Nothing else of the course: no text or figure of the task, no misconception's sentence (the checks find it, the
sentence only says it), no table of what an exception looks like (it moves no point), no wrong or right answer, no
record of a proof, no other lesson and no other oracle. Nor the reference, unless a check names its file: it is asked
whose fault it is that a check breaks, and if it is the check's, there is no verdict that could become old.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from grader.course.lesson import Lesson

SETTINGS = ("module", "runtime", "dialects", "imports", "limits", "helpers")
CALIBRATION_FILE = "calibration.json"
_LESSON_FILE = "lesson.toml"
_ANSWERS = ("right", "wrong")
_RECORDS = (
    "mutants.json", "equivalent_mutants.toml", "misconceptions.toml", "exceptions.toml", "terms.toml", "hints.toml",
)  # fmt: skip
_TEXT_AND_FIGURES = (".md", ".svg", ".png", ".jpg")  # beside lesson.toml; in a folder of its own, a picture is data
_IMPORTS_BY_NAME = ("importlib", "__import__", "runpy")


class Input(NamedTuple):
    """One file or setting, and the SHA-256 of its content.

    `scope` says which verdicts depend on it: ``hidden`` those of hidden checks, ``early stopping`` those with it,
    ``profile NAME`` those of that profile; empty: all.
    """

    name: str
    sha256: str
    scope: str = ""


def inputs_of(lesson: Lesson, *, hidden: bool = True) -> tuple[Input, ...]:
    """Everything that can judge an answer to the lesson, by name; not `hidden`: by its public checks alone, so that
    fewer files are read. Raises OSError if a file cannot be read."""
    course = lesson.public.parent.parent
    programs = _Programs(lesson.private and lesson.private.parent)
    public = _read_by(lesson, programs, hidden=False)
    found = [*_settings(lesson), *(Input(_name(path, course), _sha256(path)) for path in public)]
    for path in (_read_by(lesson, programs, hidden=True) - public) if hidden and lesson.private else ():
        scope = "early stopping" if path == _calibration(lesson) else "hidden"
        found.append(Input(_name(path, course), _sha256(path), scope))
    return tuple(sorted(found))


def selected(
    inputs: Iterable[Input], *, profile: str | None = None, hidden: bool = True, early_stopping: bool = False
) -> dict[str, str]:
    """The inputs that such a verdict depends on: name to hash. `profile` None: all profiles."""

    def counts(scope: str) -> bool:
        if scope.startswith("profile "):
            return profile is None or scope == f"profile {profile}"
        return {"hidden": hidden, "early stopping": early_stopping}.get(scope, True)

    return {name: sha256 for name, sha256, scope in inputs if counts(scope)}


def digest(inputs: dict[str, str]) -> str:
    """One SHA-256 for all of them."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def programs_of(lesson: Lesson, *, hidden: bool) -> set[Path]:
    """The checks, and the modules of the course that they import; with the hidden ones or without."""
    return _Programs(lesson.private and lesson.private.parent).imported_by(lesson.check_paths(hidden))[0]


# --- settings -------------------------------------------------------------------------------------------------------


def _settings(lesson: Lesson) -> Iterator[Input]:
    where = f"{lesson.public.parent.name}/{lesson.id}/{_LESSON_FILE}"
    for name, value in lesson.settings(SETTINGS).items():
        yield Input(f"{where}: {name}", _sha256_of(value))
    for name, profile in lesson.profiles.items():
        yield Input(f"{where}: profiles.{name}", _sha256_of(profile), f"profile {name}")


def _sha256_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


# --- files ----------------------------------------------------------------------------------------------------------


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _name(path: Path, course: Path) -> str:
    return path.relative_to(course).as_posix() if path.is_relative_to(course) else path.name


def _calibration(lesson: Lesson) -> Path | None:
    return lesson.private and lesson.private / CALIBRATION_FILE


def _read_by(lesson: Lesson, known: _Programs, *, hidden: bool) -> set[Path]:
    """The files that judging reads, with the hidden checks or without."""
    programs, words = known.imported_by(lesson.check_paths(hidden))
    halves = [lesson.public, *([lesson.private] if hidden and lesson.private else [])]
    found = set(programs)
    for form in lesson.forms:
        read = (form.stub_path, form.probe_path, form.stand_in_path)
        found |= {path for path in read if path is not None and path.is_file()}
    for half in halves:
        found |= {path for path in _files(half) if _may_be_read(path.relative_to(half), words)}
    own = {lesson.public, *([lesson.private, lesson.private.parent] if lesson.private else [])}
    for package in {path.parent for path in programs} - own:
        found |= {table for table in _files(package) if table.suffix != ".py"}
    return found


def _files(folder: Path) -> Iterator[Path]:
    """All files below, but for what editors and Python leave behind."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield path


def _may_be_read(path: Path, words: str) -> bool:
    """Whether checks, in which the texts `words` stand, may read this file; `path` is relative to the lesson's half."""
    at_top = len(path.parts) == 1
    if path.parts[0] in _ANSWERS or (at_top and path.name in (_LESSON_FILE, *_RECORDS)):
        return False
    if path.suffix == ".py" or (at_top and path.suffix in _TEXT_AND_FIGURES):
        return path.name in words
    return not path.name.endswith("~")


# --- imports --------------------------------------------------------------------------------------------------------


class _Programs:
    """The modules that checks import, beside them or in `shared`: each is parsed once."""

    def __init__(self, shared: Path | None) -> None:
        self._shared = shared
        self._known: dict[Path, tuple[list[str], list[Path]]] = {}

    def imported_by(self, checks: Iterable[Path]) -> tuple[set[Path], str]:
        """`checks` and the modules that they import, be it through one another; and all texts that stand in them.
        Where one imports by a name that it makes up, all modules in `shared` count."""
        found: set[Path] = set()
        words: list[str] = []
        ahead = list(checks)
        while ahead:
            path = ahead.pop()
            if path in found or not path.is_file():
                continue
            found.add(path)
            own, modules = self._read(path)
            words += own
            ahead += modules
        return found, "\n".join(words)

    def _read(self, path: Path) -> tuple[list[str], list[Path]]:
        """The texts that stand in a program, and the files of what it imports."""
        if path not in self._known:
            words, importing = _parsed(path.read_bytes())
            self._known[path] = words, [one for node in importing for one in _modules(node, path.parent, self._shared)]
        return self._known[path]


@functools.lru_cache(maxsize=128)  # lessons share modules
def _parsed(program: bytes) -> tuple[list[str], list[ast.AST]]:
    """The texts that stand in a program, and the nodes that import."""
    words: list[str] = []
    importing: list[ast.AST] = []
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # judging says what is wrong with it
        tree = ast.Module([], [])
    for node in _nodes(tree):
        if isinstance(node, ast.Constant):
            words += [node.value] if isinstance(node.value, str) else []
        elif isinstance(node, ast.Import | ast.ImportFrom) or _imports_by_name(node):
            importing.append(node)
    return words, importing


def _imports_by_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in _IMPORTS_BY_NAME


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but plain names, in any order: `ast.walk` takes twice the time."""
    ahead = [tree]
    while ahead:
        node = ahead.pop()
        if not isinstance(node, ast.Name) or _imports_by_name(node):
            yield node
            for value in vars(node).values():
                if isinstance(value, ast.AST):
                    ahead.append(value)
                elif isinstance(value, list):
                    ahead += (item for item in value if isinstance(item, ast.AST))


def _modules(node: ast.AST, here: Path, shared: Path | None) -> Iterator[Path]:
    """The files of the modules that a node of a program in `here` imports."""
    roots = [here, *([shared] if shared else [])]
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield from _resolved(alias.name.split("."), roots)
            if alias.name.split(".")[0] in _IMPORTS_BY_NAME:
                yield from _packages(shared)
    elif isinstance(node, ast.ImportFrom):
        if node.level:
            roots = [[here, *here.parents][node.level - 1]]
        words = node.module.split(".") if node.module else []
        for alias in node.names:
            yield from _resolved([*words, alias.name], roots)
        if words[:1] and words[0] in _IMPORTS_BY_NAME:
            yield from _packages(shared)
    elif _imports_by_name(node):
        yield from _packages(shared)


def _packages(shared: Path | None) -> Iterator[Path]:
    """All modules that can be imported from there; a lesson's folder mostly has no name that can."""
    for entry in shared.iterdir() if shared else ():
        if entry.name.isidentifier():
            yield from entry.rglob("*.py")
        elif entry.suffix == ".py":
            yield entry


def _resolved(words: list[str], roots: Iterable[Path]) -> Iterator[Path]:
    """The files that a dotted name may stand for; its last words may be names in a module, or a star. Of a package that
    is named as a whole, every module counts."""
    for root in roots:
        folder = root
        for word in words:
            yield folder / f"{word}.py"
            if word == "*" or not (folder / word).is_dir():
                break
            folder = folder / word
            yield folder / "__init__.py"
        if folder != root and (word == "*" or folder.name == words[-1]):
            yield from folder.rglob("*.py")


__all__ = ["CALIBRATION_FILE", "Input", "digest", "inputs_of", "programs_of", "selected"]

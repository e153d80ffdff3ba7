"""What the record of a lesson's mutants is held to: it is stale when anything that judged them has changed since.

A stale record is shown as stale wherever it is shown. That is no fault while somebody works on the lesson, and it is
one when a version is tagged: `grader verify --release`.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson
from grader.grading.judging import JUDGING_VERSION
from grader.proving.verify import Finding

EQUIVALENT_FILE, RECORD_FILE = "equivalent_mutants.toml", "mutants.json"
FATES = ("killed", "equivalent", "survived", "unjudged")
_FATES_BEFORE = {"lives": "survived"}  # what older records call them
_MUTATION = [Path(__file__).with_name(f"{name}.py") for name in ("mutation", "operators")]
# Files of a lesson that do not affect mutant results.
_ANSWERS = ("right", "wrong")
_TEXT_AND_FIGURES = (".md", ".svg", ".png")
_SAYS_NOTHING = ("misconceptions.toml", "terms.toml", "calibration.json", EQUIVALENT_FILE, RECORD_FILE)


def subject_sha256(lesson: Lesson) -> str:
    """SHA-256 of the files of the course that affect mutant results: references and the mutation operators, checks, the
    oracles that they import, probes, stubs, data, examples, limits. The judging version stands for the grader."""
    assert lesson.private is not None
    course, oracles = lesson.private.parents[1], lesson.private.parent / "oracles"
    private = {path for path in _files(lesson.private) if path.relative_to(lesson.private).parts[0] not in _ANSWERS}
    tables = {path for path in _files(oracles) if path.suffix != ".py"}
    files = {*_files(lesson.public), *private, *tables, *_with_oracles(lesson.check_paths(), oracles)}
    sha = hashlib.sha256(b"".join(path.read_bytes() for path in _MUTATION))
    for path in sorted(files):
        if path.suffix not in _TEXT_AND_FIGURES and path.name not in _SAYS_NOTHING:
            sha.update(path.relative_to(course).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def listed_sha256(lesson: Lesson) -> str:
    assert lesson.private is not None
    path = lesson.private / EQUIVALENT_FILE
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def _with_oracles(checks: list[Path], folder: Path) -> set[Path]:
    """`checks` and the modules of `folder` that they import, be it through one another."""
    found: set[Path] = set()
    ahead = list(checks)
    while ahead:
        path = ahead.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        with contextlib.suppress(SyntaxError):  # judging says what is wrong with a check that cannot be read
            for words in _imported(ast.parse(path.read_bytes()), inside=path.parent == folder):
                if words[0] == folder.name:
                    named = folder.rglob("*.py") if words[1] == "*" else (folder / words[1]).rglob("*.py")
                    ahead += [folder / "__init__.py", folder / f"{words[1]}.py", *named]
    return found


def _imported(tree: ast.Module, *, inside: bool) -> Iterator[list[str]]:
    """The words of each name that a module imports, and a star; `inside`: it is one of the oracles itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"{alias.name}.*".split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "oracles." * (inside and node.level > 0) + f"{node.module}." * bool(node.module)
            yield from (f"{start}{alias.name}.*".split(".") for alias in node.names)


def read_record(lesson: Lesson) -> dict[str, Any]:
    """``mutants.json``; {} if there is none. Raises ValueError if it is no record."""
    path = lesson.private / RECORD_FILE if lesson.private else None
    if path is None or not path.is_file():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(record, dict):
        record = {_FATES_BEFORE.get(key, key): value for key, value in record.items()}
    if not isinstance(record, dict) or not all(type(record.get(fate)) is int for fate in FATES):
        raise ValueError(f"{path} is no record of mutants")
    return record


def change(lesson: Lesson, found: dict[str, Any]) -> str | None:
    """What is no longer as it was when this record was made."""
    if (version := found.get("judging_version", 0)) != JUDGING_VERSION:
        return f"judged with judging version {version}, and this grader has {JUDGING_VERSION}"
    if found.get("subject_sha256") != subject_sha256(lesson):
        return "judged with another reference, or with other checks, oracles, limits or data"
    return None


def staleness(lesson: Lesson, found: dict[str, Any]) -> str | None:
    """Why this record of the lesson's mutants says nothing of the lesson as it stands, and the remedy; else None."""
    why = change(lesson, found)
    if why is None and found.get("listed_sha256") != listed_sha256(lesson):
        why = f"{EQUIVALENT_FILE} has changed since"
    return why and f"stale: {why}; judge again: {again(lesson)}"


def again(lesson: Lesson, **options: Any) -> str:
    """The command that judges the lesson's mutants, with these `options`."""
    given = "".join(f" --{name} {value}" for name, value in options.items() if value is not None)
    return f"grader verify {lesson.id} --mutants{given}"


def check_records(lessons: Iterable[Lesson], *, release: bool = False) -> Iterator[Finding]:
    """One finding for each lesson: whether its record is about the lesson as it stands, and no mutant survived.

    A stale record is a note, since one who works on a lesson makes it stale; a `release` must have no such lesson, nor
    one without a record.
    """
    for lesson in lessons:
        if lesson.private is None:
            continue
        try:
            found = read_record(lesson)
        except (OSError, ValueError) as error:
            yield Finding(lesson.id, RECORD_FILE, (f"{error}; judge again: {again(lesson)}",))
            continue
        what, stale = f"{RECORD_FILE}: {kill_rate(found)}", staleness(lesson, found) if found else None
        if not found:
            stale = f"no mutants were judged: {again(lesson)}"
        left = found.get("survived", 0) + found.get("unjudged", 0)
        problems = [f"{left} of them survived, or were not judged: {again(lesson)}"] if left else []
        if release and stale:
            problems.append(stale)
        if found or release:
            yield Finding(lesson.id, what, tuple(problems), (stale,) if stale and not release else ())


def kill_rate(record: dict[str, Any]) -> str:
    """How many of those that are not equivalent are killed; one that was not judged yet counts as not killed."""
    if not record:
        return "not run"
    killed, others = record["killed"], record["survived"] + record["unjudged"]
    return f"{killed} of {killed + others} killed ({100 * killed / max(1, killed + others):.0f}%)"


__all__ = ["again", "check_records", "kill_rate", "read_record", "staleness"]

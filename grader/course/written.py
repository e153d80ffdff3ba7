"""Files that a lesson's author writes: whatever is wrong with one is said with its path, its line and the remedy."""

from __future__ import annotations

import difflib
import functools
import io
import json
import os
import re
import tomllib
import types
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from grader.course.errors import LessonError

_AT = re.compile(r" \(at line (\d+), column \d+\)$")
_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_MOST = 3  # faults of one file that are told at a time
# What a value should be, by the beginning of pydantic's name of the error.
_SHOULD_BE = {
    "string": "text between quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "tuple": "a list between [ and ]",
    "list": "a list between [ and ], or tables like [[{key}]]",
    "dict": "a table, such as [{key}]",
    "model": "a table, such as [{key}]",
    "text": "a table with zh and en",
}

Location = tuple[int | str, ...]


def text_of(path: Path) -> str:
    """The text of a file that must be there, with each line ended by \\n. Raises LessonError, also where it cannot be
    read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LessonError(f"{path} is missing; write it there") from error
    except OSError as error:
        raise LessonError(f"cannot read {path}: {error.strerror}; it must be a file that you may read") from error
    try:
        return io.StringIO(data.decode("utf-8"), newline=None).getvalue()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(f"{path}:{line}: this is not UTF-8; save the file in that encoding") from error


def from_toml(path: Path, text: str, shape: Any) -> Any:
    """`text`, which stands in `path`, as a `shape`: a pydantic model, or a type. Raises LessonError."""
    try:
        return TypeAdapter(shape).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        words, at = _AT.sub("", str(error)), _AT.search(str(error))
        line = int(at[1]) if at else len(text.splitlines())
        hint = 'a line is like name = "text", and a table begins with its [name]'
        raise LessonError(f"{path}:{line}: this is not valid TOML: {words}; {hint}") from error
    except ValidationError as error:
        raise LessonError(_told(path, error, shape, text)) from error


def optional_toml(path: Path, shape: Any) -> Any:
    """What a file that need not be there holds now, as a `shape`; without it, what an empty one holds. Raises
    LessonError."""
    return _parsed(path, text_of(path) if os.path.lexists(path) else "", shape)


_parsed = functools.lru_cache(maxsize=128)(from_toml)


def from_json(path: Path, text: str, shape: Any, remedy: str) -> Any:
    """`text`, which stands in `path`, as a `shape`. Raises LessonError, ending in the `remedy`."""
    try:
        return TypeAdapter(shape).validate_python(json.loads(text), strict=False)
    except json.JSONDecodeError as error:
        raise LessonError(f"{path}:{error.lineno}: this is not valid JSON: {error.msg}; {remedy}") from error
    except ValidationError as error:
        raise LessonError(f"{_told(path, error, shape, '')}; {remedy}") from error


def _told(path: Path, error: ValidationError, shape: Any, text: str) -> str:
    faults = error.errors(include_url=False)
    told = [_fault(path, one, shape, text) for one in faults[:_MOST]]
    if more := len(faults) - len(told):
        told.append(f"and {more} more")
    return "\n".join(told)


def _fault(path: Path, fault: ErrorDetails, shape: Any, text: str) -> str:
    place, kind = fault["loc"], fault["type"]
    line = _line_of(text, place)
    where, key = ".".join(map(str, place)), str(place[-1]) if place else "name"
    at = f"{path}:{line}" if line else str(path)
    return ": ".join(filter(None, (at, where, _words(fault, kind, key, shape))))


def _words(fault: ErrorDetails, kind: str, key: str, shape: Any) -> str:
    place, facts = fault["loc"], fault.get("ctx", {})
    if kind == "missing":
        return f"{key} is missing; write it"
    if kind == "extra_forbidden":
        known = sorted(_fields(shape, place[:-1]))
        return f"there is no {key} here; " + (meant(key, known) or f"there are: {', '.join(known)}")
    if kind == "value_error":
        return fault["msg"].removeprefix("Value error, ")
    if kind in ("greater_than", "greater_than_equal"):
        bound = facts.get("gt", facts.get("ge"))
        return f"it is {fault['input']!r}, and should be greater than {bound}"
    if kind == "string_pattern_mismatch":
        return f"{fault['input']!r} is none; it is {_described(shape, place)}"
    if kind == "literal_error":
        return f"it is {fault['input']!r}, and should be {facts.get('expected')}"
    should = _SHOULD_BE.get(kind.split("_")[0])
    return f"it should be {should.format(key=key)}" if should else fault["msg"]


# --- what a shape has at a place --------------------------------------------------------------------------------------


def _fields(shape: Any, place: Location) -> list[str]:
    model = _at(shape, place)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _described(shape: Any, place: Location) -> str:
    model = _at(shape, place[:-1])
    known = model.model_fields.get(str(place[-1])) if isinstance(model, type) and issubclass(model, BaseModel) else None
    return known.description if known and known.description else "written in another way"


def _at(shape: Any, place: Location) -> Any:
    """The type of what stands at `place` in a value of the type `shape`; None if that is not known."""
    for part in place:
        if isinstance(shape, type) and issubclass(shape, BaseModel) and part in shape.model_fields:
            shape = shape.model_fields[str(part)].annotation
        elif isinstance(shape, types.GenericAlias) and typing.get_args(shape):
            shape = typing.get_args(shape)[-1 if isinstance(part, str) else 0]
        else:
            return None
    return shape


# --- where it stands --------------------------------------------------------------------------------------------------


def place_in(path: Path, *place: str) -> str:
    """``path:line`` of a key or a table in a TOML file; the path alone if it is not there. Raises LessonError."""
    line = _line_of(text_of(path), place)
    return f"{path}:{line}" if line else str(path)


def _line_of(text: str, place: Location) -> int | None:
    """The line of the longest beginning of `place` that TOML has a line for; None if there is none."""
    best, found = 0, None
    for number, where in _places(text):
        if where == place[: len(where)] and len(where) > best:
            best, found = len(where), number
    return found


def _places(text: str) -> Iterator[tuple[int, Location]]:
    """The line of every table and every key. A line in a text of several lines may be taken for one, too."""
    table: Location = ()
    times: dict[Location, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := _HEADER.fullmatch(line):
            table = _parts(match[2])
            if match[1] == "[[":
                times[table] = times.get(table, -1) + 1
                table = (*table, times[table])
            yield number, table
        elif match := _KEY.match(line):
            yield number, (*table, *_parts(match[1]))


def _parts(dotted: str) -> Location:
    try:
        inner: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted,)
    parts: list[int | str] = []
    while isinstance(inner, dict):
        ((name, inner),) = inner.items()
        parts.append(name)
    return tuple(parts)


def meant(name: str, known: Iterable[str]) -> str:
    """Of a misspelt name, as a question: ``do you mean gates?``; "" if none of `known` is near."""
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f"do you mean {near[0]}?" if near else ""


__all__ = ["LessonError", "from_json", "from_toml", "meant", "optional_toml", "place_in", "text_of"]

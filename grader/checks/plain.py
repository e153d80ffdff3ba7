"""Checks that need nothing of pytest's but to be found: plain functions, with fixtures that are plain functions.

pytest's own steps for one of them take longer than most checks. What comes of it is the same: a fixture of a wider
scope is made once, and one that failed fails every check that asks for it. All else is run by pytest.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import pytest

_MARKS = {"points", "depends", "confirmed_by", "calibrates"}  # of ours, which nothing in pytest acts on
_WIDER = ("function", "module", "session")
_OUTCOMES = (Exception, pytest.fail.Exception, pytest.skip.Exception)  # of a fixture, which are kept

_Made = tuple[Any, BaseException | None, TracebackType | None]


def are_plain(items: Iterable[pytest.Item]) -> bool:
    """Whether `Fixtures` can stand in for pytest, for all of these checks."""
    return all(map(_is_plain, items))


def _is_plain(item: Any) -> bool:
    nodes = (pytest.Session, pytest.Dir, pytest.Module)
    if type(item) is not pytest.Function or any(type(node) not in nodes for node in item.listchain()[:-1]):
        return False
    if (
        hasattr(item, "callspec")
        or hasattr(item.module, "pytest_plugins")
        or not {mark.name for mark in item.iter_markers()} <= _MARKS
    ):
        return False
    definitions = item._fixtureinfo.name2fixturedefs
    known = all(len(definitions.get(name, ())) == 1 for name in item._fixtureinfo.names_closure)
    return known and _is_function(item.obj) and all(_is_fixture(one[0], definitions) for one in definitions.values())


def _is_fixture(definition: Any, definitions: Any) -> bool:
    if definition.params is not None or definition.scope not in _WIDER or not _is_function(definition.func):
        return False
    asked = [definitions.get(name, (None,))[0] for name in definition.argnames]
    width = _WIDER.index(definition.scope)
    return all(one is not None and one.scope in _WIDER[width:] for one in asked)


def _is_function(function: object) -> bool:
    """Whether a call of it is all that there is to it."""
    kinds = (inspect.isgeneratorfunction, inspect.iscoroutinefunction, inspect.isasyncgenfunction)
    return inspect.isfunction(function) and not any(kind(function) for kind in kinds)


def call(item: Any, given: dict[str, Any]) -> None:
    """Call the check. One that only returns what would run it is a failure, as with pytest, and not passed."""
    result = item.obj(**given)
    if hasattr(result, "__await__") or hasattr(result, "__aiter__") or inspect.isgenerator(result):
        getattr(result, "close", lambda: None)()  # else Python warns of it, wherever that is read
        pytest.fail(
            "this check returns a coroutine or a generator, which nothing runs: write it without", pytrace=False
        )


class Fixtures:
    """The values of the fixtures in one run of plain checks."""

    def __init__(self) -> None:
        self._module: pytest.Item | pytest.Collector | None = None
        self._kept: dict[str, dict[Any, _Made]] = {scope: {} for scope in _WIDER}

    def of(self, item: Any) -> dict[str, Any]:
        """What the check is called with. Raises what a fixture raises, or has raised."""
        if item.parent is not self._module:
            self._module = item.parent
            self._kept["module"].clear()
        self._kept["function"].clear()
        info = item._fixtureinfo
        made = {name: self._value(name, info.name2fixturedefs) for name in info.names_closure}
        return {name: made[name] for name in info.argnames}

    def _value(self, name: str, definitions: Any) -> Any:
        (definition,) = definitions[name]
        kept = self._kept[definition.scope]
        if definition not in kept:
            given = {argument: self._value(argument, definitions) for argument in definition.argnames}
            try:
                kept[definition] = definition.func(**given), None, None
            except _OUTCOMES as error:
                kept[definition] = None, error, error.__traceback__
        value, failed, traceback = kept[definition]
        if failed is not None:
            raise failed.with_traceback(traceback)
        return value


__all__ = ["Fixtures", "are_plain", "call"]

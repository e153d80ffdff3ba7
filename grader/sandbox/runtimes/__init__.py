"""The door for runtimes: those of Gatehouse, and all that are installed as entry points of `gatehouse.runtimes`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from grader.sandbox.runtimes.keras import Keras
from grader.sandbox.runtimes.notebook import Notebook
from grader.sandbox.runtimes.numpy import NumPy
from grader.sandbox.runtimes.runtime import Runtime
from grader.sandbox.runtimes.tf1 import TensorFlow1

if TYPE_CHECKING:
    import importlib.metadata

GROUP = "gatehouse.runtimes"
DEFAULT = "numpy"  # of a script that imports nothing that tells
_BUILT_IN: dict[str, type[Runtime]] = {runtime.name: runtime for runtime in (NumPy, Keras, TensorFlow1)}
_UNLISTED: dict[str, type[Runtime]] = {Notebook.name: Notebook}  # no lesson is written for these


class RuntimeUnavailable(ValueError):
    """No such runtime is installed, or it cannot be loaded; the message says what to do."""


def names() -> tuple[str, ...]:
    """The names of the installed runtimes, ours first."""
    return (*_BUILT_IN, *_third_party())


@functools.cache
def find(name: str) -> Runtime:
    """The runtime of this name. Raises RuntimeUnavailable."""
    if own := (_BUILT_IN | _UNLISTED).get(name):
        return own()
    if name not in _third_party():
        raise RuntimeUnavailable(
            f"no runtime {name!r} is installed; there are: {', '.join(names())}. Others come in packages of their own "
            f"(docs/runtimes.md): pip install the one that has the entry point {name!r} of {GROUP}"
        )
    entry = _third_party()[name]
    try:
        runtime = entry.load()()
        if runtime.name != name:
            raise ValueError(f"it calls itself {runtime.name!r}")
    except Exception as error:
        raise RuntimeUnavailable(
            f"the runtime {name!r} ({entry.value}) cannot be loaded: {type(error).__name__}: {error}; reinstall the "
            "package that it comes from"
        ) from error
    return runtime


def title_of(name: str) -> str:
    """What readers call the runtime of this name; the name itself if it is not installed here."""
    try:
        return find(name).title
    except RuntimeUnavailable:
        return name


def installed() -> tuple[Runtime, ...]:
    """Every installed runtime, ours first. Raises RuntimeUnavailable if one cannot be loaded."""
    return tuple(map(find, names()))


@functools.cache
def _third_party() -> dict[str, importlib.metadata.EntryPoint]:
    """Entry points by name. None takes the place of a built-in runtime."""
    import importlib.metadata  # only here: a check of a runtime of ours need not wait for it

    found = importlib.metadata.entry_points(group=GROUP)
    return {entry.name: entry for entry in sorted(found) if entry.name not in _BUILT_IN | _UNLISTED}


def installed_versions(name: str, backend: str | None = None) -> dict[str, str]:
    """The versions that a server of this runtime would record now, without starting one: Python's, and those of the
    installed distributions that the runtime names. Raises RuntimeUnavailable."""
    runtime = find(name)
    return versions_of(runtime.records(runtime.backend(backend)))


def versions_of(distributions: Iterable[str]) -> dict[str, str]:
    """Python's version, and that of each of the distributions that is installed."""
    import importlib.metadata

    versions = {"python": sys.version.split()[0]}
    for distribution in distributions:
        try:
            versions[distribution] = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            pass
    return versions


__all__ = [
    "DEFAULT", "GROUP", "Runtime", "RuntimeUnavailable", "find", "installed", "installed_versions", "names", "title_of",
    "versions_of",
]  # fmt: skip

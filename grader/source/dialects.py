"""Which dialect a submission is written in: told from its text, which is never executed.

A dialect of a third party is an entry point of `gatehouse.dialects`, named like its runtime: a function of a text that
tells whether it is written in the dialect. The text is hostile, of any length, and may not keep it busy.
"""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys
from collections.abc import Callable

from grader.source import tensorflow1

GROUP = "gatehouse.dialects"
_BUILT_IN: dict[str, Callable[[str], bool]] = {"tf1": tensorflow1.is_written_in}


def dialect_of(text: str) -> str | None:
    """The dialect that the code of `text`, a submission or a script, is written in; None: that of its lesson."""
    return next((name for name, is_written_in in _dialects().items() if is_written_in(text)), None)


@functools.cache
def _dialects() -> dict[str, Callable[[str], bool]]:
    """Ours first; none takes the place of one of them. Raises ImportError if one that is installed cannot be loaded."""
    entries = sorted(importlib.metadata.entry_points(group=GROUP)) if _may_be_installed() else []
    return _BUILT_IN | {entry.name: _loaded(entry) for entry in entries if entry.name not in _BUILT_IN}


def _may_be_installed() -> bool:
    """Whether a folder of the path names the group: Python would read about every installed package, which takes ten
    times as long. True where something else than a folder is on the path, such as an archive."""
    for folder in map(os.path.abspath, sys.path):
        if not os.path.isdir(folder):
            if os.path.exists(folder):
                return True
            continue
        try:
            names = os.listdir(folder)
        except OSError:  # it may be imported from, and not be listed
            return True
        for name in names:
            if name.endswith((".dist-info", ".egg-info", ".egg")) and _names_the_group(os.path.join(folder, name)):
                return True
    return False


def _names_the_group(about: str) -> bool:
    """Whether what is installed there has entry points of the group, as far as can be told."""
    if about.endswith(".egg"):
        about = os.path.join(about, "EGG-INFO")
    try:
        with open(os.path.join(about, "entry_points.txt"), "rb") as stream:
            return GROUP.encode() in stream.read()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _loaded(entry: importlib.metadata.EntryPoint) -> Callable[[str], bool]:
    try:
        return entry.load()
    except Exception as error:
        raise ImportError(
            f"the dialect {entry.name!r} ({entry.value}) cannot be loaded: {type(error).__name__}: {error}; reinstall "
            "the package that it comes from, or uninstall it"
        ) from error

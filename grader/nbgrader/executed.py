"""What was executed already: the outputs of a notebook's cells, kept outside of submissions.

An entry is found by everything that its outputs came of: the cells, the files beside them, the versions of what ran
them, and the limits. A change to any of these executes the notebook again; nothing else does.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from grader.sandbox.limits import Limits
from grader.verdict import write_atomically

EXECUTION_VERSION = 1  # raise it when the same notebook could have other outputs than before


class Executed:
    """The entries in one folder, which only the instructor's account may write to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(
        self, sources: Sequence[str], files: Mapping[str, bytes], server: str, versions: Mapping[str, str],
        limits: Limits, level: str,
    ) -> str:  # fmt: skip
        """SHA-256 of all that decides what the cells show. It is salted, for it also draws the seed: who hands in a
        notebook must not know which random numbers it will get. Raises OSError."""
        facts = {
            "execution": EXECUTION_VERSION, "server": server, "versions": dict(versions), "level": level,
            "limits": limits.model_dump(mode="json"), "salt": self._salt(), "cells": list(sources),
            "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        }  # fmt: skip
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    @staticmethod
    def seed(key: str) -> int:
        return int(key[:8], 16)

    def get(self, key: str) -> list[list[NotebookNode]] | None:
        """The outputs of each cell; None if there is no such entry, or none that can be read."""
        try:
            cells = json.loads(self._path(key).read_text(encoding="utf-8"))
            return [[from_dict(output) for output in cell] for cell in cells]
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, outputs: Sequence[Sequence[Any]]) -> None:
        """Raises OSError."""
        write_atomically(self._path(key), json.dumps(list(map(list, outputs)), ensure_ascii=False))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def _salt(self) -> str:
        path = self._folder / "salt"
        try:
            return path.read_text(encoding="ascii")
        except FileNotFoundError:
            write_atomically(path, secrets.token_hex(32))
            return path.read_text(encoding="ascii")

"""A submitted notebook's cells, read in a process of its own with limits. Run as a script; it imports no other package
of ours, so that it starts in a moment.

Standard input is the file. Standard output is JSON: a list of cells, each ``[type, source, grade_id or null,
attachments]``. What is
no readable notebook ends it with 1; too much memory or time ends it in the kernel's way.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

MAX_BYTES = 5_000_000  # of a notebook without what it shows, as in `grader.grading.opening`
MAX_NOTEBOOK = 30_000_000  # and with it
MAX_CELLS = 2_000
MAX_ATTACHMENTS = 50  # of one cell
_MEMORY = 1 << 30
_CPU_SECONDS = 20
_KINDS = ("code", "markdown", "raw")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    data = sys.stdin.buffer.read(MAX_NOTEBOOK + 1)
    if len(data) > MAX_NOTEBOOK:
        return 1
    try:
        book = json.loads(data if len(data) <= MAX_BYTES else _small(data))
        found = [_cell(cell) for cell in _cells(book)]
    except (ValueError, RecursionError, MemoryError):
        return 1
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
    return 0


def _small(data: bytes) -> str:
    """A large notebook without its outputs; without the pictures in its texts too, if it is large with them. Raises
    ValueError if it is large all the same."""
    import importlib.util  # which the other files need not wait for
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("outputs", Path(__file__).parents[1] / "source" / "outputs.py")
    assert spec is not None and spec.loader is not None
    outputs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(outputs)
    text = data.decode(json.detect_encoding(data))
    for keys in (("outputs",), ("attachments",)):
        text = outputs.without_outputs(text, keys)
        if len(text) <= MAX_BYTES:
            return text
    raise ValueError("too large")


def _cells(book: Any) -> list[dict[str, Any]]:
    """The cells of format 4, or of format 3 with its sheets. Raises ValueError."""
    sheets = [book] if isinstance(book, dict) and "cells" in book else _items(book, "worksheets")
    cells = [cell for sheet in sheets for cell in _items(sheet, "cells")]
    if not all(isinstance(cell, dict) for cell in cells) or not 0 < len(cells) <= MAX_CELLS:
        raise ValueError("no cells, or too many")
    return cells


def _items(table: Any, name: str) -> list[Any]:
    found = table.get(name) if isinstance(table, dict) else None
    if not isinstance(found, list):
        raise ValueError(f"no {name}")
    return found


def _cell(cell: dict[str, Any]) -> tuple[str, str, str | None, dict[str, dict[str, str]]]:
    kind, source = cell.get("cell_type"), cell.get("source", cell.get("input", ""))
    parts = source if isinstance(source, list) else [source]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("a cell without text")
    text = "".join(parts).encode("utf-8", "replace").decode()  # JSON can spell half a character
    metadata = cell.get("metadata")
    ours = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = ours.get("grade_id") if isinstance(ours, dict) else None
    name = name if isinstance(name, str) and len(name) <= 200 else None
    return kind if kind in _KINDS else "markdown", text, name, _attachments(cell.get("attachments"))


def _attachments(found: Any) -> dict[str, dict[str, str]]:
    """The pictures that a student put into a Markdown cell: base64, still to be looked at."""
    bundles = found.items() if isinstance(found, dict) else ()
    texts = {
        name: {kind: text for kind, text in bundle.items() if isinstance(text, str)}
        for name, bundle in bundles
        if isinstance(bundle, dict) and len(name) <= 200
    }
    return dict(list(texts.items())[:MAX_ATTACHMENTS])


if __name__ == "__main__":
    sys.exit(main())

"""The cells of a notebook that are read, of format 3 or 4.

Only their source is read: outputs and metadata are never looked at, and a whole file takes a millisecond.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from grader.messages.sentences import say
from grader.source.errors import SubmissionError
from grader.source.regions import MarkerError, find_regions, parse_marker, split_lines

MAX_CELLS = 2_000

# Where VS Code, and its Polyglot Notebooks of either name, keep a cell's language.
_LANGUAGES = (("vscode", "languageId"), ("dotnet_interactive", "language"), ("polyglot_notebook", "kernelName"))
_PYTHON = ("python", "ipython", "pyodide", "plaintext")  # the last is what nothing was chosen for


class Cell(NamedTuple):
    """A cell that is read as code; `kind` is what else the notebook says that it is, such as ``markdown``. What is in
    another `language` than Python is left out, and counted."""

    lines: list[str]
    kind: str = "code"
    language: str = ""


def cells_of(text: str, *, strict: bool) -> list[Cell] | None:
    """The code cells, and those of another kind that hold a region which no code cell has.

    None if `text` is no notebook and it need not be one (not `strict`); else SubmissionError.
    """
    try:
        # numbers are never needed, so that neither a huge one nor NaN is ever built
        data = json.loads(text, parse_int=len, parse_float=len, parse_constant=len)
    except (ValueError, RecursionError) as error:
        if not strict:
            return None
        raise SubmissionError(
            say(
                "The file is not a readable notebook: it is no valid JSON, perhaps cut off or edited by hand. "
                "Open it in Jupyter, save it, and submit again; if Jupyter cannot open it, download the lesson's "
                "notebook again and copy your lines into it."
            )
        ) from error
    cells = _raw_cells(data)
    if cells is None:
        if not strict:
            return None
        raise SubmissionError(
            say("The file is JSON, but no notebook: it has no cells. Submit the .ipynb file that Jupyter saved.")
        )
    if len(cells) > MAX_CELLS:
        raise SubmissionError(
            say(
                "The notebook has more than {most:,} cells. Delete those that are not your answer and submit again.",
                most=MAX_CELLS,
            )
        )
    read = _read(cells)
    if not read:
        raise SubmissionError(
            say(
                "The notebook has no code cells. Did their type change to Markdown? "
                "Change it back to Code, save, and submit again."
            )
        )
    return read


def places_of(text: str) -> list[int]:
    """Of a notebook's cells that are read as code, in order: their 0-based numbers among all its cells. None are if it
    is no readable notebook."""
    try:
        cells = _raw_cells(json.loads(text, parse_int=len, parse_float=len, parse_constant=len))
        return [place for place, cell in enumerate(_in_place(cells or [])) if cell is not None]
    except (ValueError, RecursionError, SubmissionError):
        return []


def _read(cells: list[dict[str, Any]]) -> list[Cell]:
    """The cells that are read as code, in order."""
    return [cell for cell in _in_place(cells) if cell is not None]


def _in_place(cells: list[dict[str, Any]]) -> list[Cell | None]:
    """Each cell as it is read; None if it is not."""
    code: list[Cell | None] = []
    number = 0
    for cell in cells:
        is_code = cell.get("cell_type") == "code"
        number += is_code
        source = split_lines(_joined(_source(cell), number)) if is_code else []
        code.append(Cell(source, language=_language(cell)) if is_code else None)
    marked = {bool(cell.language) for cell in code if cell and any(map(parse_marker, cell.lines))}
    if marked == {True}:  # every answer is marked so: an editor's slip, and Jupyter runs them as Python
        code = [cell and cell._replace(language="") for cell in code]
    text = "\n".join(line for cell in code if cell and not cell.language for line in cell.lines)
    known = {name for name in _names(text) or [] if name}
    for index, cell in enumerate(cells):
        if code[index] is not None or not isinstance(kind := cell.get("cell_type"), str):
            continue
        lines = _text_lines(_source(cell))
        names = _names("\n".join(lines)) if lines else None
        if names and known.isdisjoint(names):
            code[index] = Cell(lines, kind)
            known.update(name for name in names if name)
    return code


def _language(cell: dict[str, Any]) -> str:
    """The language that a code cell is marked with, in format 3 or by an editor, if it is another than Python."""
    metadata = cell.get("metadata")
    tables = metadata if isinstance(metadata, dict) else {}
    marks = [cell.get("language"), tables.get("language")]
    marks += [table.get(key) for name, key in _LANGUAGES if isinstance(table := tables.get(name), dict)]
    names = (mark.strip() for mark in marks if isinstance(mark, str))
    return next((name for name in names if name and not name.lower().startswith(_PYTHON)), "")


def _names(text: str) -> list[str | None] | None:
    """The names of the regions of `text`; None if its markers are broken."""
    try:
        return [region.name for region in find_regions(text)]
    except MarkerError:
        return None


def _text_lines(source: Any) -> list[str]:
    """The lines of a text cell; none if it shows its code as an example, between fences, or is no text."""
    parts = source if isinstance(source, list) else [source]
    if not all(isinstance(part, str) for part in parts):
        return []
    lines = split_lines("".join(parts))
    return [] if any(line.lstrip().startswith(("```", "~~~")) for line in lines) else lines


def _raw_cells(data: Any) -> list[dict[str, Any]] | None:
    """The cells of format 4 (``cells``), or of format 3 (``worksheets``, each with ``cells``)."""
    if not isinstance(data, dict):
        return None
    sheets = data.get("worksheets") if "cells" not in data else [data]
    if not isinstance(sheets, list) or not sheets or not all(isinstance(sheet, dict) for sheet in sheets):
        return None
    groups = [sheet.get("cells") for sheet in sheets]
    if not all(isinstance(group, list) for group in groups):
        return None
    cells = [cell for group in groups for cell in group]
    return cells if all(isinstance(cell, dict) for cell in cells) else None


def _source(cell: dict[str, Any]) -> Any:
    return cell.get("source", cell.get("input", ""))


def _joined(source: Any, number: int) -> str:
    parts = source if isinstance(source, list) else [source]
    if all(isinstance(part, str | None) for part in parts):
        return "".join(filter(None, parts))
    raise SubmissionError(
        say(
            "Code cell {number} of the notebook holds no text. Open the notebook in Jupyter, save it, and submit "
            "again.",
            number=number,
        )
    )

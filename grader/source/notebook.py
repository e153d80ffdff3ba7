"""The code cells of a notebook, of format 3 or 4.

Only the source of code cells is read: outputs and metadata are never looked at, and a whole file takes a millisecond.
"""

from __future__ import annotations

import json
from typing import Any

from grader.messages.sentences import say
from grader.source.errors import SubmissionError
from grader.source.magics import as_python
from grader.source.regions import split_lines

MAX_CELLS = 2_000


def code_cells(text: str, *, strict: bool) -> list[list[str]] | None:
    """The lines of each code cell, as Python; None if `text` is no notebook and it need not be one (not `strict`)."""
    try:
        # numbers are never needed, so that neither a huge one nor NaN is ever built
        data = json.loads(text, object_pairs_hook=_object, parse_int=len, parse_float=len, parse_constant=len)
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
    sources = [cell.get("source", cell.get("input", "")) for cell in cells if cell.get("cell_type") == "code"]
    if not sources:
        raise SubmissionError(
            say(
                "The notebook has no code cells. Did their type change to Markdown? "
                "Change it back to Code, save, and submit again."
            )
        )
    return [as_python(split_lines(_joined(source, number))) for number, source in enumerate(sources, 1)]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is there twice")
    return fields


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


def _joined(source: Any, number: int) -> str:
    parts = source if isinstance(source, list) else [source]
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    raise SubmissionError(
        say(
            "Code cell {number} of the notebook holds no text. Open the notebook in Jupyter, save it, and submit "
            "again.",
            number=number,
        )
    )

"""The code cells of a notebook, of format 3 or 4.

Only the source of code cells is read: outputs and metadata are never looked at, and a whole file takes a millisecond.
"""

from __future__ import annotations

import json
from typing import Any

from grader.source.errors import rejected
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
        raise rejected(
            "The file is not a readable notebook: it is no valid JSON, perhaps cut off or edited by hand. "
            "Open it in Jupyter, save it, and submit again; if Jupyter cannot open it, download the lesson's notebook "
            "again and copy your lines into it.",
            "文件不是可读的笔记本：JSON 格式有误，可能不完整或被手工改过。请用 Jupyter 打开并保存后重新提交；"
            "如果 Jupyter 也打不开，请重新下载本关的笔记本，把你的代码复制进去。",
        ) from error
    cells = _raw_cells(data)
    if cells is None:
        if not strict:
            return None
        raise rejected(
            "The file is JSON, but no notebook: it has no cells. Submit the .ipynb file that Jupyter saved.",
            "文件是 JSON，但不是笔记本：其中没有单元格。请提交 Jupyter 保存的 .ipynb 文件。",
        )
    if len(cells) > MAX_CELLS:
        raise rejected(
            f"The notebook has more than {MAX_CELLS:,} cells. Delete those that are not your answer and submit again.",
            f"笔记本的单元格超过 {MAX_CELLS:,} 个。请删去与答案无关的单元格后重新提交。",
        )
    sources = [cell.get("source", cell.get("input", "")) for cell in cells if cell.get("cell_type") == "code"]
    if not sources:
        raise rejected(
            "The notebook has no code cells. Did their type change to Markdown? "
            "Change it back to Code, save, and submit again.",
            "笔记本中没有代码单元格。是不是被改成了 Markdown？请改回 Code，保存后重新提交。",
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
    raise rejected(
        f"Code cell {number} of the notebook holds no text. Open the notebook in Jupyter, save it, and submit again.",
        f"笔记本第 {number} 个代码单元的内容不是文本。请用 Jupyter 打开并保存后重新提交。",
    )

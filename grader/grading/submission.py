"""A student's file, read and never run: bounded, no link followed, no character of it trusted.

What a file is, is judged by its content where that leaves no doubt: a notebook saved as ``.py`` is a notebook, and
Python text with markers saved as ``.ipynb`` is Python. Notebook formats 3 and 4 are read here, in a millisecond,
because only the source of code cells is wanted; outputs and metadata are looked at by nobody.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from grader.grading.handin import MAX_BYTES, HandedIn, read_file
from grader.source.regions import parse_marker, split_lines
from grader.verdict import Text

MAX_CELLS = 2_000
MAX_LINES = 100_000

# %magic, !shell, ?help and help?, as IPython reads the beginning of a statement
_MAGIC = re.compile(r"[ \t]*+(?:%{1,2}[A-Za-z_]|!|\?{1,2}[\w%]|[\w.]++\?{1,2}[ \t]*+$)")
_FOREIGN = re.compile(
    r"%%(?:!|(?:bash|sh|script|system|sx|cmd|html|js|javascript|latex|markdown|svg|perl|ruby)\b)", re.I
)
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # JSON can spell NUL and half a character; no program can have them
_SCAN = re.compile(r"\"\"\"|'''|\\.|[\"'#()\[\]{}]")


class SubmissionError(ValueError):
    """A file that is no submission: `text` says why and what to do next; `sha256` is None if it was not read."""

    def __init__(self, text: Text, sha256: str | None = None) -> None:
        super().__init__(text, sha256)
        self.text, self.sha256 = text, sha256

    def __str__(self) -> str:
        return self.text.en


class SourceLine(NamedTuple):
    """Where a line stands in the student's file: 1-based number of the code cell (None in a ``.py``) and line in it.

    Code cells are counted from the top of the notebook, text cells are not; `cell` is not the number in ``In [ ]``.
    """

    cell: int | None
    line: int

    @property
    def text(self) -> Text:
        if self.cell is None:
            return Text(en=f"line {self.line}", zh=f"第 {self.line} 行")
        return Text(en=f"code cell {self.cell}, line {self.line}", zh=f"第 {self.cell} 个代码单元第 {self.line} 行")


@dataclass(frozen=True)
class Submission:
    """A readable file. `text` is its code with ``\\n`` line ends; line i+1 of it stands at `lines[i]` of the file."""

    sha256: str
    kind: Literal["py", "ipynb"]
    text: str
    lines: tuple[SourceLine, ...]

    def locate(self, line: int) -> SourceLine:
        """Where line `line` of `text` (1-based) stands in the file; a line past either end is the nearest one."""
        return self.lines[min(max(line, 1), len(self.lines)) - 1]

    def where(self, line: int) -> Text:
        """`locate` in words."""
        return self.locate(line).text


def read_submission(path: Path, max_bytes: int = MAX_BYTES) -> Submission:
    """Read a ``.ipynb`` or ``.py``, at most `max_bytes` of it. Raises SubmissionError and nothing else."""
    return parse(read_file(path, max_bytes=max_bytes))


def parse(handed_in: HandedIn) -> Submission:
    """The code of a file that was read. Raises SubmissionError and nothing else.

    What the bytes cost to parse is their author's choice: for a class, this runs in a worker process with limits.
    """
    if handed_in.data is None:
        assert handed_in.fault is not None
        raise SubmissionError(handed_in.fault)
    sha256 = handed_in.sha256 or ""
    try:
        return _parse(handed_in.name, sha256, _decode(handed_in.data))
    except SubmissionError as error:
        raise SubmissionError(error.text, sha256) from error.__cause__


def _reject(en: str, zh: str) -> SubmissionError:
    return SubmissionError(Text(en=en, zh=zh))


def _decode(data: bytes) -> str:
    try:
        if b"\0" not in data:
            return data.decode("utf-8-sig")
        cause = None
    except UnicodeDecodeError as error:
        cause = error
    raise _reject(
        "The file is not UTF-8 text (perhaps it is UTF-16 or GBK, or no text at all). "
        "Open it in your editor, save it with the encoding UTF-8, and submit again.",
        "文件不是 UTF-8 文本（可能是 UTF-16 或 GBK 编码，也可能根本不是文本）。"
        "请在编辑器中以 UTF-8 编码另存，然后重新提交。",
    ) from cause


def _parse(name: str, sha256: str, text: str) -> Submission:
    notebook = name.lower().endswith(".ipynb")
    start = text.lstrip()[:1]
    cells: list[list[str]] | None = None
    if start == "{" or (notebook and not (start != "[" and any(map(parse_marker, split_lines(text))))):
        cells = _cells(text, strict=notebook)
    groups = [(None, split_lines(text))] if cells is None else list(enumerate(cells, 1))
    if sum(len(lines) for _, lines in groups) > MAX_LINES:
        raise _reject(
            f"The file has more than {MAX_LINES:,} lines of code. Remove what is not your answer and submit again.",
            f"代码超过 {MAX_LINES:,} 行。请删去与答案无关的内容后重新提交。",
        )
    source = [line for _, lines in groups for line in lines]
    places = tuple(SourceLine(cell, line) for cell, lines in groups for line in range(1, len(lines) + 1))
    if not any(line.strip() and not line.lstrip().startswith("#") for line in source):
        raise _reject(
            "The file has no code. Is it the one you worked in? Save your work and submit that file.",
            "文件中没有代码。这是你写答案的那个文件吗？请保存后提交正确的文件。",
        )
    for place, line in zip(places, source, strict=True):
        if _NO_TEXT.search(line):
            raise _reject(
                f"There is a broken character at {place.text.en}. Type that line again, save, and submit again.",
                f"{place.text.zh}含有损坏的字符。请重新输入这一行，保存后重新提交。",
            )
    return Submission(sha256, "py" if cells is None else "ipynb", "\n".join(source), places)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is there twice")
    return fields


def _cells(text: str, *, strict: bool) -> list[list[str]] | None:
    """The lines of each code cell, as Python; None if `text` is no notebook and it need not be one (not `strict`)."""
    try:
        # numbers are never needed, so that neither a huge one nor NaN is ever built
        data = json.loads(text, object_pairs_hook=_object, parse_int=len, parse_float=len, parse_constant=len)
    except (ValueError, RecursionError) as error:
        if not strict:
            return None
        raise _reject(
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
        raise _reject(
            "The file is JSON, but no notebook: it has no cells. Submit the .ipynb file that Jupyter saved.",
            "文件是 JSON，但不是笔记本：其中没有单元格。请提交 Jupyter 保存的 .ipynb 文件。",
        )
    if len(cells) > MAX_CELLS:
        raise _reject(
            f"The notebook has more than {MAX_CELLS:,} cells. Delete those that are not your answer and submit again.",
            f"笔记本的单元格超过 {MAX_CELLS:,} 个。请删去与答案无关的单元格后重新提交。",
        )
    sources = [cell.get("source", cell.get("input", "")) for cell in cells if cell.get("cell_type") == "code"]
    if not sources:
        raise _reject(
            "The notebook has no code cells. Did their type change to Markdown? "
            "Change it back to Code, save, and submit again.",
            "笔记本中没有代码单元格。是不是被改成了 Markdown？请改回 Code，保存后重新提交。",
        )
    return [_python(split_lines(_joined(source, number))) for number, source in enumerate(sources, 1)]


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
    raise _reject(
        f"Code cell {number} of the notebook holds no text. Open the notebook in Jupyter, save it, and submit again.",
        f"笔记本第 {number} 个代码单元的内容不是文本。请用 Jupyter 打开并保存后重新提交。",
    )


def _python(lines: list[str]) -> list[str]:
    """A cell's lines with its magics as comments: line for line, and `pass` where a block would lose its statement.

    A line that only looks like a magic, in a string or in brackets (``% b``), stays.
    """
    if not any(map(_MAGIC.match, lines)):
        return lines
    if _FOREIGN.match(next(line for line in lines if line.strip())):
        return [f"#% {line}" for line in lines]  # the % keeps a line of stars from becoming a marker
    result, quote, depth, continued = [], "", 0, False
    for line in lines:
        if not (quote or depth or continued) and _MAGIC.match(line):
            bare = line.lstrip(" \t")
            result.append(f"{line[: -len(bare)]}pass  # {bare}" if bare != line else f"# {line}")
            continue
        result.append(line)
        continued = line.endswith("\\")
        for found in _SCAN.finditer(line):
            token = found[0]
            if quote:
                quote = "" if token == quote else quote
            elif token == "#":
                continued = False
                break
            elif token in ('"', "'", '"""', "'''"):
                quote = token
            else:
                depth = max(0, depth + (token in "([{") - (token in ")]}"))
        if len(quote) == 1 and not continued:
            quote = ""  # such a string ends with its line, whether it was closed or not
    return result

"""The bytes of a student's file as a program's text, and where each of its lines stands in the file.

Nothing is run, opened or trusted here. The content decides what a file is where it leaves no doubt: a notebook saved as
``.py`` is a notebook, and Python text with markers saved as ``.ipynb`` is Python.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from grader.messages.sentences import say
from grader.messages.text import Text
from grader.source.errors import SubmissionError
from grader.source.notebook import code_cells
from grader.source.regions import parse_marker, split_lines

MAX_LINES = 100_000

_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # JSON can spell NUL and half a character; no program can have them


class SourceLine(NamedTuple):
    """Where a line stands in the student's file: 1-based number of the code cell (None in a ``.py``) and line in it.

    Code cells are counted from the top of the notebook, text cells are not; `cell` is not the number in ``In [ ]``.
    """

    cell: int | None
    line: int

    @property
    def text(self) -> Text:
        if self.cell is None:
            return say("line {line}", line=self.line)
        return say("code cell {cell}, line {line}", cell=self.cell, line=self.line)


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


def parse(name: str, data: bytes) -> Submission:
    """The code in a file of this name and content. Raises SubmissionError and nothing else.

    Takes time and memory linear in the size of `data`, by a factor that the file's author chooses: for a class, it runs
    in a worker process with limits.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _parse(name, sha256, _decode(data))
    except SubmissionError as error:
        raise SubmissionError(error.text, sha256) from error.__cause__


def _decode(data: bytes) -> str:
    try:
        if b"\0" not in data:
            return data.decode("utf-8-sig")
        cause = None
    except UnicodeDecodeError as error:
        cause = error
    raise SubmissionError(
        say(
            "The file is not UTF-8 text (perhaps it is UTF-16 or GBK, or no text at all). "
            "Open it in your editor, save it with the encoding UTF-8, and submit again."
        )
    ) from cause


def _parse(name: str, sha256: str, text: str) -> Submission:
    notebook = name.lower().endswith(".ipynb")
    start = text.lstrip()[:1]
    cells: list[list[str]] | None = None
    if start == "{" or (notebook and not (start != "[" and any(map(parse_marker, split_lines(text))))):
        cells = code_cells(text, strict=notebook)
    groups = [(None, split_lines(text))] if cells is None else list(enumerate(cells, 1))
    if sum(len(lines) for _, lines in groups) > MAX_LINES:
        raise SubmissionError(
            say(
                "The file has more than {most:,} lines of code. Remove what is not your answer and submit again.",
                most=MAX_LINES,
            )
        )
    source = [line for _, lines in groups for line in lines]
    places = tuple(SourceLine(cell, line) for cell, lines in groups for line in range(1, len(lines) + 1))
    if not any(line.strip() and not line.lstrip().startswith("#") for line in source):
        raise SubmissionError(
            say("The file has no code. Is it the one you worked in? Save your work and submit that file.")
        )
    for place, line in zip(places, source, strict=True):
        if _NO_TEXT.search(line):
            raise SubmissionError(
                say(
                    "There is a broken character at {place}. Type that line again, save, and submit again.",
                    place=place.text,
                )
            )
    return Submission(sha256, "py" if cells is None else "ipynb", "\n".join(source), places)

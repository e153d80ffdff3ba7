"""Which of a text's characters stand in strings and comments: a linear scan, because the text need not tokenize."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\"\"\"|'''|\\.|[\"'#]")
_LONG = ('"""', "'''")


class Quotes:
    """The scan of some lines that belong together: a cell, or a whole ``.py``.

    `inside` are the 0-based numbers of the lines that begin in a string of several lines; `open` says whether the last
    such string is never closed: then somebody forgot a quote, and where strings begin and end is a guess.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.inside: set[int] = set()
        self._code: list[list[tuple[int, int]]] = []
        quote, continued = "", False
        for number, line in enumerate(lines):
            if quote in _LONG:
                self.inside.add(number)
            elif not continued:
                quote = ""  # such a string ends with its line, whether it was closed or not
            quote, continued = self._line(line, quote)
        self.open = quote in _LONG

    def _line(self, line: str, quote: str) -> tuple[str, bool]:
        """Scan a line that begins in the string `quote`: the string that it ends in, and whether that goes on."""
        pieces: list[tuple[int, int]] = []
        start = 0
        for match in _TOKEN.finditer(line):
            token = match[0]
            if quote:
                if token == quote or (len(quote) == 1 and token[0] == quote and token in _LONG):
                    quote, start = "", match.end()
            elif token == "#":
                pieces.append((start, match.start()))
                self._code.append(pieces)
                return "", False
            elif token[0] != "\\":
                pieces.append((start, match.start()))
                quote = token
        if not quote:
            pieces.append((start, len(line)))
        self._code.append(pieces)
        return quote, bool(quote) and line.endswith("\\")

    def code(self, number: int) -> list[tuple[int, int]]:
        """The parts of line `number` (0-based) that stand in no string and no comment, as (start, end)."""
        return self._code[number]


def segments(count: int, breaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The runs of lines between the `breaks` (1-based first lines of cells), as 0-based (start, end)."""
    starts = sorted({0, *(line - 1 for line in breaks if 0 < line <= count)})
    yield from zip(starts, [*starts[1:], count], strict=True)

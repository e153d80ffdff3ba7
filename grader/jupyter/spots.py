"""Lines of a student's file as an editor finds them: which cell of the notebook, which line of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from grader.course.lesson import Form, Lesson
from grader.source.dialects import dialect_of
from grader.source.notebook import places_of
from grader.source.regions import MarkerError, Region, code_lines, find_regions, is_code, split_lines
from grader.source.splicing import outside_changes

_LONGEST = 200  # characters of a line that are shown


@dataclass(frozen=True)
class Spot:
    """`cell` is the 0-based number among all cells, None in a file without cells; `line` is 1-based in the cell."""

    cell: int | None
    line: int
    text: str

    def plain(self) -> dict[str, int | str | None]:
        return {"cell": self.cell, "line": self.line, "text": self.text}


@dataclass(frozen=True)
class Placed:
    """A region of the file. `first` and `last` are the 1-based lines of its markers."""

    name: str
    cell: int | None
    first: int
    last: int
    lines: tuple[str, ...]


class Source:
    """The cells of a file that are read as code, each with its place; a ``.py`` is one, without a place."""

    def __init__(self, cells: list[tuple[int | None, list[str]]]) -> None:
        self.cells = cells

    @classmethod
    def of(cls, data: bytes) -> Source:
        text = data.decode("utf-8", "replace")
        places = places_of(text)
        if not places:
            return cls([(None, split_lines(text))])
        sources = [_source(cell) for cell in json.loads(text, parse_int=len, parse_float=len)["cells"]]
        return cls([(place, split_lines(sources[place])) for place in places])

    def spot(self, cell: int | None, line: int) -> Spot | None:
        """The spot of a line as verdicts have it: 1-based number of the code cell, or None, and line in it."""
        number = (cell or 1) - 1
        if not 0 <= number < len(self.cells):
            return None
        place, lines = self.cells[number]
        return Spot(place, line, lines[line - 1].strip()[:_LONGEST]) if 0 < line <= len(lines) else None

    def regions(self) -> list[Placed]:
        """The regions that stand whole in one cell."""
        return [
            Placed(one.name or "", place, one.begin, one.end, one.lines)
            for place, lines in self.cells
            for one in _regions("\n".join(lines))
        ]

    def within(self, name: str) -> Spot | None:
        """Where an answer is: the only line of code of its region, of several the ``def`` above, of none the line below
        Begin."""
        for region in self.regions():
            if region.name == name:
                own = [n for n, line in enumerate(region.lines) if is_code(line)]
                if len(own) > 1 and (head := self._head(region)):
                    return head
                first = own[0] if own else 0
                text = region.lines[first].strip()[:_LONGEST] if region.lines else ""
                return Spot(region.cell, region.first + 1 + first, text)
        return None

    def _head(self, region: Placed) -> Spot | None:
        """The ``def`` above a region, in its cell."""
        lines = dict(self.cells)[region.cell]
        for number in range(region.first, 0, -1):
            if lines[number - 1].lstrip().startswith("def "):
                return Spot(region.cell, number, lines[number - 1].strip()[:_LONGEST])
        return None

    def outside(self, lesson: Lesson) -> list[Spot]:
        """Code outside the regions that the stub of its dialect does not have, nor the lesson's own."""
        at = [(place, number) for place, lines in self.cells for number in range(1, len(lines) + 1)]
        text = "\n".join(line for _, lines in self.cells for line in lines)
        stub = lesson.form(dialect_of(text)).stub
        try:
            return [Spot(*at[line - 1], code) for line, code in outside_changes(stub, text, begun=lesson.stub)]
        except (MarkerError, ValueError):
            return []

    def answered(self, form: Form) -> bool:
        """Whether any region differs from the stub's, or the markers are not as they were."""
        return self._code() != _code_of(form)

    def written(self, region: str, form: Form) -> bool:
        """Whether a region differs from the stub's, or does not stand whole in one cell."""
        return self._code().get(region) != _code_of(form).get(region)

    def _code(self) -> dict[str, list[str]]:
        return {one.name: list(code_lines(one.lines)) for one in self.regions()}


def _regions(text: str) -> Iterator[Region]:
    try:
        yield from find_regions(text)
    except MarkerError:
        return


def _code_of(form: Form) -> dict[str, list[str]]:
    return {one.name or "": list(code_lines(one.lines)) for one in _regions(form.stub)}


def _source(cell: object) -> str:
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


__all__ = ["Placed", "Source", "Spot"]

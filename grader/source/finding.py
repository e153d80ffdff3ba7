"""A submission's regions, found where one reading is possible: a lost marker costs its own region, and no other.

The stub says what to look for: the names, the order, and the lines of given code around each region. Pure functions
over text, which is hostile: every line is read a bounded number of times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grader.messages.sentences import defer
from grader.source.quotes import Quotes, segments
from grader.source.regions import (
    REMEDY,
    MarkerError,
    Region,
    never_begun,
    parse_marker,
    split_lines,
    two_names,
    unclosed,
)
from grader.source.slips import Slip

Mark = tuple[str, str | None, int]  # "begin" or "end", its name, its 1-based line
MOST_NOTICES = 20


@dataclass
class Found:
    """What stands in a submission. `copies` maps the number of a region of the stub to what may answer it, in the order
    of the text; `slips` says why there is nothing, `notices` how something was found."""

    copies: dict[int, list[Region]] = field(default_factory=dict)
    slips: dict[int, Slip] = field(default_factory=dict)
    notices: list[Slip] = field(default_factory=list)

    def tell(self, slip: Slip) -> None:
        if len(self.notices) < MOST_NOTICES:
            self.notices.append(slip)

    @property
    def inside(self) -> set[int]:
        """The lines that belong to a region."""
        return {n for copies in self.copies.values() for one in copies for n in range(one.begin + 1, one.end)}


@dataclass(frozen=True)
class Wanted:
    """The stub: its regions, and the nearest line of given code before and after each, None if there is none."""

    stub: str
    regions: Sequence[Region]

    @cached_property
    def anchors(self) -> list[tuple[str | None, str | None]]:
        lines = split_lines(self.stub)
        return [(_nearest(lines, one.begin - 2, -1), _nearest(lines, one.end, 1)) for one in self.regions]

    def above(self, numbers: Sequence[int]) -> dict[str, int]:
        """Which of these regions a line of given code stands right above, where it is one alone."""
        befores = [(before, number) for number in numbers if (before := self.anchors[number][0])]
        times = Counter(before for before, _ in befores)
        return {before: number for before, number in befores if times[before] == 1}

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {one.name: number for number, one in enumerate(self.regions) if one.name}


def find(wanted: Wanted, submission: str, breaks: Sequence[int] = ()) -> Found:
    """The regions of `submission` that answer those of the stub. `breaks` are the first lines of its cells.

    Raises MarkerError if there is nothing that answers any.
    """
    lines = split_lines(submission)
    search = _Search(wanted, lines, breaks, marks_of(lines, breaks))
    return search.run()


def marks_of(lines: Sequence[str], breaks: Sequence[int] = ()) -> list[Mark]:
    """The markers. One in a string is text, where it is certain what a string is: where no quote was forgotten."""
    marks = [(*parsed, number) for number, line in enumerate(lines, 1) if (parsed := parse_marker(line))]
    runs = list(segments(len(lines), breaks))
    if len(runs) == 1 and _perfect(marks):
        return marks
    quoted: set[int] = set()
    for start, end in runs:
        if not (scan := Quotes(lines[start:end])).open:
            quoted |= {start + inside + 1 for inside in scan.inside}
    return [mark for mark in marks if mark[2] not in quoted]


def _perfect(marks: Sequence[Mark]) -> bool:
    begins, ends = marks[::2], marks[1::2]
    names = [begin[1] or end[1] for begin, end in zip(begins, ends, strict=False)]
    return (
        len(begins) == len(ends)
        and all(begin[0] == "begin" for begin in begins)
        and all(end[0] == "end" for end in ends)
        and all(None in (b[1], e[1]) or b[1] == e[1] for b, e in zip(begins, ends, strict=True))
        and len({*names, None}) == len([name for name in names if name]) + 1
    )


def essence(line: str) -> str:
    """A line of code without indentation, doubled blanks and, where no quote makes that a guess, its comment."""
    head = line.split("#", 1)[0]
    return " ".join((line if "'" in head or '"' in head else head).split())


def _nearest(lines: Sequence[str], index: int, step: int) -> str | None:
    while 0 <= index < len(lines) and parse_marker(lines[index]) is None:
        if found := essence(lines[index]):
            return found
        index += step
    return None


class _Search:
    def __init__(self, wanted: Wanted, lines: list[str], breaks: Sequence[int], marks: list[Mark]) -> None:
        self._wanted, self._lines, self._marks = wanted, lines, marks
        self._cells = sorted({1, *breaks, len(lines) + 1})
        self._begins = Counter(name for word, name, _ in marks if word == "begin" and name)
        self._named: dict[str, list[Region]] = {}
        self._loose: list[Region] = []
        self._found = Found()
        self._lost: dict[int, Slip] = {}  # why a region of the stub was lost, unless it is there once more

    def run(self) -> Found:
        if not self._marks:
            raise MarkerError(
                defer("This file has no Begin and End markers, so nothing in it can be graded. {remedy}", remedy=REMEDY)
            )
        self._collect()
        self._strangers()
        for name, copies in self._named.items():
            self._found.copies[self._wanted.numbers[name]] = copies
        self._by_order()
        for number in range(len(self._wanted.regions)):
            if number not in self._found.copies:
                self._found.slips[number] = self._lost.get(number) or self._missing(number)
        if not self._found.copies:
            first = next(iter(self._found.slips.values()))
            raise MarkerError.of(first)
        return self._found

    # -- markers to regions

    def _collect(self) -> None:
        open_: tuple[str | None, int] | None = None
        last = 0  # the line of the marker before
        for word, name, line in self._marks:
            if word == "begin":
                if open_:
                    self._unclosed(*open_, line)
                open_ = name, line
            elif open_ is None:
                self._unbegun(name, last, line)
            else:
                self._closed(*open_, name, line)
                open_ = None
            last = line
        if open_:
            self._unclosed(*open_, len(self._lines) + 1)

    def _add(self, name: str | None, begin: int, end: int) -> None:
        region = Region(name, begin, end, tuple(self._lines[begin : end - 1]))
        if name:
            self._named.setdefault(name, []).append(region)
        else:
            self._loose.append(region)

    def _closed(self, name: str | None, begin: int, label: str | None, end: int) -> None:
        """A Begin marker and an End marker, perhaps with two names."""
        if not (name and label and name != label):
            return self._add(name or label, begin, end)
        numbers = self._wanted.numbers
        if name in numbers and (label not in numbers or self._begins[label]):
            return self._add(name, begin, end)
        if label in numbers and (name not in numbers or self._begins[name] > 1):
            return self._add(label, begin, end)
        slip = two_names(name, begin, label, end)
        self._unclosed(name, begin, end, slip)  # the markers between them may be what is lost
        self._unbegun(label, begin, end, slip)
        return None

    def _unclosed(self, name: str | None, begin: int, stop: int, slip: Slip | None = None) -> None:
        """A Begin marker without an End before line `stop`: the region ends where the stub's own text goes on."""
        number = self._wanted.numbers.get(name or "")
        cell = self._cells[bisect_right(self._cells, begin)]
        upto = min(stop, cell)
        if number is not None:
            after = self._wanted.anchors[number][1]
            ends = [n for n in range(begin + 1, upto) if after and essence(self._lines[n - 1]) == after]
            if not ends and upto == cell and (len(self._cells) > 2 or after is None):
                ends = [cell]  # the given code that follows stands in the next cell
            if len(ends) == 1:
                self._add(name, begin, ends[0])
                told = defer("The region `{name}`, from {begin}, has lost its End marker; it was read to the end of "
                             "its function.", name=name or "")  # fmt: skip
                return self._found.tell(Slip(told, {"begin": begin}))
            self._lost.setdefault(number, slip or unclosed(name, begin, stop if stop <= len(self._lines) else None))
        elif name is None:
            self._found.tell(unclosed(name, begin, stop if stop <= len(self._lines) else None))
        return None

    def _unbegun(self, name: str | None, last: int, end: int, slip: Slip | None = None) -> None:
        """An End marker without a Begin below line `last`: the region begins where the stub's own text stops."""
        low = max(last + 1, self._cells[bisect_right(self._cells, end) - 1])
        lost = self._wanted.numbers.get(name or "")
        numbers = [lost] if lost is not None else [] if name else list(range(len(self._wanted.regions)))
        befores = self._wanted.above(numbers)
        begins = [(n, befores[e]) for n in range(low, end) if (e := essence(self._lines[n - 1])) in befores]
        if len(begins) == 1:
            begin, number = begins[0]
            own = self._wanted.regions[number].name
            if name is None and own and self._begins[own]:
                return None
            self._add(own, begin, end)
            told = defer("The region `{name}`, which ends at {end}, has lost its Begin marker; it was read from the "
                         "beginning of its function.", name=own or "")  # fmt: skip
            return self._found.tell(Slip(told, {"end": end}))
        if slip is None:
            slip = never_begun(end)
        if lost is not None:
            self._lost.setdefault(lost, slip)
        return None

    # -- regions to those of the stub

    def _strangers(self) -> None:
        """Names that the lesson has not: one that stands where one region is missing is that, misspelt."""
        numbers = self._wanted.numbers
        strange = {name for name in self._named if name not in numbers}
        if not strange:
            return
        places = sorted((copies[0].begin, name) for name, copies in self._named.items())
        known = [(begin, numbers[name]) for begin, name in places if name in numbers]
        if not known and not self._loose:
            begin, name = places[0]
            raise MarkerError(
                defer(
                    "This lesson has no region `{name}`, which begins at {begin}; is the file one of another lesson? "
                    "{remedy}",
                    name=name, remedy=REMEDY,
                ),
                {"begin": begin},
            )  # fmt: skip
        missing = [number for name, number in numbers.items() if name not in self._named]
        only = len(strange) == len(missing) == 1 and not self._loose
        for name in strange:
            copies = self._named.pop(name)
            begin = copies[0].begin
            own = self._wanted.regions[missing[0]].name if only else None
            if own:
                self._named[own] = copies
                told = defer("This lesson has no region `{name}`, which begins at {begin}: it was read as `{own}`, the "
                             "only one that is missing.", name=name, own=own)  # fmt: skip
            else:
                told = defer("This lesson has no region `{name}`, which begins at {begin}: it is not graded. Give it "
                             "the name that it has in the lesson's notebook.", name=name)  # fmt: skip
            self._found.tell(Slip(told, {"begin": begin}))

    def _by_order(self) -> None:
        """Regions without a name go by their order; where their number is another, by the given code above each."""
        open_ = [n for n in range(len(self._wanted.regions)) if n not in self._found.copies]
        if len(self._loose) == len(open_):
            self._found.copies |= {number: [region] for number, region in zip(open_, self._loose, strict=True)}
            return
        by_anchor = self._wanted.above(open_)
        for region in self._loose:
            above = _nearest(self._lines, region.begin - 2, -1)
            if above in by_anchor:
                self._found.copies.setdefault(by_anchor[above], []).append(region)
        if self._loose:
            told = defer(
                "Regions without a name go by their order, and this file has {count} of them, the last at {last}, "
                "where the lesson has {wanted}. {remedy}",
                count=len(self._loose), wanted=len(open_), remedy=REMEDY,
            )  # fmt: skip
            slip = Slip(told, {"last": self._loose[-1].begin})
            if not open_:
                self._found.tell(slip)
            for number in open_:
                self._lost.setdefault(number, slip)

    def _missing(self, number: int) -> Slip:
        name = self._wanted.regions[number].name or f"#{number + 1}"
        return Slip(
            defer(
                "The region `{name}` is not in this file: its markers are lost, or its cell was deleted or is no code "
                "cell any more. Nothing of it is graded. {remedy}",
                name=name, remedy=REMEDY,
            )
        )  # fmt: skip


__all__ = ["Found", "Mark", "Wanted", "essence", "find", "marks_of"]

"""Regions: the text between a Begin and an End marker, the only part of a student's file that is graded.

Pure functions over text. Markers are found by lines and never by tokens, because a student's text need not tokenize.
Lines end at ``\\n`` alone, after ``\\r\\n`` and ``\\r`` were made ``\\n``, as Python's own tokenizer has it;
`str.splitlines` also splits at form feeds, NEL and U+2028, and would disagree with the compiler about what a line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.messages.sentences import Deferred, defer, say
from grader.messages.text import Text
from grader.source.slips import Slip

_BLANK = r" \t\u00a0\u3000"  # within a comment, an input method's wide space is a space
_MARKER = re.compile(  # no piece gives back what it took, so that a line is read once
    rf"[ \t]*+#([#*{_BLANK}]*+)(begin|end)(?:[{_BLANK}]++([^\W\d]\w{{0,63}}+))?+([#*{_BLANK}]*+)", re.IGNORECASE
)

REMEDY = say(
    "Take a fresh copy of the lesson's notebook (in JupyterLab the arrow beside Check gives you one, and keeps yours) "
    "and copy your lines between its markers."
)


class MarkerError(ValueError):
    """The markers of a submission cannot be understood.

    `message` has a blank for each of `places`, which maps it to a 1-based line. `line` is the one that it names first,
    None if something is missing; `text` is the message with what to do next; `located` says the same with other words
    for each line, such as cell numbers.
    """

    def __init__(self, message: Deferred, places: Mapping[str, int] = {}) -> None:
        super().__init__(message, places)  # both, so that the error survives pickling
        self.slip = Slip(message, places)
        self.lines = tuple(places.values())
        self.line, self.text = self.slip.line, self.slip.text

    @classmethod
    def of(cls, slip: Slip) -> MarkerError:
        return cls(slip.message, slip.places)

    def located(self, where: Callable[[int], Text]) -> Text:
        """The message, its lines named by `where`: pass `Submission.where` to name a notebook's cells."""
        return self.slip.located(where)

    def __str__(self) -> str:
        return self.text.en


@dataclass(frozen=True)
class Region:
    """One region: `begin` and `end` are the 1-based lines of its markers, `lines` what stands between them."""

    name: str | None
    begin: int
    end: int
    lines: tuple[str, ...]


def marker(word: str, name: str | None = None) -> str:
    """A marker in the one spelling that is emitted; `word` is ``"Begin"`` or ``"End"``."""
    return f"# ********** {word} {name} ********** #" if name else f"# ********** {word} ********** #"


BEGIN, END = marker("Begin"), marker("End")


def split_lines(text: str) -> list[str]:
    """The lines of `text` as the compiler counts them, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_marker(line: str) -> tuple[str, str | None] | None:
    """``("begin" or "end", name)`` if the line is a marker, else None.

    A marker is a comment of the word and at most one name, with `**` before it, or stars or hashes after it:
    `# begin with the input gate` and the list item `# * begin` are ordinary comments.
    """
    match = _MARKER.fullmatch(line) if "#" in line else None
    if match is None or not ("**" in match[1] or "*" in match[4] or "#" in match[4]):
        return None
    return match[2].lower(), match[3]


def find_regions(text: str) -> list[Region]:
    """Every region, in the order of the text.

    Raises MarkerError for regions that are nested, unclosed, never begun, closed by another's name, or there twice.
    """
    lines = split_lines(text)
    regions: list[Region] = []
    begins: dict[str, int] = {}
    name, begin = None, 0
    for number, line in enumerate(lines, 1):
        if (parsed := parse_marker(line)) is None:
            continue
        word, label = parsed
        if word == "begin":
            if begin:
                raise MarkerError.of(unclosed(name, begin, number))
            name, begin = label, number
            continue
        if not begin:
            raise MarkerError.of(never_begun(number))
        if name and label and name != label:
            raise MarkerError.of(two_names(name, begin, label, number))
        name = name or label
        if name and name in begins:
            raise MarkerError.of(_there_twice(name, begins[name], begin))
        if name:
            begins[name] = begin
        regions.append(Region(name, begin, number, tuple(lines[begin : number - 1])))
        name, begin = None, 0
    if begin:
        raise MarkerError.of(unclosed(name, begin))
    return regions


def never_begun(end: int) -> Slip:
    """Of an End marker without a Begin."""
    sentence = defer(
        "The End marker at {end} has no Begin marker above it. Put its Begin line back. Or: {remedy}", remedy=REMEDY
    )
    return Slip(sentence, {"end": end})


def two_names(name: str, begin: int, label: str, end: int) -> Slip:
    """Of a Begin marker and an End marker that name two regions."""
    sentence = defer(
        "The End marker at {end} says `{label}`, but the region open there is `{name}`, from {begin}. "
        "Make both names the same. Or: {remedy}",
        label=label, name=name, remedy=REMEDY,
    )  # fmt: skip
    return Slip(sentence, {"end": end, "begin": begin})


def _there_twice(name: str, first: int, second: int) -> Slip:
    sentence = defer(
        "The region `{name}` is there twice, at {first} and at {second}. "
        "Delete the one that is not your answer, save, and submit again.",
        name=name,
    )
    return Slip(sentence, {"first": first, "second": second})


def unclosed(name: str | None, begin: int, inner: int | None = None) -> Slip:
    """Of a Begin marker without an End, before the Begin marker at line `inner` if that is not None."""
    end = marker("End", name)
    if inner is None:
        sentence = defer(
            "The region that begins at {begin} has no End marker. Put the line `{end}` back below your lines. "
            "Or: {remedy}",
            end=end, remedy=REMEDY,
        )  # fmt: skip
        return Slip(sentence, {"begin": begin})
    sentence = defer(
        "The Begin marker at {inner} stands inside the region that begins at {begin} and has not ended yet. "
        "Put the line `{end}` back below your lines. Or: {remedy}",
        end=end, remedy=REMEDY,
    )  # fmt: skip
    return Slip(sentence, {"inner": inner, "begin": begin})


def blank(text: str) -> str:
    """The text with its regions emptied, their markers kept. Raises MarkerError."""
    return without(text, find_regions(text))


def without(text: str, regions: Sequence[Region]) -> str:
    """The text without what stands between these regions' markers; the regions may come in any order."""
    lines = split_lines(text)
    kept: list[str] = []
    done = 0
    for region in sorted(regions, key=lambda region: region.begin):
        kept += lines[done : region.begin]
        done = region.end - 1
    return "\n".join(kept + lines[done:])


def code_lines(lines: Sequence[str]) -> Iterator[str]:
    return (line.strip() for line in lines if is_code(line))


def has_code(lines: Sequence[str]) -> bool:
    return any(map(is_code, lines))


def is_code(line: str) -> bool:
    """Whether it is neither blank nor a comment."""
    stripped = line.lstrip()
    return bool(stripped) and stripped[0] != "#"


def code_outside(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines outside every region that are neither blank nor comments."""
    inside = {number for region in find_regions(text) for number in range(region.begin, region.end + 1)}
    for number, line in enumerate(split_lines(text), 1):
        if number not in inside and is_code(line):
            yield number, line

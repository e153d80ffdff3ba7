"""The bytes of a student's file as a program's text, and where each of its lines stands in the file.

Nothing is run, opened or trusted here. The content decides what a file is where it leaves no doubt: a notebook saved as
``.py`` is a notebook, and Python text with markers saved as ``.ipynb`` is Python.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from grader.messages.sentences import say, say_many
from grader.messages.text import Text
from grader.source.cells import Line, Reader
from grader.source.errors import SubmissionError
from grader.source.notebook import Cell, cells_of
from grader.source.outputs import without_outputs
from grader.source.pasted import spaced
from grader.source.regions import parse_marker, split_lines
from grader.verdict import Notice

MAX_LINES = 100_000
MOST_CHARACTERS = 5_000_000  # of a file, the outputs of a notebook left out

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_DECLARES = re.compile(rb"[ \t\f]*+#[^\n]{0,200}?coding[:=][ \t]*+([-\w.]{1,40})")
# Codes of characters, each read in one pass; Python knows codecs of other kinds as well.
_ENCODINGS = {
    "gbk", "gb2312", "gb18030", "cp936", "big5", "big5hkscs", "cp950", "latin-1", "latin1", "iso-8859-1", "iso8859-1",
    "iso-8859-15", "cp1252", "windows-1252", "ascii", "us-ascii", "shift-jis", "cp932", "euc-jp", "euc-kr", "cp949",
    "koi8-r", "cp1251", "windows-1251",
}  # fmt: skip
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
    """A readable file. `text` is its code with ``\\n`` line ends; line i+1 of it stands at `lines[i]` of the file.

    `notices` say what was not read as the file has it: they cost no points. `cells` are the 1-based lines of `text` at
    which its cells begin.
    """

    sha256: str
    kind: Literal["py", "ipynb"]
    text: str
    lines: tuple[SourceLine, ...]
    notices: tuple[Notice, ...] = ()
    cells: tuple[int, ...] = (1,)

    def locate(self, line: int) -> SourceLine:
        """Where line `line` of `text` (1-based) stands in the file; a line past either end is the nearest one."""
        return self.lines[min(max(line, 1), len(self.lines)) - 1]

    def where(self, line: int) -> Text:
        """`locate` in words."""
        return self.locate(line).text


def parse(name: str, data: bytes, *, judged: bool = True) -> Submission:
    """The code in a file of this name and content: an answer, or (not `judged`) a program that is run as a whole.
    Raises SubmissionError and nothing else.

    Takes time and memory linear in the size of `data`, by a factor that the file's author chooses: for a class, it runs
    in a worker process with limits.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _parse(name, sha256, _decode(data), judged)
    except SubmissionError as error:
        raise SubmissionError(error.text, sha256) from error.__cause__


def _decode(data: bytes) -> str:
    """The text of a file: in the encoding of its byte order mark, else UTF-8, else the one that it declares."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    try:
        if encoding is not None or b"\0" not in data:
            return data.decode(encoding or "utf-8")
        cause = None
    except UnicodeDecodeError as error:
        cause = error
    if encoding is None and (declared := _declared(data)):
        try:
            return data.decode(declared)
        except UnicodeDecodeError as error:
            cause = error
    raise SubmissionError(
        say(
            "The file is not UTF-8 text (perhaps it is UTF-16 or GBK, or no text at all). "
            "Open it in your editor, save it with the encoding UTF-8, and submit again."
        )
    ) from cause


def _declared(data: bytes) -> str | None:
    """The encoding that one of the first two lines declares (PEP 263), if it is one of `_ENCODINGS`."""
    for line in data[:1000].split(b"\n")[:2]:
        if match := _DECLARES.match(line):
            name = match[1].decode("ascii").lower().replace("_", "-")
            return name if name in _ENCODINGS else None
    return None


def _parse(name: str, sha256: str, text: str, judged: bool) -> Submission:
    if len(text) > MOST_CHARACTERS:
        text = without_outputs(text) if text.lstrip()[:1] == "{" else text
        if len(text) > MOST_CHARACTERS:
            raise SubmissionError(
                say(
                    "The file is larger than {limit}, even without its outputs. Remove what is not your answer and "
                    "submit again.",
                    limit=f"{MOST_CHARACTERS / 1e6:g} MB",
                )
            )
    notebook = name.lower().endswith(".ipynb")
    start = text.lstrip()[:1]
    cells: list[Cell] | None = None
    if start == "{" or (notebook and not (start != "[" and any(map(parse_marker, split_lines(text))))):
        cells = cells_of(text, strict=notebook)
    reader = Reader(judged)
    if cells is None:
        lines = split_lines(text)
        _not_too_many(len(lines))
        groups: list[tuple[int | None, list[Line]]] = [(None, read) for read in reader.script(lines)]
    else:
        _not_too_many(sum(len(cell.lines) for cell in cells))
        groups = [(number, reader.cell(cell, number)) for number, cell in enumerate(cells, 1)]
    source = [line.text for _, lines in groups for line in lines]
    _not_too_many(len(source))
    places = tuple(SourceLine(cell, line.place) for cell, lines in groups for line in lines)
    _no_broken_character(places, source)
    starts = tuple(accumulate((len(lines) for _, lines in groups[:-1]), initial=1))
    source, changed = spaced(source, starts)
    _some_code(source)  # what invisible characters leave is none
    notices = [*reader.notices, *([_spaces(places[changed[0] - 1], len(changed))] if changed else [])]
    kind: Literal["py", "ipynb"] = "py" if cells is None else "ipynb"
    return Submission(sha256, kind, "\n".join(source), places, tuple(notices), starts)


def _not_too_many(lines: int) -> None:
    if lines > MAX_LINES:
        raise SubmissionError(
            say(
                "The file has more than {most:,} lines of code. Remove what is not your answer and submit again.",
                most=MAX_LINES,
            )
        )


def _some_code(source: list[str]) -> None:
    if not any(line.strip() and not line.lstrip().startswith("#") for line in source):
        raise SubmissionError(
            say("The file has no code. Is it the one you worked in? Save your work and submit that file.")
        )


def _no_broken_character(places: tuple[SourceLine, ...], source: list[str]) -> None:
    for place, line in zip(places, source, strict=True):
        if _NO_TEXT.search(line):
            raise SubmissionError(
                say(
                    "There is a broken character at {place}. Type that line again, save, and submit again.",
                    place=place.text,
                )
            )


def _spaces(place: SourceLine, count: int) -> Notice:
    text = say_many(
        "{place} has a space that is no plain one, or an invisible character, as web pages have them: it was read as "
        "a plain space, or left out",
        "{n} lines, {place} first, have spaces that are no plain ones, or invisible characters, as web pages have "
        "them: they were read as plain spaces, or left out",
        count, place=place.text,
    )  # fmt: skip
    return Notice(text=text, line=place.line, cell=place.cell)

"""The cells of a file, read as IPython reads them: what is judged and run is Python, and each of its lines has a place.

A cell is read in one pass. Only a statement that may be IPython's is shown to IPython, and only so many of them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from grader.messages.sentences import say
from grader.source import exports, ipython, magics
from grader.source.errors import SubmissionError
from grader.source.notebook import Cell
from grader.source.regions import parse_marker
from grader.source.statements import Scan
from grader.verdict import Notice

MOST_COMMANDS = 2_000  # in a file; IPython takes a tenth of a millisecond for each
MOST_NESTED = 8  # `%time %time f()`, or a cell in a call in a cell
_MOST_SHOWN = 80

_QUIET = re.compile(rf"[ \t]*+%(?:{'|'.join(sorted(magics.QUIET))})(?![^ \t])")
_AUTOMAGIC = re.compile(rf"[ \t]*+(?:{magics.AUTOMAGICS})[ \t]++[^ \t=(.,\[:]")
_ALONE = re.compile(rf"[ \t]*+({magics.ALONE})(?:[ \t]++-\w++)?[ \t]*+$")
_BOUND = re.compile(rf"\b({magics.ALONE})\b[ \t]*+(?:=|,|in\b)")


class Line(NamedTuple):
    """A line of Python, and the 1-based line of the cell, or of a ``.py``, where it stands."""

    text: str
    place: int


class Reader:
    """Reads the cells of one file, one after the other, and keeps what is to be said of it: one notice of each kind.

    `judged`: the file is an answer, and not a program that is run as a whole. Too many commands: SubmissionError.
    """

    def __init__(self, judged: bool) -> None:
        self.notices: list[Notice] = []
        self._judged, self._told, self._commands, self._open = judged, set[str](), 0, 0
        self._cell: int | None = None
        self._bound: set[str] = set()
        self._alone = False

    def cell(self, cell: Cell, number: int) -> list[Line]:
        """A notebook's cell. One that holds but a part of a region keeps its indentation."""
        lines = cell.lines
        if cell.language:
            self._cell = number
            self._tell("marked", Line(cell.language, 1))
            return [Line(f"#% {text}", place) for place, text in enumerate(lines, 1)]  # so that no marker is one
        self._cell, self._alone = number, sum(map(bool, map(str.strip, lines))) == 1
        self._bound.update(name for line in lines for name in _BOUND.findall(line))
        marks = [found[0] for found in map(parse_marker, lines) if found]
        if not self._open and marks.count("begin") == marks.count("end"):
            lines = _dedented(lines)
        self._open = max(0, self._open + marks.count("begin") - marks.count("end"))
        if any(map(ipython.has_prompts, lines)) and _prompted(lines):
            lines = ipython.without_prompts(lines)
        if cell.kind != "code":
            text = say(
                "this cell with Begin and End is of the type {kind}, so that Jupyter does not run it; it was read, and "
                "counted, as a code cell: change its type back to Code",
                kind=cell.kind[:_MOST_SHOWN],
            )
            self.notices.append(Notice(text=text, line=1, cell=number))
        return self._magic_cell([Line(text, place) for place, text in enumerate(lines, 1)], 0)

    def script(self, lines: list[str]) -> list[list[Line]]:
        """The cells of a ``.py``, where it says that it has any; else it is one."""
        text, starts = exports.cells(lines)
        placed = [Line(line, place) for place, line in enumerate(text, 1)]
        return [self._magic_cell(placed[at:end], 0) for at, end in pairwise([*starts, len(placed)])]

    def _magic_cell(self, lines: list[Line], depth: int) -> list[Line]:
        """A cell that may begin with cell magics, one inside the other."""
        read: list[Line] = []
        at = 0
        while (first := self._first_code(lines, at)) < len(lines) and lines[first].text.startswith("%%"):
            line = lines[first]
            name, _, given = line.text[2:].rstrip().partition(" ")
            if name.endswith("?"):
                break
            self._count()
            read += lines[at:first]
            if name in magics.BODIES:
                read.append(Line(self._head(name, given) or f"# {line.text}", line.place))
                at = first + 1
                continue
            rest = [Line(f"#% {text}", place) for text, place in lines[first + 1 :]]  # `%`: stars make no marker of it
            if name in magics.FILES and not self._judged:
                body = "".join(f"{text}\n" for text, _ in lines[first + 1 :])
                call = f"get_ipython().run_cell_magic({name!r}, {given!r}, {body!r})"
                return [*read, Line(call, line.place), *rest]
            self._tell("written" if name in magics.FILES else "language", line)
            return [*read, Line(f"#% {line.text}", line.place), *rest]
        return read + self._statements(lines[at:], depth)

    def _head(self, name: str, given: str) -> str:
        """The Python in the first line of a cell of Python: `%%timeit` has its setup there, `%%capture` a name."""
        if name == "capture" and not self._judged:
            words = [word for word in given.split() if not word.startswith("-")]
            return f"{words[0]} = get_ipython().captured" if words and words[0].isidentifier() else ""
        return magics.statement_of(name, given) if name in magics.STATEMENTS and name != "time" else ""

    def _first_code(self, lines: list[Line], at: int) -> int:
        """Where the first line stands that counts; above it a ``.py`` has its header."""
        skipped = "#" if self._cell is None else None
        texts = ((index, lines[index].text.strip()) for index in range(at, len(lines)))
        return next((index for index, text in texts if text and text[0] != skipped), len(lines))

    def _may_be_command(self, text: str) -> bool:
        return ipython.may_be_its(text) or self._is_automagic(text) or magics.may_be_call(text)

    def _statements(self, lines: list[Line], depth: int) -> list[Line]:
        may_be = (at for at, (text, _) in enumerate(lines) if text.strip() and self._may_be_command(text))
        first = next(may_be, None)  # what lies before it need not be asked again
        if first is None:
            return lines
        read: list[Line] = []
        scan = Scan()
        at = 0
        while at < len(lines):
            end = at + 1
            made = [lines[at]]
            text = lines[at].text
            if at >= first and not scan.inside and text.strip():  # an empty line is no command, and there may be many
                if ipython.may_be_its(text) or self._is_automagic(text):
                    while end < len(lines) and lines[end - 1].text.endswith("\\"):
                        end += 1
                    made = self._command(lines[at:end], depth)
                elif magics.may_be_call(text):
                    made = self._called(text, [lines[at]], depth)
            for each in made:
                scan.read(each.text)
            read += made
            at = end
        return read

    def _is_automagic(self, text: str) -> bool:
        """Whether IPython would put a `%` before it: no Python, or alone in its cell and no name of the file's."""
        if len(text) > ipython.MOST_TOKENIZED:
            return False
        if self._alone and (found := _ALONE.match(text)):
            return found[1] not in self._bound
        return _AUTOMAGIC.match(text) is not None and not _is_python(text.strip())

    def _command(self, statement: list[Line], depth: int) -> list[Line]:
        """A statement that may be IPython's."""
        text = statement[0].text
        if self._is_automagic(text):
            bare = text.lstrip(" \t")
            statement = [Line(f"{text[: -len(bare)]}%{bare}", statement[0].place), *statement[1:]]
        self._count()
        if len(statement) == 1 and _QUIET.match(text) and not text.rstrip().endswith("?"):
            return _without(statement)
        python = ipython.as_python([each.text for each in statement])
        if python is None:
            return statement
        call = magics.parse_call(python)
        if call is None:  # `,f a b` is f("a", "b"); what is no call of a method that we know is left to the box
            return _placed(python, statement)
        if call.name in magics.STATEMENTS and call.line and call.body is None:
            return self._in_place(call, statement, depth)
        return self._meant(call, python, statement, depth)

    def _called(self, text: str, statement: list[Line], depth: int) -> list[Line]:
        """A statement that nbconvert made of a command, or that a student wrote so."""
        self._count()
        call = magics.parse_call(text)
        return statement if call is None else self._meant(call, text, statement, depth)

    def _meant(self, call: magics.Call, python: str, statement: list[Line], depth: int) -> list[Line]:
        place = statement[0].place
        if call.body is not None and call.name in magics.BODIES and not call.target and depth < MOST_NESTED:
            head = self._head(call.name, call.line)
            texts = [*([head] if head else []), *call.body.removesuffix("\n").split("\n")]
            return self._magic_cell([Line(call.before + text if text else "", place) for text in texts], depth + 1)
        if call.body is not None and call.name in magics.FILES and not self._judged:
            return statement
        if call.name in magics.STATEMENTS and call.body is None and (rest := magics.statement_of(call.name, call.line)):
            return self._nested(_run_once(call, rest, place), depth)
        if kind := magics.kind_of(call):
            self._tell(kind, statement[0] if call.body is None else Line(f"%%{call.name} {call.line}", place))
        if not call.target:
            return _without(statement)
        if call.method != "getoutput":
            return _placed(f"{call.before}None", statement)
        many = magics.targets(call.before)
        return _placed(python if many == 1 else f'{call.before}[""] * {many}', statement)

    def _in_place(self, call: magics.Call, statement: list[Line], depth: int) -> list[Line]:
        """A statement magic, as the statement that it runs."""
        if len(statement) == 1 or "\n" in call.before:
            rest = magics.statement_of(call.name, call.line)
            made = _run_once(call, rest, statement[0].place) if rest else _without(statement)
            return self._nested([*made, *(Line("", place) for _, place in statement[1:])], depth)
        head = statement[0].text[len(call.before) :].removeprefix("%").removeprefix(call.name)
        rest = magics.statement_of(call.name, head)
        return self._nested([Line(call.before + rest, statement[0].place), *statement[1:]], depth)

    def _nested(self, made: list[Line], depth: int) -> list[Line]:
        """What a statement magic runs may be a command itself."""
        if depth >= MOST_NESTED or not made or not ipython.may_be_its(made[0].text):
            return made
        return self._command(made, depth + 1)

    def _count(self) -> None:
        self._commands += 1
        if self._commands > MOST_COMMANDS:
            raise SubmissionError(
                say(
                    "The file has more than {most:,} commands of IPython's, such as `%time` or `!ls`. Remove those "
                    "that you do not need and submit again.",
                    most=MOST_COMMANDS,
                )
            )

    def _tell(self, kind: str, line: Line) -> None:
        if kind not in self._told:
            self._told.add(kind)
            shown = "".join(filter(str.isprintable, line.text[: 10 * _MOST_SHOWN].strip()))[:_MOST_SHOWN]
            self.notices.append(Notice(text=magics.LEFT_OUT[kind].say(code=shown), line=line.place, cell=self._cell))


def _dedented(lines: list[str]) -> list[str]:
    """A cell that is indented as a whole, without that."""
    first = next((line for line in lines if line.strip()), "")
    return textwrap.dedent("\n".join(lines)).split("\n") if first[:1] in (" ", "\t") else lines


def _prompted(lines: Iterable[str]) -> bool:
    """Whether a prompt stands where a statement begins, and not in a text."""
    scan = Scan()
    for line in lines:
        if not scan.inside and ipython.has_prompts(line):
            return True
        scan.read(line)
    return False


def _is_python(text: str) -> bool:
    try:
        compile(text, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _run_once(call: magics.Call, rest: str, place: int) -> list[Line]:
    """The statement `rest` of a statement magic, whose value is nothing, or times, where the magic's is so."""
    if call.name in magics.VALUELESS and "\n" not in rest:
        if call.target and _is_python(f"({rest})"):
            rest = f"get_ipython().timed({rest})"
        elif call.target:
            indent = call.before[: len(call.before) - len(call.before.lstrip(" \t"))]
            return [Line(f"{indent}{rest}; {call.before.lstrip()}get_ipython().timed()", place)]
        elif "#" not in rest and not rest.endswith((";", ":", "\\")):
            rest += ";"
    return [Line(text, place) for text in f"{call.before}{rest}".split("\n")]


def _placed(text: str, statement: list[Line]) -> list[Line]:
    """The line in the place of a statement, whose other lines become empty."""
    return [Line(text.replace("\n", " "), statement[0].place), *(Line("", place) for _, place in statement[1:])]


def _without(statement: list[Line]) -> list[Line]:
    """A statement as comments, with a `pass` where a block would lose it."""
    first, place = statement[0]
    bare = first.lstrip(" \t")
    indent = first[: len(first) - len(bare)]
    rest = [Line(f"#% {text}", where) for text, where in statement[1:]]
    return [Line(f"{indent}pass  # {bare}" if indent else f"# {bare}", place), *rest]

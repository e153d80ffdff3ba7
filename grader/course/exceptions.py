"""Which mistake an exception looks like: a lesson's own ``exceptions.toml`` is asked first, then the common one.

[concatenate-without-axis]
raised = "ValueError"
message = "input array dimensions ... must match exactly"
line = "concatenate("

The name is that of a misconception, and its sentence stands in ``misconceptions.toml``. The first table counts whose
every text fits: `raised` is the name of the exception, `message` stands in what it says, `line` in the student's line
that raised it, `region` in the region around that line, and `loop` in the body of a loop in that region. Several texts
in a list are alternatives; what else a mistake may lead to stands under ``["name (2)"]``. A text is no regular
expression, and looking for it takes time linear in what it is looked for in: it is taken letter by letter, but for
``...``, which skips any words, and for ``{name}`` in `message`, one word, which must stand in the student's line, too.

In the sentence, ``{name}`` is that word, and ``{near}`` the name that is spelt most like it; a table whose sentence has
that blank is passed over where no name is. No other word of an exception gets into a sentence.
"""

from __future__ import annotations

import builtins
import difflib
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from grader.course.misconceptions import diagnose
from grader.course.written import optional_toml
from grader.verdict import Diagnosis

EXCEPTIONS_FILE = "exceptions.toml"
COMMON = Path(__file__).with_name(EXCEPTIONS_FILE)
# Characters; what is longer is a student's doing.
_MOST_READ = {"message": 2_000, "line": 400, "region": 20_000, "loop": 20_000, "program": 100_000}
_MOST_NAMES = 1_000  # of a program, among which one is looked for that is spelt like another
_SPECIAL = re.compile(r"( ?\.\.\. ?|\{name\})")
_WORD = re.compile(r"[^\W\d]\w{0,59}+")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    raised: str | tuple[str, ...]
    message: str | tuple[str, ...] = ()
    line: str | tuple[str, ...] = ()
    region: str | tuple[str, ...] = ()
    loop: str | tuple[str, ...] = ()


@dataclass(frozen=True)
class Raised:
    """An exception: its type's name and its message, both claims; the student's line, the region around it, and the
    program. Without a line of the student's, `line` and `region` are empty. What ran out of time is of the kind
    ``timeout``, and nobody knows where it was: its region is all that the student wrote."""

    kind: str
    message: str
    line: str = ""
    region: str = ""
    program: str = ""

    @functools.cached_property
    def loop(self) -> str:
        """The lines of the region that a loop repeats."""
        return "\n".join(_repeated(self.region[: _MOST_READ["region"]]))


def recognised(raised: Raised, lesson_folder: Path = COMMON.parent) -> Diagnosis | None:
    """What this exception looks like, in a lesson whose public half this is or in none; None if nobody knows.

    Raises LessonError if a table cannot be read or has no sentence.
    """
    for path in dict.fromkeys((lesson_folder / EXCEPTIONS_FILE, COMMON)):
        for identifier, table in tables(path).items():
            name = _fits(table, raised)
            if name is not None and (diagnosis := _said(identifier.partition(" ")[0], name, raised, lesson_folder)):
                return diagnosis
    return None


def tables(path: Path) -> dict[str, _Table]:
    """The tables of a file as it is now, in order; {} if there is none. Raises LessonError."""
    found: dict[str, _Table] = optional_toml(path, dict[str, _Table])
    return found


def _repeated(region: str) -> Iterator[str]:
    """The lines in the bodies of loops, told by their indentation."""
    loops: list[int] = []  # how far the loops around a line are indented
    for line in region.split("\n"):
        if not (code := line.lstrip()):
            continue
        indent = len(line) - len(code)
        while loops and loops[-1] >= indent:
            loops.pop()
        if loops:
            yield line
        if code.startswith(("for ", "while ")):
            loops.append(indent)


def _fits(table: _Table, raised: Raised) -> str | None:
    """The word that ``{name}`` stands for, mostly an empty one; None if the table does not fit."""
    if raised.kind not in _alternatives(table.raised):
        return None
    name = ""
    for what, most in _MOST_READ.items():
        if wanted := _alternatives(getattr(table, what, ())):
            found = _first(wanted, getattr(raised, what)[:most])
            if found is None:
                return None
            name = found or name
    return name if not name or name in raised.line else None


def _first(wanted: Iterable[str], text: str) -> str | None:
    """The word in the first of these patterns that stands in the text, empty if it has none; None if none stands."""
    for pattern in wanted:
        if match := _compiled(pattern).match(text):
            return match.groupdict().get("name", "")
    return None


def _alternatives(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


@functools.lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    """One atomic group for each run of letters: where one is not found, nothing before it is tried again."""
    groups: list[list[str]] = [[]]
    for piece in _SPECIAL.split(pattern):
        if piece.strip() == "...":
            groups.append([])
        else:
            groups[-1].append(r"(?P<name>\w[\w.]{0,59}+)" if piece == "{name}" else re.escape(piece))
    return re.compile("".join(f"(?>.*?{''.join(group)})" for group in groups), re.DOTALL)


def _said(identifier: str, name: str, raised: Raised, lesson_folder: Path) -> Diagnosis | None:
    """The sentence with its blanks filled in; None if there is nothing to fill in."""
    diagnosis = diagnose(identifier, lesson_folder)
    near = ""
    if "{near}" in diagnosis.text.en and not (near := _near(name, raised)):
        return None

    def filled(sentence: str) -> str:
        return sentence.replace("{name}", name).replace("{near}", near)

    return Diagnosis(id=identifier, text=diagnosis.text.map(filled))


def _near(name: str, raised: Raised) -> str:
    """The name of the program's own, of Python's or of NumPy's that is spelt most like this one; empty if none is, or
    if the program has this one elsewhere, too."""
    elsewhere = raised.program.replace(raised.region, "", 1) if raised.region else raised.program
    if name in _names(elsewhere):
        return ""
    for choice in (_names(f"{elsewhere}\n{raised.region}"), [*vars(builtins), *dir(np)]):
        spelt = {each.lower(): each for each in reversed(choice) if each != name}
        swapped = [each for each in spelt if sorted(each) == sorted(name.lower())]  # tahn is nearer to tanh than to tan
        if close := swapped or difflib.get_close_matches(name.lower(), spelt, n=1, cutoff=0.7):
            return spelt[close[0]]
    return ""


def _names(program: str) -> list[str]:
    words = dict.fromkeys(match[0] for match in _WORD.finditer(program[: _MOST_READ["program"]]))
    return list(words)[:_MOST_NAMES]


__all__ = ["COMMON", "EXCEPTIONS_FILE", "Raised", "recognised", "tables"]

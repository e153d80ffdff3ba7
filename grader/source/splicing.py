"""Splicing: a submission's regions put into the stub, and what the submission has outside of them."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from grader.messages.sentences import defer
from grader.source import syntax
from grader.source.finding import Found, Wanted, essence, find
from grader.source.helpers import Helpers, find_helpers, place_for
from grader.source.regions import (
    BEGIN,
    END,
    MarkerError,
    Region,
    code_lines,
    code_outside,
    find_regions,
    has_code,
    is_code,
    split_lines,
    without,
)
from grader.source.slips import Slip

MAX_CHANGES = 20  # how many changes outside the regions are worth telling
MAX_CHANGE_CHARS = 120
MOST_COPIES = 20  # of one region that are compared
_STUBS = 32  # what is known of so many stubs is kept; a course has few
MAX_TOGETHER = 200_000  # characters of a stub and its answers that are compiled at once: the memory for them adds up
MAX_TOKENIZED = 1_000  # characters of a line; a tokenizer's time and memory for a longer one are the student's choice

# As a notebook has it, and as `grader.source.cells` hands it on, which says itself what is not run.
_MAGIC = re.compile(r"(?:pass  # )?[%!?]|(?:[\w., ]++= )?get_ipython\(\)")
_IDLE = {"pass", "...", "return", "return None", "raise NotImplementedError", "raise NotImplementedError()"}
_STRUCTURE = {tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE, tokenize.ENDMARKER}


@dataclass(frozen=True)
class Piece:
    """A run of lines of a program: given code (`region` None), or a region's or a helper's text (`Helper.key`).

    `origin[i]` is the 1-based line of the submission that line i came from, None for the stub's own. `instead` is what
    stands there where the region cannot be used: the stub's own lines. `answered` says whether `lines` are the
    submission's.
    """

    region: str | None
    lines: tuple[str, ...]
    origin: tuple[int | None, ...]
    instead: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True)
class Spliced:
    """A program: the stub with a submission's regions.

    `origin[i]` is the 1-based line of the submission that program line i+1 came from, None for the stub's own.
    `regions` are the names of the stub's regions, `#1`, `#2`, ... where they have none; `attempted` those whose code
    differs from the stub's. `slips` says of a region why it is not the submission's, `notices` how others were read;
    `found` is where the submission's regions stand, `helpers` what of it came along.
    """

    program: str
    origin: tuple[int | None, ...]
    attempted: frozenset[str]
    regions: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    slips: Mapping[str, Slip] = field(default_factory=dict)
    notices: tuple[Slip, ...] = ()
    found: Found = field(default_factory=Found)
    helpers: Helpers = field(default_factory=Helpers)

    @property
    def holds_answers(self) -> bool:
        """Whether a region that was attempted does anything."""
        tried = (piece for piece in self.pieces if piece.region in self.attempted)
        return any(piece.region in self.slips or does_something(piece.lines) for piece in tried)


def splice(stub: str, submission: str, breaks: Sequence[int] = (), used: frozenset[str] | None = None) -> Spliced:
    """The stub with its regions' text replaced by the submission's; nothing else of the submission gets in.

    Regions go by name, those without one by order. A region whose Begin marker is indented otherwise than the stub's
    was pasted from elsewhere, and is moved to the stub's indentation. Where the submission's region has no code and
    the stub could not be parsed without its own, the stub's stays, so that an untouched function is as it was. A region
    that is not found, or is no Python, is as in the stub, and is among the `slips`.

    `breaks` are the first lines of the submission's cells. Where `used` is given, helpers outside the regions that bind
    none of these names come along, above the statement with the first region. Raises MarkerError where no region is
    found at all, plain ValueError if the stub's own are wrong.
    """
    wanted = _wanted(stub)
    found = find(wanted, submission, breaks)
    notices = list(found.notices)
    answers = [_chosen(region, found.copies.get(n, []), notices) for n, region in enumerate(wanted.regions)]
    empty = [
        r for r, answer in zip(wanted.regions, answers, strict=True) if answer is None or not has_code(answer.lines)
    ]
    filling = _Filling(stub, wanted.regions, split_lines(submission), _kept(stub, empty))
    names = tuple(region.name or f"#{number}" for number, region in enumerate(wanted.regions, 1))
    slips = {names[n]: slip for n, slip in found.slips.items()}
    pieces: list[Piece] = []
    attempted: set[str] = set()
    done = 0
    bodies = [filling.body(number, answer) for number, answer in enumerate(answers)]
    tried = {n for n, r in enumerate(wanted.regions) if answers[n] is not None and _differ(r.lines, bodies[n][0])}
    filling.look_at({number: bodies[number][0] for number in tried})
    for number, (name, region, answer) in enumerate(zip(names, wanted.regions, answers, strict=True)):
        given = tuple(filling.lines[done : region.begin])
        pieces.append(Piece(None, given, (None,) * len(given)))
        done = region.end - 1
        body, origin = bodies[number]
        if answer is not None and number in tried:
            attempted.add(name)
            read = filling.as_python(number, answer, body)
            if isinstance(read, Slip):
                slips[name] = read
            else:
                body, notices = tuple(read[0]), [*notices, *read[1]]
        if name in slips:
            body, origin = region.lines, (None,) * len(region.lines)
        pieces.append(Piece(name, body, origin, region.lines, answered=name in attempted and name not in slips))
    rest = tuple(filling.lines[done:])
    pieces.append(Piece(None, rest, (None,) * len(rest)))
    helpers = Helpers() if used is None else _helpers(wanted, submission, breaks, found, used)
    pieces = _with_helpers(pieces, helpers, wanted)
    program = "\n".join(line for piece in pieces for line in piece.lines)
    origin = tuple(line for piece in pieces for line in piece.origin)
    return Spliced(program, origin, frozenset(attempted), names, tuple(pieces), slips, tuple(notices), found, helpers)


def _helpers(wanted: Wanted, submission: str, breaks: Sequence[int], found: Found, used: frozenset[str]) -> Helpers:
    new = {number for number, _ in added(wanted.stub, submission, found)}
    regions = [region for copies in found.copies.values() for region in copies]
    return find_helpers(wanted.stub, split_lines(submission), breaks, regions, new, used)


def _with_helpers(pieces: list[Piece], helpers: Helpers, wanted: Wanted) -> list[Piece]:
    """The pieces, with what is taken above the statement with the first region."""
    if not helpers.taken:
        return pieces
    given = pieces[0]
    at = place_for("\n".join(split_lines(wanted.stub)), wanted.regions)
    taken = [Piece(one.key, one.lines, tuple(one.places), answered=True) for one in helpers.taken]
    above, below = given.lines[:at], given.lines[at:]
    parts = [Piece(None, above, given.origin[:at]), *taken, Piece(None, below, given.origin[at:])]
    return [*parts, *pieces[1:]]


def outside_changes(
    stub: str, submission: str, found: Found | None = None, but: Container[int] = (), begun: str = ""
) -> list[tuple[int, str]]:
    """Code outside the regions that the stub does not have: at most 20 of ``(1-based line, text)``, made printable.

    Comments, blank lines, magics, indentation, the order of lines and those in `but` do not count, nor the lines of
    `begun`, the stub that a student got who then answered in another dialect. `found` is what `splice` found in the
    submission, or it is found here. Raises MarkerError.
    """
    given = _given(begun)
    changes: list[tuple[int, str]] = []
    for number, line in added(stub, submission, found or find(_wanted(stub), submission)):
        code = essence(line)
        # a lone bracket or quote says nothing to the student
        if number in but or code in given or _MAGIC.match(line.lstrip()) or not any(map(str.isalnum, code)):
            continue
        shown = "".join(filter(str.isprintable, " ".join(line[: 10 * MAX_CHANGE_CHARS].split())))
        changes.append((number, shown[:MAX_CHANGE_CHARS]))
        if len(changes) == MAX_CHANGES:
            break
    return changes


def added(stub: str, submission: str, found: Found) -> Iterator[tuple[int, str]]:
    """The numbered lines of code outside every region that the stub does not have."""
    known, inside = _given(stub), found.inside
    for number, line in enumerate(split_lines(submission), 1):
        if number not in inside and is_code(line) and essence(line) not in known:
            yield number, line


@lru_cache(maxsize=_STUBS)
def _given(stub: str) -> frozenset[str]:
    """The essences of a stub's code outside its regions."""
    return frozenset(essence(line) for _, line in code_outside(stub))


@lru_cache(maxsize=_STUBS)
def _wanted(stub: str) -> Wanted:
    try:
        regions = find_regions(stub)
    except MarkerError as error:
        raise ValueError(f"the lesson's own stub is broken: {error}") from error
    if not regions:
        raise ValueError(f"the lesson's own stub has no region; put `{BEGIN}` and `{END}` around what students write")
    return Wanted(stub, regions)


def _chosen(region: Region, copies: Sequence[Region], notices: list[Slip]) -> Region | None:
    """What answers the stub's `region`: of several copies with code of their own the last, and a notice if they differ.

    A copy that is as in the stub, or does nothing, is no answer where there is another.
    """
    if len(copies) < 2:
        return copies[0] if copies else None
    own = [copy for copy in copies if does_something(copy.lines) and _differ(region.lines, copy.lines)] or list(copies)
    last = own[-1]
    if others := [copy for copy in own[-MOST_COPIES:-1] if _differ(copy.lines, last.lines)]:
        sentence = defer(
            "The region `{name}` is there twice with different answers, at {first} and at {second}: the later one "
            "counts. Delete the one that is not your answer.",
            name=region.name or "",
        )
        notices.append(Slip(sentence, {"first": others[-1].begin, "second": last.begin}))
    return last


class _Filling:
    """The stub, whose regions are filled in one by one."""

    def __init__(self, stub: str, regions: Sequence[Region], begins: list[str], kept: set[int]) -> None:
        self.lines = split_lines(stub)
        self._stub, self._regions, self._begins, self._kept = stub, regions, begins, kept
        self._sound = False  # whether all answers together are Python, and each stands alone

    def body(self, number: int, answer: Region | None) -> tuple[tuple[str, ...], tuple[int | None, ...]]:
        """The lines for region `number`, and where each comes from."""
        region = self._regions[number]
        if answer is None or region.begin in self._kept:
            return region.lines, (None,) * len(region.lines)
        shift = _indent(self.lines[region.begin - 1]) != _indent(self._begins[answer.begin - 1])
        body = _moved(answer.lines, self._base(region)) if shift else answer.lines
        return body, tuple(range(answer.begin + 1, answer.begin + 1 + len(body)))

    def look_at(self, bodies: Mapping[int, Sequence[str]]) -> None:
        """Judge all answers at once: mostly, none need be judged by itself then."""
        lines: list[str] = []
        done, alone = 0, True
        for number, region in enumerate(self._regions):
            body, base = bodies.get(number), self._base(region)
            alone = alone and (body is None or syntax.may_stand_alone(body, base))
            fence = [f"{base}pass"]  # in the markers' place: nothing that is opened in an answer reaches beyond it
            given = self.lines[done : region.begin]
            lines += [*given, *region.lines] if body is None else [*given[:-1], *fence, *body, *fence]
            done = region.end - (body is None)
        text = "\n".join([*lines, *self.lines[done:]])
        self._sound = alone and len(text) <= MAX_TOGETHER and syntax.fault(text) is None

    def as_python(
        self, number: int, answer: Region, body: Sequence[str]
    ) -> Slip | tuple[Sequence[str], tuple[Slip, ...]]:
        """The lines as Python has them, with a notice where they were read otherwise than they stand; else what is
        wrong. Judged in the stub with this region alone."""
        region = self._regions[number]
        before, after = self.lines[: region.begin], self.lines[region.end - 1 :]
        if self._sound or not _is_python(self._stub):
            return body, ()
        base = self._base(region)
        return syntax.read(before, body, after, answer.begin + 1, lambda lines: _moved(tuple(lines), base))

    def _base(self, region: Region) -> str:
        """The indentation of a region: its first code line's, its Begin marker's if it has no code."""
        return _indent(next((line for line in region.lines if has_code([line])), self.lines[region.begin - 1]))


@lru_cache(maxsize=_STUBS)
def _is_python(stub: str) -> bool:
    return syntax.fault("\n".join(split_lines(stub))) is None


def _kept(stub: str, empty: list[Region]) -> set[int]:
    """The Begin lines of those of `empty` without whose code the stub does not parse."""
    kept: set[int] = set()
    gone: list[Region] = []
    for region in empty:
        try:
            ast.parse(without(stub, [*gone, region]))
            gone.append(region)
        except SyntaxError:
            kept.add(region.begin)
    return kept


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _moved(lines: tuple[str, ...], base: str) -> tuple[str, ...]:
    """The lines shifted so that their first code has indentation `base`; as they are where tabs make that a guess."""
    first = _indent(next((line for line in lines if has_code([line])), base))
    if first == base or "\t" in base or any("\t" in _indent(line) for line in lines):
        return lines
    out = max(0, len(first) - len(base))  # how many blanks to take away, at most
    into = " " * max(0, len(base) - len(first))
    return tuple(into + line[min(out, len(_indent(line))) :] if line.strip() else line for line in lines)


def does_something(lines: Sequence[str]) -> bool:
    """Whether there is code beyond what holds an empty function open."""
    return any(line.split("#", 1)[0].strip() not in _IDLE for line in code_lines(lines))


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two regions differ in their code."""
    if all(len(line) <= MAX_TOKENIZED for line in (*one, *other)):
        try:
            # in step and lazily: a hostile text is read no further than to its first difference from the stub
            return any(a != b for a, b in zip_longest(_tokens(one), _tokens(other)))
        except (tokenize.TokenError, SyntaxError, ValueError):
            pass
    return any(a != b for a, b in zip_longest(code_lines(one), code_lines(other)))


def _tokens(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for kind, string, *_ in tokenize.generate_tokens((line + "\n" for line in lines).__next__):
        if kind not in (tokenize.COMMENT, tokenize.NL):
            yield kind, "" if kind in _STRUCTURE else string

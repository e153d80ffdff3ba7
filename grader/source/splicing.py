"""Splicing: a submission's regions put into the stub, and what the submission has outside of them."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from grader.messages.sentences import defer
from grader.source.regions import (
    BEGIN,
    END,
    REMEDY,
    MarkerError,
    Region,
    code_lines,
    code_outside,
    find_regions,
    has_code,
    split_lines,
    without,
)

MAX_CHANGES = 20  # how many changes outside the regions are worth telling
MAX_CHANGE_CHARS = 120
MAX_TOKENIZED = 1_000  # characters of a line; a tokenizer's time and memory for a longer one are the student's choice

_MAGIC = re.compile(r"(?:pass  # )?[%!?]")  # as a notebook has it, and as `grader.source.magics` hands it on
_STRUCTURE = {tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE, tokenize.ENDMARKER}


@dataclass(frozen=True)
class Spliced:
    """A program: the stub with a submission's regions.

    `origin[i]` is the 1-based line of the submission that program line i+1 came from, None for the stub's own.
    `regions` are the names of the stub's regions, `#1`, `#2`, ... where they have none; `attempted` those whose code
    differs from the stub's.
    """

    program: str
    origin: tuple[int | None, ...]
    attempted: frozenset[str]
    regions: tuple[str, ...]


def splice(stub: str, submission: str) -> Spliced:
    """The stub with its regions' text replaced by the submission's; nothing else of the submission gets in.

    Regions go by name, those without one by order. A region whose Begin marker is indented otherwise than the stub's
    was pasted from elsewhere, and is moved to the stub's indentation. Where the submission's region has no code and
    the stub could not be parsed without its own, the stub's stays, so that an untouched function is as it was.

    Raises MarkerError for the submission's markers, plain ValueError if the stub's own are wrong.
    """
    regions = _stub_regions(stub)
    answers = _match(regions, find_regions(submission))
    lines, begins = split_lines(stub), split_lines(submission)
    kept = _kept(stub, [region for region, answer in zip(regions, answers, strict=True) if not has_code(answer.lines)])
    names = tuple(region.name or f"#{number}" for number, region in enumerate(regions, 1))
    program: list[str] = []
    origin: list[int | None] = []
    attempted: set[str] = set()
    done = 0
    for name, region, answer in zip(names, regions, answers, strict=True):
        stay = region.begin in kept
        shift = not stay and _indent(lines[region.begin - 1]) != _indent(begins[answer.begin - 1])
        body = region.lines if stay else _moved(answer.lines, _base(region, lines)) if shift else answer.lines
        program += [*lines[done : region.begin], *body]
        origin += [None] * (region.begin - done)
        origin += [None] * len(body) if stay else range(answer.begin + 1, answer.end)
        done = region.end - 1
        if _differ(region.lines, body):
            attempted.add(name)
    program += lines[done:]
    origin += [None] * (len(lines) - done)
    return Spliced("\n".join(program), tuple(origin), frozenset(attempted), names)


def outside_changes(stub: str, submission: str) -> list[tuple[int, str]]:
    """Code outside the regions that the stub does not have: at most 20 of ``(1-based line, text)``, made printable.

    Comments, blank lines, magics, indentation and the order of lines do not count. Raises MarkerError.
    """
    known = {_essence(line) for _, line in code_outside(stub)}
    changes: list[tuple[int, str]] = []
    for number, line in code_outside(submission):
        essence = _essence(line)
        # a lone bracket or quote says nothing to the student
        if essence in known or _MAGIC.match(line.lstrip()) or not any(map(str.isalnum, essence)):
            continue
        shown = "".join(filter(str.isprintable, " ".join(line[: 10 * MAX_CHANGE_CHARS].split())))
        changes.append((number, shown[:MAX_CHANGE_CHARS]))
        if len(changes) == MAX_CHANGES:
            break
    return changes


def _stub_regions(stub: str) -> list[Region]:
    try:
        regions = find_regions(stub)
    except MarkerError as error:
        raise ValueError(f"the lesson's own stub is broken: {error}") from error
    if not regions:
        raise ValueError(f"the lesson's own stub has no region; put `{BEGIN}` and `{END}` around what students write")
    return regions


def _match(regions: list[Region], answers: list[Region]) -> list[Region]:
    """The answer for each region of the stub."""
    if not answers:
        raise MarkerError(
            defer("This file has no Begin and End markers, so nothing in it can be graded. {remedy}", remedy=REMEDY)
        )
    named = {region.name: region for region in answers if region.name}
    for stranger in sorted(named.keys() - {region.name for region in regions}, key=lambda name: named[name].begin):
        raise MarkerError(
            defer(
                "This lesson has no region `{name}`, which begins at {begin}; is the file one of another lesson? "
                "{remedy}",
                name=stranger, remedy=REMEDY,
            ),
            {"begin": named[stranger].begin},
        )  # fmt: skip
    unnamed = [region for region in answers if not region.name]
    open_ = [number for number, region in enumerate(regions, 1) if region.name not in named]
    if len(unnamed) != len(open_):
        raise _uneven(regions, open_, unnamed)
    by_order = iter(unnamed)
    return [named[region.name] if region.name in named else next(by_order) for region in regions]


def _uneven(regions: list[Region], open_: list[int], unnamed: list[Region]) -> MarkerError:
    if not unnamed:
        labels = "`, `".join(regions[number - 1].name or f"#{number}" for number in open_)
        message = defer("These regions have lost their markers: `{names}`. {remedy}", names=labels, remedy=REMEDY)
        return MarkerError(message)
    return MarkerError(
        defer(
            "Regions without a name go by their order, and this file has {count} of them, the last at {last}, "
            "where the lesson has {wanted}. {remedy}",
            count=len(unnamed), wanted=len(open_), remedy=REMEDY,
        ),
        {"last": unnamed[-1].begin},
    )  # fmt: skip


def _kept(stub: str, empty: list[Region]) -> set[int]:
    """The Begin lines of those of `empty` without whose code the stub does not parse. Only the stub is ever parsed."""
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


def _base(region: Region, lines: list[str]) -> str:
    """The indentation of a region: its first code line's, its Begin marker's if it has no code."""
    return _indent(next((line for line in region.lines if has_code([line])), lines[region.begin - 1]))


def _moved(lines: tuple[str, ...], base: str) -> tuple[str, ...]:
    """The lines shifted so that their first code has indentation `base`; as they are where tabs make that a guess."""
    first = _indent(next((line for line in lines if has_code([line])), base))
    if first == base or "\t" in base or any("\t" in _indent(line) for line in lines):
        return lines
    out = max(0, len(first) - len(base))  # how many blanks to take away, at most
    into = " " * max(0, len(base) - len(first))
    return tuple(into + line[min(out, len(_indent(line))) :] if line.strip() else line for line in lines)


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


def _essence(line: str) -> str:
    """A line of code without indentation, doubled blanks and, where no quote makes that a guess, its comment."""
    head = line.split("#", 1)[0]
    return " ".join((line if "'" in head or '"' in head else head).split())

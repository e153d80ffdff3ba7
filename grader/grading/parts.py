"""A spliced submission as a program in parts: which functions its regions answer, and what to say of each."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping

from grader.checks.program import Part, Program, Unusable
from grader.course.lesson import Form
from grader.grading.submission import Submission
from grader.messages.sentences import say
from grader.source import pasted
from grader.source.helpers import is_helper
from grader.source.regions import find_regions, split_lines
from grader.source.slips import Slip
from grader.source.splicing import Spliced, added
from grader.verdict import Notice, Outcome, Text

MOST_PARSED = 500_000  # characters

_WORD = re.compile(r"[^\W\d]\w*+")
_DEFINED = re.compile(r"(?:async[ \t]++)?(?:def|class)[ \t]++(\w++)|(\w++)[ \t]*+=(?!=)")
_IMPORTED = re.compile(r"(?:from[ \t]++[\w.]++[ \t]++)?import[ \t]++([^#;]*+)")


def program_of(form: Form, spliced: Spliced, submission: Submission) -> Program:
    """The program that is loaded, with what is known of its parts. Raises MarkerError as `splice` does."""
    functions = functions_of(form)
    known = {name: tuple(spliced.regions[n] for n in numbers) for name, numbers in functions.items()}

    def place(line: int) -> Text | None:
        origin = spliced.origin[line - 1] if 0 < line <= len(spliced.origin) else None
        return None if origin is None else submission.where(origin)

    answered = {piece.region for piece in spliced.pieces if piece.region and piece.answered}
    return Program(
        parts=tuple(Part(piece.region, piece.lines, piece.instead) for piece in spliced.pieces),
        functions={name: regions for name, regions in known.items() if regions}
        | {name: (one.key,) for one in spliced.helpers.taken for name in one.names if name not in known},
        probes=_probes(form.probe or ""),
        unusable={name: _unusable(slip, submission) for name, slip in spliced.slips.items()},
        untouched=frozenset(spliced.regions) - spliced.attempted - spliced.slips.keys(),
        stood_in=stood_in(form),
        loose=lambda: _loose(spliced, answered),
        outside=_outside(form, spliced, submission),
        place=place,
    )


def notices(spliced: Spliced, submission: Submission) -> list[Notice]:
    """Why a region is not read, and how others were."""
    return [notice(slip, submission) for slip in (*spliced.slips.values(), *spliced.notices)]


def notice(slip: Slip, submission: Submission) -> Notice:
    text = slip.located(submission.where)
    if slip.line is None:
        return Notice(text=text)
    place = submission.locate(slip.line)
    return Notice(text=text, line=place.line, cell=place.cell)


def _unusable(slip: Slip, submission: Submission) -> Unusable:
    text = slip.located(submission.where)
    if slip.line is None:
        return Unusable(text)
    code = submission.text.split("\n")[slip.line - 1].strip()[:200]
    where = f"{submission.where(slip.line).en}\n    {code}"
    return Unusable(text, Outcome.RAISED if slip.in_code else Outcome.FAILED, where if slip.in_code else None)


# --- the stub, which is ours ----------------------------------------------------------------------------------------


def functions_of(form: Form) -> dict[str, list[int]]:
    """The functions and classes of the stub, with the numbers of the regions that stand in them or around them."""
    return _functions(form.stub)


@functools.lru_cache(maxsize=64)
def _functions(stub: str) -> dict[str, list[int]]:
    regions = find_regions(stub)
    found: dict[str, list[int]] = {}
    for node in _body(stub):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first, last = node.lineno, node.end_lineno or node.lineno
            inside = [n for n, one in enumerate(regions) if first < one.begin <= last or one.begin < first < one.end]
            found[node.name] = inside
    return found


def stood_in(form: Form) -> dict[str, tuple[str, ...]]:
    """For each region with something that stands in for it: the stub's function, with that in the region's place."""
    if not form.stand_ins:
        return {}
    lines, regions = split_lines(form.stub), find_regions(form.stub)
    found: dict[str, tuple[str, ...]] = {}
    for region in regions:
        if (instead := form.stand_ins.get(region.name or "")) is not None:
            first, last = region.begin, region.end
            for node in _body(form.stub):
                if isinstance(node, ast.FunctionDef) and node.lineno < region.begin <= (node.end_lineno or 0):
                    first, last = node.lineno, node.end_lineno or region.end
            found[str(region.name)] = (*lines[first - 1 : region.begin], *instead, *lines[region.end - 1 : last])
    return found


@functools.lru_cache(maxsize=64)  # a class is judged with one stub; nobody changes the nodes
def _body(stub: str) -> list[ast.stmt]:
    lines = split_lines(stub)
    for region in find_regions(stub):  # a function whose region is still empty would be no Python
        marker = lines[region.end - 1]
        lines[region.end - 1] = marker[: len(marker) - len(marker.lstrip())] + "pass"
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:
        return []  # then nothing is known of it, and a region that cannot be used costs what it costs


@functools.lru_cache(maxsize=64)
def _probes(probe: str) -> Mapping[str, tuple[str, ...]]:
    """Which of the student's functions each function of the probe calls."""
    try:
        body = ast.parse(probe).body
    except SyntaxError:
        return {}  # loading it says so
    return {node.name: tuple(_asked(node)) for node in body if isinstance(node, ast.FunctionDef)}


def _asked(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id="student"), attr=name):
                yield name


# --- the submission -------------------------------------------------------------------------------------------------


def _loose(spliced: Spliced, answered: set[str]) -> frozenset[str]:
    """The regions with statements outside of functions that are more than definitions and imports."""
    if len(spliced.program) > MOST_PARSED:
        return frozenset()
    try:
        body = ast.parse(spliced.program).body
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return frozenset()
    spans: list[tuple[int, int, str]] = []
    line = 1
    for piece in spliced.pieces:
        if piece.region in answered:
            spans.append((line, line + len(piece.lines), str(piece.region)))
        line += len(piece.lines)
    harmless = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    numbers = [node.lineno for node in body if not isinstance(node, harmless)]
    return frozenset(name for first, after, name in spans if any(first <= number < after for number in numbers))


def _outside(form: Form, spliced: Spliced, submission: Submission) -> dict[str, Text]:
    """For each region that uses names which only code outside the markers defines: where that stands."""
    defined: dict[str, int] = {}
    given = set(_WORD.findall(form.stub))
    taken = {name for one in spliced.helpers.taken for name in one.names}
    for number, line in added(form.stub, submission.text, spliced.found):
        for name in _names(line):
            if name not in given and name not in taken:
                defined.setdefault(name, number)
    found: dict[str, Text] = {}
    for piece in spliced.pieces:
        if piece.region and piece.answered:
            words = dict.fromkeys(word for line in piece.lines for word in _WORD.findall(line))
            for word in words:
                if word in defined:
                    found.setdefault(piece.region, _moved_in(word, piece.region, defined[word], submission))
                elif word not in given and (text := pasted.renamed(word)):
                    found.setdefault(piece.region, text)
    return found


def _names(line: str) -> list[str]:
    """The names that a line of code outside of functions binds, as far as its text tells."""
    if line[:1] in " \t":
        return []
    if match := _IMPORTED.match(line):
        parts = [part.split() for part in match[1].strip("() \\").split(",")]
        return [words[-1].split(".")[0] for words in parts if words]
    match = _DEFINED.match(line)
    return [match[1] or match[2]] if match else []


def _moved_in(name: str, region: str, line: int, submission: Submission) -> Text:
    if is_helper(region):
        return say(
            "NameError: `{name}` is defined at {place}, outside Begin/End, where it is not graded",
            name=name[:100], place=submission.where(line),
        )  # fmt: skip
    return say(
        "NameError: `{name}` is defined at {place}, outside Begin/End, where nothing is graded; move it between the "
        "markers of `{region}`",
        name=name[:100], place=submission.where(line), region=region,
    )  # fmt: skip


__all__ = ["functions_of", "notice", "notices", "program_of"]

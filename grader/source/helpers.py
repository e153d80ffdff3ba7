"""Helper cells: imports and functions outside every region, which a lesson may let into the program.

Only what can change nothing of the lesson's own is taken: it binds names that nothing else uses, and runs nothing.
The text is hostile. Each statement is parsed a bounded number of times, and nothing is run.
"""

from __future__ import annotations

import ast
import builtins
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from grader.messages.sentences import defer
from grader.source import syntax
from grader.source.quotes import segments
from grader.source.regions import Region, parse_marker
from grader.source.slips import Slip

MOST_HELPERS = 50
MOST_CHARACTERS = 500_000  # of all that stands outside the regions

_FAULTS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
_BUILT_IN = frozenset(dir(builtins))
_WORD = re.compile(r"[^\W\d]\w*+")
_PLAIN = (  # of an annotation, which is evaluated where the function is defined
    ast.Name, ast.Attribute, ast.Constant, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.expr_context,
)  # fmt: skip


@dataclass(frozen=True)
class Helper:
    """One statement that is taken: the `names` that it binds, and its `lines`, `first` (1-based) of the submission."""

    first: int
    lines: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def places(self) -> range:
        return range(self.first, self.first + len(self.lines))

    @property
    def key(self) -> str:
        """What stands for a region's name in a program: no region can have it."""
        return f"+{self.first}"


@dataclass
class Helpers:
    """What is taken, in the order of the text, and of the lines of all else why it is not."""

    taken: list[Helper] = field(default_factory=list)
    refused: dict[int, Slip] = field(default_factory=dict)


def is_helper(key: str) -> bool:
    """Whether this stands for a helper, not for a region."""
    return key.startswith("+")


def find_helpers(
    stub: str,
    lines: Sequence[str],
    breaks: Sequence[int],
    inside: Sequence[Region],
    new: set[int],
    used: frozenset[str],
) -> Helpers:
    """The helpers among the lines of a submission whose regions are `inside`.

    `breaks` are the first lines of its cells, `new` the lines that the stub has not, `used` the lesson's own names.
    """
    found = Helpers()
    emptied = without_bodies(lines, inside)
    if new and sum(map(len, emptied)) > MOST_CHARACTERS:
        found.refused[min(new)] = Slip(defer("there is too much code outside Begin/End"))
        return found
    own, ordered, begins = _imports(stub), sorted(new), sorted(region.begin for region in inside)
    for start, end in segments(len(lines), breaks):
        numbers = ordered[bisect_right(ordered, start) : bisect_right(ordered, end)]
        if not numbers:
            continue
        try:
            body = ast.parse("\n".join(emptied[start:end])).body
        except _FAULTS:
            wrong = syntax.fault("\n".join(emptied[start:end]))
            line = start + min(max((wrong and wrong.lineno) or 1, 1), end - start)
            sentence = defer("{place} is no Python, and so nothing outside Begin/End of this cell or file can be read")
            found.refused[numbers[0]] = Slip(sentence, {"place": line})
            continue
        for node in body:
            first, last = start + _first(node), start + (node.end_lineno or node.lineno)
            holds_region = bisect_right(begins, last) > bisect_right(begins, first - 1)
            if not holds_region and any(number in new for number in range(first, last + 1)):
                _judge(found, node, first, emptied[first - 1 : last], own, used)
    return found


def place_for(stub: str, regions: Sequence[Region]) -> int:
    """How many lines of the stub stand above its helpers: those above the statement with its first region."""
    begin = regions[0].begin
    try:
        body = ast.parse("\n".join(without_bodies(stub.split("\n"), regions))).body
    except _FAULTS:
        return begin - 1
    around = [_first(node) for node in body if _first(node) < begin <= (node.end_lineno or node.lineno)]
    return min([begin, *around]) - 1


def without_bodies(lines: Sequence[str], regions: Sequence[Region]) -> list[str]:
    """The lines, as many, with a `pass` for what stands in each region."""
    result = list(lines)
    for region in regions:
        inner = range(region.begin + 1, min(region.end, len(result) + 1))
        code = next((lines[n - 1] for n in inner if lines[n - 1].strip()), "")
        for number in inner:
            result[number - 1] = ""
        marked = parse_marker(lines[region.begin - 1]) is not None  # else it is given code, and the marker is lost
        line = lines[region.begin - 1] if marked else code
        if marked or inner:
            result[region.begin - 1 if marked else region.begin] = line[: len(line) - len(line.lstrip())] + "pass"
    return result


def identifiers(text: str) -> Iterator[str]:
    """Every name that a program of ours uses, also in texts: those may be asked for. Where it is no Python yet, as a
    stub may be, every word counts."""
    try:
        tree = ast.parse(text)
    except _FAULTS:
        yield from _WORD.findall(text)
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            yield _binds(node)
            continue
        for name in ("id", "attr", "name", "arg"):
            if isinstance(value := getattr(node, name, None), str):
                yield value
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def _first(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _judge(
    found: Helpers, node: ast.stmt, first: int, lines: Sequence[str], own: set[str], used: frozenset[str]
) -> None:
    if len(found.taken) == MOST_HELPERS:
        why: Slip | None = Slip(defer("there are more than {most} helpers", most=MOST_HELPERS))
    else:
        why = _why_not(node, lines, own, used)
    if why is None:
        found.taken.append(Helper(first, tuple(lines), tuple(_bound(node))))
    else:
        found.refused.setdefault(first, why)


def _why_not(node: ast.stmt, lines: Sequence[str], own: set[str], used: frozenset[str]) -> Slip | None:
    """Why a statement is no helper; None if it is one."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        why = _of_import(node)
    elif isinstance(node, ast.FunctionDef):
        why = _of_function(node)
    else:
        why = Slip(defer("a helper is an import or a function"))
    if why is not None:
        return why
    text = "\n".join(lines)
    try:  # it must be whole in its lines, and alone: what stands beside it would come along
        alone = ast.dump(ast.parse(text)) == ast.dump(ast.Module([node], []))
    except _FAULTS:
        alone = False
    if not alone or syntax.fault(text) is not None:
        return Slip(defer("a helper stands alone in its lines, and is Python"))
    for name in _bound(node, own):  # what the stub imports itself may be there again
        if name in used or name in _BUILT_IN or name.startswith("__"):
            return Slip(defer("the lesson or Python itself has the name `{name}`: give it another", name=name[:100]))
    return None


def _of_import(node: ast.Import | ast.ImportFrom) -> Slip | None:
    if any(alias.name == "*" for alias in node.names):
        return Slip(defer("a helper imports names, and no `*`"))
    if isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__"):
        return Slip(defer("a helper imports from installed modules"))
    return None


def _of_function(node: ast.FunctionDef) -> Slip | None:
    given = node.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    if node.decorator_list:
        return Slip(defer("a helper function has no decorator"))
    if not all(map(_is_literal, [*given.defaults, *filter(None, given.kw_defaults)])):
        return Slip(defer("the defaults of a helper function are plain numbers, texts and the like"))
    annotations = [node.returns, *(one.annotation for one in arguments if one is not None)]
    if not all(isinstance(part, _PLAIN) for one in annotations if one is not None for part in ast.walk(one)):
        return Slip(defer("the annotations of a helper function are plain names"))
    if any(isinstance(part, ast.Global | ast.ClassDef) for part in ast.walk(node)):
        return Slip(defer("a helper function holds no `global` and no class"))
    return None


def _is_literal(node: ast.expr) -> bool:
    if any(isinstance(part, ast.Call) for part in ast.walk(node)):  # literal_eval takes set()
        return False
    try:
        ast.literal_eval(node)
    except (*_FAULTS, TypeError):
        return False
    return True


def _bound(node: ast.stmt, but: Container[str] = ()) -> Iterator[str]:
    """The names that a statement binds, without those of the imports in `but`."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (_normal(_binds(alias)) for alias in node.names if _import(node, alias) not in but)
    elif isinstance(node, ast.FunctionDef):
        yield _normal(node.name)


def _binds(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """One import alone, as a text that is the same wherever it means the same."""
    return f"{node.module if isinstance(node, ast.ImportFrom) else ''} {alias.name} {alias.asname or ''}"


def _imports(stub: str) -> set[str]:
    """The imports that the stub makes itself."""
    try:
        tree = ast.parse(stub)
    except _FAULTS:
        return set()
    return {
        _import(node, alias)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


__all__ = ["Helper", "Helpers", "find_helpers", "identifiers", "is_helper", "place_for", "without_bodies"]

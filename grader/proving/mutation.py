"""Mutants of a program: small changes to its regions, each of which its checks must notice. Pure.

`mutants_of` changes one place of one region at a time. The places are found with `ast` and written over in the text, so
that lines, comments and markers stay where they are. Which changes there are is in `grader.proving.operators`.
What only reports progress is left alone, as logging is elsewhere, for no check can mind it: arid code, as Petrovic and
Ivankovic call it (State of Mutation Testing at Google, 2018).
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from grader.proving.operators import OPERATORS, Scope, in_order
from grader.source import regions

_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)
_WITH_OPERATOR = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Tuple, ast.Lambda, ast.GeneratorExp)

Edit = tuple[str, ast.AST, ast.AST]  # operator, the node, what stands in its place


@dataclass(frozen=True)
class Mutant:
    """One changed program. `original` and `mutated` are the two codes in one spelling; `line` is the program's."""

    region: str
    operator: str
    original: str
    mutated: str
    occurrence: int  # from 1, among those of this region that are otherwise the same
    line: int
    text: str

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What it is known by, however the rest of the program changes."""
        return self.region, self.operator, self.original, self.mutated, self.occurrence

    def __str__(self) -> str:
        again = f" (number {self.occurrence})" if self.occurrence > 1 else ""
        return f"{self.region}: {self.operator}: {self.original}  ->  {self.mutated}{again}"


def mutants_of(text: str) -> list[Mutant]:
    """Every mutant of the program's regions, in the order of the text; no two of them are the same program.

    Raises SyntaxError or regions.MarkerError if the program cannot be read.
    """
    tree = ast.parse(text)
    source = _Source(text)
    seen = {ast.dump(tree)}
    times: Counter[tuple[str, str, str, str]] = Counter()
    mutants: list[Mutant] = []
    for number, region in enumerate(regions.find_regions(text), 1):
        scope = Scope(tree, region)
        for operator, node, new in _edits(tree, region, scope):
            changed = source.replaced(node, new)
            try:
                parsed = ast.parse(changed)
                dump = ast.dump(parsed)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # such as: perhaps you missed a comma?
                    compile(parsed, "mutant", "exec")
            except SyntaxError:
                continue  # such as `return` deleted from what then is an empty expression
            if dump in seen:
                continue
            seen.add(dump)
            what = (region.name or f"#{number}", operator, _shown(node), _shown(new))
            times[what] += 1
            mutants.append(Mutant(*what, times[what], node.lineno, changed))  # type: ignore[attr-defined]
    return mutants


class _Source:
    """A text whose nodes can be written over; `ast` counts columns in bytes of UTF-8."""

    def __init__(self, text: str) -> None:
        self._bytes = "\n".join(regions.split_lines(text)).encode()
        self._starts = [0]
        for line in self._bytes.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def replaced(self, node: ast.AST, new: ast.AST) -> str:
        begin = self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        end = self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
        code = ast.unparse(new)
        if isinstance(new, ast.stmt):
            code = code.replace("\n", "\n" + " " * node.col_offset)  # type: ignore[attr-defined]
        elif isinstance(new, _WITH_OPERATOR):
            code = f"({code})"
        return (self._bytes[:begin] + code.encode() + self._bytes[end:]).decode()


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node)
    if isinstance(node, _COMPOUND):
        text = text.split("\n")[0] + " ..."
    return " ".join(text.split())


def _edits(tree: ast.Module, region: regions.Region, scope: Scope) -> Iterator[Edit]:
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in in_order(tree):
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if not (region.begin < first and last < region.end) or _is_beside_the_point(node, parents):
            continue
        for operator in OPERATORS:
            yield from ((name, node, new) for name, new in operator(node, parents[node], scope))


def _is_beside_the_point(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Docstrings, annotations and reports do nothing; inside f-strings Python 3.11 knows no positions."""
    above: ast.AST | None = node
    while above is not None:
        parent = parents.get(above)
        if isinstance(parent, ast.JoinedStr | ast.FormattedValue):
            return True
        if isinstance(parent, ast.arg | ast.AnnAssign) and parent.annotation is above:
            return True
        if isinstance(above, ast.Expr) and isinstance(above.value, ast.Constant):
            return True
        if isinstance(above, ast.stmt) and _only_reports(above):
            return True
        above = parent
    return isinstance(node, ast.JoinedStr | ast.FormattedValue | ast.arguments | ast.keyword)


def _only_reports(node: ast.stmt) -> bool:
    """``report(...)``, and an ``if`` around nothing but that."""
    if isinstance(node, ast.If):
        return not node.orelse and all(map(_only_reports, node.body))
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "report"


__all__ = ["Mutant", "mutants_of"]

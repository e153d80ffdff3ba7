"""A test cell of nbgrader's as a check of ours. Its text is parsed, and nothing of it is executed.

In a notebook an assertion runs beside the student's code and calls it. A check of ours runs outside, asks for a
function's result, and judges what comes back. So an assertion can be translated where it calls functions with plain
arguments and looks at their results. Everything else is a reason, for the list that the author gets.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_BEGIN = re.compile(r"^[ \t]*+#+[ \t]*+BEGIN HIDDEN TESTS", re.IGNORECASE)
_END = re.compile(r"^[ \t]*+#+[ \t]*+END HIDDEN TESTS", re.IGNORECASE)
_MAGIC = re.compile(r"^[ \t]*+[%!]|^[^#\n]*=[ \t]*+[%!]", re.MULTILINE)
_SHOWN_ONLY = ("print", "display")


class NotTranslated(Exception):
    """Why a test cell is no check, in words for its author."""


@dataclass(frozen=True)
class Names:
    """What the notebook defines outside of test cells: functions in solution cells, other things there, things given by
    other cells, and modules imported anywhere, each with its statement."""

    functions: frozenset[str]
    others: frozenset[str]
    given: frozenset[str]
    imports: Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """The body of one check, and the imports that it needs."""

    lines: tuple[str, ...]
    imports: frozenset[str]


def halves(source: str) -> tuple[str, str]:
    """What students see of a test cell, and what stands between its markers for hidden tests."""
    seen: list[str] = []
    hidden: list[str] = []
    within = False
    for line in source.split("\n"):
        if _BEGIN.match(line):
            within = True
        elif _END.match(line):
            within = False
        else:
            (hidden if within else seen).append(line)
    return "\n".join(seen), "\n".join(hidden)


def translated(source: str, names: Names) -> tuple[Check | None, Check | None]:
    """The public and the hidden check of a test cell; None for a half that asserts nothing. Raises NotTranslated."""
    seen, hidden = (_parsed(half) for half in halves(source))
    _one_verdict([*seen, *hidden])
    setup = [statement for statement in seen if not _asserts(statement)]
    public = _check(seen, names) if any(map(_asserts, seen)) else None
    private = _check([*setup, *hidden], names) if any(map(_asserts, hidden)) else None
    if public is None and private is None:
        raise NotTranslated("it asserts nothing: its points come of its value, or of what it prints")
    return public, private


def defined(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The names that a cell defines, and whether each is a function."""
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name, True
        elif isinstance(statement, ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name, False
        elif not isinstance(statement, ast.Import | ast.ImportFrom):
            yield from ((name, False) for name in _stored(statement))


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each name that a cell imports, and a statement that imports it."""
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                one = type(statement)(**{**vars(statement), "names": [alias]})
                yield alias.asname or alias.name.split(".")[0], ast.unparse(one)


def _parsed(source: str) -> list[ast.stmt]:
    if _MAGIC.search(source):
        raise NotTranslated("it has a line that only IPython understands")
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise NotTranslated(f"it cannot be read ({type(error).__name__})") from None


def _one_verdict(body: list[ast.stmt]) -> None:
    last = body[-1] if body else None
    if isinstance(last, ast.Expr) and not _asserts(last) and not _is_call(last.value, _SHOWN_ONLY):
        raise NotTranslated("its last value is its partial credit")


def _asserts(statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and "assert" in ast.unparse(node.func).rpartition(".")[2].lower())
        for node in ast.walk(statement)
    )


def _check(body: list[ast.stmt], names: Names) -> Check:
    kept = [one for one in body if not (isinstance(one, ast.Expr) and _is_call(one.value, _SHOWN_ONLY))]
    module = ast.Module(kept, [])
    local = set(_stored(module))
    local |= {node.arg for node in ast.walk(module) if isinstance(node, ast.arg)}
    local |= {name for name, _ in defined(module)} | {name for name, _ in imported(module)}
    if taken := local & (names.functions | {"student"}):
        raise NotTranslated(f"it defines {_named(taken)} itself")
    _refuse_what_must_run_inside(module, names)
    needed = _needed(module, names, local)
    lines = [line for one in kept for line in ast.unparse(_Asking(names.functions).visit(one)).split("\n")]
    return Check(tuple(lines), frozenset(names.imports[name] for name in needed))


def _refuse_what_must_run_inside(module: ast.Module, names: Names) -> None:
    called = {id(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}
    for node in ast.walk(module):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            raise NotTranslated("it awaits something")
        if isinstance(node, ast.Name) and node.id in names.functions and id(node) not in called:
            raise NotTranslated(f"it uses the function {node.id} for something else than a call")
        if isinstance(node, ast.Try | ast.With) and any(_is_call(one, names.functions) for one in ast.walk(node)):
            raise NotTranslated("it catches what the student's code raises, or calls it within a `with`")
        if _is_call(node, names.functions) and any(isinstance(one, ast.Lambda) for one in ast.walk(node)):
            raise NotTranslated("it hands a function to the student's code, which only plain data can reach")


def _needed(module: ast.Module, names: Names, local: set[str]) -> set[str]:
    """The imported names that it uses. Raises NotTranslated for one that comes from elsewhere."""
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    unknown = used - local - names.functions - vars(builtins).keys()
    if ours := unknown & names.others:
        raise NotTranslated(f"it looks at {_named(ours)} of the student's, which is no function")
    if given := unknown & names.given - names.imports.keys():
        raise NotTranslated(f"it uses {_named(given)}, which another cell of the notebook makes")
    if missing := unknown - names.imports.keys():
        raise NotTranslated(f"it uses {_named(missing)}, which no cell before it makes")
    return unknown


class _Asking(ast.NodeTransformer):
    """``f(x)`` becomes ``student.f(x)``."""

    def __init__(self, functions: frozenset[str]) -> None:
        self._functions = functions

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self._functions:
            node.func = ast.Attribute(ast.Name("student", ast.Load()), node.func.id, ast.Load())
        return node


def _stored(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_call(node: ast.AST, names: frozenset[str] | tuple[str, ...]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _named(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)[:5])

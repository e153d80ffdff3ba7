"""Running a program as Python does, or cell by cell as IPython does.

``await`` and ``from __future__`` may stand in any of the cells, and the last value of each may be shown.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import CodeType
from typing import Any

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_FUTURE = 0x1FF0000  # the bits of a code object that `from __future__` sets

_loop: Any = None


def run(source: str, path: str, variables: dict[str, Any], cells: Sequence[int] = (1,), *, shown: bool = False) -> None:
    """Run `source`, which stands in the file `path`, with `variables`.

    `cells`: the 1-based lines at which its cells begin. `shown`: the last value of each goes to `sys.displayhook`,
    unless a semicolon ends it. A SyntaxError anywhere in it is raised before anything is run.
    """
    if len(cells) == 1 and not shown and "__future__" not in source:
        codes = [compile(source, path, "exec", _FLAGS, dont_inherit=True)]
    else:
        codes = list(_compiled(source.split("\n"), path, cells, shown))
    for code in codes:
        _execute(code, variables)


def _compiled(lines: list[str], path: str, cells: Sequence[int], shown: bool) -> Iterator[CodeType]:
    flags = _FLAGS
    for start, end in pairwise([*cells, len(lines) + 1]):
        own = lines[start - 1 : end - 1]
        try:
            tree = compile("\n".join(own), path, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        except SyntaxError as error:
            error.lineno = start - 1 + (error.lineno or 1)
            raise
        last = tree.body[-1] if shown and tree.body else None
        value = last if isinstance(last, ast.Expr) and not _is_quiet(own, last) else None
        if start > 1:
            ast.increment_lineno(tree, start - 1)
        tree.body = _future_first(tree.body if value is None else tree.body[:-1])
        code = compile(tree, path, "exec", flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURE
        yield code
        if value is not None:
            yield compile(ast.Interactive([value]), path, "single", flags, dont_inherit=True)


def _future_first(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements, with each ``from __future__`` where Python wants it: above all but the docstring."""
    future = [node for node in body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    if not future:
        return body
    first = [node for node in body[:1] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    return [*first, *future, *(node for node in body[len(first) :] if node not in future)]


def _is_quiet(lines: list[str], node: ast.Expr) -> bool:
    """Whether a semicolon follows; all else behind a cell's last expression are brackets and comments."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    first = lines[node.end_lineno - 1].encode("utf-8", "surrogatepass")[node.end_col_offset :]
    rest = [first.decode("utf-8", "surrogatepass"), *lines[node.end_lineno :]]
    return "".join(line.split("#", 1)[0] for line in rest).rstrip().endswith(";")


def _execute(code: CodeType, variables: dict[str, Any]) -> None:
    global _loop
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, variables)
        return
    import asyncio

    if _loop is None:
        _loop = asyncio.new_event_loop()  # one for all cells: a task of one may be awaited in another
        asyncio.set_event_loop(_loop)
    _loop.run_until_complete(eval(code, variables))

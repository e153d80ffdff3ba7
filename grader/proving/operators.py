"""Mutation operators: the small changes that one node of a program can undergo. Pure.

The choice follows the classic sets (arithmetic, relational, logical, constants, statement deletion: Offutt et al., An
Experimental Determination of Sufficient Mutant Operators, 1996) and adds what is confused in numerical code: axes,
activations, `@` and `*`, names in scope, the order of tuples.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from grader.source import regions

# Names and strings that are taken for one another; each stands for the others of its row.
_SIBLINGS = (
    ("sigmoid", "tanh", "relu"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("sum", "mean"), ("max", "min"),
    ("argmax", "argmin"), ("maximum", "minimum"), ("exp", "log"), ("hstack", "vstack"), ("any", "all"),
    ("normal", "uniform"), ("LSTM", "GRU"), ("LSTMCell", "GRUCell"), ("h", "c"), ("float32", "float64", "int32"),
)  # fmt: skip
_BINARY: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.Div, ast.MatMult), ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,), ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,),
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
_MOST_ENDS = 4  # of a longer list only the first and last element are dropped


class Scope:
    """The names that a region can use: of arguments and variables, and of the module's own functions by arity."""

    def __init__(self, tree: ast.Module, region: regions.Region) -> None:
        home: ast.AST = tree
        for part in tree.body:
            if isinstance(part, ast.FunctionDef | ast.ClassDef):
                if part.lineno < region.begin <= (part.end_lineno or 0):
                    home = part
        names: dict[str, None] = {}
        for node in in_order(home):
            if isinstance(node, ast.arg):
                names[node.arg] = None
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names[node.id] = None
        self.variables = [name for name in names if name not in ("self", "_")]
        self.functions: dict[str, int] = {
            node.name: len(node.args.args) for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        keys = (node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript))
        self.keys = list(dict.fromkeys(k.value for k in keys if isinstance(k, ast.Constant) and type(k.value) is str))


def in_order(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, before its children, as in the text."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from in_order(child)


Changes = Iterator[tuple[str, ast.AST]]  # the operator, and what stands in the place of the node


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _operators(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if isinstance(node, ast.BinOp):
        for kind in _BINARY.get(type(node.op), ()):
            yield "arithmetic", _with(node, op=kind())
        yield "operand dropped", node.left
        yield "operand dropped", node.right
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
            yield "operands swapped", _with(node, left=node.right, right=node.left)
    elif isinstance(node, ast.AugAssign):
        for kind in _BINARY.get(type(node.op), ()):
            yield "arithmetic", _with(node, op=kind())
        yield "assignment", ast.Assign([node.target], node.value, lineno=node.lineno)
    elif isinstance(node, ast.UnaryOp):
        yield "sign or not dropped", node.operand
    elif isinstance(node, ast.BoolOp):
        yield "logic", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.Compare):
        for other in _COMPARE.get(type(node.ops[0]), ()):
            yield "comparison", _with(node, ops=[other(), *node.ops[1:]])


def _constants(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    axis = isinstance(parent, ast.keyword) and parent.arg in ("axis", "axes", "dim")
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, int):
        name = "axis" if axis else "constant"
        yield name, ast.Constant(value + 1)
        yield name, ast.UnaryOp(ast.USub(), ast.Constant(1)) if value == 0 else ast.Constant(value - 1)
    elif isinstance(value, float):
        factor = 10 if 0 < abs(value) < 0.1 else 2  # a rate is wrong by powers of ten
        for other in (1.0, -1.0) if value == 0 else (value * factor, value / factor):
            yield "constant", ast.Constant(other) if other >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-other))
    elif isinstance(value, str):
        others = [*_siblings(value)]
        if isinstance(parent, ast.Subscript) and value in scope.keys:
            others += _next(value, scope.keys, 3)
        for word in dict.fromkeys(others):
            yield "text", ast.Constant(word)


def _names(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        for name in _siblings(node.attr):
            yield "name", _with(node, attr=name)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        if node.id in scope.functions:
            alike = [name for name, count in scope.functions.items() if count == scope.functions[node.id]]
            others = _next(node.id, alike, 2)
        else:
            called = isinstance(parent, ast.Call) and parent.func is node
            others = [*_siblings(node.id)] if called else _next(node.id, scope.variables, 2)
            if not called:
                others += [name for name in _siblings(node.id) if name in scope.variables]
        for name in dict.fromkeys(others):
            yield "name", ast.Name(name, ast.Load())


def _calls(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if not isinstance(node, ast.Call):
        return
    args, keywords = node.args, node.keywords
    for k in range(len(args) - 1):
        yield "arguments swapped", _with(node, args=[*args[:k], args[k + 1], args[k], *args[k + 2 :]])
    for k in range(len(args)):
        if len(args) + len(keywords) > 1:
            yield "argument dropped", _with(node, args=args[:k] + args[k + 1 :])
    for k in range(len(keywords)):
        yield "keyword dropped", _with(node, keywords=keywords[:k] + keywords[k + 1 :])
    if len(args) == 1 and not isinstance(args[0], ast.Starred) and not isinstance(parent, ast.Expr):
        yield "call dropped", args[0]
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call | ast.Subscript | ast.BinOp):
        yield "call dropped", node.func.value  # f(x).astype("float32")


def _collections(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if not isinstance(node, ast.Tuple | ast.List):
        return
    items, kind = node.elts, "tuple" if isinstance(node, ast.Tuple) else "list"
    for k in range(len(items) - 1):
        yield f"{kind} order", _with(node, elts=[*items[:k], items[k + 1], items[k], *items[k + 2 :]])
    if isinstance(node.ctx, ast.Store):
        return
    if len(items) > 2:
        yield f"{kind} order", _with(node, elts=items[::-1])
    ends = range(len(items)) if len(items) <= _MOST_ENDS else (0, len(items) - 1)
    for k in ends:
        yield "element dropped", _with(node, elts=items[:k] + items[k + 1 :])


def _subscripts(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield "slice", _with(node, **{part: None})
        if (node.lower is None) is not (node.upper is None):
            yield "slice", _with(node, lower=node.upper, upper=node.lower)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield "index dropped", node.value
        index = node.slice
        if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
            yield "index", _with(node, slice=ast.Constant(0))


def _statements(node: ast.AST, parent: ast.AST, scope: Scope) -> Changes:
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass | ast.Import | ast.ImportFrom):
        if not getattr(node, "decorator_list", None):
            yield "statement dropped", ast.Pass()
    if isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Constant):
        yield "condition", _with(node, test=ast.Constant(isinstance(node, ast.If)))
        if isinstance(node, ast.If):
            yield "condition", _with(node, test=ast.Constant(False))
    elif isinstance(node, ast.IfExp):
        yield "condition", node.body
        yield "condition", node.orelse
    elif isinstance(node, ast.For):
        yield "loop broken off", _with(node, body=[*node.body, ast.Break()])


OPERATORS: tuple[Callable[[ast.AST, ast.AST, Scope], Changes], ...] = (
    _operators, _constants, _names, _calls, _collections, _subscripts, _statements,
)  # fmt: skip


def _siblings(name: str) -> list[str]:
    return [other for row in _SIBLINGS if name in row for other in row if other != name]


def _next(name: str, names: list[str], count: int) -> list[str]:
    """The `count` names that come after `name`, round and round, without itself."""
    if name not in names:
        return []
    at = names.index(name)
    return (names[at + 1 :] + names[:at])[:count]


__all__ = ["OPERATORS", "Scope", "in_order"]

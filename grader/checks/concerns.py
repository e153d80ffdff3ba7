"""Which checks concern which function: read from the check files without running them. Pure but for the reading."""

from __future__ import annotations

import ast
import functools

from grader.course.kept import checks_in
from grader.course.lesson import Lesson

_OF_THE_PROXY = {"call", "last", "probe", "restart"}  # of `student` itself, no functions of the program


def checks_of(lesson: Lesson, hidden: bool) -> dict[str, frozenset[str]]:
    """Each check's id, in order, with the student's functions that it calls, itself or through a helper of its file.

    Raises LessonError if a check file cannot be read.
    """
    checks: dict[str, frozenset[str]] = {}
    for path in lesson.check_paths(hidden):
        checks |= _calls(checks_in(path))
    return checks


@functools.lru_cache(maxsize=64)  # by identity: the same file gives the same program
def _calls(program: ast.Module) -> dict[str, frozenset[str]]:
    functions = {node.name: node for node in program.body if isinstance(node, ast.FunctionDef)}
    return {name: frozenset(_called(name, functions, set())) for name in functions if name.startswith("test_")}


def matching(name: str, checks: dict[str, frozenset[str]]) -> list[str]:
    """The ids of the checks that concern `name`: a check's id, or a function's or region's name.

    The first of these that finds any: the check of that id; checks whose ids have its words in a row (``gate`` matches
    ``test_gate_shapes``, not ``test_investigate``); checks that call this function and no other; checks that call it.
    """
    if name in checks:
        return [name]
    words = f"_{name.lower().strip('_')}_"
    rules = (
        lambda check, called: bool(name.strip("_")) and words in f"_{check.lower()}_",
        lambda check, called: called == {name},
        lambda check, called: name in called,
    )
    for rule in rules:
        if matched := [check for check, called in checks.items() if rule(check, called)]:
            return matched
    return []


def _called(name: str, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    seen.add(name)
    called = set()
    for node in ast.walk(functions[name]):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="student"), attr="call"), args=[ast.Constant(str(fn)), *_]
            ):
                called.add(fn)
            case ast.Attribute(value=ast.Name(id="student"), attr=fn) if fn not in _OF_THE_PROXY:
                called.add(fn)
            case ast.Name(id=helper) if helper in functions and helper not in seen:
                called |= _called(helper, functions, seen)
    return called

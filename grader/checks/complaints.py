"""What is wrong with a lesson's check files, in a line each: file, line, fault and remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

import pytest

from grader.checks import fixtures
from grader.checks.markers import worth
from grader.checks.outcomes import line_in
from grader.checks.words import words_of
from grader.course.lesson import Lesson
from grader.course.written import meant

MARKERS = ("points", "depends", "confirmed_by", "calibrates", "parametrize")
_UNKNOWN_MARKER = re.compile(r"'(\w+)' not found in `markers` configuration option|Unknown '(\w+)' mark, did you")


def unreadable(lesson: Lesson, error: BaseException) -> str:
    """Why a check file cannot be collected; `error` is what pytest was told."""
    cause = error.__cause__ or error
    at = line_in(lesson.public.parent.parent, cause)
    where = f"{at}: " if at else ""
    return f"its checks cannot be read: {where}{_words(cause)}; mend it, then run: grader verify {lesson.id}"


def _words(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg}"
    if isinstance(error, ModuleNotFoundError):
        return f"there is no module {error.name}: a module of your own lies in solutions/oracles, another is installed"
    words = words_of(error)
    if match := _UNKNOWN_MARKER.search(words):
        return f"there is no marker {match[1] or match[2]}; there are: {', '.join(MARKERS)}"
    return words


def place_of(item: pytest.Item) -> str:
    """Where the check stands, as ``path:line``."""
    path, line, _ = item.reportinfo()
    return f"{path}:{(line or 0) + 1}"


def no_check(name: str, known: Iterable[str]) -> str:
    """What is said of a name that should be a check's."""
    return "is no check; " + (meant(name, known) or "write the name of one, such as test_values")


def faults_of(item: pytest.Item) -> Iterator[str]:
    """What a check asks for that there is not."""
    info = getattr(item, "_fixtureinfo", None)
    if info is not None:
        given = {"request", *info.name2fixturedefs, *getattr(getattr(item, "callspec", None), "params", ())}
        for name in (name for name in info.names_closure if name not in given):
            known = [one for one in fixtures.__all__ if one != name]
            remedy = meant(name, known) or f"there are {', '.join(known)}, and those of its file"
            yield f"{item.name} asks for {name}, which is no fixture; {remedy}"
    for marker in ("depends", "confirmed_by"):
        if any(not mark.args for mark in item.iter_markers(marker)):
            yield f'{item.name} is marked {marker}, but with no name; write @pytest.mark.{marker}("test_values")'
    if not 0 <= worth(item) < math.inf:
        yield f"{item.name} is marked points, but not with a number from 0 on; write @pytest.mark.points(2)"


__all__ = ["faults_of", "no_check", "place_of", "unreadable"]

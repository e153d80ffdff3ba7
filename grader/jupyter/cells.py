"""How a lesson becomes cells: the task text cut at its headings, the stub cut where a reader would. Pure."""

from __future__ import annotations

import ast
import re

from grader.course.lesson import Lesson, LessonError
from grader.source.regions import MarkerError, find_regions

_HEADING = re.compile(r" {0,3}#{1,2}\s")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"  # Chinese, and its punctuation
_ENDS, _GOES_ON = re.compile(rf" {{0,3}}(?!#).*{_WIDE}"), re.compile(rf"[ \t]*{_WIDE}")


def names(lesson: Lesson) -> list[str]:
    """What a student may ask `%check` about: the stub's regions and functions, in the stub's order."""
    return list(dict.fromkeys(name for _, regions in split(lesson) for name in regions))


def sections(task: str) -> list[str]:
    """The task text, cut before each heading of level 1 or 2; a ``#`` inside a code fence is no heading.

    A line of Chinese is joined to the one that it goes on in: a browser would show a space there."""
    sections: list[list[str]] = [[]]
    fence = ""
    for line in task.splitlines():
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence and _HEADING.match(line):
            sections.append([])
        elif not fence and sections[-1] and _ENDS.fullmatch(sections[-1][-1]) and _GOES_ON.match(line):
            sections[-1][-1] += line.lstrip()
            continue
        sections[-1].append(line)
    return [text for text in ("\n".join(part).strip() for part in sections) if text]


def split(lesson: Lesson, dialect: str | None = None) -> list[tuple[str, list[str]]]:
    """The stub of this dialect as (source, names) of its cells: a cell per function, class or top-level region, and one
    for each run of other statements between them. `names` are those of the regions in the cell; an unnamed one has its
    function's."""
    form = lesson.form(dialect)
    lines = form.stub.split("\n")
    python = list(lines)
    try:
        regions = find_regions(form.stub)
        for region in regions:  # a function whose region is still empty would be no Python
            marker = lines[region.end - 1]
            python[region.end - 1] = marker[: len(marker) - len(marker.lstrip())] + "pass"
        body = ast.parse("\n".join(python)).body
    except (SyntaxError, MarkerError, ValueError) as error:
        raise LessonError(f"the stub {form.stub_path} cannot be used: {error}") from error
    spans: list[tuple[int, int, str, bool]] = []  # first line, last line, name, is it a cell of its own?
    for node in body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        own = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        last = _end(lines, node.end_lineno or first)
        spans.append((first, last, getattr(node, "name", "") if own else "", own))
    spans += [(region.begin, region.end, "", True) for region in regions]
    cells: list[tuple[int, bool, str]] = []  # last line, own, name
    for first, last, name, own in sorted(spans, key=lambda span: (span[0], -span[1])):
        if cells and (first <= cells[-1][0] or not (own or cells[-1][1])):  # overlaps, or both are loose statements
            end, was_own, was_name = cells[-1]
            cells[-1] = (max(end, last), was_own or own, was_name or name)
        else:
            cells.append((last, own, name))
    sources: list[tuple[str, list[str]]] = []
    start = 0
    for number, (end, _, name) in enumerate(cells, 1):
        stop = len(lines) if number == len(cells) else end  # comments above a cell belong to it; the tail to the last
        inside = [region.name or name for region in regions if start < region.begin <= stop]
        sources.append(("\n".join(lines[start:stop]).strip("\n"), list(dict.fromkeys(filter(None, inside)))))
        start = stop
    return sources


def _end(lines: list[str], last: int) -> int:
    """The last line of a block, with the indented comments after its last statement: markers may be among them."""
    for number in range(last + 1, len(lines) + 1):
        if lines[number - 1][:1] in " \t" and lines[number - 1].strip():
            last = number
        elif lines[number - 1].strip():
            break
    return last

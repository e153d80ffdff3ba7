"""`grader import-nbgrader`: the pair of folders of a lesson from an instructor's notebook, as far as it can be told.

Nothing of the notebook is executed. Regions come from its solutions, checks from its tests, the task from its text.
What was not translated is a list in the new lesson, ``solutions/LESSON/IMPORTED.md``.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from grader.course.lesson import is_lesson_id
from grader.messages.sentences import say
from grader.nbgrader.record import CourseError
from grader.nbgrader.translating import Check, Names, NotTranslated, defined, imported, translated
from grader.source.regions import marker

_BEGIN = re.compile(r"^([ \t]*+)#+[ \t]*+BEGIN SOLUTION", re.IGNORECASE)
_END = re.compile(r"^[ \t]*+#+[ \t]*+END SOLUTION", re.IGNORECASE)
_MARKS = re.compile(r"^#+[ \t]*+BEGIN MARK SCHEME.*?^#+[ \t]*+END MARK SCHEME[^\n]*\n?", re.DOTALL | re.MULTILINE)
_MAGIC = re.compile(r"^[ \t]*+[%!]")
_DEF = re.compile(r"^([ \t]*+)(?:async[ \t]++)?def[ \t]++(\w++)")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_KERAS = re.compile(r"^[ \t]*+(?:import|from)[ \t]++(?:keras|tensorflow)\b", re.MULTILINE)


@dataclass
class _Lesson:
    """What has been told of the notebook so far."""

    stub: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)
    task: list[str] = field(default_factory=list)
    public: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    imports: dict[str, set[str]] = field(default_factory=lambda: {"public": set(), "hidden": set()})
    regions: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def import_notebook(notebook: Path, course: Path, lesson_id: str) -> tuple[list[Path], list[str]]:
    """Write both halves of the lesson; its files, and what is left for its author to do. Raises CourseError."""
    if not is_lesson_id(lesson_id):
        raise CourseError(
            say(
                "{name} cannot name a lesson; give one of a-z, 0-9 and hyphens, such as 09-attention, with --lesson",
                name=lesson_id,
            )
        )
    homes = {half: course / half / lesson_id for half in ("exercises", "solutions")}
    for folder in homes.values():
        if folder.exists():
            raise CourseError(
                say("{folder} exists already; choose another name with --lesson, or remove it", folder=str(folder))
            )
    beside = sorted(path.name for path in notebook.parent.iterdir() if path.suffix != ".ipynb" and path.name[0] != ".")
    told = _told(_read(notebook), {name.removesuffix(".py") for name in beside})
    if beside:
        told.left.append(f"files beside the notebook are not taken along: {', '.join(beside)[:500]}")
    files = _files(told, lesson_id, notebook.stem)
    for name, text in files.items():
        half, _, rest = name.partition("/")
        path = homes[half] / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [homes[name.partition("/")[0]] / name.partition("/")[2] for name in files], told.left


def lesson_named(notebook: Path) -> str:
    """``source/ps1/problem 1.ipynb`` -> ``ps1-problem-1``."""
    parts = (notebook.resolve().parent.name, notebook.stem)
    name = "-".join(dict.fromkeys(re.sub(r"[^0-9a-z]+", "-", part.lower()).strip("-") for part in parts))
    return name[:64].strip("-") or "lesson"


def _read(notebook: Path) -> list[Any]:
    try:
        return list(nbformat.read(notebook, as_version=4).cells)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise CourseError(
            say(
                "{path} is no notebook that can be read ({why}). Give the instructor's version, in source/.",
                path=str(notebook), why=type(error).__name__,
            )
        ) from error  # fmt: skip


def _told(cells: list[Any], beside: set[str]) -> _Lesson:
    told, names = _Lesson(), _names(cells, beside)
    for cell in cells:
        facts = cell.metadata.get("nbgrader", {})
        name, points = str(facts.get("grade_id", "")), float(facts.get("points") or 0)
        graded, solution, task = (bool(facts.get(kind)) for kind in ("grade", "solution", "task"))
        if cell.cell_type != "code":
            _text(cell, told, name, points, by_hand=(graded and solution) or task, solution=solution)
        elif graded and not solution:
            _test(cell.source, told, name, points, names)
        else:
            if graded:
                told.left.append(f"`{name}` is code that a person grades ({points:g} points): a region without check")
            _code(cell.source, told, name, solution=solution)
    return told


def _names(cells: list[Any], beside: set[str]) -> Names:
    """`beside`: the modules that lie beside the notebook, which a check outside cannot import."""
    functions: set[str] = set()
    others: set[str] = set()
    given: set[str] = set()
    imports: dict[str, str] = {}
    for cell in cells:
        facts = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or (facts.get("grade") and not facts.get("solution")):
            continue
        try:
            tree = ast.parse("\n".join(_without_magics(cell.source)))
        except (SyntaxError, ValueError, RecursionError):
            continue
        for name, statement in imported(tree):
            if statement.split()[1].split(".")[0] in beside:
                given.add(name)
            else:
                imports[name] = statement
        for name, function in defined(tree):
            (given if not facts.get("solution") else functions if function else others).add(name)
    return Names(frozenset(functions), frozenset(others), frozenset(given), imports)


def _text(cell: Any, told: _Lesson, name: str, points: float, *, by_hand: bool, solution: bool) -> None:
    text = _MARKS.sub("", cell.source)
    if by_hand:
        told.left.append(f"`{name}` is text that a person grades ({points:g} points): it stands in no lesson of ours")
    elif not solution and cell.cell_type == "markdown":
        told.task.append(text)


def _without_magics(source: str) -> list[str]:
    return [line for line in source.split("\n") if not _MAGIC.match(line)]


def _code(source: str, told: _Lesson, name: str, *, solution: bool) -> None:
    """A cell that becomes part of the program. Of a solution without markers, all is the student's."""
    lines = _without_magics(source)
    if len(lines) < source.count("\n") + 1:
        told.left.append(
            f"the code cell `{name or lines[0][:40]}` had lines that only IPython understands: they are left out"
        )
    if solution and not any(_BEGIN.match(line) for line in lines):
        _region(told, lines, "", name)
    else:
        for kind, indent, function, part in _parts(lines):
            if kind == "solution":
                _region(told, part, indent, function or name)
            else:
                told.stub += part
                told.reference += part
    told.stub += ["", ""]
    told.reference += ["", ""]


def _parts(lines: list[str]) -> Iterator[tuple[str, str, str, list[str]]]:
    """("solution" or "given", its indentation, the function that it stands in, its lines)."""
    part: list[str] = []
    around: list[tuple[int, str]] = []
    inside, indent = False, ""
    for line in lines:
        if not inside and (begin := _BEGIN.match(line)):
            yield "given", "", "", part
            part, inside, indent = [], True, begin[1]
        elif inside and _END.match(line):
            within = [name for depth, name in around if depth < len(indent)]
            yield "solution", indent, within[-1] if within else "", part
            part, inside = [], False
        else:
            part.append(line)
            if not inside and (found := _DEF.match(line)):
                around = [*(one for one in around if one[0] < len(found[1])), (len(found[1]), found[2])]
    yield "solution" if inside else "given", indent, "", part


def _region(told: _Lesson, lines: list[str], indent: str, name: str) -> None:
    plain = re.sub(r"\W+", "_", name).strip("_") or "answer"
    told.regions[plain] = told.regions.get(plain, 0) + 1
    plain += f"_{told.regions[plain]}" if told.regions[plain] > 1 else ""
    begin, end = f"{indent}{marker('Begin', plain)}", f"{indent}{marker('End', plain)}"
    told.stub += [begin, f"{indent}{'raise NotImplementedError' if indent else 'pass'}", end]
    told.reference += [begin, *lines, end]


def _test(source: str, told: _Lesson, name: str, points: float, names: Names) -> None:
    try:
        public, hidden = translated(source, names)
    except NotTranslated as why:
        told.left.append(f"the test `{name}` ({points:g} points) is no check: {why}")
        return
    plain = re.sub(r"\W+", "_", name).strip("_").lower()
    both = public is not None and hidden is not None
    share = points / 2 if both else points
    if public is not None:
        marks = [f"@pytest.mark.points({share:g})"]
        if both:
            marks.append(f'@pytest.mark.confirmed_by("test_{plain}_hidden")')
        told.public += _written(marks, f"test_{plain}", name, public)
        told.imports["public"] |= public.imports
    if hidden is not None:
        marks = [f"@pytest.mark.points({share:g})"]
        if both:
            marks.append(f'@pytest.mark.depends("test_{plain}")')
        told.hidden += _written(marks, f"test_{plain}_hidden" if both else f"test_{plain}", name, hidden)
        told.imports["hidden"] |= hidden.imports


def _written(marks: list[str], function: str, name: str, check: Check) -> list[str]:
    title = say("The test {name} passes.", name=name)
    docstring = [f'    """{title.en}', f'    {title.zh}"""']
    return ["", "", *marks, f"def {function}(student):", *docstring, *(f"    {line}" for line in check.lines)]


def _files(told: _Lesson, lesson_id: str, title: str) -> dict[str, str]:
    stem = re.sub(r"\W+", "_", lesson_id.lstrip("0123456789-")).strip("_") or "lesson"
    task = "\n\n".join(told.task).strip() or f"# {title}"
    chinese = bool(_CHINESE.search(task))
    program = "\n".join(told.reference)
    if not told.hidden:
        told.left.append("it has no hidden test: write one in test_hidden.py, a lesson needs it")
    told.left += [
        "solutions/wrong/ is empty: write six wrong answers or more (docs/authors.md), and run `grader verify`",
        "the sentence of each check is its test's name: write what it means, in both languages",
        f"task.{'en' if chinese else 'zh'}.md, the title and the summary are to be translated",
    ]
    summary, untranslated = say("Imported from an nbgrader assignment."), say("(to be translated)").zh
    toml = (
        f'module = "{stem}.py"\nruntime = "{"keras" if _KERAS.search(program) else "numpy"}"\n\n'
        f"[title]\nen = {_quoted(title)}\nzh = {_quoted(title + untranslated)}\n\n"
        f"[summary]\nen = {_quoted(summary.en)}\nzh = {_quoted(summary.zh)}\n\n"
        "[limits]\ncall_seconds = 10\ntotal_seconds = 60\n\n[profiles.cpu]\n"
    )
    left = "\n".join(f"- {one}" for one in told.left)
    files = {
        "exercises/lesson.toml": toml,
        f"exercises/{stem}.py": _program(told.stub),
        f"solutions/{stem}.py": _program(told.reference),
        "exercises/task.en.md": f"{task}\n",
        "exercises/task.zh.md": f"{task}\n" if chinese else f"{untranslated}\n\n{task}\n",
        "exercises/test_public.py": _checks(told.public, told.imports["public"], "Checks that the student can run."),
        "solutions/test_hidden.py": _checks(told.hidden, told.imports["hidden"], "Checks that students do not see."),
        "solutions/IMPORTED.md": f"# What the import of {title} has left to do\n\n{left}\n",
    }
    return files


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _program(lines: list[str]) -> str:
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n") + "\n"


def _checks(body: list[str], imports: set[str], title: str) -> str:
    head = "\n".join(sorted({*imports, "import pytest"}))
    return f'"""{title}"""\n\n{head}\n' + "\n".join(body) + ("\n" if body else "")


__all__ = ["import_notebook", "lesson_named"]

"""What can be seen of a lesson's files without running anything: each fault with its path, its line and the remedy.

Most of these files are read only where an answer makes somebody ask for them: a hint, a diagnosis, a picture.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.checks.concerns import checks_of, matching
from grader.checks.plugin import titles
from grader.course import exceptions, misconceptions
from grader.course.hints import HINTS_FILE, hints_of
from grader.course.kept import checks_in
from grader.course.lesson import SEE_FILE, Form, Lesson
from grader.course.terms import translated
from grader.course.written import LessonError, meant, place_in, text_of
from grader.proving.stand_ins import trials
from grader.source.regions import MarkerError, find_regions
from grader.source.splicing import splice
from grader.verdict import LANGUAGES, Text

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language_problems(lesson: Lesson) -> Iterator[str]:
    """The texts that are not there in both languages."""
    for lang in LANGUAGES:
        path = lesson.task_path(lang)
        try:
            task = text_of(path) if path.exists() else ""
        except LessonError as error:
            yield str(error)
            continue
        if not task.strip():
            yield f"{path} is missing or empty; write the task in it"
        elif bool(_CHINESE.search(task)) != (lang == "zh"):
            yield f"{path} is not in the language that its name says"
    settings = lesson.public / "lesson.toml"
    for what, text in {"title": lesson.title, "summary": lesson.summary, "learnt": lesson.learnt}.items():
        if text and _is_untranslated(text):
            yield f"{place_in(settings, what)}: {what}: needs an English and a Chinese sentence"
    try:
        found, places = titles(lesson), places_of(lesson)
    except LessonError as error:
        yield str(error)
        return
    for name, text in found.items():
        if _is_untranslated(text) or text.en == name:
            at = places.get(name.partition("[")[0], lesson.id)
            yield f"{at}: {name}: needs an English and a Chinese sentence (the first two lines of its docstring)"


def _is_untranslated(text: Text) -> bool:
    return not _CHINESE.search(text.zh) or bool(_CHINESE.search(text.en))


def file_problems(lesson: Lesson) -> Iterator[str]:
    """What is wrong with the files that no answer may have asked for, and with the check files as they are written."""
    for problems in (_exceptions, _terms, _hints, _pictures, _check_files):
        try:
            yield from problems(lesson)
        except LessonError as error:
            yield from str(error).splitlines()


def _exceptions(lesson: Lesson) -> Iterator[str]:
    path, known = lesson.public / exceptions.EXCEPTIONS_FILE, misconceptions.sentences(lesson.public)
    for identifier in exceptions.tables(path):
        if (name := identifier.partition(" ")[0]) not in known:
            yield f"{place_in(path, identifier)}: {name} has no sentence in misconceptions.toml{_near(name, known)}"


def _terms(lesson: Lesson) -> Iterator[str]:
    for folder in filter(None, (lesson.public, lesson.private)):
        try:
            translated("", [folder])
        except LessonError as error:
            yield str(error)


def _hints(lesson: Lesson) -> Iterator[str]:
    path = lesson.public / HINTS_FILE
    if not path.exists():
        return
    checks, known = checks_of(lesson, hidden=False), misconceptions.sentences(lesson.public)
    lines = text_of(path).splitlines()
    for name in dict.fromkeys(name for hint in hints_of(lesson) for name in hint.about):
        if name not in known and not matching(name, checks):
            line = next((number for number, line in enumerate(lines, 1) if name in line), 1)
            near = _near(name, [*known, *checks, *(function for called in checks.values() for function in called)])
            yield f"{path}:{line}: {name} is no misconception, no public check and no function that one calls{near}"


def _pictures(lesson: Lesson) -> Iterator[str]:
    """A ``see.py`` that is no Python."""
    for path in (form.stub_path.with_name(SEE_FILE) for form in lesson.forms):
        if path.exists():
            try:
                ast.parse(text_of(path))
            except SyntaxError as error:
                yield f"{path}:{error.lineno}: {type(error).__name__}: {error.msg}"


def _check_files(lesson: Lesson) -> Iterator[str]:
    """A check that another of its name replaces, and what is asked of a probe that has it not."""
    for path in lesson.check_paths():
        try:
            tree = checks_in(path)
        except LessonError:  # told where the checks are read
            continue
        first: dict[str, int] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                if node.name in first:
                    yield f"{path}:{node.lineno}: {node.name} stands in line {first[node.name]}, too; rename one"
                first.setdefault(node.name, node.lineno)
        for form in lesson.forms:
            known = _bound(form.probe or "")
            for line, name in _asked_of_a_probe(tree):
                if name not in known:
                    where = form.probe_path or form.stub_path.with_name("probe.py")
                    yield f"{path}:{line}: {where} has no function {name}; write it there{_near(name, known)}"


def _asked_of_a_probe(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="student"), attr="probe"), attr=name):
                if name != "call":
                    yield node.lineno, name


def _bound(program: str) -> set[str]:
    """The names that a program binds, anywhere in it; none of what is no Python, which is told elsewhere."""
    try:
        nodes = list(ast.walk(ast.parse(program)))
    except SyntaxError:
        return set()
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imported = {(node.asname or node.name).split(".")[0] for node in nodes if isinstance(node, ast.alias)}
    return defined | imported | {node.id for node in nodes if isinstance(node, ast.Name)}


def broken_programs(lesson: Lesson) -> Iterator[str]:
    """The stubs, probes and references that are not there, or are no Python; references with other regions."""
    for form in lesson.forms:
        for path in filter(None, (form.stub_path, form.probe_path, form.reference_path)):
            try:
                ast.parse(text_of(path))
                if path == form.stub_path:
                    find_regions(form.stub)
                elif path == form.reference_path:
                    yield from _misread(form, path)
                    list(trials(form))
            except MarkerError as error:
                yield f"{_at(path, error.line)}: {_for_an_author(error.text)}"
                if path == form.stub_path:  # the others are read by it
                    break
            except SyntaxError as error:
                yield f"{path}:{error.lineno}: {type(error).__name__}: {error.msg}"
            except (OSError, ValueError) as error:  # a LessonError is one
                yield str(error)


def _misread(form: Form, reference: Path) -> Iterator[str]:
    """A student's file is read where one reading is possible; the lesson's own has each region as the stub has it.
    Raises MarkerError."""
    spliced = splice(form.stub, text_of(reference))
    for slip in (*spliced.slips.values(), *spliced.notices):
        yield f"{_at(reference, slip.line)}: {_for_an_author(slip.text)}"


def _at(path: Path, line: int | None) -> str:
    return f"{path}:{line}" if line else str(path)


def _for_an_author(text: Text) -> str:
    """Without the way out that students have: to take the lesson's file again."""
    return text.en.partition(" Or: ")[0]


def _near(name: str, known: Iterable[str]) -> str:
    return f"; {question}" if (question := meant(name, known)) else ""


def places_of(lesson: Lesson) -> dict[str, str]:
    """Where each check stands, as ``path:line``; nothing of a file that cannot be read, which is told elsewhere."""
    places: dict[str, str] = {}
    for path in lesson.check_paths():
        try:
            nodes = checks_in(path).body
        except LessonError:
            continue
        places |= {node.name: f"{path}:{node.lineno}" for node in nodes if isinstance(node, ast.FunctionDef)}
    return places


__all__ = ["broken_programs", "file_problems", "language_problems", "places_of"]

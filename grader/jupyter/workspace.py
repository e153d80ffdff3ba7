"""The student's workspace: one folder per lesson with its notebook, built from the public half and nothing else.

- ``.gatehouse/exercises/02-gate-math/...``: the public halves, so that `%check` works without the course
- ``02-gate-math/gate_math.ipynb``: task text, the stub in cells, and check cells; beside it, what the text links to
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from grader.checks.concerns import checks_of, matching
from grader.checks.listing import hidden_checks
from grader.course.lesson import Lesson, LessonError, discover
from grader.course.outline import COURSE_FILE, outline_of
from grader.extras import before_nbformat
from grader.jupyter.cells import sections, split
from grader.jupyter.places import HOME
from grader.messages.languages import languages
from grader.messages.sentences import defer, joined, listed, say, say_in
from grader.messages.text import Text
from grader.sandbox.runtimes import Runtime, find
from grader.verdict import write_atomically

_UNSHIPPED = {"__pycache__", ".pytest_cache", ".ipynb_checkpoints"}
_WORD = re.compile(r"[^A-Za-z0-9_-]+")
_LINK = re.compile(r"\]\(([\w.-]+)\)")  # a Markdown link or image whose target is a file of the lesson

_HOW_TO = say(
    """## How to use this notebook

1. Run `%load_ext grader` below, once; and again whenever the kernel was restarted.
2. Write code between the `Begin` and `End` lines only: that is the code that counts.
3. **Save first** (Ctrl+S), then run `%check`: what is checked is the saved file. `%check` never changes your notebook,
   so run it as often as you like.""",
)
_ALL = say("## All checks")
_DIALECT = defer(
    """## This notebook is answered in {title}

The names of {title} ({names}...) exist in the grader's sandbox only: the
cells below need not be run here. Write, save, and let `%check` run them. To see what a complete script prints, use
`grader run SCRIPT --dialect {dialect}` in a terminal.""",
)


class WorkspaceError(ValueError):
    """The workspace cannot be written; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.en


def build_workspace(
    course: Path,
    target: Path,
    lang: str,
    *,
    dialect: str | None = None,
    only: Iterable[str] = (),
    kept: Callable[[Path], None] = lambda notebook: None,
) -> list[Path]:
    """Write one folder per lesson of `course` into `target`; return the notebooks written or already as they should be.

    `only` names the lessons to add to those that `target` has from earlier releases; empty: all of the course.
    With `dialect`, lessons that can be answered in it get its stub. A notebook that exists and differs is a student's
    work: it is left alone, and `kept` is called with its path. Files that the task text links to (figures, data) lie
    beside the notebook, unless something of that name does already. The public halves below
    ``.gatehouse/`` are always brought up to date. Raises WorkspaceError, or LessonError if a lesson's public half is
    incomplete; a lesson is read completely before anything of the workspace is written.
    """
    course, target = course.resolve(), target.resolve()
    lessons = _released(_lessons(course, target, lang), target, frozenset(only))
    notebooks = {
        target / lesson.id / f"{Path(lesson.module).stem}.ipynb": notebook(lesson, lang, dialect) for lesson in lessons
    }
    shipped = [(lesson, public_files(lesson)) for lesson in lessons]
    try:
        target.mkdir(parents=True, exist_ok=True)
        ship(shipped, target / HOME, outline_text(course, lessons))
        written = [path for path, text in notebooks.items() if _written(path, text, kept)]
        for lesson, files in shipped:
            lay_beside(lesson, lang, files, target / lesson.id)
    except OSError as error:
        raise _explained(error, target) from error
    return written


def _lessons(course: Path, target: Path, lang: str) -> list[Lesson]:
    """The course's lessons. Raises WorkspaceError if there is none, or if nothing may be written to `target`."""
    if lang not in languages():
        choices = joined(say_in("between choices", " or "), languages())
        raise WorkspaceError(say("no language '{lang}'; use {choices}", lang=lang, choices=choices))
    for half in ("exercises", "solutions"):
        if target.is_relative_to(course / half):
            raise WorkspaceError(
                say(
                    "{folder} lies in the course's own {half}/; choose another folder for the workspace",
                    folder=str(target), half=half,
                )
            )  # fmt: skip
    lessons = discover(course)
    if not lessons:
        raise WorkspaceError(
            say("there is no lesson in {folder}; is this the right course folder?", folder=str(course / "exercises"))
        )
    return lessons


def _released(lessons: list[Lesson], target: Path, only: frozenset[str]) -> list[Lesson]:
    """Those that `only` names, and those that lie in `target` already. Raises LessonError for a name of none."""
    if not only:
        return lessons
    known = [lesson.id for lesson in lessons]
    if unknown := sorted(only.difference(known)):
        raise LessonError(f"there is no lesson {', '.join(unknown)}; there are: {', '.join(known)}")
    home = target / HOME / "exercises"
    return [lesson for lesson in lessons if lesson.id in only or (home / lesson.id).is_dir()]


def _written(path: Path, text: str, kept: Callable[[Path], None]) -> bool:
    """Whether the notebook is as it should be, or is now; one that differs is a student's work, and is kept."""
    if not os.path.lexists(path):
        write_atomically(path, text)
    elif path.is_symlink() or path.read_bytes() != text.encode():
        kept(path)
        return False
    return True


def open_lesson(lesson: Lesson, path: Path, lang: str) -> Path:
    """The lesson's notebook at `path`, written if nothing is there, with the files that its text links to beside it.

    Raises OSError, LessonError.
    """
    if not os.path.lexists(path):
        write_atomically(path, notebook(lesson, lang))
        lay_beside(lesson, lang, public_files(lesson), path.parent)
    return path


def notebook(lesson: Lesson, lang: str, dialect: str | None = None) -> str:
    """The lesson's notebook as JSON text (nbformat 4.5): the same bytes for the same public half.

    The stub's lines are spread over the code cells in their order, so that the cells joined are the stub again up to
    blank lines. Raises LessonError if the task text or the stub cannot be used.
    """
    before_nbformat()
    import nbformat  # late: no check needs it
    from nbformat.v4 import new_code_cell, new_notebook

    try:
        task = lesson.task_in(lang).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(f"cannot read {lesson.task_in(lang)}: {error}; write the task text there") from error
    checks = checks_of(lesson, hidden=False)
    cells = [_markdown(f"task-{i}", part) for i, part in enumerate(sections(task), 1)]
    cells += [_markdown("how-to", _HOW_TO.get(lang)), new_code_cell("%load_ext grader", id="load-grader")]
    if chosen := lesson.form(dialect).dialect:
        cells.append(_markdown("dialect", _of_dialect(find(chosen), lang)))
    for number, (source, names) in enumerate(split(lesson, dialect), 1):
        # A cell with regions cannot be deleted by a slip of the finger; what the student adds around it is theirs.
        metadata = {"deletable": False} if names else {}
        cells.append(new_code_cell(source, id=f"code-{number}", metadata=metadata))
        for name in names:
            if 0 < len(matching(name, checks)) < len(checks):  # `%check` alone, at the end, does them all
                cells.append(new_code_cell(f"%check {name}", id=f"check-{number}-{_WORD.sub('-', name)}"[:64]))
    cells += [_markdown("all-checks", _ALL.get(lang)), new_code_cell("%check", id="check")]
    facts = {
        "gatehouse": {"lesson": lesson.id, "lang": lang},
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book = new_notebook(cells=cells, metadata=facts, nbformat_minor=5)
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def _of_dialect(runtime: Runtime, lang: str) -> str:
    names = listed(f"`{name}`" for name in runtime.known_by)
    return _DIALECT.say(title=runtime.title, names=names, dialect=runtime.name).get(lang)


def _markdown(cell_id: str, source: str) -> Any:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(source, id=cell_id, metadata={"deletable": False, "editable": False})


def public_files(lesson: Lesson) -> list[Path]:
    """The files of the public half that a workspace gets, relative to it. Raises LessonError on a link: it could lead
    into the private half."""
    files = []
    for path in sorted(lesson.public.rglob("*")):
        name = path.relative_to(lesson.public)
        if _UNSHIPPED.isdisjoint(name.parts):
            if path.is_symlink():
                raise LessonError(f"{path} is a link, and a public half holds plain files only; copy the file there")
            if path.is_file():
                files.append(name)
    return files


def lay_beside(lesson: Lesson, lang: str, files: list[Path], home: Path) -> None:
    """Copy those of `files` to `home` that the task text links to: Jupyter finds them only beside the notebook. What is
    there stays."""
    linked = set(_LINK.findall(lesson.task_in(lang).read_text(encoding="utf-8")))
    for name in files:
        if str(name) in linked and not os.path.lexists(home / name):
            shutil.copyfile(lesson.public / name, home / name)


def outline_text(course: Path, lessons: Iterable[Lesson]) -> str:
    """The text of the workspace's ``course.toml``: the course's own, and how many hidden checks each lesson has."""
    own, counts = outline_of(course), {lesson.id: hidden_checks(lesson) for lesson in lessons}
    text = (course / COURSE_FILE).read_text(encoding="utf-8") if (course / COURSE_FILE).is_file() else ""
    known = [f"{name} = {count}" for name, count in counts.items() if count and name not in own.hidden_checks]
    return "\n".join([*filter(None, [text.strip()]), *(["\n[hidden_checks]", *known] if known else [])]) + "\n"


def ship(shipped: list[tuple[Lesson, list[Path]]], home: Path, outline: str = "") -> None:
    """Copy the public halves to ``home/exercises``: completely beside it first, then in its place; and the course's
    outline."""
    if home.is_symlink():
        raise OSError(errno.ELOOP, "is a link", str(home))
    home.mkdir(exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".exercises-", dir=home))
    try:
        fresh.chmod(0o755)
        for lesson, files in shipped:
            for name in files:
                copy = fresh / lesson.id / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(lesson.public / name, copy)
        if (home / "exercises").exists():
            shutil.rmtree(home / "exercises")
        fresh.rename(home / "exercises")
        write_atomically(home / COURSE_FILE, outline)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _explained(error: OSError, target: Path) -> WorkspaceError:
    path = error.filename or target
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = say("the disk is full; free some space and run this again")
    elif error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
        reason = say("something is in the way; move it or choose another folder")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        reason = say("you may not write there; choose a folder of your own")
    else:
        reason = say("{reason}; choose another folder", reason=error.strerror or "")
    return WorkspaceError(say("cannot write the workspace {path}: {reason}", path=str(path), reason=reason))

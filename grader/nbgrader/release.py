"""A lesson of ours as an assignment of an nbgrader course: ``source/<lesson>/<lesson>.ipynb``, and beside it the public
half, so that `%check` works where a student fetches it.

No line of a reference is written: the notebook is made of the public half, and of how many hidden checks there are and
what each is worth.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.checks.plugin import points_by_check, titles
from grader.course.lesson import Lesson, LessonError
from grader.jupyter.places import HOME
from grader.jupyter.workspace import lay_beside, notebook, outline_text, public_files, ship
from grader.messages.sentences import defer, say
from grader.nbgrader.record import Record, Released
from grader.reports.text import number, one_line
from grader.source.regions import parse_marker
from grader.verdict import write_atomically

CONFIG = "nbgrader_config.py"
HIDDEN = "hidden-"  # a hidden check's cell is numbered: its id says nothing of the check
_WORD = re.compile(r"[^A-Za-z0-9_-]+")
_LINE = "grader.nbgrader.configure(c)"
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

_POINTS = say(
    """## Points

Each cell below stands for one check, and its points are given when your work is graded. There is nothing to write or
to run here: `%check` tries the public checks at any time. The cells cannot be changed.""",
)
_CONFIG_TEXT = """\
c = get_config()  # noqa: F821

c.CourseDirectory.course_id = {name!r}

# Last, so that it sees what is set above: what students hand in is graded by Gatehouse, and never runs in a kernel.
import grader.nbgrader  # noqa: E402

grader.nbgrader.configure(c)
"""


@dataclass(frozen=True)
class _GradeCell:
    """A grade cell to be: `check` is its check's id, `title` None for a hidden one."""

    id: str
    check: str
    points: float
    title: str | None


def release(course: Path, home: Path, lessons: list[Lesson], lang: str, *, force: bool = False) -> Iterator[Path]:
    """Write each lesson into the nbgrader course at `home`, and what Gatehouse must know of it into
    ``gatehouse/course.json``; the notebooks, as they are written.

    An id that a check has had before stays its own. Raises LessonError if a lesson lacks its hidden half, or if its
    notebook was changed by hand (unless `force`), CourseError, and OSError.
    """
    record = Record.read(home) or Record(course="")
    record.course = os.path.relpath(course.resolve(), home.resolve())
    for lesson in lessons:
        yield _release(home, lesson, lang, record, force)
        record.write(home)
    config = home / CONFIG
    if not config.exists():
        write_atomically(config, _CONFIG_TEXT.format(name=home.resolve().name))


def lacks_the_line(home: Path) -> bool:
    """Whether the course's own config does not have the line that makes `nbgrader autograde` safe."""
    try:
        return _LINE not in (home / CONFIG).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return True


def _release(home: Path, lesson: Lesson, lang: str, record: Record, force: bool) -> Path:
    if lacking := lesson.lacks_hidden():
        raise LessonError(lacking)
    before = record.lessons.get(lesson.id)
    cells = _grade_cells(lesson, lang, before.cells if before else {})
    text = source_notebook(lesson, lang, cells)
    folder = home / "source" / lesson.id
    path = folder / f"{lesson.id}.ipynb"
    if before and path.is_file() and not force and _hash(path.read_text(encoding="utf-8")) != before.sha256:
        raise LessonError(f"{path} was changed by hand; move it away, or write over it with --force")
    files = public_files(lesson)
    write_atomically(path, text)
    (folder / HOME).mkdir(exist_ok=True)
    ship([(lesson, files)], folder / HOME, outline_text(lesson.public.parent.parent, [lesson]))
    lay_beside(lesson, lang, files, folder)
    record.lessons[lesson.id] = Released(
        lang=lang, sha256=_hash(text), cells={cell.id: cell.check for cell in cells}
    )  # fmt: skip
    return path


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _grade_cells(lesson: Lesson, lang: str, before: dict[str, str]) -> list[_GradeCell]:
    """A cell for each check, public ones first. `before` has the ids of the earlier release, by cell."""
    shown = titles(lesson, hidden=False)
    known = {check: cell for cell, check in before.items()}
    taken, cells = set(known.values()), []
    points = points_by_check(lesson)
    for check in sorted(points, key=lambda one: one not in shown):
        name = known.get(check) or _free(_WORD.sub("-", check) if check in shown else HIDDEN + "1", taken)
        taken.add(name)
        title = one_line(shown[check].get(lang), 200) if check in shown else None
        cells.append(_GradeCell(name, check, points[check], title))
    return cells


def _free(name: str, taken: set[str]) -> str:
    """`name`, or the next with another number at its end."""
    stem, count = (name.rstrip("0123456789"), 1) if name.startswith(HIDDEN) else (f"{name}-", 2)
    while name in taken:
        name, count = f"{stem}{count}", count + 1
    return name


def source_notebook(lesson: Lesson, lang: str, grade_cells: list[_GradeCell]) -> str:
    """The workspace's notebook with nbgrader's metadata, of schema 3: cells with regions are solution cells, and at the
    end stands a locked grade cell for each check."""
    book = nbformat.reads(notebook(lesson, lang), as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code" and cell.metadata.get("deletable") is False:  # it has regions
            cell.source = _with_solution_marks(cell.source)
            cell.metadata["nbgrader"] = _metadata(cell.id, solution=True)
    book.cells.append(new_markdown_cell(_POINTS.get(lang), id="points", metadata={"deletable": False}))
    for one in grade_cells:
        metadata = {"nbgrader": _metadata(one.id, grade=True, locked=True, points=one.points)}
        book.cells.append(new_code_cell(_source(one, lang), id=one.id[:64], metadata=metadata))
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def _metadata(grade_id: str, **facts: Any) -> dict[str, Any]:
    plain = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return {**plain, "grade_id": grade_id, **facts}


_WORTH = defer("points: {points}")


def _source(cell: _GradeCell, lang: str) -> str:
    lines = [_WORTH.say(points=number(cell.points, 4)).get(lang), *([cell.title] if cell.title else [])]
    return "\n".join([*(f"# {line}" for line in lines), f"%points {cell.id}"])


def _with_solution_marks(source: str) -> str:
    """nbgrader's marks below each `Begin`: without them, it would replace the whole cell when students' copy is made.

    With our line in its config they are taken out again, and regions are empty; without it, they raise
    NotImplementedError.
    """
    lines = []
    for line in source.split("\n"):
        lines.append(line)
        if (marker := parse_marker(line)) and marker[0] == "begin":
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + _BEGIN, indent + _END]
    return "\n".join(lines)


def without_solution_marks(source: str) -> str:
    """A solution cell as the stub has it."""
    return "\n".join(line for line in source.split("\n") if line.strip() not in (_BEGIN, _END))


__all__ = ["CONFIG", "HIDDEN", "lacks_the_line", "release", "source_notebook", "without_solution_marks"]

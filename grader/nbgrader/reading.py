"""A submitted notebook as nbgrader gets to see it: the texts of its cells, and nothing else that its student wrote.

A limited process reads the file (`limited`). Ids, points, locks and the text of locked cells come from the gradebook,
so that a cell that is there twice, was deleted or has changed its type makes nothing fail.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from grader.messages.sentences import say
from grader.messages.text import Text
from grader.nbgrader.harmless_pictures import clean_attachments
from grader.reports.text import one_line

_SCRIPT = Path(__file__).with_name("limited.py")
_SECONDS = 60.0  # of wall time; the process's own limit is of CPU time
_MOST_NAMED = 10
_MOST_KEPT = 5_000_000  # bytes of a file whose cells are kept


class Read(NamedTuple):
    """One cell of a submission. `grade_id` is what it claims to be; `attachments`, what it claims to be pictures."""

    kind: str
    source: str
    grade_id: str | None
    attachments: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True)
class Wanted:
    """A cell that nbgrader knows, as the gradebook has it. `points` None: it is no grade cell and no task."""

    grade_id: str
    kind: str
    source: str
    locked: bool
    checksum: str | None
    solution: bool
    task: bool
    points: float | None

    @property
    def metadata(self) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "schema_version": 3, "grade_id": self.grade_id, "grade": self.points is not None and not self.task,
            "locked": self.locked, "solution": self.solution, "task": self.task, "cell_type": self.kind,
        }  # fmt: skip
        if self.points is not None:
            facts["points"] = self.points
        if self.checksum:
            facts["checksum"] = self.checksum
        return facts


def cells_of(data: bytes) -> list[Read] | None:
    """The cells of a submitted file; None if it is no readable notebook, or takes too much to read."""
    return _kept(data) if len(data) <= _MOST_KEPT else _cells_of(data)


@functools.lru_cache(maxsize=32)  # the instructor's own file is asked for with every submission
def _kept(data: bytes) -> list[Read] | None:
    return _cells_of(data)


def _cells_of(data: bytes) -> list[Read] | None:
    command = [sys.executable, "-I", "-S", str(_SCRIPT)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    return [Read(*cell) for cell in json.loads(done.stdout)] if done.returncode == 0 else None


def wanted_cells(gradebook: Any, assignment: str, notebook: str, source: Path) -> list[Wanted]:
    """What nbgrader knows of the notebook, in the order of the instructor's own file `source`, if it is there: a
    database has none. Raises nbgrader's MissingEntry."""
    order = {name: place for place, name in enumerate(_own(source))}
    known = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in (*known.grade_cells, *known.task_cells)}
    solutions = {cell.name for cell in known.solution_cells}
    tasks = {cell.name for cell in known.task_cells}
    cells = [
        Wanted(
            cell.name, cell.cell_type, cell.source or "", bool(cell.locked), cell.checksum,
            cell.name in solutions, cell.name in tasks, points.get(cell.name),
        )
        for cell in known.source_cells
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: order.get(cell.grade_id, len(order)))


def _own(source: Path) -> list[str | None]:
    """The ids of the cells of the instructor's own notebook; none if it is not there, or is none."""
    try:
        return _ids(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []


@functools.lru_cache(maxsize=32)  # it is asked for with every submission
def _ids(text: str) -> list[str | None]:
    cells = nbformat.reads(text, as_version=4).cells
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]


def assembled(cells: Sequence[Read], wanted: Sequence[Wanted]) -> tuple[Any, list[Text]]:
    """The notebook to grade, and what had to be put right: of cells with one id the first is meant, and what is missing
    stands behind what came before it when the assignment was made."""
    known = {one.grade_id: one for one in wanted}
    book: list[Any] = []
    places: dict[str, Any] = {}
    twice: dict[str, None] = {}
    for cell in cells:
        meant = known.get(cell.grade_id or "")
        if meant is None:
            book.append(_with_pictures(_cell(cell.kind, cell.source), cell))
        elif meant.grade_id in places:
            twice[meant.grade_id] = None
            book.append(_cell(cell.kind, cell.source))
        else:
            places[meant.grade_id] = _built(meant, meant.source if meant.locked else cell.source)
            book.append(_with_pictures(places[meant.grade_id], cell))
    missing = [one for one in wanted if one.grade_id not in places]
    before: Any = None
    for one in wanted:
        if one.grade_id not in places:
            places[one.grade_id] = _built(one, one.source)
            book.insert(_place(book, before), places[one.grade_id])
        before = places[one.grade_id]
    for number, built in enumerate(book, 1):
        built["id"] = f"cell-{number}"
    return new_notebook(cells=book), list(_told(list(twice), [one.grade_id for one in missing]))


def _built(one: Wanted, source: str) -> Any:
    return _cell(one.kind, source, nbgrader=NotebookNode(one.metadata))


def _cell(kind: str, source: str, **metadata: Any) -> Any:
    """As nbformat makes it; the whole notebook is validated, so that each of its cells need not be."""
    more: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return NotebookNode(cell_type=kind, metadata=NotebookNode(metadata), source=source, **more)


def _with_pictures(built: Any, read: Read) -> Any:
    if built.cell_type == "markdown" and (pictures := clean_attachments(read.attachments)):
        built.attachments = pictures
    return built


def _place(book: list[Any], before: Any) -> int:
    return 0 if before is None else next(i for i, cell in enumerate(book) if cell is before) + 1


def _told(twice: list[str], missing: list[str]) -> list[Text]:
    told = []
    if twice:
        told.append(
            say(
                "these cells are in your notebook more than once, and the first of each is the one that comments go "
                "to: {cells}",
                cells=_names(twice),
            )
        )
    if missing:
        told.append(
            say(
                "these cells of the assignment were missing in your notebook, and were put back as given: {cells}",
                cells=_names(missing),
            )
        )
    return told


def _names(names: list[str]) -> str:
    more = ", …" if len(names) > _MOST_NAMED else ""
    return one_line(", ".join(names[:_MOST_NAMED]), 500) + more


__all__ = ["Read", "Wanted", "assembled", "cells_of", "wanted_cells"]

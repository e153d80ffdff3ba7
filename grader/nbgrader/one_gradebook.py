"""nbgrader's gradebook, opened once and written once for each submission.

nbgrader opens it ten times for one submission, looks at each of its tables every time, asks it for one cell after the
other, and commits after each. Here whoever opens it shares one connection; what is true of the assignment is read once,
and what belongs to one submission is one transaction. What stands in the gradebook at the end is the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)  # fmt: skip
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import overwritecells, overwritekernelspec, saveautogrades
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from grader.nbgrader import exporter


class _Session(Session):
    """What others call a commit only writes into the open transaction; afterwards everything is read anew, as it would
    be after a commit."""

    def commit(self) -> None:
        self.flush()
        self.expire_all()

    def end(self) -> None:
        super().commit()


class OneGradebook:
    """While it is open (``with``), nbgrader's `Gradebook` is opened once for each URL. It is for one thread."""

    def __init__(self) -> None:
        self._books: dict[str, Gradebook] = {}
        self._courses: set[tuple[str, str]] = set()
        self._known: dict[tuple[str, str], Any] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> OneGradebook:
        made = Gradebook.__init__
        self._put(Gradebook, "__init__", lambda book, *a, **kw: self._open(made, book, *a, **kw))
        self._put(Gradebook, "close", lambda book: None)
        knowing = type("Knowing", (_Knowing,), {"known": self._known})
        for module in (overwritecells, overwritekernelspec, exporter):
            self._put(module, "Gradebook", knowing)
        self._put(saveautogrades, "Gradebook", _Saving)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        for book in self._books.values():
            book.close()

    def _put(self, place: Any, name: str, value: Any) -> None:
        self._stack.callback(setattr, place, name, getattr(place, name))
        setattr(place, name, value)

    def _open(
        self, made: Any, book: Any, db_url: str, course_id: str = "default_course", authenticator: Any = None
    ) -> None:
        shared = self._books.get(db_url)
        if shared is None:
            made(book, db_url, course_id, authenticator)
            book.db.remove()
            book.db = scoped_session(sessionmaker(class_=_Session, autoflush=True, bind=book.engine, future=True))
            shared = self._books[db_url] = Gradebook.__new__(Gradebook)
            vars(shared).update(vars(book))
            self._courses.add((db_url, course_id))
        vars(book).update(vars(shared), course_id=course_id, authenticator=authenticator)
        if not book.db().is_active:  # a query of somebody before failed
            book.db.rollback()
        if (db_url, course_id) not in self._courses:
            book.check_course(course_id=course_id)
            self._courses.add((db_url, course_id))

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written in it is kept together, also where nbgrader fails on a submission. Raises NbGraderException
        if it could not be kept."""
        try:
            yield
        except NbGraderException:
            self._end(keep=True)
            raise
        except BaseException:
            self._end(keep=False)
            raise
        self._end(keep=True)

    def _end(self, *, keep: bool) -> None:
        for book in self._books.values():
            try:
                if keep:
                    book.db().end()
            except SQLAlchemyError as error:
                raise NbGraderException(f"the gradebook could not be written: {error}") from error
            finally:
                book.db.remove()  # what was not kept is rolled back


class _Knowing(Gradebook):
    """A gradebook that is asked about an assignment's own cells, which nothing changes while it is graded."""

    known: dict[tuple[str, str], Any]

    def find_notebook(self, name: str, assignment: str) -> Any:
        if (name, assignment) not in self.known:
            self.known[name, assignment] = _plain(super().find_notebook(name, assignment))
        return self.known[name, assignment]

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        return _named(name, self.find_notebook(notebook, assignment).source_cells)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        book = self.find_notebook(notebook, assignment)
        return _named(name, [*book.grade_cells, *book.task_cells])


def _plain(notebook: Any) -> Any:
    """What a notebook of the gradebook and its cells have in columns, without the session they came of."""
    kinds = ("grade_cells", "solution_cells", "task_cells", "source_cells")
    cells = {kind: [_columns(cell) for cell in getattr(notebook, kind)] for kind in kinds}
    return SimpleNamespace(**vars(_columns(notebook)), **cells)


def _columns(row: Any) -> Any:
    return SimpleNamespace(**{each.key: getattr(row, each.key) for each in row.__mapper__.columns if each.key})


def _named(name: str, cells: list[Any]) -> Any:
    """Raises MissingEntry."""
    for cell in cells:
        if cell.name == name:
            return cell
    raise MissingEntry(f"No such cell: {name}")


class _Saving(Gradebook):
    """A gradebook that is asked for each grade and comment of one submitted notebook: read at once, written at once."""

    def __init__(self, db_url: str) -> None:
        self.db: Any
        super().__init__(db_url)
        self._found: dict[Any, dict[str, Any]] = {}
        self._all: Any = self.db
        self.db = SimpleNamespace(commit=lambda: None)

    def close(self) -> None:
        self._all.commit()

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """Raises MissingEntry."""
        return self._one(Grade, grade_cell, (notebook, assignment, student))

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """Raises MissingEntry."""
        return self._one(Comment, solution_cell, (notebook, assignment, student))

    def _one(self, kind: Any, cell: str, asked: tuple[str, str, str]) -> Any:
        if (kind, asked) not in self._found:
            self._found[kind, asked] = self._read(kind, *asked)
        if cell not in self._found[kind, asked]:
            raise MissingEntry(f"No such cell: {cell}")
        return self._found[kind, asked][cell]

    def _read(self, kind: Any, notebook: str, assignment: str, student: str) -> dict[str, Any]:
        rows = (
            self._all.query(BaseCell.name, kind)
            .join(kind, kind.cell_id == BaseCell.id)
            .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Notebook.name == notebook, Assignment.name == assignment)
            .filter(SubmittedAssignment.student_id == student)
        )
        return dict(rows.all())

"""What `grader grade --course` hurries in nbgrader: the gradebook is written once for each submission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Base, Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.preprocessors import overwritecells, saveautogrades
from sqlalchemy import create_engine

from grader.nbgrader.quickly import quickly
from tests.nbgrader.test_foreign import notebook

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # of nbgrader's own queries


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A gradebook with one assignment, `ps1`: a notebook of that name, in it a test and a task."""
    address = f"sqlite:///{tmp_path / 'gradebook.db'}"
    Base.metadata.create_all(create_engine(address))  # else nbgrader starts alembic
    with Gradebook(address, "course") as gradebook:
        gradebook.add_assignment("ps1")
        gradebook.add_notebook("ps1", "ps1")
        gradebook.add_grade_cell("t", "ps1", "ps1", max_score=2, cell_type="code")
        gradebook.add_source_cell("t", "ps1", "ps1", source="assert f()", cell_type="code")
        gradebook.add_task_cell("draw", "ps1", "ps1", max_score=3, cell_type="markdown")
    return address


def save(url: str, points: float) -> None:
    """As `Autograde` does it: the submission first, then `SaveAutoGrades`."""
    with Gradebook(url, "course") as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission("ps1", "ada")
    with saveautogrades.Gradebook(url) as gradebook:
        gradebook.find_grade("t", "ps1", "ps1", "ada").auto_score = points
        gradebook.find_comment("draw", "ps1", "ps1", "ada").auto_comment = "No response."
        gradebook.db.commit()
        with pytest.raises(MissingEntry):
            gradebook.find_grade("u", "ps1", "ps1", "ada")


def scores(url: str) -> dict[str, float | None]:
    with Gradebook(url, "course") as gradebook:
        try:
            (book,) = gradebook.find_submission("ps1", "ada").notebooks
        except MissingEntry:
            return {}
        assert {comment.name: comment.auto_comment for comment in book.comments} == {"draw": "No response."}
        return {grade.name: grade.auto_score for grade in book.grades}


def test_a_submission_is_written_at_once(url: str) -> None:
    with quickly() as at_once:
        with at_once():
            save(url, 1.5)
            assert scores(url) == {"t": 1.5, "draw": None}, "who asks meanwhile sees what was written"
        with at_once():
            save(url, 0.5)
    assert scores(url) == {"t": 0.5, "draw": None}


def test_where_nbgrader_fails_on_a_submission_what_it_has_written_stays(url: str) -> None:
    with quickly() as at_once, pytest.raises(NbGraderException), at_once():
        save(url, 1.5)
        raise NbGraderException
    assert scores(url) == {"t": 1.5, "draw": None}


def test_of_a_submission_that_was_not_finished_nothing_is_written(url: str) -> None:
    with quickly() as at_once, pytest.raises(KeyboardInterrupt), at_once():
        save(url, 1.5)
        raise KeyboardInterrupt
    assert scores(url) == {}


def test_a_query_that_fails_costs_no_other_submission(url: str) -> None:
    with quickly() as at_once:
        with pytest.raises(NbGraderException), at_once(), Gradebook(url, "course") as gradebook:
            with pytest.raises(ValueError):  # nbgrader's own InvalidEntry
                gradebook.add_assignment("ps1")
            raise NbGraderException
        with at_once():
            save(url, 2)
    assert scores(url)["t"] == 2


def test_an_assignments_own_cells_are_read_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with quickly() as at_once, at_once(), overwritecells.Gradebook(url) as gradebook:
        book = gradebook.find_notebook("ps1", "ps1")
        monkeypatch.setattr(Gradebook, "find_notebook", lambda *_: pytest.fail("it was read"))
        assert gradebook.find_notebook("ps1", "ps1") is book
        assert [cell.source for cell in book.source_cells] == ["assert f()"]
        assert gradebook.find_source_cell("t", "ps1", "ps1").cell_type == "code"
        assert [gradebook.find_graded_cell(name, "ps1", "ps1").max_score for name in ("t", "draw")] == [2, 3]
        with pytest.raises(MissingEntry):
            gradebook.find_source_cell("u", "ps1", "ps1")


def test_a_cell_without_what_its_schema_asks_for_is_refused_in_the_same_words() -> None:
    def refused() -> str:
        book = notebook("x")
        del book.cells[0].metadata.nbgrader["locked"]
        with pytest.raises(ValidationError) as caught:
            MetadataValidator().validate_nb(book)
        return str(caught.value)

    wanted, right = refused(), notebook("x")
    with quickly():
        assert refused() == wanted
        before = dict(right.cells[0].metadata.nbgrader)
        MetadataValidator().validate_nb(right)
    assert right.cells[0].metadata.nbgrader == before, "nothing is filled in"


def test_nbgrader_is_left_as_it_was() -> None:
    def state() -> list[Any]:
        return [Gradebook.__init__, Gradebook.close, overwritecells.Gradebook, saveautogrades.Gradebook,
                vars(MetadataValidator.__mro__[1])]  # fmt: skip

    before = state()
    with quickly():
        assert state() != before
    assert state() == before

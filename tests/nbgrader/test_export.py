"""`nbgrader export`: a score only where there is one, in nbgrader's own columns."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin

from grader.nbgrader.export import COLUMNS, GatehouseExport

# Of nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="module")
def _gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("course") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_assignment("ps1")
        gradebook.add_notebook("p1", "ps1")
        gradebook.add_grade_cell("code", "p1", "ps1", max_score=3, cell_type="code")
        gradebook.add_grade_cell("essay", "p1", "ps1", max_score=2, cell_type="markdown")
        for name in ("ada", "bob", "=cmd"):
            gradebook.add_student(name, last_name="Byron" if name == "ada" else None)
    return path


@pytest.fixture
def home(_gradebook: Path, tmp_path: Path) -> Path:
    """A course of one assignment of nbgrader's own: a code cell of 3 points, and an answer that is graded by hand."""
    shutil.copy(_gradebook, tmp_path)
    return tmp_path


def submit(home: Path, student: str, code: float | None, essay: float | None, *, autograded: bool = True) -> None:
    """`code` is an autograder's score, `essay` a person's."""
    with Gradebook(f"sqlite:///{home}/gradebook.db") as gradebook:
        gradebook.add_submission("ps1", student)
        for name, field, points in (("code", "auto_score", code), ("essay", "manual_score", essay)):
            grade = gradebook.find_grade(name, "p1", "ps1", student)
            setattr(grade, field, points)
        gradebook.db.commit()
    for step in ("submitted", *(["autograded"] if autograded else [])):
        (home / step / student / "ps1").mkdir(parents=True)


def export(home: Path, plugin: type = GatehouseExport, **options: Any) -> dict[str, dict[str, str]]:
    to = home / "grades.csv"
    coursedir = CourseDirectory(root=str(home))
    made = plugin(to=str(to), **options)
    made.parent = SimpleNamespace(coursedir=coursedir)
    with Gradebook(f"sqlite:///{home}/gradebook.db") as gradebook:
        made.export(gradebook)
    rows = csv.DictReader(io.StringIO(to.read_text(encoding="utf-8")))
    return {row["student_id"]: row for row in rows}


class Exported(GatehouseExport):
    """Its parent is an application of nbgrader's, which these tests do without."""

    parent: Any = None


def test_a_score_is_as_nbgrader_has_it(home: Path) -> None:
    submit(home, "ada", 2.5, 1.0)
    own = export(home, Exported)["ada"]
    theirs = export(home, type("Plain", (CsvExportPlugin,), {"parent": None}))["ada"]
    assert {key: own[key] for key in theirs} == theirs, "the same columns with the same values, and one more"
    assert list(own) == list(COLUMNS) and (own["score"], own["last_name"], own["status"]) == ("3.5", "Byron", "graded")


def test_what_is_no_score_is_a_blank_with_its_reason(home: Path) -> None:
    submit(home, "ada", 3.0, None)
    submit(home, "bob", 3.0, 2.0, autograded=False)
    (home / "submitted" / "cat" / "ps1").mkdir(parents=True)
    rows = export(home, Exported)
    assert {name: (row["score"], row["raw_score"], row["status"]) for name, row in rows.items()} == {
        "ada": ("", "", "ungraded"), "bob": ("", "", "waiting"), "cat": ("", "", "waiting"),
        "'=cmd": ("", "", "not handed in"),
    }  # fmt: skip


def test_a_newer_file_waits(home: Path) -> None:
    submit(home, "ada", 3.0, 2.0)
    for step, day in (("submitted", 2), ("autograded", 1)):
        (home / step / "ada" / "ps1" / "timestamp.txt").write_text(f"2026-01-0{day} 00:00:00 UTC")
    assert export(home, Exported)["ada"]["status"] == "waiting"
    (home / "autograded" / "ada" / "ps1" / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    assert export(home, Exported)["ada"]["score"] == "5.0"


def test_a_score_that_is_no_number_is_none(home: Path) -> None:
    submit(home, "ada", float("inf"), 2.0)
    assert (export(home, Exported)["ada"]["score"], export(home, Exported)["ada"]["status"]) == ("", "grader_error")


def test_only_what_is_asked_for(home: Path) -> None:
    submit(home, "ada", 3.0, 2.0)
    assert list(export(home, Exported, student=["ada"])) == ["ada"]
    assert export(home, Exported, assignment=["ps2"]) == {}

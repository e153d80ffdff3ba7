"""nbgrader's own commands on a lesson of ours: no kernel, every score from a verdict."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook

from grader.source.regions import find_regions
from tests import toy
from tests.nbgrader.course import Course, cell

FULL = {"test_double": 2.0, "test_total": 1.0, "hidden-1": 3.0, "hidden-2": 1.0}
NONE = dict.fromkeys(FULL, 0.0)
SQUARES = {"test_double": 0.0, "test_total": 1.0, "hidden-1": 0.0, "hidden-2": 1.0}
PROOF = pytest.mark.proof("nbgrader-course")


def meddled(course: Course) -> nbformat.NotebookNode:
    """A notebook that claims whatever could bring points."""
    book = course.released()
    book.metadata["gatehouse"] = {"lesson": "another", "graded_by": "0" * 16}
    book.metadata["kernelspec"] = {"name": "sh", "language": "sh", "display_name": "sh"}
    for one in book.cells:
        if one.metadata.get("nbgrader", {}).get("grade"):
            one.metadata.nbgrader.points = 1000
            one.source = "1000"
            one.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1000"})]
    invented = {**cell(book, "test_double").metadata.nbgrader, "grade_id": "bonus"}
    book.cells.append(nbformat.v4.new_code_cell("pass", metadata={"nbgrader": invented}))
    return book


def torn(course: Course) -> nbformat.NotebookNode:
    """Answered, with cells that are there twice, have gone, or are of another type."""
    book = course.released()
    cell(book, "test_total").cell_type = "markdown"
    for name in ("outputs", "execution_count"):
        cell(book, "test_total").pop(name)
    cell(book, "hidden-1").metadata.nbgrader.grade_id = "test_double"
    book.cells.remove(cell(book, "hidden-2"))
    return book


def test_a_class(course: Course) -> None:
    course.submit("ada", toy.answer())
    course.submit("bob", toy.answer(double="return x**2"))
    course.submit("eve")
    course.submit("fay", book=meddled(course))
    course.submit("gus", toy.answer(), book=torn(course))
    mark = course.home / "ran"
    course.submit("ivy", toy.answer(double=f"import os\nos.system('touch {mark}')\nreturn FACTOR * x"))
    course.path("submitted", "hal").parent.mkdir(parents=True)
    course.path("submitted", "hal").write_text("<html>login</html>")
    said = course.nbgrader("autograde", course.lesson)
    scores = {name: course.scores(name) for name in ("ada", "bob", "eve", "fay", "gus", "hal")}
    assert scores == {
        "ada": FULL, "bob": SQUARES, "eve": NONE, "fay": NONE, "gus": FULL, "hal": NONE,
    }  # fmt: skip
    assert not mark.exists(), "no shell, and not here"
    assert "gus: these cells are in your notebook more than once" in said and "hidden-1, hidden-2" in said
    comments = course.comments("bob")
    assert comments["code-2"] == "you square the elements"
    graded = nbformat.read(course.path("autograded", "bob"), as_version=4)
    assert "you square the elements" in cell(graded, "test_double").outputs[0].data["text/html"]
    assert cell(nbformat.read(course.path("autograded", "fay"), as_version=4), "test_double").outputs[1].data == {
        "text/plain": "0.0"
    }
    rows = course.exported()
    assert {name: (rows[name]["score"], rows[name]["status"]) for name in scores} == {
        name: (str(sum(points.values())), "graded") for name, points in scores.items()
    }


@PROOF
def test_where_the_grader_fails_there_is_no_score_old_or_new(course: Course) -> None:
    """nbgrader's own export would write 0.0 and the old score."""
    course.submit("ada", toy.answer())
    course.nbgrader("autograde", course.lesson)
    course.nbgrader("generate_feedback", course.lesson)
    assert course.exported()["ada"]["score"] == "7.0"
    with course.gradebook() as gradebook:
        gradebook.find_grade("hidden-1", course.lesson, course.lesson, "ada").manual_score = 2.5
        gradebook.db.commit()
    checks = course.gatehouse / "solutions" / toy.LESSON_ID / "test_hidden.py"
    right = checks.read_text(encoding="utf-8")
    checks.write_text(right.replace("x = -rng", "x = undefined(rng)"), encoding="utf-8")
    course.submit("bob", toy.answer())
    course.path("submitted", "cat").parent.mkdir(parents=True)
    said = course.nbgrader("autograde", course.lesson, "--force", fails=True)
    assert "the lesson is at fault, not the student" in said and "undefined" in said
    assert not course.path("autograded", "ada").exists()
    assert not course.path("feedback", "ada", ".html").exists(), "a page with the old score would be handed out"
    rows = course.exported()
    assert {name: (row["score"], row["raw_score"], row["status"]) for name, row in rows.items()} == {
        "ada": ("", "", "grader_error"), "bob": ("", "", "grader_error"), "cat": ("", "", "waiting"),
    }  # fmt: skip
    course.nbgrader("export", "--exporter", "nbgrader.plugins.CsvExportPlugin", "--to", "plain.csv")
    with (course.home / "plain.csv").open(encoding="utf-8") as file:
        plain = {row["student_id"]: row["score"] for row in csv.DictReader(file)}
    assert plain == {"ada": "2.5", "bob": "0.0"}, "what nbgrader's own export makes of no score"
    checks.write_text(right, encoding="utf-8")
    course.nbgrader("autograde", course.lesson)
    rows = course.exported()
    assert (rows["ada"]["score"], rows["bob"]["score"]) == ("6.5", "7.0"), "what a person gave has survived"


@PROOF
def test_what_was_handed_in_again_waits(course: Course) -> None:
    course.submit("ada", toy.answer())
    course.nbgrader("autograde", course.lesson)
    course.submit("ada", toy.answer(total="return 0.0"))
    assert (course.exported()["ada"]["score"], course.exported()["ada"]["status"]) == ("", "waiting")
    course.nbgrader("autograde", course.lesson, "--force")
    assert course.exported()["ada"]["score"] == "5.0"


@PROOF
def test_the_button_grades_nobody_who_has_a_verdict(course: Course) -> None:
    course.submit("ada", toy.answer())
    course.submit("bob", toy.answer())
    course.grader("grade", "--course", str(course.home))
    results = course.home / "gatehouse" / "results" / "students"
    before = {path: path.read_bytes() for path in results.rglob("verdict.json")}
    assert len(before) == 2
    course.nbgrader("autograde", course.lesson, "--student", "ada", "--force")
    assert {path: path.read_bytes() for path in results.rglob("verdict.json")} == before
    for path in before:
        path.unlink()
    course.nbgrader("autograde", course.lesson, "--student", "ada", "--force")
    assert [path.parents[1].name for path in results.rglob("verdict.json")] == ["ada"], "of one, only that one"


@PROOF
def test_no_execute_executes_nothing_and_gives_nothing_away(course: Course) -> None:
    """`--no-execute` keeps the student's own outputs, and scores them, where nbgrader's Execute is."""
    course.submit("fay", book=meddled(course))
    course.nbgrader("autograde", course.lesson, "--no-execute")
    assert course.scores("fay") == NONE


@PROOF
def test_without_our_line_nobody_gets_points(course: Course) -> None:
    """What nbgrader itself makes of the assignment: loudly nothing, instead of full marks for all."""
    (course.home / "nbgrader_config.py").write_text("c = get_config()\n")
    course.submit("eve")
    course.nbgrader("autograde", course.lesson)
    assert course.scores("eve") == NONE


@PROOF
def test_without_the_line_the_students_copy_can_still_be_answered(course: Course) -> None:
    (course.home / "nbgrader_config.py").write_text("c = get_config()\n")
    course.nbgrader("generate_assignment", course.lesson, "--force")
    text = "\n".join(one.source for one in course.released().cells if one.metadata.get("nbgrader", {}).get("solution"))
    assert [region.name for region in find_regions(text)] == ["double", "total"]
    assert text.count("raise NotImplementedError()") == 2


@PROOF
def test_a_link_is_not_followed(course: Course, tmp_path: Path) -> None:
    secret = course.submit("ada", toy.answer())
    path = course.path("submitted", "eve")
    path.parent.mkdir(parents=True)
    path.symlink_to(secret)
    course.nbgrader("autograde", course.lesson)
    assert (course.scores("ada"), course.scores("eve")) == (FULL, NONE)
    assert "links are not followed" in json.dumps(json.loads(course.path("autograded", "eve").read_text()))


@PROOF
def test_the_whole_course_at_once(course: Course) -> None:
    course.submit("ada", toy.answer())
    course.submit("bob", toy.answer(double="return x**2"))
    command = ("grade", "--course", str(course.home), "--lang", "en")
    first = course.grader(*command)
    assert "2 written to autograded, feedback and gradebook; 0 were there already; 0 have no score" in first
    assert (course.scores("ada"), course.scores("bob")) == (FULL, SQUARES)
    assert "you square the elements" in course.path("feedback", "bob", ".html").read_text(encoding="utf-8")
    assert "0 written to autograded, feedback and gradebook; 2 were there already" in course.grader(*command)
    course.submit("bob", toy.answer())
    assert "1 written to autograded, feedback and gradebook; 1 were there already" in course.grader(*command)
    assert course.scores("bob") == FULL
    checks = course.gatehouse / "solutions" / toy.LESSON_ID / "test_hidden.py"
    checks.write_text(checks.read_text(encoding="utf-8").replace("x = -rng", "x = undefined(rng)"), encoding="utf-8")
    course.run_grader(*command, code=3)
    rows = course.exported()
    assert {row["status"] for row in rows.values()} == {"grader_error"} and {row["score"] for row in rows.values()} == {
        ""
    }


@PROOF
def test_another_database_and_a_course_without_a_line(course: Course) -> None:
    """Any SQLAlchemy URL that nbgrader takes; `grader grade --course` is safe whatever the config says."""
    url = f"sqlite:///{course.home}/elsewhere.db"
    (course.home / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n")
    course.nbgrader("generate_assignment", course.lesson, "--force")
    course.submit("ada", toy.answer())
    course.grader("grade", "--course", str(course.home))
    with Gradebook(url) as gradebook:
        assert gradebook.find_submission(course.lesson, "ada").score == 7.0


@PROOF
def test_what_is_missing_is_said(course: Course, tmp_path: Path) -> None:
    assert "nothing to grade in" in course.grader("grade", "--course", str(course.home), fails=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "nothing was released to" in course.grader("grade", "--course", str(empty), fails=True)
    both = course.grader("grade", "class", "--course", str(empty), "--profile", "full", fails=True)
    assert "TARGET, --profile: not for --course" in both
    assert "give a class folder or a file" in course.grader("grade", fails=True)

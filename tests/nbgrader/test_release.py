"""A lesson as an assignment: what is in it, and what of the private half is not."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from grader.course.lesson import LessonError, discover, load_lesson
from grader.jupyter.saved import Notebook, find_lesson
from grader.nbgrader.record import Record
from grader.nbgrader.release import lacks_the_line, release
from grader.source import program
from grader.source.regions import code_lines, find_regions
from tests import toy
from tests.nbgrader.course import ROOT, Course, cell

POINTS = {"test_double": 2.0, "test_total": 1.0, "hidden-1": 3.0, "hidden-2": 1.0}


def grade_cells(book: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    cells = [one for one in book.cells if one.metadata.get("nbgrader", {}).get("grade")]
    return {one.metadata.nbgrader.grade_id: one for one in cells}


def test_each_check_has_a_locked_cell_with_its_points(course: Course) -> None:
    book = course.released()
    cells = grade_cells(book)
    assert {name: one.metadata.nbgrader.points for name, one in cells.items()} == POINTS
    for one in cells.values():
        facts = one.metadata.nbgrader
        assert one.cell_type == "code" and facts.schema_version == 3
        assert (facts.locked, facts.solution, facts.task) == (True, False, False)
    assert cells["test_double"].source == "# points: 2\n# double(x) is 2x\n%points test_double"


def test_a_hidden_check_is_an_id_and_points(course: Course) -> None:
    cells = grade_cells(course.released())
    assert cells["hidden-1"].source == "# points: 3\n%points hidden-1"
    assert cells["hidden-2"].source == "# points: 1\n%points hidden-2"
    record = Record.read(course.home)
    assert record and record.lessons[toy.LESSON_ID].cells["hidden-1"] == "test_double_zeros"
    for path in (course.home / "release").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [word for word in ("zeros", "negative", "成立", "负数") if word in text], path


def test_students_get_the_stub_and_can_answer_it(course: Course) -> None:
    solutions = [one for one in course.released().cells if one.metadata.get("nbgrader", {}).get("solution")]
    text = "\n".join(one.source for one in solutions)
    assert [region.name for region in find_regions(text)] == ["double", "total"]
    assert "SOLUTION" not in text and "YOUR CODE" not in text
    assert [list(r.lines) for r in find_regions(text)] == [list(r.lines) for r in find_regions(toy.STUB)]


@pytest.mark.parametrize("lesson", [lesson.id for lesson in discover(ROOT)])
def test_of_a_released_notebook_there_is_nothing_to_remark(lesson: str, tmp_path: Path) -> None:
    (path,) = release(ROOT, tmp_path, [load_lesson(ROOT, lesson)], "en")
    assert program.parse(path.name, path.read_bytes()).notices == ()


def test_check_works_where_the_assignment_is_fetched(course: Course) -> None:
    path = course.path("release")
    lesson = find_lesson(path, Notebook.read(path))
    assert (lesson.id, lesson.private) == (toy.LESSON_ID, None)


@pytest.mark.parametrize("lesson", [lesson.id for lesson in discover(ROOT)])
def test_no_line_of_a_reference_is_written_of_any_lesson(lesson: str, tmp_path: Path) -> None:
    one = load_lesson(ROOT, lesson)
    list(release(ROOT, tmp_path, [one], "zh"))
    public = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(one.public.rglob("*")) if path.suffix in (".py", ".md")
    )
    regions = [region for form in one.forms for region in find_regions(form.reference_path.read_text(encoding="utf-8"))]
    private = {line for region in regions for line in code_lines(region.lines) if len(line) > 12 and line not in public}
    assert private
    for path in (tmp_path / "source").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [line for line in private if line in text], path


def test_ids_of_hidden_checks_stay_theirs_when_one_is_added(course: Course) -> None:
    path = course.gatehouse / "solutions" / toy.LESSON_ID / "test_hidden.py"
    added = 'def test_double_ones(student):\n    """double of ones\n    double 对一"""\n\n\n@pytest.mark.points(3)'
    path.write_text(path.read_text(encoding="utf-8").replace("@pytest.mark.points(3)", added), encoding="utf-8")
    list(release(course.gatehouse, course.home, [load_lesson(course.gatehouse, toy.LESSON_ID)], "en"))
    record = Record.read(course.home)
    assert record and {id: check for id, check in record.lessons[toy.LESSON_ID].cells.items() if "hidden" in id} == {
        "hidden-1": "test_double_zeros", "hidden-2": "test_total_negative", "hidden-3": "test_double_ones",
    }  # fmt: skip


def test_what_was_changed_by_hand_is_not_written_over(course: Course) -> None:
    path = course.path("source")
    book = nbformat.read(path, as_version=4)
    cell(book, "code-2").source += "\n# mine"
    nbformat.write(book, path)
    lessons = [load_lesson(course.gatehouse, toy.LESSON_ID)]
    with pytest.raises(LessonError, match=r"was changed by hand; move it away, or write over it with --force"):
        list(release(course.gatehouse, course.home, lessons, "en"))
    list(release(course.gatehouse, course.home, lessons, "en", force=True))
    assert "# mine" not in path.read_text(encoding="utf-8")


def test_a_config_of_the_instructors_own_is_left_alone_and_spoken_of(tmp_path: Path, toy_course: Path) -> None:
    config = tmp_path / "nbgrader_config.py"
    config.write_text("c = get_config()\n")
    assert lacks_the_line(tmp_path)
    list(release(toy_course, tmp_path, [load_lesson(toy_course, toy.LESSON_ID)], "en"))
    assert config.read_text() == "c = get_config()\n"


def test_a_lesson_without_its_hidden_half_is_not_released(course: Course) -> None:
    (course.gatehouse / "solutions" / toy.LESSON_ID / "test_hidden.py").unlink()
    with pytest.raises(LessonError, match="no hidden checks"):
        list(release(course.gatehouse, course.home, [load_lesson(course.gatehouse, toy.LESSON_ID)], "en"))

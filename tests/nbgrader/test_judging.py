"""Which verdicts stand, whose are judged when one is missing, and how often."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.coursedir import CourseDirectory

from grader.course.lesson import load_lesson
from grader.grading.batch import grade_class
from grader.grading.opening import read_file
from grader.grading.task import Policy
from grader.nbgrader import judging
from grader.nbgrader.judging import Places, Run, standing, verdict_on
from grader.nbgrader.record import CourseError, Record, Released, results_in
from grader.verdict import SubmissionOutcome
from tests import toy

RECORD = Record(course="../gatehouse", lessons={toy.LESSON_ID: Released(lang="en", sha256="", cells={})})


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A course in which ada, bob and Ada2 have handed in."""
    toy.make_course(tmp_path / "gatehouse")
    home = tmp_path / "nbgrader"
    found = Places(home=home, submitted=home / "submitted")
    for name, answer in (("ada", toy.answer()), ("bob", toy.STUB), ("Ada2", toy.answer(total="return 0.0"))):
        hand_in(found, name, answer)
    return found


def hand_in(places: Places, student: str, answer: str) -> None:
    path = places.file(student, toy.LESSON_ID)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toy.notebook(answer), encoding="utf-8")


def asked(places: Places, student: str, run: Run, policy: Policy = Policy()) -> Any:
    file = read_file(places.file(student, toy.LESSON_ID), places.submitted)
    return verdict_on(places, RECORD, toy.LESSON_ID, student, run, file, policy)


def test_what_is_missing_is_judged_at_once_and_then_stands(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []
    real = judging._judge
    monkeypatch.setattr(judging, "_judge", lambda order: (asked_for.append(order.students), real(order)))
    assert asked(places, "ada", Run("*")).score == 7.0
    assert asked(places, "bob", Run("*")).outcome is SubmissionOutcome.UNATTEMPTED
    assert asked(places, "Ada2", Run("Ada2")).score == 5.0
    assert asked_for == ["*"]
    hand_in(places, "bob", toy.answer())
    lesson = load_lesson(places.home.parent / "gatehouse", toy.LESSON_ID)
    job = places.jobs(toy.LESSON_ID, "bob")[0]
    new = read_file(job.path).sha256
    assert standing(places, job, lesson, Policy(), new) is None, "another file"
    assert asked(places, "bob", Run("bob")).score == 7.0
    assert standing(places, job, lesson, Policy(), new) is not None
    assert standing(places, job, lesson, Policy(profile="long"), new) is None, "another profile"
    assert asked_for == ["*", "bob"]


def test_a_file_that_cannot_be_read_has_a_verdict_that_stands(places: Places) -> None:
    path = places.file("ada", toy.LESSON_ID)
    path.unlink()
    path.symlink_to(places.file("bob", toy.LESSON_ID))
    first = asked(places, "ada", Run("ada"))
    assert first.outcome is SubmissionOutcome.REJECTED and first.submission_sha256 is None
    lesson, job = load_lesson(places.home.parent / "gatehouse", toy.LESSON_ID), places.jobs(toy.LESSON_ID, "ada")[0]
    assert standing(places, job, lesson, Policy(), None) == first


def test_where_the_grader_fails_for_all_it_does_so_once(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def fails(order: Any) -> None:
        calls.append(order.lesson)
        hidden = places.home.parent / "gatehouse" / "solutions" / toy.LESSON_ID / "test_hidden.py"
        hidden.write_text("import no_such_module\n", encoding="utf-8")
        jobs = order.places.jobs(order.lesson, order.students)
        grade_class(order.course, jobs, results_in(places.home), page=lambda verdict, title: "")

    monkeypatch.setattr(judging, "_judge", fails)
    run = Run("*")
    for student in ("ada", "bob"):
        with pytest.raises(CourseError, match=r"no_such_module"):
            asked(places, student, run)
    assert calls == [toy.LESSON_ID]


def test_a_run_lasts_as_long_as_nbgraders_converter() -> None:
    converter = SimpleNamespace(coursedir=SimpleNamespace(student_id="a*"))
    assert Run.of(converter) is Run.of(converter) and Run.of(converter).students == "a*"
    assert Run.of(SimpleNamespace(coursedir=converter.coursedir)) is not Run.of(converter)


def test_students_are_told_apart_and_chosen_by_pattern(places: Places) -> None:
    (places.submitted / "empty" / toy.LESSON_ID).mkdir(parents=True)
    (places.submitted / ".ipynb_checkpoints").mkdir()
    assert [job.student for job in places.jobs(toy.LESSON_ID)] == ["Ada2", "ada", "bob"]
    assert [job.student for job in places.jobs(toy.LESSON_ID, "a*")] == ["ada"]
    assert [job.student for job in places.jobs("another")] == []


def test_folders_of_another_structure_are_refused(tmp_path: Path) -> None:
    usual = CourseDirectory(root=str(tmp_path), submitted_directory="in")
    assert Places.of(usual) == Places(home=tmp_path, submitted=tmp_path / "in")
    other = CourseDirectory(root=str(tmp_path), directory_structure="{assignment_id}/{nbgrader_step}/{student_id}")
    with pytest.raises(CourseError, match="leave it as nbgrader has it"):
        Places.of(other)


def test_a_record_that_was_broken_is_spoken_of(tmp_path: Path) -> None:
    assert Record.read(tmp_path) is None
    RECORD.write(tmp_path)
    assert Record.read(tmp_path) == RECORD
    path = tmp_path / "gatehouse" / "course.json"
    path.write_text(json.dumps({"lessons": 3}))
    with pytest.raises(CourseError, match=r"course\.json cannot be used \(is no record of ours\)"):
        Record.read(tmp_path)
    assert RECORD.lesson_asked(toy.LESSON_ID, toy.LESSON_ID) == toy.LESSON_ID
    assert RECORD.lesson_asked(toy.LESSON_ID, "extra") is None and RECORD.lesson_asked("extra", "extra") is None

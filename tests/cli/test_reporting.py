"""`grade --shard` and `grader report`: parts of a class, graded apart and joined."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import FAILED, OK, OURS, USAGE
from grader.verdict import Verdict
from tests import toy


def _rows(out: Path) -> dict[str, dict[str, str]]:
    rows = csv.DictReader((out / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    return {row["student"]: row for row in rows}


def _verdict(out: Path, student: str) -> Path:
    return out / "students" / student / toy.LESSON_ID / "verdict.json"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Verdicts of a real run, by student: tests edit copies."""
    from grader.grading.batch import grade_class
    from grader.grading.handin import find_class
    from grader.reports.html import feedback_in

    home = toy.make_course(tmp_path_factory.mktemp("graded") / "course")
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "bob", toy.answer(double="return x**2"))
    jobs = find_class(home, home / "class").jobs
    verdicts = grade_class(home, jobs, home / "out", page=feedback_in("en"), workers=1)
    return {verdict.student: verdict.model_dump_json() for verdict in verdicts}


def _put(out: Path, text: str, **changes: Any) -> None:
    fields = {**json.loads(text), **changes}
    Verdict.model_validate(fields).write(_verdict(out, fields["student"]))


def test_shards_joined_are_the_class_graded_at_once(grader: Any, home: Path) -> None:
    answers = {"ada": {}, "bob": {"double": "return x**2"}, "eve": {"total": "return np.max(x)"}}
    for student, bodies in answers.items():
        toy.hand_in(home, student, toy.answer(**bodies))
    for part in ("1", "2"):
        ran = grader("grade", "class", "--shard", f"{part}/2", "--out", f"out/{part}", "--seed", "1", "--jobs", "1")
        assert ran.code == OK
    assert sorted(_rows(home / "out/1")) == ["ada", "eve"] and sorted(_rows(home / "out/2")) == ["bob"]
    ran = grader("report", "out/1", "out/2", "--out", "out", "--report", "json", "--lang", "en")
    assert ran.code == OK, ran.err
    assert grader("grade", "class", "--out", "whole", "--seed", "1", "--jobs", "1").code == OK
    assert (home / "out/grades.csv").read_text() == (home / "whole/grades.csv").read_text()
    assert len(json.loads((home / "out/submissions.json").read_text())["submissions"]) == 3
    assert (home / "out/report.html").is_file() and (home / "out/junit.xml").is_file()
    lost = grader("report", "out/1", "--out", "some")
    assert lost.code == FAILED and "of 2 shards these are not here: 2" in lost.err
    shutil.rmtree(home / "out/1/students/eve")
    lost = grader("report", "out/1", "out/2", "--out", "some")
    assert lost.code == FAILED and f"1 submission of shard 1/2 has no verdict: eve/{toy.LESSON_ID}" in lost.err


def test_a_shard_without_a_submission_is_done(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    ran = grader("grade", "class", "--shard", "2/2", "--out", "out/2")
    assert ran.code == OK and "nothing to grade in shard 2/2: the class has 1 submission" in ran.err
    assert grader("report", "out/2").code == USAGE, "no verdict is no report"


@pytest.mark.parametrize("text", ["3/2", "1", "x/y"])
def test_what_is_no_shard_is_wrong_usage(grader: Any, home: Path, text: str) -> None:
    toy.hand_in(home, "ada", toy.answer())
    ran = grader("grade", "class", "--shard", text)
    assert ran.code == USAGE and f"--shard {text}: a shard is i/n" in ran.err and not (home / "results").exists()


def test_two_shards_do_not_share_a_folder(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", "class", "--shard", "2/2", "--out", "out").code == OK
    ran = grader("grade", "class", "--shard", "1/2", "--out", "out")
    assert ran.code == USAGE and "out holds shard 2/2; give each shard an --out of its own" in ran.err


def test_verdicts_that_contradict_are_said_and_the_latest_counts(
    grader: Any, home: Path, graded: dict[str, str]
) -> None:
    _put(home / "a", graded["ada"], graded_at="2026-01-02T00:00:00Z")
    _put(home / "b", graded["ada"], graded_at="2026-01-01T00:00:00Z")
    assert grader("report", "a", "b", "--out", "out").code == OK, "the same twice is no conflict"
    _put(home / "b", graded["ada"], graded_at="2026-01-03T00:00:00Z", score=1.0, outcome="failed")
    ran = grader("report", "a", "b", "--out", "out")
    assert ran.code == FAILED and "differ (failed 1 and passed 7); the former counts" in ran.err
    assert _rows(home / "out")["ada"]["score"] == "1"
    _put(home / "b", graded["ada"], graded_at="2026-01-03T00:00:00Z", submission_sha256="0" * 64)
    assert "differ (another file)" in grader("report", "a", "b", "--out", "out").err


@pytest.mark.parametrize("sha256", ["same", "another"])
def test_a_fault_of_ours_never_lets_an_old_score_pass_for_a_new_file(
    grader: Any, home: Path, graded: dict[str, str], sha256: str
) -> None:
    fault = {"outcome": "grader_error", "score": None, "checks": [], "graded_at": "2099-01-01T00:00:00Z"}
    if sha256 == "another":
        fault["submission_sha256"] = "0" * 64
    _put(home / "a", graded["ada"])
    _put(home / "b", graded["ada"], **fault)
    ran = grader("report", "a", "b", "--out", "out")
    row = _rows(home / "out")["ada"]
    assert (ran.code, row["score"]) == ((OK, "7") if sha256 == "same" else (OURS, ""))


def test_what_cannot_be_read_is_said(grader: Any, home: Path, graded: dict[str, str]) -> None:
    ran = grader("report", "nowhere")
    assert ran.code == USAGE and "holds no results" in ran.err
    _put(home / "a", graded["ada"])
    _put(home / "a", graded["bob"])
    _verdict(home / "a", "bob").write_text("{")
    ran = grader("report", "a", "--out", "out")
    assert ran.code == FAILED and "is not a readable verdict" in ran.err and list(_rows(home / "out")) == ["ada"]
    _verdict(home / "a", "bob").unlink()
    _verdict(home / "a", "bob").symlink_to(_verdict(home / "a", "ada"))
    ran = grader("report", "a", "--out", "out")
    assert ran.code == FAILED and list(_rows(home / "out")) == ["ada"], "a link makes nobody another's grade"


def test_who_handed_in_nothing_is_in_the_reports_that_are_written_again(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\n", encoding="utf-8")
    ran = grader("grade", "class", "--roster", "roster.csv", "--lang", "en")
    assert ran.code == 0 and "Not handed in" in ran.out
    assert grader("grade", "class", "--roster", "roster.csv", "--strict").code == 1, "somebody did not pass"
    assert grader("report", "results", "--out", "joined", "--lang", "en").code == 0
    for folder in ("results", "joined"):
        rows = (home / folder / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
        assert [row.split(",")[:4] for row in rows[1:]] == [
            ["ada", toy.LESSON_ID, "passed", "7"], ["bob", toy.LESSON_ID, "not_handed_in", ""],
        ]  # fmt: skip
        assert rows[2].split(",")[6:8] == ["Bob", ""]


def test_a_class_of_which_nobody_handed_in_anything_has_its_rows(grader: Any, home: Path) -> None:
    (home / "class").mkdir(exist_ok=True)
    (home / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\n", encoding="utf-8")
    for arguments, said in (
        ((), "everybody in the roster gets a row for every lesson of the course; give --lesson"),
        (("--lesson", toy.LESSON_ID), "everybody in the roster gets a row for it"),
    ):
        ran = grader("grade", "class", "--roster", "roster.csv", "--lang", "en", *arguments)
        assert ran.code == 0 and said in ran.err and "for a student" not in ran.out
        rows = list(csv.DictReader((home / "results" / "grades.csv").open(encoding="utf-8-sig")))
        assert [(row["student"], row["lesson"], row["outcome"], row["score"], row["name"]) for row in rows] == [
            ("ada", toy.LESSON_ID, "not_handed_in", "", "Ada"), ("bob", toy.LESSON_ID, "not_handed_in", "", "Bob"),
        ]  # fmt: skip
        assert {float(row["max_score"]) for row in rows} == {float(toy.MAX_SCORE)}
    before = (home / "results" / "grades.csv").read_bytes()
    assert grader("report", "results", "--lang", "en").code == 0
    assert (home / "results" / "grades.csv").read_bytes() == before, "what was kept is enough to write them again"
    assert grader("grade", "class", "--roster", "roster.csv", "--strict").code == 1
    ran = grader("grade", "class", "--roster", "roster.csv", "--student", "nobody")
    assert ran.code == 2 and "nothing to grade in class of student nobody" in ran.err
    toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", "class", "--roster", "roster.csv").code == 0
    rows = list(csv.DictReader((home / "results" / "grades.csv").open(encoding="utf-8-sig")))
    assert [row["outcome"] for row in rows] == ["passed", "not_handed_in"]


def test_a_roster_that_is_none_ends_the_run_before_it_begins(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "roster.csv").write_text("1,Ada\n", encoding="utf-8")
    ran = grader("grade", "class", "--roster", "roster.csv", "--lang", "en")
    assert ran.code == 2 and "must name its columns" in ran.err and not (home / "results").exists()


def test_who_is_not_understood_ends_the_run_with_exit_code_1(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "class" / "bob").mkdir()
    (home / "class" / "bob" / "toy.py").write_text(toy.answer(), encoding="utf-8")
    ran = grader("grade", "class", "--lang", "en")
    assert (
        ran.code == 1 and "bob/01-toy: This does not lie in a lesson's folder: toy.py. Grade with --lesson" in ran.err
    )
    assert grader("report", "results", "--out", "joined").code == 1
    assert grader("feedback", "results", "--out", "pages", "--lang", "en").code == 0
    assert "No score" in (home / "pages" / "bob" / toy.LESSON_ID / "feedback.html").read_text(encoding="utf-8")
    assert grader("grade", "class", "--lesson", toy.LESSON_ID).code == 0

"""`grader check` and `grader grade`, as people meet them: what is printed, and the exit code."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import re
import shutil
import threading
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from grader.cli import outcome as ends
from grader.cli.common import FAILED, OK, OURS, USAGE
from grader.grading.executors import local
from grader.grading.servers import Servers
from grader.sandbox import wall
from grader.verdict import Verdict
from tests import toy


def test_check_of_a_right_answer(grader: Any, home: Path) -> None:
    (home / "toy.py").write_text(toy.answer())
    ran = grader("check", "toy.py", "--lang", "en")
    assert ran.code == OK and "double(x) is 2x" in ran.out
    assert "double works for zeros" not in ran.out, "that is a hidden check"
    assert not (home / "results").exists()


def test_check_of_a_wrong_answer_names_the_misconception(grader: Any, home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(double="return x**2"))
    ran = grader("check", "toy.py", "--lang", "en")
    assert ran.code == FAILED and "you square the elements" in ran.out
    assert "你把元素平方了" in grader("check", "toy.py", "--lang", "zh").out


@pytest.mark.parametrize("text", [toy.STUB, "no markers = 1\n"], ids=["unattempted", "rejected"])
def test_check_of_what_is_not_judged(grader: Any, home: Path, text: str) -> None:
    (home / "toy.py").write_text(text)
    assert grader("check", "toy.py").code == FAILED


def test_check_of_some(grader: Any, home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(double="return x**2"))
    ran = grader("check", "toy.py", "--only", "total", "--lang", "en")
    assert ran.code == OK and "double(x)" not in ran.out
    ran = grader("check", "toy.py", "--only", "nothing")
    assert ran.code == USAGE and "no check is named like 'nothing'; there are: test_double, test_total" in ran.err


def test_check_finds_the_lesson_by_folder_or_name_or_asks(grader: Any, home: Path) -> None:
    here = home / toy.LESSON_ID
    here.mkdir()
    (here / "my answer.py").write_text(toy.answer())
    (home / "mine.py").write_text(toy.answer())
    assert grader("check", here / "my answer.py").code == OK
    ran = grader("check", "mine.py")
    assert ran.code == USAGE and "cannot tell which lesson mine.py belongs to" in ran.err and toy.LESSON_ID in ran.err
    assert grader("check", "mine.py", "--lesson", toy.LESSON_ID).code == OK
    ran = grader("check", "mine.py", "--lesson", "99-none")
    assert ran.code == USAGE and "no lesson '99-none'" in ran.err


def test_check_of_a_file_that_is_not_there(grader: Any) -> None:
    for name in ("toy.py", "tpyo.py"):
        ran = grader("check", name)
        assert ran.code == USAGE and f"there is no file {name}" in ran.err


def test_check_where_the_lesson_is_broken_is_our_fault(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "test_public.py").write_text("def test_a(student):\n    undefined\n")
    (home / "toy.py").write_text(toy.answer())
    ran = grader("check", "toy.py", "--lang", "en")
    assert ran.code == OURS and "This is not your fault" in ran.out


def test_check_with_a_seed_repeats_itself(grader: Any, home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(double="return 2 * x + 1"))

    def shown(seed: str) -> str:
        return "\n".join(line for line in grader("check", "toy.py", "--seed", seed).out.splitlines() if "got" in line)

    assert shown("1") == shown("1") != ""
    assert shown("1") != shown("2")
    fresh = "0123456789abcdef" * 2
    assert shown(fresh) == shown(fresh.upper()) not in ("", shown("1"))
    decimal = "12345678" * 4  # 32 digits: as fresh seeds are, and no number
    assert shown(decimal) != shown("0" + decimal)


@pytest.mark.parametrize("command", ["check", "grade"])
@pytest.mark.parametrize("seed", ["-1", "1.5", "abc", "0x10", "", "0" * 31 + "g", "1" * 200])
def test_what_is_no_seed_is_wrong_usage(grader: Any, home: Path, command: str, seed: str) -> None:
    (home / "toy.py").write_text(toy.answer())
    ran = grader(command, "toy.py", "--seed", seed)
    assert ran.code == USAGE and "a seed is a number from 0 on, or 32 hexadecimal digits" in ran.err


@pytest.mark.parametrize("command", [["check", "toy.py"], ["grade", "toy.py"], ["verify"]], ids=" ".join)
def test_an_unknown_profile_is_wrong_usage(grader: Any, home: Path, command: list[str]) -> None:
    (home / "toy.py").write_text(toy.answer())
    ran = grader(*command, "--profile", "tpu")
    assert ran.code == USAGE and "no profile 'tpu'" in ran.err and "cpu, long" in ran.err


def test_grade_of_a_class_writes_everything(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "bob", toy.answer(double="return x**2"))
    toy.hand_in(home, "eve", "{", "toy.ipynb")
    ran = grader("grade", "class", "--out", "out", "--lang", "en", "--jobs", "2")
    assert ran.code == OK, "grading is done, whatever the grades are"
    for student, outcome in (("ada", "passed"), ("bob", "failed"), ("eve", "rejected")):
        folder = home / "out" / "students" / student / toy.LESSON_ID
        assert Verdict.read(folder / "verdict.json").outcome == outcome
        assert (folder / "feedback.html").is_file()
        assert f"{student}/{toy.LESSON_ID}: {outcome}" in ran.err, "one line per verdict where there is no terminal"
    assert "out/report.html" in ran.out and "strict" in ran.out
    rows = list(csv.reader((home / "out" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 4 and {"ada", "bob", "eve"} <= {cell for row in rows for cell in row}
    assert ElementTree.parse(home / "out" / "junit.xml").getroot().tag == "testsuites"
    assert "<html" in (home / "out" / "report.html").read_text(encoding="utf-8")


def test_grade_again_keeps_what_there_is(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    grader("grade", "class")
    before = (home / "results" / "students" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes()
    ran = grader("grade", "class", "--lang", "en")
    assert ran.code == OK and "1 of 1" in ran.out and "--regrade" in ran.out
    assert (home / "results" / "students" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes() == before
    grader("grade", "class", "--regrade")
    assert (home / "results" / "students" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes() != before


def test_reports_are_written_again_only_if_something_has_changed(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    report, grades = home / "results" / "report.html", home / "results" / "grades.csv"

    def written(*options: str) -> bool:
        before = [path.exists() and path.stat().st_ino for path in (report, grades)]
        ran = grader("grade", "class", *options)
        assert ran.code == OK and "7/7" in ran.out and "results/report.html" in ran.out
        after = [path.stat().st_ino for path in (report, grades)]
        assert (before[0] == after[0]) == (before[1] == after[1])
        return before != after

    assert [written(), written(), written()] == [True, False, False]
    assert [written("--lang", "zh"), written("--lang", "zh"), written("--lang", "en")] == [True, False, True]
    report.write_text("torn")
    assert written() and "ada" in report.read_text() and not written()
    grades.unlink()
    assert written() and not written()
    (path,) = home.glob("results/students/ada/*/verdict.json")
    path.write_text(path.read_text() + "\n")
    assert written() and not written()
    assert [written("--report", "json"), written("--report", "json"), written()] == [True, False, True]
    manifest = home / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text(manifest.read_text().replace("Toy", "Ball"))
    assert written() and "Ball" in report.read_text() and not written()
    (home / "results" / "reports.cache").unlink()
    assert written() and not written()


def test_a_verdict_that_was_damaged_after_the_reports_is_reached_again(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", "class").code == OK
    (path,) = home.glob("results/students/ada/*/verdict.json")
    path.write_text(path.read_text().replace('"checks": [', '"checks": [7, '))
    assert grader("grade", "class").code == OK
    assert Verdict.read(path).outcome == "passed"


def change_checks(home: Path) -> None:
    path = home / "solutions" / toy.LESSON_ID / "test_hidden.py"
    path.write_text(path.read_text(encoding="utf-8").replace("x.sum()", "x.sum() + 1"), encoding="utf-8")


def test_a_class_that_is_old_is_judged_again_and_says_why_and_who_lost(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "=bob", toy.answer(total="return np.max(x)"))
    grader("grade", "class", "--lang", "en")
    assert (home / "results" / "changes.csv").read_text(encoding="utf-8-sig").count("\n") == 1, "its first line"
    (home / "exercises" / toy.LESSON_ID / "task.en.md").write_text("# Other words\n")
    assert "2 of 2 were judged by an earlier run" in grader("grade", "class", "--lang", "en").out
    change_checks(home)
    ran = grader("grade", "class", "--lang", "en")
    old = "2 verdicts of earlier runs no longer hold, and the same files were judged again: "
    assert f"{old}solutions/{toy.LESSON_ID}/test_hidden.py has changed (2)" in ran.out
    assert "judged again: 2    gained: 0    lost: 1" in ran.out and "changes.csv" in ran.out
    assert f"  - ada/{toy.LESSON_ID}: 7/7 → 6/7; worse: test_total_negative" in ran.out
    seeds = {
        path: Verdict.read(path).environment.seed for path in (home / "results" / "students" / "ada").rglob("*.json")
    }
    assert len(seeds) == 2 and len(set(seeds.values())) == 1
    rows = list(csv.DictReader((home / "results" / "changes.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["student"], row["change"], row["checks_worse"]) for row in rows] == [
        ("ada", "lost", "test_total_negative")
    ]
    for name in ("changes.csv", "grades.csv", "junit.xml", "report.html"):
        assert all(str(seed) not in (home / "results" / name).read_text(encoding="utf-8") for seed in seeds.values())
    assert "no longer hold" not in grader("grade", "class", "--lang", "en").out


def test_a_regrade_that_changes_nothing_says_so(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    grader("grade", "class")
    ran = grader("grade", "class", "--regrade", "--lang", "en")
    assert "1 submission was judged again, with the same result" in ran.out and "no longer holds" not in ran.out


@pytest.mark.parametrize("earlier", [True, False])
def test_a_dry_run_publishes_nothing(grader: Any, home: Path, earlier: bool) -> None:
    toy.hand_in(home, "ada", toy.answer())
    if earlier:
        grader("grade", "class")
    change_checks(home)
    before = {path: path.read_bytes() for path in (home / "results").rglob("*") if path.is_file()}
    ran = grader("grade", "class", "--dry-run", "--lang", "en")
    assert ran.code == OK and "this was a dry run: nothing was written to results" in ran.out
    assert "report.html" not in ran.out and ("lost: 1" in ran.out) is earlier
    assert {path: path.read_bytes() for path in (home / "results").rglob("*") if path.is_file()} == before
    assert (home / "results").exists() is earlier
    assert grader("grade", "class", "--dry-run", "--strict").code == FAILED


def test_a_dry_run_has_the_exit_code_of_a_real_one(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "solutions" / toy.LESSON_ID / "test_hidden.py").write_text("def test_bug(student):\n    undefined\n")
    assert grader("grade", "class", "--dry-run").code == grader("grade", "class").code == OURS
    assert grader("grade", "nowhere", "--dry-run").code == USAGE


def test_a_dry_run_moves_no_results_of_an_earlier_version(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    grader("grade", "class")
    shutil.move(home / "results" / "students" / "ada", home / "results" / "ada")
    ran = grader("grade", "class", "--dry-run")
    assert "results of an earlier version lie in results: 1; a dry run leaves them there" in ran.err
    assert (home / "results" / "ada").is_dir() and not (home / "results" / "students" / "ada").exists()


@pytest.mark.parametrize(("text", "code"), [(toy.answer(), OK), (toy.STUB, FAILED), ("x = 1\n", FAILED)])
def test_strict_fails_unless_all_passed(grader: Any, home: Path, text: str, code: int) -> None:
    toy.hand_in(home, "ada", text)
    assert grader("grade", "class", "--strict").code == code


def test_a_lesson_without_the_profile_is_graded_by_the_one_that_all_have(grader: Any, home: Path) -> None:
    grader("new", "02-more")
    toy.hand_in(home, "ada", toy.answer())
    reference = (home / "solutions" / "02-more" / "more.py").read_text(encoding="utf-8")
    other = home / "class" / "ada" / "02-more" / "more.py"
    other.parent.mkdir()
    other.write_text(reference, encoding="utf-8")
    for _ in range(2):
        ran = grader("grade", "class", "--profile", "long", "--strict")
        assert ran.code == OK
    assert "2 of 2" in ran.out, "and such a verdict is kept too"
    profiles = {path.parent.name: Verdict.read(path).environment.profile for path in (home / "results").rglob("*.json")}
    assert profiles == {"01-toy": "long", "02-more": "cpu"}


def test_a_killed_graders_workers_hold_its_folder_a_moment_longer(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    out = home / "out"
    out.mkdir()
    folder = os.open(out, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    soon = threading.Timer(0.5, os.close, [folder])
    soon.start()
    assert grader("grade", "class", "--out", "out").code == OK
    soon.join()


def test_two_graders_do_not_write_into_one_folder(grader: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ends, "_PATIENCE", 0.2)
    toy.hand_in(home, "ada", toy.answer())
    out = home / "out"
    out.mkdir()
    folder = os.open(out, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    ran = grader("grade", "class", "--out", "out")
    assert ran.code == USAGE and "another grader is writing to out; wait for it" in ran.err and not list(out.iterdir())
    os.close(folder)
    assert grader("grade", "class", "--out", "out").code == OK
    assert grader("grade", "class", "--out", "out").code == OK, "the lock went with the run before"


def test_grade_of_one_file(grader: Any, home: Path) -> None:
    path = toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", path, "--student", "grace").code == OK
    assert Verdict.read(home / "results" / "students" / "grace" / toy.LESSON_ID / "verdict.json").score == toy.MAX_SCORE


def test_one_file_of_a_class_folder_is_its_students(grader: Any, home: Path) -> None:
    path = toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", path).code == OK
    assert [path.name for path in (home / "results" / "students").iterdir()] == ["ada"]
    alone = path.rename(home / "class" / "ada" / path.name)
    assert grader("grade", alone, "--lesson", toy.LESSON_ID, "--out", "alone").code == OK
    assert (home / "alone" / "students" / "ada" / toy.LESSON_ID / "verdict.json").is_file()


def test_grade_of_one_student_or_lesson(grader: Any, home: Path) -> None:
    for student in ("ada", "bob"):
        toy.hand_in(home, student, toy.answer())
    assert grader("grade", "class", "--student", "bob", "--lesson", toy.LESSON_ID).code == OK
    assert [path.name for path in (home / "results" / "students").iterdir()] == ["bob"]


def published(home: Path) -> dict[str, list[str]]:
    """The students in each of the class's reports."""
    out = home / "results"
    rows = csv.DictReader((out / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    suites = ElementTree.parse(out / "junit.xml").getroot()
    page = (out / "report.html").read_text(encoding="utf-8")
    return {
        "grades": [f"{row['student']}/{row['lesson']}" for row in rows],
        "junit": [str(suite.get("name")) for suite in suites],
        "report": sorted(set(re.findall(r'href="students/([^"]*)/feedback.html"', page))),
    }


def test_grading_some_again_leaves_the_others_in_the_reports(grader: Any, home: Path) -> None:
    grader("new", "02-more")
    bobs = toy.hand_in(home, "bob", toy.answer(double="return x**2"))
    for student in ("ada", "bob"):
        toy.hand_in(home, student, toy.answer())
        (home / "class" / student / "02-more").mkdir()
    everybody = [f"{student}/{lesson}" for student in ("ada", "bob") for lesson in (toy.LESSON_ID, "02-more")]
    grader("grade", "class")
    assert set(map(tuple, published(home).values())) == {tuple(everybody)}
    bobs.write_text(toy.answer(double="return x**2"))
    for some in (["class", "--student", "bob"], ["class", "--lesson", "02-more"], [bobs, "--student", "bob"]):
        ran = grader("grade", *some, "--lang", "en")
        assert ran.code == OK and "of earlier runs in results" in ran.out
        assert set(map(tuple, published(home).values())) == {tuple(everybody)}, some
    scores = {row["student"]: row["score"] for row in csv.DictReader(
        (home / "results" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    ) if row["lesson"] == toy.LESSON_ID}  # fmt: skip
    assert scores == {"ada": "7", "bob": "2"}, "the verdict of this run is the one that counts"


def test_who_has_gone_stays_in_the_reports_until_their_results_are_deleted(grader: Any, home: Path) -> None:
    for student in ("ada", "bob"):
        toy.hand_in(home, student, toy.answer())
    grader("grade", "class")
    shutil.rmtree(home / "class" / "bob")
    assert "delete the folder" in grader("grade", "class", "--lang", "en").out
    assert published(home)["grades"] == ["ada/01-toy", "bob/01-toy"]
    (home / "results" / "students" / "bob" / toy.LESSON_ID / "verdict.json").write_text("")
    ran = grader("grade", "class")
    assert ran.code == OK and "bob/01-toy/verdict.json is not a readable verdict" in ran.err
    assert published(home)["grades"] == ["ada/01-toy"]
    shutil.rmtree(home / "results" / "students" / "bob")
    ran = grader("grade", "class", "--lang", "en")
    assert "bob" not in ran.err and "earlier runs in" not in ran.out


def test_a_file_of_a_student_whose_name_is_no_text(grader: Any, home: Path) -> None:
    folder = home / os.fsdecode(b"\xff\xfe")
    folder.mkdir()
    (folder / "toy.py").write_text(toy.answer())
    assert grader("grade", folder / "toy.py").code == OK
    assert grader("grade", folder / "toy.py", "--student", "ada").code == OK
    assert sorted(path.name for path in (home / "results" / "students").iterdir()) == ["\\xff\\xfe", "ada"]
    ran = grader("grade", folder / "toy.py", "--student", "ada/bob")
    assert ran.code == USAGE and "cannot be a student's name" in ran.err and "--student" in ran.err


@pytest.mark.parametrize("linked", ["toy.py", toy.LESSON_ID])
def test_a_link_in_place_of_one_file_changes_nobody_elses_verdict(grader: Any, home: Path, linked: str) -> None:
    """Graded alone, a link to ada's file is a link that eve has handed in."""
    ada, eve = toy.hand_in(home, "ada", toy.answer()), toy.hand_in(home, "eve", toy.answer())
    assert grader("grade", ada).code == OK
    if linked == "toy.py":
        eve.unlink()
        eve.symlink_to(ada)
    else:
        shutil.rmtree(eve.parent)
        eve.parent.symlink_to(ada.parent)
    grader("grade", eve)
    verdicts = {path.parts[-3]: Verdict.read(path) for path in (home / "results").rglob("verdict.json")}
    assert {name: (one.outcome.value, one.score) for name, one in verdicts.items()} == {
        "ada": ("passed", toy.MAX_SCORE), "eve": ("rejected", 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("students", "students lies in the class folder"),
        ("students/2026", "students/2026 lies in students, where results go"),
        (f"students/ada/{toy.LESSON_ID}/toy.py", "students lies in the class folder"),
    ],
)
def test_results_never_lie_in_a_class_folder_that_is_named_like_theirs(
    grader: Any, home: Path, target: str, said: str
) -> None:
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "2026/ada", toy.answer())
    (home / "class").rename(home / "students")
    before = sorted(home.rglob("*"))
    ran = grader("grade", target, "--out", ".")
    assert ran.code == USAGE and said in ran.err and "--out" in ran.err
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("target", ["class", f"class/ada/{toy.LESSON_ID}/toy.py"])
@pytest.mark.parametrize("out", ["class", "class/results", "class/ada", "linked"])
def test_results_never_lie_among_what_is_handed_in(grader: Any, home: Path, target: str, out: str) -> None:
    """A student could have put a verdict there, or a link, or be called so."""
    toy.hand_in(home, "ada", toy.answer())
    (home / "linked").symlink_to("class")
    before = sorted(home.rglob("*"))
    ran = grader("grade", target, "--out", out)
    assert ran.code == USAGE and f"{out} lies in the class folder" in ran.err and "--out" in ran.err
    assert sorted(home.rglob("*")) == before


def test_results_never_lie_in_a_class_that_is_called_as_their_folder_is(grader: Any, home: Path) -> None:
    """A class folder `students` beside the reports: a verdict that was handed in would be kept as an earlier one."""
    (home / "students" / "ada" / toy.LESSON_ID).mkdir(parents=True)
    (home / "students" / "ada" / toy.LESSON_ID / "toy.py").write_text(toy.answer())
    before = sorted(home.rglob("*"))
    ran = grader("grade", "students", "--out", ".")
    assert ran.code == USAGE and "students lies in the class folder" in ran.err
    ran = grader("grade", "students/ada", "--out", ".", "--student", toy.LESSON_ID)
    assert ran.code == USAGE and sorted(home.rglob("*")) == before


def test_who_hands_in_a_verdict_does_not_move_the_class_away(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "bob", toy.answer())
    for place in ("class/ada", f"class/ada/{toy.LESSON_ID}"):
        (home / place / "verdict.json").write_text("{}")
    ran = grader("grade", "class", "--out", ".", "--strict")
    assert ran.code == OK and (home / "class" / "bob").is_dir()
    assert sorted(path.name for path in (home / "students").iterdir()) == ["ada", "bob"]


def test_grade_says_that_it_moved_results_of_an_earlier_version(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", "class").code == OK
    (home / "results" / "students" / "ada").rename(home / "results" / "ada")
    ran = grader("grade", "class")
    assert ran.code == OK and "results of an earlier version moved to results/students: 1" in ran.err
    assert (home / "results" / "students" / "ada").is_dir() and not (home / "results" / "ada").exists()


def test_a_file_near_the_root_of_all_files_is_graded(tmp_path: Path) -> None:
    from grader.cli.grading import _lies_outside
    from grader.grading.handin import Job

    for target in (Path("/01-toy/toy.py"), Path("/root/01-toy/toy.py")):
        _lies_outside(tmp_path, target, Job("ada", "01-toy", target), tmp_path)


def test_a_reference_is_graded_into_its_course(grader: Any, home: Path) -> None:
    """As .ci/run does."""
    reference = f"solutions/{toy.LESSON_ID}/toy.py"
    ran = grader("grade", reference, "--student", "reference", "--out", "build/toy", "--strict")
    assert ran.code == OK and (home / "build" / "toy" / "students" / "reference").is_dir()


def test_grade_names_what_is_strange(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "class" / "ada" / "99-none").mkdir()
    ran = grader("grade", "class")
    assert ran.code == OK and "there is no lesson '99-none'" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["class"], "nothing to grade in class: a class folder holds <student>/<lesson>/<file>"),
        (["nowhere"], "there is no file or folder nowhere"),
        (["class", "--lesson", "99-none"], "no lesson '99-none'"),
        (["class", "--student", "nobody"], "nothing to grade in class of student nobody: a class folder holds"),
    ],
)
def test_nothing_to_grade(grader: Any, home: Path, arguments: list[str], said: str) -> None:
    (home / "class").mkdir()
    ran = grader("grade", *arguments)
    assert ran.code == USAGE and said in ran.err


def test_a_grader_error_is_exit_code_three_and_no_score(grader: Any, home: Path) -> None:
    hidden = home / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text("def test_bug(student):\n    undefined\n")
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "bob", toy.STUB)
    ran = grader("grade", "class", "--lang", "en")
    assert ran.code == OURS and "grader_error no score" in ran.err
    assert "grader: ada/01-toy: the lesson is at fault, not the student" in ran.err
    assert "fix the check: test_bug of 01-toy has a bug: NameError: name 'undefined' is not" in ran.err
    assert f"({hidden}:2)" in ran.err
    written = home / "results" / "students"
    assert json.loads((written / "ada" / toy.LESSON_ID / "verdict.json").read_text())["score"] is None
    assert Verdict.read(written / "bob" / toy.LESSON_ID / "verdict.json").outcome == "unattempted"


@pytest.mark.parametrize("highest", ["process", "strict"])
def test_a_lower_level_is_written_into_the_verdict_if_it_was_needed(
    grader: Any, home: Path, monkeypatch: pytest.MonkeyPatch, highest: str
) -> None:
    monkeypatch.setattr(local, "servers_of", lambda course, level, hidden: Servers(level, highest, tuple(hidden)))
    toy.hand_in(home, "ada", toy.answer())
    assert grader("grade", "class", "--level", "process").code == OK
    reached = Verdict.read(home / "results" / "students" / "ada" / toy.LESSON_ID / "verdict.json").environment
    assert (reached.sandbox, reached.forced) == (highest, highest == "process")


def test_results_that_cannot_be_written(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    (home / "results").write_text("a file is in the way")
    ran = grader("grade", "class")
    assert ran.code == USAGE and "run the same command again" in ran.err


def test_a_students_name_cannot_forge_the_output(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada[red]\x1b[2J", toy.answer())
    ran = grader("grade", "class")
    assert ran.code == OK and "\x1b[2J" not in ran.out + ran.err


@pytest.mark.skipif(bool(wall.gpu_nodes()), reason="this machine has a GPU")
@pytest.mark.parametrize("command", ["check", "grade"])
def test_a_gpu_that_is_not_there_is_said_and_how_to_go_on(grader: Any, home: Path, command: str) -> None:
    manifest = home / "exercises" / toy.LESSON_ID / "lesson.toml"
    text = manifest.read_text().replace('runtime = "numpy"', 'runtime = "keras"')
    manifest.write_text(text + '[profiles.gpu]\ndevice = "gpu"\n')
    (home / "toy.py").write_text(toy.answer())
    ran = grader(command, "toy.py", "--lesson", toy.LESSON_ID, "--profile", "gpu", "--lang", "en")
    assert ran.code == OURS and "this machine has none" in ran.err and "--device cpu" in ran.err


# --- public checks only ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["everything", "the lesson", "the file"])
def test_without_hidden_checks_grade_refuses(grader: Any, home: Path, loss: str) -> None:
    toy.hand_in(home, "ada", toy.answer())
    private = home / "solutions" / toy.LESSON_ID
    if loss == "the file":
        (private / "test_hidden.py").unlink()
    else:
        shutil.rmtree(private if loss == "the lesson" else private.parent)
    for target in ("class", home / "class" / "ada" / toy.LESSON_ID / "toy.py"):
        ran = grader("grade", target, "--lang", "en")
        assert ran.code == USAGE and "--public-only" in ran.err and toy.LESSON_ID in ran.err
        assert "solutions" in ran.err
    assert not (home / "results").exists(), "nothing was judged"


@pytest.mark.parametrize("have", [False, True])
def test_public_only_is_said_everywhere(grader: Any, home: Path, have: bool) -> None:
    toy.hand_in(home, "ada", toy.answer())
    toy.hand_in(home, "bob", toy.STUB)
    if not have:
        shutil.rmtree(home / "solutions")
    ran = grader("grade", "class", "--public-only", "--lang", "en")
    assert ran.code == OK and ran.out.count("(public checks only)") == 2
    out = home / "results"
    for student in ("ada", "bob"):
        verdict = Verdict.read(out / "students" / student / toy.LESSON_ID / "verdict.json")
        assert verdict.environment.public_only and not any(check.hidden for check in verdict.checks)
        page = (out / "students" / student / toy.LESSON_ID / "feedback.html").read_text(encoding="utf-8")
        assert "Only the public checks were run" in page and "只运行了公开检查" in page
    rows = csv.DictReader((out / "grades.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row["public_only"] for row in rows] == ["yes", "yes"]
    assert (out / "junit.xml").read_text(encoding="utf-8").count('name="public_only" value="true"') == 2
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "Judged by public checks only" in report and "份提交只运行了公开检查" in report


def test_a_verdict_by_public_checks_only_is_kept_by_no_other_run(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    path = home / "results" / "students" / "ada" / toy.LESSON_ID / "verdict.json"
    for arguments, public_only, kept in (
        (["--public-only"], True, False), (["--public-only"], True, True), ([], False, False), ([], False, True),
        (["--public-only"], True, False),
    ):  # fmt: skip
        ran = grader("grade", "class", "--lang", "en", *arguments)
        verdict = Verdict.read(path)
        assert verdict.environment.public_only is public_only
        assert verdict.score == (toy.MAX_PUBLIC if public_only else toy.MAX_SCORE)
        assert ("judged by an earlier run" in ran.out) is kept


def test_check_says_that_its_checks_are_the_public_ones(grader: Any, home: Path) -> None:
    for text in (toy.answer(), toy.answer(double="return x**2")):
        (home / "toy.py").write_text(text)
        assert "Only the public checks were run" in grader("check", "toy.py", "--lang", "en").out
    assert "只运行了公开检查" in grader("check", "toy.py", "--lang", "zh").out


def test_early_stopping_is_taken_under_its_old_name_with_a_notice(grader: Any, home: Path) -> None:
    toy.hand_in(home, "ada", toy.answer())
    ran = grader("grade", "class", "--futility", "--lang", "en")
    assert ran.code == OK and ran.err.startswith("grader: --futility is now called --early-stopping\n")
    (path,) = (home / "results").rglob("verdict.json")
    assert Verdict.read(path).outcome.value == "passed"


def test_a_lesson_that_breaks_while_a_class_is_graded_costs_the_others_no_title(home: Path) -> None:
    from grader.cli.outcome import titles

    broken = home / "exercises" / "02-broken"
    broken.mkdir()
    (broken / "lesson.toml").write_text("[")
    (home / "exercises" / "notes.txt").write_text("no lesson")
    assert list(titles(home)) == [toy.LESSON_ID]

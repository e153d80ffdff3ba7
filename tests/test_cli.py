"""The command line, as people meet it: what it prints, and the exit code that says whose turn it is."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.verdict import Verdict
from tests import toy

ROOT = Path(__file__).resolve().parents[1]
OK, FAILED, USAGE, OURS = 0, 1, 2, 3


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course, which is also where the commands are run."""
    for name in ("GATEHOUSE_COURSE", "GATEHOUSE_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "160")
    course = toy.make_course(tmp_path / "course")
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def grader(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs ``grader ARGUMENTS`` in this process, from its entry point to its exit code."""

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["grader", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(int(ended.value.code or 0), out, err)

    return run


def hand_in(home: Path, student: str, text: str, name: str = "toy.py") -> Path:
    path = home / "class" / student / toy.LESSON_ID / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- help, list, new ------------------------------------------------------------------------------------------------


def test_help_names_every_command_and_the_exit_codes(grader: Any) -> None:
    for arguments in ([], ["--help"]):
        ran = grader(*arguments)
        said = ran.out + ran.err
        assert all(f" {name} " in said for name in ("list", "check", "grade", "verify", "new", "workspace"))
        assert "Exit codes" in said
    assert ran.code == OK


@pytest.mark.parametrize("command", ["list", "check", "grade", "verify", "new", "workspace"])
def test_every_command_explains_itself(grader: Any, command: str) -> None:
    ran = grader(command, "--help")
    assert ran.code == OK and len(ran.out) > 200


@pytest.mark.parametrize(
    "arguments",
    [["polish"], ["check"], ["grade"], ["grade", "class", "--lang", "fr"], ["grade", "class", "--jobs", "0"],
     ["grade", "class", "--level", "moat"], ["check", "toy.py", "--seed", "-1"], ["list", "--nonsense"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage(grader: Any, arguments: list[str]) -> None:
    ran = grader(*arguments)
    assert ran.code == USAGE and ran.err


def test_list(grader: Any) -> None:
    ran = grader("list", "--lang", "en")
    assert ran.code == OK
    row = next(line for line in ran.out.splitlines() if toy.LESSON_ID in line)
    assert row.split() == [toy.LESSON_ID, "Toy", "numpy", "cpu,", "long", "7", "6"]
    assert "玩具" in grader("list", "--lang", "zh").out


def test_list_without_the_private_half_counts_what_is_there(grader: Any, home: Path) -> None:
    shutil.rmtree(home / "solutions")
    row = next(line for line in grader("list").out.splitlines() if toy.LESSON_ID in line)
    assert row.split()[-2:] == ["3", "-"]


def test_list_where_there_is_no_course(grader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = grader("list")
    assert ran.code == USAGE and "set GATEHOUSE_COURSE" in ran.err


def test_list_of_a_course_whose_checks_cannot_be_read(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "test_public.py").write_text("def test_a(:\n")
    ran = grader("list")
    assert ran.code == USAGE and "its checks cannot be read" in ran.err and "test_public.py" in ran.err


def test_the_language_is_the_environments(grader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "玩具" in grader("list").out
    monkeypatch.setenv("GATEHOUSE_LANG", "en")
    assert "Toy" in grader("list").out


def test_new_and_then_verify(grader: Any, home: Path) -> None:
    ran = grader("new", "09-attention", "--title-en", "Attention", "--title-zh", "注意力")
    assert ran.code == OK and "grader verify 09-attention" in ran.out
    assert str(home / "exercises" / "09-attention" / "lesson.toml") in ran.out
    ran = grader("verify", "09-attention")
    assert ran.code == OK and "everything is as it must be" in ran.out and toy.LESSON_ID not in ran.out
    again = grader("new", "09-attention")
    assert again.code == USAGE and "exists already" in again.err


@pytest.mark.parametrize("name", ["Attention", "../x", "a b", "."])
def test_new_with_a_name_that_names_no_lesson(grader: Any, home: Path, name: str) -> None:
    ran = grader("new", name)
    assert ran.code == USAGE and "cannot name a lesson" in ran.err
    assert [path.name for path in (home / "exercises").iterdir()] == [toy.LESSON_ID]


def test_verify_says_what_is_to_be_put_right(grader: Any, home: Path) -> None:
    (home / "exercises" / toy.LESSON_ID / "task.zh.md").unlink()
    ran = grader("verify")
    assert ran.code == FAILED and "task.zh.md is missing" in ran.out and "1 findings to put right" in ran.out


def test_verify_of_an_unknown_lesson(grader: Any) -> None:
    ran = grader("verify", "99-none")
    assert ran.code == USAGE and "no lesson '99-none' in" in ran.err and toy.LESSON_ID in ran.err


# --- check ----------------------------------------------------------------------------------------------------------


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
    ran = grader("check", "toy.py")
    assert ran.code == USAGE and "there is no file toy.py" in ran.err


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


@pytest.mark.parametrize("command", [["check", "toy.py"], ["grade", "toy.py"], ["verify"]], ids=" ".join)
def test_an_unknown_profile_is_wrong_usage(grader: Any, home: Path, command: list[str]) -> None:
    (home / "toy.py").write_text(toy.answer())
    ran = grader(*command, "--profile", "tpu")
    assert ran.code == USAGE and "no profile 'tpu'" in ran.err and "cpu, long" in ran.err


# --- grade ----------------------------------------------------------------------------------------------------------


def test_grade_of_a_class_writes_everything(grader: Any, home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    hand_in(home, "bob", toy.answer(double="return x**2"))
    hand_in(home, "eve", "{", "toy.ipynb")
    ran = grader("grade", "class", "--out", "out", "--lang", "en", "--jobs", "2")
    assert ran.code == OK, "grading is done, whatever the grades are"
    for student, outcome in (("ada", "passed"), ("bob", "failed"), ("eve", "rejected")):
        folder = home / "out" / student / toy.LESSON_ID
        assert Verdict.read(folder / "verdict.json").outcome == outcome
        assert (folder / "feedback.html").is_file()
        assert f"{student}/{toy.LESSON_ID}: {outcome}" in ran.err, "one line per verdict where there is no terminal"
    assert "out/report.html" in ran.out and "strict" in ran.out
    rows = list(csv.reader((home / "out" / "grades.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 4 and {"ada", "bob", "eve"} <= {cell for row in rows for cell in row}
    assert ElementTree.parse(home / "out" / "junit.xml").getroot().tag == "testsuites"
    assert "<html" in (home / "out" / "report.html").read_text(encoding="utf-8")


def test_grade_again_keeps_what_there_is(grader: Any, home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    grader("grade", "class")
    before = (home / "results" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes()
    ran = grader("grade", "class", "--lang", "en")
    assert ran.code == OK and "1 of 1" in ran.out and "--regrade" in ran.out
    assert (home / "results" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes() == before
    grader("grade", "class", "--regrade")
    assert (home / "results" / "ada" / toy.LESSON_ID / "verdict.json").read_bytes() != before


@pytest.mark.parametrize(("text", "code"), [(toy.answer(), OK), (toy.STUB, FAILED), ("x = 1\n", FAILED)])
def test_strict_fails_unless_all_passed(grader: Any, home: Path, text: str, code: int) -> None:
    hand_in(home, "ada", text)
    assert grader("grade", "class", "--strict").code == code


def test_a_lesson_without_the_profile_is_graded_by_the_one_that_all_have(grader: Any, home: Path) -> None:
    grader("new", "02-more")
    hand_in(home, "ada", toy.answer())
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


def test_grade_of_one_file(grader: Any, home: Path) -> None:
    path = hand_in(home, "ada", toy.answer())
    assert grader("grade", path, "--student", "grace").code == OK
    assert Verdict.read(home / "results" / "grace" / toy.LESSON_ID / "verdict.json").score == toy.MAX_SCORE


def test_grade_of_one_student_or_lesson(grader: Any, home: Path) -> None:
    for student in ("ada", "bob"):
        hand_in(home, student, toy.answer())
    assert grader("grade", "class", "--student", "bob", "--lesson", toy.LESSON_ID).code == OK
    assert [path.name for path in (home / "results").iterdir() if path.is_dir()] == ["bob"]


def test_grade_names_what_is_strange(grader: Any, home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    (home / "class" / "ada" / "99-none").mkdir()
    ran = grader("grade", "class")
    assert ran.code == OK and "there is no lesson '99-none'" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["class"], "nothing to grade in class: a class folder holds <student>/<lesson>/<file>"),
        (["nowhere"], "there is no file or folder nowhere"),
        (["class", "--lesson", "99-none"], "no lesson '99-none'"),
        (["class", "--student", "nobody"], "nothing to grade"),
    ],
)
def test_nothing_to_grade(grader: Any, home: Path, arguments: list[str], said: str) -> None:
    (home / "class").mkdir()
    ran = grader("grade", *arguments)
    assert ran.code == USAGE and said in ran.err


def test_a_grader_error_is_exit_code_three_and_no_score(grader: Any, home: Path) -> None:
    hidden = home / "solutions" / toy.LESSON_ID / "test_hidden.py"
    hidden.write_text("def test_bug(student):\n    undefined\n")
    hand_in(home, "ada", toy.answer())
    hand_in(home, "bob", toy.STUB)
    ran = grader("grade", "class", "--lang", "en")
    assert ran.code == OURS and "grader_error no score" in ran.err
    assert "grader: ada/01-toy: the grader itself failed" in ran.err and "test_bug of 01-toy has a bug" in ran.err
    assert json.loads((home / "results" / "ada" / toy.LESSON_ID / "verdict.json").read_text())["score"] is None
    assert Verdict.read(home / "results" / "bob" / toy.LESSON_ID / "verdict.json").outcome == "unattempted"


def test_a_lower_level_is_written_into_the_verdict(grader: Any, home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    assert grader("grade", "class", "--level", "process").code == OK
    assert Verdict.read(home / "results" / "ada" / toy.LESSON_ID / "verdict.json").environment.forced is True


def test_results_that_cannot_be_written(grader: Any, home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    (home / "results").write_text("a file is in the way")
    ran = grader("grade", "class")
    assert ran.code == USAGE and "run the same command again" in ran.err


def test_a_students_name_cannot_forge_the_output(grader: Any, home: Path) -> None:
    hand_in(home, "ada[red]\x1b[2J", toy.answer())
    ran = grader("grade", "class")
    assert ran.code == OK and "\x1b[2J" not in ran.out + ran.err


# --- as a process ---------------------------------------------------------------------------------------------------


def process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GATEHOUSE_LANG": "en"}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)


def test_as_a_process(home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(total="return 0"))
    assert process(home, "check", "toy.py").returncode == FAILED
    assert process(home, "check", "toy.py", "--only", "double").returncode == OK
    missing = process(home, "check", "none.py", "--lesson", toy.LESSON_ID)
    assert missing.returncode == USAGE and missing.stderr == "grader: there is no file none.py\n"
    assert process(home, "--help").returncode == OK


def test_output_that_is_piped_has_no_colours(home: Path) -> None:
    hand_in(home, "ada", toy.answer())
    done = process(home, "grade", "class")
    assert done.returncode == OK and "\x1b" not in done.stdout + done.stderr

"""`grade --report NAME` and `check --json`, as people and CI meet them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import FAILED, OK, OURS, USAGE
from grader.verdict import Verdict
from tests import toy

EVIL = "::error::gotcha"


@pytest.fixture
def hand_in(home: Path) -> Callable[..., Path]:
    """Puts a file into ``class/<student>/01-toy/``, below the folder where commands are run."""

    def put(student: str, text: str = "") -> Path:
        path = home / "class" / student / toy.LESSON_ID / "toy.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or toy.answer(), encoding="utf-8")
        return path

    return put


def test_check_prints_the_verdict_as_json_and_nothing_else(grader: Any, home: Path) -> None:
    (home / "toy.py").write_text(toy.answer(double="return x**2"))
    ran = grader("check", "toy.py", "--json")
    verdict = Verdict.model_validate_json(ran.out)
    assert ran.code == FAILED and verdict.outcome.value == "failed" and verdict.environment.public_only


def test_a_class_is_reported_in_every_format_of_a_class(grader: Any, home: Path, hand_in: Any) -> None:
    hand_in("ada")
    hand_in("bob", toy.answer(double="return x**2"))
    names = [option for name in ("json", "gitlab", "canvas", "moodle", "console") for option in ("--report", name)]
    ran = grader("grade", "class", *names, "--lang", "en")
    assert ran.code == OK, ran.err
    wanted = {"submissions.json", "gl-code-quality-report.json", "canvas.csv", "moodle.csv", "report.html"}
    assert wanted <= {path.name for path in (home / "results").iterdir()}
    assert all(f"results/{name}" in ran.out for name in wanted)
    issues = json.loads((home / "results" / "gl-code-quality-report.json").read_text())
    assert {issue["location"]["path"] for issue in issues} == {f"class/bob/{toy.LESSON_ID}/toy.py"}, "from here"
    assert "you square the elements" in issues[0]["description"]


def test_github_gets_annotations_and_a_summary_and_no_command_of_a_student(
    grader: Any, home: Path, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = home / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    hand_in("bob", toy.answer(double="return x**2"))
    hand_in(EVIL, toy.answer(double=f"print('{EVIL}'); return x**2"))
    ran = grader("grade", "class", "--report", "github", "--lang", "en")
    assert ran.code == OK, ran.err
    lines = ran.out.splitlines()
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])
    assert token is not None
    resumed = lines.index(f"::{token[1]}::")
    commands = [line for line in lines[resumed + 1 :] if line]
    assert commands and all(line.startswith(("::error file=class/", "::notice file=class/")) for line in commands)
    assert not any("::error::" in line.split("::", 3)[1] for line in commands)
    text = summary.read_text()
    assert text.startswith("before\n| Student") and "bob" in text and EVIL not in text


@pytest.mark.parametrize("name", ["gradescope", "classroom50"])
def test_a_format_of_one_submission_refuses_a_class_before_it_is_graded(
    grader: Any, home: Path, hand_in: Any, name: str
) -> None:
    hand_in("ada")
    hand_in("bob")
    ran = grader("grade", "class", "--report", name)
    assert ran.code == USAGE and "is for one submission, and 2 were found; grade one file" in ran.err
    assert not (home / "results").exists()


def test_gradescope_has_a_file_for_a_score_and_none_for_a_fault_of_ours(grader: Any, home: Path, hand_in: Any) -> None:
    path = hand_in("ada")
    assert grader("grade", path, "--report", "gradescope").code == OK
    result = home / "results" / "results.json"
    assert json.loads(result.read_text())["score"] == 7.0
    check = home / "solutions" / toy.LESSON_ID / "test_hidden.py"
    check.write_text(check.read_text() + "\n\ndef test_broken(student):\n    undefined\n")
    ran = grader("grade", path, "--report", "gradescope")
    assert ran.code == OURS and not result.exists(), "a service that finds a file takes it for a grade"
    assert "writes nothing, since the grader itself failed" in ran.err


def test_what_cannot_be_written_is_named_and_the_exit_code_says_so(
    grader: Any, hand_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLASSROOM", raising=False)
    ran = grader("grade", hand_in("ada"), "--report", "classroom50")
    assert ran.code == USAGE and "which Classroom 50's runner sets" in ran.err


def test_an_unknown_report_is_refused_with_those_that_there_are(grader: Any, hand_in: Any) -> None:
    hand_in("ada")
    ran = grader("grade", "class", "--report", "pdf")
    assert ran.code == USAGE and "there is no report 'pdf'; there are: console, html, csv" in ran.err
    ran = grader("grade", "class", "--report", "json", "--dry-run")
    assert ran.code == USAGE and "--report is not for --dry-run" in ran.err

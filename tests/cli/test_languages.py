"""One file makes the grader speak another language; a broken one is named, with what to do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.common import FAILED, OK, USAGE
from grader.verdict import Verdict
from tests import toy
from tests.messages import pseudo


def run(home: Path, locale: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from grader.cli import main; main()", *arguments]
    environment = {**os.environ, "GATEHOUSE_LOCALE": str(locale), "PYTHONPATH": str(pseudo.ROOT)}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    return pseudo.write(tmp_path / "locale")


def test_a_third_language_is_one_file(home: Path, locale: Path) -> None:
    toy.hand_in(home, "ann", toy.answer(double="return x"))
    toy.hand_in(home, "bob", "print('no markers')\n")
    seen = run(home, locale, "grade", "class", "--lang", "qps", "--jobs", "1")
    assert seen.returncode == OK, seen.stderr
    assert "«Stúdént»" in seen.stdout and "«Nót pásséd»" in seen.stdout and "«sándbóx lévél: " in seen.stdout
    page = (home / "results/students/ann" / toy.LESSON_ID / "feedback.html").read_text("utf-8")
    assert '<html lang="qps">' in page and 'id="lang-qps"' in page and " checked" in page
    qps = " ".join(re.findall(r'<span lang="qps">(.*?)</span>', page, re.DOTALL))
    assert "«Nót pásséd»" in qps
    assert "<title>Toy · «Féédbáçk»</title>" in page, "a lesson without the language is shown in English"
    assert all(
        f'<span lang="{code}">{words}</span>' in page for code, words in [("en", "Not passed"), ("zh", "未通过")]
    )
    report = (home / "results/report.html").read_text("utf-8")
    assert '<html lang="qps">' in report and "«Cláss répórt»" in report and "班级学情报告" in report
    verdict = Verdict.read(home / "results/students/bob" / toy.LESSON_ID / "verdict.json")
    assert verdict.reason is not None and verdict.reason.get("qps").startswith("«Thís fílé hás nó Bégín")
    junit = (home / "results/junit.xml").read_text("utf-8")
    assert "«Thís fílé hás nó Bégín" in junit


def test_a_student_checks_in_a_third_language(home: Path, locale: Path) -> None:
    path = home / "toy.py"
    path.write_text(toy.answer(double="return x"), encoding="utf-8")
    seen = run(home, locale, "check", str(path), "--lesson", toy.LESSON_ID, "--lang", "qps")
    assert seen.returncode == FAILED, seen.stderr
    assert "«Nót pásséd»" in seen.stdout and "«Only thé públíç" in seen.stdout and "未通过" not in seen.stdout


def test_a_workspace_in_a_third_language_has_the_lessons_english_text(home: Path, locale: Path) -> None:
    seen = run(home, locale, "workspace", str(home / "desk"), "--lang", "qps")
    assert seen.returncode == 0, seen.stderr
    (notebook,) = (home / "desk").glob("*/*.ipynb")
    text = notebook.read_text("utf-8")
    assert "«## Hów tó úsé thís nótébóók" in text and '"lang": "qps"' in text
    assert (home / "exercises" / toy.LESSON_ID / "task.en.md").read_text("utf-8").splitlines()[0] in text


def test_a_language_that_there_is_not(home: Path, locale: Path) -> None:
    seen = run(home, locale, "grade", "class", "--lang", "fr")
    assert seen.returncode == USAGE
    assert "no language 'fr'; there are: qps, zh, en" in " ".join(seen.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("qps", 'msgid "Passed"\nmsgstr "\n', "grader.po, line 2: expected msgid or msgstr"),
        ("qps", 'msgid "line {line}"\nmsgstr "{zeile}"\n', "grader.po, line 1: a translation has only its sentence's"),
        ("Klingon", "", "'Klingon' is not the code of a language"),
        ("", None, "is no folder"),
    ],
)
def test_a_broken_catalogue_is_named(home: Path, tmp_path: Path, name: str, text: str | None, words: str) -> None:
    locale = tmp_path / "locale"
    if text is not None:
        path = locale / name / "LC_MESSAGES" / "grader.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    for arguments in (["grade", "class"], ["list"]):
        seen = run(home, locale, *arguments)
        assert seen.returncode == USAGE and words in seen.stderr and "Traceback" not in seen.stderr
        assert "take it out of GATEHOUSE_LOCALE" in seen.stderr and seen.stdout == ""


def test_nothing_that_a_command_needs_imports_babel(home: Path) -> None:
    modules = "grader.cli, grader.grading.engine, grader.reports.console, grader.reports.html, grader.jupyter.magics"
    script = f"import sys, {modules}; assert 'babel' not in sys.modules, 'it takes a tenth of a second'"
    seen = subprocess.run([sys.executable, "-c", script], cwd=pseudo.ROOT, capture_output=True, text=True)
    assert seen.returncode == 0, seen.stderr


def test_a_notebook_says_in_a_sentence_that_a_catalogue_is_broken(tmp_path: Path) -> None:
    script = "import grader; grader.load_ipython_extension(None)"
    environment = {**os.environ, "GATEHOUSE_LOCALE": str(tmp_path / "nowhere")}
    seen = subprocess.run(
        [sys.executable, "-c", script], cwd=pseudo.ROOT, env=environment, capture_output=True, text=True
    )
    assert seen.returncode == 0 and "nowhere, which GATEHOUSE_LOCALE names, is no folder" in seen.stderr
    assert "Traceback" not in seen.stderr

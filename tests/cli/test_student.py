"""`grader hint`, `reset`, `lab-report` and `pack`: a student in a terminal has what the panel has."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import OK, USAGE
from grader.course.lesson import load_lesson
from grader.grading.choosing import choose
from grader.grading.opening import read_file
from grader.jupyter.workspace import build_workspace
from grader.messages import elsewhere
from tests import toy

FOLDED = "# Toy\n\n<details>\n<summary>First</summary>\n\nlook\n</details>\n"


@pytest.fixture
def notebook(home: Path, tmp_path: Path) -> Path:
    for lang in ("zh", "en"):
        (home / "exercises" / toy.LESSON_ID / f"task.{lang}.md").write_text(FOLDED, encoding="utf-8")
    (path,) = build_workspace(home, tmp_path / "ws", "en")
    return path


def test_hints_one_by_one(grader: Any, notebook: Path) -> None:
    first = grader("hint", notebook, "--lang", "en")
    assert first.code == OK and "**First**" in first.out and "look" in first.out and "hints left: 0" in first.out
    second = grader("hint", notebook, "--lang", "en")
    assert second.code == USAGE and "no further hint" in second.err


def test_reset_keeps_a_copy(grader: Any, notebook: Path) -> None:
    stub = notebook.read_bytes()
    book = json.loads(stub)
    for cell in book["cells"]:
        cell["source"] = "".join(cell["source"]).replace(
            "Begin double ********** #\n", "Begin double ********** #\n    1\n"
        )
    notebook.write_text(json.dumps(book), encoding="utf-8")
    assert grader("reset", notebook, "nothing").code == USAGE
    assert grader("reset", notebook, "double").code == OK
    (kept,) = (notebook.parent / "earlier").iterdir()
    assert json.loads(kept.read_bytes()) == book
    assert grader("reset", notebook, "all", "--lang", "en").code == OK and notebook.read_bytes() == stub


def test_a_report_and_a_file_to_hand_in(grader: Any, notebook: Path, tmp_path: Path) -> None:
    ran = grader("lab-report", notebook, "--lang", "zh", "--out", tmp_path / "out")
    assert ran.code == OK
    assert "实验报告" in (tmp_path / "out" / f"{toy.LESSON_ID}-report.md").read_text(encoding="utf-8")
    assert "<html" in (tmp_path / "out" / f"{toy.LESSON_ID}-report.html").read_text(encoding="utf-8")
    packed = tmp_path / "a.zip"
    assert grader("pack", notebook, "--out", packed).code == OK
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist() == [f"{toy.LESSON_ID}/{notebook.name}", f"{toy.LESSON_ID}/gatehouse.json"]
    lesson = load_lesson(notebook.parents[1] / ".gatehouse", toy.LESSON_ID)
    assert choose(read_file(packed), lesson).name.endswith(notebook.name), "an instructor grades it as it is"


def test_outside_of_a_workspace_a_sentence_says_so(grader: Any, tmp_path: Path) -> None:
    (tmp_path / "alone.py").write_text("x = 1")
    for command in (["hint"], ["reset", "all"], ["lab-report"], ["pack"]):
        ran = grader(command[0], tmp_path / "alone.py", *command[1:], "--lang", "en")
        assert ran.code == USAGE and "grader workspace" in ran.err


def test_without_linux_one_sentence_says_what_is_needed(
    grader: Any, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "ON_LINUX", False)
    ran = grader("check", notebook)
    assert ran.code == USAGE and "needs Linux" in ran.err and len(ran.err.splitlines()) == 1
    assert grader("--help").code == OK

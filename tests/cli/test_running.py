"""`grader run`, as people meet it; what scripts of TensorFlow 1 do in it is in tests/test_script.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import FAILED, OK, USAGE

TRAINS = """
for step in range(1, 4):
    print('step %d, training accuracy %g' % (step, step / 4))
print('\\x1b[31mend')
"""


@pytest.fixture
def script(tmp_path: Path) -> Any:
    def write(text: str, name: str = "tutorial.py") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_script_is_shown_and_plotted(grader: Any, script: Any, home: Path) -> None:
    ran = grader("run", script(TRAINS), "--lang", "en")
    assert ran.code == OK and "the script ran to its end" in ran.err
    assert ran.out.splitlines() == [f"step {n}, training accuracy {n / 4:g}" for n in (1, 2, 3)] + ["?[31mend"]
    page = (home / "results" / "run-tutorial.html").read_text(encoding="utf-8")
    assert "<polyline" in page and "75%" in page and str(Path("results", "run-tutorial.html")) in ran.err


def test_a_notebook_is_run_too(grader: Any, script: Any, home: Path) -> None:
    rest = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{"source": source, **rest} for source in ("%matplotlib inline\nx = 2", "print(x)\nx / 0")]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ran = grader("run", script(json.dumps(book), "tutorial.ipynb"), "--lang", "en")
    assert ran.code == FAILED and ran.out == "2\n"
    assert "ZeroDivisionError" in ran.err and "code cell 2, line 2" in ran.err
    assert not (home / "results").exists(), "it reported no accuracy"


def test_a_script_that_never_ends_is_stopped(grader: Any, script: Any) -> None:
    ran = grader("run", script("print('on', flush=True)\nwhile True:\n    pass\n"), "--seconds", "1", "--lang", "zh")
    assert ran.code == FAILED and ran.out == "on\n" and "1 秒内没有得到结果" in ran.err


def test_a_script_that_is_not_there(grader: Any, tmp_path: Path) -> None:
    ran = grader("run", tmp_path / "none.py", "--lang", "en")
    assert ran.code == USAGE and "There is no file none.py" in ran.err


def test_a_dialect_that_is_none(grader: Any, script: Any) -> None:
    assert grader("run", script(TRAINS), "--dialect", "cobol").code == USAGE

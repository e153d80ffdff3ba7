"""`grader run`, as people meet it; what scripts of TensorFlow 1 do in it is in tests/grading/test_script.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.cli import screen
from grader.cli.common import FAILED, OK, USAGE
from grader.cli.running import Heard
from grader.cli.screen import Screen
from grader.reports.accuracies import Accuracies
from grader.verdict import CurvePoint

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
    assert ran.code == FAILED and ran.out == "on\n" and "--seconds" in ran.err


def test_a_script_that_is_not_there(grader: Any, tmp_path: Path) -> None:
    ran = grader("run", tmp_path / "none.py", "--lang", "en")
    assert ran.code == USAGE and "There is no file none.py" in ran.err


def test_a_dialect_that_is_none(grader: Any, script: Any) -> None:
    assert grader("run", script(TRAINS), "--dialect", "cobol").code == USAGE


def test_neighbours_go_along_and_are_named(
    grader: Any, script: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script("x = len(open('mine.txt').read())\n", "reader_of_mine.py")
    script("hello", "mine.txt")
    given = tmp_path_factory.mktemp("elsewhere") / "more.txt"
    given.write_text("far")
    path = script("import reader_of_mine\nprint(reader_of_mine.x, open('more.' + 'txt').read())\n")
    ran = grader("run", path, "--lang", "en")
    assert ran.code == FAILED and ran.err.splitlines()[0] == "goes along: mine.txt, reader_of_mine.py"
    assert "no file more.txt here" in ran.err and "--with FILE" in ran.err
    ran = grader("run", path, "--with", given, "--lang", "en")
    assert ran.code == OK and ran.out == "5 far\n" and "goes along: mine.txt, more.txt, reader_of_mine.py" in ran.err
    ran = grader("run", path, "--with", tmp_path / "none.txt", "--lang", "en")
    assert ran.code == USAGE and "none.txt: it is a link, or no regular file, or it is not there" in ran.err


def test_a_module_of_nobody_is_named(grader: Any, script: Any) -> None:
    for text, said in (("import reader_of_hers\n", "放在脚本旁边"), ("import cv2\n", "请改用 matplotlib.image, PIL")):
        ran = grader("run", script(text), "--lang", "zh")
        assert ran.code == FAILED and said in ran.err and "第 1 行" in ran.err


def test_figures_are_written(grader: Any, script: Any, home: Path) -> None:
    text = "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1), dpi=50)\nplt.show()\nplt.plot([1])\n"
    ran = grader("run", script(text), "--lang", "en")
    first, second = (home / "results" / f"run-tutorial-{number}.png" for number in (1, 2))
    assert ran.code == OK and f"figure: {first.relative_to(home)}" in ran.err
    assert first.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and first.read_bytes()[16:24] == bytes(
        [0, 0, 0, 100, 0, 0, 0, 50]
    )
    assert second.read_bytes()[:4] == b"\x89PNG" and len(list((home / "results").iterdir())) == 2


def test_nothing_that_is_printed_is_read_while_the_clock_runs(
    grader: Any, script: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    read: list[float] = []
    monkeypatch.setattr(Accuracies, "read", lambda self, text: read.append(time.monotonic() - began))
    text = "import time\nfor _ in range(5):\n    print('acc 0.5', flush=True)\n    time.sleep(0.2)\n"
    began = time.monotonic()
    assert grader("run", script(text), "--lang", "en").code == OK
    assert read and min(read) > 0.8


def test_lines_that_are_slow_to_search_move_no_deadline(grader: Any, script: Any) -> None:
    text = "for _ in range(2_000):\n    print('acc' + ' ' * 490 + 'x')\nwhile True:\n    pass\n"
    began = time.process_time()
    ran = grader("run", script(text), "--seconds", "1", "--lang", "en")
    assert ran.code == FAILED and "stopped after 1 seconds" in ran.err
    assert time.process_time() - began < 10


def test_what_is_printed_and_reported_is_plotted_in_its_order() -> None:
    heard = Heard()
    heard.write("step 1 training accuracy 0.1\n准确".encode()[:-1])
    heard.add(CurvePoint(step=2, accuracy=0.2))
    heard.write("准确".encode()[-1:] + "率 0.5\nstep 3 training accuracy 0.3".encode())
    assert heard.accuracies().curves == {"training": [(1, 0.1), (2, 0.2), (3, 0.3)], "": [(1, 0.5)]}
    for step in range(20_000):
        heard.add(CurvePoint(step=step, accuracy=0.5))
    assert len(heard.accuracies().curves["training"]) == 5_000


@pytest.mark.parametrize("errors", [subprocess.PIPE, subprocess.STDOUT], ids=["its_own_stderr", "the_same_pipe"])
def test_a_reader_that_takes_nothing_holds_no_clock(script: Any, home: Path, errors: int) -> None:
    """As in `grader run ... | sleep 1000`: the script is stopped in time, and the command ends, too."""
    path = script("import sys\nprint('x' * 1_000_000, flush=True)\nwhile True:\n    pass\n")
    code = "from grader.cli import main, screen; screen.PATIENCE = 3.0; main()"
    command = [sys.executable, "-c", code, "run", "--seconds", "2", "--lang", "en", str(path)]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, cwd=home)
    try:
        assert process.wait(90) == FAILED
        assert time.monotonic() - began > 3 + 2
    finally:
        process.kill()
    out, err = process.communicate()
    assert 0 < len(out) < 1_000_000 and out.strip(b"x") == b""
    if errors == subprocess.PIPE:
        assert b"nobody reads the standard output" in err and b"stopped after 2 seconds" in err


def test_a_reader_that_is_slow_gets_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "PATIENCE", 2.0)
    reader, writer = os.pipe()
    with open(writer, "w", encoding="utf-8") as stream, open(reader, "rb", buffering=0) as taken:
        monkeypatch.setattr(sys, "stdout", stream)
        shown = Screen()
        shown.write("é\x1b\n".encode() * 100_000)
        got = bytearray()
        while len(got) < 4 * 50_000:
            got += taken.read(20_000)
            time.sleep(0.05)
        with open(tmp_path / "rest", "wb") as file:
            rest = subprocess.Popen(["cat"], stdin=taken, stdout=file)
        assert shown.end() is True
        stream.close()
        rest.wait()
        got += (tmp_path / "rest").read_bytes()
    assert bytes(got) == "é?\n".encode() * 100_000


def test_a_standard_output_that_is_closed_ends_the_script(script: Any, home: Path) -> None:
    path = script("import itertools\nfor n in itertools.count():\n    print(n, flush=True)\n")
    command = [sys.executable, "-m", "grader", "run", "--seconds", "300", "--lang", "en", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home)
    assert process.stdout and process.stdout.read(1)
    process.stdout.close()
    assert process.wait(60) == FAILED  # as Click has it for a broken pipe
    assert process.stderr and b"Traceback" not in process.stderr.read()

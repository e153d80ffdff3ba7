"""What moves on a real terminal while answers are judged, and that it leaves nothing behind."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import toy

ROOT = Path(__file__).resolve().parents[2]
TRAINS = """import time
from grader import report
for step in range(1, 9):
    report(step=step, loss=1 / step, accuracy=step / 8)
    time.sleep(0.15)
return FACTOR * np.asarray(x, dtype=float)"""
NASTY = """from grader import report
import time
for accuracy in (float("nan"), -1e29, 1e29, None):
    report(step=2**52, loss=float("inf"), accuracy=accuracy)
    time.sleep(0.3)
return FACTOR * np.asarray(x, dtype=float)"""


def on_a_terminal(course: Path, *arguments: str) -> str:
    """What `grader ARGUMENTS` writes to a terminal of 120 columns, escape sequences and all."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "grader", *arguments]
    with subprocess.Popen(
        command, cwd=course, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        said, until = b"", time.monotonic() + 120
        while time.monotonic() < until:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    said += os.read(ours, 65536)
                except OSError:  # the last who wrote to it is gone
                    break
            elif process.poll() is not None:
                break
        else:
            process.kill()
    os.close(ours)
    return said.decode()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = toy.make_course(tmp_path / "course")
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text(manifest.read_text().replace("[profiles.cpu]", "[profiles.cpu]\niterations = 8"))
    (course / "toy.py").write_text(toy.answer(double=TRAINS))
    return course


def test_check_shows_the_training_as_it_goes(course: Path) -> None:
    said = on_a_terminal(course, "check", "toy.py", "--lang", "en")
    seen = [int(step) for step in re.findall(r"training step (\d) · Loss [\d.]+ · Accuracy [\d.]+%", said)]
    assert len(set(seen)) >= 4 and seen == sorted(seen), said
    assert "training step" not in re.split(r"\n.*Toy", said)[-1], "the verdict stands alone once it is there"
    assert "训练步数" in on_a_terminal(course, "check", "toy.py", "--lang", "zh")


def test_grade_shows_the_training_in_its_workers(course: Path) -> None:
    for name in ("ada", "[red]bob"):
        folder = course / "class" / name / toy.LESSON_ID
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "toy.py").write_text(toy.answer(double=TRAINS))
    said = on_a_terminal(course, "grade", "class", "--lang", "en", "-j", "2")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said)
    assert re.search(r"ada/01-toy .*\d/8 .*training step \d · Loss", plain), plain
    assert "[red]bob" in plain, "a name is no markup"
    assert re.search(r"grading .*\d/2", plain)


def test_odd_numbers_do_not_break_the_line(course: Path) -> None:
    (course / "toy.py").write_text(toy.answer(double=NASTY))
    said = on_a_terminal(course, "check", "toy.py", "--lang", "en")
    assert "Traceback" not in said and "training step 4503599627370496" in said
    assert "0000000000000000" not in said


def test_without_a_terminal_nothing_moves(course: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "grader", "check", "toy.py", "--lang", "en"]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert "training step" not in done.stdout + done.stderr and "\x1b" not in done.stdout + done.stderr

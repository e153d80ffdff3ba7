"""The command as a whole: its help, wrong usage, and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.cli.common import FAILED, OK, USAGE
from tests import toy

ROOT = Path(__file__).resolve().parents[2]


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
    toy.hand_in(home, "ada", toy.answer())
    done = process(home, "grade", "class")
    assert done.returncode == OK and "\x1b" not in done.stdout + done.stderr

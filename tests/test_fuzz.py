"""A few seconds of coverage-guided fuzzing of every reader of a student's bytes; `make fuzz` has more patience."""

from __future__ import annotations

import importlib.util
import platform
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).resolve().parents[1] / "benchmarks" / "fuzz.py"
READERS = ("wire", "replies", "notebooks", "markers", "verdicts")


def test_no_reader_is_broken_by_a_few_thousand_inputs() -> None:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("atheris has no wheel for this machine")
    assert importlib.util.find_spec("atheris"), "the extra `dev` has it: scripts/setup.sh dev"
    command = [sys.executable, str(FUZZ), "--seconds", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [[name, "ok"] for name in READERS]

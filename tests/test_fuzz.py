"""Fuzzing of every reader of a student's bytes, for a while; `make fuzz` has more patience."""

from __future__ import annotations

import faulthandler
import importlib.util
import os
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import fuzz, growth

FUZZ = Path(__file__).resolve().parents[1] / "benchmarks" / "fuzz.py"


@pytest.mark.proof("fuzz")
def test_no_reader_is_broken_by_a_few_thousand_inputs(tmp_path: Path) -> None:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("atheris has no wheel for this machine")
    assert importlib.util.find_spec("atheris"), "the extra `dev` has it: scripts/setup.sh dev"
    command = [sys.executable, str(FUZZ), "--seconds", "15", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [[name, "ok"] for name in fuzz.READERS]


def quadratic() -> growth.Reader:
    def one(data: bytes) -> None:
        re.search(rb" *x| *y", b" " * len(data))

    return one


def test_a_reader_that_is_too_slow_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(fuzz.READERS, "slow", quadratic)
    said = fuzz.grow("slow", 60, tmp_path, sizes=(5_000, 60_000))
    (kept,) = tmp_path.iterdir()
    assert "60,000 bytes" in said and f"python benchmarks/fuzz.py slow --repeat {kept}" in said
    assert fuzz.repeat("slow", kept) == 1 and "60,000 bytes" in capsys.readouterr().out


def test_an_input_that_fuzzing_finds_too_slow_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "INSTRUMENTED", 1)  # this reader is not
    slow = fuzz.watched("slow", quadratic(), tmp_path)
    slow(b"short")
    with pytest.raises(TimeoutError, match="60000 bytes"):
        slow(bytes(60_000))
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == bytes(60_000) and f"--repeat {kept}" in capsys.readouterr().err


def test_a_reader_that_never_comes_back_or_dies_is_found() -> None:
    def never(data: bytes) -> None:
        while True:
            try:
                sum(range(1_000))
            except BaseException:
                pass

    def dies(data: bytes) -> None:
        faulthandler.disable()  # pytest's would tell the whole story
        os.kill(os.getpid(), signal.SIGSEGV)

    def fails(data: bytes) -> None:
        raise KeyError("of its own")

    for one, said in ((never, "ended by SIG"), (dies, "ended by SIGSEGV"), (fails, "KeyError")):
        took = growth.cost(one, b"x")
        assert not took.allowed and said in str(took)
    assert growth.cost(lambda data: None, b"x").allowed

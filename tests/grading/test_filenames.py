"""How near a file's name is to the lesson's, whatever a browser or a system has made of it."""

from __future__ import annotations

import time

import pytest

from grader.grading.filenames import FileName, Nearness, nearness

MODULE = "gate_math.py"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gate_math.ipynb", Nearness.NOTEBOOK),
        ("gate_math.py", Nearness.MODULE),
        *((name, Nearness.SPELT) for name in (
            "gate_math.IPYNB", "Gate Math.ipynb", "gate-math.ipynb", "gate_math.ipynb.json", "gate_math.ipynb.txt",
            "gate_math.json", "gate_math.py.txt", "gate_math.ipynb ", "ｇate_math.ipynb",
        )),
        *((name, Nearness.COPY) for name in (
            "gate_math (1).ipynb", "gate_math(2).ipynb", "gate_math（1）.ipynb", "gate_math-Copy1.ipynb",
            "gate_math-Copy1-Copy2.ipynb", "gate_math copy 2.ipynb", "gate_math 2.ipynb", "gate_math-1.ipynb",
            "Copy of gate_math.ipynb", "Copy (2) of gate_math.ipynb", "副本gate_math.ipynb",
            "gate_math - 副本 (2).ipynb",
            "“gate_math.ipynb”的副本.ipynb", "gate_math-checkpoint.ipynb", "gate_math (1).ipynb.txt",
            "gate_math.ipynb (1)",
        )),
        *((name, Nearness.OTHER) for name in (
            "hw2.ipynb", "hw2 (1).ipynb", "copy.ipynb", "(1).ipynb", "gate_math_2.py",
        )),
        *((name, None) for name in (
            "notes.txt", "README.md", "gate_math.html", "gate_math.ipynb.zip", "data.json", "",
        )),
    ],
)  # fmt: skip
def test_how_near_a_name_is(name: str, near: Nearness | None) -> None:
    assert nearness(name, MODULE) is near


def test_what_a_name_says_of_the_kind_of_file() -> None:
    assert FileName.of("a.ipynb.json").read_as() == "a.ipynb" and FileName.of("a.b.py").kind == ".py"
    assert FileName.of("Work.ZIP").is_archive and not FileName.of("work.rar").is_archive


def test_a_hostile_name_takes_no_time() -> None:
    began = time.process_time()
    for mark in ("(1)", "-Copy1", "副本", " copy of ", " 1", "“", ".txt", ".ipynb", "copy (1) "):
        nearness(f"{mark * 40_000}gate_math{mark * 40_000}.ipynb", MODULE)
        nearness(mark * 40_000, MODULE)
    assert time.process_time() - began < 1

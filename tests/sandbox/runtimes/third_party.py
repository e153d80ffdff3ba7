"""`gatehouse_python` as pip would have installed it, and a course of one lesson in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.source.regions import marker

PACKAGE = Path(__file__).with_name("gatehouse_python")
LESSON_ID = "01-spread"
POINTS = 3.0

MANIFEST = """\
module = "spread.py"
runtime = "python"
imports = ["statistics", "colorsys"]
title = { zh = "离散程度", en = "Spread" }
summary = { zh = "一个小函数", en = "A small function" }

[limits]
call_seconds = 3
total_seconds = 20
memory_mb = 256

[profiles.cpu]
"""
STUB = f'''"""Spread."""

import sys
from fractions import Fraction

WARM = [name for name in ("colorsys", "statistics") if name in sys.modules]

import statistics


def spread(numbers):
    """The largest distance from the mean, as a Fraction."""
    {marker("Begin", "spread")}
    raise NotImplementedError
    {marker("End", "spread")}


def warm():
    """Which of the lesson's modules were imported before this program began."""
    return WARM
'''
PUBLIC = '''
import pytest

from grader.checks import expect


@pytest.mark.points(1)
def test_spread(student, rng):
    """spread(numbers) is right
    spread(numbers) 正确"""
    numbers = [int(number) for number in rng.integers(-50, 50, size=5)]
    mean = sum(numbers) / 5
    expect(student.spread(numbers), "spread(numbers)").close(max(abs(number - mean) for number in numbers))
'''
HIDDEN = '''
import pytest

from grader.checks import expect


@pytest.mark.points(2)
def test_one_number(student):
    """One number has no spread
    一个数没有离散程度"""
    assert student.warm() == ["colorsys", "statistics"], "both were imported in the server, once"
    expect(student.spread([7]), "spread([7])").close(0)
'''
RIGHT = (
    "middle = statistics.mean(map(Fraction, numbers))\n"
    "return max(abs(number - middle) for number in map(Fraction, numbers))"
)
WRONG = "return Fraction(max(numbers) - min(numbers))"
KNOWN_WRONG = {  # to the points of the hidden check, which has one number
    "range": (WRONG, 2),
    "deviation": ("return Fraction(statistics.pstdev(numbers))", 2),
    "median": ("middle = statistics.median(numbers)\nreturn sum(abs(number - middle) for number in numbers)", 2),
    "zero": ("return 0", 2),
    "largest": ("return max(map(abs, numbers))", 0),
    "sum": ("return sum(numbers)", 0),
}


def install(folder: Path, *, name: str = "python", target: str = "gatehouse_python:Python") -> Path:
    """Put the package and its dist-info into `folder`, to be set on sys.path; the entry point may be another."""
    shutil.copytree(PACKAGE, folder / "gatehouse_python", ignore=shutil.ignore_patterns("__pycache__"))
    info = folder / "gatehouse_python-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gatehouse-python\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[gatehouse.runtimes]\n{name} = {target}\n")
    return folder


def answer(body: str = RIGHT) -> str:
    """A submitted ``spread.py``."""
    code = "\n".join(f"    {line}" for line in body.split("\n"))
    return STUB.replace("    raise NotImplementedError", code)


def make_course(folder: Path) -> Path:
    """Write both halves of the course into `folder`."""
    public, private = (folder / half / LESSON_ID for half in ("exercises", "solutions"))
    files = {
        public / "lesson.toml": MANIFEST,
        public / "spread.py": STUB,
        public / "task.zh.md": "# 离散程度\n\n写一个函数。\n",
        public / "task.en.md": "# Spread\n\nWrite a function.\n",
        public / "test_public.py": PUBLIC,
        private / "spread.py": answer(),
        private / "test_hidden.py": HIDDEN,
        **{
            private / "wrong" / f"{name}.py": f"# verdict: failed score={score} diagnosis=-\n{answer(body)}"
            for name, (body, score) in KNOWN_WRONG.items()
        },
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

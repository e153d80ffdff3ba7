"""A course of one small lesson, literally, so that these tests do not change when a real lesson does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from grader.source.regions import marker

LESSON_ID = "01-toy"
POINTS = {"test_double": 2.0, "test_total": 1.0, "test_double_zeros": 3.0, "test_total_negative": 1.0}
MAX_SCORE = sum(POINTS.values())
MAX_PUBLIC = POINTS["test_double"] + POINTS["test_total"]
CALL_SECONDS = 2.0  # honest calls take milliseconds; what hangs is waited for as long as this

MANIFEST = f"""\
module = "toy.py"
runtime = "numpy"
title = {{ zh = "玩具", en = "Toy" }}
summary = {{ zh = "两个小函数", en = "Two small functions" }}

[limits]
call_seconds = {CALL_SECONDS}
total_seconds = 30
memory_mb = 256
output_kb = 64
reply_mb = 4
disk_mb = 4

[profiles.cpu]
[profiles.long]
"""

STUB = f'''"""Toy."""

import numpy as np

FACTOR = 2


def double(x):
    """Every element doubled."""
    {marker("Begin", "double")}
    raise NotImplementedError
    {marker("End", "double")}


def total(x):
    """The sum of all elements."""
    {marker("Begin", "total")}
    raise NotImplementedError
    {marker("End", "total")}
'''

PUBLIC = '''
import pytest

from grader.checks import expect


@pytest.mark.points(2)
def test_double(student, rng):
    """double(x) is 2x
    double(x) 等于 2x"""
    x = rng.normal(size=(2, 3))
    y = expect(student.double(x), "double(x)").shape(2, 3).floating()
    y.close(2 * x, misconceptions={"squared": x * x, "unchanged": x})


def test_total(student, rng):
    """total(x) is the sum
    total(x) 等于总和"""
    x = rng.normal(size=4)
    expect(student.total(x), "total(x)").close(x.sum())
'''

HIDDEN = '''
import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.points(3)
@pytest.mark.depends("test_double")
def test_double_zeros(student):
    """double works for zeros
    double 对零也成立"""
    expect(student.double(np.zeros((1, 2))), "double(x)").close(np.zeros((1, 2)))


def test_total_negative(student, rng):
    """total works for negative numbers
    total 对负数也成立"""
    x = -rng.uniform(1, 2, size=5)
    expect(student.total(x), "total(x)").close(x.sum())
'''

MISCONCEPTIONS = """
[squared]
en = "you square the elements"
zh = "你把元素平方了"
[unchanged]
en = "you return what came in"
zh = "你原样返回了输入"
"""

RIGHT = {"double": "return FACTOR * np.asarray(x, dtype=float)", "total": "return np.sum(x)"}
WRONG = {
    "squares.py": ("failed score=2 diagnosis=squared", {"double": "return x**2"}),
    "identity.py": ("failed score=2 diagnosis=unchanged", {"double": "return x * 1.0"}),
    "no_return.py": ("failed score=2 diagnosis=-", {"double": "2 * x"}),
    "raises.py": ("raised score=2 diagnosis=name-of-another-function", {"double": "return undefined"}),
    "a_list.py": ("failed score=2 diagnosis=-", {"double": "return [[2.0]]"}),
    "max_for_sum.py": ("failed score=5 diagnosis=-", {"total": "return np.max(x)"}),
}


def answer(**bodies: str) -> str:
    """A submitted ``toy.py``: the right answer, except for the bodies given by region (``double=``, ``total=``)."""
    text = STUB
    for name, body in {**RIGHT, **bodies}.items():
        begin, end = (f"    {marker(word, name)}\n" for word in ("Begin", "End"))
        head, rest = text.split(begin)
        code = "".join(f"    {line}\n" if line else "\n" for line in body.split("\n"))
        text = head + begin + code + end + rest.split(end, 1)[1]
    return text


def overlay(declared: str, **bodies: str) -> str:
    """An answer as it lies in ``wrong/``: what it declares, and only the regions that differ from the reference."""
    parts = [f"# verdict: {declared}"]
    for name, body in bodies.items():
        code = (f"    {line}" for line in body.split("\n"))
        parts += [f"\n    {marker('Begin', name)}", *code, f"    {marker('End', name)}"]
    return "\n".join(parts) + "\n"


def line_of(text: str, needle: str) -> int:
    """The 1-based number of the only line that holds `needle`."""
    (number,) = [number for number, line in enumerate(text.split("\n"), 1) if needle in line]
    return number


def notebook(*cells: str, markdown: Iterable[int] = ()) -> str:
    """An ``.ipynb`` of these cells; the positions in `markdown` are text cells."""
    as_text = set(markdown)
    kinds = ["markdown" if position in as_text else "code" for position in range(len(cells))]
    return json.dumps(
        {
            "cells": [
                {"cell_type": kind, "metadata": {}, "source": source, **({"outputs": []} if kind == "code" else {})}
                for kind, source in zip(kinds, cells, strict=True)
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def make_course(folder: Path) -> Path:
    """Write the course, both halves, into `folder`."""
    public, private = (folder / half / LESSON_ID for half in ("exercises", "solutions"))
    files = {
        public / "lesson.toml": MANIFEST,
        public / "toy.py": STUB,
        public / "task.zh.md": "# 玩具\n\n写两个函数。\n",
        public / "task.en.md": "# Toy\n\nWrite two functions.\n",
        public / "test_public.py": PUBLIC,
        public / "misconceptions.toml": MISCONCEPTIONS,
        private / "toy.py": answer(),
        private / "test_hidden.py": HIDDEN,
        **{private / "wrong" / name: overlay(declared, **bodies) for name, (declared, bodies) in WRONG.items()},
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def hand_in(home: Path, student: str, text: str, name: str = "toy.py") -> Path:
    """Put an answer where a class's submissions lie, in the course at `home`."""
    path = home / "class" / student / LESSON_ID / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path

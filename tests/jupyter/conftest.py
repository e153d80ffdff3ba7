"""A course of one tiny lesson, so that these tests do not change when a real lesson does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import in_browser
from tests.jupyter.walking import Lab, a_lab

LESSON = """
module = "warm_up.py"
runtime = "numpy"

[title]
zh = "热身"
en = "Warm-up"

[summary]
zh = "两个小函数"
en = "two small functions"
"""

STUB = '''"""Warm-up."""

import numpy as np

SCALE = 2.0


def helper(x):
    return np.asarray(x) * SCALE


# Twice as much.
def double(x):
    """2x, same shape as x"""
    # ********** Begin double ********** #

    # ********** End double ********** #


def squash(x):
    """σ(x), same shape as x"""
    # ********** Begin squash ********** #
    y = None
    # ********** End squash ********** #
    return y


if __name__ == "__main__":
    print(double(1.0))
'''

CHECKS = '''
import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.points(1)
def test_double(student, rng):
    """double gives <twice> its argument
    double 返回参数的 <两> 倍"""
    x = rng.normal(size=(2, 3))
    expect(student.double(x), "double(x)").close(2 * x)


@pytest.mark.points(2)
def test_squash_values(student, rng):
    """squash is the sigmoid
    squash 是 sigmoid"""
    x = rng.normal(size=(2, 3))
    expected = 1 / (1 + np.exp(-x))
    expect(student.squash(x), "squash(x)").close(expected, misconceptions={"warm-up-tanh": np.tanh(x)})
'''

MISCONCEPTIONS = """
["warm-up-tanh"]
zh = "这是 tanh，不是 sigmoid"
en = "this is tanh, not the sigmoid"
"""

TASK = {
    "zh": "# 热身\n\n写两个函数。\n\n## double\n\n返回 2x。\n\n```\n# 不是标题\n```\n\n## squash\n\n返回 σ(x)。\n",
    "en": "# Warm-up\n\nTwo functions.\n\n## double\n\n2x.\n\n```\n# no heading\n```\n\n## squash\n\nσ(x).\n",
}

SECRET = "the-hidden-answer-7d1f"


def _make_course(folder: Path) -> Path:
    public, private = (folder / half / "01-warm-up" for half in ("exercises", "solutions"))
    (public / "__pycache__").mkdir(parents=True)
    private.mkdir(parents=True)
    (public / "lesson.toml").write_text(LESSON, encoding="utf-8")
    (public / "warm_up.py").write_text(STUB, encoding="utf-8")
    (public / "test_public.py").write_text(CHECKS, encoding="utf-8")
    (public / "misconceptions.toml").write_text(MISCONCEPTIONS, encoding="utf-8")
    (public / "__pycache__" / "warm_up.pyc").write_bytes(b"\0")
    for lang, text in TASK.items():
        (public / f"task.{lang}.md").write_text(text, encoding="utf-8")
    (private / "warm_up.py").write_text(f"# {SECRET}\n", encoding="utf-8")
    (private / "test_hidden.py").write_text(f"def test_{SECRET.replace('-', '_')}(): ...\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def make_course() -> Callable[[Path], Path]:
    """Makes a course with both halves in a folder; the word in `SECRET` stands in the private half and nowhere else."""
    return _make_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return _make_course(tmp_path / "course")


@pytest.fixture(autouse=True)
def _no_other_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEHOUSE_COURSE", raising=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with in_browser.browser() as chromium:
        yield chromium


@pytest.fixture
def lab(browser: Any, tmp_path: Path) -> Iterator[Lab]:
    with a_lab(tmp_path) as lab:
        yield lab

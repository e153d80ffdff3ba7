"""`grader new LESSON`: the pair of folders of a small, working lesson, to write over."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from grader.course.lesson import LessonError
from grader.source.regions import marker

_TOML = """\
title = { zh = {zh_quoted}, en = {en_quoted} }
summary = { zh = "写一个把数组加倍的函数。", en = "Write a function that doubles an array." }
module = "{stem}.py"
runtime = "numpy"  # or "keras"

[limits]
call_seconds = 5
total_seconds = 30

[profiles.cpu]
"""
_TASK_ZH = "# {zh}\n\n在 `{stem}.py` 中补全 `double(x)`：返回一个与 `x` 形状相同、每个元素都加倍的数组。\n"
_TASK_EN = (
    "# {en}\n\nFill in `double(x)` in `{stem}.py`: return an array of the shape of `x` with every element doubled.\n"
)
_STUB = '''\
"""{en}."""

import numpy as np


def double(x):
    """Return an array of the shape of `x`, every element doubled."""
    {begin}
    {code}
    {end}
'''
_OVERLAY = """\
# verdict: {declared}

    {begin}
    {code}
    {end}
"""  # laid on the reference: an answer holds only the regions that differ
_PUBLIC = '''\
"""Checks that the student can run."""

import numpy as np
import pytest

from grader.checks import expect


@pytest.mark.points(1)
def test_double_shape(student):
    """double(x) has the shape of x
    double(x) 与 x 形状相同"""
    expect(student.double(np.ones((2, 3))), "double(x)").shape(2, 3)
'''
_HIDDEN = '''\
"""Checks on fresh random inputs; never in a release."""

import pytest

from grader.checks import expect


@pytest.mark.points(2)
@pytest.mark.depends("test_double_shape")
def test_double_values(student, rng):
    """every element is doubled
    每个元素都加倍"""
    x = rng.normal(size=(4, 5))
    expect(student.double(x), "double(x)").close(x + x, misconceptions={"squared": x * x})
'''
_MISCONCEPTIONS = """\
[squared]
en = "You square the elements; doubling is something else. Try your function on 3."
zh = "你把元素平方了，这与加倍不同。用 3 试一试你的函数。"
"""
_WRONG = {
    "squares.py": ("failed score=1 diagnosis=squared", "return x**2"),
    "returns_nothing.py": ("failed score=0 diagnosis=-", "x * 2"),
    "flattens.py": ("failed score=0 diagnosis=-", "return 2 * np.ravel(x)"),
    "returns_a_list.py": ("failed score=0 diagnosis=-", "return [2 * row for row in x.tolist()]"),
    "raises.py": ("raised score=0 diagnosis=-", "return x + undefined"),
    "adds_two.py": ("failed score=1 diagnosis=-", "return x + 2"),
}
# What lies in a lesson's folder, or is imported from there: a module of such a name would be taken for it.
_TAKEN = {
    "test_public", "test_hidden", "probe", "conftest", "oracles", "grader", "pytest",
    "numpy", "keras", "tensorflow", "torch", "jax",
}  # fmt: skip


def new_lesson(course: Path, lesson_id: str, en: str, zh: str) -> list[Path]:
    """Write both halves of a small, working lesson; returns the files.

    Raises LessonError if a folder is in the way, or if the lesson's module would have the name of another one.
    """
    stem = lesson_id.lstrip("0123456789-").replace("-", "_") or "lesson"
    if stem in _TAKEN or stem in sys.stdlib_module_names:
        raise LessonError(
            f"{lesson_id} would call the lesson's module {stem}.py, but {stem} is the name of a file that lessons have "
            f"already, or of a Python module; choose a longer name, such as {lesson_id}-basics"
        )
    public, private = course / "exercises" / lesson_id, course / "solutions" / lesson_id
    for folder in (public, private):
        if folder.exists():
            raise LessonError(f"{folder} exists already; choose another name or remove it")

    def fill(text: str, code: str = "raise NotImplementedError", declared: str = "") -> str:
        words = {
            "declared": declared, "en": en, "zh": zh, "stem": stem, "code": code,
            "begin": marker("Begin", "double"), "end": marker("End", "double"),
            "en_quoted": json.dumps(en, ensure_ascii=False), "zh_quoted": json.dumps(zh, ensure_ascii=False),  # as TOML
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], text)  # once: a title may hold such a word itself

    files = {
        public / "lesson.toml": fill(_TOML),
        public / "task.zh.md": fill(_TASK_ZH),
        public / "task.en.md": fill(_TASK_EN),
        public / f"{stem}.py": fill(_STUB),
        public / "test_public.py": _PUBLIC,
        public / "misconceptions.toml": _MISCONCEPTIONS,
        private / f"{stem}.py": fill(_STUB, "return 2 * np.asarray(x)"),
        private / "test_hidden.py": _HIDDEN,
    }
    for name, (declared, code) in _WRONG.items():
        files[private / "wrong" / name] = fill(_OVERLAY, code, declared)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)

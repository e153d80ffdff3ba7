"""Whatever an author writes wrong is named with its file, its line and the remedy, and never in a library's words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, LessonError, load_lesson
from grader.course.misconceptions import diagnose
from grader.course.terms import translated
from grader.proving.calibration import Calibration
from tests import toy

CPU = "[profiles.cpu]\n"
# What is replaced in the lesson's lesson.toml, by what, and what is said.
MANIFEST = [
    ("runtime", "run time", ":2: this is not valid TOML: Expected '='"),
    ('"numpy"', '"fortran"', ":2: runtime: no runtime 'fortran' is installed; there are: "),
    ('runtime = "numpy"\n', "", ": runtime: runtime is missing; write it"),
    ('"toy.py"', '"Toy.py"', ":1: module: 'Toy.py' is none; it is the name of a Python file in lowercase, such as"),
    ('"toy.py"', '"toy.py"\nimport = ["a"]', ":2: import: there is no import here; do you mean imports?"),
    (
        '"toy.py"',
        '"toy.py"\ncolour = 1',
        ":2: colour: there is no colour here; there are: dialects, helpers, imports, learnt, limits",
    ),
    ("memory_mb = 256", "memory_mb = 0", ":9: limits.memory_mb: it is 0, and should be greater than 0"),
    ("memory_mb = 256", "memroy_mb = 256", ":9: limits.memroy_mb: there is no memroy_mb here; do you mean memory_mb?"),
    ("memory_mb = 256", 'memory_mb = "much"', ":9: limits.memory_mb: it should be a whole number"),
    ("[limits]", "[limit]", ":6: limit: there is no limit here; do you mean limits?"),
    ('zh = "玩具", ', "", ":3: title: write title.zh, too"),
    ('title = { zh = "玩具", en = "Toy" }', 'title = "Toy"', ":3: title: it should be a table, such as [title]"),
    (CPU, "", ": profiles: a lesson needs [profiles.cpu]"),
    ("[profiles.long]", '[profiles.long]\ndevice = "tpu"', ": profiles: [profiles.long] has device 'tpu'; it is cpu"),
    ('"toy.py"', '"toy.py"\ndialects = "tf1"', ":2: dialects: it should be a list between [ and ]"),
    ('"toy.py"', '"toy.py"\nsources = [1]', ":2: sources.0: it should be text between quotation marks"),
    ('"toy.py"', '"toy.py"\nimports = ["json"]', ":2: imports: the runtime numpy takes no imports"),
]
READERS: dict[str, Callable[[Lesson], Any]] = {
    "exercises/01-toy/misconceptions.toml": lambda lesson: diagnose("a", lesson.public),
    "exercises/01-toy/terms.toml": lambda lesson: translated("a", [lesson.public]),
    "exercises/01-toy/examples.json": lambda lesson: lesson.examples,
    "solutions/01-toy/calibration.json": Calibration.read,
}
MISCONCEPTIONS, TERMS, EXAMPLES, CALIBRATION = READERS
FILES = [
    (MISCONCEPTIONS, '[b]\nen = "x"\nzh = "y"\n\n[a]\nen = "x"\n', ":5: a: write zh, too"),
    (MISCONCEPTIONS, "a = 1\n", ":1: a: it should be a table, such as [a]"),
    (MISCONCEPTIONS, '\n[a\nen = "x"\n', ":2: this is not valid TOML: "),
    (MISCONCEPTIONS, '[a]\nzh = "x"\nen = 1\n', ":3: a.en: it should be text between quotation marks"),
    (TERMS, '"a gate" = "门"\n', ":1: a gate: it should be a table, such as [a gate]; it has tables like [zh]"),
    (TERMS, '[zh]\n"a gate" = 1\n', ":2: zh.a gate: it should be text between quotation marks; it has tables like"),
    (EXAMPLES, '{\n"a": }', ":2: this is not valid JSON: Expecting value; write it with json.dump"),
    (EXAMPLES, "[1]", ": it should be a table, such as [name]; write it with json.dump"),
    (EXAMPLES, '{"a": [[1, 2], [3]]}', ": a list in it is no array of numbers"),
    (CALIBRATION, "{", ":1: this is not valid JSON: Expecting property name enclosed in double quotes; run again: "),
    (CALIBRATION, '{"schema_version": 2, "lesson": "x"}', ": schema_version: it is 2, and should be 1; run again: "),
]


def said(course: Path, act: Callable[[Lesson], Any] = lambda lesson: None) -> str:
    with pytest.raises(LessonError) as error:
        act(load_lesson(course, toy.LESSON_ID))
    words = str(error.value)
    for word in ("pydantic", "validation error", "Input should", "Traceback", "type="):
        assert word not in words
    return words


@pytest.mark.parametrize(("old", "new", "expected"), MANIFEST)
def test_a_mistake_in_lesson_toml(tmp_path: Path, old: str, new: str, expected: str) -> None:
    path = toy.make_course(tmp_path) / "exercises" / toy.LESSON_ID / "lesson.toml"
    assert old in toy.MANIFEST
    path.write_text(toy.MANIFEST.replace(old, new, 1), encoding="utf-8")
    assert said(tmp_path).startswith(f"{path}{expected}")


@pytest.mark.parametrize(("name", "text", "expected"), FILES)
def test_a_mistake_in_another_file(tmp_path: Path, name: str, text: str, expected: str) -> None:
    path = toy.make_course(tmp_path) / name
    path.write_text(text, encoding="utf-8")
    assert said(tmp_path, READERS[name]).startswith(f"{path}{expected}")


@pytest.mark.parametrize("name", ["exercises/01-toy/lesson.toml", *list(READERS)])
def test_another_encoding(tmp_path: Path, name: str) -> None:
    path = toy.make_course(tmp_path) / name
    path.write_bytes(b"\n\n" + "# 玩具".encode("gbk"))
    words = said(tmp_path, READERS.get(name, lambda lesson: None))
    assert words.startswith(f"{path}:3: this is not UTF-8; save the file in that encoding")


def test_several_mistakes_are_named_in_a_line_each(tmp_path: Path) -> None:
    path = toy.make_course(tmp_path) / "exercises" / toy.LESSON_ID / "lesson.toml"
    path.write_text("".join(f"odd{n} = 1\n" for n in range(9)) + toy.MANIFEST, encoding="utf-8")
    lines = said(tmp_path).splitlines()
    assert [line.split(": ")[1] for line in lines[:3]] == ["odd0", "odd1", "odd2"] and lines[3:] == ["and 6 more"]

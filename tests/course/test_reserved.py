"""The names that a lesson uses: those that no helper of a student's may bind."""

from __future__ import annotations

from typing import Any

from tests import toy

MANIFEST = toy.MANIFEST.replace('runtime = "numpy"', 'runtime = "numpy"\nhelpers = true')
PROBE = "def watch(name):\n    return getattr(student, name)(LIMIT)\n"
HIDDEN = (
    toy.HIDDEN + "\n\ndef test_more(student):\n    secret = student.probe.watch('triple')\n    student.quadruple(1)\n"
)


def test_names_of_the_public_half_and_what_hidden_checks_ask_for(write_toy: Any) -> None:
    lesson = write_toy({"lesson.toml": MANIFEST, "probe.py": PROBE}, {"test_hidden.py": HIDDEN})
    names = lesson.names_in_use(lesson.form())
    assert {"np", "FACTOR", "double", "total", "x", "watch", "LIMIT", "getattr", "test_double", "expect"} <= names
    assert {"triple", "quadruple"} <= names
    assert not {"secret", "test_more", "numpy"} & names, "what a file can never reach may be called the same"
    assert lesson.names_in_use(lesson.form()) is names


def test_a_stub_that_is_no_python_yet_keeps_its_names(write_toy: Any) -> None:
    stub = toy.STUB.replace("    raise NotImplementedError\n", "")
    lesson = write_toy({"lesson.toml": MANIFEST, "toy.py": stub.replace('    """Every element doubled."""\n', "")}, {})
    assert {"np", "double", "total"} <= lesson.names_in_use(lesson.form())


def test_other_lessons_take_no_helpers(toy_lesson: Any) -> None:
    assert not toy_lesson.helpers and toy_lesson.names_in_use(toy_lesson.form()) is None

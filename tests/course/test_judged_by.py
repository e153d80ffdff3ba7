"""Which files and settings judge an answer, and which do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course.judged_by import Input, digest, inputs_of, selected
from grader.course.lesson import Lesson, load_lesson
from tests import toy

ID = toy.LESSON_ID
PUBLIC, PRIVATE = f"exercises/{ID}", f"solutions/{ID}"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


def put(course: Path, name: str, text: str = "VALUE = 1\n") -> None:
    path = course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def hidden_checks(course: Path, first_lines: str) -> None:
    put(course, f"{PRIVATE}/test_hidden.py", f"{first_lines}\n{toy.HIDDEN}")


def names(course: Path, **how: Any) -> set[str]:
    return set(selected(inputs_of(load_lesson(course, ID)), **how))


def test_the_inputs_of_a_lesson_are_these(course: Path) -> None:
    assert names(course) == {
        f"{PUBLIC}/lesson.toml: limits", f"{PUBLIC}/lesson.toml: module", f"{PUBLIC}/lesson.toml: runtime",
        f"{PUBLIC}/lesson.toml: profiles.cpu", f"{PUBLIC}/lesson.toml: profiles.long",
        f"{PUBLIC}/toy.py", f"{PUBLIC}/test_public.py", f"{PRIVATE}/test_hidden.py",
    }  # fmt: skip


def test_a_verdict_depends_on_what_it_was_reached_with(course: Path) -> None:
    put(course, f"{PRIVATE}/calibration.json", "{}")
    put(course, f"{PRIVATE}/held_out.txt")
    everything = names(course, early_stopping=True)
    assert everything - names(course) == {f"{PRIVATE}/calibration.json"}
    assert names(course) - names(course, profile="cpu") == {f"{PUBLIC}/lesson.toml: profiles.long"}
    assert names(course) - names(course, hidden=False) == {f"{PRIVATE}/test_hidden.py", f"{PRIVATE}/held_out.txt"}


def test_a_check_by_the_public_ones_alone_depends_on_nothing_private(course: Path) -> None:
    lesson = load_lesson(course, ID)
    assert {one.name for one in lesson.public_inputs} == set(selected(lesson.inputs, hidden=False))
    assert set(lesson.public_inputs) <= set(lesson.inputs)
    before = lesson.digest_of(True), lesson.digest_of(False)
    hidden_checks(course, "# changed")
    changed = load_lesson(course, ID)
    assert changed.digest_of(True) != before[0] and changed.digest_of(False) == before[1]


def test_a_students_machine_has_the_public_half_alone(course: Path) -> None:
    lesson = Lesson(course / "exercises" / ID, None)
    assert set(selected(inputs_of(lesson))) == names(course, hidden=False)


COUNTS = {
    "data": (f"{PUBLIC}/book.txt", ""),
    "worked examples": (f"{PUBLIC}/examples.json", ""),
    "a probe": (f"{PUBLIC}/probe.py", ""),
    "held-out data": (f"{PRIVATE}/held_out.npz", ""),
    "data in a folder": (f"{PRIVATE}/data/held_out.txt", ""),
    "pictures that are data": (f"{PRIVATE}/data/digit.png", ""),
    "an oracle": ("solutions/oracles/one.py", "from oracles import one"),
    "an oracle by its full name": ("solutions/oracles/one.py", "import oracles.one"),
    "a name of an oracle": ("solutions/oracles/one.py", "from oracles.one import VALUE"),
    "a package of oracles": ("solutions/oracles/cells/lstm.py", "from oracles import cells"),
    "all oracles": ("solutions/oracles/one.py", "from oracles import *"),
    "the package of oracles": ("solutions/oracles/__init__.py", "from oracles import one"),
    "an oracle by a name made up": ("solutions/oracles/one.py", "from importlib import import_module"),
    "an oracle by __import__": ("solutions/oracles/one.py", '__import__("oracles." + "one")'),
    "a module beside the oracles": ("solutions/helpers.py", "import helpers"),
    "a module beside the checks": (f"{PRIVATE}/helpers.py", "from . import helpers"),
    "a name of a module beside the checks": (f"{PRIVATE}/helpers.py", "from .helpers import VALUE"),
    "an import within a function": ("solutions/oracles/one.py", "def late():\n    from oracles import one"),
    "an oracle's table": ("solutions/oracles/table.csv", "from oracles import one"),
    "a program that a check names": (f"{PRIVATE}/toy.py", 'PATH = "toy.py"'),
    "a figure that a check names": (f"{PUBLIC}/reach.svg", 'PATH = "reach.svg"'),
}  # fmt: skip
DOES_NOT = {
    "a task's text": (f"{PUBLIC}/task.en.md", ""),
    "a figure": (f"{PUBLIC}/reach.en.svg", ""),
    "a misconception's sentence": (f"{PUBLIC}/misconceptions.toml", ""),
    "a term's translation": (f"{PUBLIC}/terms.toml", ""),
    "a wrong answer": (f"{PRIVATE}/wrong/squares.py", ""),
    "a right answer": (f"{PRIVATE}/right/mine.py", ""),
    "the reference": (f"{PRIVATE}/toy.py", ""),
    "what makes the examples": (f"{PRIVATE}/make_examples.py", ""),
    "a record of mutants": (f"{PRIVATE}/mutants.json", ""),
    "the equivalent mutants": (f"{PRIVATE}/equivalent_mutants.toml", ""),
    "a calibration": (f"{PRIVATE}/calibration.json", ""),
    "another oracle": ("solutions/oracles/another.py", "from oracles import one"),
    "an oracle's table, where there is no oracle": ("solutions/oracles/table.csv", ""),
    "another lesson": ("exercises/02-more/test_public.py", ""),
    "another lesson's checks": ("solutions/02-more/test_hidden.py", "from oracles import one"),
    "what Python compiled": (f"{PRIVATE}/__pycache__/test_hidden.pyc", ""),
    "what an editor left": (f"{PRIVATE}/.ipynb_checkpoints/held_out.txt", ""),
    "an editor's copy": (f"{PUBLIC}/book.txt~", ""),
}


@pytest.mark.parametrize(("name", "first_lines"), COUNTS.values(), ids=COUNTS.keys())
def test_what_checks_can_read_counts(course: Path, name: str, first_lines: str) -> None:
    put(course, "solutions/oracles/one.py")
    hidden_checks(course, first_lines)
    put(course, name, "1\n")
    before = dict(one[:2] for one in inputs_of(load_lesson(course, ID)))
    put(course, name, "2\n")
    after = dict(one[:2] for one in inputs_of(load_lesson(course, ID)))
    assert {key for key in after if before.get(key) != after[key]} == {name}


@pytest.mark.parametrize(("name", "first_lines"), DOES_NOT.values(), ids=DOES_NOT.keys())
def test_nothing_else_counts(course: Path, name: str, first_lines: str) -> None:
    put(course, "solutions/oracles/one.py")
    hidden_checks(course, first_lines)
    before = names(course), load_lesson(course, ID).digest
    put(course, name, "# edited\n")
    assert names(course) == before[0]
    if "calibration" not in name:
        assert load_lesson(course, ID).digest == before[1]


MANIFEST: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "title": (lambda text: text.replace('en = "Toy"', 'en = "Play"'), set()),
    "summary": (lambda text: text.replace("Two small functions", "Two functions"), set()),
    "sources": (lambda text: 'sources = ["A book."]\n' + text, set()),
    "a comment": (lambda text: text + "\n# a comment\n", set()),
    "a default, written down": (lambda text: text.replace("disk_mb = 4", "disk_mb = 4\n"), set()),
    "a limit": (lambda text: text.replace("reply_mb = 4", "reply_mb = 5"), {"limits"}),
    "a profile": (lambda text: text.replace("[profiles.long]", "[profiles.long]\nsteps = 3"), {"profiles.long"}),
    "a runtime": (lambda text: text.replace('"numpy"', '"keras"'), {"runtime"}),
}


@pytest.mark.parametrize(("edit", "changed"), MANIFEST.values(), ids=MANIFEST.keys())
def test_of_the_manifest_only_what_judges_counts(course: Path, edit: Callable[[str], str], changed: set[str]) -> None:
    before = selected(inputs_of(load_lesson(course, ID)))
    path = course / PUBLIC / "lesson.toml"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    after = selected(inputs_of(load_lesson(course, ID)))
    different = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert different == {f"{PUBLIC}/lesson.toml: {name}" for name in changed}


def test_a_limit_that_has_its_default_value_is_as_if_left_out(course: Path) -> None:
    path = course / PUBLIC / "lesson.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("disk_mb = 4", "disk_mb = 32"), encoding="utf-8")
    written = load_lesson(course, ID).digest
    path.write_text(text.replace("disk_mb = 4", ""), encoding="utf-8")
    assert load_lesson(course, ID).digest == written


def test_oracles_that_import_one_another_are_read_once(course: Path) -> None:
    put(course, "solutions/oracles/one.py", "import oracles.two\n")
    put(course, "solutions/oracles/two.py", "import oracles.one\nfrom .three import VALUE\n")
    put(course, "solutions/oracles/three.py")
    hidden_checks(course, "from oracles import one")
    assert {f"solutions/oracles/{name}.py" for name in ("one", "two", "three")} <= names(course)


@pytest.mark.parametrize("text", ["def (", "\0", "x = " + "-" * 200_000 + "1"], ids=["syntax", "null", "deep"])
def test_checks_that_cannot_be_read_count_as_they_are(course: Path, text: str) -> None:
    put(course, f"{PRIVATE}/test_hidden.py", text)
    assert f"{PRIVATE}/test_hidden.py" in names(course)


def test_the_digest_is_of_names_and_contents() -> None:
    one = digest({"a": "1", "b": "2"})
    assert one == digest({"b": "2", "a": "1"})
    assert len({one, digest({"a": "2", "b": "1"}), digest({"a": "1"}), digest({})}) == 4
    assert selected([Input("a", "1"), Input("b", "2", "profile x")], profile="y") == {"a": "1"}

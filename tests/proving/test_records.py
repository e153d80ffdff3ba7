"""A record of mutants is held to all that judged them, and says so when that has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import Lesson, load_lesson
from grader.grading.judging import JUDGING_VERSION
from grader.proving import records
from grader.proving.mutation import mutants_of
from grader.proving.records import (
    EQUIVALENT_FILE,
    RECORD_FILE,
    Record,
    check_records,
    kill_rate,
    listed_sha256,
    mutants_of_form,
    mutants_sha256,
    read_record,
    staleness,
    subject_sha256,
)
from tests import toy

ID = toy.LESSON_ID
COUNTS = {"killed": 12, "equivalent": 0, "survived": 0, "unjudged": 0}
AGAIN = f"judge again: grader verify {ID} --mutants"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = toy.make_course(tmp_path / "course")
    private = course / "solutions" / ID
    for name in ("one", "two", "another"):
        path = course / "solutions" / "oracles" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("VALUE = 1\n", encoding="utf-8")
    checks = private / "test_hidden.py"
    checks.write_text("from oracles import one\n" + checks.read_text(encoding="utf-8"), encoding="utf-8")
    public = course / "exercises" / ID
    (public / "probe.py").write_text("# nothing\n", encoding="utf-8")
    manifest = (public / "lesson.toml").read_text(encoding="utf-8")
    (public / "lesson.toml").write_text('dialects = ["tf1"]\n' + manifest, encoding="utf-8")
    for half, text in ((public, toy.STUB), (private, toy.answer())):
        (half / "tf1").mkdir()
        (half / "tf1" / "toy.py").write_text(text, encoding="utf-8")
    (private / EQUIVALENT_FILE).write_text("# none\n", encoding="utf-8")
    return course


@pytest.fixture
def lesson(course: Path) -> Lesson:
    """With a fresh record."""
    lesson = load_lesson(course, ID)
    keep(lesson, judging_version=JUDGING_VERSION)
    assert said(lesson) is None
    return lesson


def keep(lesson: Lesson, **facts: Any) -> None:
    mutants = [mutant for form in lesson.forms for mutant in mutants_of_form(form)]
    sums = {
        "subject_sha256": subject_sha256(lesson),
        "listed_sha256": listed_sha256(lesson),
        "mutants_sha256": mutants_sha256(mutants),
    }
    path = lesson.private / RECORD_FILE  # type: ignore[operator]
    path.write_text(json.dumps({**COUNTS, **sums, **facts}), encoding="utf-8")


def said(lesson: Lesson) -> str | None:
    record = read_record(lesson)
    assert record is not None
    return staleness(lesson, record)


def add(path: Path, text: str = "\n# changed\n") -> None:
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(before + text, encoding="utf-8")


STALE: dict[str, Callable[[Path, Path], Any]] = {
    "public checks": lambda public, private: add(public / "test_public.py"),
    "hidden checks": lambda public, private: add(private / "test_hidden.py"),
    "limits": lambda public, private: (public / "lesson.toml").write_text(
        (public / "lesson.toml").read_text(encoding="utf-8").replace("memory_mb = 256", "memory_mb = 257"), "utf-8"
    ),
    "stub": lambda public, private: add(public / "toy.py"),
    "probe": lambda public, private: add(public / "probe.py"),
    "a probe of a dialect": lambda public, private: add(public / "tf1" / "probe.py"),
    "examples": lambda public, private: add(public / "examples.json", "{}"),
    "public data": lambda public, private: add(public / "book.txt"),
    "held-out data": lambda public, private: add(private / "held_out.txt"),
    "data in a folder": lambda public, private: add(private / "data" / "held_out.npz"),
    "reference": lambda public, private: add(private / "toy.py"),
    "a reference in a dialect": lambda public, private: add(private / "tf1" / "toy.py"),
    "an oracle that is imported": lambda public, private: add(private.parent / "oracles" / "one.py"),
    "an oracle's table": lambda public, private: add(private.parent / "oracles" / "table.json"),
    "the list of equivalents": lambda public, private: add(private / EQUIVALENT_FILE),
    "what is moved": lambda public, private: (private / "test_hidden.py").rename(public / "test_hidden.py"),
}
FRESH: dict[str, Callable[[Path, Path], Any]] = {
    "texts": lambda public, private: add(public / "task.en.md"),
    "sentences": lambda public, private: add(public / "misconceptions.toml"),
    "figures": lambda public, private: add(public / "reach.svg"),
    "known wrong answers": lambda public, private: add(private / "wrong" / "squares.py"),
    "right answers": lambda public, private: add(private / "right" / "mine.py"),
    "thresholds' record": lambda public, private: add(private / "calibration.json"),
    "an oracle of others": lambda public, private: add(private.parent / "oracles" / "another.py"),
    "what Python compiled": lambda public, private: add(private / "__pycache__" / "toy.pyc"),
}


@pytest.mark.parametrize("change", STALE.values(), ids=STALE.keys())
def test_a_change_to_what_judges_makes_a_record_stale(course: Path, lesson: Lesson, change: Any) -> None:
    change(course / "exercises" / ID, course / "solutions" / ID)
    found = said(load_lesson(course, ID))
    assert found is not None and found.startswith("stale: ") and found.endswith(AGAIN)


@pytest.mark.parametrize("change", FRESH.values(), ids=FRESH.keys())
def test_a_change_to_what_judges_nobody_does_not(course: Path, lesson: Lesson, change: Any) -> None:
    change(course / "exercises" / ID, course / "solutions" / ID)
    assert said(load_lesson(course, ID)) is None


def test_a_change_to_what_makes_mutants_makes_a_record_stale(lesson: Lesson, monkeypatch: Any) -> None:
    monkeypatch.setattr(records, "mutants_of", lambda text: mutants_of(text)[:-1])
    assert "other mutants" in str(said(lesson))


@pytest.mark.parametrize("version", [None, JUDGING_VERSION - 1, JUDGING_VERSION + 1])
def test_a_record_of_another_judging_version_is_stale(lesson: Lesson, version: int | None) -> None:
    keep(lesson, **({} if version is None else {"judging_version": version}))
    assert f"stale: judged with judging version {version or 0}, and this grader has" in str(said(lesson))


@pytest.mark.parametrize(
    "imported",
    ["from oracles import two", "import oracles.two", "from oracles.two import VALUE", "from oracles.two import *",
     "if 1: import oracles.two as o", "from oracles import *", "import oracles", "from . import two",
     "from .two import VALUE"],
)  # fmt: skip
def test_an_oracle_counts_that_is_imported_by_one_that_is(course: Path, imported: str) -> None:
    lesson, oracles = load_lesson(course, ID), course / "solutions" / "oracles"
    (oracles / "one.py").write_text(f"{imported}\n", encoding="utf-8")
    (oracles / "two.py").write_text("import oracles.one\n", encoding="utf-8")
    before = subject_sha256(lesson)
    add(oracles / "two.py")
    assert subject_sha256(lesson) != before


def test_an_oracle_may_be_a_folder_and_checks_may_be_unreadable(course: Path) -> None:
    lesson, oracles = load_lesson(course, ID), course / "solutions" / "oracles"
    (oracles / "one.py").write_text("import oracles.cells.lstm\n", encoding="utf-8")
    add(oracles / "cells" / "lstm.py")
    before = subject_sha256(lesson)
    add(oracles / "cells" / "lstm.py")
    assert subject_sha256(lesson) != before
    (oracles / "one.py").write_text("def (", encoding="utf-8")
    assert subject_sha256(lesson) != before  # judging says what is wrong


def test_a_stale_record_is_a_note_and_for_a_release_a_problem(course: Path, lesson: Lesson) -> None:
    for release in (False, True):
        (finding,) = check_records([lesson], release=release)
        assert (finding.problems, finding.notes) == ((), ())
    add(course / "solutions" / ID / "test_hidden.py")
    (working,), (released,) = check_records([lesson]), check_records([lesson], release=True)
    assert working.problems == () and "with other checks" in working.notes[0] and working.notes[0].endswith(AGAIN)
    assert released.problems == working.notes and "12 of 12 killed" in released.what


def test_a_release_needs_a_record_of_every_lesson(lesson: Lesson) -> None:
    (lesson.private / RECORD_FILE).unlink()  # type: ignore[operator]
    assert list(check_records([lesson])) == []
    (finding,) = check_records([lesson], release=True)
    assert finding.problems == (f"no mutants were judged: grader verify {ID} --mutants",)


def test_a_record_by_which_a_mutant_survives_is_a_problem_always(lesson: Lesson) -> None:
    keep(lesson, judging_version=JUDGING_VERSION, survived=2, unjudged=1)
    for release in (False, True):
        (finding,) = check_records([lesson], release=release)
        assert finding.problems == (f"3 of them survived, or were not judged: grader verify {ID} --mutants",)
        assert "12 of 15 killed (80%)" in finding.what


def test_an_older_record_that_says_lives_is_read(lesson: Lesson) -> None:
    counts = {"killed": 12, "equivalent": 0, "lives": 2, "unjudged": 0}
    (lesson.private / RECORD_FILE).write_text(json.dumps(counts), encoding="utf-8")  # type: ignore[operator]
    assert read_record(lesson) == Record(killed=12, equivalent=0, lives=2, unjudged=0)
    assert kill_rate(read_record(lesson)) == "12 of 14 killed (86%)"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"killed": "all", "equivalent": 0, "survived": 0, "unjudged": 0}'])
def test_what_is_no_record_is_a_problem(lesson: Lesson, text: str) -> None:
    (lesson.private / RECORD_FILE).write_text(text, encoding="utf-8")  # type: ignore[operator]
    (finding,) = check_records([lesson])
    assert finding.problems[0].endswith(AGAIN)

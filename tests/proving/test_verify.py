"""Verification finds each kind of thing that can be wrong with a lesson, and nothing in one that is right."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course.lesson import discover, load_lesson
from grader.proving.verify import Declared, Finding, is_green, verify
from grader.source.regions import marker
from tests import toy

ID = toy.LESSON_ID


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def problems(course: Path) -> Callable[..., dict[str, str]]:
    """What verification finds wrong, after `change` to the course: what was verified -> its problems."""

    def find(change: Callable[[Path, Path], Any] = lambda public, private: None, run: bool = True) -> dict[str, str]:
        change(course / "exercises" / ID, course / "solutions" / ID)
        found = verify(course, [load_lesson(course, ID)], workers=2)
        if not run:  # what can be read comes first, before any sandbox is started
            found = itertools.takewhile(lambda finding: finding.what != "known wrong answers", found)
        return {finding.what: "\n".join(finding.problems) for finding in found if finding.problems}

    return find


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_right_lesson_is_green_and_everything_in_it_was_verified(course: Path) -> None:
    findings = list(verify(course, discover(course), workers=2))
    assert is_green(findings), [finding for finding in findings if finding.problems]
    assert {finding.what for finding in findings} == {
        "files",
        "both languages", "nothing private in public", "known wrong answers", "stub",
        "stub, run all the same", "reference",        *(f"wrong/{name}" for name in toy.WRONG),
    }  # fmt: skip
    assert {finding.lesson for finding in findings} == {ID}


def test_other_right_answers_are_verified_too(problems: Any, course: Path) -> None:
    def add(public: Path, private: Path) -> None:
        (private / "right").mkdir()
        head = "# verdict: passed score=full diagnosis=-\n"
        (private / "right" / "good.py").write_text(head + toy.answer(double="return x + x"))
        (private / "right" / "bad.py").write_text(head + toy.answer(double="return x + 1"))

    found = problems(add)
    assert set(found) == {"right/bad.py"}
    assert "outcome is failed, declared passed" in found["right/bad.py"] and "test_double" in found["right/bad.py"]


# --- wrong answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("trains", "verified"), [(True, 1), (False, 3)])
def test_quickly_verified_a_lesson_that_trains_has_one_right_answer(course: Path, trains: bool, verified: int) -> None:
    private = course / "solutions" / ID
    (private / "right").mkdir()
    for name in "abc":
        shutil.copy(private / "toy.py", private / "right" / f"{name}.py")
        path = private / "right" / f"{name}.py"
        path.write_text("# verdict: passed score=full diagnosis=-\n" + path.read_text(encoding="utf-8"))
    if trains:
        hidden = private / "test_hidden.py"
        text = hidden.read_text(encoding="utf-8")
        marked = text.replace("def test_", '@pytest.mark.calibrates("x", "y")\ndef test_', 1)
        hidden.write_text(marked, encoding="utf-8")
    findings = list(verify(course, [load_lesson(course, ID)], workers=2, quick=True))
    assert is_green(findings), [finding for finding in findings if finding.problems]
    assert sum(finding.what.startswith("right/") for finding in findings) == verified


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("raised score=2 diagnosis=squared", "outcome is failed, declared raised"),
        ("failed score=3 diagnosis=squared", "score is 2.0, declared 3 of 7"),
        ("failed score=full diagnosis=squared", "score is 2.0, declared 7 of 7"),
        ("failed score=2 diagnosis=-", "diagnosis is squared, declared -"),
        ("failed score=2 diagnosis=unchanged", "diagnosis is squared, declared unchanged"),
        ("failed score=2 diagnosis=squared,unchanged", "diagnosis is squared, declared squared,unchanged"),
    ],
)
def test_a_wrong_answer_must_get_exactly_its_declared_verdict(problems: Any, declared: str, said: str) -> None:
    found = problems(
        lambda public, private: replace(private / "wrong" / "squares.py", toy.WRONG["squares.py"][0], declared)
    )
    assert set(found) == {"wrong/squares.py"} and said in found["wrong/squares.py"]


@pytest.mark.parametrize("first", ["", "import numpy", "# verdict: failed", "# verdict: failed score=two diagnosis=-"])
def test_a_wrong_answer_must_declare_a_verdict(problems: Any, first: str) -> None:
    def change(public: Path, private: Path) -> None:
        (private / "wrong" / "squares.py").write_text(f"{first}\n{toy.answer()}")

    found = problems(change)
    assert set(found) == {"wrong/squares.py"} and "first line must be like: # verdict:" in found["wrong/squares.py"]


def test_a_wrong_answer_is_a_whole_file_or_only_its_regions(problems: Any) -> None:
    declared, bodies = toy.WRONG["squares.py"]

    def add(public: Path, private: Path) -> None:
        (private / "wrong" / "whole.py").write_text(f"# verdict: {declared}\n{toy.answer(**bodies)}")

    assert problems(add) == {}


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("import os\n", "an answer with code outside its regions is read as a whole file, and needs every region"),
        (toy.overlay("", mean="return 0"), "the reference has no region 'mean'; its regions are: double, total"),
    ],
)
def test_an_overlay_that_does_not_fit_is_named(problems: Any, extra: str, said: str) -> None:
    def change(public: Path, private: Path) -> None:
        path = private / "wrong" / "squares.py"
        path.write_text(path.read_text() + extra)

    found = problems(change)
    assert set(found) == {"wrong/squares.py"} and said in found["wrong/squares.py"]


def test_a_name_that_is_english_in_a_chinese_sentence_is_found_until_it_is_translated(problems: Any) -> None:
    def rename(public: Path, private: Path) -> None:
        replace(public / "test_public.py", '"double(x)").shape', '"twice the input").shape')

    found = problems(rename)
    assert found and all(name.startswith("wrong/") for name in found)
    assert all("'twice the input'" in said and f"exercises/{ID}/terms.toml" in said for said in found.values())

    def translate(public: Path, private: Path) -> None:
        (public / "terms.toml").write_text('[zh]\n"twice the input" = "输入的两倍"\n', encoding="utf-8")

    assert problems(translate) == {}


def test_five_wrong_answers_are_too_few(problems: Any) -> None:
    found = problems(lambda public, private: (private / "wrong" / "squares.py").unlink())
    assert found == {"known wrong answers": "it has 5 known wrong answers in wrong/; a lesson needs at least 6"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# verdict: failed score=9 diagnosis=a,b", Declared("failed", 9.0, frozenset({"a", "b"}))),
        ("#verdict:  passed  score=full  diagnosis=-  ", Declared("passed", None, frozenset())),
        ("# verdict: raised score=0.5 diagnosis=x", Declared("raised", 0.5, frozenset({"x"}))),
    ],
)
def test_declarations(tmp_path: Path, line: str, expected: Declared) -> None:
    (tmp_path / "a.py").write_text(line + "\nx = 1\n")
    assert Declared.parse(tmp_path / "a.py") == expected


# --- stub and reference ---------------------------------------------------------------------------------------------


def test_a_stub_that_scores_is_found(problems: Any) -> None:
    generous = toy.PUBLIC + '\n\ndef test_free():\n    """free\n    白送"""\n'
    found = problems(lambda public, private: (public / "test_public.py").write_text(generous, encoding="utf-8"))
    assert "the untouched stub scores 1.0" in found["stub, run all the same"]


def test_a_reference_that_does_not_pass_is_found(problems: Any) -> None:
    found = problems(lambda public, private: replace(private / "toy.py", "np.sum(x)", "np.max(x)"))
    assert "outcome is failed, declared passed" in found["reference"]
    assert "score is 5.0, declared 7 of 7" in found["reference"]


def test_a_reference_with_other_regions_is_found(problems: Any) -> None:
    def rename(public: Path, private: Path) -> None:
        for word in ("Begin", "End"):
            replace(private / "toy.py", marker(word, "total"), marker(word, "sum"))

    assert "no region `sum`, which begins at line" in problems(rename)["programs"]


def test_a_reference_with_broken_markers_is_found(problems: Any) -> None:
    found = problems(lambda public, private: replace(private / "toy.py", marker("End", "total"), "#"))
    assert "toy.py: The region that begins at" in found["nothing private in public"]
    assert "has lost its End marker" in found["programs"]


def test_a_check_with_a_bug_is_found(problems: Any) -> None:
    buggy = toy.HIDDEN + '\n\ndef test_bug(student):\n    """a bug\n    错误"""\n    raise KeyError("mine")\n'
    found = problems(lambda public, private: (private / "test_hidden.py").write_text(buggy, encoding="utf-8"))
    assert "grader_error" in found["reference"]
    told = [words for words in found.values() if "fix the check: test_bug of 01-toy has a bug: KeyError" in words]
    assert len(told) == 1 and "test_hidden.py:" in told[0], "it is told once, and referred to after that"


PROGRAMS: dict[str, Callable[[Path, Path], Any]] = {
    r"toy.py is missing; write it there": lambda public, private: (private / "toy.py").unlink(),
    r"toy.py:11: SyntaxError: '\(' was never closed": lambda public, private: replace(
        private / "toy.py", "return FACTOR", "return FACTOR ("
    ),
    r"probe.py:2: SyntaxError": lambda public, private: (public / "probe.py").write_text("\ndef f(:\n"),
    r"toy.py:\d+: The region that begins at line": lambda public, private: replace(
        public / "toy.py", marker("End", "total"), "#"
    ),
}


@pytest.mark.parametrize(("said", "change"), PROGRAMS.items(), ids=PROGRAMS.keys())
def test_a_program_of_the_lessons_that_cannot_be_read_is_told_once(problems: Any, said: str, change: Any) -> None:
    found = problems(change)
    assert re.search(said, found["programs"]) and set(found) <= {"programs", "nothing private in public"}


# --- texts ----------------------------------------------------------------------------------------------------------

TEXTS: dict[str, Callable[[Path, Path], Any]] = {
    "task.zh.md is missing": lambda public, private: (public / "task.zh.md").unlink(),
    "task.en.md is missing or empty": lambda public, private: (public / "task.en.md").write_text(" \n"),
    "task.zh.md is not in the language": lambda public, private: (public / "task.zh.md").write_text("# Toy\n"),
    "task.zh.md:1: this is not UTF-8": lambda public, _: (public / "task.zh.md").write_bytes("玩具".encode("gbk")),
    "task.en.md is not in the language": lambda public, private: (public / "task.en.md").write_text("玩具"),
    "title: needs": lambda public, private: replace(public / "lesson.toml", "玩具", "Toy"),
    "summary: needs": lambda public, private: replace(public / "lesson.toml", "Two small functions", "两个小函数"),
    "test_total: needs": lambda public, private: replace(public / "test_public.py", "    total(x) 等于总和", ""),
    "test_total_negative: needs": lambda public, private: replace(
        private / "test_hidden.py", '"""total works for negative numbers\n    total 对负数也成立"""', "pass"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "change"), TEXTS.items(), ids=TEXTS.keys())
def test_a_text_that_is_missing_in_a_language_is_found(problems: Any, said: str, change: Any) -> None:
    found = problems(change, run=False)
    assert set(found) == {"both languages"} and said in found["both languages"]


# Files that are read only where an answer makes somebody ask for them, and check files as they are written.
HINT = '[[hints]]\nabout = ["squred"]\ntext.zh = "看"\ntext.en = "look"\n'
TOTALS = "\n\ndef test_total_negative(student):\n    student.probe.ttoal(1)\n"
FILES: dict[str, tuple[str, str]] = {
    r"hints.toml:2: squred is no misconception, no public check .*; do you mean squared\?": ("hints.toml", HINT),
    r"hints.toml:1: this is not valid TOML": ("hints.toml", "[[hints]\n"),
    r"hints.toml:2: the task text has no hint 7; it has 0": ("hints.toml", '[task]\n7 = ["squared"]\n'),
    r"exceptions.toml:1: sqared has no sentence in .*; do you mean squared\?": (
        "exceptions.toml", '[sqared]\nraised = "ValueError"\n',
    ),
    r"exceptions.toml:2: squared.raises: there is no raises here; do you mean raised\?": (
        "exceptions.toml", '[squared]\nraises = "ValueError"\n',
    ),
    r"misconceptions.toml:1: extra: write zh, too": ("misconceptions.toml", '[extra]\nen = "x"\n'),
    r'terms.toml:2: "a {b}" has no blank {c}, and its translation has one': ("terms.toml", '[zh]\n"a {b}" = "{c}"\n'),
    r"see.py:2: SyntaxError: '\(' was never closed": ("see.py", "import toy\nprint(\n"),
    r"test_public.py:4: test_total_negative stands in line 2, too; rename one": (
        "test_public.py", "\ndef test_total_negative(): pass\n\ndef test_total_negative(): pass\n",
    ),
    r"test_public.py:4: .*probe.py has no function ttoal; write it there": ("test_public.py", TOTALS),
}  # fmt: skip


@pytest.mark.parametrize(("said", "file"), FILES.items(), ids=FILES.keys())
def test_a_file_that_no_answer_asks_for_is_read_all_the_same(problems: Any, said: str, file: tuple[str, str]) -> None:
    found = problems(lambda public, private: (public / file[0]).write_text(file[1], encoding="utf-8"), run=False)
    assert re.search(said, found["files"])


def test_where_the_reference_fails_a_check_its_place_and_the_exception_are_said(problems: Any) -> None:
    def change(public: Path, private: Path) -> None:
        (public / "probe.py").write_text("def size(x):\n    return x.syze\n")
        replace(private / "test_hidden.py", "x = -rng.uniform", "student.probe.size(1)\n    x = -rng.uniform")

    found = problems(change)["reference"]
    assert re.search(r"raised AttributeError \(.*no attribute 'syze'.*\); the check is .*test_hidden.py:\d+$", found)


# --- leaks ----------------------------------------------------------------------------------------------------------

SECRET = "return FACTOR * np.asarray(x, dtype=float)"
LEAKS: dict[str, Callable[[Path, Path], Any]] = {
    "task.en.md contains code of the reference": lambda public, private: replace(
        public / "task.en.md", "Write", f"Hint: `{SECRET}`. Write"
    ),
    "notes.txt contains code of the reference": lambda public, private: (public / "notes.txt").write_text(
        SECRET.replace(" ", "  ")
    ),
    "deep/note.md contains code of the reference": lambda public, private: (
        (public / "deep").mkdir(),
        (public / "deep" / "note.md").write_text(f"{SECRET}"),
    ),
    "belongs into solutions": lambda public, private: shutil.copytree(private / "wrong", public / "wrong"),
    "test_hidden.py belongs into solutions": lambda public, private: shutil.copy(private / "test_hidden.py", public),
}


@pytest.mark.parametrize(("said", "change"), LEAKS.items(), ids=LEAKS.keys())
def test_what_leaks_into_the_public_half_is_found(problems: Any, said: str, change: Any) -> None:
    assert said in problems(change, run=False)["nothing private in public"]


def test_a_line_that_the_stub_has_too_is_no_leak(problems: Any) -> None:
    def change(public: Path, private: Path) -> None:
        for path in (public / "toy.py", private / "toy.py"):
            replace(path, "FACTOR = 2\n", f"FACTOR = 2\n# for instance: {SECRET}\n")

    assert problems(change) == {}


# --- without a private half -----------------------------------------------------------------------------------------


def test_without_its_private_half_a_lesson_is_not_verified(problems: Any) -> None:
    found = problems(lambda public, private: shutil.rmtree(private))
    assert found == {"private half": f"there is no solutions/{ID}; verify where the course is written"}


def test_green_is_the_absence_of_problems() -> None:
    assert is_green([Finding("a", "b")]) and not is_green([Finding("a", "b"), Finding("a", "c", ("no",))])


# --- what stands in -------------------------------------------------------------------------------------------------

MEAN = "\n\ndef mean(x):\n    return total(x) / len(x)\n"
OF_NO_REGION = '''

def test_mean(student):
    """the mean is right
    平均值正确"""
    expect(student.mean(np.array([1.0, 2.0, 3.0])), "mean(x)").close(2.0)
'''


def stand_in(body: str) -> str:
    return f"    {marker('Begin', 'total')}\n    {body}\n    {marker('End', 'total')}\n"


@pytest.mark.parametrize(
    ("body", "problem"),
    [("return sum(x.tolist())", True), ("return np.sum(x[x < 0])", False), ("raise KeyError", False)],
    ids=["right", "right for some", "raises"],
)
def test_a_stand_in_is_public_and_must_be_no_right_answer(problems: Any, body: str, problem: bool) -> None:
    found = problems(lambda public, private: (public / "stand_in.py").write_text(stand_in(body), encoding="utf-8"))
    assert list(found) == ["stand-in for total, handed in"] * problem
    assert all("it is public, and a right answer of its region" in said for said in found.values())


def test_no_check_may_pass_by_a_stand_in_alone(problems: Any) -> None:
    def change(public: Path, private: Path) -> None:
        (public / "stand_in.py").write_text(stand_in("return sum(x[x > 0].tolist())"), encoding="utf-8")
        for path in (public / "toy.py", private / "toy.py"):
            path.write_text(path.read_text(encoding="utf-8") + MEAN, encoding="utf-8")
        hidden = private / "test_hidden.py"
        hidden.write_text(hidden.read_text(encoding="utf-8") + OF_NO_REGION, encoding="utf-8")
        for path in (private / "wrong").iterdir():
            path.unlink()

    found = problems(change)
    assert set(found) == {"known wrong answers", "stub, run all the same", "stand-in for total, in use"}
    assert found["stand-in for total, in use"].startswith(
        "where nothing but a stand-in works, 1.0 points are earned, and must not be: test_mean"
    )


def test_a_stand_in_for_no_region_is_told_before_anything_is_judged(problems: Any) -> None:
    text = stand_in("return 0").replace("total", "sum")
    found = problems(lambda public, private: (public / "stand_in.py").write_text(text, encoding="utf-8"))
    assert set(found) == {"programs"} and "stand_in.py:1: the stub has no region sum" in found["programs"]

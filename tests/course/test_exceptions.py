"""An exception is recognised by what it says and by the student's line, in time that does not grow with tricks."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from grader.course.exceptions import COMMON, Raised, recognised, tables
from grader.course.lesson import LessonError
from grader.course.misconceptions import diagnose

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TRUTH = "The truth value of an array with more than one element is ambiguous"
FLOAT, NONE = (f"'{kind}' object cannot be interpreted as an integer" for kind in ("float", "NoneType"))
AXIS = "all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, ..."
# What is raised, in which line, and what it looks like.
KNOWN = [
    ("ValueError", AXIS, "hx = np.concatenate([h, x])", "concatenate-without-axis"),
    ("ValueError", AXIS, "hx = stack_up(h, x)", None),
    ("ValueError", TRUTH, "if z > 0:", "truth-of-an-array"),
    ("IndexError", "only integers, slices (`:`) are valid indices", 'x["W_f"]', "arguments-exchanged"),
    ("IndexError", "only integers, slices (`:`) are valid indices", "x[n / 2]", "fraction-for-whole-number"),
    ("TypeError", FLOAT, "for t in range(n / 2):", "fraction-for-whole-number"),
    ("TypeError", NONE, "range(x.shape[1])", "unknown-number-of-steps"),
    ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'", "f(x) * 2.0", "helper-without-return"),
    ("TypeError", "unsupported operand type(s) for -: 'list' and 'list'", "a - b", "list-for-array"),
    ("TypeError", "'tuple' object is not callable", "x.shape(0)", "shape-is-no-function"),
    ("UFuncTypeError", "ufunc 'add' did not contain a loop with signature matching types (dtype('<U3'), ...", "'h' + h",
     "text-and-number-added"),
    ("MyError", "whatever", "raise MyError", None),
    ("", "", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "message", "line", "expected"), KNOWN)
def test_an_exception_is_recognised(kind: str, message: str, line: str, expected: str | None) -> None:
    found = recognised(Raised(kind, message, line, line, line))
    assert (found.id if found else None) == expected


def test_what_ran_out_of_time_is_told_from_what_its_loops_repeat() -> None:
    train = "for i in range(n):\n    if i:\n\n        model.compile(a)\n    model.fit(x)\nreturn model"
    found = recognised(Raised("timeout", "", "", train))
    assert found and found.id == "built-in-a-loop"
    for harmless in ("for i in range(n):\n    model.fit(x)\nmodel.compile(a)", "model.compile(a)", ""):
        assert recognised(Raised("timeout", "", "", harmless)) is None


def test_the_name_that_is_spelt_most_like_it_is_named() -> None:
    program = "def cell_state(c_prev, c_tilde):\n    return c_prev + c_tilda"
    line = program.splitlines()[1]
    found = recognised(Raised("NameError", "name 'c_tilda' is not defined", line, line, program))
    assert found and found.id == "name-misspelt" and "`c_tilda`" in found.text.en and "`c_tilde`" in found.text.zh
    found = recognised(Raised("NameError", "name 'w' is not defined", "w @ x", "w @ x", "def f(W, x):\n    w @ x"))
    assert found and "is `W` meant" in found.text.en


def test_a_name_of_another_function_is_not_called_misspelt() -> None:
    program = "def g():\n    forget = 1\n\n\ndef h(forgot):\n    return forget"
    found = recognised(Raised("NameError", "name 'forget' is not defined", "return forget", "return forget", program))
    assert found and found.id == "name-of-another-function"


@pytest.mark.parametrize("name", ["x_0_61803", "b" * 1_000, "a b", "`b`", "<b>", ""])
def test_no_word_that_is_not_in_the_students_line_is_said(name: str) -> None:
    for kind, message in (
        ("NameError", f"name '{name}' is not defined"),
        ("KeyError", f"'{name}'"),
        ("AttributeError", f"'numpy.ndarray' object has no attribute '{name}'"),
        ("AttributeError", f"module 'numpy' has no attribute '{name}'"),
    ):
        line = "raise kind(message)"
        found = recognised(Raised(kind, message, line, line, line))
        assert found is None or found.id == "no-such-key"


@pytest.mark.parametrize("text", ["a" * 4_000, "name '" * 700, "'" * 4_000, " ... " * 800, "{name}" * 600])
def test_no_text_takes_long(text: str) -> None:
    raised = (table.raised for table in tables(COMMON).values())
    kinds = {kind for each in raised for kind in ([each] if isinstance(each, str) else each)}
    program = "\n".join(f"{text} name_{i} = {i}" for i in range(200))
    began = time.process_time()
    for kind in kinds:
        recognised(Raised(kind, text, text, program, program))
    assert time.process_time() - began < 3  # a twentieth of it in truth


def test_the_lessons_own_table_is_asked_first(tmp_path: Path) -> None:
    own = '[ours]\nraised = "KeyError"\n'
    (tmp_path / "exceptions.toml").write_text(own, encoding="utf-8")
    (tmp_path / "misconceptions.toml").write_text('[ours]\nen = "ours"\nzh = "我们的"\n', encoding="utf-8")
    found = recognised(Raised("KeyError", "'a'"), tmp_path)
    assert found and found.text.zh == "我们的"
    other = recognised(Raised("ZeroDivisionError", "division by zero"), tmp_path)
    assert other and other.id == "division-by-zero"


@pytest.mark.parametrize("content", ["[a]\n", "[a]\nraised = 1\n", '[a]\nraised = "E"\npattern = "x"\n'])
def test_a_broken_table_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "exceptions.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LessonError, match=r"exceptions\.toml"):
        recognised(Raised("E", ""), tmp_path)


def test_a_table_without_a_sentence_says_where_to_write_it(tmp_path: Path) -> None:
    (tmp_path / "exceptions.toml").write_text('[a]\nraised = "E"\n', encoding="utf-8")
    with pytest.raises(LessonError, match=r"'a' has no sentence; add it to .*misconceptions\.toml"):
        recognised(Raised("E", ""), tmp_path)


def test_each_has_a_sentence_with_no_blank_that_its_table_does_not_fill() -> None:
    for identifier, table in tables(COMMON).items():
        text = diagnose(identifier.partition(" ")[0], COMMON.parent).text
        for words in (text.en, text.zh):
            assert set(re.findall(r"\{(\w+)\}", words)) <= (
                {"name", "near"} if "{name}" in str(table.message) else set()
            )

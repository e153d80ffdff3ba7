"""Test cells of nbgrader's as checks of ours: what is translated, how, and what is not."""

from __future__ import annotations

import ast

import pytest

from grader.nbgrader.translating import Names, NotTranslated, defined, halves, imported, translated

NAMES = Names(
    functions=frozenset({"f", "g"}),
    others=frozenset({"answer", "Cell"}),
    given=frozenset({"frame", "np"}),
    imports={"np": "import numpy as np", "isclose": "from math import isclose"},
)
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("assert f(1) == 2", ["assert student.f(1) == 2"]),
        ("assert f(g(1), x=g(2)) == 2, 'why'", ["assert student.f(student.g(1), x=student.g(2)) == 2, 'why'"]),
        ("x = f(1)\nassert x", ["x = student.f(1)", "assert x"]),
        ("for n in range(3):\n    assert f(n) == n", ["for n in range(3):", "    assert student.f(n) == n"]),
        ("assert all(f(n) == n for n in [1, 2])", ["assert all((student.f(n) == n for n in [1, 2]))"]),
        ("np.testing.assert_allclose(f(1), 2)", ["np.testing.assert_allclose(student.f(1), 2)"]),
        ("print(f(1))\nassert f(2)", ["assert student.f(2)"]),
        ("import json\nassert json.loads(f(1))", ["import json", "assert json.loads(student.f(1))"]),
        (
            "def near(a):\n    return a\nassert near(f(1))",
            ["def near(a):", "    return a", "assert near(student.f(1))"],
        ),
    ],
)
def test_what_is_translated(source: str, lines: list[str]) -> None:
    public, hidden = translated(source, NAMES)
    assert hidden is None and public is not None and list(public.lines) == lines


def test_hidden_tests_are_a_check_of_their_own_with_what_stands_before_them() -> None:
    public, hidden = translated("x = np.ones(2)\nassert f(x) == 1\n" + HIDDEN.format("assert g(x) == 2"), NAMES)
    assert public is not None and public.lines == ("x = np.ones(2)", "assert student.f(x) == 1")
    assert hidden is not None and hidden.lines == ("x = np.ones(2)", "assert student.g(x) == 2")
    assert hidden.imports == {"import numpy as np"}
    assert translated(HIDDEN.format("assert f(1)"), NAMES)[0] is None
    assert halves("a\n" + HIDDEN.format("b") + "\nc") == ("a\nc", "b")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("f(1)", "its last value is its partial credit"),
        ("assert f(1)\n0.5", "its last value is its partial credit"),
        ("x = f(1)", "it asserts nothing"),
        ("%time f(1)\nassert f(1)", "a line that only IPython understands"),
        ("x = !ls\nassert x", "a line that only IPython understands"),
        ("assert f(", "it cannot be read"),
        ("assert answer == 3", "it looks at answer of the student's"),
        ("assert Cell().h == 0", "it looks at Cell of the student's"),
        ("assert f(frame) == 3", "it uses frame, which another cell of the notebook makes"),
        ("assert f(left_over)", "it uses left_over, which no cell before it makes"),
        ("assert callable(f)", "for something else than a call"),
        ("assert f.__doc__", "for something else than a call"),
        ("assert f(lambda x: x)", "it hands a function to the student's code"),
        ("try:\n    f(1)\nexcept ValueError:\n    pass\nassert True", "it catches what the student's code raises"),
        ("with np.errstate():\n    assert f(1)", "calls it within a `with`"),
        ("assert await f(1)", "it awaits something"),
        ("f = 3\nassert f", "it defines f itself"),
        ("student = 3\nassert f(student)", "it defines student itself"),
        ("def f(x):\n    return x\nassert f(1)", "it defines f itself"),
        ("assert " + "(" * 500 + "1" + ")" * 500, "it cannot be read"),
    ],
)
def test_what_is_not(source: str, why: str) -> None:
    with pytest.raises(NotTranslated, match=r".") as caught:
        translated(source, NAMES)
    assert why in str(caught.value)


def test_what_a_cell_defines_and_imports() -> None:
    tree = ast.parse(
        "import a.b, c as d\nfrom e import f as g\nx, y = 1, 2\ndef h(): pass\nclass I: pass\nasync def j(): pass"
    )
    assert sorted(defined(tree)) == [("I", False), ("h", True), ("j", False), ("x", False), ("y", False)]
    assert dict(imported(tree)) == {"a": "import a.b", "d": "import c as d", "g": "from e import f as g"}

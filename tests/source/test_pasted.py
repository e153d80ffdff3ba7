"""Code as web pages and word processors have it."""

from __future__ import annotations

import pytest

from grader.source import pasted, syntax
from grader.source.regions import marker
from grader.source.splicing import splice

STUB = f"def f(x):\n    {marker('Begin', 'f')}\n    pass\n    {marker('End', 'f')}\n"


def read(body: str):
    return splice(STUB, f"    {marker('Begin', 'f')}\n{body}\n    {marker('End', 'f')}")


MEANT = {
    "tabs": ("\tif x:\n\t\treturn 1\n    return 2", "    if x:\n        return 1\n    return 2", "tabs and spaces"),
    "prompts": (
        ">>> if x:\n...     return 1\n...\n>>> return 2",
        "    if x:\n        return 1\n    \n    return 2", "prompts"),
    "numbers": (
        "9 if x:\n10     return 1\n11\n12 return 2",
        "    if x:\n        return 1\n\n    return 2", "line numbers"),
    "left margin": ("if x:\n    return 1\nreturn 2", "    if x:\n        return 1\n    return 2", "not indented like"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "meant", "says"), MEANT.values(), ids=MEANT.keys())
def test_what_has_one_meaning_is_read_as_meant(body, meant, says):
    spliced = read(body)
    lines = spliced.program.split("\n")[2:-2]
    assert [line.rstrip() for line in lines] == [line.rstrip() for line in meant.split("\n")]
    (notice,) = spliced.notices
    assert says in notice.text.en and "line 2" in notice.text.en and notice.text.zh != notice.text.en
    assert not spliced.slips and spliced.origin[2:-2] == tuple(range(2, 2 + len(lines)))


NAMED = {
    "full-width comma": (
        "    y = 1\n    return max(x，1)",
        "line 3", "the character `，` (U+FF0C) cannot stand there; type `,` instead", "，"),
    "full-width colon": ("    if x：\n        return 1", "line 2", "type `:` instead", "："),
    "full-width brackets": ("    return max（x, 1）", "line 2", "type `(` instead", "（"),
    "curly quotes": ("    return “a”", "line 2", 'type `"` instead', "“"),
    "single curly quotes": ("    return ‘a’", "line 2", "type `'` instead", "‘"),
    "several of them": (
        "    x = {'，': 1， '一'：２}  # （\n    return x（0）",
        "line 2", "type `,` instead, with an English keyboard; the same goes for `：`, `２`, `（`, `）`", "还有 `：`"),
    "a full-width grave accent": ("    return ｀x｀", "line 2", "`｀` (U+FF40) cannot stand there; delete it", "｀"),
    "a minus sign": ("    return x − 1", "line 2", "type `-` instead", "−"),
    "a times sign": ("    return 2 × x", "line 2", "type `*` instead", "×"),
    "print": ("    print 'x'\n    return x", "line 2", "`print x` is Python 2; write `print(x)`", "print(x)"),
    "except": (
        "    try:\n        pass\n    except ValueError, e:\n        pass",
        "line 4", "`except Error as e`", "Python 2"),
    "0777": ("    return 0777", "line 2", "`0o777`", "0o777"),
    "tabs of two meanings": (
        "    if x:\n        y = 1\n\treturn 2",
        "line 4", "use four spaces for each level", "四个空格"),
    "a bracket": ("    return (x", "line 2", "the bracket `(` is never closed", "括号 `(` 没有闭合"),
    "a bracket too many": ("    return x)", "line 2", "there is one `)` too many", "多了一个括号 `)`"),
    "a bracket of the wrong kind": (
        "    return (x]",
        "line 2", "the bracket `(` is not closed before `]`, or `]` is of the wrong kind", "用错了种类"),
    "too far right": (
        "    x = 1\n        return x",
        "line 3", "further to the right than the line above", "比上一行更靠右"),
    "no block": ("    if x:", "line 2", "begin four spaces further to the right", "四个空格"),
    "a string": ("    x = '''", "line 2", "a text in quotation marks does not end", "引号"),
    "deep nesting": ("    return " + "-" * 100_000 + "1", "line 2", "too many nested parentheses", "SyntaxError"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "where", "says", "zh"), NAMED.values(), ids=NAMED.keys())
def test_the_rest_is_named_with_its_line(body, where, says, zh):
    spliced = read(body)
    text = spliced.slips["f"].text
    assert text.en.startswith(f"{where} is no Python") and says in text.en and zh in text.zh
    assert "pass" in spliced.program and spliced.attempted == {"f"} and spliced.notices == ()


def test_a_whole_region_of_numbers_is_no_listing():
    assert read("    1\n    2\n    3").notices == () and not read("    1\n    2").slips
    assert "f" in read("1 x = 1\n3 y = 2").slips  # they do not count up


def test_every_odd_space_is_known():
    for character in "\u00a0\u2002\u2009\u202f\u3000":
        assert pasted.spaced([f"x{character}= 1"]) == (["x = 1"], [1])
    for character in "\u200b\ufeff\u00ad\u2060\u202e":
        assert pasted.spaced([f"x{character} = 1"]) == (["x = 1"], [1])
    assert pasted.spaced(["x = '\u00a0'  # \u00a0", "'''", "\u00a0", "'''"])[1] == []
    assert pasted.spaced(["'''\u00a0", "", "\u00a0x"], [1, 3])[0] == ["'''\u00a0", "", " x"]


def test_names_of_python_2():
    assert pasted.renamed("xrange").en == "`xrange` is Python 2; in Python 3 it is `range`"
    assert pasted.renamed("range") is None


def test_a_program_that_is_python_has_no_fault():
    assert syntax.fault("x = 1\n") is None and syntax.fault("return 1").msg == "'return' outside function"
    assert isinstance(syntax.fault("x = 1\0"), SyntaxError)

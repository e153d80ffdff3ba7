"""Regions whose markers are damaged: each costs itself, and is recovered where one reading is possible."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source.finding import Wanted, find, marks_of
from grader.source.regions import BEGIN, END, MarkerError, find_regions, marker
from grader.source.splicing import splice

NAMES = ("one", "two", "three")


def function(name: str, body: str = "return 0", begin: str | None = None, end: str | None = None) -> str:
    first = marker("Begin", name) if begin is None else begin
    last = marker("End", name) if end is None else end
    inner = [line for line in (first, *body.split("\n"), last) if line]
    return "\n".join([f"def {name}(x):", f'    """{name} of x"""', *(f"    {line}" for line in inner), "", ""])


STUB = "import numpy as np\n\n" + "".join(function(name, "pass") for name in NAMES)
UNNAMED = "".join(function(name, "pass", BEGIN, END) for name in NAMES)


def whole(**functions: str) -> str:
    return "import numpy as np\n\n" + "".join(functions.get(name) or function(name) for name in NAMES)


def cells(*texts: str) -> tuple[str, list[int]]:
    """The text of these cells, and where each begins."""
    breaks, line = [], 1
    for text in texts:
        breaks.append(line)
        line += text.count("\n") + 1
    return "\n".join(texts), breaks


def bodies(text: str, breaks: list[int] | None = None, stub: str = STUB) -> dict[str, str]:
    """What each region of the program holds."""
    spliced = splice(stub, text, breaks or [])
    parts = [piece for piece in spliced.pieces if piece.region]
    return {
        name: "\n".join(line.strip() for line in part.lines).strip() for name, part in zip(NAMES, parts, strict=True)
    }


def slips(text: str, breaks: list[int] | None = None, stub: str = STUB) -> dict[str, str]:
    return {name: slip.text.en for name, slip in splice(stub, text, breaks or []).slips.items()}


def notices(text: str, breaks: list[int] | None = None) -> list[str]:
    found = splice(STUB, text, breaks or []).notices
    assert all(notice.text.en != notice.text.zh for notice in found)
    return [notice.text.en for notice in found]


RECOVERED = {
    "End lost": whole(two=function("two", "return 2", end="")),
    "Begin lost": whole(two=function("two", "return 2", begin="")),
    "End of another name": whole(two=function("two", "return 2", end=marker("End", "twice"))),
    "End with a neighbour's name": whole(two=function("two", "return 2", end=marker("End", "one"))),
    "Begin of another name": whole(two=function("two", "return 2", begin=marker("Begin", "twice"))),
    "both misspelt": whole(two=function("two", "return 2", marker("Begin", "tow"), marker("End", "tow"))),
    "Begin twice": whole(two=function("two", f"{marker('Begin', 'two')}\nreturn 2")),
    "End twice": whole(two=function("two", f"return 2\n{marker('End', 'two')}")),
    "markers without names": whole(two=function("two", "return 2", BEGIN, END)),
    "an old try in a string": whole(
        two=function("two", f"'''\n{marker('Begin', 'two')}\nreturn 1\n{marker('End', 'two')}\n'''\nreturn 2")
    ),
    "a Begin marker in a string": whole(two=function("two", f"'''\n{marker('Begin', 'two')}\n'''\nreturn 2")),
    "an End marker in a string": whole(two=function("two", f"'''\n{marker('End', 'two')}\n'''\nreturn 2")),
}  # fmt: skip


@pytest.mark.parametrize("text", RECOVERED.values(), ids=RECOVERED.keys())
def test_one_reading_is_possible(text):
    found = bodies(text)
    assert found["one"] == found["three"] == "return 0" and found["two"].endswith("return 2")
    assert slips(text) == {}


def test_what_was_recovered_is_told():
    (told,) = notices(RECOVERED["End lost"])
    assert told == "The region `two`, from line 11, has lost its End marker; it was read to the end of its function."
    (told,) = notices(RECOVERED["Begin lost"])
    assert told.startswith("The region `two`, which ends at line 12, has lost its Begin marker")
    (told,) = notices(RECOVERED["both misspelt"])
    assert "no region `tow`, which begins at line 11: it was read as `two`" in told


LOST = {
    "both markers": whole(two=function("two", begin="", end="")),
    "the function": whole(two="\n"),
    "both markers but for a stranger's": whole(two=function("two", begin="", end="")) + function("four"),
}


@pytest.mark.parametrize("text", LOST.values(), ids=LOST.keys())
def test_a_region_that_is_not_there_costs_itself(text):
    found = bodies(text)
    assert (found["one"], found["two"], found["three"]) == ("return 0", "pass", "return 0") or "four" in text
    assert set(slips(text)) <= {"two"}


def test_a_lost_region_is_named():
    text = slips(LOST["both markers"])["two"]
    assert text.startswith("The region `two` is not in this file") and "fresh copy of the lesson's notebook" in text
    assert splice(STUB, LOST["both markers"]).attempted == {"one", "three"}


def test_an_end_marker_whose_function_was_rewritten_costs_its_region():
    broken = "def two(y):\n    return 2\n    " + marker("End", "two") + "\n"
    assert slips(whole(two=broken))["two"].startswith("The End marker at line 11 has no Begin marker above it")


def test_a_lost_end_marker_at_the_end_of_a_cell():
    text, breaks = cells(
        "import numpy as np", function("one"), function("two", "return 2", end=""), "1 / 0", function("three")
    )
    assert bodies(text, breaks) == {"one": "return 0", "two": "return 2", "three": "return 0"}


def test_cells_in_another_order():
    text, breaks = cells(function("three"), function("two", "return 2", end=""), function("one"))
    assert bodies(text, breaks) == {"one": "return 0", "two": "return 2", "three": "return 0"}


def test_equal_copies_are_one_answer_and_of_different_ones_the_later_counts():
    again = whole() + function("two", "return   0  # again")
    assert bodies(again)["two"] == "return   0  # again" and notices(again) == []
    other = whole() + function("two", "return 2")
    assert bodies(other)["two"] == "return 2"
    assert notices(other) == [
        "The region `two` is there twice with different answers, at line 11 and at line 23: the later one counts. "
        "Delete the one that is not your answer."
    ]


@pytest.mark.parametrize("copy", ["pass", "# return 2", "pass  # not yet", "", "...", "return None"])
def test_a_copy_without_an_answer_does_not_count(copy):
    for text in (whole() + function("two", copy), whole(two=function("two", copy) + function("two"))):
        assert bodies(text)["two"] == "return 0" and notices(text) == []


def test_copies_without_names_go_by_the_line_above_them():
    text = UNNAMED.replace("pass", "return 0") + function("two", "return 2", BEGIN, END)
    assert bodies(text, stub=UNNAMED) == {"one": "return 0", "two": "return 2", "three": "return 0"}


def test_a_stranger_beside_all_regions_is_not_graded_and_told():
    assert "no region `four`, which begins at line 23: it is not graded" in notices(whole() + function("four"))[0]
    assert (
        "this file has 1 of them, the last at line 23" in notices(whole() + function("four", begin=BEGIN, end=END))[0]
    )


def test_a_forgotten_quote_swallows_no_marker():
    text = whole(one=function("one", 'x = """\nreturn 0'))
    assert set(slips(text)) == {"one"} and bodies(text)["two"] == "return 0"
    two = whole(one=function("one", 'x = """\nreturn 0'), two=function("two", 'x = """\nreturn 2'))
    assert set(slips(two)) == {"one", "two"} and bodies(two)["three"] == "return 0"


def test_a_cell_in_a_string_is_text():
    text, breaks = cells(
        function("one"), f"'''\n{function('two', 'return 1')}'''", function("two", "return 2"), function("three")
    )
    assert bodies(text, breaks)["two"] == "return 2" and notices(text, breaks) == []


MANY = pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.proof("long-texts"))])


@MANY
def test_markers_are_read_once_however_many_there_are(times):
    begins = f"{BEGIN}\n" * 3_000 + f"{marker('Begin', 'one')}\n" * 3_000
    many = (begins + f"{marker('End', 'two')}\n" * 3_000) * times
    copies = function("one", "return 3") * 800 * times
    began = time.process_time()
    for text in (many, copies, "'''\n" * 9_000 * times + whole()):
        try:
            find(Wanted(STUB, find_regions(STUB)), text, list(range(1, text.count("\n"), 40)))
            splice(STUB, text)
        except MarkerError:
            pass
    assert time.process_time() - began < 10


LINES = st.sampled_from(
    [BEGIN, END, "return 0", "'''", '"""', "def two(x):", '"""two of x"""', ""]
    + [marker(word, name) for word in ("Begin", "End") for name in (*NAMES, "four")]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25), st.lists(st.integers(1, 25), max_size=4))
def test_whatever_the_markers_are_only_what_stands_in_the_file_is_read(lines, breaks):
    text = "\n".join(lines)
    try:
        spliced = splice(STUB, text, sorted({1, *breaks}))
    except MarkerError as error:
        assert error.text.en != error.text.zh
        return
    assert set(spliced.regions) == set(NAMES)
    for slip in (*spliced.slips.values(), *spliced.notices):
        assert slip.text.en != slip.text.zh and "{" not in slip.text.en
        assert all(1 <= line <= max(1, len(lines)) for line in slip.places.values())
    compile(spliced.program, "program", "exec")


def test_marks_in_strings_count_where_nothing_else_is_possible():
    lines = f"'''\n{marker('Begin', 'one')}\nreturn 0\n{marker('End', 'one')}\n'''".split("\n")
    assert [mark[2] for mark in marks_of(lines)] == [2, 4]  # a .py with each region once: quotes may be a slip
    assert marks_of([*lines, "x"], [1, 6]) == []  # a cell of its own is certain


@MANY
def test_ten_thousand_regions_and_one_of_megabytes_take_bounded_time(times):
    copies = "".join(
        f"{marker('Begin', 'two')}\n    return {n}\n{marker('End', 'two')}\n" for n in range(1_000 * times)
    )
    strangers = "".join(f"{marker('Begin', f'r{n}')}\n{marker('End', f'r{n}')}\n" for n in range(1_000 * times))
    broken = copies.replace("return", "return (")
    wide, deep = "return [" + "1, " * 1_300_000 + "]", "return " + "(" * 4_000_000
    began = time.process_time()
    assert bodies(whole() + copies)["two"] == f"return {1_000 * times - 1}"
    assert bodies(whole() + strangers) == dict.fromkeys(NAMES, "return 0") and len(notices(whole() + strangers)) == 20
    assert set(slips(whole() + broken)) == {"two"}
    for body in (wide, deep):
        assert bodies(whole(two=function("two", body)))["two"] == body, "loading tells whether it is Python"
    assert time.process_time() - began < 10

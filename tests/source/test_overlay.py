"""An overlay is a reference with some of its regions replaced, and nothing else can be taken for one."""

from __future__ import annotations

import time

import pytest

from grader.source.overlay import is_overlay, overlay
from grader.source.regions import MarkerError, marker
from grader.source.splicing import splice
from tests import toy

NAMED = toy.answer()
UNNAMED = "".join(
    f"def {name}:\n    # ** Begin **\n    {body}\n    # ** End **\n" for name, body in (("f", "one"), ("g", "two"))
)


def region(name: str | None, *lines: str, indent: str = "    ") -> str:
    return "".join(f"{indent}{line}\n" for line in (marker("Begin", name), *lines, marker("End", name)))


def test_a_region_is_replaced_and_the_rest_is_the_references() -> None:
    answer = "# verdict: failed\n\n" + region("total", "return 0")
    assert is_overlay(answer) and overlay(NAMED, answer) == toy.answer(total="return 0")


def test_several_regions_go_by_name_in_any_order() -> None:
    answer = region("total", "return 0") + region("double", "x + x")
    assert overlay(NAMED, answer) == toy.answer(double="x + x", total="return 0")


def test_regions_without_a_name_go_by_order() -> None:
    answer = region(None, "uno") + region(None, "due")
    program = splice(UNNAMED, overlay(UNNAMED, answer)).program
    assert program == UNNAMED.replace("one", "uno").replace("two", "due")


def test_a_region_at_another_indentation_is_moved_as_a_students_is() -> None:
    answer = region("total", "if x:", "    return 0", indent="")
    program = splice(toy.STUB, overlay(NAMED, answer)).program
    assert program == splice(toy.STUB, toy.answer(total="if x:\n    return 0")).program


def test_line_ends_do_not_matter() -> None:
    answer = region("total", "return 0")
    assert overlay(NAMED.replace("\n", "\r\n"), answer.replace("\n", "\r\n")) == toy.answer(total="return 0")


@pytest.mark.parametrize(
    "text",
    [
        "", "# a comment\n", "import numpy\n", NAMED, toy.STUB, '"""A docstring."""\n' + region("total", "return 0"),
        region("total", "return 0") + "x = 1\n", "import numpy\n" + region("total", "return 0"),
    ],
)  # fmt: skip
def test_code_outside_regions_or_no_region_is_no_overlay(text: str) -> None:
    assert not is_overlay(text)
    with pytest.raises(ValueError, match=r"no region|is code outside its regions"):
        overlay(NAMED, text)


@pytest.mark.parametrize(
    ("reference", "answer", "said"),
    [
        (NAMED, region("totl", "return 0"), "line 1: the reference has no region 'totl'; its regions are: double"),
        (UNNAMED, region("f", "uno"), "its regions are: none with a name"),
        (UNNAMED, region(None, "uno"), "it has 1 regions without a name and the reference has 2"),
        (NAMED, region(None, "return 0"), "it has 1 regions without a name and the reference has 0"),
        (NAMED, region("total", "return 0") + "x = 1\n", "line 4 is code outside its regions: 'x = 1'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(reference: str, answer: str, said: str) -> None:
    with pytest.raises(ValueError) as error:
        overlay(reference, answer)
    assert said in str(error.value)


@pytest.mark.parametrize("answer", [region("total", "x") * 2, marker("Begin", "total"), marker("End", "total")])
def test_markers_that_cannot_be_understood_are_an_error(answer: str) -> None:
    for read in (is_overlay, lambda text: overlay(NAMED, text)):
        with pytest.raises(MarkerError):
            read(answer)


def test_many_regions_take_linear_time() -> None:
    text = "".join(region(f"r{number}", "x") for number in range(20_000))
    began = time.process_time()
    assert overlay(text, text).strip() == text.strip()
    assert time.process_time() - began < 5

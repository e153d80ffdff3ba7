"""What is said of a claim: short, quickly made, and of names that were there before."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import expect
from grader.checks.expect import CheckFailed
from grader.checks.words import brief, compared, describe, dtypes, named, shape_of, words_of
from grader.sandbox.wire import Opaque
from grader.verdict import Text

MEGABYTES = 30
LONG = "\x01" * (MEGABYTES << 20)
HUGE: dict[str, Any] = {
    "text": LONG,
    "bytes": LONG.encode(),
    "list": [LONG] * 100,
    "nested": [[[[LONG] * 50] * 50] * 50] * 50,
    "keys": {LONG: LONG},
    "items": list(range(2_000_000)),
    "integer": 10**4_000,
    "axes": np.zeros((1,) * 16),
    "object": Opaque("x" * 60, "y" * 500, 1),
}


@pytest.mark.parametrize("value", HUGE.values(), ids=HUGE)
def test_what_is_said_is_short_and_no_longer_text_is_made_on_the_way(value: Any) -> None:
    tracemalloc.start()
    said = [brief(value), describe(value).en, words_of(KeyError(value)), words_of(ValueError(value, value))]
    with pytest.raises(CheckFailed) as caught:
        expect(value, "it").equal(0.5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert all(len(text) <= 500 for text in said)
    assert caught.value.values is not None and len(caught.value.values.en) < 500
    assert peak < 20 << 20, "less than the claim itself"


def test_an_error_that_cannot_be_written_has_a_name() -> None:
    class Bad(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert words_of(Bad()) == "Bad: (no words)"
    assert words_of(KeyError("x")) == "KeyError: 'x'"
    assert words_of(ValueError(10**5_000)).startswith("ValueError: ")


@pytest.mark.parametrize(
    "name", ["INPUT_0_53", "float32 ", "<f4", "('a', 'float32')", "\x01" * 10_000_000, 3, None, ("a",)]
)
def test_only_a_dtypes_usual_name_is_said(name: Any) -> None:
    assert dtypes([name]).en == "an unusual dtype"
    assert dtypes([name, "float64", "float64"]).en == "float64, an unusual dtype"
    assert dtypes(["int64", "float64"]).zh == "float64、int64"


@given(st.sampled_from("biufc"), st.sampled_from([1, 2, 4, 8, 16]))
def test_what_the_wire_carries_has_a_usual_name(kind: str, size: int) -> None:
    try:
        dtype = np.dtype(f"{kind}{size}")
    except TypeError:
        return
    assert dtypes([dtype.name]).en == dtype.name


@pytest.mark.parametrize(
    ("shape", "said"),
    [((), "()"), ((3,), "(3,)"), ((0, 5), "(0, 5)"), ((60_000, 28, 28), "(60000, 28, 28)"),
     ((1,) * 7, "(1, 1, 1, 1, 1, 1, […])"),
     ((0, 2_147_483_647, 123_456), "(0, […], […])")],
)  # fmt: skip
def test_a_shape_is_told_as_far_as_it_costs_something(shape: tuple[int, ...], said: str) -> None:
    assert shape_of(shape) == said


def test_a_class_of_ones_own_has_no_name() -> None:
    assert "INPUT" not in describe(Opaque("INPUT_1", "INPUT_1", 1)).en
    assert "KerasTensor" in describe(Opaque("KerasTensor", "", 1)).en
    assert describe(np.zeros((2, 3), "float32")).en == "a float32 array of shape (2, 3)"
    assert describe(np.array(["INPUT"])).en == "an array of shape (1,)"


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("c_t", "c_t "), ("h(x)", "h(x) "), ("σ", "σ "), ("", " "),
        (Text(en="the gate", zh="门"), "门"), (Text(en="h (batch 4)", zh="h（批大小 4）"), "h（批大小 4）"),
        (Text(en="LSTM bias", zh="LSTM 的 bias"), "LSTM 的 bias "), (Text(en="the gate"), "the gate "),
    ],
)  # fmt: skip
def test_a_name_brings_the_space_behind_it_where_chinese_has_one(name: str | Text, zh: str) -> None:
    assert named(name).zh == zh and named(name).en == (name if isinstance(name, str) else name.en)


def test_what_is_laid_side_by_side_is_short_whatever_it_is() -> None:
    both = compared(np.eye(2), np.full((2, 2), 1 / 3))
    assert both.expected == "[[1. 0.]\n [0. 1.]]"
    assert both.actual == "[[0.333333 0.333333]\n [0.333333 0.333333]]"
    near = compared(np.array([0.12345678, 1.0]), np.array([0.123457, 1.0]))
    assert (near.expected, near.actual) == ("[0.12345678 1.        ]", "[0.123457 1.      ]")
    for value in (np.zeros((2,) * 20), np.zeros(10**6), np.full((9, 9, 9), np.nan), "x" * 10**6, [[0] * 99] * 99, None):
        assert 0 < len(compared(value, value).actual) <= 1_000

"""Claims are judged: what is right passes, NaN never does, and what is wrong is named in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.checks.expect import CheckFailed, Expectation, as_array, as_arrays, describe, expect, fail
from grader.sandbox.wire import Opaque
from grader.verdict import Text

NAN, INF = float("nan"), float("inf")
STRANGE: list[Any] = [None, "text", b"bytes", [1.0], (1.0,), {"a": 1}, Opaque("Model", "<model>", 1), 1j]
FLOATS = arrays.arrays(np.float64, (2, 3), elements=st.floats(-1e6, 1e6))


def failure(call: Callable[..., Any], *args: Any, **kwargs: Any) -> CheckFailed:
    """The failure, after a look at its sentence in both languages."""
    with pytest.raises(CheckFailed) as caught:
        call(*args, **kwargs)
    message = caught.value.message
    assert message.en and message.zh and any("\u4e00" <= char <= "\u9fff" for char in message.zh)
    assert not any("\u4e00" <= char <= "\u9fff" for char in message.en)
    return caught.value


# --- one method after the other -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [np.zeros(3), np.array(1), np.zeros((0, 2), bool), np.ones(2, complex)])
def test_arrays(value: np.ndarray) -> None:
    assert isinstance(expect(value, "y").array(), Expectation)


@pytest.mark.parametrize("value", [*STRANGE, 1, 1.0, True], ids=repr)
@pytest.mark.parametrize("method", ["array", "floating", "finite"])
def test_what_is_no_array(value: Any, method: str) -> None:
    message = failure(getattr(expect(value, "y"), method)).message
    assert message.en.startswith("y should be an array, but it is ") and message.zh.startswith("y 应是数组")


def test_shapes() -> None:
    y = np.zeros((4, 8))
    expect(y, "y").shape(4, 8).shape(None, 8).shape(None, None)
    expect(np.array(1.0), "y").shape()


@pytest.mark.parametrize(
    ("shape", "axes", "en"),
    [
        ((8, 4), (4, 8), "y should have shape (4, 8), but it has shape (8, 4): the axes are in another order"),
        ((4, 7), (4, 8), "y should have shape (4, 8), but it has shape (4, 7): axis 1 differs"),
        ((3, 8), (4, None), "y should have shape (4, *), but it has shape (3, 8): axis 0 differs"),
        ((4, 8, 1), (4, 8), "y should have shape (4, 8), but it has shape (4, 8, 1): it has 3 axes, not 2"),
        ((), (4,), "y should have shape (4,), but it has shape (): it has 0 axes, not 1"),
        ((4,), (), "y should have shape (), but it has shape (4,): it has 1 axes, not 0"),
    ],
)
def test_wrong_shapes_say_which_axis(shape: tuple[int, ...], axes: tuple[int | None, ...], en: str) -> None:
    assert failure(expect(np.zeros(shape), "y").shape, *axes).message.en == en


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_the_shape_of_what_has_none(value: Any) -> None:
    failure(expect(value, "y").shape, 1)


def test_dtypes() -> None:
    y = np.zeros(2, np.float32)
    expect(y, "y").dtype("float32").dtype("float64", "float32").floating()
    expect(y.astype(np.float16), "y").floating()
    assert "dtype float64 / int8, but it has float32" in failure(expect(y, "y").dtype, "float64", "int8").message.en
    for kind in (np.int64, np.bool_, np.complex64):
        assert np.dtype(kind).name in failure(expect(y.astype(kind), "y").floating).message.en


def test_finite() -> None:
    expect(np.array([1.0, -2.0]), "y").finite()
    expect(np.array([1, 2]), "y").finite()
    nan = failure(expect(np.array([[1.0, INF], [NAN, 0.0]]), "y").finite).message
    assert nan.en == "y contains NaN (2 of 4 values, the first at index (0, 1))" and "NaN" in nan.zh
    assert "inf" in failure(expect(np.array([complex(0, INF)]), "y").finite).message.en


@pytest.mark.parametrize(
    ("value", "expected"), [(3, 3), ("a", "a"), ([1, "b"], [1, "b"]), ((1,), (1,)), (None, None), (np.array(3), 3)]
)
def test_equal(value: Any, expected: Any) -> None:
    expect(value, "y").equal(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 4), (3.0, 3), (True, 1), (1, True), ("3", 3), ([1], (1,)), (None, 0), (NAN, NAN), (np.array(3), 4),
     (np.zeros(1), 0.0),     (Opaque("int", "3", 1), 3), (np.array(NAN), NAN)],
)  # fmt: skip
def test_not_equal(value: Any, expected: Any) -> None:
    error = failure(expect(value, "y").equal, expected)
    assert error.values is not None and "expected" in error.values.en


def test_a_huge_value_is_not_shown_whole() -> None:
    error = failure(expect("x" * 10**6, "y").equal, "")
    assert error.values is not None and len(error.values.en) < 500


def test_between() -> None:
    expect(np.array([0.0, 1.0]), "y").between(0, 1)
    expect(0.5, "y").between(0, 1)
    expect(True, "y").between(0, 1)
    for value in (np.array([0.5, NAN]), np.array([0.5, 1.1]), -0.1, NAN, INF, np.array([0.5j])):
        assert "between 0 and 1" in failure(expect(value, "y").between, 0, 1).message.en


@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_between_needs_numbers(value: Any) -> None:
    failure(expect(value, "y").between, 0, 1)


def test_length() -> None:
    expect((1, 2), "y").length(2)
    expect([1, 2], "y").length(2)
    for value in ((1,), [1, 2, 3], np.zeros(2), "ab", None, {"a": 1, "b": 2}):
        assert "2 values" in failure(expect(value, "y").length, 2).message.en


def test_that() -> None:
    expect.that(np.bool_(True), en="no", zh="不")
    error = failure(expect.that, 1 > 2, en="one is not more", zh="一并不更多", diagnosis="counts-backwards")
    assert (error.message, error.diagnosis) == (Text(en="one is not more", zh="一并不更多"), "counts-backwards")
    with pytest.raises(ValueError):
        expect.that(np.array([True, False]), en="ambiguous", zh="有歧义")


def test_fail() -> None:
    error = failure(fail, en="no", zh="不对", diagnosis="a")
    assert (error.message.en, error.diagnosis, error.values, str(error)) == ("no", "a", None, "no")


# --- close ----------------------------------------------------------------------------------------------------------


@given(FLOATS)
def test_what_is_expected_is_close(expected: np.ndarray) -> None:
    for kind in (np.float64, np.float32):
        expect(expected.astype(kind), "y").close(expected)


@given(FLOATS, st.tuples(st.integers(0, 1), st.integers(0, 2)), st.sampled_from([NAN, INF, -INF]))
def test_nan_and_infinity_never_pass(expected: np.ndarray, where: tuple[int, int], bad: float) -> None:
    value = expected.copy()
    value[where] = bad
    message = failure(expect(value, "y").close, expected).message
    assert ("NaN" if np.isnan(bad) else "inf") in message.en and str(where) in message.en


@given(FLOATS, st.tuples(st.integers(0, 1), st.integers(0, 2)))
def test_nan_equals_nothing_not_even_nan(value: np.ndarray, where: tuple[int, int]) -> None:
    expected = value.copy()
    expected[where] = NAN
    failure(expect(value, "y").close, expected)
    failure(expect(expected, "y").close, expected)
    failure(expect(value, "y").close, expected, rtol=INF, atol=INF)


def test_only_the_same_infinity_is_close_to_infinity() -> None:
    expect(np.array([INF, -INF, 1.0]), "y").close([INF, -INF, 1.0])
    for value in (0.0, -INF, NAN, 1e308):
        failure(expect(np.array([value]), "y").close, [INF])


@pytest.mark.parametrize(("kind", "off"), [(np.float64, 1e-5), (np.float32, 1e-3)])
def test_tolerance_follows_the_precision_of_the_claim(kind: Any, off: float) -> None:
    expected = np.linspace(0.1, 1, 5)
    expect((expected * (1 + off / 100)).astype(kind), "y").close(expected)
    failure(expect((expected * (1 + off)).astype(kind), "y").close, expected)


@pytest.mark.parametrize("inputs", [np.float64, np.float32])
def test_a_claim_in_float16_widens_no_tolerance(inputs: Any) -> None:
    expected = np.linspace(0.1, 1, 5).astype(inputs)
    for off in (5e-3, 0.0):  # within float16's tolerance, and as good as float16 can be
        error = failure(expect((expected * (1 + off)).astype(np.float16), "y").close, expected)
        assert "float16 is too coarse" in error.message.en and error.diagnosis is None
    assert "too coarse" not in failure(expect(np.zeros(5, np.float16), "y").close, expected).message.en
    expect(np.array([0.5, 0.25], np.float16), "y").close([0.5, 0.25])  # what it holds exactly is right


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_what_was_expected_in_float16_need_be_no_better(kind: Any) -> None:
    expected = np.linspace(0.1, 1, 5).astype(np.float16)
    expect((expected.astype(float) * (1 + 5e-3)).astype(kind), "y").close(expected)
    failure(expect((expected.astype(float) * 1.1).astype(kind), "y").close, expected)


@pytest.mark.parametrize(("kind", "passes"), [(np.complex64, True), (np.complex128, False), (np.longdouble, False)])
def test_the_precision_of_rarer_kinds(kind: Any, passes: bool) -> None:
    expected = np.linspace(0.1, 1, 5)
    near = expect((expected * (1 + 1e-5)).astype(kind), "y").close
    assert near(expected) if passes else failure(near, expected)


@pytest.mark.parametrize("kind", [bool, np.int8, np.int64])
@pytest.mark.parametrize("inputs", [np.float64, np.float32])
def test_integers_are_no_coarser_than_what_was_expected(kind: Any, inputs: Any) -> None:
    expect(np.array([1, 0], kind), "y").close(np.array([1, 0], inputs))
    failure(expect(np.array([1, 0], kind), "y").close, np.array([1.001, 0], inputs))
    failure(expect(np.array([1.00001, 0.0]), "y").close, np.array([1, 0], kind))


def test_tolerances_can_be_given() -> None:
    expect(np.array([1.05]), "y").close([1.0], rtol=0.1)
    expect(np.array([1.05]), "y").close([1.0], rtol=0, atol=0.1)
    failure(expect(np.array([1.05]), "y").close, [1.0], rtol=0, atol=0.01)


@pytest.mark.parametrize(
    "value", [2, 2.0, np.array(2), np.float32(2) * np.ones(()), np.array(2, np.int8), np.array(2 + 0j)]
)
def test_a_number_may_be_of_any_kind(value: Any) -> None:
    expect(value, "y").close(2.0)


@pytest.mark.parametrize("value", [*STRANGE, NAN, INF, False, np.array([2.0]), 10**30], ids=repr)
def test_what_is_not_two(value: Any) -> None:
    failure(expect(value, "y").close, 2.0)


def test_a_wrong_shape_is_not_broadcast() -> None:
    expected = np.ones((2, 3))
    for shape in ((3,), (1, 3), (2, 1), (), (2, 3, 1), (0,)):
        assert "shape" in failure(expect(np.ones(shape), "y").close, expected).message.en
    assert "another order" in failure(expect(np.ones((3, 2)), "y").close, expected).message.en


def test_the_message_says_where_and_the_values_what() -> None:
    expected = np.zeros((2, 2))
    value = np.array([[0.0, 0.5], [0.0, 0.25]])
    error = failure(expect(value, "y").close, expected)
    assert error.message.en == "2 of the 4 values of y are wrong, the first at index (0, 1)"
    assert error.values == Text(en="got 0.5, expected 0", zh="得到 0.5，应为 0")
    assert failure(expect(value + 1, "y").close, expected).message.en == "all 4 values of y are wrong"
    assert failure(expect(1.0, "y").close, 2.0).message.en == "y has the wrong value"


@pytest.mark.parametrize("kind", [bool, np.int8, np.uint64, np.float16, complex])
def test_numbers_of_every_kind_can_be_shown(kind: Any) -> None:
    error = failure(expect(np.ones(2, kind), "y").close, [0.5, 0.25])
    assert error.values is not None and error.values.en.endswith("expected 0.5")
    failure(expect(np.array([0.5]), "y").close, np.array([True]))


# --- misconceptions -------------------------------------------------------------------------------------------------


X = np.array([-1.0, 0.5, 2.0])


def test_a_claim_that_equals_a_misconception_is_diagnosed() -> None:
    candidates = {"squared": X * X, "halved": X / 2}
    assert failure(expect(X / 2, "y").close, 2 * X, misconceptions=candidates).diagnosis == "halved"
    assert failure(expect(X + 7, "y").close, 2 * X, misconceptions=candidates).diagnosis is None


def test_the_first_that_fits_is_the_diagnosis() -> None:
    assert failure(expect(X, "y").close, 2 * X, misconceptions={"a": X, "b": X}).diagnosis == "a"


def test_a_right_claim_is_not_diagnosed() -> None:
    expect(2 * X, "y").close(2 * X, misconceptions={"doubled": 2 * X})


def test_misconceptions_are_made_only_for_a_wrong_answer() -> None:
    asked = []

    def mistakes() -> dict[str, np.ndarray]:
        asked.append("")
        return {"halved": X / 2}

    expect(2 * X, "y").close(2 * X, misconceptions=mistakes)
    assert not asked
    assert failure(expect(X / 2, "y").close, 2 * X, misconceptions=mistakes).diagnosis == "halved"
    assert len(asked) == 1


def test_a_candidate_equal_to_the_expectation_is_no_diagnosis() -> None:
    """As when the random input does not tell the two apart."""
    expected = np.zeros(3)
    claim = (
        expected + 2e-8
    )  # beyond the tolerance, and within it of a candidate that is the expectation but for rounding
    error = failure(expect(claim, "y").close, expected, misconceptions={"rounding": expected + 1.5e-8})
    assert error.diagnosis is None


def test_a_candidate_of_another_shape_can_be_the_diagnosis() -> None:
    expected = np.arange(6.0).reshape(2, 3)
    error = failure(expect(expected.T, "y").close, expected, misconceptions={"transposed": expected.T})
    assert error.diagnosis == "transposed" and "shape (2, 3)" in error.message.en


def test_a_claim_with_nan_is_no_misconception() -> None:
    error = failure(expect(np.array([NAN, 1.0]), "y").close, [0.0, 0.0], misconceptions={"nan": [NAN, 1.0]})
    assert error.diagnosis is None and "NaN" in error.message.en


def test_an_overflowing_candidate_does_not_fit_everything() -> None:
    candidates = {"overflow": np.array([INF, 1.0])}
    assert failure(expect(np.array([5.0, 1.0]), "y").close, [0.0, 1.0], misconceptions=candidates).diagnosis is None
    assert (
        failure(expect(np.array([INF, 1.0]), "y").close, [0.0, 1.0], misconceptions=candidates).diagnosis == "overflow"
    )


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "en"),
    [
        (None, "None (is a return missing?)"),
        (Opaque("Model", "", 1), "an object of type Model"),
        (Opaque("generator", "", 1), "an object of type generator"),
        (Opaque("x_0_123", "", 1), "an object of a class of your own, or of a library"),
        (np.zeros((2, 3), np.float32), "a float32 array of shape (2, 3)"),
        ([1, 2], "a list of 2 items"),
        ((), "a tuple of 0 items"),
        ({"a": 1}, "a dict of 1 items"),
        (True, "a value of type bool"),
    ],
)
def test_a_claim_in_words(value: Any, en: str) -> None:
    words = describe(value)
    assert words.en == en and words.zh and words.zh != en


def test_words_never_hold_the_numbers() -> None:
    assert "0.123" not in describe(0.123).en + describe([0.123]).en + describe(np.array([0.123])).en


# --- claims of several arrays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "array"),
    [
        ([1.0, 2], np.array([1.0, 2.0])),
        (((1, 2), [3, 4]), np.array([[1, 2], [3, 4]])),
        ((np.float32([1, 2]), np.float32([3, 4])), np.float32([[1, 2], [3, 4]])),
        ([np.array(0.5), np.array(1.5)], np.array([0.5, 1.5])),
        ([[np.ones(2), [0.0, 1.0]]], np.array([[[1.0, 1.0], [0.0, 1.0]]])),
    ],
)
def test_a_list_of_rows_is_an_array(claim: Any, array: np.ndarray) -> None:
    made = as_array(claim)
    assert made.dtype == array.dtype
    np.testing.assert_array_equal(made, array)


RAGGED: list[Any] = [
    [1.0, [2.0]], [np.ones(2), np.ones(3)], [], [[]], ["a"], [None], [1.0, "a"], [10**30], {"a": 1.0}, 1.0
]  # fmt: skip


@pytest.mark.parametrize("claim", RAGGED)
def test_what_makes_no_array_of_numbers_stays_as_it_is(claim: Any) -> None:
    assert as_array(claim) is claim


def test_a_long_text_among_many_reserves_nothing() -> None:
    """NumPy would reserve its length for every item: 4 TB here."""
    claim = ["x" * 10_000_000, *[0.0] * 100_000]
    assert as_array(claim) is claim
    nested: Any = [1.0]
    for _ in range(100_000):
        nested = [nested]
    assert as_array(nested) is nested


def test_several_arrays_each_become_one() -> None:
    parts = as_arrays(((1.0, 2.0), np.ones(3), None))
    assert [type(part) for part in parts] == [np.ndarray, np.ndarray, type(None)]
    named = as_arrays({"U": [[1.0]], "b": "none"})
    assert named["U"].shape == (1, 1) and named["b"] == "none"
    assert as_arrays(3.0) == 3.0 and as_arrays("ab") == "ab"

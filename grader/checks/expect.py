"""`expect(value, "h").shape(4, 8).close(expected)`: judge a claim, and say what is wrong with it.

A claim is plain data from the student's process: it can be None, text, a list, an array of any dtype with NaN in it.
Every method either returns the expectation, for chaining, or raises `CheckFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import numpy as np

from grader.checks.words import brief, describe, dtypes, named, shape_of
from grader.messages.sentences import Deferred, defer, say
from grader.verdict import Text

# (rtol, atol) by bytes for a real number: see `Expectation.close`.
_TOLERANCE = {2: (1e-2, 1e-3), 4: (1e-4, 1e-5), 8: (1e-6, 1e-8)}


class CheckFailed(AssertionError):
    """A claim is wrong. `values` (numbers seen and expected) and `compared` (what was expected, and the claim) reach a
    student only from a public check."""

    def __init__(
        self,
        message: Text | Deferred,
        diagnosis: str | None = None,
        values: Text | None = None,
        name: str | Text = "",
        compared: tuple[Any, Any] | None = None,
    ) -> None:
        """`message` may be a sentence with the blank ``{name}``: that of the claim."""
        self._message, self.name, self.diagnosis, self.values = message, name, diagnosis, values
        self.compared = compared
        super().__init__(self.message.en)

    @property
    def message(self) -> Text:
        return self.about(self.name)

    def about(self, name: str | Text) -> Text:
        """The message, with this name for the claim."""
        return self._message.say(name=named(name)) if isinstance(self._message, Deferred) else self._message


def as_array(claim: Any) -> Any:
    """The one array that a list or tuple of numbers, or of arrays that fit together, nested or not, amounts to.

    Any other claim comes back as it is, for `expect` to say what it is. A task that asks for an array is done as well
    by a list of its rows.
    """
    try:
        if not isinstance(claim, (list, tuple)) or not _numeric(claim):
            return claim
        array = np.asarray(claim)
    except (ValueError, OverflowError, RecursionError):
        return claim  # of several shapes, or nested beyond measure
    return array if array.dtype.kind in "biufc" and array.size else claim


def _numeric(claim: Any) -> bool:
    """Whether all in it are numbers. Of one long text among them, NumPy would reserve the length for every item."""
    if isinstance(claim, (list, tuple)):
        return all(map(_numeric, claim))
    return isinstance(claim, (int, float, complex, np.ndarray)) and np.result_type(claim).kind in "biufc"


def as_arrays(claim: Any) -> Any:
    """A claim of several arrays, a tuple, list or dict of them: each as `as_array` has it, in a list or a dict."""
    if isinstance(claim, dict):
        return {name: as_array(part) for name, part in claim.items()}
    return [as_array(part) for part in claim] if isinstance(claim, (list, tuple)) else claim


def fail(*, en: str, zh: str, diagnosis: str | None = None) -> None:
    """End the check as failed, with this sentence and, if named, this misconception."""
    raise CheckFailed(Text(en=en, zh=zh), diagnosis)


class Expectation:
    """A claim and the name by which the student knows it."""

    def __init__(self, value: Any, name: str | Text) -> None:
        self.value, self.name = value, name

    def array(self) -> Expectation:
        """It is an array (a NumPy array or a tensor) of numbers."""
        if not isinstance(self.value, np.ndarray):
            self._fail(defer("{name} should be an array, but it is {seen}", seen=describe(self.value)))
        return self

    def shape(self, *axes: int | None) -> Expectation:
        """It is an array of this shape; None stands for any length."""
        self.array()
        seen = self.value.shape
        if len(seen) == len(axes) and all(want in (None, got) for want, got in zip(axes, seen, strict=True)):
            return self
        self._fail(_another_shape(seen, axes))

    def dtype(self, *names: str) -> Expectation:
        """It is an array of one of these dtypes, such as "float32"."""
        self.array()
        if self.value.dtype.name not in names:
            wanted, seen = " / ".join(names), dtypes([self.value.dtype.name])
            self._fail(defer("{name} should have dtype {wanted}, but it has {seen}", wanted=wanted, seen=seen))
        return self

    def floating(self) -> Expectation:
        """It is an array of floating-point numbers of any precision."""
        self.array()
        if self.value.dtype.kind != "f":
            seen = dtypes([self.value.dtype.name])
            self._fail(defer("{name} should hold floating-point numbers, but its dtype is {seen}", seen=seen))
        return self

    def finite(self) -> Expectation:
        """It has neither NaN nor infinity in it."""
        self.array()
        if self.value.dtype.kind not in "fc":
            return self
        bad = ~np.isfinite(self.value)
        if bad.any():
            word = "NaN" if np.isnan(self.value).any() else "inf"
            sentence = defer(
                "{name} contains {word} ({count} of {size} values, the first at index {where})",
                word=word, count=int(bad.sum()), size=bad.size, where=str(_first(bad)),
            )  # fmt: skip
            self._fail(sentence)
        return self

    def close(
        self,
        expected: Any,
        rtol: float | None = None,
        atol: float | None = None,
        misconceptions: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None,
    ) -> Expectation:
        """It equals `expected` elementwise: |value - expected| <= atol + rtol * |expected|; NaN equals nothing.

        Default tolerances are those of the coarser of `expected` and the claim: float16 1e-2 and 1e-3, float32 1e-4 and
        1e-5, everything else 1e-6 and 1e-8. A student who computes in float32 is not wrong. But the claim's dtype is
        chosen by the student, so a claim coarser than float32 counts as float32, unless `expected` is as coarse: nobody
        widens the measure by rounding the answer. Integers, booleans and float64 are exact enough for the strictest.

        Where it does not, but equals one of `misconceptions` (id -> the array that this misconception leads to), the
        failure carries that id as its diagnosis. What else a misconception may lead to stands under ``id (2)``... A
        function that makes them is called only then: most answers are right.
        """
        if isinstance(self.value, (bool, int, float)):
            self.value = np.asarray(self.value)
        self.array()
        expected = np.asarray(expected)
        default = _TOLERANCE[min(_bytes(expected), max(_bytes(self.value), 4))]
        rtol, atol = default[0] if rtol is None else rtol, default[1] if atol is None else atol
        if _agree(self.value, expected, rtol, atol):
            return self
        known = misconceptions() if callable(misconceptions) else misconceptions
        diagnosis = self._misconception(expected, rtol, atol, known or {})
        if _bytes(self.value) == 2 and default != _TOLERANCE[2] and _agree(self.value, expected, *_TOLERANCE[2]):
            self._fail(defer("{name} is about right, but float16 is too coarse to tell: compute in float32 or float64"))
        self._explain_difference(expected, rtol, atol, diagnosis)
        return self

    def _misconception(
        self, expected: np.ndarray, rtol: float, atol: float, misconceptions: Mapping[str, Any]
    ) -> str | None:
        """The id of the first whose array the claim equals; one that is nearly `expected` itself says nothing."""
        for identifier, candidate in misconceptions.items():
            candidate = np.asarray(candidate)
            told_apart = candidate.shape != expected.shape or not _agree(candidate, expected, 10 * rtol, 10 * atol)
            if told_apart and _agree(self.value, candidate, rtol, atol):
                return identifier.partition(" ")[0]
        return None

    def _explain_difference(self, expected: np.ndarray, rtol: float, atol: float, diagnosis: str | None) -> None:
        if self.value.shape != expected.shape:
            self._fail(_another_shape(self.value.shape, expected.shape), diagnosis)
        if not diagnosis:
            self.finite()
        wrong = ~_near(self.value, expected, rtol, atol)
        where = _first(wrong)
        if expected.ndim == 0:
            sentence = defer("{name} has the wrong value")
        elif wrong.all():
            sentence = defer("all {size} values of {name} are wrong", size=wrong.size)
        else:
            sentence = defer(
                "{count} of the {size} values of {name} are wrong, the first at index {where}",
                count=int(wrong.sum()), size=wrong.size, where=str(where),
            )  # fmt: skip
        got, want = (_short(array[where]) for array in (self.value, expected))
        values = say("got {got}, expected {want}", got=got, want=want)
        self._fail(sentence, diagnosis, values, (expected, self.value))

    def equal(self, expected: Any) -> Expectation:
        """It is exactly this plain value (a number, text, a list...), of the same kind."""
        same = not isinstance(self.value, np.ndarray) and type(self.value) is type(expected) and self.value == expected
        if isinstance(self.value, np.ndarray) and self.value.ndim == 0:
            same = bool(self.value == expected)
        if same is not True:
            self._fail(
                defer("{name} is not what it should be (it is {seen})", seen=describe(self.value)),
                values=say("got {got}, expected {want}", got=brief(self.value), want=brief(expected)),
                compared=(expected, self.value),
            )
        return self

    def between(self, low: float, high: float) -> Expectation:
        """All of it lies in the closed interval [low, high]."""
        if isinstance(self.value, (bool, int, float)):
            self.value = np.asarray(self.value)
        self.array()
        inside = (self.value >= low) & (self.value <= high) if self.value.dtype.kind in "biuf" else np.zeros(1, bool)
        if not np.all(inside):
            sentence = defer(
                "{name} should lie between {low:g} and {high:g}, and does not everywhere", low=low, high=high
            )
            self._fail(sentence)
        return self

    def length(self, count: int) -> Expectation:
        """It is a tuple or list of `count` items."""
        if not isinstance(self.value, (list, tuple)) or len(self.value) != count:
            seen = describe(self.value)
            self._fail(defer("{name} should be {count} values, but it is {seen}", count=count, seen=seen))
        return self

    def _fail(
        self,
        sentence: Deferred,
        diagnosis: str | None = None,
        values: Text | None = None,
        compared: tuple[Any, Any] | None = None,
    ) -> NoReturn:
        raise CheckFailed(sentence, diagnosis, values, self.name, compared)


class _Expect:
    """The callable that authors import; `expect.that` is for whatever the chain has no word for."""

    def __call__(self, value: Any, name: str | Text) -> Expectation:
        """`name` is what the student calls it: code, such as ``c_t``, or words. Chinese for words stands in the
        lesson's ``terms.toml``, or in the name itself, a `Text`."""
        return Expectation(value, name)

    @staticmethod
    def that(condition: Any, *, en: str, zh: str, diagnosis: str | None = None) -> None:
        """Fail with this sentence unless `condition` is true. An array is no condition: reduce it first."""
        if not bool(condition):
            fail(en=en, zh=zh, diagnosis=diagnosis)


expect = _Expect()


def _bytes(array: np.ndarray) -> int:
    """The precision of an array, as the bytes of a real number in it: 2, 4, or 8 for all that is as good as float64."""
    size = array.dtype.itemsize // (2 if array.dtype.kind == "c" else 1)
    return size if array.dtype.kind in "fc" and size in _TOLERANCE else 8


def _near(value: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> np.ndarray:
    with np.errstate(all="ignore"):
        exact = value.astype(float if value.dtype.kind == "f" else complex)
        within = np.abs(exact - expected) <= atol + rtol * np.abs(expected)
        return np.where(np.isinf(expected), value == expected, within)  # an infinite tolerance would let anything pass


def _agree(value: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    return value.shape == expected.shape and bool(_near(value, expected, rtol, atol).all())


def _first(mask: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape)) if mask.ndim else ()


def _short(number: Any) -> str:
    return str(number) if isinstance(number, (bool, np.bool_)) else f"{number:.6g}"


def _another_shape(seen: tuple[int, ...], wanted: tuple[int | None, ...]) -> Deferred:
    axes = ", ".join("*" if axis is None else str(axis) for axis in wanted) + ("," if len(wanted) == 1 else "")
    return defer(
        "{name} should have shape {wanted}, but it has shape {seen}: {hint}",
        wanted=f"({axes})", seen=shape_of(seen), hint=_shape_hint(seen, wanted),
    )  # fmt: skip


def _shape_hint(seen: tuple[int, ...], wanted: tuple[int | None, ...]) -> Text:
    if len(seen) > 1 and sorted(seen) == sorted(axis or 0 for axis in wanted):
        return say("the axes are in another order")
    if len(seen) != len(wanted):
        return say("it has {seen} axes, not {wanted}", seen=len(seen), wanted=len(wanted))
    off = next(i for i, (got, want) in enumerate(zip(seen, wanted, strict=True)) if want not in (None, got))
    return say("axis {axis} differs", axis=off)

"""`expect(value, "h").shape(4, 8).close(expected)`: judge a claim, and say in both languages what is wrong with it.

A claim is plain data from the student's process: it can be None, text, a list, an array of any dtype with NaN in it.
Every method either returns the expectation, for chaining, or raises `CheckFailed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.checks.words import brief, describe, dtypes, shape_of
from grader.verdict import Text

# (rtol, atol) by bytes for a real number: see `Expectation.close`.
_TOLERANCE = {2: (1e-2, 1e-3), 4: (1e-4, 1e-5), 8: (1e-6, 1e-8)}


class CheckFailed(AssertionError):
    """A claim is wrong. `values` (numbers seen and expected) reaches a student only from a public check."""

    def __init__(self, message: Text, diagnosis: str | None = None, values: Text | None = None) -> None:
        super().__init__(message.en)
        self.message, self.diagnosis, self.values = message, diagnosis, values


def fail(*, en: str, zh: str, diagnosis: str | None = None) -> None:
    """End the check as failed, with this sentence and, if named, this misconception."""
    raise CheckFailed(Text(en=en, zh=zh), diagnosis)


class Expectation:
    """A claim and the name by which the student knows it."""

    def __init__(self, value: Any, name: str) -> None:
        self.value, self.name = value, name

    def array(self) -> Expectation:
        """It is an array (a NumPy array or a tensor) of numbers."""
        if not isinstance(self.value, np.ndarray):
            seen = describe(self.value)
            self._fail(
                f"{self.name} should be an array, but it is {seen.en}", f"{self.name} 应是数组，但得到的是{seen.zh}"
            )
        return self

    def shape(self, *axes: int | None) -> Expectation:
        """It is an array of this shape; None stands for any length."""
        self.array()
        seen = self.value.shape
        if len(seen) == len(axes) and all(want in (None, got) for want, got in zip(axes, seen, strict=True)):
            return self
        wanted = (
            "(" + ", ".join("*" if axis is None else str(axis) for axis in axes) + ("," if len(axes) == 1 else "") + ")"
        )
        hint = _shape_hint(seen, axes)
        raise CheckFailed(
            Text(
                en=f"{self.name} should have shape {wanted}, but it has shape {shape_of(seen)}{hint.en}",
                zh=f"{self.name} 的形状应为 {wanted}，但得到的是 {shape_of(seen)}{hint.zh}",
            )
        )

    def dtype(self, *names: str) -> Expectation:
        """It is an array of one of these dtypes, such as "float32"."""
        self.array()
        if self.value.dtype.name not in names:
            wanted, seen = " / ".join(names), dtypes([self.value.dtype.name])
            self._fail(
                f"{self.name} should have dtype {wanted}, but it has {seen.en}",
                f"{self.name} 的数据类型应为 {wanted}，但得到的是 {seen.zh}",
            )
        return self

    def floating(self) -> Expectation:
        """It is an array of floating-point numbers of any precision."""
        self.array()
        if self.value.dtype.kind != "f":
            seen = dtypes([self.value.dtype.name])
            self._fail(
                f"{self.name} should hold floating-point numbers, but its dtype is {seen.en}",
                f"{self.name} 应是浮点数，但数据类型是 {seen.zh}",
            )
        return self

    def finite(self) -> Expectation:
        """It has neither NaN nor infinity in it."""
        self.array()
        if self.value.dtype.kind not in "fc":
            return self
        bad = ~np.isfinite(self.value)
        if bad.any():
            word = "NaN" if np.isnan(self.value).any() else "inf"
            count, where = int(bad.sum()), _first(bad)
            self._fail(
                f"{self.name} contains {word} ({count} of {bad.size} values, the first at index {where})",
                f"{self.name} 中出现了 {word}（{bad.size} 个值中有 {count} 个，第一个在下标 {where}）",
            )
        return self

    def close(
        self,
        expected: Any,
        rtol: float | None = None,
        atol: float | None = None,
        misconceptions: Mapping[str, Any] | None = None,
    ) -> Expectation:
        """It equals `expected` elementwise: |value - expected| <= atol + rtol * |expected|; NaN equals nothing.

        Default tolerances are those of the coarser of `expected` and the claim: float16 1e-2 and 1e-3, float32 1e-4 and
        1e-5, everything else 1e-6 and 1e-8. A student who computes in float32 is not wrong. But the claim's dtype is
        chosen by the student, so a claim coarser than float32 counts as float32, unless `expected` is as coarse: nobody
        widens the measure by rounding the answer. Integers, booleans and float64 are exact enough for the strictest.

        Where it does not, but equals one of `misconceptions` (id -> the array that this misconception leads to), the
        failure carries that id as its diagnosis.
        """
        if isinstance(self.value, (bool, int, float)):
            self.value = np.asarray(self.value)
        self.array()
        expected = np.asarray(expected)
        default = _TOLERANCE[min(_bytes(expected), max(_bytes(self.value), 4))]
        rtol, atol = default[0] if rtol is None else rtol, default[1] if atol is None else atol
        if _agree(self.value, expected, rtol, atol):
            return self
        diagnosis = None
        for name, candidate in (misconceptions or {}).items():
            candidate = np.asarray(candidate)
            told_apart = candidate.shape != expected.shape or not _agree(candidate, expected, 10 * rtol, 10 * atol)
            if told_apart and _agree(self.value, candidate, rtol, atol):
                diagnosis = name
                break
        if _bytes(self.value) == 2 and default != _TOLERANCE[2] and _agree(self.value, expected, *_TOLERANCE[2]):
            self._fail(
                f"{self.name} is about right, but float16 is too coarse to tell: compute in float32 or float64",
                f"{self.name} 大致对，但 float16 精度太低，无法判断：请用 float32 或 float64 计算",
            )
        self._explain_difference(expected, rtol, atol, diagnosis)
        return self

    def _explain_difference(self, expected: np.ndarray, rtol: float, atol: float, diagnosis: str | None) -> None:
        if self.value.shape != expected.shape:
            hint = _shape_hint(self.value.shape, expected.shape)
            seen = shape_of(self.value.shape)
            raise CheckFailed(
                Text(
                    en=f"{self.name} should have shape {expected.shape}, but it has shape {seen}{hint.en}",
                    zh=f"{self.name} 的形状应为 {expected.shape}，但得到的是 {seen}{hint.zh}",
                ),
                diagnosis,
            )
        if not diagnosis:
            self.finite()
        wrong = ~_near(self.value, expected, rtol, atol)
        count, where = int(wrong.sum()), _first(wrong)
        if expected.ndim == 0:
            message = Text(en=f"{self.name} has the wrong value", zh=f"{self.name} 的值不对")
        elif wrong.all():
            message = Text(
                en=f"all {wrong.size} values of {self.name} are wrong", zh=f"{self.name} 的 {wrong.size} 个值全都不对"
            )
        else:
            message = Text(
                en=f"{count} of the {wrong.size} values of {self.name} are wrong, the first at index {where}",
                zh=f"{self.name} 的 {wrong.size} 个值中有 {count} 个不对，第一个在下标 {where}",
            )
        got, want = (_short(array[where]) for array in (self.value, expected))
        values = Text(en=f"got {got}, expected {want}", zh=f"得到 {got}，应为 {want}")
        raise CheckFailed(message, diagnosis, values)

    def equal(self, expected: Any) -> Expectation:
        """It is exactly this plain value (a number, text, a list...), of the same kind."""
        same = not isinstance(self.value, np.ndarray) and type(self.value) is type(expected) and self.value == expected
        if isinstance(self.value, np.ndarray) and self.value.ndim == 0:
            same = bool(self.value == expected)
        if same is not True:
            seen = describe(self.value)
            raise CheckFailed(
                Text(
                    en=f"{self.name} is not what it should be (it is {seen.en})",
                    zh=f"{self.name} 不对（它是{seen.zh}）",
                ),
                values=Text(
                    en=f"got {brief(self.value)}, expected {brief(expected)}",
                    zh=f"得到 {brief(self.value)}，应为 {brief(expected)}",
                ),
            )
        return self

    def between(self, low: float, high: float) -> Expectation:
        """All of it lies in the closed interval [low, high]."""
        if isinstance(self.value, (bool, int, float)):
            self.value = np.asarray(self.value)
        self.array()
        inside = (self.value >= low) & (self.value <= high) if self.value.dtype.kind in "biuf" else np.zeros(1, bool)
        if not np.all(inside):
            self._fail(
                f"{self.name} should lie between {low:g} and {high:g}, and does not everywhere",
                f"{self.name} 的值应在 {low:g} 到 {high:g} 之间，但有的不在",
            )
        return self

    def length(self, count: int) -> Expectation:
        """It is a tuple or list of `count` items."""
        if not isinstance(self.value, (list, tuple)) or len(self.value) != count:
            seen = describe(self.value)
            self._fail(
                f"{self.name} should be {count} values, but it is {seen.en}",
                f"{self.name} 应是 {count} 个值，但得到的是{seen.zh}",
            )
        return self

    def _fail(self, en: str, zh: str) -> None:
        raise CheckFailed(Text(en=en, zh=zh))


class _Expect:
    """The callable that authors import; `expect.that` is for whatever the chain has no word for."""

    def __call__(self, value: Any, name: str) -> Expectation:
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
        within = np.abs(value.astype(complex) - expected) <= atol + rtol * np.abs(expected)
        return np.where(np.isinf(expected), value == expected, within)  # an infinite tolerance would let anything pass


def _agree(value: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    return value.shape == expected.shape and bool(_near(value, expected, rtol, atol).all())


def _first(mask: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape)) if mask.ndim else ()


def _short(number: Any) -> str:
    return str(number) if isinstance(number, (bool, np.bool_)) else f"{number:.6g}"


def _shape_hint(seen: tuple[int, ...], wanted: tuple[int | None, ...]) -> Text:
    if len(seen) > 1 and sorted(seen) == sorted(axis or 0 for axis in wanted):
        return Text(en=": the axes are in another order", zh="：轴的次序不同")
    if len(seen) != len(wanted):
        return Text(
            en=f": it has {len(seen)} axes, not {len(wanted)}", zh=f"：它有 {len(seen)} 个轴，应有 {len(wanted)} 个"
        )
    off = next(i for i, (got, want) in enumerate(zip(seen, wanted, strict=True)) if want not in (None, got))
    return Text(en=f": axis {off} differs", zh=f"：第 {off} 个轴不同")

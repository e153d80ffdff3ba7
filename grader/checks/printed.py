"""What a student's code printed, as arrays and as numbers: from the objects given to print, or from the text alone.

Text is read loosely: labels, brackets, ``tf.Tensor(..., shape=...)`` and the ``...`` in a large array are all fine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

# What a bracket or quote opens has none of its kind inside, and ends in its line, soon: a text of many that are never
# closed is read once.
_METADATA = re.compile(
    r"(?:shape|dtype|device)="
    r"(?:\([^()\n]{0,200}+\)|torch\.\w++|<[^<>\n]{0,200}+>|'[^'\n]{0,200}+'|\w++)"
)
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w])")
_EDGES = (3, 2, 1)  # how many items NumPy leaves at each end of an abbreviated axis; its default comes first
_COARSEST = 0.005  # fewer than two decimals do not show a state
_MOST_ANSWERS, _MOST_NUMBERS = 64, 100_000  # looked for in a text; how many there are may be the student's choice


def arrays(printed: Iterable[Sequence[Any]]) -> list[np.ndarray]:
    """The arrays of numbers given to print, in their order; `printed` is `student.last.printed`.

    Tuples, lists and dicts are opened. A list of floats, or of such lists, counts as an array of the lowest precision
    that holds it. Single numbers, lists of integers (shapes, mostly) and everything else are left out.
    """
    return [array for values in printed for value in values for array in _inside(value)]


def _inside(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        if value.ndim and value.size:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _inside(item)
    elif isinstance(value, list | tuple):
        plain = _plain_floats(value)
        if plain is not None:
            yield plain
        else:
            for item in value:
                yield from _inside(item)


def _plain_floats(value: Sequence[Any]) -> np.ndarray | None:
    items: list[Any] = list(value)
    if all(isinstance(item, list | tuple) for item in items):
        items = [inner for item in items for inner in item]
    if not items or not any(isinstance(item, float) for item in items):
        return None
    if not all(isinstance(item, int | float) for item in items):
        return None
    try:
        array = np.array(value, dtype=np.float64)
    except (ValueError, OverflowError):  # ragged, or an integer past every float
        return None
    with np.errstate(all="ignore"):
        single = array.astype(np.float32)
        return single if np.array_equal(single.astype(np.float64), array, equal_nan=True) else array


def numbers(text: str) -> list[tuple[float, float]]:
    """Every number in `text`, with the error that its rounding may have brought: "0.25" -> (0.25, 0.005)."""
    values = []
    for match in _NUMBER.finditer(_METADATA.sub(" ", text)):
        number = match[0]
        values.append((float(number), _COARSEST if number.isdigit() else min(_half(number), _COARSEST)))
    return values


def _half(number: str) -> float:
    """Half a unit of the last digit that was printed."""
    mantissa, _, exponent = number.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return float(f"0.{'0' * decimals}5e{exponent or 0}")  # read as text: no exponent is too large or too small


def shows(text: str, *expected: np.ndarray, rtol: float = 1e-3, atol: float = 6e-4) -> bool:
    """Whether `text` has the numbers of these arrays, one array after the other, each whole or abbreviated.

    A number may be off by its own rounding, and by `atol` + `rtol` * |expected|: the arrays may have been rounded, to
    three decimals, before they were printed.
    """
    return _among_numbers(_columns(text), "..." in text, expected, rtol, atol)


@lru_cache(maxsize=1)  # checks look for one state after the other in the same text
def _columns(text: str) -> np.ndarray:
    """`numbers` as an array (2, N), not to be changed: the values, and their errors."""
    return np.array(numbers(text), dtype=np.float64).reshape(-1, 2).T


def _among_numbers(
    seen: np.ndarray, abbreviated: bool, expected: Iterable[np.ndarray], rtol: float = 1e-3, atol: float = 6e-4
) -> bool:
    return any(
        _follows(seen, np.concatenate([_outline(array, edge) for array in expected]), rtol, atol)
        for edge in (_EDGES if abbreviated else (None,))
    )


def _outline(array: np.ndarray, edge: int | None) -> np.ndarray:
    """What an abbreviated print leaves of `array`: the first and last `edge` items of every longer axis."""
    if edge is not None:
        for axis, length in enumerate(array.shape):
            if length > 2 * edge:
                array = np.take(array, [*range(edge), *range(length - edge, length)], axis=axis)
    return array.ravel()


def _follows(seen: np.ndarray, wanted: np.ndarray, rtol: float, atol: float) -> bool:
    """Whether the wanted numbers stand in `seen` in this order; others, such as a label's, may stand between them."""
    at = 0
    for want in wanted.tolist():
        behind = _after(seen, at, want, atol + rtol * abs(want))
        if behind is None:
            return False
        at = behind
    return True


def _after(seen: np.ndarray, at: int, want: float, slack: float) -> int | None:
    """Behind the first number from `at` on that is `want`; None if there is none. Each number is looked at once."""
    step = 16
    while at < seen.shape[1]:
        values, errors = seen[:, at : at + step]
        with np.errstate(all="ignore"):
            hits = np.abs(values - want) <= errors + slack
        if hits.any():
            return at + int(hits.argmax()) + 1
        at, step = at + step, 4 * step
    return None


def pair(
    printed: Iterable[Sequence[Any]],
    text: str,
    answers: Iterable[tuple[np.ndarray, np.ndarray]],
    background: Iterable[np.ndarray] = (),
) -> tuple[np.ndarray, np.ndarray] | None:
    """The two arrays that were printed, in their order, or None.

    Arrays equal to one in `background` (the input, say) and repetitions are passed over where two others remain. Where
    no two objects were arrays, or none of those has the shape of an answer (rows, printed one by one), those of
    `answers` count that the text shows, in the order in which it shows them.
    """
    objects, answers = arrays(printed), list(answers)
    shapes = {state.shape for both in answers for state in both}
    if answers and not any(array.shape in shapes for array in objects):
        if shown := _shown(text, answers):
            return shown
    sizes = {array.shape for array in objects}  # a large weight is not looked at: nothing printed is of its shape
    known = {_content(one) for one in background if isinstance(one, np.ndarray) and one.shape in sizes}
    new = [array for array in objects if _content(array) not in known or np.isnan(array).any()]
    if both := _two_distinct(new) or _two_distinct(objects):
        return both
    return (objects[0], objects[1]) if len(objects) >= 2 else _shown(text, answers)


def _shown(text: str, answers: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray] | None:
    """The first of these pairs whose numbers the text has, in the order in which it has them."""
    seen, left = _columns(text), _MOST_NUMBERS
    for first, second in islice(answers, _MOST_ANSWERS):
        left -= first.size + second.size
        if left < 0:
            break
        for order in ((first, second), (second, first)):
            if _among_numbers(seen, "..." in text, order):
                return order
    return None


def _two_distinct(candidates: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray] | None:
    """The first array, and the first that differs from it; how many more there are costs nothing."""
    other = next((array for array in candidates[1:] if not np.array_equal(array, candidates[0])), None)
    return None if other is None else (candidates[0], other)


def _content(array: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    """The same for arrays that are equal, of whatever dtype; zeros have no sign."""
    wide = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64) + 0
    return array.shape, hashlib.blake2b(wide.tobytes()).digest()

"""What a student's code printed, as arrays and as numbers: from the objects given to print, or from the text alone.

Text is read loosely: labels, brackets, ``tf.Tensor(..., shape=...)`` and the ``...`` in a large array are all fine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

# Nothing in them opens twice, so that no character is read again from every place where one was opened.
_METADATA = re.compile(r"(?:shape|dtype|device)=(?:\([^()]*\)|torch\.\w+|<[^<>]*>|'[^']*'|\w+)")
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w])")
_EDGES = (3, 2, 1)  # how many items NumPy leaves at each end of an abbreviated axis; its default comes first
_COARSEST = 0.005  # fewer than two decimals do not show a state


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
    except (ValueError, OverflowError):  # ragged, or an integer that is no float
        return None
    with np.errstate(all="ignore"):
        single = array.astype(np.float32)
        return single if np.array_equal(single.astype(np.float64), array, equal_nan=True) else array


def numbers(text: str) -> list[tuple[float, float]]:
    """Every number in `text`, with the error that its rounding may have brought: "0.25" -> (0.25, 0.005)."""
    found = []
    for match in _NUMBER.finditer(_METADATA.sub(" ", text)):
        mantissa, _, exponent = match[0].lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        half = float(f"0.{'0' * decimals}5e{exponent or 0}")  # read as text: no exponent is too large or too small
        found.append((float(match[0]), min(half, _COARSEST)))
    return found


def shows(text: str, *expected: np.ndarray, rtol: float = 1e-3, atol: float = 6e-4) -> bool:
    """Whether `text` has the numbers of these arrays, one array after the other, each whole or abbreviated.

    A number may be off by its own rounding, and by `atol` + `rtol` * |expected|: the arrays may have been rounded, to
    three decimals, before they were printed.
    """
    seen = numbers(text)
    return any(
        _follows(seen, [_outline(array, edge) for array in expected], rtol, atol)
        for edge in (_EDGES if "..." in text else (None,))
    )


def _outline(array: np.ndarray, edge: int | None) -> np.ndarray:
    """What an abbreviated print leaves of `array`: the first and last `edge` items of every longer axis."""
    if edge is not None:
        for axis, length in enumerate(array.shape):
            if length > 2 * edge:
                array = np.take(array, [*range(edge), *range(length - edge, length)], axis=axis)
    return array.ravel()


def _follows(seen: list[tuple[float, float]], wanted: list[np.ndarray], rtol: float, atol: float) -> bool:
    """Whether the wanted numbers stand in `seen` in this order; others, such as a label's, may stand between them."""
    rest = iter(seen)
    return all(
        any(abs(value - want) <= error + atol + rtol * abs(want) for value, error in rest)
        for array in wanted
        for want in array.tolist()
    )


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
    found, background, answers = arrays(printed), list(background), list(answers)
    if answers and not any(array.shape == state.shape for array in found for both in answers for state in both):
        if shown := _shown(text, answers):
            return shown
    new = [array for array in found if not _among(array, background)]
    for choice in (_distinct(new), _distinct(found), found):
        if len(choice) >= 2:
            return choice[0], choice[1]
    return _shown(text, answers)


def _shown(text: str, answers: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray] | None:
    """The first of these pairs whose numbers the text has, in the order in which it has them."""
    for first, second in answers:
        for order in ((first, second), (second, first)):
            if shows(text, *order):
                return order
    return None


def _distinct(found: list[np.ndarray]) -> list[np.ndarray]:
    kept: list[np.ndarray] = []
    for array in found:
        if not _among(array, kept):
            kept.append(array)
    return kept


def _among(array: np.ndarray, others: list[np.ndarray]) -> bool:
    return any(np.array_equal(array, other) for other in others)

"""What a claim is, in words: short before they are made, and none that the student's code could have made up.

A sentence of a hidden check must carry nothing home of what that check gave to the student's code. So it names a class,
a dtype or an exception only by a name from a list that was there before; numbers of an object that costs nothing to
make, such as an empty array's axes, are left out.
"""

from __future__ import annotations

import builtins
import reprlib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grader.messages.sentences import listed, say
from grader.sandbox.wire import Opaque
from grader.verdict import CUT, Compared, Text, cut

# The types whose names are said of an object that is no plain data. Any other name may have been made as the code ran,
# of a hidden check's input.
_TYPES = {name for name, kind in vars(builtins).items() if isinstance(kind, type)} | {
    "builtin_function_or_method", "coroutine", "function", "generator", "method", "module", "partial",
    "deque", "dict_items", "dict_keys", "dict_values", "ndarray", "DataFrame", "Series",
    "Dense", "Functional", "History", "KerasTensor", "KerasVariable", "LSTM", "LSTMCell", "LSTMStateTuple", "Model",
    "Sequential", "StackedRNNCells", "Variable",
    "Operation", "RaggedTensor", "RefVariable", "ResourceVariable", "SparseTensor", "SymbolicTensor", "Tensor",
    "TensorArray", "TensorShape",
}  # fmt: skip
_DTYPES = {
    "bool", "int4", "int8", "int16", "int32", "int64", "uint4", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "float128", "longdouble", "bfloat16", "float8_e4m3fn", "float8_e5m2",
    "complex64", "complex128", "complex256", "clongdouble", "object", "string", "resource", "variant",
}  # fmt: skip
_AXES = 6  # of a shape that is told; no lesson asks for more
_FREE = 1_000  # the longest axis that is told of an array without elements: it can have any, of any length
_BRIEF = 200
_DIGITS, _FINER = 6, 10  # after the point, of an array that is printed; where fewer show no difference
_PRINTED, _PRINTED_AXES = 60, 3  # numbers and axes of an array that is printed whole
_repr = reprlib.Repr()
_repr.maxlevel, _repr.maxstring, _repr.maxother, _repr.maxlong = 3, _BRIEF, _BRIEF, _BRIEF
_repr.maxlist = _repr.maxtuple = _repr.maxset = _repr.maxfrozenset = _repr.maxdict = 20


def describe(value: Any) -> Text:
    """What a claim is, in words, without its numbers."""
    if value is None:
        return say("None (is a return missing?)")
    if isinstance(value, Opaque):
        if value.type_name not in _TYPES:
            return say("an object of a class of your own, or of a library")
        return say("an object of type {type}", type=value.type_name)
    if isinstance(value, np.ndarray):
        kind, shape = value.dtype.name, shape_of(value.shape)
        if kind not in _DTYPES:
            return say("an array of shape {shape}", shape=shape)
        return say("a {dtype} array of shape {shape}", dtype=kind, shape=shape)
    name = type(value).__name__
    if isinstance(value, (list, tuple, dict)):
        return say("a {type} of {count} items", type=name, count=len(value))
    return say("a value of type {type}", type=name)


def dtypes(names: Iterable[Any]) -> Text:
    """The names of these dtypes, each once; all that are no usual name together as one that is unknown.

    A name that a probe notes is a claim: of any length, and it may spell out an input.
    """
    given = set(names)
    known = sorted(name for name in given if isinstance(name, str) and name in _DTYPES)
    unknown = len(known) < len(given)
    return listed([*known, *[say("an unusual dtype")] * unknown])


def named(name: str | Text) -> Text:
    """A claim's name as it stands in a sentence: in Chinese, a space divides code from what follows it."""
    text = name if isinstance(name, Text) else Text(en=name)
    chinese = text.get("zh")
    is_wide = unicodedata.east_asian_width(chinese[-1:] or " ") in ("W", "F")
    return Text(**{**text.by_language, "zh": chinese if is_wide else f"{chinese} "})


def shape_of(axes: Sequence[int]) -> str:
    """A shape as Python writes it, of `_AXES` axes at most."""
    free = 0 in axes
    told = [CUT if free and axis > _FREE else str(axis) for axis in axes[:_AXES]]
    told += [CUT] if len(axes) > _AXES else []
    return f"({', '.join(told)}{',' if len(told) == 1 else ''})"


def brief(value: Any) -> str:
    """`repr(value)` in at most 200 characters, of which no more are made than that."""
    if isinstance(value, bytes):
        value = value[:_BRIEF]
    try:
        return cut(_repr.repr(value), _BRIEF)
    except Exception:  # an integer of too many digits to be written, say
        return f"({type(value).__name__})"


def compared(expected: Any, claim: Any) -> Compared:
    """What was expected, and what a public check was given, for a student to lay side by side."""
    seen, finer = (
        Compared(expected=_as_text(expected, digits), actual=_as_text(claim, digits)) for digits in (_DIGITS, _FINER)
    )
    return finer if seen.expected == seen.actual and finer.expected != finer.actual else seen


def _as_text(value: Any, digits: int) -> str:
    """An array as NumPy prints it, with the outermost numbers of a large one; anything else in brief."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biufc":
        return brief(value)
    if value.ndim > _PRINTED_AXES:  # of many short axes, NumPy leaves nothing out
        value = value.reshape(-1)
    return np.array2string(value, precision=digits, threshold=_PRINTED, edgeitems=3, max_line_width=60)


def words_of(error: BaseException) -> str:
    """An exception's type and words, in 500 characters: what a check stumbles over may quote a claim of megabytes."""
    small = all(_is_small(part) for part in error.args)
    try:
        words = str(error) if small else ", ".join(map(brief, error.args[:5]))
    except Exception:
        words = "(no words)"
    return cut(f"{type(error).__name__}: {words}", 500)


def _is_small(part: Any) -> bool:
    return len(part) <= 2_000 if isinstance(part, str) else isinstance(part, int) and abs(part) < 2**64

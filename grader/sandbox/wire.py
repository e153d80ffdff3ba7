"""The wire: length-prefixed msgpack frames of plain data, the same code on both sides.

What may cross: None, bool, int, float, complex, str, bytes, list, tuple, dict (a named tuple, a defaultdict or another
subclass of these three as the plain one), NumPy arrays of numbers, and `Opaque`, a name tag for anything else. Decoding
never runs anything, and what it allocates is bounded by the frame's size and by `MAX_ITEMS`; a frame that breaks a rule
raises `WireError`.
"""

from __future__ import annotations

import functools
import math
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

MAX_DEPTH = 32
MAX_ITEMS = 2_000_000  # of lists and dicts together: one byte on the wire can become an object of seventy
_MAX_AXES = 16
_MAX_ROWS = 500_000  # of empty arrays too: a check that takes one apart makes 290 bytes of each row, 30 of each number
_MAX_BIG_INT_DIGITS = 4000
_MAX_HEAD = 4096  # bytes that tell an array's dtype and shape
_HEADS = 256  # of them that are kept: a lesson's arrays have few shapes
_ARRAY, _TUPLE, _OPAQUE, _BIG_INT, _COMPLEX, _PAIRS = 1, 2, 3, 4, 5, 6
_AS_THEY_ARE = frozenset((type(None), bool, float, str, bytes))
_TEXT = frozenset((str,))
_PLAIN = frozenset((int, list, tuple, dict))
_extended = functools.partial(tuple.__new__, msgpack.ExtType)  # its own `__new__` looks at what is ours
_KEY_TYPES = (bool, int, float, str, bytes)
_MAX_KEY = 2**64  # larger integers can be chosen to share one hash, and then a dictionary takes hours to build
_MAX_HELD = 1 << 28  # bytes: each tuple within a tuple is a copy of what it holds, all alive at once
_DTYPE = re.compile(r"[<>|=]?[biufc][0-9]{1,2}")  # anything else NumPy would parse, as Python source among others
_LENGTH = struct.Struct(">I")
HEADER = _LENGTH.size


class WireError(ValueError):
    """A frame is too large, malformed, or holds what may not cross."""


@dataclass(frozen=True)
class Opaque:
    """An object that stays in the sandbox. `handle` lets a later call name it again."""

    type_name: str
    text: str
    handle: int


def frame(payload: bytes) -> bytes:
    """`payload` with its length in front. Raises WireError past 4 GiB."""
    if len(payload) >= 2**32:
        raise WireError("a frame of 4 GiB or more")
    return _LENGTH.pack(len(payload)) + payload


def frame_length(header: bytes, limit: int) -> int:
    """The length that a 4-byte header announces. Raises WireError if it is over `limit` bytes."""
    (length,) = _LENGTH.unpack(header)
    if length > limit:
        raise WireError(f"a frame of {length} bytes, where {limit} are allowed")
    return length


class Encoder:
    """Plain data to bytes. `keep(object) -> handle` is asked for a handle of whatever else it meets."""

    def __init__(self, keep: Any = None) -> None:
        self._keep = keep
        self._left = 0

    def encode(self, value: Any) -> bytes:
        """Raises WireError for data nested deeper than `MAX_DEPTH` or of more than `MAX_ITEMS`, or for an object when
        nothing keeps it."""
        self._left = MAX_ITEMS
        try:
            return msgpack.packb(self._plain(value, 0), use_bin_type=True, unicode_errors="surrogatepass")
        except (ValueError, TypeError, OverflowError) as error:
            raise WireError(str(error)) from error

    @staticmethod
    def _pack(plain: list[Any]) -> bytes:
        return msgpack.packb(plain, use_bin_type=True, unicode_errors="surrogatepass")

    def _plain(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is np.ndarray and value.dtype.kind in "biufc":  # most of what crosses: the other questions are spared
            return _extended((_ARRAY, _head(value.dtype.str, value.shape) + value.tobytes()))
        if kind not in _PLAIN:
            value = _builtin(value)
            kind = type(value)
        if kind is int:
            if -(2**63) <= value < 2**64:
                return value
            if value.bit_length() > 3 * _MAX_BIG_INT_DIGITS:
                return self._opaque(value, "int", "an integer of thousands of digits")
            return msgpack.ExtType(_BIG_INT, str(value).encode())
        if depth >= MAX_DEPTH:
            raise WireError(f"data nested deeper than {MAX_DEPTH} levels")
        if kind in (list, tuple, dict):
            self._left -= len(value) + 1
            if self._left < 0:
                raise WireError(f"more than {MAX_ITEMS} items")
        if kind is list:
            plain, depth = self._plain, depth + 1
            return [plain(item, depth) for item in value]
        if kind is tuple:
            return msgpack.ExtType(_TUPLE, self._pack([self._plain(item, depth + 1) for item in value]))
        if kind is dict:
            return self._dict(value, depth)
        if kind is complex:
            return msgpack.ExtType(_COMPLEX, struct.pack(">dd", value.real, value.imag))
        if kind is Opaque:
            return msgpack.ExtType(_OPAQUE, msgpack.packb([value.type_name, value.text, value.handle]))
        array = _as_array(value)
        if array is not None:
            return msgpack.ExtType(_ARRAY, _pack_array(array))
        return self._opaque(value, kind.__name__, None)

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        if set(map(type, value)) <= _TEXT:
            plain, depth = self._plain, depth + 1
            return {key: plain(item, depth) for key, item in value.items()}
        keys = [key.item() if isinstance(key, np.generic) else key for key in value]
        if not all(map(_is_key, keys)):
            return self._opaque(value, "dict", None)
        pairs = [[self._plain(each, depth + 1) for each in pair] for pair in zip(keys, value.values(), strict=True)]
        return msgpack.ExtType(_PAIRS, self._pack(pairs))

    def _opaque(self, value: Any, type_name: str, text: str | None) -> Any:
        if self._keep is None:
            raise WireError(f"a {type_name} cannot cross the wire")
        if text is None:
            try:
                text = str(repr(value))
            except Exception:
                text = "(its repr raises an exception)"
        packed = msgpack.packb([str(type_name)[:200], text[:500], self._keep(value)], unicode_errors="surrogatepass")
        return msgpack.ExtType(_OPAQUE, packed)


def _builtin(value: Any) -> Any:
    """The plain list, tuple or dict that an object of a subclass is made of; every other value as it is.

    Read by the plain type's own iterator: what a subclass says that it holds is not asked.
    """
    kind = type(value)
    if kind in (list, tuple, dict):
        return value
    if issubclass(kind, list):
        return list(list.__iter__(value))
    if issubclass(kind, tuple):
        return tuple(tuple.__iter__(value))
    return dict(dict.items(value)) if issubclass(kind, dict) else value


def _as_array(value: Any) -> np.ndarray | None:
    """A NumPy array of numbers equal to `value`, or None if it is no such thing (a symbolic tensor, an object)."""
    if not isinstance(value, (np.ndarray, np.generic)):
        if isinstance(value, type) or not hasattr(type(value), "__array__"):
            return None
        try:
            value = np.asarray(_without_gradient(value) if hasattr(value, "detach") else value)
        except Exception:
            return None
    try:
        array = np.asarray(value, order="C").view(np.ndarray)
    except Exception:
        return None
    if array.dtype.kind == "V" and array.dtype.itemsize <= 4 and array.dtype.names is None:
        try:  # bfloat16 and the float8 types, which NumPy itself cannot name
            array = array.astype(np.float32)
        except (TypeError, ValueError):
            return None
    return array if array.dtype.kind in "biufc" else None


def _without_gradient(tensor: Any) -> Any:
    """A PyTorch tensor as NumPy takes it: no gradient, on the CPU, no sign left to be computed, a type NumPy knows."""
    plain = tensor.detach().cpu().resolve_conj().resolve_neg()
    known = str(plain.dtype) == "torch.float16" or plain.itemsize > 2 or not plain.is_floating_point()
    return plain if known else plain.float()


def _pack_array(array: np.ndarray) -> bytes:
    return _head(array.dtype.str, array.shape) + array.tobytes()


@functools.lru_cache(maxsize=_HEADS)
def _head(kind: str, shape: tuple[int, ...]) -> bytes:
    if len(shape) > _MAX_AXES or not _is_shape(shape):
        raise WireError(f"an array of more than {_MAX_AXES} axes, {_MAX_ROWS} rows, or {MAX_ITEMS} numbers in a row")
    head = msgpack.packb([kind, list(shape)])
    return _LENGTH.pack(len(head)) + head


class Decoder:
    """Bytes to plain data, of `max_items` in all that one decoder reads: make one for each message.

    `resolve(opaque) -> object`, inside the sandbox only, gives the object behind a handle.
    """

    def __init__(self, resolve: Any = None, max_items: int = MAX_ITEMS) -> None:
        self._resolve = resolve
        self._depth = 0
        self._left = max_items

    def decode(self, payload: bytes) -> Any:
        """Raises WireError for anything malformed."""
        self._depth = 0
        try:
            return self._unpack(payload)
        except WireError as error:
            problem = str(error)
        except (ValueError, TypeError, RecursionError, MemoryError, struct.error, UnicodeError) as error:
            problem = f"malformed frame: {type(error).__name__}"
        except msgpack.exceptions.UnpackException:
            problem = "malformed frame"
        raise WireError(problem)  # only here: a traceback would keep every level's copy of the frame alive

    def _unpack(self, payload: bytes) -> Any:
        self._depth += 1
        if self._depth > MAX_DEPTH + 8 or (self._resolve is None and self._depth * len(payload) > _MAX_HELD):
            raise WireError("data nested too deeply")
        allowed = max(0, min(self._left, len(payload)))
        try:
            return msgpack.unpackb(
                payload, ext_hook=self._extension, list_hook=self._count, object_hook=self._count,
                max_array_len=allowed, max_map_len=allowed, strict_map_key=True, unicode_errors="replace",
                timestamp=1,  # msgpack's own extension, which nobody here sends: a float, not an object
            )  # fmt: skip
        finally:
            self._depth -= 1

    def _count(self, container: Any) -> Any:
        self._left -= len(container) + 1
        if self._left < 0:
            raise WireError("more items than are allowed")
        return container

    def _extension(self, code: int, data: bytes) -> Any:
        if code == _ARRAY:
            return _unpack_array(data)
        if code == _TUPLE:
            value = self._unpack(data)
            if type(value) is not list:
                raise WireError("a tuple that is no sequence")
            return tuple(value)
        if code == _PAIRS:
            return {_key(key): item for key, item in self._unpack(data)}
        if code == _OPAQUE:
            type_name, text, handle = msgpack.unpackb(data, unicode_errors="replace")
            if type(type_name) is not str or type(text) is not str or type(handle) is not int:
                raise WireError("a malformed name tag")
            opaque = Opaque(type_name[:60] if type_name.isidentifier() else "object", text[:500], handle)
            return self._resolve(opaque) if self._resolve else opaque
        if code == _BIG_INT:
            if len(data) > _MAX_BIG_INT_DIGITS:
                raise WireError("an integer of too many digits")
            return int(data)
        if code == _COMPLEX:
            return complex(*struct.unpack(">dd", data))
        raise WireError(f"unknown extension {code}")


def _is_key(key: Any) -> bool:
    return key is None or (type(key) in _KEY_TYPES and not (type(key) is int and abs(key) >= _MAX_KEY))


def _key(key: Any) -> Any:
    if _is_key(key):
        return key
    raise WireError("a dictionary key that is neither text nor a number of 64 bits")


def _is_shape(shape: Sequence[int]) -> bool:
    return all(axis <= _MAX_ROWS for axis in shape[:-1]) and all(axis <= MAX_ITEMS for axis in shape[-1:])


def _unpack_array(data: bytes) -> np.ndarray:
    start = HEADER + frame_length(data[:HEADER], _MAX_HEAD)
    dtype, shape, size = _described(data[HEADER:start])
    if size != len(data) - start:
        raise WireError("an array whose shape and size disagree")
    # A bytearray makes the array writable: code that works in place must not fail for that alone.
    return np.frombuffer(bytearray(data[start:]), dtype=dtype).reshape(shape)


@functools.lru_cache(maxsize=_HEADS)
def _described(head: bytes) -> tuple[np.dtype, tuple[int, ...], int]:
    """The dtype, shape and size in bytes of an array, by its head. Raises WireError, or what msgpack raises."""
    kind, shape = msgpack.unpackb(head)
    if type(kind) is not str or type(shape) is not list or len(shape) > _MAX_AXES:
        raise WireError("a malformed array")
    if any(type(axis) is not int or axis < 0 for axis in shape) or not _is_shape(shape):
        raise WireError("an array with an impossible shape")
    if not _DTYPE.fullmatch(kind):
        raise WireError("an array that is not of numbers")
    dtype = np.dtype(kind)
    return dtype, tuple(shape), math.prod(shape) * dtype.itemsize

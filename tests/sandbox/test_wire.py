"""The wire: plain data goes through and comes back equal; anything else is a WireError and nothing but a WireError."""

from __future__ import annotations

import math
import struct
import traceback
from collections import Counter, OrderedDict, defaultdict
from typing import Any, NamedTuple

import msgpack
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.sandbox.wire import (
    HEADER,
    MAX_DEPTH,
    MAX_ITEMS,
    Decoder,
    Encoder,
    Opaque,
    WireError,
    frame,
    frame_length,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
)
LONG = st.integers(-(2**64) + 1, 2**64 - 1)
KEYS = st.none() | st.booleans() | LONG | st.floats(allow_nan=False) | st.text() | st.binary()
DTYPES = (
    arrays.boolean_dtypes()
    | arrays.integer_dtypes(endianness="?")
    | arrays.unsigned_integer_dtypes(endianness="?")
    | arrays.floating_dtypes(endianness="?")
    | arrays.complex_number_dtypes(endianness="?")
)
ARRAYS = arrays.arrays(DTYPES, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
PLAIN = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


def through(value: Any) -> Any:
    return Decoder().decode(Encoder().encode(value))


def same(one: Any, other: Any) -> bool:
    """Equal, of the same types, and NaN is NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other


@given(PLAIN)
def test_plain_data_comes_back_as_it_went(value: Any) -> None:
    assert same(through(value), value)


@given(ARRAYS)
def test_arrays_come_back_writable_and_contiguous(array: np.ndarray) -> None:
    back = through(array)
    assert back.flags.writeable and back.flags.c_contiguous


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12).reshape(3, 4).T,
        np.arange(10)[::-2],
        np.asfortranarray(np.ones((2, 3))),
        np.broadcast_to(1.0, (3, 3)),
    ],
    ids=["transposed", "strided", "fortran", "broadcast"],
)
def test_any_memory_layout(array: np.ndarray) -> None:
    np.testing.assert_array_equal(through(array), array)


@pytest.mark.parametrize(
    "value",
    [2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**3000],
    ids=lambda n: f"{n:.3e}" if abs(n) < 1e300 else "huge",
)
def test_integers_of_every_size(value: int) -> None:
    assert same(through(value), value)


@pytest.mark.parametrize("value", [np.float32(1.5), np.int8(-3), np.bool_(True), np.complex64(1j)], ids=repr)
def test_numpy_scalars_become_arrays_without_axes(value: Any) -> None:
    back = through(value)
    assert isinstance(back, np.ndarray) and back.shape == () and back.dtype == value.dtype and back == value


def test_a_subclass_of_an_array_is_an_array() -> None:
    class Lying(np.ndarray):
        @property
        def shape(self) -> tuple[int, ...]:  # type: ignore[override]
            return (99, 99)

    back = through(np.arange(6.0).view(Lying))
    assert type(back) is np.ndarray and back.shape == (6,)


def test_what_has_an_array_inside_crosses_as_that_array() -> None:
    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return np.ones(2)

    np.testing.assert_array_equal(through(Tensor()), np.ones(2))


class _Raises:
    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        raise RuntimeError("no values yet")

    def __repr__(self) -> str:
        raise RuntimeError("no repr either")


STRANGERS = [object(), {1, 2}, range(3), print, type, np.ndarray, _Raises(), np.array([object()]), np.array(["a"]),
             np.array([(1, 2)], "i4,i4"), np.datetime64("2024-02-29"), 10**5000]  # fmt: skip


@pytest.mark.parametrize("value", STRANGERS, ids=lambda value: type(value).__name__)
def test_anything_else_needs_somebody_who_keeps_it(value: Any) -> None:
    with pytest.raises(WireError, match="cannot cross"):
        Encoder().encode(value)


@pytest.mark.parametrize("value", STRANGERS, ids=lambda value: type(value).__name__)
def test_what_is_kept_crosses_as_a_name_tag(value: Any) -> None:
    kept: list[Any] = []

    def keep(thing: Any) -> int:
        kept.append(thing)
        return len(kept)

    (tag,) = Decoder().decode(Encoder(keep).encode([value]))
    assert isinstance(tag, Opaque) and tag.handle == 1 and kept[0] is value
    assert tag.type_name == type(value).__name__ and len(tag.text) <= 500


def test_a_name_tag_leads_back_to_its_object() -> None:
    tag = Opaque("Model", "<model>", 41)
    assert through(tag) == tag
    assert Decoder(lambda opaque: {41: "the model"}[opaque.handle]).decode(Encoder().encode((tag,))) == ("the model",)


def test_subclasses_of_scalar_types_do_not_pass_for_them() -> None:
    for value in (type("Text", (str,), {})("a"), type("Number", (int,), {})(3)):
        with pytest.raises(WireError):
            Encoder().encode(value)


class _States(NamedTuple):
    h: Any
    c: Any


class _Boasting(list[int]):
    """Says that it holds other things than it does."""

    def __iter__(self) -> Any:
        return iter(int, 1)

    def __len__(self) -> int:
        return 10**9


CONTAINERS = {
    "named tuple": (_States(1, [2.5]), (1, [2.5])),
    "namedtuple within": ([_States(_States(1, 2), None)], [((1, 2), None)]),
    "OrderedDict": (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    "defaultdict": (defaultdict(list, {"U": [1]}), {"U": [1]}),
    "Counter": (Counter("aab"), {"a": 2, "b": 1}),
    "keys of a subclass": (OrderedDict({3: "x"}), {3: "x"}),
    "list of its own kind": (type("Row", (list,), {})([1]), [1]),
    "boasting list": (_Boasting([1, 2]), [1, 2]),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_subclasses_of_containers_cross_as_the_plain_ones(name: str) -> None:
    value, plain = CONTAINERS[name]
    assert same(through(value), plain)


def test_a_container_of_a_subclass_has_the_same_limits() -> None:
    row = type("Row", (list,), {})
    deep: Any = row()
    for _ in range(MAX_DEPTH + 1):
        deep = row([deep])
    with pytest.raises(WireError, match="deeper"):
        Encoder().encode(deep)
    with pytest.raises(WireError, match="items"):
        Encoder().encode(row([None] * MAX_ITEMS))
    ring = row()
    ring.append(ring)
    with pytest.raises(WireError, match="deeper"):
        Encoder().encode(ring)


def test_a_lone_surrogate_cannot_break_the_other_side() -> None:
    back = through("a\ud800b")
    assert back[0] == "a" and back[-1] == "b"
    back.encode()


def nested(depth: int, kind: type) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = {"a": value} if kind is dict else kind([value])
    return value


@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_nesting_has_a_limit(kind: type) -> None:
    assert same(through(nested(MAX_DEPTH, kind)), nested(MAX_DEPTH, kind))
    with pytest.raises(WireError, match="deeper"):
        Encoder().encode(nested(MAX_DEPTH + 1, kind))


class _Key:
    def __hash__(self) -> int:
        return 1


@pytest.mark.parametrize("key", [(1, 2), frozenset(), _Key(), 1j], ids=lambda key: type(key).__name__)
def test_a_dict_with_other_keys_stays_where_it_is(key: Any) -> None:
    with pytest.raises(WireError, match="a dict cannot cross"):
        Encoder().encode({key: 1})
    tag = Decoder().decode(Encoder(lambda _: 5).encode({key: 1}))
    assert (tag.type_name, tag.handle) == ("dict", 5)


def test_numpy_scalars_as_keys_become_numbers() -> None:
    assert same(through({np.int64(3): 1, np.float32(0.5): 2, "a": 3}), {3: 1, 0.5: 2, "a": 3})


@pytest.mark.parametrize("kind", [list, tuple])
def test_the_number_of_items_has_a_limit(kind: type) -> None:
    most = kind([None]) * (MAX_ITEMS - 1)
    assert len(through(most)) == MAX_ITEMS - 1
    with pytest.raises(WireError, match="items"):
        Encoder().encode(most + kind([None]))


ONE_BYTE_EACH = {"nil": b"\xc0", "lists": b"\x90", "maps": b"\x80", "tuples": b"\xc7\x01\x02\x90"}


def test_a_refused_frame_is_let_go_of() -> None:
    """Whoever keeps the error must not keep the copies that were made on the way to it."""
    data = b"\xc6" + (1_000_000).to_bytes(4, "big") + bytes(1_000_000)
    for _ in range(40):
        data = msgpack.packb(msgpack.ExtType(2, b"\x91" + data))
    for refused in (data, data[:-1], msgpack.packb(msgpack.ExtType(3, data))):
        with pytest.raises(WireError) as caught:
            Decoder().decode(refused)
        frames = traceback.walk_tb(caught.value.__traceback__)
        assert [one.f_code.co_name for one, _ in frames][1:] == ["decode"] and caught.value.__context__ is None


@pytest.mark.parametrize("item", ONE_BYTE_EACH.values(), ids=ONE_BYTE_EACH.keys())
def test_a_small_frame_cannot_become_a_heap_of_objects(item: bytes) -> None:
    many = struct.pack(">BI", 0xDD, 400) + item * 400
    assert Decoder(max_items=1000).decode(many)
    with pytest.raises(WireError):
        Decoder(max_items=1000).decode(b"\x93" + many * 3)


def test_several_frames_of_one_message_share_the_allowance() -> None:
    decoder, payload = Decoder(max_items=10), Encoder().encode([1, 2, 3])
    assert [decoder.decode(payload), decoder.decode(payload)] == [[1, 2, 3]] * 2
    with pytest.raises(WireError):
        decoder.decode(payload)


def test_a_list_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(WireError, match="deeper"):
        Encoder().encode(loop)


# --- malformed frames -----------------------------------------------------------------------------------------------


def ext(code: int, data: bytes) -> bytes:
    return struct.pack(">BIb", 0xC9, len(data), code) + data  # as msgpack spells it, with any code


def array_ext(head: Any, body: bytes = b"", length: int | None = None) -> bytes:
    packed = msgpack.packb(head)
    return ext(1, struct.pack(">I", len(packed) if length is None else length) + packed + body)


def tuples(depth: int) -> bytes:
    data = b"\x90"
    for _ in range(depth):
        data = ext(2, b"\x91" + data)
    return data


MALFORMED = {
    "empty": b"",
    "two values": b"\x01\x02",
    "cut list": b"\x93\x01",
    "four billion items": b"\xdd\xff\xff\xff\xff",
    "four billion pairs": b"\xdf\xff\xff\xff\xff",
    "four billion bytes": b"\xc6\xff\xff\xff\xff",
    "reserved byte": b"\xc1",
    "deep lists": b"\x91" * 100_000 + b"\x00",
    "deep maps": b"\x81\xa1a" * 100_000 + b"\x00",
    "deep tuples": tuples(60),
    "unknown extension": ext(77, b"abc"),
    "list as key": b"\x81\x90\x01",
    "number as key": b"\x81\x01\x01",
    "tuple that is a number": ext(2, b"\x07"),
    "tuple that is cut": ext(2, b"\x92\x01"),
    "pairs that are a number": ext(6, b"\x07"),
    "pairs of three": ext(6, msgpack.packb([[1, 2, 3]])),
    "pairs keyed by a list": ext(6, msgpack.packb([[[1], 2]])),
    "name tag of two": ext(3, msgpack.packb(["a", "b"])),
    "name tag with a list": ext(3, msgpack.packb([["a"], "b", 1])),
    "name tag with a bool for a handle": ext(3, msgpack.packb(["a", "b", True])),
    "integer that is none": ext(4, b"twelve"),
    "integer of too many digits": ext(4, b"9" * 4001),
    "half a complex": ext(5, b"\0" * 8),
    "array without a head": ext(1, b""),
    "array whose head is cut": array_ext(["<f8", [1]], b"\0" * 8, length=3),
    "array whose head is too long": array_ext(["<f8", [1]], b"\0" * 8, length=5000),
    "array of objects": array_ext(["|O", [1]], b"\0" * 8),
    "array of records": array_ext(["i4,i4", [1]], b"\0" * 8),
    "array of text": array_ext(["<U2", [1]], b"\0" * 8),
    "array of bytes": array_ext(["|S8", [1]], b"\0" * 8),
    "array of void": array_ext(["|V8", [1]], b"\0" * 8),
    "array of dates": array_ext(["<M8[s]", [1]], b"\0" * 8),
    "array of a long dtype": array_ext(["<f8" + " " * 60, [1]], b"\0" * 8),
    "array of no dtype": array_ext([8, [1]], b"\0" * 8),
    "array of an unknown dtype": array_ext(["<f3", [1]], b"\0" * 8),
    "array of negative length": array_ext(["<f8", [-1]], b"\0" * 8),
    "array of minus one twice": array_ext(["<f8", [-1, -1]], b"\0" * 8),
    "array of true": array_ext(["<f8", [True]], b"\0" * 8),
    "array of half an axis": array_ext(["<f8", [1.0]], b"\0" * 8),
    "array too short": array_ext(["<f8", [2]], b"\0" * 8),
    "array too long": array_ext(["<f8", [1]], b"\0" * 16),
    "array of 2**62 numbers": array_ext(["<f8", [2**31 - 1, 2**31 - 1]], b"\0" * 8),
    "array of a huge axis": array_ext(["|b1", [2**40]], b""),
    "array of seventeen axes": array_ext(["<f8", [1] * 17], b"\0" * 8),
    "array whose shape is text": array_ext(["<f8", "1"], b"\0" * 8),
}


@pytest.mark.parametrize("payload", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_frame_is_a_wire_error(payload: bytes) -> None:
    with pytest.raises(WireError):
        Decoder().decode(payload)


def test_an_array_has_no_more_rows_than_a_check_may_make_objects_of() -> None:
    """Empty ones cost nothing to send, and gigabytes when a check takes them apart, row by row."""
    for shape in ((500_000, 0), (0, 2_000_000), (2_000_000,)):
        assert Decoder().decode(Encoder().encode(np.empty(shape, bool))).shape == shape
    for shape in ([0, 2**31 - 1], [2**25, 0, 5], [500_001, 0], [0, 500_001, 1]):
        with pytest.raises(WireError):
            Decoder().decode(array_ext(["<f8", shape]))
        with pytest.raises(WireError):
            Encoder().encode(np.empty(shape, "f8"))


_PLAIN_TYPES = (type(None), bool, int, float, complex, str, bytes, list, tuple, dict, np.ndarray, Opaque)


def only_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(only_plain, value)) and all(map(only_plain, value.values()))
    if type(value) in (list, tuple):
        return all(map(only_plain, value))
    return type(value) in _PLAIN_TYPES and (type(value) is not np.ndarray or value.dtype.kind in "biufc")


def decodes_to_plain_or_fails(payload: bytes) -> None:
    try:
        value = Decoder().decode(payload)
    except WireError:
        return
    assert only_plain(value), value


@settings(max_examples=200)
@given(st.binary(max_size=200))
@example(ext(-1, b"\0\0\0\1"))  # msgpack's own timestamps
@example(ext(-1, b"\xff" * 12))
def test_noise_is_plain_data_or_a_wire_error(payload: bytes) -> None:
    decodes_to_plain_or_fails(payload)


@settings(max_examples=200)
@given(PLAIN, st.data())
def test_a_damaged_frame_is_plain_data_or_a_wire_error(value: Any, data: st.DataObject) -> None:
    payload = bytearray(Encoder().encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(payload)))
    decodes_to_plain_or_fails(bytes(payload))
    decodes_to_plain_or_fails(bytes(payload[:cut]))


@given(st.integers(1, 6), st.binary(max_size=64))
def test_noise_in_an_extension_is_plain_data_or_a_wire_error(code: int, data: bytes) -> None:
    decodes_to_plain_or_fails(ext(code, data))


@given(st.text(max_size=9), st.lists(st.integers(-2, 4) | st.integers(), max_size=3), st.binary(max_size=32))
@example("f8,", [1], b"")
@example("(2,)f8", [1], b"\0" * 16)
@example("0f8", [1], b"")
@example("<c32", [1], b"\0" * 32)
def test_noise_in_the_head_of_an_array_is_numbers_or_a_wire_error(dtype: str, shape: list[int], body: bytes) -> None:
    decodes_to_plain_or_fails(array_ext([dtype, [max(-(2**63), min(axis, 2**63)) for axis in shape]], body))


def test_decoding_leaves_no_state_behind() -> None:
    decoder = Decoder()
    for _ in range(3):
        with pytest.raises(WireError):
            decoder.decode(tuples(60))
        assert decoder.decode(tuples(5)) is not None


# --- framing --------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_a_frame_is_its_length_and_its_payload(payload: bytes) -> None:
    framed = frame(payload)
    assert framed[HEADER:] == payload
    assert frame_length(framed[:HEADER], limit=len(payload)) == len(payload)


def test_a_frame_over_its_limit_is_refused_by_its_header_alone() -> None:
    with pytest.raises(WireError, match="4294967295 bytes, where 1024 are allowed"):
        frame_length(b"\xff\xff\xff\xff", limit=1024)

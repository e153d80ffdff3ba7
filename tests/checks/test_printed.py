"""What was printed: read kindly, but never more into it than is there."""

import time

import numpy as np
import pytest

from grader.checks.printed import arrays, numbers, pair, shows
from grader.sandbox.wire import Opaque

H = np.array([[0.1234567, -0.5, 0.25], [1e-05, 0.75, -0.0625]], dtype=np.float32)
C = H * 2 + np.float32(0.1)
BIG = np.random.default_rng(0).uniform(-1, 1, size=(8, 160)).astype(np.float32)


@pytest.mark.parametrize(
    ("printed", "shapes"),
    [
        ([(H, C)], [(2, 3), (2, 3)]),
        ([("h:", H), ("c:", C)], [(2, 3), (2, 3)]),
        ([([H, (H, C)],)], [(2, 3)] * 3),
        ([({"h": H, "c": C},)], [(2, 3), (2, 3)]),
        ([(H.tolist(), C.tolist())], [(2, 3), (2, 3)]),
        ([(H.shape, (2, 3), 1.5, None, "text", np.float32(1), Opaque("KerasTensor", "", 1))], []),
        ([([[1.0, 2.0], [3.0]],)], [(2,), (1,)]),
        ([], []),
    ],
)
def test_arrays_are_found_in_what_was_printed(printed, shapes):
    assert [array.shape for array in arrays(printed)] == shapes


def test_plain_lists_have_the_precision_that_they_came_from():
    assert arrays([(H.tolist(),)])[0].dtype == np.float32
    assert arrays([([0.1, 0.2],)])[0].dtype == np.float64


def test_numbers_know_how_far_they_are_rounded():
    assert numbers("h1: [0.25 -1e-05] x2") == [(0.25, pytest.approx(0.005)), (-1e-05, pytest.approx(5e-06))]
    # "0.5" could be any of 0.45 to 0.55; it is held to two decimals, or every small state would fit it.
    assert numbers("tf.Tensor([[0.5]], shape=(2, 3), dtype=float32)") == [(0.5, pytest.approx(0.005))]
    assert numbers("3 1e99999") == [(3.0, 0.005), (float("inf"), 0.005)]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("3e8442", [(float("inf"), 0.005)]),  # part of a hash, say
        ("1e400", [(float("inf"), 0.005)]),
        ("-1e+999", [(float("-inf"), 0.005)]),
        ("1e-9999", [(0.0, 0.0)]),
        ("0e8442", [(0.0, 0.005)]),
        ("0." + "0" * 400 + "1", [(0.0, 0.0)]),
        ("1e" + "9" * 5000, [(float("inf"), 0.005)]),  # more digits than int() reads
        ("inf -inf nan", []),
    ],
    ids=lambda value: str(value)[:12],
)
def test_numbers_beyond_every_float_are_read_and_hide_nothing(word, found):
    assert numbers(word) == found
    assert shows(f"{word} {H} {word}\n{C} {word}", H, C)
    assert not shows(word, H)
    assert not shows(word, np.array([1e300]))


@pytest.mark.parametrize(
    "text",
    [
        f"{H}\n{C}",
        f"h: {H} shape (2, 3)\nc: {C} shape (2, 3)",
        f"tf.Tensor(\n{H}, shape=(2, 3), dtype=float32) tf.Tensor(\n{C}, shape=(2, 3), dtype=float32)",
        f"{H.tolist()} {C.tolist()}",
        "\n".join(f"row {n}: {row.round(4)}" for n, row in enumerate([*H, *C])),
    ],
)
def test_text_shows_what_it_shows(text):
    assert shows(text, H, C)
    assert not shows(text, C, H)
    assert not shows(text, H, H)
    assert not shows(text, H, C + np.float32(0.01))


def test_a_large_array_is_shown_by_its_edges():
    text = f"{BIG}\n{-BIG}"
    assert "..." in text
    assert shows(text, BIG, -BIG) and not shows(text, -BIG, BIG)
    with np.printoptions(edgeitems=2):
        assert shows(f"{BIG}", BIG)


def test_nothing_is_shown_by_nothing():
    assert not shows("", H)
    assert not shows("(2, 3) (2, 3)", H, C)
    assert not shows("0 0 0 0 0 0 0 0 0 0 0 0", H, C)


def same(found, *wanted):
    return found is not None and all(np.array_equal(got, want) for got, want in zip(found, wanted, strict=True))


def test_the_pair_is_the_first_two_arrays():
    assert same(pair([(H, C)], "", []), H, C)
    assert same(pair([("c", C), ("h", H)], "", []), C, H)
    assert same(pair([(H, H)], "", []), H, H)


def test_the_pair_passes_over_what_is_printed_besides():
    x = np.ones((2, 5), np.float32)
    assert same(pair([(x,), (H, [H, C])], "", [], background=[x]), H, C)
    assert same(pair([(x, H)], "", [], background=[x]), x, H)


def test_the_pair_can_be_told_from_the_text_alone():
    answers = [(BIG, -BIG), (H, C)]
    assert same(pair([(f"h {H} c {C}",)], f"h {H} c {C}", answers), H, C)
    assert same(pair([], f"{C} {H}", answers), C, H)
    assert pair([(f"{H}",)], f"{H}", answers) is None


def test_rows_that_are_printed_one_by_one_are_read_from_the_text():
    rows = [(row,) for state in (H, C) for row in state]
    text = "\n".join(f"{row}" for (row,) in rows)
    first, second = pair(rows, text, [(H, C)])
    assert first is H and second is C
    other = pair(rows, text, [(H + 1, C + 1)])  # the text does not show these
    assert [array.shape for array in other] == [(3,), (3,)]
    transposed = pair([(H.T, C.T)], f"{H.T}\n{C.T}", [(H, C)])
    assert [array.shape for array in transposed] == [(3, 2), (3, 2)]


def test_what_is_opened_and_never_closed_is_read_once():
    """CPU time of twice the text: twice, not four times; 60 KB took seconds when each opening read all that follows."""

    def seconds(text):
        began = time.process_time()
        numbers(text)
        return time.process_time() - began

    for opened in ("shape=(", "device=<", "dtype='", "shape=(1, device=<"):
        assert seconds(opened * 40_000) < 12 * seconds(opened * 10_000) + 0.5
    assert [value for value, _ in numbers("<tf.Tensor: shape=(2, 3), dtype=<dtype: 'f4'>, numpy=[0.5]>")] == [0.5]

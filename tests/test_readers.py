"""Every reader of student text takes time in proportion to it, whatever the text: adversarial ones of 10 to 1,000 KB.

The texts are `benchmarks/texts.py`'s: the fragment that each pattern or loop reads worst, repeated, and mixes of them.
CPU time is measured, in a fork that is killed if it takes too long; the limits leave room for a slow, busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks import fuzz, growth, texts
from grader.checks import printed
from grader.dialect import dialect_of
from grader.markers import blank
from grader.reports.accuracies import Accuracies

READERS = ("notebooks", "files", "cells", "markers", "output", "prints", "objects", "faults")
MIXES, FIRST = 40, 1_000


def test_every_reader_of_a_student_text_is_among_them() -> None:
    assert set(fuzz.READERS) - set(READERS) == {"wire", "replies", "verdicts"}, "these read frames, and our own files"


def seconds(one: growth.Reader, text: str) -> float:
    took = growth.measured(one, text.encode("utf-8", "surrogatepass"))
    assert took.allowed, f"{text[:60]!r}...: {took}"
    return took.seconds


@pytest.mark.parametrize("name", READERS)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    one = fuzz.READERS[name]()
    every = list(texts.texts(MIXES, FIRST))
    for _, text in every[::8]:
        seconds(one, text(10_000))
    by_cost = sorted(every, key=lambda each: -seconds(one, each[1](100_000)))
    for what, text in by_cost[:4]:
        small, large = (seconds(one, text(size)) for size in (50_000, 1_000_000))
        assert large <= 40 * small + 1, f"{what}: {small:.2f} s for 50 KB, {large:.2f} s for 1,000 KB"


def cpu(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def test_quoted_text_that_joins_lines_makes_no_line_that_is_read_again_and_again() -> None:
    line = "tensorflow.python.ops import " * 30
    text = line + f'"""\n"""{line}' * 1_000
    assert cpu(lambda: dialect_of(text)) < 5
    assert dialect_of(f'{text}"""\n""" rnn') == "tf1"


def test_a_line_of_blanks_after_the_word_accuracy_is_read_once() -> None:
    found = Accuracies()
    assert cpu(lambda: found.read(("acc" + " " * 490 + "x\n") * 2_000)) < 5
    assert cpu(lambda: found.read(("step" + " " * 490 + "x\n") * 2_000)) < 5


def test_brackets_that_are_never_closed_are_read_once() -> None:
    for unit in ("shape=(", "dtype=<", "device='", "shape=(1, "):
        assert cpu(lambda unit=unit: printed.numbers(unit * 100_000)) < 5
    assert printed.numbers("tf.Tensor([0.5], shape=(2, 3), dtype=<dtype: 'float32'>, device='/GPU:0')") == [
        (0.5, 0.005)
    ]


def test_emptying_many_regions_takes_no_longer_than_reading_them() -> None:
    text = "# ** Begin ** #\nx = 1\n# ** End ** #\n" * 200_000
    assert cpu(lambda: blank(text)) < 5
    assert blank(text) == "# ** Begin ** #\n# ** End ** #\n" * 200_000

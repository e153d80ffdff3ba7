"""Every reader of student text takes time in proportion to it, whatever the text: adversarial ones of 10 to 1,000 KB.

The texts are `benchmarks/texts.py`'s: the fragment that each pattern or loop reads worst, repeated, and mixes of them.
CPU time is measured, in a fork that is killed if it takes too long; the limits leave room for a slow, busy machine.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks import fuzz, growth, texts
from grader.checks import printed
from grader.reports.accuracies import Accuracies
from grader.source.dialects import dialect_of
from grader.source.regions import blank

READERS = ("notebooks", "files", "cells", "markers", "output", "prints", "objects", "faults")
MIXES, FIRST = 40, 1_000


def test_every_reader_of_a_student_text_is_among_them() -> None:
    assert set(fuzz.READERS) - set(READERS) == {"wire", "replies", "verdicts"}, "these read frames, and our own files"


def seconds(one: growth.Reader, text: str, reads: int = 1) -> float:
    took = growth.measured(one, text.encode("utf-8", "surrogatepass"), reads)
    assert took.allowed, f"{text[:60]!r}...: {took}"
    return took.seconds


@pytest.mark.proof("reading-time")
@pytest.mark.parametrize("name", READERS)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    one, reads = fuzz.READERS[name](), fuzz.READS.get(name, 1)
    by_cost = list(texts.texts(MIXES, FIRST))
    for size, kept in ((10_000, 12), (100_000, 3)):  # the slowest of all go on to the next size
        by_cost = sorted(by_cost, key=lambda each, size=size: -seconds(one, each[1](size), reads))[:kept]
    for what, text in by_cost:
        small, large = (seconds(one, text(size), reads) for size in (50_000, 1_000_000))
        assert large <= 40 * small + 1, f"{what}: {small:.2f} s for 50 KB, {large:.2f} s for 1,000 KB"


def reads(read: Callable[[str], object], text: str) -> None:
    """`read` takes no longer than this text allows."""
    seconds(lambda data: read(data.decode()), text)


def test_quoted_text_that_joins_lines_makes_no_line_that_is_read_again_and_again() -> None:
    line = "tensorflow.python.ops import " * 30
    reads(dialect_of, line + f'"""\n"""{line}' * 300)
    assert dialect_of(f'{line}"""\n""" rnn') == "tf1" and dialect_of(f"{line}\n rnn") is None


COMMANDS = {
    "one after the other": ("%time x = 1\n", "z"),
    "within one another": ("%time ", "x"),
    "a line that goes on": ("%time x + \\\n", "x"),
    "a shell line that goes on": ("!x \\\n", "x"),
    "quotes": ("x = !'\n", "z"),
    "a long line of quotes": ("!'", "\nz"),
    "cells in cells": ("%%time\n", "z"),
    "help of a long name": ("a.b", "?\nz"),
    "targets": ("a, ", "b = !x\nz"),
    "prompts": (">>> x\n", "z"),
    "calls": ("get_ipython().system('x')\n", "z"),
    "brackets in a call": ("get_ipython().system((((\n", "z"),
    "without a sign": ("pip install x\n", "z"),
    "what may be without a sign": ("ls - x\n", "z"),
    "no command": ("x = ?\n", "z"),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_commands_of_ipythons_are_read_once(what: str) -> None:
    unit, tail = COMMANDS[what]
    one = fuzz.READERS["cells"]()
    for size in (2_000, 600_000):
        seconds(one, texts.grown(unit, size, tail=tail), fuzz.READS["cells"])


@pytest.mark.parametrize("word", ["acc", "step", "accuracy on x", "第", "acc ="])
def test_a_line_of_blanks_after_the_word_accuracy_is_read_once(word: str) -> None:
    reads(Accuracies().read, f"{word}{' ' * 480}x\n" * 2_000)


@pytest.mark.parametrize("unit", ["shape=(", "dtype=<", "device='", "shape=(1, "])
def test_brackets_that_are_never_closed_are_read_once(unit: str) -> None:
    reads(printed.numbers, unit * 100_000)


def test_metadata_are_no_numbers() -> None:
    text = "tf.Tensor([0.5], shape=(2, 3), dtype=<dtype: 'float32'>, device='/GPU:0')"
    assert printed.numbers(text) == [(0.5, 0.005)]


def test_emptying_many_regions_takes_no_longer_than_reading_them() -> None:
    unit = "# ** Begin ** #\nx = 1\n# ** End ** #\n"
    reads(blank, unit * 100_000)
    assert blank(f"x\n{unit * 3}y") == f"x\n{unit * 3}y".replace("x = 1\n", "")

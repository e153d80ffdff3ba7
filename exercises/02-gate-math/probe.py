"""Runs in the sandbox beside your program (as `student`): what a check cannot see from the returned value alone."""

import copy
import warnings

import numpy as np


def watch(name, *args):
    """Call your function `name`: what it returned, what NumPy warned of, which arguments it changed in place."""
    before = copy.deepcopy(args)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = getattr(student, name)(*args)  # noqa: F821 - the grader provides it
    return {
        "value": value,
        "warnings": [str(each.message) for each in caught if issubclass(each.category, RuntimeWarning)],
        "changed": [number for number, pair in enumerate(zip(before, args, strict=True)) if not _same(*pair)],
    }


def _same(before, after):
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    return np.array_equal(before, after)

"""Runs in the sandbox beside your program (as `student`): what a check cannot see from the returned value alone."""

import copy

import numpy as np


def watch(name, *args):
    """Call your function `name`: what it returned, and which of its arguments it changed in place, by number."""
    before = copy.deepcopy(args)
    value = getattr(student, name)(*args)  # noqa: F821 - the grader provides it
    changed = [number for number, pair in enumerate(zip(before, args, strict=True)) if not _same(*pair)]
    return {"value": copy.deepcopy(value), "changed": changed}


def _same(before, after):
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_same, before, after))
    return np.array_equal(before, after)

"""Runs in the sandbox beside your program (as `student`): what a check cannot see from the returned value alone."""

import copy

import numpy as np


def make_sequences(seed, count, steps):
    """What make_sequences gives with a fresh generator of this seed; a generator itself cannot come in from outside."""
    return student.make_sequences(np.random.default_rng(seed), count, steps)  # noqa: F821 - the grader provides it


def three_times(seed, count, steps):
    """What make_sequences gives with a fresh generator of this seed: asked twice, then with another generator."""
    return [make_sequences(number, count, steps) for number in (seed, seed, seed + 1)]


def batches(kind, steps, count, seed):
    """The batches that training with this seed sees, by the task's rule: one generator, first of the parameters."""
    rng = np.random.default_rng(seed)
    student.new_params(kind, rng)  # noqa: F821
    return [student.make_sequences(rng, student.BATCH, steps) for _ in range(count)]  # noqa: F821


def watch(name, *args):
    """Call your function `name`: what it returned, and which of its arguments it changed in place, by number."""
    before = copy.deepcopy(args)
    value = getattr(student, name)(*args)  # noqa: F821
    changed = [number for number, pair in enumerate(zip(before, args, strict=True)) if not _same(*pair)]
    return {"value": copy.deepcopy(value), "changed": changed}


def _same(before, after):
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    return np.array_equal(before, after)

"""Runs in the sandbox beside your program (as `student`): what a check cannot see from the returned value alone."""

import copy
import warnings

import numpy as np


def watch(name, *args):
    """Call your function `name`: what it returned, what NumPy warned of, which arguments it changed in place.

    NumPy tells this function of an overflow even where warnings are switched off for everybody; an ``np.errstate``
    around one expression says that its overflow is meant, and counts.
    """
    before, met = copy.deepcopy(args), []
    with warnings.catch_warnings(record=True) as caught, _told(met):
        warnings.simplefilter("always")
        settings = np.geterr()
        value = getattr(student, name)(*args)  # noqa: F821 - the grader provides it
        if np.geterr() != settings:
            met.append("np.seterr was left changed")
    warned = [str(each.message) for each in caught if issubclass(each.category, RuntimeWarning)]
    return {
        "value": value,
        "warnings": met + warned,
        "changed": [number for number, pair in enumerate(zip(before, args, strict=True)) if not _same(*pair)],
    }


def _told(met):
    """NumPy adds what it would warn of to `met`, whatever becomes of its warnings."""
    call = {kind: "call" for kind in ("divide", "over", "invalid")}
    return np.errstate(call=lambda kind, _: met.append(f"{kind} encountered") if len(met) < 3 else None, **call)


def _same(before, after):
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
    return np.array_equal(before, after)

"""What a lesson's author imports in ``test_public.py`` and ``test_hidden.py``.

The fixtures (`student`, `rng`, `dataset`...) stand in `grader.checks.fixtures`, the markers `points` and `depends` in
`grader.checks.plugin`.
"""

from grader.checks.expect import CheckFailed, as_array, as_arrays, expect, fail
from grader.checks.remarks import carried, measure, note
from grader.checks.words import dtypes, shape_of
from grader.sandbox.wire import Opaque

__all__ = [
    "CheckFailed",
    "Opaque",
    "as_array",
    "as_arrays",
    "carried",
    "dtypes",
    "expect",
    "fail",
    "measure",
    "note",
    "shape_of",
]

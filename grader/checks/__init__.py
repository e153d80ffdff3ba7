"""What a lesson's author imports in ``test_public.py`` and ``test_hidden.py``.

Fixtures `student`, `rng`, `dataset`, `profile`, `example` and markers `points`, `depends` come from
`grader.checks.plugin`.
"""

from grader.checks.expect import CheckFailed, expect, fail
from grader.sandbox.wire import Opaque

__all__ = ["CheckFailed", "Opaque", "expect", "fail"]

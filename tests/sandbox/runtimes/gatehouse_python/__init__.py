"""A runtime of a third party: plain Python, and the modules that a lesson names. This module is for the grader."""

from __future__ import annotations

from pathlib import Path

from grader.sandbox.runtimes import Runtime


class Python(Runtime):
    name = "python"
    title = "Python"
    inside = Path(__file__).with_name("inside.py")
    distribution = "gatehouse-python"
    takes_imports = True

    def warm(self, backend: str | None) -> tuple[str, ...]:
        return ("random",)

    def records(self, backend: str | None) -> tuple[str, ...]:
        return ("gatehouse-python",)

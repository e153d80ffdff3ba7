"""NumPy, which the grader itself needs: nothing else to install."""

from __future__ import annotations

from grader.sandbox.runtimes.runtime import Runtime


class NumPy(Runtime):
    name = "numpy"
    reads_images = True
    title = "NumPy"

    def warm(self, backend: str | None) -> tuple[str, ...]:
        return ("numpy", "numpy.random", "numpy.linalg", "numpy.fft")

    def records(self, backend: str | None) -> tuple[str, ...]:
        return ("numpy",)

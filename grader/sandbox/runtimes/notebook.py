"""The cells of a notebook, one after the other, by IPython's rules: what an assignment of nbgrader's runs in."""

from __future__ import annotations

from grader.sandbox.runtimes import tensorflow
from grader.sandbox.runtimes.runtime import Runtime


class Notebook(Runtime):
    name = "notebook"
    title = "IPython notebook"
    takes_imports = True

    def warm(self, backend: str | None) -> tuple[str, ...]:
        return ("numpy",)

    def records(self, backend: str | None) -> tuple[str, ...]:
        return ("ipython", "numpy", "scipy", "pandas", "matplotlib", "scikit-learn", "tensorflow", "keras", "torch")

    def environment(self, backend: str | None, device: str, threads: int | None) -> dict[str, str]:
        # The backend is what a kernel sets, too. What a library says on standard error costs a graded cell its points.
        return {"MPLBACKEND": "module://matplotlib_inline.backend_inline", **tensorflow.environment(device, threads)}

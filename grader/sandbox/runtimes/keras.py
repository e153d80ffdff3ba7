"""Keras 3, on one of its backends."""

from __future__ import annotations

from grader.sandbox.runtimes import tensorflow
from grader.sandbox.runtimes.runtime import Runtime


class Keras(Runtime):
    name = "keras"
    title = "Keras"
    extra = "keras"
    backends = ("tensorflow", "jax", "torch")
    shows_device = True
    reads_images = True
    script_imports = ("tensorflow", "keras")

    def warm(self, backend: str | None) -> tuple[str, ...]:
        # TensorFlow with every backend: Keras sets its seed wherever it is installed.
        others = () if backend == "tensorflow" else (str(backend),)
        return ("numpy", *others, "tensorflow", "keras", "keras.layers", "keras.optimizers", "keras.losses")

    def records(self, backend: str | None) -> tuple[str, ...]:
        others = () if backend == "tensorflow" else (str(backend),)
        return ("numpy", "tensorflow", "keras", *others)

    def environment(self, backend: str | None, device: str, threads: int | None) -> dict[str, str]:
        own = {"KERAS_BACKEND": str(backend), **tensorflow.environment(device, threads)}
        if device == "gpu":
            own["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"
        if backend == "jax":  # named, so that it says so instead of falling back to another
            own["JAX_PLATFORMS"] = "cpu" if device == "cpu" else "cuda"
        return own

    def time_factor(self, backend: str | None) -> float:
        return 3 if backend == "jax" else 1  # it compiles for each new shape, which takes time that no answer can save

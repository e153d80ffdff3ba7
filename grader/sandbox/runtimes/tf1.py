"""TensorFlow 1, as the installed TensorFlow still has it: a dialect of lessons in Keras."""

from __future__ import annotations

from grader.sandbox.runtimes import tensorflow
from grader.sandbox.runtimes.runtime import Runtime


class TensorFlow1(Runtime):
    name = "tf1"
    title = "TensorFlow 1"
    extra = "keras"
    is_dialect = True
    known_by = ("tf.placeholder", "tf.Session", "tf.contrib.rnn")
    shows_device = True
    reads_images = True

    def warm(self, backend: str | None) -> tuple[str, ...]:
        return ("numpy", "tensorflow", "tf_keras")

    def records(self, backend: str | None) -> tuple[str, ...]:
        return ("numpy", "tensorflow", "tf_keras")

    def environment(self, backend: str | None, device: str, threads: int | None) -> dict[str, str]:
        # Version 1's layers and cells live in the legacy Keras.
        return {"TF_USE_LEGACY_KERAS": "1", **tensorflow.environment(device, threads)}

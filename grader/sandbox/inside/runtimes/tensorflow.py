"""What every runtime with TensorFlow in it sets, and what it can show of its device."""

from __future__ import annotations

import sys

SIZE = 256  # of the matrices multiplied: enough to need the libraries that a GPU needs
_WRAPPING = "TFE_ContextOptionsSetRunEagerOpAsFunction"  # where TensorFlow decides it, when its first tensor is made


def install() -> None:
    """Compute single operations directly. TensorFlow would wrap each kind of operation, and each variable, in a graph
    of its own, and optimise that, in every child anew. What is computed stays the same, and so does a `tf.function`."""
    internals = sys.modules.get("tensorflow.python.pywrap_tfe")
    decide = getattr(internals, _WRAPPING, None)
    if decide is not None:  # else this version offers no choice, and is only slower
        setattr(internals, _WRAPPING, lambda options, _: decide(options, False))


def device() -> tuple[str, str, int]:
    """A GPU's memory is taken as it is needed from here on."""
    tf = sys.modules["tensorflow"]
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        if not tf.config.experimental.get_memory_growth(gpu):
            tf.config.experimental.set_memory_growth(gpu, True)
    ones = tf.ones((SIZE, SIZE))
    place = tf.matmul(ones, ones).device.upper()
    if ":GPU:" not in place:
        return "cpu", place, 0
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", place)
    return "gpu", name, tf.config.experimental.get_memory_info("GPU:0")["peak"]

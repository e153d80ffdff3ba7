"""What every runtime with TensorFlow in it can show of its device."""

from __future__ import annotations

import sys

SIZE = 256  # of the matrices multiplied: enough to need the libraries that a GPU needs


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

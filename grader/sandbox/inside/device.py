"""Which device Keras computes on in this process, found out by computing something on it, and how much memory it took.

Called before the student's program is loaded, when what it says can be believed, and at the end, when it is a claim.
"""

from __future__ import annotations

import sys
from typing import Any

_SIZE = 256  # of the matrices multiplied: enough to need the libraries that a GPU needs


def look(backend: str) -> dict[str, Any]:
    """{"kind": "gpu" or "cpu", "name", "peak_mb"}, or {"kind": "none", "why"} where not even that can be found out.

    A GPU's memory is taken as it is needed from here on.
    """
    try:
        kind, name, peak = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[backend]()
    except Exception as error:
        return {"kind": "none", "why": f"{type(error).__name__}: {error}"[:500]}
    return {"kind": kind, "name": str(name)[:100], "peak_mb": round(peak / (1 << 20), 1)}


def _tensorflow() -> tuple[str, str, int]:
    tf = sys.modules["tensorflow"]
    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        if not tf.config.experimental.get_memory_growth(gpu):
            tf.config.experimental.set_memory_growth(gpu, True)
    ones = tf.ones((_SIZE, _SIZE))
    place = tf.matmul(ones, ones).device.upper()
    if ":GPU:" not in place:
        return "cpu", place, 0
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", place)
    return "gpu", name, tf.config.experimental.get_memory_info("GPU:0")["peak"]


def _jax() -> tuple[str, str, int]:
    jax = sys.modules["jax"]
    ones = jax.numpy.ones((_SIZE, _SIZE))
    (device,) = (ones @ ones).block_until_ready().devices()
    peak = (device.memory_stats() or {}).get("peak_bytes_in_use", 0)
    return "gpu" if device.platform in ("gpu", "cuda") else "cpu", device.device_kind, peak


def _torch() -> tuple[str, str, int]:
    torch = sys.modules["torch"]
    place = sys.modules["keras"].src.backend.torch.core.get_device()
    ones = torch.ones((_SIZE, _SIZE), device=place)
    if (ones @ ones).device.type != "cuda":
        return "cpu", place, 0
    return "gpu", torch.cuda.get_device_name(0), torch.cuda.max_memory_allocated()

"""What every runtime with TensorFlow in it sets before it is imported."""

from __future__ import annotations


def environment(device: str, threads: int | None) -> dict[str, str]:
    """Environment variables of TensorFlow on this device; `threads` bounds it on a CPU."""
    own = {"TF_CPP_MIN_LOG_LEVEL": "3"}
    if device == "gpu":  # several submissions share one: nobody may take all of its memory at once
        return own | {"TF_FORCE_GPU_ALLOW_GROWTH": "true"}
    return own | (dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), str(threads)) if threads else {})

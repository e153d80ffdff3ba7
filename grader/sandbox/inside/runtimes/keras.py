"""Keras 3, inside the wall."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable

from . import numpy, older_keras, tensorflow, watching


def install() -> None:
    tensorflow.install()


def backend() -> str:
    """The one that it really has, whatever its environment said."""
    return sys.modules["keras"].config.backend()


def seed(number: int) -> None:
    """Random numbers repeat from here on: Python's, NumPy's, and those of Keras's backend and of TensorFlow."""
    numpy.seed(number)
    sys.modules["keras"].utils.set_random_seed(number)


def services() -> types.ModuleType:
    """``grader.keras`` inside the sandbox: what a lesson's probe needs to see how a model is trained."""
    module = types.ModuleType("grader.keras", "What a lesson's probe needs to see how a model is trained.")
    module.Watch = watching.Watch  # type: ignore[attr-defined]
    return module


def script(tell: Callable[[str], None]) -> None:
    """A whole script is about to run: it may be written for an older Keras."""
    older_keras.install(tell)


def device() -> tuple[str, str, int]:
    return {"tensorflow": tensorflow.device, "jax": _jax, "torch": _torch}[backend()]()


def _jax() -> tuple[str, str, int]:
    jax = sys.modules["jax"]
    ones = jax.numpy.ones((tensorflow.SIZE, tensorflow.SIZE))
    (device,) = (ones @ ones).block_until_ready().devices()
    peak = (device.memory_stats() or {}).get("peak_bytes_in_use", 0)
    return "gpu" if device.platform in ("gpu", "cuda") else "cpu", device.device_kind, peak


def _torch() -> tuple[str, str, int]:
    torch = sys.modules["torch"]
    place = sys.modules["keras"].src.backend.torch.core.get_device()
    ones = torch.ones((tensorflow.SIZE, tensorflow.SIZE), device=place)
    if (ones @ ones).device.type != "cuda":
        return "cpu", place, 0
    return "gpu", torch.cuda.get_device_name(0), torch.cuda.max_memory_allocated()

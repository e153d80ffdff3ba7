"""What a warm server is started for: which libraries, Keras on which backend, on which device.

One string names it, since it travels as the key of a server: ``numpy``, ``keras``, ``keras+jax``, ``keras+torch@gpu``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BACKENDS = ("tensorflow", "jax", "torch")
DEVICES = ("cpu", "gpu")
# The runtimes that can show what they computed on: `inside.device` asks their backend. A GPU is refused to any other.
WITH_EVIDENCE = frozenset({"keras", "tf1"})
_KEY = re.compile(rf"(?P<name>\w+)(\+(?P<backend>{'|'.join(BACKENDS)}))?(@(?P<device>{'|'.join(DEVICES)}))?")
_GPU_ENVIRONMENT = {
    # Several submissions share a GPU: nobody may take all of its memory at once.
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
}
_FROM_HOST = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")  # which GPU, and where its libraries lie


@dataclass(frozen=True)
class Runtime:
    """`name` is a key of `inside.server.RUNTIMES`."""

    name: str
    backend: str = "tensorflow"
    device: str = "cpu"

    @classmethod
    def of(cls, name: str, backend: str = "tensorflow", device: str = "cpu") -> Runtime:
        """What `name` makes of these wishes: only Keras has backends. A GPU stays asked for, whatever it is."""
        return cls(name, backend if name == "keras" else "tensorflow", device)

    @classmethod
    def parse(cls, key: str) -> Runtime:
        """Raises ValueError if `key` is none."""
        match = _KEY.fullmatch(key)
        if not match:
            raise ValueError(f"{key!r} names no runtime; such as: numpy, keras, keras+jax, keras+torch@gpu")
        return cls(match["name"], match["backend"] or "tensorflow", match["device"] or "cpu")

    @property
    def shows_its_device(self) -> bool:
        """Whether a process of it can be asked, before the student's program is loaded, what it computes on."""
        return self.name in WITH_EVIDENCE

    def __str__(self) -> str:
        backend = "" if self.backend == "tensorflow" else f"+{self.backend}"
        return self.name + backend + ("" if self.device == "cpu" else f"@{self.device}")

    def environment(self, host: Mapping[str, str], threads: int | None = None) -> dict[str, str]:
        """Its part of the warm server's environment. All of it must stand before a library is imported.

        `threads` are those that TensorFlow may compute with in one box; left out, as many as there are cores.
        """
        own = {"KERAS_BACKEND": self.backend}
        if self.device == "cpu":
            own["CUDA_VISIBLE_DEVICES"] = "-1"
            if threads and self.name != "numpy":
                own |= dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), str(threads))
        else:
            own |= _GPU_ENVIRONMENT | {name: host[name] for name in _FROM_HOST if name in host}
        if self.backend == "jax":  # named, so that it says so instead of falling back to another
            own["JAX_PLATFORMS"] = "cpu" if self.device == "cpu" else "cuda"
        return own

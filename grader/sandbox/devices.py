"""What this machine can compute on: its GPUs by the driver's own account, and the backends that are installed.

Only looks. What a submission really computed on is asserted in its sandbox and stands in its verdict.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from typing import Any

from grader.sandbox import wall
from grader.sandbox.runtimes import installed

_MB = 1 << 20


@dataclass(frozen=True)
class Gpu:
    """One GPU. Memory in mebibytes."""

    name: str
    memory_mb: int
    used_mb: int
    driver: str


def gpus() -> tuple[list[Gpu], str]:
    """This machine's GPUs; where there are none, or the driver cannot be asked, a sentence that says why (else "")."""
    if not wall.gpu_nodes():
        return [], "no GPU: there is no /dev/nvidia* on this machine"
    try:
        import pynvml
    except ImportError:
        return [], "there is a GPU, and nothing to ask it with: pip install nvidia-ml-py"
    try:
        pynvml.nvmlInit()
        try:
            return [_described(pynvml, number) for number in range(pynvml.nvmlDeviceGetCount())], ""
        finally:
            pynvml.nvmlShutdown()
    except pynvml.NVMLError as error:
        return [], f"there is a GPU, and its driver does not answer ({error}); try nvidia-smi"


def _described(nvml: Any, number: int) -> Gpu:
    handle = nvml.nvmlDeviceGetHandleByIndex(number)
    memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    names = [nvml.nvmlDeviceGetName(handle), nvml.nvmlSystemGetDriverVersion()]
    name, driver = (text.decode() if isinstance(text, bytes) else text for text in names)  # bytes in older versions
    return Gpu(name, memory.total // _MB, memory.used // _MB, driver)


def backends() -> dict[str, str | None]:
    """The backends that runtimes may compute with, and the version of each that is installed."""
    found: dict[str, str | None] = {}
    for name in dict.fromkeys(name for runtime in installed() for name in runtime.backends):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = None
    return found

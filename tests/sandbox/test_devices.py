"""What a machine has to compute on, as it is found and as it is shown."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from grader.sandbox import devices, wall


class NVMLError(Exception):
    pass


def driver() -> SimpleNamespace:
    """What nvidia-ml-py offers, of a machine with two GPUs."""
    return SimpleNamespace(
        NVMLError=NVMLError,
        nvmlInit=lambda: None,
        nvmlShutdown=lambda: None,
        nvmlDeviceGetCount=lambda: 2,
        nvmlDeviceGetHandleByIndex=lambda number: number,
        nvmlDeviceGetMemoryInfo=lambda handle: SimpleNamespace(total=143_771 << 20, used=(handle + 1) << 30),
        nvmlDeviceGetName=lambda handle: "NVIDIA H200" if handle else b"NVIDIA H100",
        nvmlSystemGetDriverVersion=lambda: "580.1",
    )


@pytest.fixture
def has_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "gpu_nodes", lambda: ("/dev/nvidia0",))


def test_the_driver_is_asked(has_nodes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", driver())
    found, why = devices.gpus()
    assert why == "" and [gpu.name for gpu in found] == ["NVIDIA H100", "NVIDIA H200"]
    assert found[1] == devices.Gpu("NVIDIA H200", 143_771, 2048, "580.1")


def test_no_gpu_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "gpu_nodes", lambda: ())
    assert devices.gpus() == ([], "no GPU: there is no /dev/nvidia* on this machine")


def test_without_the_library_the_remedy_is_said(has_nodes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert "pip install nvidia-ml-py" in devices.gpus()[1]


def test_a_driver_that_does_not_answer_is_said(has_nodes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise NVMLError("Driver Not Loaded")

    monkeypatch.setitem(sys.modules, "pynvml", SimpleNamespace(**{**vars(driver()), "nvmlInit": fails}))
    found, why = devices.gpus()
    assert found == [] and "does not answer (Driver Not Loaded)" in why


def test_backends_are_those_of_the_runtimes() -> None:
    assert list(devices.backends()) == ["tensorflow", "jax", "torch"] and devices.backends()["tensorflow"]

"""A runtime's key: what is asked for comes back from it, and its environment is set before anything is imported."""

from __future__ import annotations

import itertools

import pytest

from grader.sandbox.inside.server import RUNTIMES
from grader.sandbox.runtime import BACKENDS, DEVICES, Runtime


@pytest.mark.parametrize(("backend", "device"), list(itertools.product(BACKENDS, DEVICES)))
def test_a_key_and_back(backend: str, device: str) -> None:
    runtime = Runtime.of("keras", backend, device)
    assert Runtime.parse(str(runtime)) == runtime == Runtime("keras", backend, device)


def test_the_usual_ones_have_short_names() -> None:
    assert str(Runtime.of("keras")) == "keras" and str(Runtime.of("keras", "jax", "gpu")) == "keras+jax@gpu"


def test_numpy_has_no_backend_and_a_gpu_is_still_asked_for() -> None:
    """Were the wish forgotten here, nobody could refuse it."""
    assert str(Runtime.of("numpy", "jax")) == "numpy" and str(Runtime.of("numpy", "jax", "gpu")) == "numpy@gpu"


def test_every_runtime_keeps_the_device_that_was_asked_for() -> None:
    assert {Runtime.parse(str(Runtime.of(name, device="gpu"))).device for name in (*RUNTIMES, "new")} == {"gpu"}


def test_what_can_show_its_device_computes_with_a_backend_that_is_asked() -> None:
    assert {name for name in RUNTIMES if Runtime(name).shows_its_device} == {"keras", "tf1"}
    assert not Runtime("new").shows_its_device


def test_version_1_is_tensorflow() -> None:
    assert str(Runtime.of("tf1", "torch", "gpu")) == "tf1@gpu"


@pytest.mark.parametrize("key", ["", "keras+", "keras+theano", "keras@tpu", "keras@gpu+jax", "keras+jax@gpu; rm"])
def test_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="names no runtime; such as"):
        Runtime.parse(key)


HOST = {"CUDA_VISIBLE_DEVICES": "1", "LD_LIBRARY_PATH": "/opt/cuda/lib", "SECRET": "x", "KERAS_BACKEND": "theano"}


def test_on_the_cpu_no_gpu_is_visible_whatever_the_host_says() -> None:
    assert Runtime.of("keras").environment(HOST) == {"KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1"}
    jax = Runtime.of("keras", "jax").environment(HOST)
    assert jax == {"KERAS_BACKEND": "jax", "CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}


def test_on_a_gpu_memory_grows_and_jax_may_not_fall_back() -> None:
    own = Runtime.of("keras", "jax", "gpu").environment(HOST)
    assert own.pop("KERAS_BACKEND") == "jax" and own.pop("JAX_PLATFORMS") == "cuda"
    assert own.pop("TF_FORCE_GPU_ALLOW_GROWTH") == "true" and own.pop("XLA_PYTHON_CLIENT_PREALLOCATE") == "false"
    assert own == {"CUDA_VISIBLE_DEVICES": "1", "LD_LIBRARY_PATH": "/opt/cuda/lib"}, "and nothing else of the host's"
    assert "CUDA_VISIBLE_DEVICES" not in Runtime.of("keras", "jax", "gpu").environment({})


@pytest.mark.parametrize(("key", "limited"), [("keras", True), ("tf1", True), ("numpy", False), ("keras@gpu", False)])
def test_only_tensorflow_on_a_cpu_is_told_how_many_threads_it_may_have(key: str, limited: bool) -> None:
    runtime = Runtime.parse(key)
    assert "TF_NUM_INTRAOP_THREADS" not in runtime.environment(HOST)
    own = runtime.environment(HOST, 3)
    assert [own.get(f"TF_NUM_{kind}_THREADS") for kind in ("INTRAOP", "INTEROP")] == ["3" if limited else None] * 2

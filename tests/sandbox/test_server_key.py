"""A server's key: what is asked for comes back from it, and its environment is set before anything is imported."""

from __future__ import annotations

import itertools

import pytest

from grader.sandbox.runtimes import Runtime, find, names
from grader.sandbox.server_key import DEVICES, MAX_IMPORTS, ServerKey, checked_imports


class Plain(Runtime):
    name = "plain"
    title = "Plain"
    takes_imports = True


@pytest.mark.parametrize(("backend", "device"), list(itertools.product(find("keras").backends, DEVICES)))
def test_a_key_and_back(backend: str, device: str) -> None:
    key = ServerKey.of("keras", backend, device)
    assert ServerKey.parse(str(key)) == key == ServerKey("keras", backend, device)


def test_the_usual_ones_have_short_names() -> None:
    assert str(ServerKey.of("keras")) == "keras" and str(ServerKey.of("keras", "jax", "gpu")) == "keras+jax@gpu"


def test_numpy_has_no_backend_and_a_gpu_is_still_asked_for() -> None:
    """Were the wish forgotten here, nobody could refuse it."""
    assert str(ServerKey.of("numpy", "jax")) == "numpy" and str(ServerKey.of("numpy", "jax", "gpu")) == "numpy@gpu"


def test_every_runtime_keeps_the_device_that_was_asked_for() -> None:
    assert {ServerKey.parse(str(ServerKey.of(name, device="gpu"))).device for name in names()} == {"gpu"}


def test_what_can_show_its_device() -> None:
    assert {name for name in names() if find(name).shows_device} == {"keras", "tf1"}
    assert not Plain.shows_device


def test_version_1_is_tensorflow() -> None:
    assert str(ServerKey.of("tf1", "torch", "gpu")) == "tf1@gpu"


@pytest.mark.parametrize("key", ["", "keras+", "keras@tpu", "keras@gpu+jax", "keras+jax@gpu; rm", "numpy:", "a:b c"])
def test_no_key(key: str) -> None:
    with pytest.raises(ValueError, match="is no key of a server; such as"):
        ServerKey.parse(key)


QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}
HOST = {"CUDA_VISIBLE_DEVICES": "1", "LD_LIBRARY_PATH": "/opt/cuda/lib", "SECRET": "x", "KERAS_BACKEND": "theano"}


def test_on_the_cpu_no_gpu_is_visible_whatever_the_host_says() -> None:
    assert ServerKey.of("keras").environment(HOST) == QUIET | {
        "KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1",
    }  # fmt: skip
    jax = ServerKey.of("keras", "jax").environment(HOST)
    assert jax == QUIET | {"KERAS_BACKEND": "jax", "CUDA_VISIBLE_DEVICES": "-1", "JAX_PLATFORMS": "cpu"}


def test_on_a_gpu_memory_grows_and_jax_may_not_fall_back() -> None:
    own = ServerKey.of("keras", "jax", "gpu").environment(HOST)
    assert own.pop("KERAS_BACKEND") == "jax" and own.pop("JAX_PLATFORMS") == "cuda"
    assert own.pop("TF_FORCE_GPU_ALLOW_GROWTH") == "true" and own.pop("XLA_PYTHON_CLIENT_PREALLOCATE") == "false"
    assert own.pop("TF_CPP_MIN_LOG_LEVEL") == "3"
    assert own == {"CUDA_VISIBLE_DEVICES": "1", "LD_LIBRARY_PATH": "/opt/cuda/lib"}, "and nothing else of the host's"
    assert "CUDA_VISIBLE_DEVICES" not in ServerKey.of("keras", "jax", "gpu").environment({})


@pytest.mark.parametrize(("key", "limited"), [("keras", True), ("tf1", True), ("numpy", False), ("keras@gpu", False)])
def test_only_tensorflow_on_a_cpu_is_told_how_many_threads_it_may_have(key: str, limited: bool) -> None:
    runtime = ServerKey.parse(key)
    assert "TF_NUM_INTRAOP_THREADS" not in runtime.environment(HOST)
    own = runtime.environment(HOST, 3)
    assert [own.get(f"TF_NUM_{kind}_THREADS") for kind in ("INTRAOP", "INTEROP")] == ["3" if limited else None] * 2


# --- imports --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["theano", "jax"])
def test_a_backend_that_the_runtime_does_not_have_is_refused_in_a_key(backend: str) -> None:
    runtime = "keras" if backend == "theano" else "numpy"
    with pytest.raises(ValueError, match=rf"has no backend '{backend}'; it has"):
        ServerKey.parse(f"{runtime}+{backend}")


def test_imports_are_sorted_each_once_so_that_equal_lessons_share_a_server() -> None:
    assert checked_imports(Plain(), ["statistics", "os.path", "statistics"]) == ("os.path", "statistics")
    assert str(ServerKey("numpy", imports=("json", "os.path"))) == "numpy:json,os.path"


@pytest.mark.parametrize("name", ["", ".", "a b", "a;b", "os.", ".os", "1a", "../x", "a,b", "-m", "数学", "x" * 101])
def test_what_is_no_modules_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be imported; write a module's name"):
        checked_imports(Plain(), [name])


def test_too_many_imports_are_refused() -> None:
    with pytest.raises(ValueError, match=f"where {MAX_IMPORTS} are allowed"):
        checked_imports(Plain(), [f"m{number}" for number in range(MAX_IMPORTS + 1)])


@pytest.mark.parametrize("name", names())
def test_a_runtime_that_takes_no_imports_says_so(name: str) -> None:
    with pytest.raises(ValueError, match=f"the runtime {name} takes no imports"):
        ServerKey.parse(f"{name}:json")

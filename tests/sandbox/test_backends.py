"""Keras's backends in a real sandbox: what warms up there can fork, and what it computes crosses the wire as numbers.

JAX and PyTorch are optional: their rows run where they are installed (pip install -e '.[jax,torch]').
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.course.lesson import load_lesson
from grader.grading.judge import grade_submission
from grader.grading.task import Policy
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.runtimes import find
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import WarmServer
from tests.sandbox.processes import processes_of

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(call_seconds=60, total_seconds=600, memory_mb=1024)
PROGRAM = """
import sys
import keras
import numpy as np

def loaded():
    return keras.backend.backend(), sorted(name for name in ("tensorflow", "jax", "torch") if name in sys.modules)

def kinds():
    x = keras.ops.convert_to_tensor(np.array([[1, 2], [3, 4]], "float32"))
    layer = keras.layers.Dense(2, kernel_initializer="ones")
    return {
        "tensor": x, "transposed": keras.ops.transpose(x), "sum": keras.ops.sum(x), "truth": x > 2,
        "integers": keras.ops.cast(x, "int32"), "half": keras.ops.cast(x, "float16"),
        "bfloat16": keras.ops.cast(x, "bfloat16"), "variable": keras.Variable(np.array([[1, 2], [3, 4]], "float32")),
        "computed": layer(x), "weight": layer.kernel, "nested": [x, (x, {"x": x})],
    }

def of_torch():
    import torch
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    lazy = torch.tensor([1j]).conj()
    return [leaf, leaf * 2, torch.nn.Parameter(leaf.detach()), lazy, lazy.imag]

def of_unequal_shapes():
    return keras.ops.ones((2, 3)) @ keras.ops.ones((2, 3))

def shown():
    state = keras.ops.convert_to_tensor(np.array([[1.5]], "float32"))
    print("h", state)
"""


@pytest.fixture(scope="module", params=find("keras").backends)
def server(request: pytest.FixtureRequest) -> Iterator[WarmServer]:
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    with WarmServer(str(ServerKey.of("keras", request.param))) as server:
        yield server


@pytest.fixture(scope="module")
def box(server: WarmServer) -> Iterator[Box]:
    with Box(server.handle, LIMITS) as box:
        box.load(PROGRAM, "program.py")
        yield box


def test_it_has_one_thread_and_so_can_fork(server: WarmServer) -> None:
    folder = Path(server.handle.address).parent
    counts = [len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in processes_of(folder)]
    assert counts and set(counts) == {1}


def test_it_says_what_it_is(server: WarmServer, box: Box) -> None:
    handle = server.handle
    assert handle.level == "strict" and handle.device == "cpu" and handle.versions[str(handle.backend)]
    backend, loaded = box.call("loaded").value
    assert backend == handle.backend and handle.backend in loaded
    assert set(loaded) <= set(handle.versions), "what is loaded at all was loaded once, in the server"


def test_what_it_computes_crosses_the_wire_as_numbers(box: Box) -> None:
    x = np.array([[1, 2], [3, 4]], np.float32)
    values = box.call("kinds").value
    assert values["nested"][1][1]["x"].tolist() == x.tolist()
    expected = {
        "tensor": x, "transposed": x.T, "sum": np.float32(10), "truth": x > 2, "integers": x.astype(np.int32),
        "half": x.astype(np.float16), "bfloat16": x, "variable": x, "computed": x @ np.ones((2, 2), np.float32),
        "weight": np.ones((2, 2), np.float32),
    }  # fmt: skip
    for name, array in expected.items():
        assert values[name].dtype == array.dtype, name
        np.testing.assert_allclose(values[name], array, err_msg=name)


def test_what_pytorch_keeps_a_gradient_or_a_sign_for_is_a_number_too(box: Box) -> None:
    if box.handle.backend != "torch":
        pytest.skip("another backend")
    leaf, doubled, parameter, conjugate, imaginary = box.call("of_torch").value
    assert leaf.tolist() == parameter.tolist() == [1, 2] and doubled.tolist() == [2, 4]
    assert conjugate.tolist() == [-1j] and imaginary.tolist() == [-1]


def test_tensorflow_does_not_wrap_single_operations_in_graphs(box: Box) -> None:
    if box.handle.backend != "tensorflow":
        pytest.skip("another backend")
    with pytest.raises(Fault) as caught:
        box.call("of_unequal_shapes")
    message = caught.value.facts["message"]
    assert "size-incompatible" in message and "__wrapped__" not in message  # where one is wrapped, it is named so


def test_what_is_printed_is_kept_as_numbers(box: Box) -> None:
    ((name, state),) = box.call("shown").printed
    assert name == "h" and state.tolist() == [[1.5]]


def test_the_reference_of_lesson_3_passes(server: WarmServer) -> None:
    lesson = load_lesson(ROOT, "03-lstm-cell")
    assert lesson.reference_path is not None
    policy = Policy(backend=str(server.handle.backend))
    verdict = grade_submission(lesson, lesson.reference_path, lambda _: server.handle, policy, seed=7)
    assert verdict.outcome.value == "passed" and verdict.score == verdict.max_score
    assert verdict.environment.backend == server.handle.backend


@pytest.mark.skipif(importlib.util.find_spec("jax") is not None, reason="JAX is installed")
def test_a_backend_that_is_not_installed_says_how_to_install_it() -> None:
    with pytest.raises(SandboxError, match=r"keras\+jax runtime does not.*pip install 'gatehouse-grader\[keras,jax\]'"):
        WarmServer("keras+jax")

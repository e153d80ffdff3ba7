"""Complete scripts run inside the wall: tutorials of every shape reach their end, and what goes wrong is said."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.course import datasets
from grader.grading.script import Ended, pixels, run_script, runtime_for
from grader.grading.submission import read_submission
from grader.reports.accuracies import Accuracies
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "tf1").glob("*.py"))
LIMITS = Limits(call_seconds=200, total_seconds=200, memory_mb=2048, output_kb=64, disk_mb=64)


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    with WarmServer("tf1") as server:
        yield server


@pytest.fixture
def run(server: WarmServer, tmp_path: Path) -> Callable[..., tuple[Ended, str]]:
    """Runs a text as a script, on the built-in digits: how it ended, and what it printed."""

    def start(
        text: str, limits: Limits = LIMITS, on_output: Callable[[bytes], None] | None = None
    ) -> tuple[Ended, str]:
        path, printed = tmp_path / "script.py", bytearray()
        path.write_text(text, encoding="utf-8")

        def write(chunk: bytes) -> None:
            printed.extend(chunk)
            if on_output:
                on_output(chunk)

        ended = run_script(read_submission(path), server.handle, limits, dataset="digits", on_output=write)
        return ended, printed.decode()

    return start


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_tutorial_runs_to_its_end(path: Path, run: Callable[..., tuple[Ended, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    assert runtime_for(read_submission(path)) == "tf1"
    short = re.sub(r"(?m)^(STEPS|steps|training_steps) = \d+$", r"\1 = 20", text)
    ended, printed = run(short)
    assert ended.fault is None, (ended, printed)
    found = Accuracies()
    found.read(printed)
    found.end()
    if "mnist" in text:
        assert found.curves["training"][-1][0] == 20 and "test" in found.curves
        assert "input_data" in printed and "MNIST_DATA_DIR" in printed


def test_every_shape_is_among_the_examples() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    for shape in (
        "tf.nn.dynamic_rnn(", "zero_state(batch_size", "static_rnn(", "tf.unstack(", "MultiRNNCell(", "DropoutWrapper(",
        "BasicLSTMCell(", "variable_scope(", "reuse_variables()", "LSTMCell(", "GRUCell(", "ConfigProto(",
        "allow_growth",
        "AdamOptimizer(", "softmax_cross_entropy_with_logits(", "tf.Session(", "InteractiveSession(", "Saver(",
        "global_variables_initializer(", "epochs_completed", "fully_connected(", "print(h1.h)",
    ):  # fmt: skip
        assert shape in texts


def test_output_comes_while_the_script_runs(run: Callable[..., tuple[Ended, str]]) -> None:
    came: list[float] = []
    text = "import time\nfor i in range(3):\n    print(i)\n    time.sleep(0.4)\n"
    run(text, on_output=lambda _: came.append(time.monotonic()))
    assert len(came) == 3 and came[-1] - came[0] > 0.6


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("import tensorflow as tf\ntf.placehodler(tf.float32)\n", "AttributeError", 2),
        ("def f():\n    return 1 / 0\n\nf()\n", "ZeroDivisionError", 2),
        ("x = = 1\n", "SyntaxError", 1),
        ("import sys\nsys.exit(3)\n", "exit", 2),
    ],
)
def test_what_goes_wrong_is_named_with_its_line(
    run: Callable[..., tuple[Ended, str]], text: str, said: str, line: int
) -> None:
    ended, _ = run(text)
    assert ended.fault is not None and said in ended.fault.en
    assert ended.where is not None and ended.where.en == f"line {line}"


def test_an_end_that_is_meant_is_an_end(run: Callable[..., tuple[Ended, str]]) -> None:
    for text in ("import sys\nsys.exit()\n", "raise SystemExit(0)\n"):
        assert run(text)[0].fault is None
    assert run("if __name__ == '__main__':\n    print('main')\n")[1] == "main\n"


def test_the_limits_hold(run: Callable[..., tuple[Ended, str]]) -> None:
    short = LIMITS.model_copy(update={"call_seconds": 1.0, "total_seconds": 1.0})
    assert "within 1 seconds" in run("while True:\n    pass\n", short)[0].fault.en  # type: ignore[union-attr]
    assert "64 KB" in run("while True:\n    print('x' * 1000)\n")[0].fault.en  # type: ignore[union-attr]
    assert "memory" in run("x = bytearray(4 << 30)\n")[0].fault.en  # type: ignore[union-attr]


def test_data_sets_are_split_and_batched_as_in_version_1(server: WarmServer, tmp_path: Path) -> None:
    """MNIST's 55,000, 5,000 and 10,000, on zeros in its shape: the images themselves are another test's."""
    path = tmp_path / "script.py"
    path.write_text(
        "from tensorflow.examples.tutorials.mnist import input_data\n"
        "import numpy as np, tensorflow as tf\n"
        "m = input_data.read_data_sets('x', one_hot=True)\n"
        "for part in (m.train, m.validation, m.test):\n"
        "    print(part.num_examples, part.images.shape, part.images.dtype, part.labels.shape)\n"
        "print(m.train.images.max(), m.train.labels[:3].tolist(), m.train.epochs_completed)\n"
        "seen = [m.train.next_batch(128)[1].argmax(1) for _ in range(430)]\n"
        "print(m.train.epochs_completed, {len(batch) for batch in seen})\n"
        "d = input_data.read_data_sets('x', reshape=False, dtype=tf.uint8, validation_size=0)\n"
        "print(d.train.num_examples, d.train.images.shape, d.train.images.dtype, d.train.labels[:3].tolist())\n"
        "d.train.next_batch(59_990, shuffle=False)\n"
        "print(d.train.next_batch(20, shuffle=False)[1].tolist(), d.train.epochs_completed)\n"
    )
    images = {
        "train_images": np.full((60_000, 28, 28), 255, np.uint8), "train_labels": np.arange(60_000) % 10,
        "test_images": np.zeros((10_000, 28, 28), np.uint8), "test_labels": np.arange(10_000) % 10, "name": "mnist",
    }  # fmt: skip
    from grader.sandbox.box import Box

    with Box(server.handle, LIMITS) as box:
        reply = box.run(path.read_text(), "script.py", 0, images)
    first = [1.0 if k == 0 else 0.0 for k in range(10)]
    lines = reply.stdout.splitlines()
    assert lines[:3] == [
        "55000 (55000, 784) float32 (55000, 10)", "5000 (5000, 784) float32 (5000, 10)",
        "10000 (10000, 784) float32 (10000, 10)",
    ]  # fmt: skip
    assert lines[3].startswith(f"1.0 [{first}") and lines[3].endswith(" 0")
    assert lines[4] == "1 {128}"
    assert lines[5] == "60000 (60000, 28, 28, 1) uint8 [0, 1, 2]"
    assert lines[6] == f"{[*range(10)] * 2} 1"


def test_what_is_sent_is_the_dataset() -> None:
    digits = datasets.load("digits")
    sent = pixels(digits)
    assert sent["name"] == "digits" and sent["train_images"].dtype == np.uint8
    assert np.array_equal(sent["test_images"].astype(np.float32) / np.float32(255), digits.test_images)


@pytest.mark.parametrize(
    ("text", "runtime"),
    [
        ("import tensorflow as tf\nsess = tf.Session()\n", "tf1"),
        ("import tensorflow as tf\ntf.keras.layers.LSTM(3)\n", "keras"),
        ("from keras.layers import LSTM\n", "keras"),
        ("import numpy as np\n", "numpy"),
    ],
)
def test_the_runtime_is_told_from_the_text(tmp_path: Path, text: str, runtime: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(text)
    assert runtime_for(read_submission(path)) == runtime

"""Complete scripts run inside the wall: tutorials of every shape reach their end, and what goes wrong is said."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.course import datasets
from grader.grading.script import Ended, pixels, read_script, run_script
from grader.reports.accuracies import Accuracies
from grader.sandbox.box import Box
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "tf1").glob("*.py"))
LIMITS = Limits(call_seconds=200, total_seconds=200, memory_mb=2048, output_kb=64, disk_mb=64)


@pytest.fixture
def run(tf1_server: WarmServer, tmp_path: Path) -> Callable[..., tuple[Ended, str]]:
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

        ended = run_script(read_script((path, ())), tf1_server.handle, limits, dataset="digits", on_output=write)
        return ended, printed.decode()

    return start


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_tutorial_runs_to_its_end(path: Path, run: Callable[..., tuple[Ended, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_script((path, ())).runtime == "tf1"
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
    for text, limits, said in (
        ("while True:\n    pass\n", short, "stopped after 1 seconds: give it more with --seconds"),
        ("while True:\n    print('x' * 1000)\n", LIMITS, "64 KB: print less, or allow more with --output-kb"),
        ("x = bytearray(4 << 30)\n", LIMITS, "allow more with --memory-mb"),
        ("open('x', 'wb').write(bytes(65 << 20))\n", LIMITS, "allow more with --disk-mb"),
    ):
        ended, _ = run(text, limits)
        assert ended.fault is not None and said in ended.fault.en


def test_data_sets_are_split_and_batched_as_in_version_1(tf1_server: WarmServer, tmp_path: Path) -> None:
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
    with Box(tf1_server.handle, LIMITS) as box:
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


SPELLINGS = """
import input_data
from tensorflow.examples.tutorials.mnist import input_data as a
import tensorflow.examples.tutorials.mnist.input_data as b
from tensorflow.contrib.learn.python.learn.datasets.mnist import read_data_sets
import tensorflow as tf
from tensorflow.g3doc.tutorials.mnist import input_data as c
sets = [m.read_data_sets('x') for m in (input_data, a, b, c, tf.examples.tutorials.mnist.input_data)]
sets += [read_data_sets('x'), tf.contrib.learn.datasets.load_dataset('mnist')]
print({(len(s.train.images), len(s.validation.images), len(s.test.images)) for s in sets})
(x, y), (tx, ty) = tf.keras.datasets.mnist.load_data()
print(x.shape, x.dtype, y.shape, len(tx), len(ty), x.max())
from sklearn.datasets import fetch_openml, load_digits, load_iris
X, y = fetch_openml('mnist_784', version=1, return_X_y=True, as_frame=False)
print(X.shape, sorted(set(y))[:2], load_digits().data.shape, load_iris().data.shape)
import grader.data
print(grader.data.load().train_images.max())
"""


def test_every_spelling_of_mnist_gives_the_same_images_and_says_once_which(
    run: Callable[..., tuple[Ended, str]], tmp_path: Path
) -> None:
    ended, printed = run(SPELLINGS)
    assert ended.fault is None, (ended, printed)
    note, *lines = printed.splitlines()
    assert "1797 small digits" in note and note.count("MNIST_DATA_DIR") == 2, "in both languages, once"
    assert lines == [
        "{(1099, 99, 599)}", "(1198, 28, 28) uint8 (1198,) 599 599 255", "(1797, 784) ['0', '1'] (1797, 64) (150, 4)",
        "1.0",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["cifar10", "fashion_mnist", "imdb"])
def test_another_data_set_says_that_it_would_be_downloaded(run: Callable[..., tuple[Ended, str]], name: str) -> None:
    ended, _ = run(f"import tensorflow as tf\ntf.keras.datasets.{name}.load_data()\n")
    assert ended.fault is not None and "no network can be reached" in ended.fault.en and "--with" in ended.fault.zh


@pytest.mark.parametrize(
    "text",
    [
        "import urllib.request\nurllib.request.urlretrieve('https://example.org/x.zip', 'x.zip')\n",
        "import requests\nrequests.get('https://example.org')\n",
        "import tensorflow as tf\ntf.keras.utils.get_file('x', 'https://example.org/x.zip')\n",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))\n",
    ],
    ids=["urllib", "requests", "get_file", "socket"],
)
def test_a_download_says_that_there_is_no_network(run: Callable[..., tuple[Ended, str]], text: str) -> None:
    ended, _ = run(text)
    assert ended.fault is not None and "no network can be reached from here: download the file" in ended.fault.en


def test_another_error_after_a_download_that_failed_is_told_itself(run: Callable[..., tuple[Ended, str]]) -> None:
    ended, _ = run(
        "import urllib.request\ntry:\n    urllib.request.urlopen('https://example.org')\nexcept OSError:\n"
        "    open('cached.csv')\n"
    )
    assert ended.fault is not None and "there is no file cached.csv here" in ended.fault.en


DRAWS = """
import matplotlib
matplotlib.use('TkAgg')
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.savefig('saved.pdf'); plt.show()
print(plt.get_fignums())
plt.figure(figsize=(2, 1), dpi=100)
for _ in range(10):
    plt.pause(10)
plt.gcf().patch.set_facecolor('red')
plt.figure(figsize=(100, 100), dpi=300)
1 / 0
"""


def test_figures_are_kept_once_each_also_of_a_script_that_fails(run: Callable[..., tuple[Ended, str]]) -> None:
    ended, printed = run(DRAWS)
    assert printed == "[]\n" and ended.fault is not None and "ZeroDivisionError" in ended.fault.en
    shown, red, large = ended.figures
    assert shown.shape == (480, 640, 4) and large.shape == (2000, 2000, 4)
    assert red.shape == (100, 200, 4) and red[0, 0].tolist() == [255, 0, 0, 255]


@pytest.mark.parametrize(
    "figure",
    ["np.zeros((9, 9))", "np.zeros((9, 9, 4))", "np.zeros((9, 9, 3), 'uint8')", "np.zeros((0, 9, 4), 'uint8')",
     "np.zeros((2500, 2500, 4), 'uint8')", "b'\\x89PNG'", "'x'", "None"],
)  # fmt: skip
def test_what_is_no_figure_is_not_kept(run: Callable[..., tuple[Ended, str]], figure: str) -> None:
    ended, _ = run(
        "import gc\nimport numpy as np\n"
        "(worker,) = [x for x in gc.get_objects() if type(x).__name__ == '_Worker']\n"
        f"worker.send({{'progress': {{'figure': {figure}}}}})\n"
        "worker.send({'progress': {'figure': np.ones((1, 2, 4), 'uint8')}})\n"
    )
    assert [each.shape for each in ended.figures] == [(1, 2, 4)]


def test_a_flood_of_figures_costs_memory_of_the_box_alone(run: Callable[..., tuple[Ended, str]]) -> None:
    small = LIMITS.model_copy(update={"memory_mb": 200})
    ended, _ = run("import matplotlib.pyplot as plt\nwhile True:\n    plt.figure().text(0, 0, 'x' * 100_000)\n", small)
    assert ended.fault is not None and "--memory-mb" in ended.fault.en
    many = (
        "import matplotlib.pyplot as plt\nfor n in range(30):\n    plt.figtext(0, 0, n)\n    plt.show()\nprint('end')\n"
    )
    ended, printed = run(many)
    assert printed == "end\n" and len(ended.figures) == 20


def test_numpy_has_the_names_of_its_time(run: Callable[..., tuple[Ended, str]]) -> None:
    ended, printed = run(
        "import numpy as np\nprint(np.float(1), np.zeros(1, np.int).dtype, np.Inf, np.product([2, 3]), np.bool(1))\n"
    )
    assert ended.fault is None and printed == "1.0 int64 inf 6 True\n"


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
    assert read_script((path, ())).runtime == runtime


def test_what_an_exception_looks_like_is_said_of_a_script(run: Callable[..., tuple[Ended, str]]) -> None:
    ended, _ = run("steps = 4 / 2\nfor step in range(steps):\n    pass\n")
    assert (
        ended.fault is not None and "raised TypeError" in ended.fault.en and "whole division is `//`" in ended.fault.en
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\nprint 'x'\n", "`print x` is Python 2; write `print(x)`"),
        ("for i in xrange(3):\n    pass\n", "`xrange` is Python 2; in Python 3 it is `range`"),
        ("{}.iteritems()\n", "`iteritems` is Python 2; in Python 3 it is `items`"),
        ("import cPickle\n", "`cPickle` is Python 2; in Python 3 it is `pickle`"),
        ("print(\u201cx\u201d)\n", 'the character `\u201c` (U+201C) cannot stand there; type `"` instead'),
    ],
)
def test_a_script_of_python_2_or_of_a_web_page_is_told_what_to_write(
    run: Callable[..., tuple[Ended, str]], text: str, said: str
) -> None:
    ended, _ = run(text)
    assert ended.fault is not None and ended.fault.en.startswith(said) and ended.fault.zh

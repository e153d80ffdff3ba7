"""What a graded answer finds around it: libraries that it may import, figures that cost nothing, and no images."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.checks.faults import explain
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

LIMITS = Limits(call_seconds=60, total_seconds=300, memory_mb=2000)
PROGRAM = """
import sys

def imported():
    return sorted({name.split(".")[0] for name in sys.modules} & {"matplotlib", "pandas", "tqdm", "sklearn", "PIL"})

def draws():
    import matplotlib
    matplotlib.use("TkAgg")
    import matplotlib.pyplot as plt
    plt.plot([[[1]]])
    plt.scatter([1], [1, 2, 3])
    figure, axes = plt.subplots(2)
    axes[0].plot([[[1]]])
    axes[1].imshow([[1, 2], [3, 4]])
    figure.savefig("/nowhere/a.png")
    before = plt.get_fignums()
    plt.pause(1000)
    plt.show(block=True)
    return [before, plt.get_fignums(), matplotlib.get_backend().lower()]

def learns():
    import numpy as np, pandas as pd
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score
    frame = pd.DataFrame({"x": np.arange(40.0), "y": np.arange(40) >= 20})
    scores = cross_val_score(LogisticRegression(), frame[["x"]], frame["y"], cv=4, n_jobs=2)
    return "right" if scores.mean() > 0.5 else "wrong"

def counts():
    import tqdm.auto, tqdm.notebook
    return [n for bar in (tqdm.tqdm, tqdm.auto.tqdm, tqdm.notebook.tqdm) for n in bar(range(2))]

def works_in_threads():
    from multiprocessing import Queue
    from multiprocessing.pool import ThreadPool
    queue = Queue()
    queue.put(4)
    with ThreadPool(3) as pool:
        return [*pool.map(abs, [-1, 2, -3]), queue.get(timeout=10)]

def asks(code):
    exec(code, {})
"""
REFUSED = "a graded answer gets its images as arguments of its functions"
IMAGES = [
    "import input_data; input_data.read_data_sets('x')",
    "from tensorflow.examples.tutorials.mnist import input_data; input_data.read_data_sets('x')",
    "from tensorflow.contrib.learn.python.learn.datasets.mnist import load_mnist; load_mnist('x')",
    "from sklearn.datasets import load_digits; load_digits()",
    "from sklearn.datasets import fetch_openml; fetch_openml('mnist_784')",
    "import grader.data; grader.data.load()",
]
OF_KERAS = [
    "import keras; keras.datasets.mnist.load_data()",
    "from keras.datasets import mnist; mnist.load_data()",
    "import tensorflow as tf; tf.keras.datasets.mnist.load_data()",
    "from tensorflow.keras.datasets.mnist import load_data; load_data()",
    "from keras.src.datasets.mnist import load_data; load_data()",
    "import keras; keras.datasets.fashion_mnist.load_data()",
    "import keras; keras.datasets.imdb.load_data()",
]


@pytest.fixture(scope="module")
def box(numpy_server: WarmServer) -> Iterator[Box]:
    with Box(numpy_server.handle, LIMITS) as box:
        box.load(PROGRAM, "program.py")
        yield box


def test_nothing_is_imported_for_it(box: Box) -> None:
    assert box.call("imported").value == []


def test_a_figure_costs_nothing_and_is_closed_when_it_is_shown(box: Box) -> None:
    reply = box.call("draws")
    assert reply.value == [[1, 2], [], "agg"]
    assert "plot: ValueError" in reply.stderr and "savefig: FileNotFoundError" in reply.stderr


def test_tables_and_classifiers_and_progress_bars(box: Box) -> None:
    learnt = box.call("learns")
    assert learnt.value == "right" and "Warning" not in learnt.stderr
    counted = box.call("counts")
    assert counted.value == [0, 1] * 3 and counted.stderr.count("2/2") == 3


def test_a_pool_of_threads_needs_no_second_process(box: Box) -> None:
    assert box.call("works_in_threads").value == [1, 2, 3, 4]


def refusal(box: Box, code: str) -> str:
    with pytest.raises(Fault) as caught:
        box.call("asks", [code])
    text = explain(caught.value)
    assert "grader run" in text.zh
    return text.en


@pytest.mark.parametrize("code", IMAGES)
def test_no_spelling_gives_images_to_a_graded_answer(box: Box, code: str) -> None:
    assert REFUSED in refusal(box, code)


def test_nor_does_any_of_keras(keras_server: WarmServer) -> None:
    with Box(keras_server.handle, LIMITS) as box:
        box.load(PROGRAM, "program.py")
        assert [code for code in OF_KERAS if REFUSED not in refusal(box, code)] == []

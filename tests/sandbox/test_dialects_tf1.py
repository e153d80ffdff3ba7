"""The TensorFlow 1 runtime, in a real sandbox: the names, the numbers of symbolic tensors, and what is gone."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.faults import explain
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.sandbox.processes import processes_of

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(call_seconds=60, total_seconds=600, memory_mb=1024, output_kb=1024)
PROGRAM = """
import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

def do(code, **given):
    space = {"tf": tf, "rnn": rnn, "np": np, **given}
    exec(code, space)
    return space.get("answer")
"""
PROBE = """
from grader import tf1

def watched(code, weights=None):
    with tf1.Watch(weights) as watch:
        answer = student.do(code)
    return {"steps": watch.steps, "fed": watch.fed, "others": watch.others, "answer": answer}

def converted(kernel, bias, forget_bias):
    parts = tf1.to_keras(kernel, bias, forget_bias)
    return parts, tf1.from_keras(**parts, forget_bias=forget_bias)
"""


@pytest.fixture
def box(tf1_server: WarmServer) -> Iterator[Box]:
    with Box(tf1_server.handle, LIMITS) as box:
        box.load(PROGRAM, "answer.py", PROBE, seed=7)
        yield box


@pytest.fixture
def do(box: Box) -> Callable[..., Reply]:
    return lambda code, **given: box.call("do", [code], given)


def test_the_handle_names_what_is_installed(tf1_server: WarmServer) -> None:
    assert tf1_server.handle.versions.keys() == {"python", "numpy", "tensorflow", "tf_keras"}


def test_nothing_is_computed_before_the_fork(tf1_server: WarmServer) -> None:
    """A thread pool, or a device that was opened, would not survive it."""
    processes = processes_of(Path(tf1_server.handle.address).parent)
    assert processes and all(len(list(Path("/proc", str(pid), "task").iterdir())) == 1 for pid in processes)


@pytest.mark.parametrize(
    "code",
    [
        "answer = tf.placeholder is not None and tf.Session is not None",
        "import tensorflow.contrib.rnn as r; answer = r.BasicLSTMCell is tf.contrib.rnn.BasicLSTMCell",
        "from tensorflow.contrib.layers import fully_connected; answer = callable(fully_connected)",
        "import tensorflow.contrib.layers as layers; answer = callable(layers.fully_connected)",
        "from tensorflow.examples.tutorials.mnist import input_data; answer = callable(input_data.read_data_sets)",
        "import tensorflow.examples.tutorials.mnist.input_data as d; answer = callable(d.read_data_sets)",
        "import tensorflow.compat.v1 as v1; v1.disable_v2_behavior(); answer = v1.contrib is tf.contrib",
        "from tensorflow.python.ops import rnn, rnn_cell; answer = rnn_cell.GRUCell is tf.nn.rnn_cell.GRUCell",
        "import tensorflow.contrib.rnn.python.ops.core_rnn_cell as c; answer = c.GRUCell is tf.nn.rnn_cell.GRUCell",
        "from tensorflow.contrib.rnn import core_rnn_cell_impl as c; answer = c.LSTMCell is tf.nn.rnn_cell.LSTMCell",
        "from tensorflow.python.ops.rnn_cell_impl import RNNCell; answer = RNNCell is tf.nn.rnn_cell.RNNCell",
        "from tensorflow.models.rnn import rnn, rnn_cell, seq2seq; answer = rnn.rnn is tf.nn.static_rnn",
        "answer = tf.models.rnn.rnn_cell.LSTMCell is tf.nn.rnn_cell.LSTMCell and tf.nn.rnn is tf.nn.static_rnn",
        "import tensorflow.contrib.legacy_seq2seq as s; answer = s is tf.nn.seq2seq and callable(s.rnn_decoder)",
        "from tensorflow.contrib.rnn import static_bidirectional_rnn as f; answer = callable(f)",
        "from tensorflow.contrib.learn.python.learn.datasets.mnist import load_mnist; answer = callable(load_mnist)",
        "from tensorflow.contrib.learn.datasets import mnist; answer = mnist is tf.contrib.learn.datasets.mnist",
        "answer = tf.examples.tutorials.mnist.input_data.DataSet is tf.contrib.learn.datasets.mnist.DataSet",
        "import tensorflow.compat.v2 as v2; answer = callable(v2.function)",
        "answer = 'placeholder' in dir(tf) and not hasattr(tf, 'pack') and tf.__version__.startswith('2.')",
        "answer = tf.keras.layers.LSTM is not None and tf.layers.dense is not None",
    ],
)
def test_the_names_of_version_1_are_there(do: Callable[..., Reply], code: str) -> None:
    assert do(code).value is True


def test_a_printed_state_has_numbers_that_belong_together(do: Callable[..., Reply]) -> None:
    reply = do(
        "x = tf.placeholder(tf.float32, [None, 3])\n"
        "cell = rnn.BasicLSTMCell(4)\n"
        "noisy = x + tf.random_normal([2, 3])\n"
        "_, state = cell(noisy, cell.zero_state(2, tf.float32))\n"
        "print(state.h)\nprint('c', state.c)\nprint(state)\n"
        "answer = state"
    )
    (h,), (_, c), ((c2, h2),) = reply.printed
    assert h.shape == c.shape == (2, 4) and h.dtype == np.float32
    assert np.abs(h).max() > 0 and (np.abs(h) < np.abs(c)).all() and (np.sign(h) == np.sign(c)).all()
    for again in ((c2, h2), reply.value):
        assert np.array_equal(again[0], c) and np.array_equal(again[1], h)
    assert f"{h[0, 0]:.4f}"[:6] in reply.stdout and "Tensor(" not in reply.stdout


def test_a_session_of_the_students_own_is_the_one_that_is_asked(do: Callable[..., Reply]) -> None:
    reply = do(
        "v = tf.get_variable('v', initializer=[1.0, 2.0])\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    sess.run(v.assign([5.0, 6.0]))\n"
        "    print(v)\n    print(v * 2)\n    print(f'{v + 1}', '{:}'.format(v - 1))\n"
    )
    assert [values[0].tolist() for values in reply.printed[:2]] == [[5, 6], [10, 12]]
    assert "[6. 7.] [4. 5.]" in reply.stdout


def test_what_cannot_be_evaluated_is_printed_by_its_name(do: Callable[..., Reply]) -> None:
    reply = do(
        "inside = []\n"
        "def body(i):\n    inside.append(i + 1)\n    return i + 1\n"
        "end = tf.while_loop(lambda i: i < 3, body, [tf.constant(0)])\n"
        "print(inside[0])\nprint(end)\nprint('a %s' % end)\n"
    )
    assert 'Tensor("while/' in reply.stdout and "\n3\n" in reply.stdout and 'a Tensor("' in reply.stdout


def test_the_seed_repeats_what_is_random(tf1_server: WarmServer) -> None:
    def drawn(seed: int) -> Any:
        with Box(tf1_server.handle, LIMITS) as box:
            box.load(PROGRAM, "answer.py", seed=seed)
            code = (
                "def one():\n"
                "    with tf.Graph().as_default(), tf.Session() as sess:\n"
                "        return sess.run(tf.random_normal([3]))\n"
                "answer = [one(), np.random.rand(3)]"
            )
            return np.concatenate(box.call("do", [code]).value)

    assert np.array_equal(drawn(1), drawn(1)) and not np.array_equal(drawn(1), drawn(2))


def test_graphs_made_one_after_the_other_draw_other_numbers(tf1_server: WarmServer) -> None:
    """As in TensorFlow 1 itself, where a function that draws in a graph of its own draws anew each time."""
    code = (
        "def one():\n"
        "    with tf.Graph().as_default(), tf.Session() as sess:\n"
        "        return sess.run(tf.random_normal([3]))\n"
        "answer = [one(), one()]"
    )
    with Box(tf1_server.handle, LIMITS) as box:
        box.load(PROGRAM, "answer.py", seed=1)
        first, second = box.call("do", [code]).value
    assert not np.array_equal(first, second)


def test_fully_connected_is_relu_unless_told_otherwise(do: Callable[..., Reply]) -> None:
    reply = do(
        "x = tf.constant(np.linspace(-1, 1, 6).reshape(2, 3), tf.float32)\n"
        "flat = tf.contrib.layers.fully_connected(x, 4, activation_fn=None, scope='a')\n"
        "relu = tf.contrib.layers.fully_connected(x, 4, scope='a', reuse=True)\n"
        "deep = tf.contrib.layers.fully_connected(tf.stack([x, x]), 4, weights_initializer=tf.ones_initializer())\n"
        "names = [v.name for v in tf.trainable_variables()]\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = [names, x.eval(), tf.trainable_variables()[0].eval(), *sess.run([flat, relu, deep])]\n"
    )
    names, x, weights, flat, relu, deep = reply.value
    assert names == ["a/weights:0", "a/biases:0", "fully_connected/weights:0", "fully_connected/biases:0"]
    assert np.allclose(flat, x @ weights, atol=1e-6) and np.allclose(relu, np.maximum(flat, 0))
    assert deep.shape == (2, 2, 4) and np.allclose(deep[0], np.maximum(x.sum(axis=1), 0)[:, None], atol=1e-6)


def test_read_data_sets_refuses_where_nothing_was_sent(do: Callable[..., Reply]) -> None:
    with pytest.raises(Fault, match="grader run") as caught:
        do("from tensorflow.examples.tutorials.mnist import input_data; input_data.read_data_sets('x')")
    assert explain(caught.value).zh.startswith("你的代码抛出了异常 RuntimeError: 评测时，图片由函数的参数传入")


# --- what a probe has ---


def lstm(x: np.ndarray, h: np.ndarray, c: np.ndarray, parts: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """One step in Keras's layout, (h, c)."""
    z = x @ parts["kernel"] + h @ parts["recurrent_kernel"] + parts["bias"]
    i, f, candidate, o = np.split(z, 4, axis=1)
    gate = lambda v: 1 / (1 + np.exp(-v))  # noqa: E731
    c = gate(f) * c + gate(i) * np.tanh(candidate)
    return gate(o) * np.tanh(c), c


@pytest.mark.parametrize("kind", ["BasicLSTMCell", "LSTMCell"])
def test_the_watch_notes_what_a_cell_computes_in_keras_layout(box: Box, kind: str) -> None:
    code = (
        f"cell = rnn.{kind}(4, forget_bias=0.3)\n"
        "x = tf.random_normal([2, 3])\n"
        "start = rnn.LSTMStateTuple(tf.random_uniform([2, 4]), np.full((2, 4), 0.25, 'float32'))\n"
        "_, state = cell(x, start)\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = sess.run(state.h)\n"
    )
    weights = {
        "kernel": np.random.default_rng(1).normal(size=(3, 16)).astype(np.float32),
        "recurrent_kernel": np.random.default_rng(2).normal(size=(4, 16)).astype(np.float32),
        "bias": np.random.default_rng(3).normal(size=16).astype(np.float32),
    }
    for given in (None, weights):
        fresh = "with tf.Graph().as_default():\n" + textwrap.indent(code, "    ")
        note = box.call("watched", [fresh, given], target="probe").value
        (step,) = note["steps"]
        h, c = lstm(step["input"], step["h0"], step["c0"], step)
        assert np.allclose(h, step["h"], atol=1e-5) and np.allclose(c, step["c"], atol=1e-5)
        assert (step["h0"] == 0.25).all() and step["c0"].any()
        assert note["fed"] == [{"shape": [2, 3], "dtype": "float32"}] and note["others"] == []
        if given:
            assert all(np.allclose(step[part], weights[part], atol=1e-6) for part in weights)


def test_the_watch_sees_whole_sequences_and_other_cells(box: Box) -> None:
    code = (
        "x = tf.placeholder(tf.float32, [2, 5, 3])\n"
        "outputs, state = tf.nn.dynamic_rnn(rnn.BasicLSTMCell(4), x, dtype=tf.float32)\n"
        "gru = rnn.GRUCell(4)(x[:, 0], tf.zeros([2, 4]))\n"
        "print(state)\n"
    )
    note = box.call("watched", [code], target="probe").value
    (step,) = note["steps"]
    h = c = np.zeros((2, 4))
    for x in np.swapaxes(step["input"], 0, 1):
        h, c = lstm(x, h, c, step)
    assert step["h0"] is None and np.allclose(h, step["h"], atol=1e-5) and np.allclose(c, step["c"], atol=1e-5)
    assert note["fed"][0] == {"shape": [2, 5, 3], "dtype": "float32"} and note["others"] == ["GRUCell"]


def test_the_two_layouts_are_each_others_inverse(box: Box) -> None:
    rng = np.random.default_rng(5)
    kernel, bias = rng.normal(size=(7, 16)).astype(np.float32), rng.normal(size=16).astype(np.float32)
    parts, back = box.call("converted", [kernel, bias, 1.0], target="probe").value
    assert parts["kernel"].shape == (3, 16) and parts["recurrent_kernel"].shape == (4, 16)
    assert np.allclose(back[0], kernel) and np.allclose(back[1], bias, atol=1e-6)
    assert np.allclose(parts["bias"][4:8], bias[8:12] + 1) and np.allclose(parts["kernel"][:, 8:12], kernel[:3, 4:8])


# --- what is gone ---

GONE = [
    "tf.contrib.seq2seq.BasicDecoder", "tf.contrib.legacy_seq2seq.attention_decoder", "tf.contrib.learn.Estimator",
    "tf.contrib.slim.fully_connected", "tf.contrib.crf.crf_log_likelihood", "tf.contrib.cudnn_rnn.CudnnLSTM",
    "tf.contrib.data.Dataset", "tf.contrib.layers.batch_norm", "tf.contrib.layers.linear", "tf.contrib.layers.conv2d",
    "tf.contrib.layers.optimize_loss", "tf.contrib.layers.summarize_tensor", "tf.contrib.rnn.LSTMBlockCell",
    "tf.contrib.rnn.LayerNormBasicLSTMCell", "tf.contrib.rnn.OutputProjectionWrapper",
    "tf.contrib.training.batch_sequences", "tf.contrib.anything",
    "tf.estimator.Estimator", "tf.pack", "tf.unpack", "tf.mul", "tf.sub", "tf.neg", "tf.select", "tf.batch_matmul",
    "tf.scalar_summary", "tf.merge_all_summaries", "tf.train.SummaryWriter", "tf.contrib.framework.nest",
    "tf.models.image",
]  # fmt: skip


@pytest.mark.parametrize("name", GONE)
def test_what_is_gone_says_what_to_write_instead(do: Callable[..., Reply], name: str) -> None:
    with pytest.raises(Fault) as caught:
        do(f"answer = {name}")
    en, text = caught.value.facts["message"], explain(caught.value)
    assert "use " in en and name.rsplit(".", 1)[0] in en and en in text.en
    assert "请改用" in text.zh and " use " not in text.zh


@pytest.mark.parametrize(
    "line",
    [
        "from tensorflow.contrib import crf",
        "from tensorflow.contrib.seq2seq import BasicDecoder",
        "import tensorflow.contrib.slim as slim",
        "from tensorflow.contrib.rnn import LSTMBlockCell",
        "from tensorflow.contrib.rnn.python.ops import lstm_ops",
        "from tensorflow.models.image import mnist",
        "from tensorflow.examples.tutorials.word2vec import x",
        "import keras",
        "from keras.layers import LSTM",
    ],
)
def test_an_import_of_what_is_gone_says_so_too(do: Callable[..., Reply], line: str) -> None:
    with pytest.raises(Fault) as caught:
        do(line)
    assert caught.value.facts["type"] == "ImportError" and "请改用" in explain(caught.value).zh


def test_what_never_was_is_said_to_be_misspelt(do: Callable[..., Reply]) -> None:
    with pytest.raises(Fault, match="check how it is spelt") as caught:
        do("tf.placehodler(tf.float32)")
    assert "TensorFlow 里没有 tf.placehodler：请检查拼写" in explain(caught.value).zh

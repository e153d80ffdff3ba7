"""What cells did in TensorFlow 1.0, in a real sandbox: `call` makes weights, and one cell may stand for layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.checks.faults import explain
from grader.grading.script import Ended, read_script, run_script
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

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


@pytest.fixture
def do(tf1_server: WarmServer) -> Iterator[Callable[..., Reply]]:
    with Box(tf1_server.handle, LIMITS) as box:
        box.load(PROGRAM, "answer.py", seed=7)
        yield lambda code, **given: box.call("do", [code], given)


@pytest.fixture
def run(tf1_server: WarmServer, tmp_path: Path) -> Callable[[str], tuple[Ended, str]]:
    """Runs a text as a script: how it ended, and what it printed."""

    def start(text: str) -> tuple[Ended, str]:
        path, printed = tmp_path / "script.py", bytearray()
        path.write_text("import numpy as np\nimport tensorflow as tf\n" + text, encoding="utf-8")
        ended = run_script(read_script((path, ())), tf1_server.handle, LIMITS, on_output=printed.extend)
        return ended, printed.decode()

    return start


@pytest.mark.parametrize("kind", ["BasicLSTMCell", "LSTMCell", "GRUCell", "BasicRNNCell"])
@pytest.mark.parametrize("how", ["call", "__call__"])
def test_a_cell_that_was_never_called_makes_its_weights(do: Callable[..., Reply], kind: str, how: str) -> None:
    reply = do(
        f"cell = rnn.{kind}(3)\n"
        "x, before = tf.ones([2, 4]), cell.zero_state(2, tf.float32)\n"
        f"first = cell.{how}(x, before)[0]\n"
        f"again = cell.{how}(x, before)[0]\n"
        "usual = cell(x, before)[0]\n"
        "weights = len(tf.trainable_variables())\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = [weights, *sess.run([first, again, usual])]\n"
    )
    weights, first, again, usual = reply.value
    assert weights == {"GRUCell": 4}.get(kind, 2) and first.shape == (2, 3) and first.any()
    assert np.array_equal(first, usual) and np.array_equal(again, usual)


def test_the_states_of_a_direct_call_are_those_of_its_weights(do: Callable[..., Reply]) -> None:
    reply = do(
        "cell = tf.nn.rnn_cell.BasicLSTMCell(num_units=3)\n"
        "x = tf.constant(np.linspace(-1, 1, 8).reshape(2, 4), tf.float32)\n"
        "_, state = cell.call(x, cell.zero_state(2, np.float32))\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = sess.run([x, state.c, state.h, *tf.trainable_variables()])\n"
    )
    x, c, h, kernel, bias = reply.value
    i, j, _, o = np.split(np.hstack([x, np.zeros((2, 3))]) @ kernel + bias, 4, axis=1)
    gate = lambda v: 1 / (1 + np.exp(-v))  # noqa: E731
    right_c = gate(i) * np.tanh(j)
    assert np.allclose(c, right_c, atol=1e-6) and np.allclose(h, gate(o) * np.tanh(right_c), atol=1e-6)


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_a_batch_size_may_be_a_placeholder_of_unknown_rank(do: Callable[..., Reply], dtype: str) -> None:
    reply = do(
        f"batch_size = tf.placeholder(tf.{dtype})\n"
        "cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(4), rnn.DropoutWrapper(rnn.GRUCell(5), output_keep_prob=1.0)])\n"
        "start = cell.zero_state(batch_size, tf.float32)\n"
        "x = tf.placeholder(tf.float32, [None, 6, 3])\n"
        "outputs, _ = tf.nn.dynamic_rnn(cell, x, initial_state=start)\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = [sess.run([start, outputs], {batch_size: n, x: np.ones((n, 6, 3))}) for n in (2, 7)]\n"
    )
    for n, (start, outputs) in zip((2, 7), reply.value, strict=True):
        assert [part.shape for part in (*start[0], start[1])] == [(n, 4), (n, 4), (n, 5)]
        assert not any(part.any() for part in (*start[0], start[1])) and outputs.shape == (n, 6, 5)


# --- one cell object in several layers ---

STACKS = {
    "the same cell": "stack = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(4)] * 3)\n",
    "its wrapper": (
        "cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicLSTMCell(num_units=4), output_keep_prob=KEEP)\n"
        "stack = tf.nn.rnn_cell.MultiRNNCell([cell] * 3, state_is_tuple=True)\n"
    ),
    "each wrapped": (
        "cell = tf.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.5)\n"
        "stack = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.DropoutWrapper(cell, 0.9) for _ in range(3)])\n"
    ),
    "a stack of stacks": (
        "cell = tf.nn.rnn_cell.LSTMCell(4)\n"
        "inner = tf.nn.rnn_cell.MultiRNNCell([cell])\n"
        "stack = tf.nn.rnn_cell.MultiRNNCell([inner, inner, tf.nn.rnn_cell.MultiRNNCell((cell,))])\n"
    ),
    "a cell of one's own": (
        "class Cell(tf.nn.rnn_cell.BasicLSTMCell):\n"
        "    def __init__(self):\n        super().__init__(4)\n"
        "stack = tf.nn.rnn_cell.MultiRNNCell([Cell()] * 3)\n"
    ),
}
DRIVEN = (
    "outputs, _ = tf.nn.dynamic_rnn(stack, x, dtype=tf.float32)\n",
    "state = stack.zero_state(2, tf.float32)\n"
    "with tf.variable_scope('RNN'):\n"
    "    for step in range(5):\n"
    "        if step > 0:\n"
    "            tf.get_variable_scope().reuse_variables()\n"
    "        outputs, state = stack(x[:, step], state)\n",
)


@pytest.mark.parametrize("depth", [4, 3])
@pytest.mark.parametrize("driven", DRIVEN, ids=["dynamic_rnn", "by hand"])
@pytest.mark.parametrize("stack", STACKS)
def test_in_a_script_each_layer_has_weights_of_its_own(
    run: Callable[[str], tuple[Ended, str]], stack: str, driven: str, depth: int
) -> None:
    ended, printed = run(
        f"KEEP = tf.placeholder_with_default(1.0, [])\nx = tf.ones([2, 5, {depth}])\n{STACKS[stack]}{driven}"
        "print([v.shape.as_list() for v in tf.trainable_variables()])\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    print(len({v.tobytes() for v in sess.run(tf.trainable_variables()[::2])}), sess.run(outputs).shape[-1])\n"
    )
    assert ended.fault is None, ended
    assert printed.splitlines()[0] == str([[depth + 4, 16], [16], [8, 16], [16], [8, 16], [16]])
    assert printed.splitlines()[1] == "3 4"
    (notice,) = ended.notices
    assert "as in TensorFlow 1.0; later versions share them or refuse" in notice.en
    assert "每一层各有一套权重" in notice.zh


def test_a_script_whose_layers_are_cells_of_their_own_is_told_nothing(run: Callable[[str], tuple[Ended, str]]) -> None:
    ended, printed = run(
        "stack = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(4) for _ in range(2)])\n"
        "for scope in ('a', 'b'):\n"
        "    with tf.variable_scope(scope):\n"
        "        tf.nn.dynamic_rnn(stack, tf.ones([2, 5, 3]), dtype=tf.float32)\n"
        "print(len(tf.trainable_variables()))\n"
    )
    assert ended.fault is None and ended.notices == () and printed == "8\n"


def test_a_cell_that_cannot_fit_both_inputs_has_weights_for_each(run: Callable[[str], tuple[Ended, str]]) -> None:
    ended, printed = run(
        "cell = tf.nn.rnn_cell.BasicLSTMCell(4)\n"
        "with tf.variable_scope('one'):\n"
        "    outputs, _ = tf.nn.dynamic_rnn(cell, tf.ones([2, 5, 3]), dtype=tf.float32)\n"
        "with tf.variable_scope('two'):\n"
        "    outputs, _ = tf.nn.dynamic_rnn(cell, outputs, dtype=tf.float32)\n"
        "print([v.shape.as_list() for v in tf.trainable_variables()[::2]])\n"
    )
    assert ended.fault is None and len(ended.notices) == 1 and printed == "[[7, 16], [8, 16]]\n"


def test_a_script_cannot_make_up_a_notice(run: Callable[[str], tuple[Ended, str]]) -> None:
    """It shares its process with the runtime: it may choose among our sentences, and each is told once."""
    ended, _ = run(
        "import sys\n"
        "inside = sys.modules[[name for name in sys.modules if name.endswith('tf1.early_cells')][0]]\n"
        "for number in range(1000):\n"
        "    inside._tell('you have passed')\n"
        "    inside._tell(inside.OWN_WEIGHTS)\n"
    )
    assert ended.fault is None and [notice.en[:24] for notice in ended.notices] == ["one cell object stands f"]


def test_in_a_lesson_layers_share_the_weights_of_one_cell_and_tensorflow_says_so(do: Callable[..., Reply]) -> None:
    reply = do(
        "stack = rnn.MultiRNNCell([rnn.BasicLSTMCell(4)] * 2)\n"
        "tf.nn.dynamic_rnn(stack, tf.ones([2, 5, 4]), dtype=tf.float32)\n"
        "tf.logging.warning('of my own')\n"
        "answer = len(tf.trainable_variables())\n"
    )
    assert reply.value == 2
    assert "are the same object and will share weights" in reply.stderr and "of my own" in reply.stderr
    assert "deprecated" not in reply.stderr


def test_in_a_lesson_weights_that_do_not_fit_the_second_layer_are_an_error_that_says_why(
    do: Callable[..., Reply],
) -> None:
    with pytest.raises(Fault) as caught:
        do(
            "stack = rnn.MultiRNNCell([rnn.BasicLSTMCell(4)] * 2)\n"
            "tf.nn.dynamic_rnn(stack, tf.ones([2, 5, 3]), dtype=tf.float32)\n"
        )
    assert caught.value.facts["type"] == "ValueError"
    text = explain(caught.value)
    assert "make a new cell for each layer" in text.en and "每一层都要新建一个单元" in text.zh


# --- the graph in use ---


def test_the_default_graph_can_be_reset_within_a_graph(do: Callable[..., Reply]) -> None:
    reply = do(
        "outer = tf.get_default_graph()\n"
        "with tf.Graph().as_default() as given:\n"
        "    tf.get_variable('v', [2])\n"
        "    tf.reset_default_graph()\n"
        "    fresh = tf.get_default_graph()\n"
        "    tf.get_variable('v', [3])\n"
        "    with tf.Session() as sess:\n"
        "        sess.run(tf.global_variables_initializer())\n"
        "        shape = sess.run(tf.trainable_variables()[0]).shape\n"
        "    inside = [fresh is not given, fresh is not outer, tf.get_default_graph() is fresh]\n"
        "after = tf.get_default_graph() is outer\n"
        "tf.reset_default_graph()\n"
        "answer = [shape, *inside, after, tf.get_default_graph() is not outer]\n"
    )
    assert reply.value == [(3,), True, True, True, True, True]


def test_a_script_has_the_numpy_of_its_time(run: Callable[[str], tuple[Ended, str]]) -> None:
    ended, printed = run(
        "print(np.zeros(2, np.float).dtype, np.array([1], dtype=np.int).dtype, np.object is object)\n"
        "ragged = np.array([[1, 2, 3], (4, 5)])\n"
        "print(ragged.dtype, ragged.shape, np.asarray([np.ones((2, 3)), np.ones(4)]).shape, tf.placeholder.__name__)\n"
        "try:\n    np.array([[1], [2, 3]], dtype=float)\nexcept ValueError:\n    print('refused')\n"
    )
    assert ended.fault is None, ended
    assert printed == "float64 int64 True\nobject (2,) (2,) placeholder\nrefused\n"


def test_an_answer_to_a_lesson_has_the_numpy_that_is_installed(do: Callable[..., Reply]) -> None:
    with pytest.raises(Fault, match="inhomogeneous"):
        do("np.array([[1, 2, 3], (4, 5)])")

"""The parts of ``tensorflow.contrib`` that are offered, in a real sandbox, against NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from grader.checks.faults import explain
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

LIMITS = Limits(call_seconds=60, total_seconds=600, memory_mb=1024, output_kb=1024)
PROGRAM = """
import numpy as np
import tensorflow as tf

def do(code, **given):
    space = {"tf": tf, "np": np, **given}
    exec(code, space)
    return space.get("answer")

def run(code, **given):
    space = {"tf": tf, "np": np, **{name: tf.constant(value) for name, value in given.items()}}
    with tf.Session() as sess:
        return sess.run(eval(code, space))
"""
BATCH, STEPS, CLASSES = 3, 4, 5
RNG = np.random.default_rng(11)
LOGITS = RNG.normal(size=(BATCH, STEPS, CLASSES)).astype(np.float32)
TARGETS = RNG.integers(0, CLASSES, (BATCH, STEPS)).astype(np.int32)
WEIGHTS = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0.5, 1, 0, 0]], np.float32)
COSTS = np.log(np.exp(LOGITS).sum(-1)) - np.take_along_axis(LOGITS, TARGETS[..., None], 2)[..., 0]
COSTS *= WEIGHTS
GIVEN = {"logits": LOGITS, "targets": TARGETS, "weights": WEIGHTS}
AS_LISTS = "tf.unstack(logits, axis=1), tf.unstack(targets, axis=1), tf.unstack(weights, axis=1)"


@pytest.fixture(scope="module")
def box(tf1_server: WarmServer) -> Iterator[Box]:
    with Box(tf1_server.handle, LIMITS) as box:
        box.load(PROGRAM, "answer.py", seed=7)
        yield box


@pytest.fixture
def do(box: Box) -> Callable[..., Reply]:
    return lambda code, **given: box.call("do", [code], given)


@pytest.mark.parametrize(
    ("options", "right"),
    [
        ("", COSTS.sum() / WEIGHTS.sum()),
        ("average_across_timesteps=True, average_across_batch=False", COSTS.sum(1) / WEIGHTS.sum(1)),
        ("average_across_timesteps=False", COSTS.sum(0) / (WEIGHTS.sum(0) + 1e-12)),
        ("average_across_timesteps=False, average_across_batch=False", COSTS),
        (
            "softmax_loss_function=lambda labels, logits: 2 * tf.nn.sparse_softmax_cross_entropy_with_logits("
            "labels=labels, logits=logits)",
            2 * COSTS.sum() / WEIGHTS.sum(),
        ),
    ],
)
def test_the_loss_of_a_sequence(box: Box, options: str, right: np.ndarray) -> None:
    code = f"tf.contrib.seq2seq.sequence_loss(logits, targets, weights, {options})"
    found = box.call("run", [code], GIVEN).value
    assert np.shape(found) == np.shape(right) and np.allclose(found, right, atol=1e-5)


def test_the_loss_of_a_sequence_names_shapes_that_do_not_fit(box: Box) -> None:
    with pytest.raises(Fault, match=r"found: \(12, 5\), \(3, 4\) and \(3, 4\)"):
        box.call("run", ["tf.contrib.seq2seq.sequence_loss(tf.reshape(logits, [12, 5]), targets, weights)"], GIVEN)


@pytest.mark.parametrize(
    ("code", "right"),
    [
        (f"sequence_loss_by_example({AS_LISTS})", COSTS.sum(1) / WEIGHTS.sum(1)),
        (f"sequence_loss_by_example({AS_LISTS}, average_across_timesteps=False)", COSTS.sum(1)),
        (f"sequence_loss({AS_LISTS})", (COSTS.sum(1) / WEIGHTS.sum(1)).mean()),
        (f"sequence_loss({AS_LISTS}, average_across_batch=False)", (COSTS.sum(1) / WEIGHTS.sum(1)).sum()),
        (
            "sequence_loss_by_example([tf.reshape(logits, [-1, 5])], [tf.reshape(targets, [-1])], [tf.ones([12])])",
            (np.log(np.exp(LOGITS).sum(-1)) - np.take_along_axis(LOGITS, TARGETS[..., None], 2)[..., 0]).ravel(),
        ),
    ],
)
def test_the_losses_of_lists(box: Box, code: str, right: np.ndarray) -> None:
    found = box.call("run", [f"tf.contrib.legacy_seq2seq.{code}"], GIVEN).value
    assert np.shape(found) == np.shape(right) and np.allclose(found, right, atol=1e-5)


def test_lists_of_other_lengths_are_named(box: Box) -> None:
    with pytest.raises(Fault, match="found: 4, 4 and 1"):
        lists = AS_LISTS.replace("tf.unstack(weights, axis=1)", "[weights]")
        box.call("run", [f"tf.contrib.legacy_seq2seq.sequence_loss_by_example({lists})"], GIVEN)


def test_the_decoder_is_the_static_loop_and_may_be_fed_what_it_put_out(do: Callable[..., Reply]) -> None:
    reply = do(
        "cell = tf.nn.rnn_cell.GRUCell(3, kernel_initializer=tf.constant_initializer(0.1))\n"
        "xs = tf.unstack(tf.constant(np.linspace(-1, 1, 24).reshape(4, 2, 3), tf.float32))\n"
        "start, asked = cell.zero_state(2, tf.float32), []\n"
        "decode = tf.contrib.legacy_seq2seq.rnn_decoder\n"
        "def feed(before, step):\n    asked.append(step)\n    return before * 2\n"
        "plain, last = decode(xs, start, cell)\n"
        "right, _ = tf.nn.static_rnn(cell, xs, initial_state=start)\n"
        "fed, _ = decode(xs, start, cell, loop_function=feed, scope='fed')\n"
        "second, _ = cell(fed[0] * 2, fed[0])\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = [asked, *sess.run([plain, right, last, fed[1], second])]\n"
    )
    asked, plain, right, last, fed, second = reply.value
    assert asked == [1, 2, 3] and np.allclose(plain, right) and np.array_equal(last, plain[-1])
    assert np.allclose(fed, second) and np.abs(fed - plain[1]).max() > 1e-3


def test_hyperparameters_keep_their_types(do: Callable[..., Reply]) -> None:
    reply = do(
        "hp = tf.contrib.training.HParams(rate=0.1, layers=[2, 3], name='lstm', bidirectional=False)\n"
        "hp.add_hparam('steps', 5)\n"
        "hp.parse('rate=1, layers=[4,5],name=gru,bidirectional=true')\n"
        "hp.override_from_dict({'steps': 6}).set_hparam('steps', hp.steps + 1)\n"
        "answer = [hp.values(), type(hp.rate).__name__, 'rate' in hp, hp.get('none', 3), hp.to_json(sort_keys=True)]\n"
    )
    values, kind, inside, default, text = reply.value
    assert values == {"rate": 1.0, "layers": [4, 5], "name": "gru", "bidirectional": True, "steps": 7}
    assert (kind, inside, default) == ("float", True, 3) and text.startswith('{"bidirectional": true, "layers"')


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("hp.set_hparam('rat', 1)", "there is no hyperparameter rat; these are: rate, steps"),
        ("hp.parse('steps=many')", "the hyperparameter steps is of the type int; found: 'many'"),
        ("hp.parse('steps')", "name=value,name=value; found: steps"),
        ("hp.add_hparam('values', 1)", "called values already"),
    ],
)
def test_a_hyperparameter_that_cannot_be_taken_is_named(do: Callable[..., Reply], change: str, said: str) -> None:
    with pytest.raises(Fault) as caught:
        do(f"hp = tf.contrib.training.HParams(rate=0.1, steps=5)\n{change}")
    assert said in caught.value.facts["message"]


@pytest.mark.parametrize(
    "line",
    [
        "tf.contrib.learn.datasets.load_dataset('mnist')",
        "tf.contrib.learn.datasets.mnist.load_mnist()",
        "tf.contrib.learn.datasets.mnist.read_data_sets('x', one_hot=True)",
    ],
)
def test_every_spelling_of_the_data_set_refuses_where_nothing_was_sent(do: Callable[..., Reply], line: str) -> None:
    with pytest.raises(Fault, match="grader run"):
        do(line)


@pytest.mark.parametrize("kind", ["GRUBlockCell", "GRUBlockCellV2"])
def test_the_fused_gru_computes_what_the_plain_one_does(do: Callable[..., Reply], kind: str) -> None:
    reply = do(
        "tf.reset_default_graph()\n"
        "x = tf.constant(np.linspace(-1, 1, 24).reshape(2, 4, 3), tf.float32)\n"
        "start = tf.constant_initializer(0.3)\n"
        f"fused = tf.contrib.rnn.{kind}(cell_size=5, kernel_initializer=start)\n"
        "plain = tf.contrib.rnn.GRUCell(5, kernel_initializer=start)\n"
        "both = [tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)[0] for cell in (fused, plain)]\n"
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    answer = sess.run(both)\n"
    )
    fused, plain = reply.value
    assert fused.shape == (2, 4, 5) and fused.any() and np.array_equal(fused, plain)


def test_run_n_computes_in_a_session_of_its_own(do: Callable[..., Reply]) -> None:
    reply = do(
        "v = tf.get_variable('v', initializer=3.0)\n"
        "given = tf.placeholder(tf.float32)\n"
        "answer = tf.contrib.learn.run_n({'sum': v + given, 'twice': v * 2}, n=2, feed_dict={given: 4.0})\n"
    )
    assert reply.value == [{"sum": 7.0, "twice": 6.0}] * 2


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("tf.concat(0, [x, x])", "tf.concat(values, axis)"),
        ("tf.concat(concat_dim=0, values=[x, x])", "tf.concat(values, axis)"),
        ("tf.split(0, 2, x)", "tf.split(value, num_or_size_splits, axis)"),
        ("tf.split(split_dim=0, num_split=2, value=x)", "tf.split(value, num_or_size_splits, axis)"),
    ],
)
def test_arguments_in_the_order_before_1_0_say_what_to_write(do: Callable[..., Reply], call: str, right: str) -> None:
    with pytest.raises(Fault) as caught:
        do(f"x = tf.ones([4, 3])\n{call}")
    text = explain(caught.value)
    assert f"write {right}" in text.en and f"请写成 {right}" in text.zh


def test_arguments_in_todays_order_are_taken(do: Callable[..., Reply]) -> None:
    reply = do(
        "x = tf.ones([4, 3])\n"
        "parts = [tf.concat([x, x], 0), tf.concat(values=[x, x], axis=1), tf.concat(x, 0), *tf.split(x, 2),\n"
        "         *tf.split(x, [1, 2], 1), *tf.split(value=x, num_or_size_splits=3, axis=1)]\n"
        "answer = [part.shape.as_list() for part in parts]\n"
    )
    assert reply.value == [[8, 3], [4, 6], [4, 3], *[[2, 3]] * 2, [4, 1], [4, 2], *[[4, 1]] * 3]


STACKED = """
tf.set_random_seed(3)
cells = [[tf.nn.rnn_cell.GRUCell(units) for units in (2, 3)] for _ in range(2)]
x = tf.constant(inputs)
outputs, forward, backward = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(*cells, x, dtype=tf.float32)
with tf.variable_scope("stack_bidirectional_rnn", reuse=True):
    for number in range(2):
        with tf.variable_scope(f"cell_{number}"):
            by_hand, last = tf.nn.bidirectional_dynamic_rnn(cells[0][number], cells[1][number], x, dtype=tf.float32)
        x = tf.concat(by_hand, 2)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    answer = sess.run([outputs, x, forward[1], last[0], backward[1], last[1]])
answer = answer, len(tf.trainable_variables("stack_bidirectional_rnn"))
"""


def test_a_stack_of_both_directions_is_what_its_layers_are_one_by_one(do: Callable[..., Reply]) -> None:
    (outputs, x, *states), variables = do(STACKED, inputs=LOGITS).value
    assert outputs.shape == (BATCH, STEPS, 6) and np.ptp(outputs) > 0 and np.array_equal(outputs, x)
    assert np.array_equal(states[0], states[1]) and np.array_equal(states[2], states[3])
    assert variables == 2 * 2 * 4, "a layer has gates and candidate, each with weights and biases, in each direction"


def test_a_stack_needs_as_many_cells_in_each_direction(do: Callable[..., Reply]) -> None:
    with pytest.raises(Fault) as caught:
        do("tf.contrib.rnn.stack_bidirectional_dynamic_rnn([tf.nn.rnn_cell.GRUCell(2)], [], inputs)", inputs=LOGITS)
    assert "lists of the same length" in caught.value.facts["message"]

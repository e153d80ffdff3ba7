"""Which dialect a text is written in is told from the text alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.answers import answer_text
from grader.course.lesson import discover
from grader.grading.opening import MAX_BYTES
from grader.source import dialects
from grader.source.dialects import dialect_of

ROOT = Path(__file__).resolve().parents[2]


def answer(region: str, head: str = "import tensorflow as tf\n") -> str:
    return f"{head}\ndef f(a):\n    # ***** Begin f ***** #\n    {region}\n    # ***** End f ***** #\n"


@pytest.mark.parametrize(
    "region",
    [
        "x = tf.placeholder(tf.float32, [None, 28])",
        "with tf.Session() as sess: pass",
        "cell = tf.nn.rnn_cell.BasicLSTMCell(a)",
        "cell = tf.contrib.rnn.BasicLSTMCell(a)",
        "from tensorflow.contrib import rnn",
        "from tensorflow import contrib",
        "import tensorflow.contrib.layers as layers",
        "import tensorflow.compat.v1 as tf",
        "from tensorflow.compat import v1",
        "from tensorflow.examples.tutorials.mnist import input_data",
        "mnist = input_data.read_data_sets('MNIST_data', one_hot=True)",
        "outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)",
        "step = tf.train.AdamOptimizer(1e-3).minimize(loss)",
        "from tensorflow.python.ops import rnn, rnn_cell",
    ],
)
def test_a_name_that_only_version_1_has_tells(region: str) -> None:
    assert dialect_of(answer(region)) == "tf1"


@pytest.mark.parametrize(
    "region",
    [
        "cell = keras.layers.LSTMCell(a)",
        "x = tf.random.normal((a, 3)); h = tf.nn.softmax(x)",
        "optimizer = tf.keras.optimizers.Adam(1e-3)",
        "log = tf.math.log(x)",
        "# with tf.Session() as sess:",
        "note = 'not tf.placeholder, which is version 1'",
        '"""tf.contrib.rnn"""',
        "model.tf.Session",
        "return a",
    ],
)
def test_what_is_keras_or_plain_is_not_version_1(region: str) -> None:
    assert dialect_of(answer(region)) is None


def test_another_name_for_tensorflow_is_known() -> None:
    assert dialect_of(answer("x = T.placeholder('float')", "import tensorflow as T\n")) == "tf1"
    assert dialect_of(answer("x = T.placeholder('float')", "import theano.tensor as T\n")) is None


def test_what_is_outside_the_regions_decides_where_they_could_be_either() -> None:
    head = "import tensorflow as tf\nfrom tensorflow.contrib import rnn\n"
    assert dialect_of(answer("cell = rnn.BasicLSTMCell(a)", head)) == "tf1"
    assert dialect_of(answer("", head)) == "tf1"
    assert dialect_of(answer("return keras.layers.LSTMCell(a)", head)) is None
    for region in ("return tf.keras.layers.GRUCell(a)", "from tensorflow import keras; return keras.layers.GRUCell(a)"):
        assert dialect_of(answer(region, head)) == "tf1"
        assert dialect_of(answer(region, "import keras\nimport tensorflow as tf\n")) is None


def test_a_script_without_regions_is_told_by_all_of_it() -> None:
    assert dialect_of("import tensorflow as tf\nsess = tf.InteractiveSession()\n") == "tf1"
    assert dialect_of("import keras\n") is None


@pytest.mark.parametrize("half", ["exercises", "solutions"])
def test_every_file_of_a_dialect_is_told_to_be_in_it_and_no_other_is(half: str) -> None:
    lessons = {lesson.id: lesson for lesson in discover(ROOT)}
    for path in (ROOT / half).glob("*/**/*.py"):
        if path.stem.startswith(("test_", "probe", "make_")) or path.parent.parent.name == half == "oracles":
            continue
        expected = "tf1" if path.parent.name == "tf1" or path.name.startswith("tf1_") else None
        answer = path.parent.name in ("wrong", "right")
        text = answer_text(lessons[path.parents[1].name], path) if answer else path.read_text(encoding="utf-8")
        assert dialect_of(text) == expected, path


@pytest.mark.parametrize("piece", ['"\\"', "'''", '"\\\n', "x" * 50, "# Begin **", "import tensorflow as a\n", "'"])
def test_a_hostile_text_takes_no_longer_than_any_other(piece: str) -> None:
    text = piece * (MAX_BYTES // len(piece))
    began = time.process_time()
    dialect_of(text)
    assert time.process_time() - began < 5


def test_many_names_for_tensorflow_take_no_longer_than_one() -> None:
    names = "".join(f"import tensorflow as a{number:07d}\n" for number in range(50_000))
    began = time.process_time()
    assert dialect_of(names + "a000000 a000000 a000000\n" * 50_000) is None
    assert dialect_of(names + "a0049999.Session()\n") == "tf1"
    assert time.process_time() - began < 5


# --- of a third party -----------------------------------------------------------------------------------------------


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a package with these entry points of `gatehouse.dialects` on the path."""

    def put(entries: str) -> None:
        (tmp_path / "old_style_dialect.py").write_text("def is_written_in(text):\n    return 'oldpackage' in text\n")
        info = tmp_path / "old_style_dialect-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: old-style-dialect\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[gatehouse.dialects]\n{entries}\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        dialects._dialects.cache_clear()

    yield put
    monkeypatch.undo()
    dialects._dialects.cache_clear()


def test_one_of_a_third_party_is_told_by_its_own_function(install: Callable[[str], None]) -> None:
    text = answer("return oldpackage.f(a)", head="import oldpackage\n")
    assert dialect_of(text) is None
    install("old = old_style_dialect:is_written_in\ntf1 = old_style_dialect:is_written_in")
    assert dialect_of(text) == "old", "and not tf1, whose place nobody takes"
    assert dialect_of(answer("x = tf.placeholder(tf.float32)")) == "tf1" and dialect_of(answer("pass")) is None


def test_one_that_cannot_be_loaded_is_named(install: Callable[[str], None]) -> None:
    install("old = no_such_module:f")
    with pytest.raises(ImportError, match=r"the dialect 'old' .* cannot be loaded: ModuleNotFoundError.*reinstall"):
        dialect_of("x = 1")


def test_a_folder_of_the_path_that_cannot_be_listed_hides_no_dialect(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: str) -> list[str]:
        raise PermissionError(folder)

    monkeypatch.setattr(dialects.os, "listdir", refused)
    assert dialects._may_be_installed()

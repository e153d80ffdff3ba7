"""Scripts of Keras 1 and 2 run as they were meant, on Keras 3 and on TensorFlow 1; graded answers meet none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grading.script import Ended, read_script, run_script
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

LIMITS = Limits(call_seconds=200, total_seconds=200, memory_mb=3000, output_kb=256, disk_mb=64)
KERAS_1 = """
from keras.utils import np_utils
from keras.layers.core import Dense, Dropout, Activation
from keras.layers.recurrent import LSTM
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential
from keras.optimizers import Adam
import numpy as np
m = Sequential()
m.add(LSTM(output_dim=4, input_dim=3, input_length=5, init='uniform', inner_activation='hard_sigmoid',
           inner_init='orthogonal', forget_bias_init='one', dropout_W=0.1, consume_less='gpu'))
m.add(BatchNormalization(mode=0))
m.add(Dropout(p=0.2))
m.add(Dense(output_dim=2, init='normal', W_regularizer='l2'))
m.add(Activation('softmax'))
m.compile(loss='categorical_crossentropy', optimizer=Adam(lr=0.01, decay=1e-3, epsilon=None), metrics=['accuracy'],
          class_mode='categorical')
first = m.layers[0]
print(first.units, first.recurrent_activation.__name__, first.dropout, m.layers[2].rate, m.layers[3].units)
x, y = np.random.rand(20, 5, 3), np_utils.to_categorical(np.arange(20) % 2, 2)
print(y[:2].tolist())
h = m.fit(x, y, nb_epoch=2, batch_size=10, validation_split=0.2, show_accuracy=True, verbose=0)
print(h.history['acc'] == h.history['accuracy'], len(h.history['val_acc']), m.output_shape)
print(m.predict_classes(x).shape, m.predict_proba(x).shape)
m.save_weights('w.h5')
right = m.get_weights()[0]
m.set_weights([0 * each for each in m.get_weights()])
m.load_weights('w.h5')
print(np.array_equal(m.get_weights()[0], right))
"""
SAID_1 = ["4 hard_sigmoid 0.1 0.2 2", "[[1.0, 0.0], [0.0, 1.0]]", "True 2 (None, 2)", "(20,) (20, 2)", "True"]
KERAS_2 = """
import numpy as np
import keras
from keras.models import Model, Sequential
from keras.layers import Input, Dense, LSTM, Convolution2D, Flatten, merge, CuDNNLSTM, Embedding
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.sequence import pad_sequences
from keras.engine.topology import Layer
from keras.callbacks import Callback, EarlyStopping, ModelCheckpoint
from keras.utils.vis_utils import plot_model
from keras import backend as K
a, b = Input(shape=(4,)), Input(shape=(4,))
model = Model(input=[a, b], output=Dense(1, activation='sigmoid')(merge([a, b], mode='concat', concat_axis=1)))
print(len(model.inputs), model.count_params())
c = Sequential()
c.add(Convolution2D(8, 3, 3, border_mode='same', subsample=(2, 2), input_shape=(28, 28, 1), dim_ordering='tf'))
c.add(Flatten())
print(c.output_shape)
s = Sequential()
s.add(LSTM(4, batch_input_shape=(2, 3, 1), stateful=True))
s.add(Dense(1, activation='sigmoid'))
s.compile('sgd', 'binary_crossentropy', metrics=['acc'])
class Seen(Callback):
    def on_epoch_end(self, epoch, logs={}):
        print('acc' in logs, logs.get('acc') == logs.get('accuracy') == logs['acc'])
def batches():
    while True:
        yield np.ones((2, 3, 1)), np.ones((2, 1))
s.fit_generator(batches(), samples_per_epoch=4, nb_epoch=1, verbose=0, callbacks=[Seen()])
data = np.ones((4, 3, 1)), np.ones((4, 1))
s.fit(*data, batch_size=2, validation_data=data, verbose=0, callbacks=[
    EarlyStopping(monitor='val_acc'), ModelCheckpoint('best.hdf5', monitor='val_acc', period=1)])
s.load_weights('best.hdf5')
s.reset_states()
e = Sequential([Embedding(input_dim=20, output_dim=4, input_length=6, dropout=0.2), CuDNNLSTM(3)])
print(e.predict(np.ones((2, 6)), verbose=0).shape)
t = Tokenizer(num_words=10)
t.fit_on_texts(['a b c'])
print(pad_sequences(t.texts_to_sequences(['a c']), maxlen=3).tolist())
class Mine(Layer):
    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(Mine, self).__init__(**kwargs)
    def build(self, input_shape):
        self.kernel = self.add_weight(name='k', shape=(input_shape[1], self.output_dim), initializer='one')
        super(Mine, self).build(input_shape)
    def call(self, x):
        return K.dot(x, self.kernel)
print(Sequential([Mine(3, input_shape=(4,))]).predict(np.ones((2, 4)), verbose=0).tolist())
K.set_session(None)
plot_model(s, to_file='m.png')
"""
SAID_2 = ["2 9", "(None, 1568)", "True True", "(2, 3)", "[[0, 1, 3]]", "[[4.0, 4.0, 4.0], [4.0, 4.0, 4.0]]"]
SESSION = """
import tensorflow as tf
from keras.backend.tensorflow_backend import set_session
set_session(tf.Session(config=tf.ConfigProto()))
import keras
from keras.layers.core import Dense
from keras.optimizers import RMSprop
from keras.utils import np_utils
import numpy as np
m = keras.models.Sequential()
m.add(keras.layers.LSTM(4, input_shape=(3, 2)))
m.add(Dense(output_dim=2, activation='softmax'))
m.compile(loss='categorical_crossentropy', optimizer=RMSprop(lr=1e-3), metrics=['accuracy'], class_mode='categorical')
h = m.fit(np.ones((8, 3, 2)), np_utils.to_categorical(np.arange(8) % 2, 2), nb_epoch=1, verbose=0)
print(len(h.history['acc']), len(h.history['accuracy']), m.predict_classes(np.ones((5, 3, 2))).shape)
"""
NEW = """
import keras
m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, 'relu', name='d')])
print(m.get_config()['layers'][1]['config']['units'], keras.models.clone_model(m).layers[0].name)
m.save('m.keras')
print(keras.models.load_model('m.keras').layers[0].activation.__name__)
"""


@pytest.fixture(scope="module")
def servers(keras_server: WarmServer, tf1_server: WarmServer) -> dict[str, WarmServer]:
    return {"keras": keras_server, "tf1": tf1_server}


@pytest.fixture
def run(servers: dict[str, WarmServer], tmp_path: Path) -> Callable[[str], tuple[Ended, list[str]]]:
    """Runs a text as a script, in the runtime that it needs: how it ended, and the lines that it printed."""

    def start(text: str) -> tuple[Ended, list[str]]:
        path, printed = tmp_path / "script.py", bytearray()
        path.write_text(text, encoding="utf-8")
        script = read_script((path, ()))
        ended = run_script(script, servers[script.runtime].handle, LIMITS, dataset="digits", on_output=printed.extend)
        return ended, printed.decode().splitlines()

    return start


@pytest.mark.parametrize(("text", "said"), [(KERAS_1, SAID_1), (KERAS_2, SAID_2)], ids=["1", "2"])
def test_a_script_of_an_older_keras_runs(
    run: Callable[[str], tuple[Ended, list[str]]], text: str, said: list[str]
) -> None:
    ended, lines = run(text)
    assert ended.fault is None, (ended.fault, ended.where, lines)
    assert [line for line in lines if line in said] == said, lines
    (notice,) = ended.notices
    assert "written for an older Keras" in notice.en and "旧版 Keras" in notice.zh


def test_with_a_session_of_tensorflow_1_too(run: Callable[[str], tuple[Ended, list[str]]]) -> None:
    ended, lines = run(SESSION)
    assert ended.fault is None and lines[-1] == "1 1 (5,)", (ended.fault, lines)


def test_a_script_of_today_is_not_touched(run: Callable[[str], tuple[Ended, list[str]]]) -> None:
    ended, lines = run(NEW)
    assert ended.fault is None and lines == ["2 d", "relu"] and ended.notices == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [("from keras.layers import Merge\nMerge([], mode='sum')", "join its branches with concatenate"),
     ("from keras import backend as K\nK.get_session()", "no session any more")],
)  # fmt: skip
def test_what_cannot_be_read_as_meant_says_what_to_write(
    run: Callable[[str], tuple[Ended, list[str]]], line: str, said: str
) -> None:
    ended, _ = run(line + "\n")
    assert ended.fault is not None and said in ended.fault.en and ended.fault.zh != ended.fault.en


def test_a_graded_answer_meets_none_of_it(servers: dict[str, WarmServer]) -> None:
    old = "import keras\ndef old():\n    keras.layers.Dense(output_dim=2)\ndef lr():\n    keras.optimizers.Adam(lr=1)\n"
    with Box(servers["keras"].handle, LIMITS) as box:
        box.load(old, "old.py")
        for name in ("old", "lr"):
            with pytest.raises(Fault) as caught:
                box.call(name)
            assert caught.value.facts["type"] in ("TypeError", "ValueError")

"""Public checks of lesson 7: what the model is made of, and that every function answers in the right form."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, expect, fail

HIDDEN = 256
NO_MODEL = {
    "en": "build_model should return a keras.Model (in TensorFlow 1, the Model that is given)",
    "zh": "build_model 应返回一个 keras.Model（TensorFlow 1 中是起始代码给出的 Model）",
}

ONE_LAYER = {
    "en": "the model has the weights of one LSTM layer, not of two",
    "zh": "模型里只有一层 LSTM 的权重，而不是两层",
}


def states_of(value):
    """The claim of layer_states as [(h1, c1), (h2, c2)] and the outputs; fails where it has another form."""
    expect(value, "layer_states(...)").length(2)
    states, outputs = value
    if isinstance(states, np.ndarray):
        states = list(states)
    expect(states, "states").length(2)
    pairs = [list(pair) if isinstance(pair, np.ndarray) else as_arrays(pair) for pair in states]
    for number, pair in enumerate(pairs, 1):
        expect(pair, f"(h{number}, c{number})").length(2)
    return pairs, as_array(outputs)


@pytest.mark.points(1)
def test_logits(student, rng):
    """The model answers ten logits per image
    模型对每张图给出 10 个 logits"""
    logits = student.probe.logits(student.build_model(), rng.random((3, 28, 28), np.float32))
    if logits is None:
        fail(**NO_MODEL)
    transposed = isinstance(logits, np.ndarray) and logits.shape == (28, 10)
    expect.that(
        not transposed,
        en="for 3 images the model answers 28 rows, one per step, instead of 3, one per image",
        zh="给了 3 张图，模型却给出 28 行（每步一行），而不是 3 行（每张图一行）",
        diagnosis="batch-time-swapped",
    )
    expect(logits, "logits").shape(3, 10).floating().finite()


@pytest.mark.points(1)
def test_two_layers(student):
    """Two LSTM layers of 256 units, each with weights of its own
    两层 LSTM，每层 256 个神经元，各有各的权重"""
    parts = student.probe.built()
    if isinstance(parts, str):  # TensorFlow 1 refuses to build it
        fail(**ONE_LAYER, diagnosis="shared-layer")
    if not isinstance(parts, dict):
        fail(**NO_MODEL)
    kernels = [layer["kernel"] for layer in parts["lstm"]]
    if len(kernels) == 1:
        # One layer fits the pixels and works; a shared one works only behind something that widens them.
        alone = kernels[0].shape[0] == 28 and parts["runs"]
        fail(**ONE_LAYER, diagnosis="one-layer" if alone else "shared-layer")
    expect.that(
        len(kernels) == 2,
        en=f"the model should have 2 LSTM layers, with kernel, recurrent kernel and bias each; found: {len(kernels)}",
        zh=f"模型应有 2 层 LSTM，每层都有 kernel、recurrent kernel 和 bias；实际找到 {len(kernels)} 层",
    )
    expect(kernels[0], "layer 1 kernel").shape(28, 4 * HIDDEN)
    expect(kernels[1], "layer 2 kernel").shape(HIDDEN, 4 * HIDDEN)
    extra = len(parts["dense"]) - 1 + len(parts["other"])
    expect.that(
        extra == 0,
        en="besides the two LSTM layers, the model should have weights in one Dense layer only",
        zh="除两层 LSTM 之外，模型里只应再有一个 Dense 层带权重",
    )
    expect(parts["dense"][0]["kernel"], "Dense kernel").shape(HIDDEN, 10)


@pytest.mark.points(2)
def test_state_shapes(student, rng):
    """h and c of each layer have shape (batch, 256)
    每一层的 h 和 c 的形状都是 (batch, 256)"""
    images = rng.random((5, 28, 28), np.float32)
    states, outputs = states_of(student.layer_states(student.build_model(), images))
    for number, (h, c) in enumerate(states, 1):
        expect(h, f"h{number}").shape(5, HIDDEN).finite()
        expect(c, f"c{number}").shape(5, HIDDEN).finite()
    expect(outputs, "outputs").shape(5, 28, HIDDEN).finite()


@pytest.mark.points(1)
@pytest.mark.depends("test_state_shapes")
def test_last_output(student, rng):
    """The second layer's final h is its output at the last step
    第二层最终的 h 就是它最后一步的输出"""
    images = rng.random((4, 28, 28), np.float32)
    states, outputs = states_of(student.layer_states(student.build_model(), images))
    (h, c), last = states[1], outputs[:, -1]
    expect.that(
        np.ptp(last, axis=0).any() and np.any(last != outputs[:, 0]),
        en="the outputs are the same for every image, or at every step, so nothing can be told from them",
        zh="每张图的输出都一样，或每一步的输出都一样，从中什么也看不出来",
    )
    expect.that(
        np.allclose(h, last, atol=1e-5) or not np.allclose(c, last, atol=1e-5),
        en="the second value of (h2, c2) equals the last output; it is the first that should",
        zh="(h2, c2) 中等于最后一步输出的是第二个值，应当是第一个",
        diagnosis="hidden-and-cell-state-swapped",
    )
    expect(h, "h2").close(last)


@pytest.mark.points(2)
def test_dropout_acts(student, rng):
    """Dropout acts in training, and not in prediction
    dropout 在训练时起作用，预测时不起作用"""
    model, images = student.build_model(), rng.random((8, 28, 28), np.float32)
    calm = [student.probe.logits(model, images) for _ in range(2)]
    expect(calm[0], "logits").array()
    expect.that(
        np.array_equal(*calm),
        en="in prediction, the same images get other logits the second time",
        zh="预测时，同样的图第二次得到的 logits 不一样",
        diagnosis="dropout-at-prediction",
    )
    noisy = [student.probe.logits(model, images, training=True) for _ in range(2)]
    expect.that(
        not np.array_equal(*noisy),
        en="in training, the same images get the same logits every time: nothing is dropped",
        zh="训练时，同样的图每次得到的 logits 都一样：没有丢弃任何东西",
        diagnosis="no-dropout",
    )


@pytest.mark.points(1)
def test_predict(student, rng):
    """predict gives one class of 0..9 per image
    predict 为每张图给出一个 0..9 的类别"""
    classes = as_array(student.predict(student.build_model(), rng.random((7, 28, 28), np.float32)))
    hot = isinstance(classes, np.ndarray) and classes.shape == (7, 10)
    expect.that(
        not hot,
        en="predict returns ten numbers per image; the class is the index of the largest",
        zh="predict 对每张图返回了 10 个数；类别应是其中最大者的下标",
        diagnosis="logits-for-classes",
    )
    expect(classes, "predict(...)").shape(7).between(0, 9)
    expect.that(classes.dtype.kind in "iu", en="the classes should be integers", zh="类别应是整数")


@pytest.mark.points(1)
@pytest.mark.depends("test_logits")
def test_training_moves_the_weights(student, dataset):
    """A few training steps change the model in place
    训练几步之后，模型的权重应就地发生变化"""
    model = student.build_model()
    before = student.probe.read(model)
    student.train(model, dataset.train_images[:256], dataset.train_labels[:256], 2)
    after = student.probe.read(model)
    moved = 0
    for old, new in zip(before["lstm"] + before["dense"], after["lstm"] + after["dense"], strict=True):
        for part, values in new.items():
            expect(values, "weights").finite()
            moved += not np.array_equal(old[part], values)
    expect.that(
        moved,
        en="after train(model, ...) the model still has the weights it started with",
        zh="train(model, ...) 之后，模型的权重和开始时一模一样",
        diagnosis="not-trained",
    )

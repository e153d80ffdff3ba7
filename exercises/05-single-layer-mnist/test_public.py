"""Public checks of lesson 5: what the model is made of, and that every function answers in the right form."""

import numpy as np
import pytest

from grader.checks import as_array, as_arrays, expect, fail

FEATURES, HIDDEN = 128, 128
NO_MODEL = {
    "en": "build_model should return a keras.Model (in TensorFlow 1, the Model that is given)",
    "zh": "build_model 应返回一个 keras.Model（TensorFlow 1 中是起始代码给出的 Model）",
}


def pair_of(value):
    """The claim of final_state as (h, c); fails where it has another form."""
    pair = list(value) if isinstance(value, np.ndarray) else as_arrays(value)
    expect(pair, "final_state(...)").length(2)
    return pair


@pytest.mark.points(1)
def test_logits(student, rng):
    """The model answers ten logits per image
    模型对每张图给出 10 个 logits"""
    logits = student.probe.logits(student.build_model(), rng.random((3, 28, 28), np.float32))
    if logits is None:
        fail(**NO_MODEL)
    expect.that(
        not (isinstance(logits, np.ndarray) and logits.shape == (28, 10)),
        en="for 3 images the model answers 28 rows, one per step, instead of 3, one per image",
        zh="给了 3 张图，模型却给出 28 行（每步一行），而不是 3 行（每张图一行）",
        diagnosis="batch-time-swapped",
    )
    expect(logits, "logits").shape(3, 10).floating().finite()


@pytest.mark.points(2)
def test_projection_and_lstm(student):
    """Each row is projected to 128 features, which one LSTM of 128 units reads
    每一行先投影到 128 维，再由一层 128 个神经元的 LSTM 读入"""
    parts = student.probe.read(student.build_model())
    if not isinstance(parts, dict):
        fail(**NO_MODEL)
    lstm = parts["lstm"]
    expect.that(
        len(lstm) == 1,
        en=f"the model should have one LSTM layer; found: {len(lstm)}",
        zh=f"模型应只有一层 LSTM；实际找到 {len(lstm)} 层",
    )
    if lstm[0]["kernel"].shape[0] == 28:
        fail(
            en="the LSTM reads the 28 pixels of a row directly",
            zh="LSTM 直接读入了一行的 28 个像素",
            diagnosis="projection-missing",
        )
    if "bias" not in lstm[0]:
        fail(en="the LSTM has no bias", zh="LSTM 没有偏置", diagnosis="forget-bias-missing")
    expect(lstm[0]["kernel"], "LSTM kernel").shape(FEATURES, 4 * HIDDEN)
    if "bias" not in parts["projection"] and "kernel" in parts["projection"]:
        fail(en="the projection has no bias", zh="投影没有偏置", diagnosis="projection-bias-missing")
    for name in ("projection", "head"):
        expect.that(
            {"kernel", "bias"} <= set(parts[name]),
            en="besides the LSTM, the model should have weights (28, 128) with bias (128,), and (128, 10) with (10,)",
            zh="除 LSTM 之外，模型应有权重 (28, 128) 及偏置 (128,)、(128, 10) 及偏置 (10,)",
        )
    expect.that(
        not parts["other"],
        en=f"the model has weights that this lesson does not ask for: {', '.join(map(str, parts['other']))[:200]}",
        zh=f"模型里有本关不需要的权重：{', '.join(map(str, parts['other']))[:200]}",
    )


@pytest.mark.points(1)
@pytest.mark.depends("test_projection_and_lstm")
def test_forget_bias(student):
    """In a new model the forget gate's part of the bias is 1, the rest is 0
    新建的模型里，偏置中遗忘门那一段是 1，其余都是 0"""
    bias = student.probe.read(student.build_model())["lstm"][0]["bias"]
    expect(bias, "LSTM bias").shape(4 * HIDDEN)
    i, f, c, o = np.split(bias, 4)
    everywhere = np.allclose(bias, 1)
    expect.that(
        np.allclose(f, 1),
        en=f"the forget gate's bias is {float(np.mean(f)):g} on average; it should start at 1",
        zh=f"遗忘门的偏置平均为 {float(np.mean(f)):g}，一开始应当是 1",
        diagnosis="forget-bias-missing" if np.allclose(f, 0) else None,
    )
    expect.that(
        np.allclose([i, c, o], 0),
        en="besides the forget gate's, another part of the bias is not 0",
        zh="除遗忘门那一段之外，偏置里还有别的部分不是 0",
        diagnosis="forget-bias-everywhere" if everywhere else None,
    )


@pytest.mark.points(1)
def test_state_shapes(student, rng):
    """h and c have shape (batch, 128)
    h 和 c 的形状都是 (batch, 128)"""
    h, c = pair_of(student.final_state(student.build_model(), rng.random((5, 28, 28), np.float32)))
    expect(h, "h").shape(5, HIDDEN).finite()
    expect(c, "c").shape(5, HIDDEN).finite()


@pytest.mark.points(1)
def test_predict(student, rng):
    """predict gives one class of 0..9 per image
    predict 为每张图给出一个 0..9 的类别"""
    classes = as_array(student.predict(student.build_model(), rng.random((7, 28, 28), np.float32)))
    expect.that(
        not (isinstance(classes, np.ndarray) and classes.shape == (7, 10)),
        en="predict returns ten numbers per image; the class is the index of the largest",
        zh="predict 对每张图返回了 10 个数；类别应是其中最大者的下标",
        diagnosis="logits-for-classes",
    )
    expect(classes, "predict(...)").shape(7).between(0, 9)
    expect.that(classes.dtype.kind in "iu", en="the classes should be integers", zh="类别应是整数")


@pytest.mark.points(1)
@pytest.mark.depends("test_logits", "test_projection_and_lstm")
def test_training_moves_the_weights(student, dataset):
    """Two training steps change the model in place
    训练两步之后，模型的权重应就地发生变化"""
    model = student.build_model()
    before = student.probe.read(model)
    student.train(model, dataset.train_images[:256], dataset.train_labels[:256], 2)
    after = student.probe.read(model)
    moved = 0
    for name in ("projection", "lstm", "head"):
        old, new = (parts[name][0] if name == "lstm" else parts[name] for parts in (before, after))
        for part, values in new.items():
            expect(values, "weights").finite()
            moved += not np.array_equal(old[part], values)
    expect.that(
        moved,
        en="after train(model, ...) the model still has the weights it started with",
        zh="train(model, ...) 之后，模型的权重和开始时一模一样",
        diagnosis="not-trained",
    )

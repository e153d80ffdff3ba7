"""Hidden checks of lesson 7: what the model claims is computed again in NumPy, and its hits are counted here."""

from types import SimpleNamespace

import numpy as np
import pytest
from oracles import stacked

from grader.checks import expect, fail

SEED = 7  # of the one training run; fixed, so that a submission's accuracy is the same every time
BATCH = 128
# Between float32 in the sandbox and float64 here, over 28 steps; a mistake differs by far more.
WHITE = 512  # images, of ten logits each: the shares measured on them are off by 0.04 at most (3 sigma of a product)
CLOSE = {"rtol": 1e-3, "atol": 1e-4}


def pixels(images):
    return np.rint(images * 255).astype(np.uint8)


@pytest.fixture(scope="module")
def trained(student, dataset, profile):
    """The submission's model, trained once, and its predictions; the labels of held-out images stay on this side."""
    iterations, seconds = profile["iterations"][dataset.name], profile["seconds"][dataset.name]
    count, held_out = iterations * BATCH, profile["held_out"]
    images, labels = dataset.train_images[:count], dataset.train_labels[:count]
    student.probe.seed(SEED)
    model = student.build_model()
    before = student.probe.logits(model, images[:256])
    student.probe.call("train", model, pixels(images), labels, iterations, seconds=seconds)
    after = student.probe.logits(model, images[:256])
    weights = student.probe.read(model)
    step = max(1, len(dataset.test_labels) // held_out)
    unseen, answers = pixels(dataset.test_images[::step]), dataset.test_labels[::step]
    claims = [student.probe.call("predict", model, batch, seconds=seconds) for batch in (unseen, unseen[:256])]
    return SimpleNamespace(
        before=before, after=after, labels=labels[:256], weights=weights, unseen=unseen, answers=answers,
        classes=np.asarray(claims[0]), again=np.asarray(claims[1]),
    )  # fmt: skip


@pytest.mark.points(2)
@pytest.mark.depends("test_state_shapes", "test_two_layers")
def test_state_values(student, rng):
    """h and c of both layers have the right values
    两层的 h 和 c 数值正确"""
    model, images = student.build_model(), rng.random((6, 28, 28), np.float32)
    states, outputs = student.layer_states(model, images)
    right = stacked.answer(images, student.probe.read(model))
    for number, ((h, c), (right_h, right_c)) in enumerate(zip(states, right.states, strict=True), 1):
        swapped = {"hidden-and-cell-state-swapped": right_c}
        expect(h, f"h{number}").close(right_h, **CLOSE, misconceptions=swapped)
        expect(c, f"c{number}").close(right_c, **CLOSE, misconceptions={"hidden-state-for-cell-state": right_h})
    expect(outputs, "outputs").close(right.outputs[1], **CLOSE, misconceptions={"first-layer-output": right.outputs[0]})


@pytest.mark.points(1)
@pytest.mark.depends("test_logits", "test_two_layers")
def test_logits_from_last_output(student, rng):
    """The logits come from the second layer's last output
    logits 由第二层最后一步的输出得到"""
    model, images = student.build_model(), rng.random((6, 28, 28), np.float32)
    logits, weights = student.probe.logits(model, images), student.probe.read(model)
    mistakes = stacked.logit_mistakes(images, weights)
    expect(logits, "logits").close(stacked.answer(images, weights).logits, **CLOSE, misconceptions=mistakes)


@pytest.mark.points(2)
@pytest.mark.depends("test_logits_from_last_output")
def test_dropout_after_each_layer(student):
    """Half of each layer's outputs are dropped in training
    训练时，每一层的输出都丢弃一半"""
    white = np.ones((WHITE, 28, 28), np.float32)
    answers = [student.probe.answers_with(stacked.wired(copies), white) for copies in range(3)]
    for logits in answers:
        expect(logits, "logits in training").shape(WHITE, 10).finite()
    expect.that(
        not np.any(np.abs(answers[0]) < stacked.WIRED_BIAS / 2),
        en="dropout falls on the logits, after the Dense layer",
        zh="dropout 作用在了 Dense 层之后的 logits 上",
        diagnosis="dropout-on-logits",
    )
    shares = [max(stacked.kept_share(logits), 1e-3) for logits in answers]
    second, first, image = shares[0], shares[1] / shares[0], shares[2] / shares[1]
    if diagnosis := misplaced(first, second, image):
        fail(en="dropout is not where it belongs", zh="dropout 的位置不对", diagnosis=diagnosis)
    for number, share in enumerate((first, second), 1):
        expect.that(
            0.4 < share < 0.6,
            en=f"after layer {number}, about {share:.0%} of the outputs are kept in training; it should be 50%",
            zh=f"训练时，第 {number} 层的输出约保留了 {share:.0%}，应为 50%",
        )
    mean = float(np.mean(answers[0])) - stacked.WIRED_BIAS
    expect.that(
        0.85 < mean / stacked.WIRED_VALUE < 1.15,
        en="what is kept should be divided by the keep probability, so that the mean stays the same",
        zh="保留下来的值应除以保留概率，使均值不变",
        diagnosis="dropout-unscaled",
    )


def misplaced(first, second, image):
    """The misconception behind these shares of kept outputs of layer 1 and 2 and of kept pixels, or None."""
    drops_first, drops_second = first < 0.9, second < 0.9
    if image < 0.75:
        return "dropout-on-pixels" if drops_second else "dropout-on-inputs"
    if not drops_second:
        return "dropout-missing-after-second-layer" if drops_first else "no-dropout"
    return None if drops_first else "dropout-missing-after-first-layer"


@pytest.mark.points(1)
@pytest.mark.depends("test_training_moves_the_weights")
def test_loss_falls(trained):
    """Training makes the loss fall
    训练使损失下降"""
    expect(trained.after, "logits after training").shape(256, 10).finite()
    before, after = (stacked.cross_entropy(claim, trained.labels) for claim in (trained.before, trained.after))
    expect.that(
        after < 0.7 * before,
        en=f"the loss on training images goes from {before:.2f} to {after:.2f}; it should fall clearly",
        zh=f"训练图片上的损失从 {before:.2f} 变为 {after:.2f}，应当明显下降",
    )


@pytest.mark.points(1)
@pytest.mark.depends("test_predict", "test_training_moves_the_weights", "test_logits_from_last_output")
def test_predictions_are_the_models(trained):
    """The predictions are what the trained model says, every time
    预测结果就是训练后的模型给出的结果，每次都一样"""
    expect(trained.classes, "predict(...)").shape(len(trained.unseen))
    images = trained.unseen[:256].astype(np.float32) / np.float32(255)
    expect(trained.again, "predict(...)").shape(256)
    expected = stacked.answer(images, trained.weights).logits.argmax(axis=1)
    changed = float(np.mean(trained.again != trained.classes[:256]))
    expect.that(
        changed < 0.01,
        en=f"asked twice about the same images, predict changes its mind on {changed:.0%} of them",
        zh=f"对同样的图预测两次，有 {changed:.0%} 的结果变了",
        diagnosis="dropout-at-prediction",
    )
    agreeing = float(np.mean(trained.classes[:256] == expected))
    expect.that(
        agreeing > 0.98,
        en=f"only {agreeing:.0%} of the predictions are the class with the model's largest logit",
        zh=f"只有 {agreeing:.0%} 的预测等于模型 logits 最大的那个类别",
        diagnosis="predictions-not-from-model",
    )


@pytest.mark.points(4)
@pytest.mark.depends("test_predictions_are_the_models")
def test_accuracy(trained, dataset, profile):
    """The trained model recognises images that it has never seen
    训练后的模型能识别从未见过的图片"""
    threshold = profile["threshold"][dataset.name]
    accuracy = float(np.mean(trained.classes == trained.answers))
    expect.that(
        accuracy >= threshold,
        en=f"on held-out images of {dataset.name} the accuracy is {accuracy:.1%}; it should reach {threshold:.0%}",
        zh=f"在 {dataset.name} 的留出图片上准确率为 {accuracy:.1%}，应达到 {threshold:.0%}",
        diagnosis=why_low(trained, accuracy),
    )


def why_low(trained, accuracy):
    """The misconception behind a low accuracy, or None."""
    chance = float(np.bincount(trained.answers).max() / len(trained.answers))
    if accuracy < 2 * chance:
        return "learns-nothing"
    hits = trained.after.argmax(axis=1) == trained.labels
    # The first batch known by heart, and the next one not.
    return "same-batch-again" if hits[:BATCH].mean() - hits[BATCH:].mean() > 0.15 else None

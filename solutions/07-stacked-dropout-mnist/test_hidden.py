"""Hidden checks of lesson 7: what the model claims is computed again in NumPy, and its hits are counted here."""

import numpy as np
import pytest
from oracles import stacked, training, updates

from grader.checks import as_array, expect, fail

# Between float32 in the sandbox and float64 here, over 28 steps; a mistake differs by far more.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}
WHITE = 512  # images, of ten logits each: the shares measured on them are off by 0.04 at most (3 sigma of a product)
OTHER_KEEP = 0.8  # keep and drop are the same number in the lesson; with this one they are told apart
# What layer 2 puts out where it sees what layer 1 has kept, both divided by 1/2; 0.79 of it if layer 1's is not.
SEEN_TWICE = 2 * np.tanh(np.tanh(2 * stacked.WIRED_VALUE))
MANY = (18, 31)  # see updates.MANY; an update takes longer here
ASKED = 64  # images whose classes are asked of a model with weights of our own


def logits_of(images, weights):
    return stacked.answer(images, weights).logits


@pytest.fixture(scope="module")
def trained(student, dataset, profile, seed):
    """The submission's model, trained once, and its predictions."""
    return training.train_once(student, dataset, profile, seed, 0)


@pytest.mark.points(2)
@pytest.mark.depends("test_state_shapes", "test_two_layers")
def test_state_values(student, rng):
    """h and c of both layers have the right values
    两层的 h 和 c 数值正确"""
    weights, images = stacked.vivid(rng), rng.random((6, 28, 28), np.float32)
    states, outputs = student.layer_states(student.probe.assigned(weights), images)
    right = stacked.answer(images, weights)
    for number, ((h, c), (right_h, right_c)) in enumerate(zip(states, right.states, strict=True), 1):
        swapped = {"hidden-and-cell-state-swapped": right_c}
        expect(as_array(h), f"h{number}").close(right_h, **CLOSE, misconceptions=swapped)
        twice = {"hidden-state-for-cell-state": right_h}
        expect(as_array(c), f"c{number}").close(right_c, **CLOSE, misconceptions=twice)
    first = {"first-layer-output": right.outputs[0]}
    expect(as_array(outputs), "outputs").close(right.outputs[1], **CLOSE, misconceptions=first)


@pytest.mark.points(1)
@pytest.mark.depends("test_logits", "test_two_layers")
def test_logits_from_last_output(student, rng):
    """The logits come from the second layer's last output
    logits 由第二层最后一步的输出得到"""
    weights, images = stacked.vivid(rng), rng.random((6, 28, 28), np.float32)
    logits = student.probe.logits(student.probe.assigned(weights), images)
    mistakes = stacked.logit_mistakes(images, weights)
    expect(logits, "logits").close(stacked.answer(images, weights).logits, **CLOSE, misconceptions=mistakes)


@pytest.mark.points(1)
@pytest.mark.depends("test_logits_from_last_output")
def test_dropout_after_each_layer(student):
    """Half of each layer's outputs are dropped in training
    训练时，每一层的输出都丢弃一半"""
    white = np.ones((WHITE, 28, 28), np.float32)
    answers = []
    for copies in range(3):
        weights = stacked.wired(copies)
        if copies == 1:
            weights["lstm"][1]["kernel"] /= stacked.OPEN  # so faint that layer 2 puts out more where it sees more
        answers.append(student.probe.logits(student.probe.assigned(weights), white, training=True))
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
    diagnosis = misplaced(first, second, image)
    if diagnosis == "no-dropout":
        fail(
            en="in training, hardly anything is dropped after either layer",
            zh="训练时，两层之后都几乎没有丢弃任何东西",
            diagnosis=diagnosis,
        )
    if diagnosis:
        fail(en="dropout is not where it belongs", zh="dropout 的位置不对", diagnosis=diagnosis)
    for number, share in enumerate((first, second), 1):
        expect.that(
            0.4 < share < 0.6,
            en=f"after layer {number}, about {share:.0%} of the outputs are kept in training; it should be 50%",
            zh=f"训练时，第 {number} 层的输出约保留了 {share:.0%}，应为 50%",
        )
    if kept_what_should_drop(stacked.kept_share(student.probe.dropped(stacked.wired(1), white, OTHER_KEEP))):
        fail(
            en=f"with KEEP = {OTHER_KEEP}, more than half of a layer's outputs are dropped",
            zh=f"KEEP 改为 {OTHER_KEEP} 时，某一层的输出有一半以上被丢弃了",
            diagnosis="keep-for-drop",
        )
    mean = float(np.mean(answers[0])) - stacked.WIRED_BIAS
    seen = float(np.median(answers[1][answers[1] > stacked.WIRED_BIAS + 0.1])) - stacked.WIRED_BIAS
    expect.that(
        0.85 < mean / stacked.WIRED_VALUE < 1.15 and seen > 0.9 * SEEN_TWICE,
        en="what is kept should be divided by the keep probability, so that the mean stays the same",
        zh="保留下来的值应除以保留概率，使均值不变",
        diagnosis="dropout-unscaled",
    )


def kept_what_should_drop(share):
    """Whether a `share` kept by both layers in a row has a layer that keeps 1 - OTHER_KEEP; 0.5 may be written out."""
    fine = [first * second for first in (OTHER_KEEP, 0.5) for second in (OTHER_KEEP, 0.5)]
    wrong = [(1 - OTHER_KEEP) * second for second in (OTHER_KEEP, 0.5, 1 - OTHER_KEEP)]
    return min(abs(share - one) for one in wrong) < min(abs(share - one) for one in fine)


def misplaced(first, second, image):
    """The misconception behind these shares of kept outputs of layer 1 and 2 and of kept pixels, or None."""
    drops_first, drops_second = first < 0.9, second < 0.9
    if image < 0.75:
        return "dropout-on-pixels" if drops_second else "dropout-on-inputs"
    if not drops_second:
        return "dropout-missing-after-second-layer" if drops_first else "no-dropout"
    return None if drops_first else "dropout-missing-after-first-layer"


@pytest.mark.points(1)
@pytest.mark.depends("test_predict", "test_logits_from_last_output")
def test_predictions_are_the_models(student, rng):
    """The predictions are what the model says, every time
    预测结果就是模型给出的结果，每次都一样"""
    images, weights = training.contrasts(rng, ASKED), stacked.vivid(rng)
    model = student.probe.assigned(weights)
    claims = [student.probe.predict(model, images) for _ in range(2)]
    training.judge_predictions(claims, stacked.answer(images / 255, weights).logits, "dropout-at-prediction")


@pytest.fixture(scope="module")
def trainee(student):
    """A model of the submission's, to be trained again and again."""
    return updates.Trainee(student)


@pytest.mark.points(1)
@pytest.mark.depends("test_training_moves_the_weights", "test_logits_from_last_output")
def test_updates(student, trainee, rng):
    """Updates are Adam's, as many as asked for, each on another batch of 128 images
    更新与 Adam 一致，要求更新几次就更新几次，每次换一批，取 128 张图"""
    label = int(rng.integers(10))
    few, many, fading = (int(rng.integers(*bounds)) for bounds in ((2, 4), MANY, (13, 16)))

    def biases(before, after):
        return before["dense"][0]["bias"], after["dense"][0]["bias"]

    def a_few(before, after, note):
        updates.judge_updates(*biases(before, after), label, few)

    def as_many(before, after, note):
        updates.judge_many(*biases(before, after), label, many)
        updates.judge_decay(before["lstm"][1]["bias"], after["lstm"][1]["bias"])

    def as_they_fade(before, after, note):
        updates.judge_fading(*biases(before, after), label, fading, stacked.HIDDEN)

    def other_batches(before, after, note):
        updates.judge_sizes(note, updates.UPDATES)
        updates.judge_batches(before["lstm"][0]["kernel"], after["lstm"][0]["kernel"])

    black, new = updates.black(label), student.probe.read(student.build_model())
    trainee.train(stacked.steady(0), black, few, a_few)
    trainee.train(stacked.steady(0), black, many, as_many, updates.SMALL)
    trainee.train(stacked.steady(stacked.HIDDEN), black, fading, as_they_fade, updates.SMALL)
    trainee.train(new, updates.columns(rng), updates.UPDATES, other_batches)


@pytest.mark.points(1)
@pytest.mark.depends("test_updates", "test_dropout_after_each_layer")
def test_dropout_in_train(trainee, rng):
    """train really trains with dropout, after both layers
    train 训练时，两层之后的 dropout 都真的起作用"""
    label, *classes = (int(one) for one in rng.permutation(10)[:3])

    def dropped(before, after, note):
        moved = after["dense"][0]["bias"] - before["dense"][0]["bias"]
        for layer, one in enumerate(classes, 1):
            expect.that(
                abs(moved[one]) > updates.RATE / 2,
                en=f"while train trains, nothing of layer {layer}'s outputs is dropped",
                zh=f"train 训练时，第 {layer} 层的输出没有被丢弃",
                diagnosis="dropout-not-in-train",
            )

    trainee.train(stacked.certain(label, *classes), updates.black(label), 1, dropped)


@pytest.mark.points(1)
@pytest.mark.depends("test_training_moves_the_weights", "test_logits_from_last_output")
def test_loss_falls(trained):
    """Training makes the loss fall
    训练使损失下降"""
    training.judge_loss(trained, logits_of, stacked.cross_entropy)


@pytest.mark.points(3)
@pytest.mark.depends("test_predictions_are_the_models", "test_loss_falls")
@pytest.mark.calibrates("accuracy", "threshold", wrong=("same_batch_again",))
@pytest.mark.calibrates("accuracy-gap", "gap", lower_is_better=True)
def test_accuracy(trained, student, dataset, profile, seed, rng):
    """The trained model recognises images that it has never seen
    训练后的模型能识别从未见过的图片"""

    def again(attempt):
        return training.train_once(student, dataset, profile, seed, attempt)

    training.judge_accuracy(trained, again, logits_of, dataset, profile, rng)

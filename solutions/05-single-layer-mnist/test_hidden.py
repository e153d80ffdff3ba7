"""Hidden checks of lesson 5: what the model claims is computed again in NumPy, and its hits are counted here."""

import numpy as np
import pytest
from oracles import single, stacked, training, updates

from grader.checks import as_array, expect, fail

# Between float32 in the sandbox and float64 here, over 28 steps; a mistake differs by far more.
CLOSE = {"rtol": 1e-3, "atol": 1e-3}
# Of the way that the weights should go. Right answers: see `far`; a weight penalty or clipping may bend it a little.
FAR = 0.5
ASKED = 64  # images whose classes are asked of a model with weights of our own


def logits_of(images, weights):
    return single.answer(images, weights).logits


@pytest.fixture(scope="module")
def trained(student, dataset, profile, seed):
    """The submission's model, trained once, and its predictions."""
    return training.train_once(student, dataset, profile, seed, 0)


@pytest.mark.points(2)
@pytest.mark.depends("test_state_shapes", "test_projection_and_lstm")
def test_state_values(student, rng):
    """h and c have the right values
    h 和 c 数值正确"""
    weights, images = single.vivid(rng), rng.random((6, 28, 28), np.float32)
    h, c = map(as_array, student.final_state(student.probe.assigned(weights), images))
    right = single.answer(images, weights)
    expect(h, "h").close(right.h, **CLOSE, misconceptions=single.state_mistakes(images, weights, h, "h"))
    expect(c, "c").close(right.c, **CLOSE, misconceptions=single.state_mistakes(images, weights, c, "c"))


@pytest.mark.points(1)
@pytest.mark.depends("test_logits", "test_projection_and_lstm")
def test_images_are_apart(student, rng):
    """An image gets the same logits alone and among others
    一张图单独算、和别的图一起算，logits 相同"""
    model, images = student.probe.assigned(single.vivid(rng)), rng.random((28, 28, 28), np.float32)
    together, alone = student.probe.logits(model, images), student.probe.logits(model, images[:1])
    expect(together, "logits").shape(28, 10)
    expect(alone, "logits").shape(1, 10)
    expect.that(
        np.ptp(together, axis=0).max() > 0.01,
        en="all images get the same logits, so nothing can be told from them",
        zh="所有图片的 logits 都一样，从中什么也看不出来",
    )
    expect.that(
        np.allclose(together[:1], alone, rtol=1e-3, atol=1e-3),
        en="the first image's logits change when other images stand behind it",
        zh="后面跟着别的图时，第一张图的 logits 变了",
        diagnosis="images-mixed",
    )


@pytest.mark.points(2)
@pytest.mark.depends("test_images_are_apart")
def test_logits_from_last_output(student, rng):
    """The logits come from the projection, the LSTM and its last output
    logits 由投影、LSTM 及其最后一步的输出得到"""
    weights, images = single.vivid(rng), rng.random((6, 28, 28), np.float32)
    logits = student.probe.logits(student.probe.assigned(weights), images)
    mistakes = single.logit_mistakes(images, weights, logits)
    expect(logits, "logits").close(single.answer(images, weights).logits, **CLOSE, misconceptions=mistakes)


@pytest.mark.points(1)
@pytest.mark.depends("test_predict", "test_logits_from_last_output")
def test_predictions_are_the_models(student, rng):
    """The predictions are what the model says
    预测结果就是模型给出的结果"""
    images, weights = training.contrasts(rng, ASKED), single.vivid(rng)
    model = student.probe.assigned(weights)
    claims = [student.probe.predict(model, images) for _ in range(2)]
    training.judge_predictions(claims, single.answer(images / 255, weights).logits)


@pytest.fixture(scope="module")
def trainee(student):
    """A model of the submission's, to be trained again and again."""
    return updates.Trainee(student)


@pytest.mark.points(1)
@pytest.mark.depends("test_training_moves_the_weights", "test_logits_from_last_output")
def test_updates_are_adams(trainee, rng):
    """Updates are Adam's with a learning rate of 0.001, as many as asked for, however many these are
    更新与学习率 0.001 的 Adam 一致；要求更新几次就更新几次，无论多少"""
    label = int(rng.integers(10))
    few, many, fading = (int(rng.integers(*bounds)) for bounds in ((2, 4), updates.MANY, (22, 27)))

    def a_few(before, after, note):
        before, after = before["head"]["bias"], after["head"]["bias"]
        if np.array_equal(before, after):
            fail(
                en="updates leave negative logits as they are",
                zh="更新之后，负的 logits 一点没变",
                diagnosis="loss-on-probabilities",
            )
        updates.judge_updates(before, after, label, few)

    def as_many(before, after, note):
        updates.judge_many(before["head"]["bias"], after["head"]["bias"], label, many)
        updates.judge_decay(before["lstm"][0]["bias"], after["lstm"][0]["bias"])

    def as_they_fade(before, after, note):
        updates.judge_fading(before["head"]["bias"], after["head"]["bias"], label, fading, single.HIDDEN)

    black = updates.black(label)
    trainee.train(single.steady(0), black, few, a_few)
    trainee.train(single.steady(0), black, many, as_many, updates.SMALL)
    trainee.train(single.steady(single.HIDDEN), black, fading, as_they_fade, updates.SMALL)
    judge_all_weights(trainee, rng, few)


def judge_all_weights(trainee, rng, number):
    """A few updates on one image move all weights where back-propagation through time and Adam move them."""
    (image,), weights = training.contrasts(rng, 1), single.vivid(rng)
    label = int(single.answer(image[None] / 255, weights).logits.argmin())

    def on_their_way(before, after, note):
        expected = single.trained(image / 255, label, before, number, updates.RATE)
        expect.that(
            single.far(after, expected, before) < FAR,
            en=f"after {number} updates on one image, time and again, the weights are not where Adam leads them",
            zh=f"在同一张图上反复更新 {number} 次之后，权重不是 Adam 更新应得的结果",
        )

    trainee.train(weights, updates.alike(image, label), number, on_their_way)


@pytest.mark.points(1)
@pytest.mark.depends("test_training_moves_the_weights", "test_logits_from_last_output")
def test_another_batch_each_time(student, trainee, rng):
    """Each update takes another batch, of 128 images
    每次更新都换一批，取 128 张图"""

    def other_batches(before, after, note):
        updates.judge_sizes(note, updates.UPDATES)
        updates.judge_batches(before["projection"]["kernel"], after["projection"]["kernel"])

    new = student.probe.read(student.build_model())
    trainee.train(new, updates.columns(rng), updates.UPDATES, other_batches)


@pytest.mark.points(1)
@pytest.mark.depends("test_updates_are_adams")
def test_loss_falls(trained):
    """Training makes the loss fall
    训练使损失下降"""
    training.judge_loss(trained, logits_of, stacked.cross_entropy)


@pytest.mark.points(4)
@pytest.mark.depends("test_predictions_are_the_models", "test_loss_falls")
@pytest.mark.calibrates("accuracy", "threshold", wrong=("same_batch_again",))
@pytest.mark.calibrates("accuracy-gap", "gap", lower_is_better=True)
def test_accuracy(trained, student, dataset, profile, seed, rng):
    """The trained model recognises images that it has never seen
    训练后的模型能识别从未见过的图片"""

    def again(attempt):
        return training.train_once(student, dataset, profile, seed, attempt)

    training.judge_accuracy(trained, again, logits_of, dataset, profile, rng)

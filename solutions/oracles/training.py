"""Training a submission's model and counting its hits, for the lessons that recognise digits.

The lesson's probe must have `seed`, `logits`, `read`, `train` and `predict`. The submission gets images and the
training labels; the labels of held-out images stay on this side. Every training is a fresh model in a fresh process,
and its digits are renamed at random, 3 for 8, say: a right answer learns whatever names it is given, and labels that
somebody brought along name the wrong digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks import as_array, expect, fail, measure
from grader.checks.accuracy import ANGLE, SHIFT, Tally, count, decide, memory_of, moved
from grader.checks.student import Student
from grader.verdict import Text
from oracles.updates import RATE

CLASSES, BATCH = 10, 128
SEEN = 256  # training images on which the loss is measured; the first batch and another
COMPARED = 256  # predictions that are computed again here

Array = np.ndarray


def pixels(images: Array) -> Array:
    """Images in 0..1 as the bytes that they came from, a quarter of the size."""
    return np.rint(images * 255).astype(np.uint8)


def contrasts(rng: np.random.Generator, count: int) -> Array:
    """Black and white images (count, 28, 28) uint8, each with columns of its own brightness: they differ far more than
    noise does."""
    return (255 * (rng.random((count, 28, 28)) < rng.random((count, 1, 28)))).astype(np.uint8)


@dataclass
class Run:
    """One training: images (SEEN, 28, 28) of it, 0..1, with their labels; the weights before and after, as the probe
    reads them, `iterations` updates apart; what the probe noted meanwhile; held-out images (N, 28, 28) uint8, each once
    as it is and once moved, in a secret order; the classes claimed for them; the true ones; which of them are moved;
    and the memory, in MiB, that predicting took at its peak.
    """

    shown: Array
    labels: Array
    fresh: Any
    weights: Any
    iterations: int
    note: Any
    images: Array
    claims: Any
    answers: Array
    is_moved: Array
    peak_mb: float

    def tally(self, which: str = "plain") -> Tally:
        """The hits on the images as they are, or on the `moved` ones."""
        chosen = self.is_moved == (which == "moved")
        classes = expect(as_array(self.claims), "predict(...)").shape(len(self.answers)).value
        return count(classes[chosen], self.answers[chosen])


def train_once(student: Student, dataset: Any, profile: Any, seed: int, attempt: int) -> Run:
    """Train a fresh model in a fresh process, and let it predict. `seed` is the verdict's; `attempt` 0, 1..."""
    rng = np.random.default_rng([seed, attempt])
    iterations, seconds = profile["iterations"][dataset.name], profile["seconds"][dataset.name]
    names = rng.permutation(CLASSES)
    images, labels = dataset.train_images[: iterations * BATCH], names[dataset.train_labels[: iterations * BATCH]]
    every = max(1, len(dataset.test_labels) // profile["held_out"])
    unseen, answers = dataset.test_images[::every], names[dataset.test_labels[::every]]
    order = rng.permutation(2 * len(unseen))
    pool = np.concatenate([pixels(unseen), pixels(moved(unseen, rng))])[order]
    student.restart()
    student.probe.seed(int(rng.integers(2**31)))
    model = student.build_model()
    fresh = student.probe.read(model)
    note = student.probe.call("train", model, pixels(images), labels, iterations, seconds=seconds)
    weights = student.probe.read(model)
    with memory_of(student) as memory:
        claims = student.probe.call("predict", model, pool, seconds=seconds)
    return Run(
        images[:SEEN], labels[:SEEN], fresh, weights, iterations, note, pool, claims, np.tile(answers, 2)[order],
        order >= len(unseen), memory.peak_mb,
    )  # fmt: skip


def judge_accuracy(
    first: Run, again: Callable[[int], Run], logits_of: Callable[[Array, Any], Array], dataset: Any, profile: Any,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """The check on accuracy: images that no one has seen are recognised about as well as the held-out ones,
    predictions are the model's, and hits are enough. `logits_of(images, weights)` is the lesson's oracle; `again(n)`
    trains once more."""
    plain, elsewhere = first.tally(), first.tally("moved")
    measure("accuracy", plain.share)
    measure("accuracy-gap", plain.share - elsewhere.share)
    measure("predict-peak-mb", first.peak_mb)
    bound = profile["gap"][dataset.name]
    expect.that(
        plain.share - elsewhere.share <= bound,
        en=f"on held-out images the accuracy is {plain.share:.1%}, but on the same images moved a little, which nobody "
        f"has seen, {elsewhere.share:.1%}: no model that learned this way loses more than {bound:.0%}",
        zh=f"在留出图片上准确率为 {plain.share:.1%}，可是把这些图稍微移动一下（谁也没见过），只有 "
        f"{elsewhere.share:.1%}：正常学出来的模型不会相差超过 {bound:.0%}",
        diagnosis="accuracy-gap",
    )
    _are_the_models(first, logits_of, rng)

    def more(attempt: int) -> Tally:
        run = again(attempt)
        _are_the_models(run, logits_of, rng)
        return run.tally()

    also = Text(
        en=f"shifted by up to {SHIFT} pixels and turned by up to {ANGLE} degrees, which nobody has seen, "
        f"{elsewhere.share:.1%} of them; while it predicted {len(first.images)} images, your program held at most "
        f"{first.peak_mb:.0f} MB of memory",
        zh=f"同样的图随机平移至多 {SHIFT} 个像素、旋转至多 {ANGLE} 度之后（谁也没见过），认对 {elsewhere.share:.1%}；"
        f"预测 {len(first.images)} 张图时，你的程序最多占用 {first.peak_mb:.0f} MB 内存",
    )
    where = Text(en=f"held-out images of {dataset.name}", zh=f" {dataset.name} 的留出图片")
    decided = decide(plain, profile["threshold"][dataset.name], more)
    decided.judge(where, why=None if decided.passed else why_low(first, logits_of), also=also)


def _are_the_models(run: Run, logits_of: Callable[[Array, Any], Array], rng: np.random.Generator) -> None:
    """Some of the claimed classes, nobody knows which, are those that the trained weights give in NumPy."""
    claims = expect(as_array(run.claims), "predict(...)").shape(len(run.answers)).value
    some = rng.choice(len(run.images), min(COMPARED, len(run.images)), replace=False)
    expected = logits_of(run.images[some].astype(np.float32) / np.float32(255), run.weights).argmax(axis=1)
    agreeing = float(np.mean(claims[some] == expected))
    expect.that(
        agreeing > 0.98,
        en=f"only {agreeing:.0%} of the predictions are the class with the trained model's largest logit",
        zh=f"只有 {agreeing:.0%} 的预测等于训练后的模型 logits 最大的那个类别",
        diagnosis="predictions-not-from-model",
    )


def why_low(run: Run, logits_of: Callable[[Array, Any], Array]) -> str | None:
    """The misconception behind a low accuracy, or None."""
    hits = logits_of(run.shown, run.weights).argmax(axis=1) == run.labels
    # The first batch known by heart, and the next one not.
    return "same-batch-again" if hits[:BATCH].mean() - hits[BATCH:].mean() > 0.15 else None


def judge_loss(
    run: Run, logits_of: Callable[[Array, Any], Array], cross_entropy: Callable[[Array, Array], float]
) -> None:
    """The loss on training images has fallen clearly, by the weights: what the model says of images that it was shown
    could be remembered."""
    before, after = (logits_of(run.shown, weights) for weights in (run.fresh, run.weights))
    expect(after, "logits after training").finite()
    before, after = (cross_entropy(logits, run.labels) for logits in (before, after))
    expect.that(
        after < 0.7 * min(before, np.log(CLASSES)),  # a model built to begin badly falls easily
        en=f"the loss on training images goes from {before:.2f} to {after:.2f}; it should fall clearly",
        zh=f"训练图片上的损失从 {before:.2f} 变为 {after:.2f}，应当明显下降",
        diagnosis="learns-nothing" if after > 0.95 * min(before, np.log(CLASSES)) else None,
    )
    _moved_as_adam_does(run)
    made = run.note["updates"]
    told = made if type(made) is int and 0 <= made < 100 * run.iterations else "?"
    expect.that(
        # None: by no optimizer that the probe knows. One more or less has cost its point where few were asked for.
        made is None or (told != "?" and abs(made - run.iterations) <= 0.05 * run.iterations),
        en=f"in the training whose accuracy counts, {told} updates were made; {run.iterations} were asked for",
        zh=f"为测准确率而做的那次训练更新了 {told} 次，要求的是 {run.iterations} 次",
        diagnosis="number-of-updates",
    )


def _moved_as_adam_does(run: Run) -> None:
    """No weight went farther than so many updates of Adam can take it (Kingma & Ba 2015, section 2.1: each goes at most
    (1 - beta1) / sqrt(1 - beta2), about 3.2, learning rates), and of no matrix most weights stood still."""
    for old, new in zip(_arrays(run.fresh), _arrays(run.weights), strict=True):
        moves, bound = np.abs(np.asarray(new, np.float64) - old), 3.2 * run.iterations * RATE
        expect.that(
            moves.max() <= bound,
            en=f"in {run.iterations} updates a weight has moved by {moves.max():.2g}, farther than Adam can take it, "
            f"{bound:.2g}: training is something else",
            zh=f"更新 {run.iterations} 次之后，有的权重移动了 {moves.max():.2g}，"
            f"Adam 走不了这么远（至多 {bound:.2g}）：训练用的是别的办法",
        )
        expect.that(
            new.ndim < 2 or np.median(moves) >= RATE / 2,
            en=f"in {run.iterations} updates most weights of a matrix {new.shape} have hardly moved: not all of the "
            "model is trained",
            zh=f"更新 {run.iterations} 次之后，形状为 {new.shape} 的矩阵里大多数权重几乎没有变：模型没有全部参与训练",
        )


def _arrays(weights: Any) -> list[Array]:
    """The arrays in what the probe reads."""
    if isinstance(weights, dict):
        weights = list(weights.values())
    if isinstance(weights, list):
        return [array for part in weights for array in _arrays(part)]
    return [weights] if isinstance(weights, np.ndarray) else []


def judge_predictions(claims: list[Any], expected: Array, changing: str | None = None) -> None:
    """Classes (N,) claimed for the same images twice, of a model whose logits are `expected` (N, 10).

    `changing` is the misconception behind answers that change.
    """
    expected = expected.argmax(axis=1)
    first, second = (expect(as_array(claim), "predict(...)").shape(len(expected)).value for claim in claims)
    changed = float(np.mean(first != second))
    if changed > 0.01:
        fail(
            en=f"asked twice about the same images, predict gives another class for {changed:.0%} of them",
            zh=f"对同样的图预测两次，有 {changed:.0%} 的结果变了",
            diagnosis=changing,
        )
    agreeing = float(np.mean(first == expected))
    expect.that(
        agreeing > 0.98,
        en=f"only {agreeing:.0%} of the predictions are the class with the model's largest logit",
        zh=f"只有 {agreeing:.0%} 的预测等于模型 logits 最大的那个类别",
        diagnosis="predictions-not-from-model",
    )

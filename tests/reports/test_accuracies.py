"""Accuracies are found in what a script prints, however it prints them."""

from __future__ import annotations

import time

import pytest

from grader.reports.accuracies import Accuracies, accuracies_html
from grader.verdict import CurvePoint


def found(*lines: str) -> dict[str, list[tuple[int, float]]]:
    accuracies = Accuracies()
    for line in lines:
        accuracies.read(line + "\n")
    accuracies.end()
    return accuracies.curves


@pytest.mark.parametrize(
    ("line", "kind", "point"),
    [
        ("Iter2, step 400, training accuracy 0.960938", "training", (400, 0.960938)),
        ("Step 20, Minibatch Loss= 1.5058, Training Accuracy= 0.609", "training", (20, 0.609)),
        ("Iter 1280, Minibatch Loss= 1.98, Training Accuracy= 0.35156", "training", (1280, 0.35156)),
        ("After 1000 training step(s), validation accuracy is 97.6%", "validation", (1000, 0.976)),
        ("epoch 3: acc=0.98", "", (3, 0.98)),
        ("Epoch: 12 val_acc: 9.1e-1", "validation", (12, 0.91)),
        ("Testing Accuracy: [0.9549249]", "test", (1, 0.9549249)),
        ("test accuracy 0.984", "test", (1, 0.984)),
        ("Test accuracy on 128 images: 98.44 %", "test", (1, 0.9844)),
        ("Test accuracy on test set 98.5%", "test", (1, 0.985)),
        ("Test accuracy on the first 128 images is  98.5%", "test", (1, 0.985)),
        ("accuracy   :\t0.98", "", (1, 0.98)),
        ("第 3 轮 测试准确率：0.98", "test", (3, 0.98)),
        ("step 5 训练准确率为 87.5%", "training", (5, 0.875)),
        ("step 7 accuracy 87.5", "", (7, 0.875)),
    ],
)
def test_a_line_is_understood(line: str, kind: str, point: tuple[int, float]) -> None:
    assert found(line) == {kind: [(point[0], pytest.approx(point[1]))]}


@pytest.mark.parametrize(
    "line", ["accuracy", "step 3 loss 0.4", "accuracy: nan", "accuracy 7", "accuracy 300%", "vacc 0.5"]
)
def test_what_is_no_accuracy_is_none(line: str) -> None:
    assert found(line) == {}


def test_two_in_one_line_go_to_two_curves() -> None:
    assert found("step 10 train acc 0.5, test acc 0.4") == {"training": [(10, 0.5)], "test": [(10, 0.4)]}


def test_a_line_without_a_step_is_about_the_last_one() -> None:
    assert found("step 60, training accuracy 0.7", "test accuracy 0.65")["test"] == [(60, 0.65)]


def test_a_line_may_come_in_pieces_and_without_an_end() -> None:
    accuracies = Accuracies()
    for piece in ("step 1, acc", "uracy 0.", "25\nstep 2, accuracy 0.5"):
        accuracies.read(piece)
    accuracies.add(CurvePoint(step=3, accuracy=0.75))
    accuracies.end()
    assert accuracies.curves == {"": [(1, 0.25), (2, 0.5)], "training": [(3, 0.75)]}


def test_the_page_shows_every_curve_and_no_markup_of_the_script() -> None:
    accuracies = Accuracies(found("step 1 train acc 0.5", "step 2 train acc 0.75", "test accuracy 0.7"))
    for lang in ("zh", "en"):
        page = accuracies_html(accuracies, "<script>alert(1)</script>.py", lang)
        assert page.count('class="curve ') == 2 and "75%" in page and "70%" in page
        assert "<script" not in page


def test_endless_lines_take_no_longer() -> None:
    accuracies, began = Accuracies(), time.process_time()
    for _ in range(200):
        accuracies.read("step accuracy 1 " * 1000)
    accuracies.read("accuracy on " + "a " * 100_000 + "\n")
    for _ in range(20_000):
        accuracies.read("accuracy 0.5\n")
    assert time.process_time() - began < 5 and len(accuracies.curves[""]) == 5_000

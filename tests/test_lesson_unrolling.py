"""Lesson 04 says in its task what its oracle says, and its oracle's known mistakes are mistakes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.course.answers import write_answer
from grader.course.lesson import load_lesson
from grader.grading.judge import grade_submission

COURSE = Path(__file__).resolve().parents[1]
PUBLIC, PRIVATE = COURSE / "exercises" / "04-unrolling", COURSE / "solutions" / "04-unrolling"


@pytest.fixture
def unrolling(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import unrolling

    return unrolling


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_worked_example_in_the_task_is_the_oracles(lang, unrolling):
    inputs = json.loads((PUBLIC / "examples.json").read_text(encoding="utf-8"))["inputs"]
    layers = [{part: np.array(value) for part, value in inputs[name].items()} for name in ("first", "second")]
    images, state = np.array(inputs["images"]), np.array(inputs["state"])
    hs, cs = unrolling.states(layers[0], images.transpose(1, 0, 2), state[0])
    outputs, _ = unrolling.run_layers(layers, images, state)
    expected = [value for h, c in zip(hs[:, 0], cs[:, 0], strict=True) for value in (*h, *c)] + [*outputs[0].ravel()]
    shown = re.findall(r"(?<!\d)-?\d\.\d{4}", (PUBLIC / f"task.{lang}.md").read_text(encoding="utf-8"))
    assert [float(number) for number in shown] == pytest.approx(expected, abs=5.1e-5)


def test_an_unrolled_layer_is_the_cell_step_by_step_and_its_last_output_the_last_h(unrolling):
    rng = np.random.default_rng(4)
    layers, state = unrolling.random_layers(rng, 3, 6, 5), unrolling.random_state(rng, 3, 2, 2, 5)
    images = rng.random((2, 7, 6))
    outputs, final = unrolling.run_layers(layers, images, state)
    assert outputs.shape == (2, 7, 5) and final.shape == (3, 2, 2, 5)
    np.testing.assert_allclose(outputs[:, -1], final[-1, 0])
    top = unrolling.run_layers(layers, images[:, :3], state)
    bottom = unrolling.run_layers(layers, images[:, 3:], top[1])
    np.testing.assert_allclose(np.concatenate([top[0], bottom[0]], axis=1), outputs)
    np.testing.assert_allclose(bottom[1], final)


def test_no_known_mistake_is_the_right_answer(unrolling):
    rng = np.random.default_rng(5)
    layers, state = unrolling.random_layers(rng, 2, 4, 4), unrolling.random_state(rng, 2, 2, 4, 4)
    for images in (rng.random((4, 6, 4)), rng.random((4, 4, 4))):
        sequence = images.transpose(1, 0, 2)
        for right, mistakes in (
            (unrolling.unroll(layers[0], images, state[0]), unrolling.unroll_mistakes(layers[0], images, state[0])),
            (unrolling.run_layers(layers, images, state), unrolling.layer_mistakes(layers, images, state)),
            (unrolling.time_major(unrolling.unroll, layers[0], sequence, state[0]),
             unrolling.time_major_mistakes(layers[0], sequence, state[0])),
        ):  # fmt: skip
            for key, answers in mistakes.items():
                for wrong in answers:
                    alike = [np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-2, atol=1e-3)
                             for a, b in zip(right, wrong, strict=True)]  # fmt: skip
                    assert not all(alike), key


def test_a_mistake_in_unroll_costs_nothing_in_what_is_built_from_it(tmp_path, keras_server):
    lesson = load_lesson(COURSE, "04-unrolling")
    answer = write_answer(lesson, PRIVATE / "wrong" / "state_not_carried.py", tmp_path)
    verdict = grade_submission(lesson, answer, lambda _: keras_server.handle, seed=4)
    checks = {check.id: check for check in verdict.checks}
    for name in ("test_run_layers", "test_run_layers_fresh"):
        assert checks[name].points == checks[name].max_points and "unroll" in checks[name].note.en
    assert [check.id for check in verdict.checks if check.note] == ["test_run_layers", "test_run_layers_fresh"]
    assert checks["test_unroll"].points == checks["test_unroll_28_steps"].points == 0

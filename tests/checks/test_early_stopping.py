"""Early stopping: what no right answer ever looked like is stopped, on every way of reporting, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.early_stopping import EARLIEST, IN_A_ROW, EarlyStopping, Stopped
from grader.course.lesson import load_lesson
from grader.grading import batch
from grader.grading.engine import Job
from grader.grading.staleness import why_old
from grader.grading.task import Policy, Request
from grader.reports.html import feedback_in
from grader.sandbox.warm import WarmServer
from grader.verdict import CurvePoint, Verdict
from tests import toy

STEPS = range(10, 101, 10)
LOWEST = [(step, 0.9 * (1 - np.exp(-step / 25))) for step in STEPS]  # a training as they go: fast, then slow


def heard(accuracies: Any, steps: Any = STEPS, lowest: Any = LOWEST) -> Stopped | None:
    """Where a training that reports these is stopped; None if it runs to its end."""
    watch = EarlyStopping(lowest)
    for step, accuracy in zip(steps, accuracies, strict=True):
        if stopped := watch.hear(CurvePoint(step=int(step), accuracy=accuracy)):
            return stopped
    return None


def batches(seed: int, steps: Any = STEPS) -> Any:
    """What a right answer reports of single batches: the lowest curve, with the noise of 128 images."""
    true = np.array([0.9 * (1 - np.exp(-step / 25)) for step in steps])
    return np.random.default_rng(seed).binomial(128, true) / 128


def test_right_answers_run_to_their_end_however_they_report() -> None:
    every = range(1, 101)
    for seed in range(300):
        assert heard(batches(seed)) is None, "the accuracy of one batch"
        assert heard(batches(seed, every), every) is None, "of every batch"
        means = np.cumsum(batches(seed, every)) / np.arange(1, 101)
        assert heard(means, every) is None, "the mean since training began"
        assert heard(means[9::10]) is None
        assert heard(100 * means[9::10]) is None, "in percent"
    assert heard([None] * 10) is None
    assert heard([float("nan")] * 10) is None, "a claim that is no number is nobody's disadvantage"


def test_an_answer_that_guesses_is_stopped_soon() -> None:
    for seed in range(100):
        stopped = heard(np.random.default_rng(seed).binomial(128, 0.1, 10) / 128)
        assert stopped is not None and stopped.step <= 50, "half of the training is saved"
        assert stopped.accuracy < stopped.floor


def test_not_before_right_answers_have_learnt_something() -> None:
    watch = EarlyStopping(LOWEST)
    early = int(EARLIEST * 100)
    assert all(watch.hear(CurvePoint(step=step, accuracy=0.0)) is None for step in range(early))


def test_one_bad_batch_is_no_reason() -> None:
    accuracies = [0.1, 0.5, 0.0, 0.0, 0.7, 0.0, 0.0, 0.8, 0.0, 0.0]
    assert IN_A_ROW == 3 and heard(accuracies) is None
    assert heard([*accuracies[:7], 0.0, 0.0, 0.0]) is not None


def test_another_training_begins_afresh() -> None:
    assert heard([0.0, 0.0, 0.0, 0.0], [60, 70, 10, 20]) is None


def test_steps_that_count_something_else_are_not_judged() -> None:
    assert heard([0.0] * 10, [128 * step for step in STEPS]) is None, "images"
    assert heard([0.0] * 10, range(10)) is None, "epochs"


# --- a lesson with a calibration ------------------------------------------------------------------------------------

TRAINS = """import time
from grader import report
for step in range(1, 101):
    report(step=step, accuracy={accuracy})
    time.sleep(0.02)
return FACTOR * np.asarray(x, dtype=float)"""
HONEST, WRONG = TRAINS.format(accuracy="0.9 * (1 - 2.718281828 ** (-step / 25))"), TRAINS.format(accuracy="0.1")


@pytest.fixture
def lesson(tmp_path: Path) -> Any:
    course = toy.make_course(tmp_path / "course")
    points = [{"step": step, "n": 4, "quantiles": [low] * 5} for step, low in LOWEST]
    records = {"cpu/digits": {"curves": {"accuracy": points, "loss": []}}}
    (course / "solutions" / toy.LESSON_ID / "calibration.json").write_text(json.dumps({"records": records}))
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    manifest.write_text(manifest.read_text().replace("call_seconds = 2.0", "call_seconds = 20"))
    return load_lesson(course, toy.LESSON_ID)


WATCHED = Policy(early_stopping=True)


def test_an_honest_right_answer_is_not_stopped(grade: Any, lesson: Any) -> None:
    verdict = grade(toy.answer(double=HONEST), lesson=lesson, policy=WATCHED)
    assert verdict.outcome.value == "passed" and verdict.environment.early_stopping
    assert len(verdict.curve) == 200 and verdict.notices == []


def test_a_wrong_one_is_stopped_and_told_so(grade: Any, lesson: Any) -> None:
    whole = grade(toy.answer(double=WRONG), lesson=lesson)
    verdict = grade(toy.answer(double=WRONG), lesson=lesson, policy=WATCHED)
    assert whole.outcome.value == "passed", "what it returns is right, after all"
    assert not whole.environment.early_stopping
    assert verdict.outcome.value == "failed" and verdict.timings.wall < whole.timings.wall - 1
    check = next(check for check in verdict.checks if check.id == "test_double")
    assert "stopped early at step 2" in check.message.en and "not a final judgement" in check.message.en
    assert "不是最终评判" in check.message.zh
    assert "without --early-stopping it runs to its end" in verdict.notices[0].text.en
    assert {c.id: c.outcome.value for c in verdict.checks}["test_total"] == "passed", "the other checks go on"


def test_without_a_calibration_nothing_is_stopped(grade: Any, numpy_server: WarmServer) -> None:
    verdict = grade("", policy=WATCHED)
    assert not verdict.environment.early_stopping


def test_what_was_stopped_early_does_not_stand_as_an_official_verdict(lesson: Any, tmp_path: Path) -> None:
    path = tmp_path / "toy.py"
    path.write_text(toy.answer(double=WRONG))
    job = Job("ada", toy.LESSON_ID, path)
    course, out = lesson.public.parents[1], tmp_path / "out"
    (verdict,) = batch.grade_class(course, [job], out, WATCHED, seed=7, workers=1, page=feedback_in("zh"))
    assert isinstance(verdict, Verdict) and verdict.outcome.value == "failed"
    assert why_old(verdict, Request(job, WATCHED, seed=7), lesson) == []
    (why,) = why_old(verdict, Request(job, seed=7), lesson)
    assert why.en == "early stopping: switched on → switched off"

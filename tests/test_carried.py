"""Errors are carried forward: a wrong sigmoid costs its own points, and the gates' notes say so. What is carried is the
oracle's: functions that agree with each other, and with nothing right, earn nothing."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.course.answers import write_answer
from grader.course.lesson import load_lesson
from grader.grading.judge import grade_submission
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict
from tests.attacks.corpus import declared

COURSE = Path(__file__).resolve().parents[1]
LESSON = load_lesson(COURSE, "02-gate-math")
GATES = ("forget_gate", "input_gate", "output_gate")


def judged(server: WarmServer, answer: str) -> Verdict:
    assert LESSON.private is not None
    with tempfile.TemporaryDirectory() as folder:
        path = write_answer(LESSON, LESSON.private / answer, Path(folder))
        return grade_submission(LESSON, path, lambda _: server.handle, seed=1)


def test_gates_that_are_right_but_for_the_students_own_sigmoid_earn_their_points_and_say_so(
    numpy_server: WarmServer,
) -> None:
    checks = {check.id: check for check in judged(numpy_server, "wrong/tanh_for_sigmoid.py").checks}
    noted = {name for name, check in checks.items() if check.note}
    steps = {"test_lstm_step", "test_lstm_step_fresh", "test_lstm_step_sequence", "test_lstm_step_keeps_inputs"}
    assert noted == {*(f"test_{g}" for g in GATES), *(f"test_{g}_fresh" for g in GATES), *steps}
    for name in noted:
        assert checks[name].points == checks[name].max_points
        assert "the lesson's own `sigmoid`" in checks[name].note.en and "`sigmoid`" in checks[name].note.zh
    assert all(checks[name].points == 0 for name in checks if name.startswith("test_sigmoid"))


@pytest.mark.parametrize(
    "answer", ["softmax", "hard_sigmoid", "relu", "slope", "exponent_sign", "division_first", "scalar_sigmoid"]
)
def test_gates_keep_their_points_under_every_wrong_sigmoid(numpy_server: WarmServer, answer: str) -> None:
    checks = {check.id: check for check in judged(numpy_server, f"wrong/{answer}.py").checks}
    assert checks["test_sigmoid"].points == checks["test_sigmoid_shapes"].points == 0
    for name in (*(f"test_{g}" for g in GATES), *(f"test_{g}_fresh" for g in GATES), "test_lstm_step_fresh"):
        assert checks[name].points == 1 and "in place of yours" in checks[name].note.en, name


AGREEING = [
    "agree_within_the_tolerance", "average_everything", "build_on_constants", "build_on_noise_of_the_input",
    "err_only_when_a_gate_was_asked", "read_the_first_entry_only", "widen_the_tolerance_by_float16",
]  # fmt: skip


@pytest.mark.parametrize("name", AGREEING)
def test_functions_that_agree_with_each_other_earn_what_is_right_in_them(
    numpy_server: WarmServer, tmp_path: Path, name: str
) -> None:
    attack = declared(COURSE / "tests" / "attacks" / f"{name}.py")
    lesson = load_lesson(COURSE, attack.lesson)
    verdict = grade_submission(lesson, attack.place(tmp_path), lambda _: numpy_server.handle, seed=1)
    assert verdict.outcome.value in attack.outcomes
    assert verdict.score == attack.score
    noted = [check.note.en for check in verdict.checks if check.points and check.note]
    assert all("in place of yours" in note for note in noted), "nothing is carried, it is judged with what stands in"


def test_what_one_answer_showed_is_forgotten_before_the_next(numpy_server: WarmServer, tmp_path: Path) -> None:
    """Or a gate with a sigmoid's mistake would keep its points because a neighbour's sigmoid made it."""
    assert judged(numpy_server, "wrong/tanh_for_sigmoid.py").score == 16
    assert LESSON.private is not None
    text = (LESSON.private / "gate_math.py").read_text(encoding="utf-8")
    before = "return sigmoid(hx @ params["
    assert text.count(before) == 3
    mine = tmp_path / "gate_math.py"
    mine.write_text(text.replace(before, "return np.tanh(hx @ params["), encoding="utf-8")
    verdict = grade_submission(LESSON, mine, lambda _: numpy_server.handle, seed=1)
    lost = {check.id for check in verdict.checks if not check.points}
    assert {f"test_{g}_fresh" for g in GATES} <= lost


@pytest.fixture
def oracles(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sys, "path", [str(COURSE / "solutions"), *sys.path])
    from oracles import carrying, lstm, rnn

    return SimpleNamespace(carrying=carrying, lstm=lstm, rnn=rnn)


def test_the_first_wrong_answer_is_the_one_that_counts(oracles: Any) -> None:
    z, shown = np.linspace(-2, 2, 5), {}
    ask = {"right": oracles.lstm.sigmoid(z), "tanh": np.tanh(z), "made up": np.full(5, 0.5), "none": None}

    def note(*claims: str) -> list[Any]:
        shown.clear()
        for claim in claims:
            oracles.carrying.note(shown, "sigmoid", ask[claim], ask["right"], oracles.lstm.sigmoid_ways(z))
        return shown["sigmoid"]

    assert note("right") == note("right", "right") == [oracles.carrying.RIGHT]
    assert note("right", "tanh") == note("tanh", "right") == note("tanh", "made up") == [("tanh-for-sigmoid", 0)]
    assert note("made up") == note("made up", "tanh") == note("none") == []


def test_a_version_is_the_mistake_itself_and_explains_only_what_it_gives(oracles: Any) -> None:
    carrying, rnn, rng = oracles.carrying, oracles.rnn, np.random.default_rng(0)
    xs, _, s0, params = rnn.inputs_for(rng, 4, 3, 5, 1)
    without_bias = carrying.version(("missing-bias", 0), rnn.rnn_step, rnn.step_mistakes)
    states = rnn.rnn_forward(xs, s0, {**params, "b": 0 * params["b"]})
    assert carrying.explains(states, lambda: rnn.rnn_forward(xs, s0, params, without_bias))
    assert not carrying.explains(states + 1e-3, lambda: rnn.rnn_forward(xs, s0, params, without_bias))
    assert carrying.version(carrying.RIGHT, rnn.rnn_step, rnn.step_mistakes) is rnn.rnn_step
    square_only = carrying.version(("x-and-s-exchanged", 0), rnn.rnn_step, rnn.step_mistakes)
    assert not carrying.explains(states, lambda: rnn.rnn_forward(xs, s0, params, square_only))


def test_no_mistake_that_is_carried_makes_what_is_built_on_it_look_right(oracles: Any) -> None:
    """Nor equal to a mistake of its own, where that is what its check is about."""
    rnn, carrying, rng = oracles.rnn, oracles.carrying, np.random.default_rng(1)
    xs, _, s0, params = rnn.inputs_for(rng, 5, 3, 4, 2)
    states, W = rnn.rnn_forward(xs, s0, params), params["W"]
    ways = carrying.ways(rnn.step_mistakes(xs[0], s0, params), but=rnn.NOT_CARRIED["rnn_step"])
    for way in ways.values():
        step = carrying.version(way, rnn.rnn_step, rnn.step_mistakes)
        built = rnn.rnn_forward(xs, s0, params, step)
        assert not rnn.like(built, states), way
        assert not rnn.like(built, np.array([s0, *(step(x, s0, params) for x in xs)])), way  # the state is not carried
    ways = carrying.ways(rnn.jacobian_mistakes(states[1], W), but=rnn.NOT_CARRIED["jacobian"])
    others = rnn.rnn_forward(-xs, s0, params)
    for way in ways.values():
        built = [rnn.gradient_norms(each, W, carrying.version(way, rnn.jacobian, rnn.jacobian_mistakes))
                 for each in (states, others)]  # fmt: skip
        assert not rnn.like(built[0], rnn.gradient_norms(states, W)), way
        assert not rnn.like(*built), way  # the states are read


def test_a_right_answer_needs_no_note(numpy_server: WarmServer) -> None:
    assert not any(check.note for check in judged(numpy_server, "gate_math.py").checks)

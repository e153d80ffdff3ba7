"""Errors are carried forward in lesson 2: a wrong sigmoid costs its own points, and the gates' notes say so."""

from __future__ import annotations

from pathlib import Path

from grader.lesson import load_lesson
from grader.runner import Options, grade_submission
from grader.sandbox.warm import WarmServer
from grader.verdict import Verdict

COURSE = Path(__file__).resolve().parents[1]
LESSON = load_lesson(COURSE, "02-gate-math")
GATES = ("forget_gate", "input_gate", "output_gate")


def judged(server: WarmServer, answer: str) -> Verdict:
    assert LESSON.private is not None
    return grade_submission(LESSON, LESSON.private / answer, lambda _: server.handle, Options(seed=1))


def test_gates_that_are_right_given_the_students_own_sigmoid_earn_their_points_and_say_so(
    numpy_server: WarmServer,
) -> None:
    checks = {check.id: check for check in judged(numpy_server, "wrong/tanh_for_sigmoid.py").checks}
    noted = {name for name, check in checks.items() if check.note}
    assert noted == {*(f"test_{g}" for g in GATES), *(f"test_{g}_fresh" for g in GATES), "test_lstm_step_fresh"}
    for name in noted:
        assert checks[name].points == checks[name].max_points
        assert "given your own" in checks[name].note.en and "按你自己写的" in checks[name].note.zh
    assert all(checks[name].points == 0 for name in checks if name.startswith("test_sigmoid"))


def test_a_right_answer_needs_no_note(numpy_server: WarmServer) -> None:
    assert not any(check.note for check in judged(numpy_server, "gate_math.py").checks)

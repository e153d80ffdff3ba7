"""The proxy and its session: one program, restarted where it must be, within one allowance of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from grader.checks.student import Session, Student
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.wire import Opaque
from grader.verdict import CurvePoint

PROGRAM = """
import os, time

calls = 0

class Model:
    name = "mine"

def build():
    return Model()

def name_of(model):
    return model.name

def count():
    global calls
    calls += 1
    return calls

def add(x, y=0):
    return x + y

def die():
    os._exit(1)

def loop():
    while True:
        pass

def say(text):
    print(text)

class Deep:
    def __call__(self, x):
        return [(lambda: 1 / x)() for _ in range(1)]

def through(x):
    return Deep()(x)

def made_up(name):
    named = {}
    exec(compile(f"def {name}(): return 1 / 0", __file__, "exec"), named)
    named[name]()
"""


@pytest.fixture
def session(judge: Any) -> Iterator[Session]:
    session = judge.session(PROGRAM)
    yield session
    session.box.stop()


@pytest.fixture
def student(session: Session) -> Student:
    return Student(session)


def fault(call: Any, *args: Any, **kwargs: Any) -> Fault:
    with pytest.raises(Fault) as caught:
        call(*args, **kwargs)
    return caught.value


def test_a_call_is_an_attribute(student: Student) -> None:
    assert student.add(2, y=3) == 5
    assert student.call("add", 2) == 2


def test_several_calls_are_one_question(student: Student) -> None:
    assert list(student.each("add", [[1, 2], [3, 4]])) == [3, 7]
    assert student.last.value == 7


def test_of_several_calls_a_fault_is_raised_where_its_answer_would_be(student: Student, session: Session) -> None:
    answers = student.each("through", [[1], [0], [2]])
    assert next(answers) == [1.0]
    with pytest.raises(Fault) as caught:
        next(answers)
    assert caught.value.facts["type"] == "ZeroDivisionError" and caught.value.facts["frames"]
    list(student.each("say", [["one"], ["two"]]))
    assert session.take_output() == "one\ntwo\n" and student.count() == 1


def test_several_calls_with_an_object_that_is_lost(student: Student) -> None:
    model = student.build()
    assert list(student.each("name_of", [[model], [model]])) == ["mine", "mine"]
    fault(student.die)
    assert fault(list, student.each("name_of", [[model], [model]])).kind == "lost"


def test_private_names_are_not_calls(student: Student) -> None:
    with pytest.raises(AttributeError):
        _ = student._secret
    with pytest.raises(AttributeError):
        _ = student.__len__


def test_the_program_is_loaded_once(student: Student, session: Session) -> None:
    assert not session.box.alive
    assert [student.count(), student.count()] == [1, 2]


def test_after_a_fault_the_program_is_loaded_again(student: Student) -> None:
    student.count()
    fault(student.die)
    assert student.count() == 1


def test_an_object_lives_as_long_as_its_program(student: Student) -> None:
    model = student.build()
    assert isinstance(model, Opaque) and student.name_of(model) == "mine"
    fault(student.die)
    assert fault(student.name_of, model).kind == "lost"
    assert fault(student.call, "name_of", model=model).kind == "lost"
    again = student.build()
    assert again.handle != model.handle and student.name_of(again) == "mine"


def test_a_forged_handle_is_stale(student: Student) -> None:
    student.count()
    assert fault(student.name_of, Opaque("Model", "", 10**12)).kind == "lost"


def test_the_probe_is_asked_through_the_same_session(judge: Any) -> None:
    judge.probe = "def twice(n):\n    return [student.count() for _ in range(n)]\n"
    session = judge.session(PROGRAM)
    student = Student(session)
    try:
        assert student.probe.twice(2) == [1, 2] and student.count() == 3
        assert student.last.value == 3
        assert fault(student.twice, 2).kind == "missing"
    finally:
        session.box.stop()


def test_a_call_can_have_its_own_limit(student: Student) -> None:
    assert fault(student.call, "loop", seconds=0.3).facts["seconds"] == 0.3


def test_all_calls_share_the_total(judge: Any) -> None:
    judge.limits = Limits(call_seconds=5, total_seconds=0.5, memory_mb=256)
    session = judge.session(PROGRAM)
    student = Student(session)
    try:
        assert student.count() == 1
        first = fault(student.loop)
        assert first.kind == "timeout" and first.facts["seconds"] <= 0.5, "no call gets more than what is left"
        later = fault(student.count)
        assert later.kind == "timeout" and later.facts["total"] is True
    finally:
        session.box.stop()


def test_a_program_that_cannot_be_loaded_is_tried_once(judge: Any) -> None:
    session = judge.session("import os\nos._exit(9)\n")
    student = Student(session)
    faults = [fault(student.count) for _ in range(3)]
    assert faults[0] is faults[1] is faults[2] and faults[0].facts["status"] == 9


def test_a_program_that_hangs_while_it_loads_is_a_timeout(judge: Any) -> None:
    judge.limits = Limits(call_seconds=0.3, memory_mb=256)
    session = judge.session("while True:\n    pass\n")
    assert fault(Student(session).count).kind == "timeout"
    assert not session.box.alive


def test_frames_are_those_of_the_program(student: Student) -> None:
    names = [name for _, name in fault(student.through, 0).facts["frames"] if name != "<listcomp>"]
    assert names == ["through", "__call__", "<lambda>"], "Python 3.12 has no frame for a comprehension"


def test_a_function_that_the_program_made_up_is_no_frame(student: Student) -> None:
    assert [name for _, name in fault(student.made_up, "x_0_61803").facts["frames"]] == ["made_up"]


def test_a_forged_line_is_no_frame(session: Session) -> None:
    last = PROGRAM.count("\n") + 1
    frames = [(last, "add"), (last + 1, "add"), (1, "x_0_61803"), (1, ""), (1, "<module>")]
    assert session._of_the_program(frames) == [(last, "add"), (1, ""), (1, "<module>")]


def test_names_are_looked_for_once_however_often_it_raises(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at five megabytes takes a fifth of a second, and each check of a lesson can meet an exception."""
    looks: list[str] = []

    class Counting:
        findall = staticmethod(lambda text: looks.append(text) or ["add"])

    monkeypatch.setattr("grader.checks.student._NAMED", Counting)
    for _ in range(20):
        assert session._of_the_program([(1, "add")]) == [(1, "add")]
    assert len(looks) == 1


def test_a_load_that_we_break_off_is_done_again(
    student: Student, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(session.box, "load", interrupt)
        with pytest.raises(KeyboardInterrupt):
            student.count()
    assert not session.box.alive and student.count() == 1


def test_output_is_taken_once_and_is_cut(student: Student, session: Session) -> None:
    student.say("a")
    student.say("b")
    assert (session.take_output(), session.take_output()) == ("a\nb\n", "")
    for _ in range(3):
        student.say("x" * 15_000)
    text = session.take_output()
    assert len(text) < 21_000 and text.endswith("[...]")
    for _ in range(5):
        student.say("x" * 15_000)
    assert sum(map(len, session.output)) < 45_000, "what is never shown is not kept either"


def test_the_last_call_is_remembered_and_a_failed_one_claims_nothing(student: Student, session: Session) -> None:
    student.add(1)
    assert (session.last_call, student.last.value) == ("add", 1)
    fault(student.die)
    assert (session.last_call, student.last.value) == ("die", None)


def test_progress_is_taken_as_far_as_it_makes_sense(session: Session) -> None:
    seen: list[CurvePoint] = []
    session.on_curve = seen.append
    claims: list[dict[str, Any]] = [
        {"step": 1, "loss": 0.5, "accuracy": 0.25}, {"step": 2}, {"step": 3, "loss": float("nan"), "accuracy": "high"},
        {"step": 4, "loss": float("inf"), "accuracy": 1}, {"step": True}, {"step": "5"}, {"step": 2**60},
        {"loss": 1.0}, {},
    ]  # fmt: skip
    for claim in claims:
        session.progress(claim)
    assert [point.step for point in session.curve] == [1, 2, 3, 4] and seen == session.curve
    assert session.curve[0] == CurvePoint(step=1, loss=0.5, accuracy=0.25)
    assert {(point.loss, point.accuracy) for point in session.curve[1:]} == {(None, None)}


def test_the_curve_has_an_end(session: Session) -> None:
    for step in range(6000):
        session.progress({"step": step})
    assert len(session.curve) == 5000


def test_a_server_that_is_gone_is_no_fault_of_the_students(judge: Any, tmp_path: Any) -> None:
    session = judge.session(PROGRAM)
    session.box.handle = type(session.box.handle)("numpy", str(tmp_path / "none"), "strict", {}, None)
    with pytest.raises(SandboxError):
        Student(session).count()

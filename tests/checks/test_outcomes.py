"""What each exception that ends a check comes to, and who reads what of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.checks.expect import CheckFailed
from grader.checks.outcomes import Asked, Conclusion, Skip, TooSlow
from grader.checks.program import Part, Program
from grader.course.datasets import DataError
from grader.course.lesson import LessonError, load_lesson
from grader.messages.sentences import defer
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.warm import SandboxError
from grader.verdict import Outcome, Text
from tests import toy


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """`asked(hidden)` concludes for a check of the toy lesson, whose last claim is None."""
    lesson = load_lesson(toy.make_course(tmp_path / "course"), toy.LESSON_ID)
    session: Any = SimpleNamespace(last_call="double", last=Reply(None), program=Program.of(""))
    return lambda hidden=False: Asked(lesson, session, hidden)


def raised(error: Exception) -> Exception:
    """With a traceback: of this file, which is neither the lesson's nor the grader's."""
    try:
        raise error
    except type(error) as caught:
        return caught


WRONG = CheckFailed(
    defer("{name} has the wrong value"), "squared", Text(en="got 1, expected 2", zh="得到 1，应为 2"), name="c_t"
)


def test_a_public_checks_numbers_are_told(asked: Any) -> None:
    conclusion = asked().conclude(WRONG)
    assert conclusion.message.en == "c_t has the wrong value (got 1, expected 2)"
    assert conclusion.message.zh == "c_t 的值不对（得到 1，应为 2）"
    assert (conclusion.outcome, conclusion.details, conclusion.diagnosis.id) == (Outcome.FAILED, None, "squared")


def test_a_hidden_checks_numbers_are_for_the_instructor_alone(asked: Any) -> None:
    conclusion = asked(hidden=True).conclude(WRONG)
    assert (conclusion.message.en, conclusion.message.zh) == ("c_t has the wrong value", "c_t 的值不对")
    assert conclusion.details == "got 1, expected 2"


def test_a_misconception_without_a_sentence_is_the_lessons_fault(asked: Any) -> None:
    conclusion = asked().conclude(CheckFailed(Text(en="wrong", zh="错"), "never-heard-of"))
    assert isinstance(conclusion.ours, LessonError) and "never-heard-of" in str(conclusion.ours)


def test_what_passed_or_was_skipped_or_faulted_is_no_stumble(asked: Any) -> None:
    assert asked().conclude(None) == Conclusion(Outcome.PASSED)
    reason = Text(en="not checked", zh="没有检查")
    assert asked().conclude(Skip(reason)) == Conclusion(Outcome.SKIPPED, reason)
    fault = Fault("raised", type="ValueError", message="bad", frames=[(3, "double")])
    public, hidden = asked().conclude(fault), asked(hidden=True).conclude(fault)
    assert (public.outcome, public.traceback, public.stumble) == (Outcome.RAISED, "3\tdouble", None)
    assert (public.details, hidden.details) == (None, "ValueError: bad")
    assert "bad" in public.message.en and "bad" not in hidden.message.en


WRITTEN = Program(
    (
        Part(None, ("def double(x):",)),
        Part("double", ("    for i in x:", "        model.compile(i)", "    return np.tahn(x)")),
    ),
    place=lambda line: Text(en=f"line {line + 90}", zh=f"第 {line + 90} 行"),
)


@pytest.mark.parametrize("hidden", [False, True])
def test_an_exception_is_diagnosed_and_its_line_named_whichever_check_meets_it(asked: Any, hidden: bool) -> None:
    asked().session.program = WRITTEN
    message = "module 'numpy' has no attribute 'tahn'"
    fault = Fault("raised", type="AttributeError", message=message, frames=[(4, "double"), (1, "double")])
    conclusion = asked(hidden).conclude(fault)
    assert conclusion.message.en.startswith("line 94: your code raised AttributeError")
    assert conclusion.message.zh.startswith("第 94 行：你的代码抛出了异常 AttributeError")
    assert conclusion.diagnosis.id == "attribute-misspelt" and "`tanh`" in conclusion.diagnosis.text.zh


def test_what_ran_out_of_time_is_diagnosed(asked: Any) -> None:
    asked().session.program = WRITTEN
    assert asked().conclude(Fault("timeout", seconds=2.0)).diagnosis.id == "built-in-a-loop"
    assert asked().conclude(Fault("timeout", total=True)).diagnosis is None


def test_a_broken_table_is_the_lessons_fault(asked: Any) -> None:
    (asked().lesson.public / "exceptions.toml").write_text("[a]\n", encoding="utf-8")
    assert isinstance(asked().conclude(Fault("raised", type="KeyError", message="'a'")).ours, LessonError)


@pytest.mark.parametrize("error", [SandboxError("gone"), LessonError("no file"), DataError("no data")])
def test_a_fault_of_ours_is_kept(asked: Any, error: Exception) -> None:
    assert asked().conclude(raised(error)).ours is error


def test_an_assertion_of_the_graders_own_is_ours_and_a_checks_is_not(asked: Any) -> None:
    with pytest.raises(AssertionError) as caught:
        np.testing.assert_equal(1, 2)
    assert asked().conclude(caught.value).ours is None
    own: dict[str, Any] = {}
    place = Path(__file__).parents[2] / "grader" / "checks" / "made_up.py"
    exec(compile("def check():\n    assert False", place, "exec"), own)
    with pytest.raises(AssertionError) as caught:
        own["check"]()
    assert asked().conclude(caught.value).ours is caught.value


def test_words_that_a_library_asserts_are_not_said_of_a_hidden_check(asked: Any) -> None:
    error = raised(AssertionError("INPUT 0.618"))
    public, hidden = asked().conclude(error), asked(hidden=True).conclude(error)
    assert public.message.en == "INPUT 0.618" and public.message.zh == "结果不对"
    assert hidden.message.en == "the result is not what it should be" and "INPUT" in hidden.details


def test_a_check_that_breaks_over_a_claim_stumbles(asked: Any) -> None:
    conclusion = asked().conclude(raised(TypeError("cannot unpack None")))
    assert conclusion.stumble == "TypeError: cannot unpack None" and conclusion.ours is None
    assert conclusion.message.en == "double returned None (is a return missing?), which this check cannot use"
    assert conclusion.message.zh == "double 返回了 None（是不是漏了 return？），这项检查无法使用"
    slow = asked().conclude(raised(TooSlow("judging it took more than 20 seconds")))
    assert "keeps the grader busy" in slow.message.en and "秒还没有判完" in slow.message.zh
    assert slow.stumble.startswith("TooSlow")

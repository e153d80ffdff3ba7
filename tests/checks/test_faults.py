"""Every fault of a student's process has its outcome, and a sentence that says what to do."""

from __future__ import annotations

import importlib.util
import re
import signal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.checks import faults
from grader.checks.faults import explain, outcome_of, words_of
from grader.sandbox.claims import Fault
from grader.verdict import Outcome

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FAULTS: list[tuple[str, dict[str, Any], Outcome, str]] = [
    ("raised", {"type": "IndexError", "message": "out of range"}, Outcome.RAISED, "raised IndexError: out of range"),
    ("raised", {"type": "KeyError", "message": ""}, Outcome.RAISED, "your code raised KeyError"),
    ("raised", {}, Outcome.RAISED, "your code raised an exception"),
    ("raised", {"type": "SystemExit", "message": "0"}, Outcome.RAISED, "exit()"),
    ("raised", {"type": "NotImplementedError", "message": ""}, Outcome.RAISED, "write your code between its markers"),
    ("raised", {"type": "NotImplementedError", "message": "Cannot convert"}, Outcome.RAISED, "Error: Cannot convert"),
    ("raised", {"type": "MemoryError", "message": ""}, Outcome.MEMORY, "more memory"),
    ("raised", {"type": "_ArrayMemoryError", "message": "30 GiB"}, Outcome.MEMORY, "more memory"),
    ("raised", {"type": "ResourceExhaustedError", "message": ""}, Outcome.MEMORY, "more memory"),
    ("memory", {}, Outcome.MEMORY, "an array that is far too large"),
    ("timeout", {"seconds": 2.0}, Outcome.TIMEOUT, "within 2 seconds"),
    ("timeout", {"total": True}, Outcome.TIMEOUT, "whole submission"),
    ("output_limit", {"kilobytes": 256}, Outcome.OUTPUT_LIMIT, "more than 256 KB"),
    ("missing", {"name": "double"}, Outcome.FAILED, "there is no double in your program"),
    ("not_callable", {"name": "double"}, Outcome.FAILED, "double is no longer a function"),
    ("unsendable", {"message": "too large"}, Outcome.FAILED, "too large or nested too deeply"),
    ("lost", {}, Outcome.SKIPPED, "was lost"),
    ("crashed", {"status": 3}, Outcome.CRASHED, "exit status 3"),
    ("crashed", {"status": 0}, Outcome.CRASHED, "exit status 0"),
    ("crashed", {"status": -signal.SIGSEGV}, Outcome.CRASHED, "SIGSEGV"),
    ("crashed", {"status": -250}, Outcome.CRASHED, "signal 250"),
    ("crashed", {"status": None}, Outcome.CRASHED, "broke off"),
    ("crashed", {"why": "a malformed reply"}, Outcome.CRASHED, "broke off"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "outcome", "said"), FAULTS, ids=[f"{f[0]}-{f[3][:20]}" for f in FAULTS])
def test_a_fault_has_its_outcome_and_its_sentence(
    kind: str, facts: dict[str, Any], outcome: Outcome, said: str
) -> None:
    fault = Fault(kind, **facts)
    text = explain(fault)
    assert outcome_of(fault) is outcome
    assert said in text.en
    assert CHINESE.search(text.zh) and not CHINESE.search(text.en)


def test_no_fault_is_a_pass() -> None:
    assert Outcome.PASSED not in {outcome_of(Fault(kind, **facts)) for kind, facts, _, _ in FAULTS}


@pytest.mark.parametrize("kind", ["IndexError", "LinAlgError", "InvalidArgumentError", "TracerBoolConversionError"])
def test_of_a_hidden_check_the_name_of_a_well_known_exception_is_said_and_no_words(kind: str) -> None:
    text = explain(Fault("raised", type=kind, message="words"), hidden=True)
    assert text.en.endswith(f"raised {kind}") and text.zh.endswith(f"异常 {kind}")


@pytest.mark.parametrize("facts", [{"type": "x_0_61803"}, {"type": "Ellipsis"}, {"type": "print"}, {}])
def test_of_a_hidden_check_no_other_name_is_said(facts: dict[str, Any]) -> None:
    text = explain(Fault("raised", **facts, message="words"), hidden=True)
    assert "an exception of your own" in text.en and CHINESE.search(text.zh)
    assert not {part for part in (*facts.values(), "words") if part in text.en + text.zh}


def test_a_public_check_says_an_exceptions_own_name_and_words() -> None:
    fault = Fault("raised", type="MyError", message="\x1b[1mwords\x1b[0m")
    assert explain(fault).en == "your code raised MyError: words"
    assert explain(fault).zh == "你的代码抛出了异常 MyError: words"


def test_the_instructor_reads_type_and_words_of_an_exception_and_of_nothing_else() -> None:
    assert words_of(Fault("raised", type="MyError", message="words")) == "MyError: words"
    assert words_of(Fault("raised", message="words")) == "words"
    assert words_of(Fault("missing", name="double", message="words")) == ""


def removed() -> ModuleType:
    """What the runtime of TensorFlow 1 has inside the wall; it imports nothing."""
    path = Path(faults.__file__).parents[1] / "sandbox" / "inside" / "runtimes" / "tf1" / "removed.py"
    spec = importlib.util.spec_from_file_location("removed", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_runtime_says_inside_the_wall_is_translated_outside() -> None:
    for name in removed().names():
        text = explain(Fault("raised", type="AttributeError", message=removed().sentence(f"{name}.x")))
        assert f"AttributeError: {name}.x is not here any more: use " in text.en
        assert f"AttributeError: {name}.x 已不可用：请改用 " in text.zh
        assert not set(text.zh.split("请改用")[1].split()) & {"a", "or", "the", "with"}, "in English"


@pytest.mark.parametrize(
    "message",
    [
        "x{blank} is not here any more: use {name}",
        "tf.a is not here any more: use " + "y" * 401,
        "TensorFlow has no {0}: check how it is spelt",
        "line {line}",
        "",
    ],
)
def test_a_students_words_in_a_runtimes_place_are_data(message: str) -> None:
    text = explain(Fault("raised", type="E", message=message))
    assert text.en == f"your code raised E: {message}".removesuffix(": ")
    assert text.zh == f"你的代码抛出了异常 E: {message}".removesuffix(": ") or "{line}" in text.zh


def test_a_student_may_say_what_a_runtime_says() -> None:
    text = explain(Fault("raised", type="E", message="z.z is not here any more: use {n} {__class__} %s"))
    assert text.zh == "你的代码抛出了异常 E: z.z 已不可用：请改用 {n} {__class__} %s"


def test_the_lines_by_which_a_graph_was_made_are_left_out() -> None:
    made = (
        'Graph execution error:\n\nmost recent call last):\n  File "/opt/grader/inside/server.py", line 59, in main\n'
    )
    said = explain(Fault("raised", type="InvalidArgumentError", message=f"{made}\nYou must feed a value")).en
    assert "server.py" not in said and "You must feed a value" in said

"""Every fault of a student's process has its outcome, and a sentence that says what to do."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest

from grader.checks.faults import explain, outcome_of
from grader.sandbox.claims import Fault
from grader.verdict import Outcome

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FAULTS: list[tuple[str, dict[str, Any], Outcome, str]] = [
    ("raised", {"type": "IndexError", "message": "out of range"}, Outcome.RAISED, "raised IndexError: out of range"),
    ("raised", {"type": "KeyError", "message": ""}, Outcome.RAISED, "your code raised KeyError"),
    ("raised", {}, Outcome.RAISED, "your code raised an exception"),
    ("raised", {"type": "SystemExit", "message": "0"}, Outcome.RAISED, "exit()"),
    ("raised", {"type": "NotImplementedError", "message": ""}, Outcome.RAISED, "write your code between its markers"),
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

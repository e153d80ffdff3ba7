"""What is taken of what a process says. Forged replies that go through a real box are in test_box.py."""

from __future__ import annotations

from typing import Any

import pytest

from grader.sandbox import claims
from grader.sandbox.claims import Fault
from grader.sandbox.errors import DeviceError
from grader.sandbox.wire import Encoder


def test_a_reply_keeps_values_prints_and_both_streams() -> None:
    printed = [Encoder().encode([1, "two"]), Encoder().encode(None)]
    reply = claims.reply({"ok": 3.0, "printed": printed}, "1 two\n", "warned")
    assert (reply.value, reply.printed) == (3.0, [(1, "two"), ()])
    assert (reply.stdout, reply.stderr) == ("1 two\n", "warned")


def test_what_was_printed_must_be_a_list_and_no_text() -> None:
    with pytest.raises(ValueError, match="no list"):
        claims.reply({"ok": 1, "printed": [Encoder().encode("two")]}, "", "")


@pytest.mark.parametrize("kind", ["timeout", "crashed", "output_limit", "passed"])
def test_what_only_we_can_know_is_no_fault_to_report(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        claims.reply({"error": {"kind": kind}}, "", "")


def test_a_fault_carries_what_an_honest_worker_sends_and_what_was_printed() -> None:
    said = {"kind": "raised", "type": "ValueError", "message": "no", "seconds": 0.0, "frames": [[7, "<module>"]]}
    with pytest.raises(Fault) as caught:
        claims.reply({"error": said}, "out", "err")
    assert caught.value.kind == "raised" and caught.value.facts == {
        "type": "ValueError", "message": "no", "frames": [(7, "<module>")], "stdout": "out", "stderr": "err"
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["missing", "not_callable"])
def test_what_is_missing_has_the_name_that_we_asked_for(kind: str) -> None:
    for said in ({"name": "hidden input: 0.61803"}, {"name": 3}, {}):
        with pytest.raises(Fault) as caught:
            claims.reply({"error": {"kind": kind, **said}}, "", "", "double")
        assert (caught.value.kind, caught.value.facts["name"]) == (kind, "double")
    with pytest.raises(ValueError, match="nothing was called"):
        claims.reply({"error": {"kind": kind, "name": "double"}}, "", "")


@pytest.mark.parametrize("name", ["<b>bold</b>", "x y", "1st"])
def test_a_type_or_function_that_no_program_can_have_is_dropped(name: str) -> None:
    with pytest.raises(Fault) as caught:
        claims.reply({"error": {"kind": "raised", "type": name, "frames": [[1, name]]}}, "", "")
    assert "type" not in caught.value.facts and caught.value.facts["frames"] == [(1, "")]


@pytest.mark.parametrize(
    "claim",
    [
        None,
        "gpu",
        {"kind": "cpu", "name": "CPU:0", "peak_mb": 0.0},
        {"kind": "none", "why": "no driver"},
        {"kind": "gpu", "name": "H200", "peak_mb": 0.0},
        {"kind": "gpu", "name": "H200", "peak_mb": float("nan")},
        {"kind": "gpu", "name": ["H200"], "peak_mb": 1.0},
    ],
)
def test_what_is_no_gpu_at_work_is_refused(claim: Any) -> None:
    with pytest.raises(DeviceError):
        claims.gpu(claim)


def test_of_a_gpu_at_work_name_and_peak_are_taken() -> None:
    assert claims.gpu({"kind": "gpu", "name": "H" * 200, "peak_mb": 1.5}) == ("H" * 100, 1.5)


def test_why_there_is_no_gpu_is_quoted_in_part() -> None:
    with pytest.raises(DeviceError, match=r"\(no driver x+\)") as caught:
        claims.gpu({"kind": "none", "why": "no driver " + "x" * 1000})
    assert str(caught.value).count("x") < 300 + 10

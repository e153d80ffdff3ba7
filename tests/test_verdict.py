"""The data model: how outcomes add up, what a student may see, and files that are whole or absent."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.verdict import (
    CheckResult,
    Diagnosis,
    Environment,
    Outcome,
    SubmissionOutcome,
    Text,
    Verdict,
    VerdictError,
    overall,
    schema,
    write_atomically,
)

ROOT = Path(__file__).resolve().parents[1]
SECRET = "hidden-0.61803"
# as DESIGN has it: what ends a process is graver than what it computes
GRAVITY = ["crashed", "memory", "output_limit", "timeout", "raised", "failed"]


def check(outcome: str = "passed", *, hidden: bool = False, name: str = "test_a", **facts: Any) -> CheckResult:
    title = Text(zh="标题", en="title")
    return CheckResult(id=name, title=title, hidden=hidden, outcome=Outcome(outcome), points=0, max_points=1, **facts)


def verdict(**facts: Any) -> Verdict:
    return Verdict.model_validate(
        {
            "lesson": "01-toy",
            "lesson_digest": "0" * 64,
            "student": "ada",
            "file": "toy.py",
            "submission_sha256": "1" * 64,
            "outcome": "failed",
            "score": 1.5,
            "max_score": 7,
            "environment": Environment(sandbox="strict", seed=7),
            "graded_at": datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC),
            **facts,
        }
    )


@pytest.mark.parametrize(("graver", "lighter"), list(itertools.combinations(GRAVITY, 2)))
def test_the_gravest_check_decides(graver: str, lighter: str) -> None:
    for order in ([lighter, graver, "passed"], [graver, "skipped", lighter]):
        assert overall([check(outcome) for outcome in order]) == graver


@given(st.lists(st.sampled_from(list(Outcome))))
def test_only_checks_that_all_passed_pass(outcomes: list[Outcome]) -> None:
    result = overall([check(outcome) for outcome in outcomes])
    assert (result == "passed") == (bool(outcomes) and set(outcomes) == {Outcome.PASSED})


def test_a_skipped_check_is_not_passed() -> None:
    assert overall([check("passed"), check("skipped")]) is SubmissionOutcome.FAILED


def test_every_check_outcome_is_a_submission_outcome() -> None:
    assert set(Outcome) - {"skipped"} <= set(SubmissionOutcome)


def test_the_student_sees_nothing_of_hidden_inputs() -> None:
    shown = {"traceback": "line 3", "diagnosis": Diagnosis(id="squared", text=Text(zh="平方", en="squared"))}
    checks = [
        check("failed", hidden=True, output=SECRET, details=SECRET, message=Text(zh="错", en="wrong"), **shown),
        check("failed", hidden=False, output="mine", details="got 1, expected 2"),
    ]
    veiled = verdict(checks=checks).for_student()
    assert SECRET not in veiled.model_dump_json()
    assert veiled.environment.seed == 0, "with the seed a student could make the hidden inputs again"
    hidden, public = veiled.checks
    assert (hidden.message, hidden.traceback, hidden.diagnosis) == (
        checks[0].message, checks[0].traceback, checks[0].diagnosis,
    )  # fmt: skip
    assert (public.output, public.details) == ("mine", "got 1, expected 2")


def test_a_seed_is_a_number_or_128_bits_as_text(tmp_path: Path) -> None:
    for seed in (0, 7, 2**53 - 1, "0123456789abcdef" * 2, "1" * 32):
        written = verdict(environment={"seed": seed})
        assert written.for_student().environment.seed == 0
        written.write(tmp_path / "verdict.json")
        read = Verdict.read(tmp_path / "verdict.json").environment.seed
        assert (type(read), read) == (type(seed), seed)
        jsonschema.validate(json.loads(written.model_dump_json()), schema())
    for seed in ("", "7", "g" * 32, "0" * 33, "0" * 100_000, None, 1.5):
        with pytest.raises(ValidationError):
            verdict(environment={"seed": seed})


def test_the_veil_leaves_the_verdict_itself_alone() -> None:
    original = verdict(checks=[check(hidden=True, output=SECRET, details=SECRET)])
    original.for_student()
    assert original.checks[0].output == original.checks[0].details == SECRET
    assert original.environment.seed == 7


def test_a_verdict_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "ada" / "01-toy" / "verdict.json"
    original = verdict(reason=Text(zh="因为", en="because"), checks=[check("raised", output="\U0001f600 \0 <é>")])
    original.write(path)
    assert Verdict.read(path) == original
    assert [entry.name for entry in path.parent.iterdir()] == ["verdict.json"]


class _Interrupted(BaseException):
    pass


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "verdict.json"
    write_atomically(path, "old")

    def fails(*_: object) -> None:
        raise _Interrupted

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(_Interrupted):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_text_that_cannot_be_encoded_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "ada").write_text("")
    with pytest.raises(OSError):
        verdict().write(tmp_path / "ada" / "verdict.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema_version": 1}'],
    ids=["empty", "object", "list", "null", "cut", "binary", "deep", "half"],
)
def test_what_is_no_verdict_is_named_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "verdict.json"
    path.write_bytes(content)
    with pytest.raises(VerdictError, match=r"verdict\.json.*grade again"):
        Verdict.read(path)


def test_a_missing_verdict_is_a_verdict_error(tmp_path: Path) -> None:
    with pytest.raises(VerdictError, match="No such file"):
        Verdict.read(tmp_path / "verdict.json")


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    path.write_text(json.dumps({**json.loads(verdict().model_dump_json()), "schema_version": 2}))
    with pytest.raises(VerdictError):
        Verdict.read(path)


@pytest.mark.parametrize(
    "facts", [{"outcome": "brilliant"}, {"score": "full"}, {"extra": 1}, {"environment": {"sandbox": "moat"}}], ids=str
)
def test_a_verdict_says_nothing_else(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        verdict(**facts)


def test_points_are_never_negative() -> None:
    with pytest.raises(ValidationError):
        CheckResult.model_validate({**check().model_dump(), "points": -1})


def test_a_grader_error_has_no_score() -> None:
    assert json.loads(verdict(outcome="grader_error", score=None).model_dump_json())["score"] is None


def test_text_by_language() -> None:
    text = Text(zh="门", en="gate")
    assert (text.get("zh"), text.get("en"), text.get("fr")) == ("门", "gate", "gate")


def test_the_published_schema_is_the_models() -> None:
    published = json.loads((ROOT / "docs" / "verdict.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "run: python -m grader.verdict > docs/verdict.schema.json"


def test_the_command_that_publishes_the_schema_prints_it() -> None:
    command = [sys.executable, "-m", "grader.verdict"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert json.loads(printed) == schema()


def test_the_schema_accepts_verdicts_and_nothing_else() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    plain = json.loads(verdict(checks=[check("failed", hidden=True)]).model_dump_json())
    jsonschema.validate(plain, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plain, "outcome": "brilliant"}, schema())

"""The data model: how outcomes add up, what a student may see, and files that are whole or absent."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.verdict import (
    CheckResult,
    Compared,
    Diagnosis,
    Environment,
    Outcome,
    SubmissionOutcome,
    Text,
    Verdict,
    VerdictError,
    cut,
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
    seen = Compared(expected=SECRET, actual=SECRET)
    shown = {
        "compared": seen,
        "traceback": "line 3",
        "diagnosis": Diagnosis(id="squared", text=Text(zh="平方", en="squared")),
    }
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
    assert hidden.compared is None
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


# --- bounds: whatever a program says, its verdict is written, and is at most 1 MB ------------------------------------

# As JSON, a control character is six bytes long, one beyond the basic plane four, and a quote two.
NASTY = ["\x01", "\U0001f600", '"', "\\", "\n", "\ud800", "门", "a"]


def flood(char: str, length: int = 30_000) -> dict[str, Any]:
    long = char * length
    text = {"zh": long, "en": long}
    return {"message": text, "note": text, "traceback": long, "output": long, "details": long, "title": text,
            "diagnosis": {"id": long, "text": text}, "id": long,
            "compared": {"expected": long, "actual": long}}  # fmt: skip


def size_of(written: Verdict, folder: Path) -> int:
    path = folder / "verdict.json"
    written.write(path)
    Verdict.read(path)
    jsonschema.validate(json.loads(path.read_bytes()), schema())
    return path.stat().st_size


@pytest.mark.parametrize("char", NASTY, ids=ascii)
@pytest.mark.parametrize("checks", [1, 100])
def test_a_verdict_is_at_most_a_megabyte(tmp_path: Path, char: str, checks: int) -> None:
    plain = check("failed").model_dump()
    long = char * 30_000
    full = verdict(
        checks=[{**plain, **flood(char)}] * checks,
        notices=[{"text": {"zh": long, "en": long}, "line": 10**400}] * 500,
        curve=[{"step": 10**400, "loss": 1e300, "accuracy": float("nan")}] * 9_000,
        measures={f"{number}{long}": 0.1234567890123456 for number in range(500)},
        environment={"versions": {f"{number}{long}": long for number in range(500)}, "dataset": long, "backend": long},
        reason={"zh": long, "en": long},
        file=long,
    )
    assert size_of(full, tmp_path) <= 1_000_000
    assert full.score == 1.5 and full.checks[0].outcome is Outcome.FAILED
    assert "[…]" in (full.checks[0].message or full.checks[0].title).en


def test_ten_thousand_checks_are_cut_and_the_verdict_says_so(tmp_path: Path) -> None:
    many = [check("passed", name="p" * 290)] * 900 + [check("failed", name="w" * 290, output="x" * 9000)] * 9_100
    full = verdict(checks=many)
    assert size_of(full, tmp_path) <= 1_000_000
    assert full.checks[-1].outcome is Outcome.FAILED, "those that did not pass are kept first"
    assert "too long" in full.notices[0].text.en


def test_what_is_recorded_goes_first_and_what_the_student_reads_stays(tmp_path: Path) -> None:
    said = Text(zh="错" * 300, en="wrong " * 80)
    full = verdict(checks=[check("failed", message=said, output="\x01" * 20_000, details="\x01" * 20_000)] * 40)
    assert size_of(full, tmp_path) <= 1_000_000
    assert [one.message for one in full.checks] == [said] * 40
    assert full.checks[0].output.endswith("[…]")


def test_a_verdict_that_was_changed_after_it_was_made_is_bounded_too(tmp_path: Path) -> None:
    """`model_copy` validates nothing."""
    long = "\x01" * 5_000_000
    changed = verdict(checks=[check("failed").model_copy(update={"output": long})])
    assert len(changed.checks[0].output) <= 20_100
    changed = changed.model_copy(update={"file": long, "checks": [changed.checks[0].model_copy(update=flood("\x01"))]})
    assert size_of(changed, tmp_path) <= 1_000_000


def test_an_ordinary_verdict_is_not_changed() -> None:
    text = Text(zh="错" * 4_000, en="w" * 4_000)
    ordinary = verdict(checks=[check("failed", message=text, output="x" * 20_000, traceback="y" * 20_000)] * 10)
    assert ordinary.checks[9].message == text and ordinary.checks[9].output == "x" * 20_000 and not ordinary.notices


def test_numbers_that_json_cannot_carry_are_no_numbers(tmp_path: Path) -> None:
    odd = verdict(
        curve=[{"step": 2**80, "loss": float("inf"), "accuracy": float("nan")}],
        measures={"a": float("nan"), "b": float("-inf"), "c": 0.5},
    )
    size_of(odd, tmp_path)
    (point,) = odd.curve
    assert (point.step, point.loss, point.accuracy, odd.measures) == (2**53, None, None, {"c": 0.5})


@given(st.text(), st.integers(3, 50))
def test_text_is_cut_once(text: str, most: int) -> None:
    once = cut(text, most)
    assert len(once) <= most and cut(once, most) == once
    assert once == text if len(text) <= most else once.endswith("[…]")


def test_a_large_verdict_of_an_older_grader_is_read_and_one_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    old = json.loads(verdict(checks=[check("failed")]).model_dump_json())
    del old["environment"]["public_only"]
    old["checks"][0]["output"] = "x" * 5_000_000
    path.write_text(json.dumps(old))
    assert len(Verdict.read(path).model_dump_json()) < 100_000
    old["checks"][0]["output"] = "x" * 20_000_000
    path.write_text(json.dumps(old))
    with pytest.raises(VerdictError, match="grade again"):
        Verdict.read(path)


def test_a_file_is_written_piece_by_piece_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_atomically(path, iter(["a", "b"]))
    assert path.read_text() == "ab"

    def breaks() -> Iterator[str]:
        yield "new"
        raise _Interrupted

    with pytest.raises(_Interrupted):
        write_atomically(path, breaks())
    assert path.read_text() == "ab" and list(tmp_path.iterdir()) == [path]


def test_an_older_verdict_calls_early_stopping_futility() -> None:
    old = json.loads(verdict().model_dump_json())
    assert old["environment"].pop("early_stopping") is False
    old["environment"]["futility"] = True
    read = Verdict.model_validate(old)
    assert read.environment.early_stopping and "futility" not in read.model_dump_json()

"""What is kept of a verdict that is replaced, and what is read of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.grading.handin import Job
from grader.grading.store import (
    BEFORE_FILE,
    Verdicts,
    adopt,
    earlier_verdict,
    keep_replaced,
    replaced,
    verdict_path,
)
from grader.verdict import SubmissionOutcome, Verdict
from tests import toy
from tests.reports import sample

JOB = Job("ada", toy.LESSON_ID, Path("toy.py"))
SHA = "a" * 64


def judged(sha256: str | None = SHA, score: float = 3, **more: Any) -> Verdict:
    facts = {"lesson": toy.LESSON_ID, "submission_sha256": sha256, "score": score, **more}
    return sample.verdict("ada", "02-gate-math").model_copy(update=facts)


FAULT = judged(None).model_copy(update={"outcome": SubmissionOutcome.GRADER_ERROR, "score": None})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return verdict_path(tmp_path, JOB)


def before(path: Path) -> Path:
    return path.with_name(BEFORE_FILE)


def test_the_verdict_of_the_same_file_stands(tmp_path: Path, path: Path) -> None:
    judged().write(path)
    earlier = earlier_verdict(tmp_path, JOB, SHA)
    assert earlier is not None and earlier.stands and earlier.verdict.score == 3
    for job, sha256 in ((JOB, "b" * 64), (JOB, None), (Job("bob", toy.LESSON_ID, Path("toy.py")), SHA)):
        assert earlier_verdict(tmp_path, job, sha256) is None


def test_where_the_grader_failed_the_one_before_is_remembered_and_does_not_stand(tmp_path: Path, path: Path) -> None:
    judged().write(path)
    keep_replaced(path, FAULT)
    FAULT.write(path)
    for _ in range(2):
        earlier = earlier_verdict(tmp_path, JOB, SHA)
        assert earlier is not None and not earlier.stands and earlier.verdict.score == 3
        keep_replaced(path, judged())  # a fault is not kept
    path.write_text("{", encoding="utf-8")
    assert not earlier_verdict(tmp_path, JOB, SHA).stands  # type: ignore[union-attr]
    path.unlink()
    assert not earlier_verdict(tmp_path, JOB, SHA).stands  # type: ignore[union-attr]


def test_a_verdict_on_another_file_hides_the_one_before(tmp_path: Path, path: Path) -> None:
    """Else who hands in the first file again would get its inputs again."""
    judged().write(path)
    keep_replaced(path, judged("b" * 64))
    judged("b" * 64).write(path)
    assert earlier_verdict(tmp_path, JOB, SHA) is None


def test_what_is_kept_is_the_verdict_as_it_was(path: Path) -> None:
    judged().write(path)
    text = path.read_bytes()
    keep_replaced(path, judged())
    assert before(path).read_bytes() == text == path.read_bytes()
    assert sorted(entry.name for entry in path.parent.iterdir()) == [BEFORE_FILE, path.name]


def test_a_regrade_that_says_the_same_hides_no_change(tmp_path: Path, path: Path) -> None:
    for score, kept in ((1, None), (3, 1), (3, 1), (2, 3), (2, 3)):
        keep_replaced(path, judged(score=score))
        judged(score=score).write(path)
        assert (Verdict.read(before(path)).score if before(path).exists() else None) == kept


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"null"])
def test_what_is_no_verdict_is_not_kept_and_hides_nothing(tmp_path: Path, path: Path, damage: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    keep_replaced(path, judged())
    assert not before(path).exists() and earlier_verdict(tmp_path, JOB, SHA) is None
    judged().write(path)
    before(path).write_bytes(damage)
    assert list(replaced(Verdicts([path]))) == []


def test_no_link_is_followed(tmp_path: Path, path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    judged().write(elsewhere)
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    keep_replaced(path, judged())
    assert not before(path).exists() and earlier_verdict(tmp_path, JOB, SHA) is None
    path.unlink()
    judged().write(path)
    before(path).symlink_to(elsewhere)
    assert list(replaced(Verdicts([path]))) == []


def test_two_verdicts_on_one_file_are_compared_and_no_others(tmp_path: Path, path: Path) -> None:
    judged(score=1).write(before(path))
    for after, compared in (
        (judged(), True), (FAULT, True), (judged("b" * 64), False), (judged(student="bob"), False),
    ):  # fmt: skip
        after.write(path)
        assert [one.score for one, _ in replaced(Verdicts([path]))] == ([1] if compared else [])
    before(path).unlink()
    assert list(replaced(Verdicts([path, judged()]))) == []


def test_results_with_a_verdict_that_was_replaced_are_results(tmp_path: Path) -> None:
    for name in ("verdict.json", BEFORE_FILE):
        judged().write(tmp_path / "ada" / toy.LESSON_ID / name)
    assert adopt(tmp_path, tmp_path / "class", move=False) == 1 and (tmp_path / "ada").is_dir()
    assert adopt(tmp_path, tmp_path / "class") == 1
    assert (tmp_path / "students" / "ada" / toy.LESSON_ID / BEFORE_FILE).is_file()

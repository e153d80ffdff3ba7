"""What the reports were made of is remembered while it is as it was, and for no longer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grading.reported import FILE, Reported, made_of, with_heads
from grader.verdict import Verdict, write_atomically


@pytest.fixture
def path(tmp_path: Path, grade: Callable[..., Verdict]) -> Path:
    path = tmp_path / "out" / "students" / "ada" / "01-toy" / "verdict.json"
    grade("nothing").write(path)
    return path


@pytest.fixture
def out(path: Path) -> Path:
    out = path.parents[3]
    with_heads(made_of(out, [path], "titles"), out, [path], Reported()).write(out)
    return out


def test_a_head_says_what_staleness_asks(out: Path, path: Path) -> None:
    whole, head = Verdict.read(path), Reported.read(out).head(out, path)
    assert head is not None and whole.judged_by and not head.judged_by
    for name in (
        "student",
        "lesson",
        "lesson_digest",
        "submission_sha256",
        "outcome",
        "score",
        "reason",
        "environment",
    ):
        assert getattr(head, name) == getattr(whole, name)


def test_a_verdict_that_was_written_again_is_unknown(out: Path, path: Path) -> None:
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    write_atomically(path, path.read_text())
    os.utime(path, ns=times)
    assert Reported.read(out).head(out, path) is None
    path.unlink()
    assert Reported.read(out).head(out, path) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 100_000, '{"verdicts": 1, "files": {}, "shown": ""}',
             '{"verdicts": {"a": 1}, "files": {}, "shown": ""}'],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_none(out: Path, text: str) -> None:
    (out / FILE).write_text(text)
    assert Reported.read(out) == Reported()


def test_a_head_that_is_none_is_unknown(out: Path, path: Path) -> None:
    text = (out / FILE).read_text()
    assert "passed" not in text and "rejected" in text
    (out / FILE).write_text(text.replace("rejected", "cheated"))
    assert Reported.read(out).head(out, path) is None


def test_where_it_cannot_be_written_there_is_none(out: Path) -> None:
    known = Reported.read(out)
    (out / f".{FILE}.tmp").mkdir()
    known.write(out)
    assert not (out / FILE).exists()


def test_it_names_what_else_is_shown(out: Path, path: Path) -> None:
    earlier = Reported.read(out)
    assert made_of(out, [path], "titles").shown == earlier.shown != made_of(out, [path], "other titles").shown

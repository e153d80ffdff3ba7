"""Parts of a class for job arrays: each submission is in exactly one, and what is missing afterwards is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.handin import Job
from grader.grading.shards import FILE, Record, Shard, ShardError, incomplete, read


def _class(*names: str) -> list[Job]:
    return [Job(name, lesson, Path(name)) for name in names for lesson in ("01-a", "02-b")]


@given(st.sets(st.text(min_size=1, max_size=5), max_size=30), st.integers(1, 12))
def test_every_submission_is_in_one_part_and_parts_are_even(names: set[str], count: int) -> None:
    jobs = _class(*sorted(names))
    parts = [Shard(index=index, count=count).of(jobs) for index in range(1, count + 1)]
    assert sorted(job.name for part in parts for job in part) == sorted(job.name for job in jobs)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    long = [sum(job.lesson == "02-b" for job in part) for part in parts]
    assert max(long) - min(long) <= 1, "the lesson that takes long is spread, too"


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3 ", "a/b", "1/2/3", "1/10001", "１/3"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ShardError, match="such as 1/8"):
        Shard.parse(text)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = Record.of(Shard.parse("2/3"), _class("ada", "bob"))
    assert read(tmp_path) is None
    record.write(tmp_path)
    record.write(tmp_path)  # the same shard again goes on
    assert read(tmp_path) == record
    with pytest.raises(ShardError, match="holds shard 2/3; give each shard an --out of its own"):
        Record.of(Shard.parse("1/3"), _class("ada")).write(tmp_path)
    (tmp_path / FILE).write_text("{}")
    with pytest.raises(ShardError, match="delete it and grade this shard again"):
        read(tmp_path)


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    jobs = _class("ada", "bob", "eve")
    records = [(tmp_path / str(index), Record.of(Shard(index=index, count=3), jobs)) for index in (1, 2, 3)]
    everything = [(job.student, job.lesson) for job in jobs]
    assert incomplete(records, everything) == []
    (few,) = incomplete(records[:1], everything)
    assert few.en == "of 3 shards these are not here: 2, 3" != few.zh
    (lost,) = incomplete(records, everything[1:])
    assert "1 submission of shard 1/3 has no verdict: ada/01-a" in lost.en
    other = (tmp_path / "other", Record.of(Shard(index=2, count=3), _class("ada")))
    changed = [text.en for text in incomplete([records[0], other, records[2]], everything)]
    assert "not of one class" in changed[0] and any("not here: 2" in line for line in changed)

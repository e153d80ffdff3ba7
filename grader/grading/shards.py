"""A class graded in several parts, one for each job of an array, and what each part leaves so that none is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.grading.handin import Job
from grader.grading.names import printed
from grader.messages.sentences import say, say_many
from grader.messages.text import Text
from grader.verdict import write_atomically

FILE = "shard.json"
MOST = 10_000  # parts of one class
_LARGEST = 64_000_000  # bytes of a record that is read


class ShardError(ValueError):
    """A shard that cannot be meant, or a record that cannot be read; the message says what to do."""


class Shard(BaseModel):
    """Part `index` of `count`, from 1 on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    index: int = Field(ge=1, le=MOST)
    count: int = Field(ge=1, le=MOST)

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    @classmethod
    def parse(cls, text: str) -> Shard:
        """``i/n``, with 1 <= i <= n <= `MOST`. Raises ShardError."""
        found = re.fullmatch(r"([0-9]{1,5})/([0-9]{1,5})", text)
        index, count = map(int, found.groups()) if found else (0, 0)
        if not 1 <= index <= count <= MOST:
            raise ShardError(f"a shard is i/n, such as 1/8 for the first of eight, with n at most {MOST}")
        return cls(index=index, count=count)

    def of(self, jobs: Sequence[Job]) -> list[Job]:
        """Its jobs: each lesson is dealt out in turn, so that long trainings are spread evenly. Who shares a
        verdict goes with it."""
        dealt = sorted((job for job in jobs if job.like is None), key=lambda job: (job.lesson, job.student))
        mine = {(job.student, job.lesson) for job in dealt[self.index - 1 :: self.count]}
        return [job for job in jobs if (job.like or job.student, job.lesson) in mine]


class Record(BaseModel):
    """What a run of one shard leaves in ``--out``: its jobs, and a hash of the whole class's, as it saw them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    shard: Shard
    whole_class: str
    jobs: tuple[tuple[str, str], ...] = Field(description="(student, lesson) of each")

    @classmethod
    def of(cls, shard: Shard, jobs: Sequence[Job]) -> Record:
        """The record of this shard of these jobs, which are the whole class's."""
        return cls(
            shard=shard, whole_class=_hash(jobs), jobs=tuple((job.student, job.lesson) for job in shard.of(jobs))
        )

    def write(self, out: Path) -> None:
        """Write it into `out`. Raises ShardError if another shard's lies there, and OSError."""
        earlier = read(out)
        if earlier and earlier.shard != self.shard:
            raise ShardError(f"{out} holds shard {earlier.shard}; give each shard an --out of its own")
        write_atomically(out / FILE, self.model_dump_json() + "\n")


def read(out: Path) -> Record | None:
    """The record in `out`; None if there is none. Raises ShardError if it is none of ours."""
    try:
        with (out / FILE).open("rb") as stream:
            return Record.model_validate_json(stream.read(_LARGEST))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no record of a shard"
        raise ShardError(f"{out / FILE} cannot be read: {why}; delete it and grade this shard again") from error


def incomplete(records: Iterable[tuple[Path, Record]], judged: Iterable[tuple[str, str]]) -> list[Text]:
    """What is missing before these shards are a whole class, a sentence each: shards, and submissions without a
    verdict among those `judged`, as (student, lesson)."""
    by_class: dict[tuple[str, int], list[tuple[Path, Record]]] = {}
    for path, record in records:
        by_class.setdefault((record.whole_class, record.shard.count), []).append((path, record))
    problems: list[Text] = []
    known = set(judged)
    if len(by_class) > 1:
        problems.append(say("these shards are not of one class: it changed meanwhile, or was divided in another way"))
    for (_, count), parts in by_class.items():
        there = {record.shard.index for _, record in parts}
        if missing := [index for index in range(1, count + 1) if index not in there]:
            problems.append(say("of {count} shards these are not here: {which}", count=count, which=_some(missing, 20)))
        for path, record in parts:
            if left := ["/".join(job) for job in record.jobs if job not in known]:
                where = {"folder": printed(path), "shard": str(record.shard), "which": _some(left, 5)}
                problems.append(
                    say_many(
                        "{folder}: {n} submission of shard {shard} has no verdict: {which}",
                        "{folder}: {n} submissions of shard {shard} have no verdict: {which}",
                        len(left), **where,
                    )
                )  # fmt: skip
    return problems


def _some(items: Sequence[int | str], most: int) -> str:
    return ", ".join(map(str, items[:most])) + (", ..." if len(items) > most else "")


def _hash(jobs: Sequence[Job]) -> str:
    names = sorted(job.name for job in jobs)
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()


__all__ = ["FILE", "Record", "Shard", "ShardError", "incomplete", "read"]

"""``calibration.json``: what a lesson's calibrations measured, one record for each profile and dataset.

`grader.proving.calibrate` writes it; docs/calibration.md describes the format.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from grader.course.lesson import Lesson
from grader.course.written import LessonError, from_json, text_of
from grader.verdict import write_atomically

FALSE_REJECTS = 0.001  # how often the next right answer may miss a limit


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Spread(_Model):
    """Values over seeds, in the order of the seeds."""

    n: int
    mean: float
    sd: float
    values: list[float]

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of at least two values."""
        rounded = [round(value, 6) for value in values]
        sd = float(np.std(values, ddof=1))
        return cls(n=len(values), mean=round(float(np.mean(values)), 6), sd=round(sd, 6), values=rounded)


class FalseRejects(_Model):
    """How often one training of a right answer misses the limit: `rate` in the mean of the reference and the styles,
    `worst_rate` of the `worst` of them, estimated with their pooled `sd`; and how many of the `trainings` did.
    """

    sd: float
    worst: str
    worst_rate: float
    rate: float
    missed: int
    trainings: int


class Measured(_Model):
    """One measure. `limit` is what lesson.toml must say under `key`; `bound` is the same before rounding.

    `right` is of the reference, `styles` of right answers in other styles. `separation` is the distance from the best
    wrong value to the limit, positive where every wrong answer lies beyond.
    """

    key: str
    better: Literal["higher", "lower"]
    bound: float
    limit: float
    right: Spread
    styles: dict[str, Spread] = Field(default_factory=dict)
    wrong: dict[str, Spread] = Field(default_factory=dict)
    separation: float | None = None
    false_rejects: FalseRejects | None = None


class CurveStep(_Model):
    """What the reference's trainings reported at one step: the quantiles 0, 1/4, 1/2, 3/4 and 1 over `n` seeds."""

    step: int
    n: int
    quantiles: tuple[float, float, float, float, float]


class Record(_Model):
    """The calibration of a lesson on one profile and dataset."""

    profile: str
    dataset: str | None
    runs: int
    date: datetime.date
    device: str
    cores: int
    versions: dict[str, str]
    measures: dict[str, Measured]
    curves: dict[Literal["accuracy", "loss"], list[CurveStep]] = Field(default_factory=dict)


class Calibration(_Model):
    """``calibration.json``: records by ``<profile>/<dataset>``, or ``<profile>`` where there is no dataset."""

    schema_version: Literal[1] = 1
    lesson: str
    false_rejects: float = FALSE_REJECTS
    records: dict[str, Record] = Field(default_factory=dict)

    @classmethod
    def read(cls, lesson: Lesson) -> Calibration:
        """The lesson's; an empty one if there is none. Raises LessonError if it cannot be read."""
        path = path_of(lesson)
        if not path.exists():
            return cls(lesson=lesson.id)
        found: Calibration = from_json(path, text_of(path), cls, f"run again: grader calibrate {lesson.id}")
        return found

    def write(self, lesson: Lesson) -> None:
        write_atomically(path_of(lesson), self.model_dump_json(indent=1) + "\n")


def path_of(lesson: Lesson) -> Path:
    """Where the lesson's calibration lies. Raises LessonError without the private half."""
    if lesson.private is None:
        raise LessonError(f"there is no solutions/{lesson.id}; calibrate where the course is written")
    return lesson.private / "calibration.json"


def record_key(profile: str, dataset: str | None) -> str:
    return f"{profile}/{dataset}" if dataset else profile


def limit_in(lesson: Lesson, record: Record, key: str) -> float | None:
    """What lesson.toml says under `key` of the record's profile, for the record's dataset; None if nothing."""
    limit = lesson.profiles.get(record.profile, {}).get(key)
    if isinstance(limit, dict):
        limit = limit.get(record.dataset)
    return None if limit is None else float(limit)

"""`grader calibrate`: thresholds from repeated trainings, not from a feeling.

A hidden check that measures something declares it with a marker, and records it with `grader.checks.measure`:

    @pytest.mark.calibrates("accuracy", "threshold", wrong=("same_batch_again",))

Here the reference goes through that check with K seeds, and those wrong answers with half as many, in the sandbox.
The limit is the one-sided prediction bound of the reference's values: mean - t * sd * sqrt(1 + 1/K), with Student's t
on K - 1 degrees of freedom, below which the next right answer falls less than once in a thousand times (Hahn & Meeker,
Statistical Intervals, 1991, section 4.8). It has to lie beyond every value of the wrong answers.

``solutions/<lesson>/calibration.json`` keeps it; docs/calibration.md describes the format.
"""

from __future__ import annotations

import datetime
import math
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.checks.plugin import Calibrated, calibrated
from grader.course.answers import write_answer
from grader.course.lesson import Lesson, LessonError
from grader.grading.engine import Engine, Job
from grader.grading.judge import Options
from grader.verdict import CurvePoint, Verdict, write_atomically

FALSE_REJECTS = 0.001
DECIMALS = 2
_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
_FIRST_SEED = 1_000  # seed of the first run; far from those that tests use


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Spread(_Model):
    """Values over seeds, in the order of the seeds."""

    n: int
    mean: float
    sd: float
    values: list[float]

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        """Of at least two values."""
        rounded = [round(value, 6) for value in values]
        sd = float(np.std(values, ddof=1))
        return cls(n=len(values), mean=round(float(np.mean(values)), 6), sd=round(sd, 6), values=rounded)


class Measured(_Model):
    """One measure. `limit` is what lesson.toml must say under `key`; `bound` is the same before rounding.

    `separation` is the distance from the best wrong value to the limit, positive where every wrong answer lies beyond.
    """

    key: str
    better: Literal["higher", "lower"]
    bound: float
    limit: float
    right: Spread
    wrong: dict[str, Spread] = Field(default_factory=dict)
    separation: float | None = None


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
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise LessonError(f"{path}: {str(error).splitlines()[0]}; calibrate the lesson again") from error

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
    found = lesson.profiles.get(record.profile, {}).get(key)
    if isinstance(found, dict):
        found = found.get(record.dataset)
    return None if found is None else float(found)


@dataclass(frozen=True)
class Report:
    """What a calibration came to: the record, and in `problems` a sentence for each thing to put right."""

    record: Record
    problems: tuple[str, ...]


def calibrate(
    course: Path,
    lesson: Lesson,
    runs: int,
    *,
    profile: str = "cpu",
    workers: int | None = None,
    minimum: str = "container",
    on_verdict: Callable[[Job, Verdict], None] = lambda job, verdict: None,
) -> Report:
    """Train with `runs` seeds, wrong answers with half as many, and add the record to the lesson's calibration.

    The caller writes the plot.
    Raises LessonError if the lesson measures nothing, or the reference does not measure it; SandboxError.
    """
    if runs < 3:
        raise LessonError("a spread needs at least 3 runs; 10 give a bound that is not much wider than it must be")
    declared = calibrated(lesson)
    if not declared:
        raise LessonError(f"{lesson.id}: no check is marked calibrates(...), so there is nothing to calibrate")
    path_of(lesson)
    verdicts = _train(course, lesson, declared, runs, profile, workers, minimum, on_verdict)
    reference = [verdict for name, verdict in verdicts if name is None]
    measures: dict[str, Measured] = {}
    problems: list[str] = []
    for one in declared:
        right = _values(reference, one.measure, lesson, "the reference")
        wrong = {
            name: _values([v for n, v in verdicts if n == name], one.measure, lesson, f"wrong/{name}.py")
            for name in one.wrong
        }
        measures[one.measure] = measured = judge(one, right, wrong)
        problems += _not_separated(one.measure, measured)
    first = reference[0].environment
    record = Record(
        profile=profile, dataset=first.dataset, runs=runs, date=datetime.datetime.now(datetime.UTC).date(),
        device=first.device, cores=os.cpu_count() or 1, versions=first.versions, measures=measures,
        curves=curves([verdict.curve for verdict in reference]),
    )  # fmt: skip
    calibration = Calibration.read(lesson)
    calibration.records[record_key(profile, first.dataset)] = record
    calibration.write(lesson)
    return Report(record, (*problems, *differences(lesson, record)))


def _train(
    course: Path,
    lesson: Lesson,
    declared: list[Calibrated],
    runs: int,
    profile: str,
    workers: int | None,
    minimum: str,
    on_verdict: Callable[[Job, Verdict], None],
) -> list[tuple[str | None, Verdict]]:
    """(None, verdict) for every run of the reference, (name, verdict) for those of wrong answers, by seed."""
    checks = frozenset(one.check for one in declared)
    jobs: list[tuple[Job, Options]] = []
    answer_of: dict[str, str | None] = {}
    verdicts: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        for name, path in _trained_paths(lesson, declared, Path(folder)).items():
            for run in range(runs if name is None else max(3, runs // 2)):
                job = Job(f"{name or 'reference'}, run {run + 1}", lesson.id, path)
                answer_of[job.student] = name
                jobs.append((job, Options(profile=profile, seed=_FIRST_SEED + run, only=checks)))
        with Engine(course, workers=workers, minimum=minimum, hidden=[Path(folder)]) as engine:
            for job, _, verdict in engine.run(jobs):
                on_verdict(job, verdict)
                verdicts[job.student] = verdict
    return [(answer_of[job.student], verdicts[job.student]) for job, _ in jobs]


def _trained_paths(lesson: Lesson, declared: list[Calibrated], folder: Path) -> dict[str | None, Path]:
    """The reference under None, and by their names the wrong answers that checks are calibrated against, written whole
    into `folder`."""
    assert lesson.reference_path is not None and lesson.private is not None
    paths: dict[str | None, Path] = {None: lesson.reference_path}
    for wrong in dict.fromkeys(wrong for one in declared for wrong in one.wrong):
        path = lesson.private / "wrong" / f"{wrong}.py"
        if not path.is_file():
            raise LessonError(f"{lesson.id}: a check is calibrated against {path}, which does not exist")
        paths[wrong] = write_answer(lesson, path, folder)
    return paths


def _values(verdicts: list[Verdict], measure: str, lesson: Lesson, whose: str) -> list[float]:
    for verdict in verdicts:
        if measure not in verdict.measures:
            said = [f"{c.id}: {c.message.en}" for c in verdict.checks if c.message and c.outcome.value != "skipped"]
            why = "; ".join(said) or (verdict.reason.en if verdict.reason else "no check recorded it")
            raise LessonError(f"{lesson.id}: {whose} got as far as no {measure} ({why[:500]})")
    return [verdict.measures[measure] for verdict in verdicts]


def prediction_bound(values: list[float], *, lower_is_better: bool) -> float:
    """Beyond which the next value of the same kind falls with a probability of `FALSE_REJECTS`, if they are normal."""
    from scipy.stats import t

    n = len(values)
    reach = float(t.ppf(1 - FALSE_REJECTS, n - 1)) * float(np.std(values, ddof=1)) * math.sqrt(1 + 1 / n)
    return float(np.mean(values)) + (reach if lower_is_better else -reach)


def rounded(bound: float, *, lower_is_better: bool) -> float:
    """To `DECIMALS`, on the side that lets more right answers through."""
    scale = 10**DECIMALS
    return (math.ceil if lower_is_better else math.floor)(round(bound * scale, 6)) / scale


def judge(one: Calibrated, right: list[float], wrong: dict[str, list[float]]) -> Measured:
    """The limit that these values give, and how far the best wrong one is from it."""
    lower = one.lower_is_better
    bound = prediction_bound(right, lower_is_better=lower)
    limit = rounded(bound, lower_is_better=lower)
    best = [min(values) if lower else max(values) for values in wrong.values()]
    separation = None
    if best:
        separation = round(min(best) - limit if lower else limit - max(best), 6)
    return Measured(
        key=one.key, better="lower" if lower else "higher", bound=round(bound, 6), limit=limit, right=Spread.of(right),
        wrong={name: Spread.of(values) for name, values in wrong.items()}, separation=separation,
    )  # fmt: skip


def _not_separated(name: str, measured: Measured) -> Iterator[str]:
    if measured.separation is not None and measured.separation <= 0:
        side = "above" if measured.better == "higher" else "below"
        yield (
            f"{name}: the limit {measured.limit:g} does not lie {side} every wrong answer "
            f"({measured.separation:+.3f}): train longer, or run more seeds"
        )


def differences(lesson: Lesson, record: Record) -> Iterator[str]:
    """A sentence for each limit that lesson.toml does not have from this record."""
    for name, measured in record.measures.items():
        said = limit_in(lesson, record, measured.key)
        if said != measured.limit:
            place = f"[profiles.{record.profile}{'.' + measured.key if record.dataset else ''}]"
            line = f"{record.dataset if record.dataset else measured.key} = {measured.limit:g}"
            yield f"{name}: lesson.toml says {said}; write into {place}: {line}"


def curves(trainings: list[list[CurvePoint]]) -> dict[Any, list[CurveStep]]:
    """What the trainings reported, by step: steps that at least half of them reported."""
    found: dict[Any, list[CurveStep]] = {}
    for quantity in ("accuracy", "loss"):
        by_step: dict[int, list[float]] = {}
        for points in trainings:
            for point in points:
                value = getattr(point, quantity)
                if value is not None:
                    by_step.setdefault(point.step, []).append(value)
        steps = [
            CurveStep(step=step, n=len(values), quantiles=tuple(np.round(np.quantile(values, _QUANTILES), 5).tolist()))
            for step, values in sorted(by_step.items())
            if 2 * len(values) >= len(trainings)
        ]
        if steps:
            found[quantity] = steps
    return found

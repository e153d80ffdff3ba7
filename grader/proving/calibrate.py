"""`grader calibrate`: thresholds from repeated trainings, not from a feeling.

A hidden check that measures something declares it with a marker, and records it with `grader.checks.measure`:

    @pytest.mark.calibrates("accuracy", "threshold", wrong=("same_batch_again",))

Here the reference goes through that check with K seeds, and those wrong answers with half as many, in the sandbox.
The limit is the one-sided prediction bound of the reference's values: mean - t * sd * sqrt(1 + 1/K), with Student's t
on K - 1 degrees of freedom, below which the next right answer falls less than once in a thousand times (Hahn & Meeker,
Statistical Intervals, 1991, section 4.8). It has to lie beyond every value of the wrong answers.

``solutions/<lesson>/calibration.json`` keeps it (`grader.proving.calibration`).
"""

from __future__ import annotations

import datetime
import math
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from grader.checks.plugin import Calibrated, calibrated
from grader.course.answers import write_answer
from grader.course.lesson import Lesson, LessonError
from grader.extras import needed
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.task import Level, Policy, Request, Selection
from grader.proving.calibration import (
    FALSE_REJECTS,
    Calibration,
    CurveStep,
    Measured,
    Record,
    Spread,
    limit_in,
    path_of,
    record_key,
)
from grader.verdict import CurvePoint, Verdict

DECIMALS = 2
Quantity = Literal["accuracy", "loss"]
QUANTITIES: tuple[Quantity, ...] = ("accuracy", "loss")
_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
_FIRST_SEED = 1_000  # seed of the first run; far from those that tests use


@dataclass(frozen=True)
class Report:
    """What a calibration came to: the record, and in `problems` a sentence for each thing to fix."""

    record: Record
    problems: tuple[str, ...]


def calibrate(
    course: Path,
    lesson: Lesson,
    runs: int,
    *,
    profile: str = "cpu",
    workers: int | None = None,
    level: Level = "container",
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
    needed("scipy.stats", "keras", "setting a threshold")  # before hours of training
    verdicts = _train(course, lesson, declared, runs, profile, workers, level, on_verdict)
    reference = [verdict for name, verdict in verdicts if name is None]
    measures: dict[str, Measured] = {}
    problems: list[str] = []
    for one in declared:
        right = _values(reference, one.measure, lesson, "the reference")
        wrong = {
            name: _values([v for n, v in verdicts if n == name], one.measure, lesson, f"wrong/{name}.py")
            for name in one.wrong
        }
        measures[one.measure] = measured = limit_between(one, right, wrong)
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
    level: Level,
    on_verdict: Callable[[Job, Verdict], None],
) -> list[tuple[str | None, Verdict]]:
    """(None, verdict) for every run of the reference, (name, verdict) for those of wrong answers, by seed."""
    checks = frozenset(one.check for one in declared)
    requests: list[Request] = []
    policy = Policy(profile=profile, level=level)
    answer_of: dict[str, str | None] = {}
    verdicts: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        for name, path in _trained_paths(lesson, declared, Path(folder)).items():
            for run in range(runs if name is None else max(3, runs // 2)):
                job = Job(f"{name or 'reference'}, run {run + 1}", lesson.id, path)
                answer_of[job.student] = name
                requests.append(Request(job, policy, Selection(only=checks), _FIRST_SEED + run))
        with Engine(course, workers=workers, level=level, hidden=[Path(folder)]) as engine:
            for request, verdict in engine.run(requests):
                on_verdict(request.job, verdict)
                verdicts[request.job.student] = verdict
    return [(answer_of[one.job.student], verdicts[one.job.student]) for one in requests]


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
            messages = [f"{c.id}: {c.message.en}" for c in verdict.checks if c.message and c.outcome.value != "skipped"]
            why = "; ".join(messages) or (verdict.reason.en if verdict.reason else "no check recorded it")
            raise LessonError(f"{lesson.id}: {whose} did not get as far as {measure} ({why[:500]})")
    return [verdict.measures[measure] for verdict in verdicts]


def prediction_bound(values: list[float], *, lower_is_better: bool) -> float:
    """Beyond which the next value of the same kind falls with a probability of `FALSE_REJECTS`, if they are normal."""
    stats, n = needed("scipy.stats", "keras", "setting a threshold"), len(values)
    reach = float(stats.t.ppf(1 - FALSE_REJECTS, n - 1)) * float(np.std(values, ddof=1)) * math.sqrt(1 + 1 / n)
    return float(np.mean(values)) + (reach if lower_is_better else -reach)


def rounded(bound: float, *, lower_is_better: bool) -> float:
    """To `DECIMALS`, on the side that lets more right answers through."""
    scale = 10**DECIMALS
    return (math.ceil if lower_is_better else math.floor)(round(bound * scale, 6)) / scale


def limit_between(one: Calibrated, right: list[float], wrong: dict[str, list[float]]) -> Measured:
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
        limit = limit_in(lesson, record, measured.key)
        if limit != measured.limit:
            place = f"[profiles.{record.profile}{'.' + measured.key if record.dataset else ''}]"
            line = f"{record.dataset if record.dataset else measured.key} = {measured.limit:g}"
            yield f"{name}: lesson.toml says {limit}; write into {place}: {line}"


def curves(trainings: list[list[CurvePoint]]) -> dict[Quantity, list[CurveStep]]:
    """What the trainings reported, by step: steps that at least half of them reported."""
    by_quantity: dict[Quantity, list[CurveStep]] = {}
    for quantity in QUANTITIES:
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
            by_quantity[quantity] = steps
    return by_quantity

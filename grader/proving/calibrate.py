"""`grader calibrate`: thresholds from repeated trainings, not from a feeling.

A hidden check that measures something declares it with a marker, and records it with `grader.checks.measure`:

    @pytest.mark.calibrates("accuracy", "threshold", wrong=("same_batch_again",))

Here the reference goes through that check with K seeds, those wrong answers with half as many, and right answers in
other styles with some, in the sandbox. Of the styles that do worse than the reference, the worst gets K seeds, too.
The limit is the laxest one-sided prediction bound of these right answers (`limits.py`), for n seeds of one
mean - t * sd * sqrt(1 + 1/n), with Student's t on K - 1 degrees of freedom, below which the next right answer falls
less than once in a thousand times (Hahn & Meeker, Statistical Intervals, 1991, section 4.8). It has to lie beyond every
value of the wrong answers.

``solutions/<lesson>/calibration.json`` keeps it (`grader.proving.calibration`).
"""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from grader.checks.plugin import Calibrated, calibrated
from grader.course.lesson import Lesson, LessonError
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.task import Level, Policy
from grader.proving import trainings
from grader.proving.calibration import Calibration, CurveStep, Measured, Record, limit_in, path_of, record_key
from grader.proving.limits import REFERENCE, limit_between, student_t
from grader.proving.trainings import RIGHT, Trainings
from grader.verdict import CurvePoint, Verdict

FEWEST = 3  # runs that give a spread
Quantity = Literal["accuracy", "loss"]
QUANTITIES: tuple[Quantity, ...] = ("accuracy", "loss")
_QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


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
    styles: int = 0,
    profile: str = "cpu",
    workers: int | None = None,
    level: Level = "container",
    on_verdict: Callable[[Job, Verdict], None] = lambda job, verdict: None,
    on_kept: Callable[[int, int], None] = lambda kept, wanted: None,
) -> Report:
    """Train with `runs` seeds, wrong answers with half as many, right answers in other styles with `styles` seeds (0:
    not at all), and add the record to the lesson's calibration. What an earlier run has kept is not trained again;
    `on_kept` hears how many these are, and of how many.

    The caller writes the plot.
    Raises LessonError if the lesson measures nothing, or a right answer does not measure it; SandboxError.
    """
    if runs < FEWEST or 0 < styles < FEWEST:
        raise LessonError("a spread needs at least 3 runs; 10 give a bound that is not much wider than it must be")
    declared = calibrated(lesson)
    if not declared:
        raise LessonError(f"{lesson.id}: no check is marked calibrates(...), so there is nothing to calibrate")
    path_of(lesson)
    student_t()  # before hours of training
    policy = Policy(profile=profile, level=level)
    with (
        tempfile.TemporaryDirectory(prefix="answers-") as name,
        Engine(course, workers=workers, level=level, hidden=[Path(name)]) as engine,
    ):
        trained = Trainings(course, lesson, declared, policy, engine, Path(name), on_verdict, on_kept)
        verdicts = _train(trained, lesson, declared, runs, styles)
    measures = {one.measure: _measured(one, verdicts, lesson) for one in declared}
    reference = verdicts[REFERENCE]
    first = reference[0].environment
    record = Record(
        profile=profile, dataset=first.dataset, runs=runs, date=datetime.datetime.now(datetime.UTC).date(),
        device=first.device, cores=os.cpu_count() or 1, versions=first.versions, measures=measures,
        curves=curves([verdict.curve for verdict in reference]),
    )  # fmt: skip
    calibration = Calibration.read(lesson)
    calibration.records[record_key(profile, first.dataset)] = record
    calibration.write(lesson)
    problems = [problem for name, measured in measures.items() for problem in _not_separated(name, measured)]
    return Report(record, (*problems, *differences(lesson, record)))


def _train(
    trained: Trainings, lesson: Lesson, declared: list[Calibrated], runs: int, styles: int
) -> dict[str, list[Verdict]]:
    """The verdicts on each answer, by name and seed."""
    fewer = max(FEWEST, runs // 2)
    others = list(trainings.styles(lesson, declared, styles)) if styles else []
    answers = [trainings.reference(lesson, declared, runs), *trainings.wrong(lesson, declared, fewer), *others]
    verdicts = trained.of(answers)
    worst = {name for one in declared if (name := _worst_style(one, verdicts, lesson))}
    verdicts |= trained.of([replace(answer, runs=max(runs, styles)) for answer in others if answer.name in worst])
    return verdicts


def _worst_style(one: Calibrated, verdicts: dict[str, list[Verdict]], lesson: Lesson) -> str | None:
    """The right answer whose mean lies farthest on the worse side of the reference's; None if none does."""
    sign = -1 if one.lower_is_better else 1
    means = {name: sign * float(np.mean(_values(verdicts[name], one.measure, lesson, name)))
             for name in verdicts if name == REFERENCE or name.startswith(RIGHT)}  # fmt: skip
    worst = min(means, key=lambda name: means[name])
    return None if worst == REFERENCE else worst


def _measured(one: Calibrated, verdicts: dict[str, list[Verdict]], lesson: Lesson) -> Measured:
    def values(name: str) -> list[float]:
        return _values(verdicts[name], one.measure, lesson, name)

    right = {name.removeprefix(RIGHT): values(name) for name in verdicts if name == REFERENCE or name.startswith(RIGHT)}
    return limit_between(one, right, {name: values(name) for name in one.wrong})


def _values(verdicts: list[Verdict], measure: str, lesson: Lesson, whose: str) -> list[float]:
    for verdict in verdicts:
        if measure not in verdict.measures:
            messages = [f"{c.id}: {c.message.en}" for c in verdict.checks if c.message and c.outcome.value != "skipped"]
            why = "; ".join(messages) or (verdict.reason.en if verdict.reason else "no check recorded it")
            whose = f"the {whose}" if whose == REFERENCE else whose
            raise LessonError(f"{lesson.id}: {whose} did not get as far as {measure} ({why[:500]})")
    return [verdict.measures[measure] for verdict in verdicts]


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

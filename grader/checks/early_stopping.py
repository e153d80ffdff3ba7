"""Early stopping: a training that no right answer ever looked like ends before its last step, where that was asked for.

What is compared is the accuracy that the student's own loop reports, a claim. So it may only ever end a run to its
author's disadvantage: to report more than is true gains nothing but the full run, whose hits are counted outside.

Right answers report in different ways: the accuracy of one batch, or its mean since training began, which lags behind.
The floor is the lowest that any calibrated training could have reported on either reading, the mean of the lowest curve
so far, less a margin for the noise of a batch. A training is stopped when it stays below that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from grader.course.lesson import Lesson
from grader.verdict import CurvePoint

MARGIN = 0.05  # one standard deviation of the share of hits in a batch of 128
IN_A_ROW = 3  # reports below the floor, one after another
EARLIEST = 0.2  # of the calibrated steps: before, right answers guess too


@dataclass(frozen=True)
class Stopped:
    """Where a training was stopped: the accuracy it reported, and the floor that right answers stay above there."""

    step: int
    accuracy: float
    floor: float


class EarlyStopping:
    """Watches one submission's trainings. `lowest` is (step, lowest accuracy of all calibrated trainings), rising."""

    def __init__(self, lowest: list[tuple[int, float]]) -> None:
        self._floors: list[tuple[int, float]] = []
        area, before, low = 0.0, 0, 0.0  # below the curve, from an accuracy of 0 at step 0
        for step, accuracy in lowest:
            area += (step - before) * (low + accuracy) / 2
            before, low = step, accuracy
            self._floors.append((step, area / step - MARGIN))
        self._last_step: int | None = None
        self._below = 0

    @classmethod
    def of(cls, lesson: Lesson, profile: str, dataset: str) -> EarlyStopping | None:
        """From the lesson's ``calibration.json``; None if there is none, or no curve for this profile and dataset."""
        path = lesson.private / "calibration.json" if lesson.private else None
        if path is None or not path.is_file():
            return None
        records = json.loads(path.read_text(encoding="utf-8"))["records"]
        record = records.get(f"{profile}/{dataset}") or records.get(profile) or {}
        curve = record.get("curves", {}).get("accuracy") or []
        lowest = sorted((int(point["step"]), float(point["quantiles"][0])) for point in curve if point["step"] > 0)
        return cls(lowest) if len(lowest) >= IN_A_ROW else None

    def hear(self, point: CurvePoint) -> Stopped | None:
        """The next report; says where to stop once no right answer looked like the training."""
        if self._last_step is not None and point.step <= self._last_step:
            self._below = 0  # another training has begun
        self._last_step = point.step
        floor = self._floor(point.step)
        if point.accuracy is None or floor is None or not 0 <= point.accuracy < floor:
            self._below = 0
            return None
        self._below += 1
        return Stopped(point.step, point.accuracy, floor) if self._below >= IN_A_ROW else None

    def _floor(self, step: int) -> float | None:
        """At this step; None where the calibration says nothing: too early, or past its last step."""
        last = self._floors[-1][0]
        if not EARLIEST * last <= step <= last:
            return None
        return max((floor for known, floor in self._floors if known <= step), default=None)

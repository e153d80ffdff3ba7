"""Points of a training curve travel from the grading processes while they grade, and never hold one up."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading import live
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.task import Policy, Request
from grader.verdict import CurvePoint, Verdict
from tests import toy


@pytest.fixture
def channel() -> Iterator[live.Channel]:
    made = live.Channel()
    yield made
    made.close()


def test_a_point_arrives_as_it_was_told(channel: live.Channel) -> None:
    live.teller(channel.writer, "门", "07-x")(CurvePoint(step=3, loss=0.5, accuracy=None))
    live.teller(channel.writer, "bob", "07-x")(CurvePoint(step=4, loss=math.nan))  # a number that is none: not told
    (first, second) = channel.heard()
    assert first == ("门", "07-x", CurvePoint(step=3, loss=0.5))
    assert second == ("bob", "07-x", CurvePoint(step=4)), "what is no number is none"
    assert list(channel.heard()) == []


def test_a_loop_that_reports_every_step_is_thinned(channel: live.Channel) -> None:
    tell = live.teller(channel.writer, "ada", "07-x")
    for step in range(10_000):
        tell(CurvePoint(step=step))
    heard = [point.step for _, _, point in channel.heard()]
    assert heard[0] == 0 and len(heard) < 100


def test_nobody_waits_for_who_does_not_listen(channel: live.Channel) -> None:
    began = time.monotonic()
    for number in range(5_000):  # far more than a pipe holds
        live.teller(channel.writer, "ada", "07-x")(CurvePoint(step=number))
    assert time.monotonic() - began < 10
    heard = [point.step for _, _, point in channel.heard()]
    assert heard == list(range(len(heard))), "whole lines, in order; what found no room is not told"


def test_a_name_that_is_too_long_for_a_line_is_not_told(channel: live.Channel) -> None:
    live.teller(channel.writer, "x" * 5000, "07-x")(CurvePoint(step=1))
    assert list(channel.heard()) == []


def test_without_a_channel_nothing_is_told() -> None:
    live.teller(None, "ada", "07-x")(CurvePoint(step=1))


TRAINS = """import time
from grader import report
for step in range(1, 9):
    report(step=step, loss=1 / step, accuracy=step / 8)
    time.sleep(0.1)
return FACTOR * np.asarray(x, dtype=float)"""


def test_a_class_is_watched_while_it_is_graded(tmp_path: Path) -> None:
    course = toy.make_course(tmp_path / "course")
    jobs = []
    for name in ("ada", "bob"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "toy.py").write_text(toy.answer(double=TRAINS))
        job = Job(name, toy.LESSON_ID, tmp_path / name / "toy.py")
        jobs.append(Request(job, Policy(level="process"), seed=1))
    seen: list[tuple[str, CurvePoint]] = []
    verdicts: dict[str, Verdict] = {}

    def watch(job: Job, point: CurvePoint) -> None:
        assert job.student not in verdicts, "a point after its verdict would be shown as if it still ran"
        seen.append((job.student, point))

    open_before = len(os.listdir("/proc/self/fd"))
    with Engine(course, workers=2, level="process", on_curve=watch) as engine:
        for request, verdict in engine.run(jobs):
            verdicts[request.job.student] = verdict
    assert {v.outcome.value for v in verdicts.values()} == {"passed"}
    for name in ("ada", "bob"):
        mine = [point for student, point in seen if student == name]
        assert len(mine) >= 3 and set(mine) <= set(verdicts[name].curve), "live points are those of the verdict"
        assert mine[0].step == 1
    deadline = time.monotonic() + 30  # the pool's own thread closes its pipes after the engine has let go of it
    while (still_open := len(os.listdir("/proc/self/fd"))) > open_before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert still_open <= open_before

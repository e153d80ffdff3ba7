"""One program in one sandbox, judged by a lesson's checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.checks.early_stopping import EarlyStopping
from grader.checks.program import Program, Unusable
from grader.checks.student import Session
from grader.course import datasets
from grader.course.lesson import Form, Lesson
from grader.grading.servers import runtime_of
from grader.grading.task import Policy, Selection
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.errors import SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.server_key import ServerKey
from grader.sandbox.wall import LEVELS
from grader.sandbox.warm import Handle
from grader.verdict import CheckResult, CurvePoint, Timings

if TYPE_CHECKING:  # it imports pytest, which a worker does while servers start
    from grader.checks.results import Checked


@dataclass(frozen=True)
class Watch:
    """What whoever watches a program's checks is told. `on_curve`: a point of a training, as it comes.

    `on_check`: the check that begins, and the CPU seconds that judging it may take. `on_result`: what became of a
    check, as soon as it has ended; what confirms it may still take its points.
    """

    on_curve: Callable[[CurvePoint], None] | None = None
    on_check: Callable[[str, float], None] = lambda name, seconds: None
    on_result: Callable[[CheckResult], None] | None = None


@dataclass(frozen=True)
class Ran:
    """What came of a program: the checks' results, and what running it took."""

    checked: Checked
    curve: list[CurvePoint]
    timings: Timings
    device_name: str | None
    stopped: bool  # a training was stopped early
    load_fault: Fault | None
    output_cut: bool  # more was printed than is kept
    left_out: Mapping[str, Unusable]  # regions of the program, those that were from the start included


def server_for(lesson: Lesson, form: Form, policy: Policy, handle: Callable[[str], Handle]) -> Handle:
    """The server for this form of the lesson. Raises SandboxError if there is none that will do."""
    wanted = runtime_of(lesson, form, policy)
    server = handle(wanted)
    if server.runtime != wanted:
        raise SandboxError(f"this was to be judged in {wanted}, and there is {server.runtime}")
    if LEVELS.index(server.level) < LEVELS.index(policy.level):
        raise SandboxError(f"this was to be judged at level {policy.level}, and the sandbox reaches {server.level}")
    return server


def run_program(
    lesson: Lesson,
    form: Form,
    program: Program,
    server: Handle,
    profile: str,
    selection: Selection,
    source: int,
    early_stopping: EarlyStopping | None = None,
    watch: Watch = Watch(),
) -> Ran:
    """Run `program` in a new sandbox of `server`, and judge it. `source` is what every drawn input follows from.

    Raises CheckError, SandboxError.
    """
    from grader.checks.plugin import run_checks

    box = Box(server, limits_at(lesson, server))
    session = Session(
        box, program, lesson.module, form.probe, source, on_curve=watch.on_curve, early_stopping=early_stopping
    )
    box.on_progress = session.progress
    try:
        checked = run_checks(
            lesson, session, profile, hidden=selection.hidden, only=selection.only, alone=selection.alone,
            fail_fast=selection.fail_fast, on_check=watch.on_check, on_result=watch.on_result,
        )  # fmt: skip
    finally:
        box.finish()
    timings = Timings(
        cpu=round(box.usage.cpu, 3),
        peak_memory_mb=round(box.usage.peak_memory_mb, 1),
        peak_device_memory_mb=box.usage.peak_device_mb,
        stalled=box.stalled,
    )
    stopped = bool(session.stopped)
    return Ran(
        checked,
        session.curve,
        timings,
        box.usage.device_name,
        stopped,
        session.load_fault,
        box.output_cut,
        session.left_out,
    )


def early_stopping_of(lesson: Lesson, policy: Policy) -> EarlyStopping | None:
    """What stops the lesson's trainings early under this policy; None if nothing does."""
    return EarlyStopping.of(lesson, policy.profile, datasets.chosen()) if policy.early_stopping else None


def limits_at(lesson: Lesson, server: Handle) -> Limits:
    """The lesson's, with as many times its seconds as the server's runtime and backend need."""
    slower, limits = ServerKey.parse(server.runtime).time_factor, lesson.limits
    seconds = {"call_seconds": slower * limits.call_seconds, "total_seconds": slower * limits.total_seconds}
    return limits.model_copy(update=seconds)


__all__ = ["Ran", "Watch", "early_stopping_of", "limits_at", "run_program", "server_for"]

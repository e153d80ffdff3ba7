"""A student's own check of a file: public checks, on their own machine, by an engine that stays warm.

The one way in which `%check`, JupyterLab's panel and `grader check` judge.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from grader.grading.engine import Engine
from grader.grading.one import job_of
from grader.grading.seeds import Seed
from grader.grading.task import Policy, Request, Selection
from grader.verdict import CheckResult, CurvePoint, Verdict

POLICY = Policy(level="process")  # a student's own code on their own machine: any level of the wall will do


class Practice:
    """Checks answers to one course. Make it before the process has threads; leave it, and every process has ended.

    `on_curve` gets the points of a training as they come, `on_result` what became of each check. `again`: the student
    will check again, and what that needs is made before.
    """

    def __init__(
        self,
        course: Path,
        on_curve: Callable[[CurvePoint], None] = lambda point: None,
        on_result: Callable[[CheckResult], None] | None = None,
        *,
        again: bool = False,
    ) -> None:
        told = None if on_result is None else lambda job, result: on_result(result)
        self._course = course
        self._engine = Engine(
            course, workers=1, level=POLICY.level, on_curve=lambda job, point: on_curve(point), on_result=told,
            again=again,
        )  # fmt: skip

    def __enter__(self) -> Practice:
        self._engine.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.__exit__(kind, error, trace)

    def check(
        self,
        lesson: str,
        path: Path,
        only: frozenset[str] | None = None,
        *,
        hidden: bool = False,
        policy: Policy = POLICY,
        seed: Seed | None = None,
    ) -> Verdict:
        """The verdict on the file, archive or folder at `path`, by all checks or those of `only`.

        Raises OSError if `path` cannot be listed, SandboxError if the lesson's runtime does not start.
        """
        request = Request(job_of(self._course, path, lesson), policy, Selection(hidden=hidden, only=only), seed)
        with contextlib.closing(self._engine.run([request])) as run:  # an exception ends what is being judged
            ((_, verdict),) = run
        return verdict


__all__ = ["POLICY", "Practice"]

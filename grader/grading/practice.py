"""A student's own check of a file: public checks, on their own machine, by an engine that stays warm.

The one way in which `%check`, JupyterLab's panel and `grader check` judge.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from grader.course.lesson import Lesson
from grader.grading.ahead import LEVEL, Ahead
from grader.grading.seeds import Seed
from grader.grading.servers import runtime_in, servers_of
from grader.grading.task import Policy, Request, Selection
from grader.verdict import CheckResult, CurvePoint, Verdict

POLICY = Policy(level=LEVEL)


class Practice:
    """Checks answers to one course. Make it before the process has threads; leave it, and every process has ended.

    `on_curve` gets the points of a training as they come, `on_result` what became of each check. The server that
    `first` needs starts before anything else is imported; what has begun `ahead` is taken. `again`: the student will
    check again, and what that needs is made before.
    """

    def __init__(
        self,
        course: Path,
        on_curve: Callable[[CurvePoint], None] = lambda point: None,
        on_result: Callable[[CheckResult], None] | None = None,
        *,
        first: tuple[Lesson, Policy] | None = None,
        ahead: Ahead | None = None,
        again: bool = False,
    ) -> None:
        begun = ahead.take(course) if ahead is not None else None
        servers = begun.servers if begun is not None else servers_of(course, POLICY.level)
        if first is not None:
            servers.begin(runtime_in(first[0], None, first[1]))
        from grader.grading.executors.local import LocalExecutor

        self._executor = begun or LocalExecutor(course, workers=1, again=again, servers=servers)
        from grader.grading.engine import Engine  # while the worker imports what judges

        told = None if on_result is None else lambda job, result: on_result(result)
        self._course = course
        self._engine = Engine(
            course, executor=self._executor, on_curve=lambda job, point: on_curve(point), on_result=told
        )

    def __enter__(self) -> Practice:
        self._engine.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.__exit__(kind, error, trace)
        self._executor.__exit__(kind, error, trace)

    def let_go(self) -> None:
        """Nothing more will be checked: all shall end, and who leaves it waits for that."""
        self._executor.let_go()

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
        from grader.grading.one import job_of

        request = Request(job_of(self._course, path, lesson), policy, Selection(hidden=hidden, only=only), seed)
        with contextlib.closing(self._engine.run([request])) as run:  # an exception ends what is being judged
            ((_, verdict),) = run
        return verdict


__all__ = ["POLICY", "Practice"]

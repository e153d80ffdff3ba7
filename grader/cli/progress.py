"""The progress bar of a class."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from grader.cli.common import printable, terminal

if TYPE_CHECKING:
    from grader.batch import Engine, Job
    from grader.verdict import Verdict


class Bar:
    """A progress bar on stderr that names what is being graded; one line per verdict where stderr is no terminal."""

    def __init__(self) -> None:
        import time

        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._began = time.monotonic()
        self._clock = time.monotonic
        self.console = terminal(stderr=True)
        self.kept = 0
        self._done = 0
        self._total = 0
        self._bar = Progress(
            TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=self.console, transient=True, disable=not self.console.is_terminal,
        )  # fmt: skip

    @property
    def seconds(self) -> float:
        return self._clock() - self._began

    def __enter__(self) -> Bar:
        return self

    def begin(self, engine: Engine | None, total: int, kept: int = 0) -> None:
        self.kept = self._done = kept
        self._total = total
        self._engine = engine
        if engine is not None:
            self._task = self._bar.add_task("starting the sandbox", total=total, completed=kept, markup=False)
            self._bar.start()

    def advance(self, job: Job, verdict: Verdict) -> None:
        self._done += 1
        if self._bar.disable:
            score = "no score" if verdict.score is None else f"{verdict.score:g}/{verdict.max_score:g}"
            print(
                f"[{self._done}/{self._total}] {printable(job.name)}: {verdict.outcome.value} {score}", file=sys.stderr
            )
        else:
            from rich.markup import escape

            names = ", ".join(one.name for one in self._engine.running) if self._engine else ""
            self._bar.update(self._task, advance=1, description=escape(printable(names)[:120]))

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

"""What moves on the terminal while answers are judged: the class, and the training of each answer."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from grader.cli.common import printable, terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from grader.grading.engine import Engine, Job
    from grader.verdict import CurvePoint, Verdict


def _lines(*, counting: bool) -> Progress:
    """Lines on stderr that go when they are done; none where stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = terminal(stderr=True)
    name = TextColumn("{task.fields[name]}", markup=False)
    count = (BarColumn(), MofNCompleteColumn()) if counting else (SpinnerColumn(),)
    # Text of a student's making is shown as it is: markup in a name would style, link or break the terminal.
    columns = (name, *count, TimeElapsedColumn(), TextColumn("{task.fields[said]}", markup=False))
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _Running:
    """As text, what is being judged at the moment at which it is drawn."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __str__(self) -> str:
        names = ", ".join(job.name for job in self._engine.running)
        return printable(names)[:80] or "starting the sandbox"


class Bar:
    """A class: how many are done, and a line for each training that is under way. One line per verdict where stderr is
    no terminal."""

    def __init__(self, lang: str = "en") -> None:
        self._began = time.monotonic()
        self._lang = lang
        self.kept = 0
        self._done = 0
        self._total = 0
        self._bar = _lines(counting=True)
        self._trainings: dict[Job, TaskID] = {}

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def __enter__(self) -> Bar:
        return self

    def begin(self, engine: Engine, total: int) -> None:
        self._total = total
        self._task = self._bar.add_task("", total=total, name="grading", said=_Running(engine))
        self._bar.start()

    def keep(self, job: Job) -> None:
        """An earlier run's verdict on this job still holds."""
        self.kept += 1
        self._done += 1
        self._bar.update(self._task, advance=1)

    def train(self, job: Job, point: CurvePoint, steps: int | None = None) -> None:
        """A point of this job's training; `steps` is how many there will be, if that is known."""
        from grader.reports.console import curve_point

        if job not in self._trainings:
            self._trainings[job] = self._bar.add_task("", total=steps, name=f"  {printable(job.name)[:40]}", said="")
        total = steps if steps and 0 <= point.step <= steps else None
        said = curve_point(point, self._lang)
        self._bar.update(self._trainings[job], completed=max(0, point.step), total=total, said=said)

    def advance(self, job: Job, verdict: Verdict) -> None:
        self._done += 1
        if (training := self._trainings.pop(job, None)) is not None:
            self._bar.remove_task(training)
        if self._bar.disable:
            score = "no score" if verdict.score is None else f"{verdict.score:g}/{verdict.max_score:g}"
            print(
                f"[{self._done}/{self._total}] {printable(job.name)}: {verdict.outcome.value} {score}", file=sys.stderr
            )
        else:
            self._bar.update(self._task, advance=1)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


class Spinner:
    """One answer, as its author waits for it: what is being done, how long already, and how the training goes."""

    def __init__(self, name: str, lang: str) -> None:
        self._lang = lang
        self._bar = _lines(counting=False)
        self._task = self._bar.add_task("", total=None, name=name, said="")

    def __enter__(self) -> Spinner:
        self._bar.start()
        return self

    def train(self, point: CurvePoint) -> None:
        from grader.reports.console import curve_point

        self._bar.update(self._task, said=curve_point(point, self._lang))

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

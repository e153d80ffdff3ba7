"""What moves on the terminal while answers are judged: the class, and the training of each answer."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.cli.common import printable, terminal
from grader.cli.remaining import Remaining
from grader.messages.sentences import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from grader.grading.engine import Engine, Job
    from grader.verdict import CurvePoint, Verdict

_WORTH_SAYING = 10  # seconds


def _lines(*, counting: bool) -> Progress:
    """Lines on stderr that go when they are done; none where stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = terminal(stderr=True)
    name = TextColumn("{task.fields[name]}", markup=False)
    count = (BarColumn(), MofNCompleteColumn()) if counting else (SpinnerColumn(),)
    # Text of a student's making is shown as it is: markup in a name would style, link or break the terminal.
    told = (TextColumn(f"{{task.fields[{field}]}}", markup=False) for field in ("left", "said"))
    columns = (name, *count, TimeElapsedColumn(), *told)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _Running:
    """As text, what is being judged at the moment at which it is drawn."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __str__(self) -> str:
        names = ", ".join(job.name for job in self._engine.running)
        return printable(names)[:80] or "starting the sandbox"


class _Left:
    """As text, how long the rest will take, at the moment at which it is drawn."""

    def __init__(self, remaining: Remaining, lang: str) -> None:
        self._remaining, self._lang = remaining, lang

    def __str__(self) -> str:
        seconds = self._remaining.seconds()
        return "" if seconds is None else say("about {time} left", time=_clock(seconds)).get(self._lang)


def _clock(seconds: float) -> str:
    """As 0:05, 12:30 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Bar:
    """A class: how many are done, how long the rest will take, and a line for each training that is under way. Where
    stderr is no terminal, one line per verdict, and what is left at each tenth.

    Verdicts that are kept before the class begins are counted, too.
    """

    def __init__(self, lang: str = "en") -> None:
        self._began = time.monotonic()
        self._lang = lang
        self.kept = 0
        self._done = 0
        self._total = 0
        self._remaining = Remaining([])
        self._bar = _lines(counting=True)
        self._task: TaskID | None = None
        self._trainings: dict[Job, TaskID] = {}

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def __enter__(self) -> Bar:
        return self

    def begin(self, engine: Engine, jobs: Sequence[Job]) -> None:
        """These are still to be done."""
        self._total = self._done + len(jobs)
        self._remaining = Remaining(job.lesson for job in jobs)
        left, said = _Left(self._remaining, self._lang), _Running(engine)
        self._task = self._bar.add_task(
            "", total=self._total, completed=self._done, name="grading", left=left, said=said
        )
        self._bar.start()

    def keep(self, job: Job) -> None:
        """An earlier run's verdict on this job still holds."""
        self.kept += 1
        self._done += 1
        self._remaining.kept(job.lesson)
        if self._task is not None:
            self._bar.update(self._task, advance=1)

    def train(self, job: Job, point: CurvePoint, steps: int | None = None) -> None:
        """A point of this job's training; `steps` is how many there will be, if that is known."""
        from grader.reports.console import curve_point

        if job not in self._trainings:
            name = f"  {printable(job.name)[:40]}"
            self._trainings[job] = self._bar.add_task("", total=steps, name=name, left="", said="")
        total = steps if steps and 0 <= point.step <= steps else None
        said = curve_point(point, self._lang)
        self._bar.update(self._trainings[job], completed=max(0, point.step), total=total, said=said)

    def advance(self, job: Job, verdict: Verdict) -> None:
        self._done += 1
        self._remaining.judged(job.lesson, verdict.timings.cpu + verdict.timings.judging_cpu)
        if (training := self._trainings.pop(job, None)) is not None:
            self._bar.remove_task(training)
        if self._bar.disable:
            score = "no score" if verdict.score is None else f"{verdict.score:g}/{verdict.max_score:g}"
            print(
                f"[{self._done}/{self._total}] {printable(job.name)}: {verdict.outcome.value} {score}", file=sys.stderr
            )
            if 10 * self._done // self._total > 10 * (self._done - 1) // self._total:
                self._say_what_is_left()
        else:
            assert self._task is not None
            self._bar.update(self._task, advance=1)

    def _say_what_is_left(self) -> None:
        seconds = self._remaining.seconds()
        if seconds is not None and seconds >= _WORTH_SAYING:
            print(f"[{self._done}/{self._total}] {_Left(self._remaining, self._lang)}", file=sys.stderr)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


class Spinner:
    """One answer, as its author waits for it: what is being done, how long already, and how the training goes.

    Where stderr is no terminal there is nothing, and nothing to draw it is imported."""

    def __init__(self, name: str, lang: str) -> None:
        self._lang = lang
        self._bar = _lines(counting=False) if terminal(stderr=True).is_terminal else None
        if self._bar:
            self._task = self._bar.add_task("", total=None, name=name, left="", said="")

    def __enter__(self) -> Spinner:
        if self._bar:
            self._bar.start()
        return self

    def train(self, point: CurvePoint) -> None:
        from grader.reports.console import curve_point

        if self._bar:
            self._bar.update(self._task, said=curve_point(point, self._lang))

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

"""Checks that run beside the Jupyter server, one after the other, and what is told of each.

A run's events are kept, so that a front end that lost its connection goes on where it was. The server's loop only ever
appends to a list: judging is the business of a process, and hearing from it of one thread.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.lesson import LessonError
from grader.jupyter.events import Event, Told
from grader.jupyter.hinting import hints_for
from grader.jupyter.places import Refused, Workspace
from grader.jupyter.process import Cancelled, Checker, CheckerError
from grader.jupyter.recording import recorded
from grader.messages.sentences import defer, say
from grader.verdict import CheckResult

KEPT = 20  # runs whose events can still be asked for
WAITING = 8  # checks in line
_AGAIN = 0.2  # seconds between two tries to end a check
MOST_EVENTS = 5_000  # of one run: a training that reports more is thinned


@dataclass
class Run:
    """One check. Only the server's loop touches it; `changed` is set, and replaced, when an event has come."""

    id: str
    events: list[Event] = field(default_factory=list)
    done: bool = False
    cancelled: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, event: Event) -> None:
        if self.done or (event["kind"] in ("progress", "output") and len(self.events) >= MOST_EVENTS):
            return
        self.events.append({"n": len(self.events) + 1, **event})
        self.done = event["kind"] == "end"
        self.changed.set()
        self.changed = asyncio.Event()

    async def after(self, number: int, seconds: float) -> list[Event]:
        """The events after this one, waiting for the first of them; none if none has come in time."""
        if len(self.events) <= number and not self.done:
            try:
                await asyncio.wait_for(self.changed.wait(), seconds)
            except TimeoutError:
                return []
        return self.events[max(0, number) :]


@dataclass(frozen=True)
class Asked:
    """What is to be checked: a file of a workspace, as an answer to a lesson; and the event with which that begins."""

    workspace: Workspace
    path: Path
    told: Told
    start: Event


class Runs:
    """The runs of one server; `close` it with the server. All but `close` belongs to the server's loop."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._loop: asyncio.AbstractEventLoop | None = None  # the server's, which runs only after this was made
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gatehouse")
        self._runs: dict[str, Run] = {}
        self._current: Run | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def __getitem__(self, identifier: str) -> Run:
        """Raises Refused if there is no such run any more."""
        if identifier not in self._runs:
            raise Refused(say("this check is not known any more; check again"), 404)
        return self._runs[identifier]

    def begin(self, asked: Asked) -> Run:
        """Put a check in line. Raises Refused if too many wait already."""
        if sum(not run.done for run in self._runs.values()) >= WAITING:
            raise Refused(say("several checks are still running; wait until one has ended, or cancel it"), 429)
        run = Run(uuid.uuid4().hex)
        self._runs[run.id] = run
        ended = [one.id for one in self._runs.values() if one.done]
        for identifier in ended[: max(0, len(self._runs) - KEPT)]:
            del self._runs[identifier]
        run.add(asked.start)
        self._loop = asyncio.get_running_loop()
        self._loop.run_in_executor(self._thread, self._check, run, asked)
        return run

    def cancel(self, run: Run) -> None:
        """End a check that runs or waits. One that has ended stays as it is."""
        if not run.cancelled:
            run.cancelled = True
            self._ending.add(task := asyncio.get_running_loop().create_task(self._end(run)))
            task.add_done_callback(self._ending.discard)

    async def _end(self, run: Run) -> None:
        while not run.done:  # again and again: it may just be beginning
            if run is self._current:
                self._checker.cancel()
            await asyncio.sleep(_AGAIN)

    def close(self) -> None:
        for run in self._runs.values():
            run.cancelled = True
        self._checker.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._checker.close()

    # -- the thread

    def _check(self, run: Run, asked: Asked) -> None:
        tell = self._teller(run)
        try:
            if run.cancelled:
                raise Cancelled
            self._current = run
            self._judge(asked, tell)
        except Cancelled:
            tell(_broken("cancelled", say("cancelled").get(asked.told.lang)))
        except Exception as error:  # ours, and the front end must not wait for ever
            words = str(error) if isinstance(error, CheckerError) else f"{type(error).__name__}: {error}"
            tell(_broken("grader_error", _FAULT.get(asked.told.lang), words[:500]))
        finally:
            self._current = None

    def _judge(self, asked: Asked, tell: Callable[[Event], None]) -> None:
        told, results = asked.told, dict[str, CheckResult]()

        def on_result(result: CheckResult) -> None:
            results[result.id] = result
            for event in told.result(result):
                tell(event)

        def on_curve(point: Any) -> None:
            for event in told.point(point):
                tell(event)

        verdict = self._checker.check(told.lesson, asked.path, None, on_curve, on_result)
        for check in verdict.checks:
            if results.get(check.id) != check:  # judged again, or what confirms it did not pass
                on_result(check)
        recorded(asked.workspace, told.lesson, verdict, asked.path)
        try:
            offered = hints_for(told.lesson, asked.workspace.history.of(told.lesson.id)).offered
        except LessonError as error:  # they cost nobody the results
            tell(told.end(verdict, False, [_NO_HINTS.say(error=str(error))]))
        else:
            tell(told.end(verdict, offered))

    def _teller(self, run: Run) -> Callable[[Event], None]:
        loop = self._loop
        assert loop is not None

        def tell(event: Event) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(run.add, event)

        return tell


_NO_HINTS = defer("the lesson's hints cannot be read, which changes no result: {error}; tell your teacher")
_FAULT = say(
    "The check itself broke down, which is not your fault. Check once more; if it happens again, show this to your "
    "teacher."
)


def _broken(outcome: str, said: str, message: str = "") -> Event:
    """The end of a run that has no verdict."""
    return {
        "kind": "end", "outcome": outcome, "said": said, "message": message, "next_step": "", "score": None,
        "max_score": 0.0, "passed": False, "hint_offered": False, "diagnoses": [], "notices": [],
    }  # fmt: skip


__all__ = ["Asked", "Run", "Runs"]

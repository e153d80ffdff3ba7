"""What a student has checked, asked and handed in, with a copy of each answer; kept in their own workspace.

``.gatehouse/history/02-gate-math.jsonl`` has a line for each event, oldest first, and ``copies/`` the answers, each
once. It is the student's own file: nobody grades by it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.course.lesson import is_lesson_id
from grader.verdict import Outcome, SubmissionOutcome, Verdict, write_atomically

MOST_EVENTS = 500  # of a lesson: older checks are forgotten
_READABLE = 10_000_000  # bytes of a lesson's file
Kind = Literal["check", "hand-in", "hint"]


class Event(BaseModel):
    """One line. Of a hint, `hint` is which one; of the others, `sha256` names the copy of the answer.

    `diagnoses` and `failed` are the ids of the misconceptions found, and of the checks that did not pass.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    when: datetime.datetime
    kind: Kind
    name: str = ""
    sha256: str = ""
    outcome: SubmissionOutcome | None = None
    score: float | None = None
    max_score: float = 0.0
    diagnoses: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    hint: str = ""

    @property
    def passed(self) -> bool:
        return self.kind == "check" and self.outcome is SubmissionOutcome.PASSED


class History:
    """The history below a folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, lesson: str) -> list[Event]:
        """The lesson's events, oldest first; lines that are none are left out."""
        if not is_lesson_id(lesson):
            return []
        try:
            with self._path(lesson).open("rb") as stream:
                lines = stream.read(_READABLE).splitlines()
        except OSError:
            return []
        return list(_events(lines))

    def checked(self, lesson: str, verdict: Verdict, name: str, data: bytes) -> Event:
        """Keep that an answer was checked, and the answer. Raises OSError."""
        failed = [check for check in verdict.checks if check.outcome is not Outcome.PASSED]
        event = self._event(
            "check", name=name, sha256=self._keep(data), outcome=verdict.outcome, score=verdict.score,
            max_score=verdict.max_score, failed=tuple(check.id for check in failed),
            diagnoses=tuple(dict.fromkeys(check.diagnosis.id for check in failed if check.diagnosis)),
        )  # fmt: skip
        self._add(lesson, event)
        verdict.write(self._folder / f"{lesson}.verdict.json", lasting=False)  # a student waits
        return event

    def handed_in(self, lesson: str, name: str, data: bytes) -> Event:
        """Keep that an answer was handed in, and the answer. Raises OSError."""
        event = self._event("hand-in", name=name, sha256=self._keep(data, lasting=True))
        self._add(lesson, event)
        return event

    def hinted(self, lesson: str, hint: str) -> None:
        """Keep that this hint was shown. Raises OSError."""
        self._add(lesson, self._event("hint", hint=hint))

    def last_verdict(self, lesson: str) -> Verdict | None:
        """What the last check of the lesson came to."""
        try:
            return Verdict.read(self._folder / f"{lesson}.verdict.json") if is_lesson_id(lesson) else None
        except ValueError:
            return None

    def find(self, identifier: str) -> tuple[str, Event] | None:
        """The event of this id, with its lesson."""
        for path in sorted(self._folder.glob("*.jsonl")):
            for event in self.of(path.stem):
                if event.id == identifier:
                    return path.stem, event
        return None

    def copy(self, event: Event) -> bytes | None:
        """The answer that was checked or handed in; None if it is there no longer, or is not as it was."""
        path = self._folder / "copies" / event.sha256
        if len(event.sha256) != 64 or not set(event.sha256) <= set("0123456789abcdef"):
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == event.sha256 else None

    # -- writing

    def _path(self, lesson: str) -> Path:
        return self._folder / f"{lesson}.jsonl"

    def _event(self, kind: Kind, **facts: Any) -> Event:
        now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        return Event(id=uuid.uuid4().hex, when=now, kind=kind, **facts)

    def _keep(self, data: bytes, *, lasting: bool = False) -> str:
        """Keep a copy; its name. A copy that is not whole is known by its name."""
        bare = without_outputs(data)
        name = hashlib.sha256(bare).hexdigest()
        if not (path := self._folder / "copies" / name).exists():
            write_atomically(path, bare, lasting=lasting)
        return name

    def _add(self, lesson: str, event: Event) -> None:
        if not is_lesson_id(lesson):
            raise ValueError(f"{lesson!r} is no lesson's name")
        self._folder.mkdir(parents=True, exist_ok=True)
        line = event.model_dump_json(exclude_defaults=True).encode() + b"\n"
        fd = os.open(self._path(lesson), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(fd, line)  # whole: a line is short
        finally:
            os.close(fd)
        events = self.of(lesson)
        if len(events) > MOST_EVENTS + MOST_EVENTS // 10:
            self._forget(lesson, events)

    def _forget(self, lesson: str, events: list[Event]) -> None:
        """Keep every hand-in, whatever passed, and the latest of the others; and the copies that these need."""
        old = [event for event in events[:-MOST_EVENTS] if event.kind == "hand-in" or event.passed][-MOST_EVENTS:]
        kept = [*old, *events[-MOST_EVENTS:]]
        write_atomically(self._path(lesson), (event.model_dump_json(exclude_defaults=True) + "\n" for event in kept))
        needed = {event.sha256 for path in self._folder.glob("*.jsonl") for event in self.of(path.stem)}
        for copy in (self._folder / "copies").iterdir():
            if copy.name not in needed:
                copy.unlink(missing_ok=True)


def _events(lines: list[bytes]) -> Iterator[Event]:
    for line in lines:
        try:
            yield Event.model_validate_json(line)
        except ValidationError:
            continue


def without_outputs(data: bytes) -> bytes:
    """A notebook without what its cells showed; anything else as it is."""
    try:
        book = json.loads(data)
    except (ValueError, RecursionError):
        return data
    if not isinstance(book, dict) or not isinstance(cells := book.get("cells"), list):
        return data
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass") + b"\n"


__all__ = ["Event", "History", "without_outputs"]

"""A course as a path of gates: which are open, and how far a student has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.checks.listing import hidden_checks, listed_checks
from grader.course.lesson import Lesson
from grader.grading.opening import MAX_NOTEBOOK
from grader.jupyter.history import Event
from grader.jupyter.places import Refused, Workspace
from grader.jupyter.spots import Source
from grader.jupyter.workspace import open_lesson
from grader.messages.sentences import say


@dataclass(frozen=True)
class Gate:
    """`state` is ``locked``, ``open``, ``started`` or ``passed``; `points` are the most that a check of it gave."""

    lesson: Lesson
    state: str
    points: float
    max_points: float
    notebook: Path | None
    hidden_checks: int | None


def gates_of(workspace: Workspace) -> list[Gate]:
    """The gates in the course's order. Raises LessonError."""
    outline, history = workspace.outline, workspace.history
    gates: list[Gate] = []
    for lesson in workspace.lessons():
        events = history.of(lesson.id)
        path = workspace.notebook(lesson)
        before = not gates or outline.order == "all" or gates[-1].state == "passed"
        state = _state(lesson, path, events, before)
        points = max((event.score or 0.0 for event in events if event.kind == "check"), default=0.0)
        most = sum(check.points for check in listed_checks(lesson))
        hidden = outline.hidden_checks.get(lesson.id) or hidden_checks(lesson)
        gates.append(Gate(lesson, state, points, most, path if path.is_file() else None, hidden))
    return gates


def _state(lesson: Lesson, path: Path, events: list[Event], before: bool) -> str:
    if any(event.passed for event in events):
        return "passed"
    if not before:
        return "locked"
    return "started" if events or _begun(lesson, path) else "open"


def _begun(lesson: Lesson, path: Path) -> bool:
    """Whether the notebook has an answer that the stub does not have."""
    try:
        small = path.stat().st_size <= MAX_NOTEBOOK
        return small and Source.of(path.read_bytes()).answered(lesson.form())
    except OSError:
        return False


def opened(workspace: Workspace, lesson: Lesson, lang: str) -> Path:
    """The lesson's notebook, written if there is none. Raises Refused if the gate is locked, OSError, LessonError."""
    if any(gate.lesson.id == lesson.id and gate.state == "locked" for gate in gates_of(workspace)):
        raise Refused(say("this lesson opens when all public checks of the one before it pass"), 403)
    return open_lesson(lesson, workspace.notebook(lesson), lang)


__all__ = ["Gate", "gates_of", "opened"]

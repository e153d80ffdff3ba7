"""Which hint comes next: what the last check found decides, and what was shown already is not shown again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from grader.checks.concerns import checks_of, matching
from grader.course.hints import Hint, hints_of
from grader.course.lesson import Lesson
from grader.jupyter.history import Event

IN_A_ROW = 3  # checks with the same diagnosis, after which the next hint is offered


@dataclass(frozen=True)
class Hints:
    """The hints of a lesson for a student who has come so far: those `shown`, and those `left`, the next first."""

    shown: tuple[Hint, ...]
    left: tuple[Hint, ...]
    offered: bool


def hints_for(lesson: Lesson, events: list[Event]) -> Hints:
    """The hints after these events. Raises LessonError if the lesson's own cannot be read."""
    hints = {key(hint): hint for hint in hints_of(lesson)}
    seen = [event.hint for event in events if event.kind == "hint"]
    checks = [event for event in events if event.kind == "check"]
    last = checks[-1] if checks else None
    known = checks_of(lesson, hidden=False)
    left = [hint for name, hint in hints.items() if name not in seen and _concerns(hint, last, known)]
    left.sort(key=lambda hint: _nearness(hint, last))
    shown = tuple(hints[name] for name in dict.fromkeys(seen) if name in hints)
    return Hints(shown, tuple(left), bool(left) and _stuck(events))


def key(hint: Hint) -> str:
    """What the history calls a hint: it outlives a change of the others."""
    return hashlib.sha256(hint.text.en.encode()).hexdigest()[:16]


def _concerns(hint: Hint, last: Event | None, checks: dict[str, frozenset[str]]) -> bool:
    """Whether it is about the lesson, or about what the last check found."""
    if not hint.about or last is None:
        return not hint.about
    concerned = {check for name in hint.about for check in (name, *matching(name, checks))}
    return not concerned.isdisjoint((*last.failed, *last.diagnoses))


def _nearness(hint: Hint, last: Event | None) -> int:
    """A diagnosis first, in the order found; then what failed; then what is for everybody."""
    if last is not None and (found := [n for n, name in enumerate(last.diagnoses) if name in hint.about]):
        return found[0]
    return 1_000 if hint.about else 2_000


def _stuck(events: list[Event]) -> bool:
    """Whether the last checks, with no hint between them, found the same."""
    recent = [event for event in events if event.kind in ("check", "hint")][-IN_A_ROW:]
    if len(recent) < IN_A_ROW or any(event.kind == "hint" for event in recent):
        return False
    return bool(set.intersection(*(set(event.diagnoses) for event in recent)))


__all__ = ["IN_A_ROW", "Hints", "hints_for", "key"]

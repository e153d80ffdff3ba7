"""A check as it is told to whoever watches: what begins, each result, and what it comes to, in one language. Pure.

The front end reads these; docs/jupyter.md has the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks.concerns import checks_of
from grader.checks.listing import listed_checks
from grader.course.lesson import Lesson, LessonError
from grader.grading.parts import functions_of
from grader.jupyter.spots import Source, Spot
from grader.messages.sentences import say
from grader.reports.text import block, one_line
from grader.reports.wording import PUBLIC_PASSED, frame, frames, wording
from grader.source.regions import find_regions
from grader.verdict import CheckResult, CurvePoint, Outcome, SubmissionOutcome, Text, Verdict

Event = dict[str, Any]
_SHOWN = 2_000  # characters of a message
_STEPS = {  # where the panel has more than a page does: a link to the line, a button that gives the stub back
    SubmissionOutcome.REJECTED: say(
        "Put right what is said above. Or press the arrow beside Check: it gives you the lesson as it was, and keeps a "
        "copy of your notebook in `earlier/`. Then copy your lines from there between Begin and End."
    ),
    SubmissionOutcome.RAISED: say(
        "Start with the first error: its message says what went wrong, and the underlined line below it leads there."
    ),
}


@dataclass(frozen=True)
class Told:
    """What one check of a file is told in: the lesson, the file as it was read, and the language."""

    lesson: Lesson
    source: Source
    lang: str
    hidden: int | None = None

    def start(self) -> Event:
        checks = [
            {"name": one.id, "title": one.title.get(self.lang), "points": one.points}
            for one in listed_checks(self.lesson)
        ]
        return {"kind": "start", "lesson": self.lesson.id, "checks": checks, "hidden_checks": self.hidden}

    def point(self, point: CurvePoint) -> list[Event]:
        values = {"loss": point.loss, "accuracy": point.accuracy}
        return [
            {"kind": "progress", "series": name, "step": point.step, "value": value}
            for name, value in values.items()
            if value is not None
        ]

    def result(self, check: CheckResult) -> list[Event]:
        """The check's event, and what the student's code printed in it."""
        passed = check.outcome is Outcome.PASSED
        words = wording(check.outcome)
        message = check.message or (None if passed else words.meaning)
        spot = None if passed else self.spot(check)
        seen = check.compared
        event = {
            "kind": "check", "name": check.id, "title": one_line(check.title.get(self.lang), 400),
            "outcome": check.outcome.value, "said": words.name.get(self.lang),
            "points": check.points, "max_points": check.max_points,
            "message": block(message.get(self.lang), _SHOWN) if message else "",
            "expected": block(seen.expected, _SHOWN) if seen else None,
            "actual": block(seen.actual, _SHOWN) if seen else None,
            "note": block(check.note.get(self.lang), _SHOWN) if check.note else "",
            "traceback": block(frames(check.traceback).get(self.lang)) if check.traceback else "",
            "line": spot.plain() if spot else None, "blank": not passed and self._blank(check),
            "diagnosis": check.diagnosis.id if check.diagnosis and self._explained(check) else None,
        }  # fmt: skip
        printed = [{"kind": "output", "name": check.id, "text": block(check.output)}] if check.output else []
        return [*printed, event]

    def end(self, verdict: Verdict, hint_offered: bool, more: Sequence[Text] = ()) -> Event:
        """`more` are notices beside the verdict's own."""
        outcome = verdict.outcome
        passed = outcome is SubmissionOutcome.PASSED
        public = passed and not any(check.hidden for check in verdict.checks)
        step = PUBLIC_PASSED if public else _STEPS.get(outcome, wording(outcome).next_step)
        said = verdict.reason or wording(outcome).meaning
        return {
            "kind": "end", "outcome": outcome.value, "said": wording(outcome).name.get(self.lang),
            "message": "" if public else block(said.get(self.lang), _SHOWN), "next_step": step.get(self.lang),
            "score": verdict.score, "max_score": verdict.max_score, "passed": passed, "hint_offered": hint_offered,
            "diagnoses": self._diagnoses(verdict.checks),
            "notices": [block(text.get(self.lang), _SHOWN) for text in (*(n.text for n in verdict.notices), *more)],
        }  # fmt: skip

    # -- where

    def spot(self, check: CheckResult) -> Spot | None:
        """The student's own line that a check is about: the last of its frames, else where its function is written."""
        for line in reversed((check.traceback or "").split("\n")):
            if found := frame(line):
                return self.source.spot(*found[:2])
        return next(filter(None, map(self.source.within, self._regions_of(check.id))), None)

    def _blank(self, check: CheckResult) -> bool:
        """Whether the function that a check is about is still to be written."""
        regions = self._regions_of(check.id)
        return bool(regions) and not self.source.written(regions[0], self.lesson.form())

    def _explained(self, check: CheckResult) -> bool:
        """Whether its diagnosis is told: a function that is still to be written has no mistake yet."""
        return bool(check.diagnosis) and (bool(check.traceback) or not self._blank(check))

    def _regions_of(self, check: str) -> list[str]:
        """The regions of the functions that a check calls, first of those that its own name has."""
        form = self.lesson.form()
        try:
            called = checks_of(self.lesson, hidden=False).get(check.split("[")[0], frozenset())
            named = [one.name or "" for one in find_regions(form.stub)]
        except (LessonError, ValueError):
            return []
        functions = functions_of(form)
        own = [name for name in functions if f"_{name}" in f"_{check}"]
        others = [name for name in reversed(functions) if name in called - {*own}]  # what is written first prepares
        order = [*sorted(own, key=len, reverse=True), *others]
        return [named[n] for name in order for n in functions[name]] or (named if len(named) == 1 else [])

    def _diagnoses(self, checks: Iterable[CheckResult]) -> list[Event]:
        """Each misconception once, with the checks that it explains."""
        found: dict[str, Event] = {}
        for check in checks:
            if check.diagnosis is None or not self._explained(check):
                continue
            spot = self.spot(check)
            text = block(check.diagnosis.text.get(self.lang), _SHOWN)
            one: Event = {"id": check.diagnosis.id, "text": text, "checks": [], "line": spot.plain() if spot else None}
            found.setdefault(check.diagnosis.id, one)["checks"].append(check.id)
        return list(found.values())


__all__ = ["Event", "Told"]

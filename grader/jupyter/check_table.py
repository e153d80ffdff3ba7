"""What `%check` shows: one object, as an HTML table in a notebook and as text in a terminal. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from grader.messages.sentences import say, say_in, say_many
from grader.reports.console import as_text, verdict_view
from grader.reports.repeats import once
from grader.reports.text import block, clean, number, one_line, with_code
from grader.reports.wording import COLON, DIAGNOSIS, NOTE, NOTICES, PUBLIC_PASSED, Wording, frames, place, wording
from grader.verdict import CheckResult, SubmissionOutcome, Text, Verdict

_TABLE = Path(__file__).with_name("check_table.html.jinja")
_RAISED = say("The message says what went wrong, and the grey box shows where: start looking at that line.")


class Shown:
    """Something that a cell shows. Subclasses have `__str__` (the terminal) and `_repr_html_` (the notebook)."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, repr=False)  # a `__repr__` would come before `_repr_pretty_`
class Sentence(Shown):
    """One sentence: what is going on, or what went wrong and what to do next."""

    text: str
    tone: str = "quiet"

    def __str__(self) -> str:
        return clean(self.text)

    def _repr_html_(self) -> str:
        return _template().render(sentence=clean(self.text), tone=self.tone)


@dataclass(frozen=True, repr=False)  # a `__repr__` would come before `_repr_pretty_`
class CheckTable(Shown):
    """A verdict in one language. `saved` says which file was graded and how old it is; `warning` stands out above the
    table; `names` are the functions asked about, none meaning all."""

    verdict: Verdict
    title: Text
    lang: str
    saved: str
    warning: str | None = None
    names: tuple[str, ...] = ()

    @property
    def score(self) -> str:
        """The points of the checks shown, or that there is no score."""
        checks = self.verdict.checks
        if self.verdict.score is None:
            return say("No score").get(self.lang)
        points = sum(c.points for c in checks) if checks else self.verdict.score
        most = sum(c.max_points for c in checks) if checks else self.verdict.max_score
        return say("{points} / {most} points", points=number(points), most=number(most)).get(self.lang)

    @property
    def next_step(self) -> str:
        outcome, names = self.verdict.outcome, ", ".join(self.names)
        if outcome == SubmissionOutcome.GRADER_ERROR:
            return say(
                "This is not your fault. Run %check once more; if it happens again, show this table to your teacher."
            ).get(self.lang)
        if outcome == SubmissionOutcome.PASSED and names:
            return say("The checks that concern {names} all pass. %check runs them all.", names=names).get(self.lang)
        if outcome == SubmissionOutcome.PASSED and not any(c.hidden for c in self.verdict.checks):
            return PUBLIC_PASSED.get(self.lang)
        step = _RAISED if outcome == SubmissionOutcome.RAISED else wording(outcome).next_step
        if names and self.verdict.checks:
            some = say("Only the checks that concern {names} are shown here; %check runs them all.", names=names)
            step = say_in("two sentences", "{first} {second}", first=step, second=some)
        return step.get(self.lang)

    @property
    def reason(self) -> str:
        """Why there are no checks to show, for a submission that was not judged; else nothing."""
        if self.verdict.checks and not self.verdict.reason:
            return ""
        reason = self.verdict.reason.get(self.lang) if self.verdict.reason else ""
        return block(reason or wording(self.verdict.outcome).meaning.get(self.lang), 2000)

    @property
    def notices(self) -> list[str]:
        """What was seen in the file and costs nothing, each with its place; but for what a check says already."""
        found, told = [], [check.message for check in self.verdict.checks]
        for notice in self.verdict.notices:
            where, text = place(notice.cell, notice.line), one_line(notice.text.get(self.lang), 400)
            label = where.get(self.lang) if where else ""
            known = not label or text.startswith(label)
            if notice.text not in told:
                found.append(text if known else label + COLON.get(self.lang) + text)
        return found

    def __str__(self) -> str:
        """What `grader check` shows, below which file it is about."""
        view = as_text(verdict_view(self.verdict, self.lang, self.title, self.next_step))
        return clean("\n".join([self.saved, *([f"! {self.warning}"] if self.warning else []), "", view]))

    def _repr_html_(self) -> str:
        rows = [_Row(check, self.lang) for check in once(self.verdict.checks)]
        facts = {"table": self, "overall": wording(self.verdict.outcome), "rows": rows, "lang": self.lang}
        labels = {"DIAGNOSIS": DIAGNOSIS, "NOTE": NOTE, "NOTICES": NOTICES}
        return clean(_template().render(say=say, **labels, **facts))


class _Row:
    """One check in one language, fit to be shown."""

    def __init__(self, check: CheckResult, lang: str) -> None:
        words: Wording = wording(check.outcome)
        self.tone = words.tone
        self.outcome = f"{words.icon} {words.name.get(lang)}"
        self.title = one_line(check.title.get(lang), 400)
        self.hidden = say("hidden check").get(lang) if check.hidden else ""
        self.points = f"{number(check.points)} / {number(check.max_points)}"
        passed = words.tone == "good"
        self.message = block(
            check.message.get(lang) if check.message else "" if passed else words.meaning.get(lang), 2000
        )
        self.diagnosis = block(check.diagnosis.text.get(lang), 2000) if check.diagnosis else ""
        self.note = block(check.note.get(lang), 2000) if check.note else ""
        self.traceback = block(frames(check.traceback).get(lang)) if check.traceback else ""


def age(seconds: float) -> Text:
    """How long ago, in the largest unit that fits: ``12 seconds ago``; ``just now`` below two seconds."""
    days, hours, minutes = (int(seconds // size) for size in (86400, 3600, 60))
    if days > 0:
        return say_many("{n} day ago", "{n} days ago", days)
    if hours > 0:
        return say_many("{n} hour ago", "{n} hours ago", hours)
    if minutes > 0:
        return say_many("{n} minute ago", "{n} minutes ago", minutes)
    if seconds >= 2:
        return say_many("{n} second ago", "{n} seconds ago", int(seconds))
    return say("just now")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["code"] = with_code
    return environment.from_string(_TABLE.read_text(encoding="utf-8"))

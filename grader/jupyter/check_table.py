"""What `%check` shows: one object, as an HTML table in a notebook and as text in a terminal. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from grader.reports.text import block, clean, number, one_line
from grader.reports.wording import Wording, say, wording
from grader.verdict import CheckResult, SubmissionOutcome, Text, Verdict

_TABLE = Path(__file__).with_name("check_table.html.jinja")
_UNITS = ((86400, "天", "day"), (3600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second"))

_WORDS = {
    "outcome": Text(zh="结果", en="Result"),
    "points_of": Text(zh="{points} / {most} 分", en="{points} / {most} points"),
    "some": Text(
        zh="这里只显示与 {names} 有关的检查；要看全部检查，请运行 %check。",
        en="Only the checks that concern {names} are shown here; %check runs them all.",
    ),
    "some_passed": Text(
        zh="与 {names} 有关的检查都通过了。运行 %check 可以做全部检查。",
        en="The checks that concern {names} all pass. %check runs them all.",
    ),
    "raised": Text(
        zh="提示说明了出了什么错，灰框里是出错的位置：从那一行开始找原因。",
        en="The message says what went wrong, and the grey box shows where: start looking at that line.",
    ),
    "again": Text(
        zh="这不是你的错。请再运行一次 %check；如果还是这样，请把这张表给老师看。",
        en="This is not your fault. Run %check once more; if it happens again, show this table to your teacher.",
    ),
}


def _say(key: str, lang: str, **values: object) -> str:
    return _WORDS[key].get(lang).format(**values)


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
            return say("no_score", self.lang)
        points = sum(c.points for c in checks) if checks else self.verdict.score
        most = sum(c.max_points for c in checks) if checks else self.verdict.max_score
        return _say("points_of", self.lang, points=number(points), most=number(most))

    @property
    def next_step(self) -> str:
        outcome, names = self.verdict.outcome, ", ".join(self.names)
        if outcome == SubmissionOutcome.GRADER_ERROR:
            return _say("again", self.lang)
        if outcome == SubmissionOutcome.PASSED and names:
            return _say("some_passed", self.lang, names=names)
        if outcome == SubmissionOutcome.PASSED and not any(c.hidden for c in self.verdict.checks):
            return say("public_passed", self.lang)
        raised = outcome == SubmissionOutcome.RAISED
        step = _say("raised", self.lang) if raised else wording(outcome).next_step.get(self.lang)
        if names and self.verdict.checks:
            step += (" " if self.lang == "en" else "") + _say("some", self.lang, names=names)
        return step

    @property
    def reason(self) -> str:
        """Why there are no checks to show, for a submission that was not judged; else nothing."""
        if self.verdict.checks and not self.verdict.reason:
            return ""
        reason = self.verdict.reason.get(self.lang) if self.verdict.reason else ""
        return block(reason or wording(self.verdict.outcome).meaning.get(self.lang), 2000)

    @property
    def notices(self) -> list[str]:
        """What was seen in the file and costs nothing, each with its place."""
        found = []
        for notice in self.verdict.notices:
            key = "cell_line" if notice.cell and notice.line else "cell" if notice.cell else "line"
            place = say(key, self.lang, cell=notice.cell, line=notice.line) if notice.cell or notice.line else ""
            colon = "：" if self.lang == "zh" else ": "
            found.append(f"{place}{colon if place else ''}{one_line(notice.text.get(self.lang), 400)}")
        return found

    def __str__(self) -> str:
        overall = wording(self.verdict.outcome)
        lines = [
            f"{overall.icon} {self.title.get(self.lang)} · {overall.name.get(self.lang)} · {self.score}",
            f"  {self.saved}",
        ]
        if self.warning:
            lines.append(f"  ! {self.warning}")
        lines.append(f"  → {self.next_step}")
        if self.reason:
            lines += ["", *(f"  {line}" for line in self.reason.splitlines())]
        lines += self._check_lines()
        if self.notices:
            lines += ["", f"  {say('notices', self.lang)}", *(f"  - {notice}" for notice in self.notices)]
        return clean("\n".join(lines))

    def _check_lines(self) -> list[str]:
        """A line per check with its outcome, points and title, and below each title what is said about it."""
        from rich.cells import cell_len, set_cell_size

        rows = [_Row(check, self.lang) for check in self.verdict.checks]
        first = max((cell_len(row.outcome) for row in rows), default=0)
        second = max((len(row.points) for row in rows), default=0)
        indent = " " * (first + second + 6)
        lines = [""] if rows else []
        for row in rows:
            lines.append(f"  {set_cell_size(row.outcome, first)}  {row.points:>{second}}  {row.title}")
            labelled = [(key, text) for key, text in (("diagnosis", row.diagnosis), ("note", row.note)) if text]
            details = [row.message, *(f"{say(key, self.lang)}: {text}" for key, text in labelled), row.traceback]
            lines += [indent + line for text in details if text for line in text.splitlines()]
        return lines

    def _repr_html_(self) -> str:
        rows = [_Row(check, self.lang) for check in self.verdict.checks]
        facts = {"table": self, "overall": wording(self.verdict.outcome), "rows": rows, "lang": self.lang}
        return clean(_template().render(say=self._word, **facts))

    def _word(self, key: str) -> str:
        return _say(key, self.lang) if key in _WORDS else say(key, self.lang)


class _Row:
    """One check in one language, fit to be shown."""

    def __init__(self, check: CheckResult, lang: str) -> None:
        words: Wording = wording(check.outcome)
        self.tone = words.tone
        self.outcome = f"{words.icon} {words.name.get(lang)}"
        self.title = one_line(check.title.get(lang), 400)
        self.hidden = say("hidden", lang) if check.hidden else ""
        self.points = f"{number(check.points)} / {number(check.max_points)}"
        passed = words.tone == "good"
        self.message = block(
            check.message.get(lang) if check.message else "" if passed else words.meaning.get(lang), 2000
        )
        self.diagnosis = block(check.diagnosis.text.get(lang), 2000) if check.diagnosis else ""
        self.note = block(check.note.get(lang), 2000) if check.note else ""
        self.traceback = block(check.traceback or "")


def age(seconds: float, lang: str) -> str:
    """How long ago, in the largest unit that fits: ``12 seconds ago``, ``3 分钟前``; ``just now`` below two seconds."""
    for size, zh, en in _UNITS:
        count = int(seconds // size)
        if count >= (2 if size == 1 else 1):
            return f"{count} {zh}前" if lang == "zh" else f"{count} {en}{'s' if count > 1 else ''} ago"
    return "刚刚" if lang == "zh" else "just now"


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        _TABLE.read_text(encoding="utf-8")
    )

"""A student's lab report: the task, their own code, what was found of it, and room for their words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.messages.sentences import say
from grader.reports import charts
from grader.reports.html import curves_of, environment
from grader.reports.preview import markdown_html
from grader.reports.text import block, number, one_line
from grader.reports.wording import COLON, CURVES, DIAGNOSIS, PUBLIC_ONLY, wording
from grader.verdict import CheckResult, Outcome, Text, Verdict

_HEADING = re.compile(r"(#{1,4}) ")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_POINTS = 8  # of a curve, in the table of the Markdown form
# Not within an f-string: there, nobody finds a sentence to translate.
_REPORT, _NAME, _NUMBER = say("Lab report"), say("Name"), say("Student number")
_TASK, _CODE, _RESULTS, _OWN = say("Task"), say("My code"), say("Results"), say("In my own words")
_STEP = say("training step")
_WORDS = (
    say("What I did, in my own words"),
    say("What went wrong on the way, and how I found out"),
    say("What I do not understand yet"),
)
_ROOM = say("(write here)")


@dataclass(frozen=True)
class LabReport:
    """What a report is made of. `code` are the student's regions by name; `verdict` is None before the first check.

    `same`: the verdict is on the code as it is now. `figures` are the files that the task links to.
    """

    title: Text
    task: str
    code: Sequence[tuple[str, str]]
    verdict: Verdict | None
    same: bool
    figures: Mapping[str, bytes]
    when: datetime.datetime

    def markdown(self, lang: str) -> str:
        """The report as Markdown, whose curves are tables."""
        return "\n".join([*self._before(lang), *self._tables(lang), *self._after(lang)]).rstrip() + "\n"

    def html(self, lang: str) -> str:
        """The report as one page that needs nothing else, with its curves drawn."""
        parts = (markdown_html("\n".join(lines), self.figures) for lines in (self._before(lang), self._after(lang)))
        before, after = map(Markup, parts)
        curves = curves_of(self.verdict) if self.verdict else []
        return (
            environment()
            .get_template("lab.html.jinja")
            .render(lang=lang, title=self.title, before=before, after=after, curves=curves)
        )

    def _before(self, lang: str) -> list[str]:
        return [
            f"# {_REPORT.get(lang)}{COLON.get(lang)}{self.title.get(lang)}", "",
            f"{_NAME.get(lang)}{COLON.get(lang)}________  "
            f"{_NUMBER.get(lang)}{COLON.get(lang)}________  {self.when:%Y-%m-%d}", "",
            f"## {_TASK.get(lang)}", "", demoted(self.task, 2), "",
            f"## {_CODE.get(lang)}", "", *self._code(),
            f"## {_RESULTS.get(lang)}", "", *self._results(lang),
        ]  # fmt: skip

    def _after(self, lang: str) -> list[str]:
        words = [line for one in _WORDS for line in (f"### {one.get(lang)}", "", _ROOM.get(lang), "")]
        return ["", f"## {_OWN.get(lang)}", "", *words]

    def _code(self) -> list[str]:
        lines = []
        for name, code in self.code:
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
            lines += [f"### `{name}`", "", f"{fence}python", block(code, 100_000), fence, ""]
        return lines

    def _results(self, lang: str) -> list[str]:
        verdict = self.verdict
        if verdict is None:
            return [say("Not checked yet.").get(lang)]
        words = wording(verdict.outcome)
        score = f"{number(verdict.score)} / {number(verdict.max_score)}" if verdict.score is not None else ""
        lines = [f"**{words.name.get(lang)}** {score} ({verdict.graded_at:%Y-%m-%d %H:%M} UTC)", ""]
        if not self.same:
            lines += [say("The code was changed after this check.").get(lang), ""]
        if verdict.environment.public_only:
            lines += [PUBLIC_ONLY.get(lang), ""]
        heads = [say("Check").get(lang), say("Outcome").get(lang), say("Points").get(lang)]
        lines += [f"| {' | '.join(heads)} |", "| --- | --- | --- |", *(_row(check, lang) for check in verdict.checks)]
        return lines

    def _tables(self, lang: str) -> list[str]:
        lines = []
        for key, percent in (("loss", False), ("accuracy", True)):
            pairs = [(point.step, getattr(point, key)) for point in self.verdict.curve] if self.verdict else []
            if curve := charts.series("", pairs, most=_POINTS):
                shown = [(number(x), charts.value_label(y, percent)) for x, y in curve.points]
                lines += ["", f"| {_STEP.get(lang)} | {' | '.join(x for x, _ in shown)} |"]
                lines += ["| --- |" + " --- |" * len(shown)]
                lines += [f"| {CURVES[key].get(lang)} | {' | '.join(y for _, y in shown)} |"]
        return lines


def demoted(text: str, levels: int) -> str:
    """Markdown whose headings are so many levels lower; a ``#`` inside a code fence is no heading."""
    lines, fence = [], ""
    for line in text.splitlines():
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence and _HEADING.match(line):
            line = "#" * levels + line
        lines.append(line)
    return "\n".join(lines).strip()


def _row(check: CheckResult, lang: str) -> str:
    words = wording(check.outcome)
    told = [one_line(check.title.get(lang), 200)]
    if check.outcome is not Outcome.PASSED and check.diagnosis:
        told.append(DIAGNOSIS.get(lang) + COLON.get(lang) + one_line(check.diagnosis.text.get(lang), 400))
    cells = [" — ".join(told), words.name.get(lang)]
    cells.append(f"{number(check.points)} / {number(check.max_points)}")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


__all__ = ["LabReport", "demoted"]

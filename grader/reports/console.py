"""What the terminal shows: one submission for the student, the class for the instructor.

Everything is `rich.text.Text`, never markup, so no name or message can style, link or break the terminal.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reports.text import block, number, one_line
from grader.reports.wording import say, wording
from grader.verdict import CurvePoint, Outcome, SubmissionOutcome, Text, Verdict

if TYPE_CHECKING:  # rich takes a tenth of a second to import: only when something is shown
    import rich.console
    import rich.table

_STYLES = {"good": "green", "bad": "yellow", "error": "red", "quiet": "dim", "fault": "magenta"}


@dataclass(frozen=True)
class _Cell:
    """All that the table keeps of a verdict."""

    outcome: SubmissionOutcome
    score: str
    public_only: bool
    graded_at: datetime.datetime

    @classmethod
    def of(cls, verdict: Verdict, lang: str) -> _Cell:
        return cls(verdict.outcome, _score(verdict, lang), verdict.environment.public_only, verdict.graded_at)


def summary_table(verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh") -> rich.table.Table:
    """The class: a row per student, a column per lesson with icon, outcome and score. `grader_error` has no score."""
    import rich.box
    import rich.cells
    import rich.text
    from rich.table import Table

    rows: dict[str, dict[str, _Cell]] = {}
    for verdict in verdicts:
        mine, cell = rows.setdefault(verdict.student or verdict.file, {}), _Cell.of(verdict, lang)
        if (earlier := mine.get(verdict.lesson)) is None or earlier.graded_at <= cell.graded_at:
            mine[verdict.lesson] = cell
    lessons = sorted({lesson for mine in rows.values() for lesson in mine})
    table = Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    # Whole, over several lines: the beginning of a long name may be another's, too.
    width = min(32, max((rich.cells.cell_len(one_line(name, 200)) for name in rows), default=0))
    table.add_column(rich.text.Text(say("student", lang)), overflow="fold", min_width=width, max_width=32)
    for lesson in lessons:
        title = titles.get(lesson)
        head = one_line(title.get(lang), 60) if title else one_line(lesson)
        table.add_column(rich.text.Text(head))
    for name, mine in sorted(rows.items()):
        cells = [rich.text.Text(one_line(name, 200))]
        for lesson in lessons:
            if (found := mine.get(lesson)) is None:
                cells.append(rich.text.Text(f"— {say('not_handed_in', lang)}", style="dim"))
                continue
            words = wording(found.outcome)
            shown = rich.text.Text(f"{words.icon} {words.name.get(lang)} ", style=_STYLES[words.tone])
            shown.append(found.score, style="default")
            if found.public_only:
                shown.append(f" ({say('public_only', lang)})", style="yellow")
            cells.append(shown)
        table.add_row(*cells)
    return table


def verdict_view(verdict: Verdict, lang: str = "zh", title: Text | None = None) -> rich.console.RenderableType:
    """One submission as its student may see it: the outcome and what to do next, then every check."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text as Line

    seen = verdict.for_student()
    words = wording(seen.outcome)
    heading = Line(one_line(title.get(lang) if title else seen.lesson, 120), style="bold")
    parts: list[rich.console.RenderableType] = [heading, Line()]
    for check in seen.checks:
        how = wording(check.outcome)
        line = Line(f"{how.icon} ", style=_STYLES[how.tone])
        line.append(one_line(check.title.get(lang), 200), style="default")
        points = say("points", lang, points=number(check.points), max=number(check.max_points))
        line.append(f"  {points}", style="dim")
        if check.outcome is not Outcome.PASSED:
            line.append(f"  {how.name.get(lang)}")
        parts.append(line)
        below = []
        if check.outcome is not Outcome.PASSED:
            below.append(Line(block((check.message or how.meaning).get(lang), 2_000)))
        if check.diagnosis:
            diagnosis = block(check.diagnosis.text.get(lang), 2_000)
            below.append(Line.assemble((say("diagnosis", lang) + _colon(lang), "bold cyan"), (diagnosis, "cyan")))
        if check.note:
            below.append(Line.assemble((say("note", lang) + _colon(lang), "bold"), block(check.note.get(lang), 2_000)))
        if check.traceback:
            below.append(Line(block(check.traceback), style="dim"))
        parts += [Padding(text, (0, 0, 0, 2), expand=False) for text in below]
    if seen.checks:
        parts.append(Line())
    for notice in seen.notices[:20]:
        where = _where(notice.cell, notice.line, lang)
        parts.append(Line(f"· {block(notice.text.get(lang), 500)}{where}", style="yellow"))
    if seen.notices:
        parts.append(Line())
    total = Line(f"{words.icon} {words.name.get(lang)}  ", style=f"bold {_STYLES[words.tone]}")
    total.append(_score(seen, lang), style="bold")
    parts.append(total)
    if seen.outcome is SubmissionOutcome.PASSED and not any(check.hidden for check in seen.checks):
        parts.append(Line(say("public_passed", lang)))  # not yet a passed lesson: do not promise one
    else:
        parts += [Line(words.meaning.get(lang)), Line(words.next_step.get(lang))]
    if seen.reason:
        parts.append(Line(block(seen.reason.get(lang), 2_000)))
    if seen.environment.public_only:
        parts.append(Line(say("public_only_note", lang), style="yellow"))
    if seen.environment.forced:
        parts.append(Line(say("forced", lang), style="yellow"))
    return Group(*parts)


def curve_point(point: CurvePoint, lang: str) -> str:
    """One `report(...)` in a line. The numbers are a student's: whatever they are, the line stays short."""
    parts = [f"{say('step', lang)} {point.step}"]
    if point.loss is not None:
        shown = f"{point.loss:.4f}" if abs(point.loss) < 1000 else f"{point.loss:.3g}"
        parts.append(f"{say('loss', lang)} {shown}")
    if point.accuracy is not None:
        shown = f"{point.accuracy:.1%}" if abs(point.accuracy) < 10 else f"{point.accuracy:.3g}"
        parts.append(f"{say('accuracy', lang)} {shown}")
    return " · ".join(parts)


def _score(verdict: Verdict, lang: str) -> str:
    if verdict.outcome is SubmissionOutcome.GRADER_ERROR or verdict.score is None:
        return f"· {say('run_again', lang)}"
    return f"{number(verdict.score)}/{number(verdict.max_score)}"


def _where(cell: int | None, line: int | None, lang: str) -> str:
    if not cell and not line:
        return ""
    key = "cell_line" if cell and line else "cell" if cell else "line"
    place = say(key, lang, cell=cell, line=line)
    return f"（{place}）" if lang == "zh" else f" ({place})"


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "

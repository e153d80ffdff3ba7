"""What the terminal shows: one submission for the student, the class for the instructor.

Everything is `rich.text.Text`, never markup, so no name or message can style, link or break the terminal.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from grader.messages.sentences import say
from grader.reports.repeats import once
from grader.reports.text import block, number, one_line
from grader.reports.wording import (
    COLON,
    CURVES,
    DIAGNOSIS,
    FORCED,
    NO_SCORE,
    NOTE,
    PUBLIC_ONLY,
    PUBLIC_PASSED,
    Tone,
    frames,
    in_brackets,
    place,
    wording,
)
from grader.verdict import CheckResult, CurvePoint, Notice, Outcome, SubmissionOutcome, Text, Verdict

if TYPE_CHECKING:  # rich takes a tenth of a second to import: only when something is shown
    import rich.console
    import rich.table
    import rich.text

    from grader.reports.gradebook import Entry, Gradebook

_STYLES: dict[Tone, str] = {"good": "green", "bad": "yellow", "error": "red", "quiet": "dim", "fault": "magenta"}
_NAME_WIDTH = 32  # columns
_MOST_ROWS = 200
_WHOLE = 100_000  # columns, so that no line is broken


def class_table(verdicts: Iterable[Verdict], titles: Mapping[str, Text], lang: str = "zh") -> rich.table.Table:
    """The class: a row per student, a column per lesson with icon, outcome and score, if there is one; of so many that
    nobody would read them, a row per lesson."""
    from grader.reports.gradebook import Gradebook

    gradebook = Gradebook.of(verdicts)
    many = len(gradebook.by_student()) > _MOST_ROWS
    return _lessons_table(gradebook, titles, lang) if many else _students_table(gradebook, titles, lang)


def _lessons_table(gradebook: Gradebook, titles: Mapping[str, Text], lang: str) -> rich.table.Table:
    """How many came to which outcome in each lesson."""
    import rich.box
    from rich.table import Table
    from rich.text import Text as Line

    counts = {lesson: Counter(entry.outcome for entry in mine) for lesson, mine in gradebook.by_lesson().items()}
    outcomes = [outcome for outcome in SubmissionOutcome if any(count[outcome] for count in counts.values())]
    table = Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(Line(say("Lesson").get(lang)))
    for outcome in outcomes:
        words = wording(outcome)
        table.add_column(Line(f"{words.icon} {words.name.get(lang)}"), justify="right")
    for lesson, count in counts.items():
        title = titles.get(lesson)
        shown = Line(one_line(title.get(lang), 60) if title else one_line(lesson))
        table.add_row(shown, *(Line(str(count[outcome] or "")) for outcome in outcomes))
    return table


def _students_table(gradebook: Gradebook, titles: Mapping[str, Text], lang: str) -> rich.table.Table:
    import rich.box
    import rich.cells
    from rich.table import Table
    from rich.text import Text as Line

    lessons, students = list(gradebook.by_lesson()), gradebook.by_student()
    table = Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    # Whole, over several lines: the beginning of a long name may be another's, too.
    width = min(_NAME_WIDTH, max((rich.cells.cell_len(one_line(name, 200)) for name in students), default=0))
    table.add_column(Line(say("Student").get(lang)), overflow="fold", min_width=width, max_width=_NAME_WIDTH)
    for lesson in lessons:
        title = titles.get(lesson)
        table.add_column(Line(one_line(title.get(lang), 60) if title else one_line(lesson)))
    for name, entries in students.items():
        table.add_row(Line(one_line(name, 200)), *(_cell(entries.get(lesson), lang) for lesson in lessons))
    return table


def _cell(entry: Entry | None, lang: str) -> rich.text.Text:
    from rich.text import Text as Line

    if entry is None or entry.outcome is SubmissionOutcome.NOT_HANDED_IN:
        words = wording(SubmissionOutcome.NOT_HANDED_IN)
        return Line(f"{words.icon} {words.name.get(lang)}", style="dim")
    words = wording(entry.outcome)
    cell = Line(f"{words.icon} {words.name.get(lang)} ", style=_STYLES[words.tone])
    cell.append(_score(entry, lang), style="default")
    if entry.public_only:
        cell.append(in_brackets(say("public checks only")).get(lang), style="yellow")
    return cell


def as_text(shown: rich.console.RenderableType) -> str:
    """What a terminal shows, without its colours, and with each line whole."""
    from rich.console import Console

    console = Console(file=io.StringIO(), width=_WHOLE, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def verdict_view(
    verdict: Verdict, lang: str = "zh", title: Text | None = None, next_step: str | None = None
) -> rich.console.RenderableType:
    """One submission as its student may see it: every check, then the outcome and what to do next; `next_step`, where
    that is known better."""
    from rich.console import Group
    from rich.text import Text as Line

    seen = verdict.for_student()
    parts: list[rich.console.RenderableType] = [
        Line(one_line(title.get(lang) if title else seen.lesson, 120), style="bold"),
        Line(),
    ]
    for check in once(seen.checks):
        parts += _check(check, lang)
    if seen.checks:
        parts.append(Line())
    parts += [_notice(notice, lang) for notice in seen.notices[:20]]
    if seen.notices:
        parts.append(Line())
    return Group(*parts, *_outcome(seen, lang, next_step))


def _check(check: CheckResult, lang: str) -> Iterator[rich.console.RenderableType]:
    """The line of a check, and below it what is said about it."""
    from rich.padding import Padding
    from rich.text import Text as Line

    words, passed = wording(check.outcome), check.outcome is Outcome.PASSED
    line = Line(f"{words.icon} ", style=_STYLES[words.tone])
    line.append(one_line(check.title.get(lang), 200), style="default")
    points = say("{points} / {max} pts", points=number(check.points), max=number(check.max_points)).get(lang)
    line.append(f"  {points}", style="dim")
    below = []
    if not passed:
        line.append(f"  {words.name.get(lang)}")
        below.append(Line(block((check.message or words.meaning).get(lang), 2_000)))
    if check.diagnosis:
        diagnosis = block(check.diagnosis.text.get(lang), 2_000)
        below.append(Line.assemble((DIAGNOSIS.get(lang) + COLON.get(lang), "bold cyan"), (diagnosis, "cyan")))
    if check.note:
        below.append(Line.assemble((NOTE.get(lang) + COLON.get(lang), "bold"), block(check.note.get(lang), 2_000)))
    if check.traceback:
        below.append(Line(block(frames(check.traceback).get(lang)), style="dim"))
    yield line
    yield from (Padding(text, (0, 0, 0, 2), expand=False) for text in below)


def _notice(notice: Notice, lang: str) -> rich.text.Text:
    from rich.text import Text as Line

    where = place(notice.cell, notice.line)
    return Line(f"· {block(notice.text.get(lang), 500)}{in_brackets(where).get(lang) if where else ''}", style="yellow")


def _outcome(seen: Verdict, lang: str, next_step: str | None = None) -> Iterator[rich.text.Text]:
    """The outcome with its score, what it means and what to do next."""
    from rich.text import Text as Line

    words = wording(seen.outcome)
    total = Line(f"{words.icon} {words.name.get(lang)}  ", style=f"bold {_STYLES[words.tone]}")
    total.append(_score(seen, lang), style="bold")
    yield total
    if next_step is not None:
        yield from map(Line, ([] if seen.checks else [words.meaning.get(lang)]) + [next_step])
    elif seen.outcome is SubmissionOutcome.PASSED and not any(check.hidden for check in seen.checks):
        yield Line(PUBLIC_PASSED.get(lang))  # not yet a passed lesson: do not promise one
    else:
        yield Line(words.meaning.get(lang))
        yield Line(words.next_step.get(lang))
    if seen.reason:
        yield Line(block(seen.reason.get(lang), 2_000))
    if seen.environment.public_only:
        yield Line(PUBLIC_ONLY.get(lang), style="yellow")
    if seen.environment.forced:
        yield Line(FORCED.get(lang), style="yellow")


def curve_point(point: CurvePoint, lang: str) -> str:
    """One `report(...)` in a line. The numbers are a student's: whatever they are, the line stays short."""
    parts = [say("training step").get(lang) + f" {point.step}"]
    if point.loss is not None:
        shown = f"{point.loss:.4f}" if abs(point.loss) < 1000 else f"{point.loss:.3g}"
        parts.append(CURVES["loss"].get(lang) + f" {shown}")
    if point.accuracy is not None:
        shown = f"{point.accuracy:.1%}" if abs(point.accuracy) < 10 else f"{point.accuracy:.3g}"
        parts.append(CURVES["accuracy"].get(lang) + f" {shown}")
    return " · ".join(parts)


def _score(verdict: Verdict | Entry, lang: str) -> str:
    if not verdict.outcome.has_score or verdict.score is None:
        return "· " + NO_SCORE.get(verdict.outcome, NO_SCORE[SubmissionOutcome.GRADER_ERROR]).get(lang)
    return f"{number(verdict.score)}/{number(verdict.max_score)}"

"""`grader feedback`: the pages that students may see, out of the results that are the instructor's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import OK, OURS, USAGE, LangOption, app, course_here, outside_workspaces, printable, stop

if TYPE_CHECKING:
    from grader.verdict import Verdict

ResultsArgument = Annotated[Path, typer.Argument(help="What `grader grade` wrote: its --out.")]
OutOption = Annotated[
    Path, typer.Option(help="Where the pages go: OUT/<student>/<lesson>/feedback.html, and nothing else.")
]
LessonOption = Annotated[
    list[str] | None, typer.Option(help="Only this lesson; may be given more than once. Default: all.")
]


@app.command()
def feedback(
    results: ResultsArgument,
    lang: LangOption,
    out: OutOption = Path("feedback"),
    lesson: LessonOption = None,
    student: Annotated[str | None, typer.Option(help="Only this student, as the gradebook names them.")] = None,
) -> None:
    """Write one page per submission with only what its student may see, to be handed out."""
    from grader.cli.outcome import titles
    from grader.messages.sentences import say_many
    from grader.reports.html import feedback_html

    shown = titles(course_here())
    _lies_outside(out, results)
    outside_workspaces(out)
    written, left_out = 0, 0
    for verdict in _chosen(results, lesson or [], student):
        page = out / verdict.student / verdict.lesson / "feedback.html"
        failed = verdict.outcome.value == "grader_error"
        html = None if failed else feedback_html(verdict, lang, shown.get(verdict.lesson))
        done = _put(out, page, html)
        written, left_out = written + done, left_out + (not done)
    print(say_many("{n} page is in {out}", "{n} pages are in {out}", written, out=printable(str(out))).get(lang))
    raise typer.Exit(OURS if left_out else OK)


def _chosen(results: Path, lessons: list[str], student: str | None) -> Iterator[Verdict]:
    """The verdicts to hand out; those that cannot be read are named. Stops if there is none."""
    from grader.grading.store import Verdicts, all_verdicts

    every, unreadable = all_verdicts(results, Verdicts([]), [])
    for line in unreadable:
        print(printable(f"grader: {line}"), file=sys.stderr)
    # One key at a time: a class of any size takes no memory.
    wanted = [
        place
        for place in every.places
        if isinstance(place, Path)
        and (not lessons or place.parent.name in lessons)
        and student in (None, place.parent.parent.name)
    ]
    if not wanted:
        what = "such " if every.places else ""
        stop(f"there are no {what}results in {printable(str(results))}; it is the --out of `grader grade`", USAGE)
    yield from Verdicts(wanted)


def _put(out: Path, page: Path, html: str | None) -> bool:
    """Write the page; None, the grader itself failed: then also an earlier page goes, whose score counts no more."""
    from grader.grading.store import refuse_links
    from grader.verdict import write_atomically

    try:
        refuse_links(out, page)
        if html is not None:
            write_atomically(page, html)
            return True
        page.unlink(missing_ok=True)
        why = "no page, since the grader itself failed there; grade again"
    except OSError as error:
        why = f"{error.filename or page}: {error.strerror or error}"
    print(printable(f"grader: {page.parent.parent.name}/{page.parent.name}: {why}"), file=sys.stderr)
    return False


def _lies_outside(out: Path, results: Path) -> None:
    """Stops if the two folders lie in each other: who is given one would get the other, too."""
    one, other = out.resolve(), results.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        stop(
            f"--out {printable(str(out))} and the results {printable(str(results))} lie in each other; results hold "
            "what no student may see: choose another folder for the pages",
            USAGE,
        )


__all__ = ["feedback"]

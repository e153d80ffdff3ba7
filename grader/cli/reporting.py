"""`grader report`: the reports again, of what one or more runs of `grader grade` have written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import (
    FAILED,
    OURS,
    USAGE,
    LangOption,
    app,
    course_here,
    known_formats,
    printable,
    stop,
    terminal,
)
from grader.cli.github import annotate, no_commands
from grader.cli.outcome import publish_verdicts, say_results

if TYPE_CHECKING:
    from grader.grading.joining import Joined
    from grader.grading.people import People

ResultsArgument = Annotated[list[Path], typer.Argument(help="Folders that `grader grade --out` has written.")]
OutOption = Annotated[Path, typer.Option(help="Where the reports go. Verdicts and feedback stay where they are.")]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        callback=known_formats,
        metavar="NAME",
        help="Write this report, too; may be given more than once. console, html, csv and junit are always there.",
    ),
]


@app.command()
def report(
    results: ResultsArgument, lang: LangOption, out: OutOption = Path("results"), report: ReportOption = None
) -> None:
    """Join the RESULTS of several runs, such as shards of one class, into one set of reports; judge nothing.

    Exit code 1: verdicts contradict each other, cannot be read, or are missing. Join results of your own runs only:
    whoever wrote a verdict chose its score.
    """
    from grader.grading.people import with_absent

    course, also, folders = course_here(), report or [], list(dict.fromkeys(path.resolve() for path in results))
    joined, problems = _joined(folders, lang)
    people = _people(folders)
    with no_commands("github" in also):
        published = publish_verdicts(course, out, joined.verdicts, joined.verdicts, {}, lang, also, people)
        shown = with_absent(joined.verdicts, people.absent, people.asked)
        told = say_results(course, out, shown, lang)
        for line in problems:
            print(printable(f"grader: {line}"), file=sys.stderr)
        for name, path in published.paths.items():
            terminal().print(printable(f"{name + ':':15} {path}"), markup=False, soft_wrap=True)
    annotate(published.commands, published.paths.get("github"))
    failed = told.unclear or problems
    raise typer.Exit(OURS if told.ours else USAGE if published.problems else FAILED if failed else 0)


def _people(folders: Sequence[Path]) -> People:
    """Who is in the class, by all of these folders."""
    from grader.grading.people import People

    people = People()
    for folder in folders:
        people = People.read(folder)[0].after(people)
    return people


def _joined(folders: Sequence[Path], lang: str) -> tuple[Joined, list[str]]:
    """The verdicts of all, and what is wrong with them, a sentence each. Stops if a folder holds no results."""
    from grader.grading.joining import join
    from grader.grading.people import FILE
    from grader.grading.shards import ShardError, incomplete, read
    from grader.grading.store import STUDENTS

    records = []
    for folder in folders:
        try:
            record = read(folder)
        except ShardError as error:
            stop(printable(str(error)), USAGE)
        if record:
            records.append((folder, record))
        elif not (folder / STUDENTS).is_dir() and not (folder / FILE).is_file():
            stop(printable(f"{folder} holds no results; name folders that grader grade --out has written"), USAGE)
    joined = join(folders)
    if not len(joined.verdicts) and not _people(folders).asked:
        stop("there is no verdict in these folders; grade first", USAGE)
    told = [*joined.told, *incomplete(records, joined.keys)]
    return joined, [*joined.left_out, *(text.get(lang) for text in told)]

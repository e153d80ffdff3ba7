"""`grader export`: lessons as autograders of other services."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.common import LangOption, app, course_here, printable, terminal

export = typer.Typer(help="Write a lesson as an autograder of another service.", no_args_is_help=True)
app.add_typer(export, name="export")


@export.command()
def gradescope(
    lesson: Annotated[str, typer.Argument(help="The lesson.")],
    lang: LangOption,
    out: Annotated[
        Path | None, typer.Option(help="The zip to write. Default: LESSON-gradescope.zip in this folder.")
    ] = None,
) -> None:
    """Write a zip for Gradescope: setup.sh, run_autograder, both halves of LESSON, and the grader as it is here.

    It holds the hidden half: give it to nobody but Gradescope. It grades at the sandbox level `container` or above;
    where the machine offers less, it refuses, and gives no score. --lang is the language of the feedback.
    """
    from grader.course.gradescope import export as write
    from grader.course.lesson import load_lesson
    from grader.messages.sentences import say

    course = course_here()
    chosen = load_lesson(course, lesson)
    file = out or Path(f"{chosen.id}-gradescope.zip")
    names = write(course, chosen, file, lang)
    told = say(
        "{file}: {count} files. It holds the hidden half: give it to nobody but Gradescope",
        file=printable(str(file)), count=len(names),
    )  # fmt: skip
    terminal().print(told.get(lang), markup=False, soft_wrap=True)

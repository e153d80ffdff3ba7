"""`grader import-nbgrader`: a lesson from an instructor's notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.common import USAGE, LangOption, app, course_here, printable, stop, terminal


@app.command(name="import-nbgrader")
def import_nbgrader(
    notebooks: Annotated[list[Path], typer.Argument(help="The instructor's versions: source/ps1/*.ipynb")],
    lang: LangOption,
    lesson: Annotated[str | None, typer.Option(help="The new lesson's name, where there is one notebook.")] = None,
) -> None:
    """Make lessons from an nbgrader assignment, one of each notebook: regions, checks, points and the task's text.

    Nothing of a notebook is executed. What was not translated is a list in the new lesson,
    solutions/LESSON/IMPORTED.md; what was counts only after `grader verify`.
    """
    from grader.extras import needed
    from grader.messages.sentences import say

    needed("nbformat", "nbgrader", "importing an nbgrader assignment")
    from grader.nbgrader.importing import import_notebook, lesson_named
    from grader.nbgrader.record import CourseError

    if lesson is not None and len(notebooks) > 1:
        stop("--lesson names one lesson, and there are several notebooks", USAGE)
    course = course_here()
    for notebook in notebooks:
        name = lesson or lesson_named(notebook)
        try:
            files, left = import_notebook(notebook, course, name)
        except CourseError as error:
            stop(printable(error.text.get(lang)), USAGE)
        told = say(
            "{lesson}: {files} files written. {left} things are left to do: solutions/{lesson}/IMPORTED.md. Then run: "
            "grader verify {lesson}",
            lesson=name, files=len(files), left=len(left),
        )  # fmt: skip
        terminal().print(printable(told.get(lang)), markup=False, soft_wrap=True)

"""`grader release`: lessons as assignments of an nbgrader course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.common import USAGE, LangOption, app, course_here, printable, stop


@app.command()
def release(
    lang: LangOption,
    nbgrader: Annotated[Path, typer.Option(metavar="COURSE_DIR", help="The folder of an nbgrader course.")],
    lesson: Annotated[list[str] | None, typer.Argument(metavar="[LESSON]...", help="Default: all lessons.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a notebook that was changed by hand.")] = False,
) -> None:
    """Write lessons into an nbgrader course: COURSE_DIR/source/LESSON/LESSON.ipynb, and the public half beside it.

    `nbgrader generate_assignment LESSON` makes the students' copy of it. What Gatehouse must know of the course lies in
    COURSE_DIR/gatehouse: it names hidden checks, and no student gets it.
    """
    from grader.course.lesson import discover, load_lesson
    from grader.extras import needed
    from grader.messages.sentences import say

    needed("nbgrader", "nbgrader", "releasing to an nbgrader course")
    from grader.nbgrader.record import CourseError
    from grader.nbgrader.release import CONFIG, lacks_the_line
    from grader.nbgrader.release import release as write

    course = course_here()
    lessons = [load_lesson(course, name) for name in lesson] if lesson else discover(course)
    if not nbgrader.parent.is_dir() or (nbgrader.exists() and not nbgrader.is_dir()):
        stop(f"{printable(str(nbgrader))} cannot be a folder; name that of your nbgrader course", USAGE)
    nbgrader.mkdir(exist_ok=True)
    try:
        for path in write(course, nbgrader, lessons, lang, force=force):
            print(printable(str(path)))
    except CourseError as error:
        stop(error.text.get(lang), USAGE)
    if lacks_the_line(nbgrader):
        how = say(
            "{config} does not have our line yet, and without it nbgrader gives no points for these lessons. Put this "
            "at its end:\n\nimport grader.nbgrader\ngrader.nbgrader.configure(c)",
            config=printable(str(nbgrader / CONFIG)),
        )
        print(f"grader: {how.get(lang)}", file=sys.stderr)

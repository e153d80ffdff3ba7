"""`grader see`: a picture of what a student's own code does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import FAILED, USAGE, LangOption, app, guess_lesson, printable, stop

if TYPE_CHECKING:
    from grader.grading.script import Script


@app.command()
def see(
    file: Annotated[Path, typer.Argument(help="Your notebook or Python file, or the folder that it lies in.")],
    lang: LangOption,
    lesson: Annotated[
        str | None, typer.Option(help="The lesson. Default: found from the file's folder and name.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the picture goes.")] = Path("results"),
    seed: Annotated[int, typer.Option(help="Seed of its random numbers.", min=0, max=2**32 - 1)] = 0,
) -> None:
    """Draw the lesson's picture from your own code in FILE, as a PNG file. Nothing is graded."""
    from grader.grading.seeing import SeeError, draw
    from grader.grading.servers import Servers
    from grader.messages.sentences import say
    from grader.reports.png import png
    from grader.verdict import write_atomically

    name, script = _script(file, lesson, lang)
    with Servers("process", graded=False) as servers:
        try:
            figures = draw(script, servers.get(script.runtime), seed=seed, on_output=_show)
        except SeeError as error:
            stop(printable(error.text.get(lang)), FAILED)
    for number, pixels in enumerate(figures, 1):
        path = out / (f"see-{name}.png" if len(figures) == 1 else f"see-{name}-{number}.png")
        write_atomically(path, png(pixels))
        print(say("figure: {path}", path=printable(str(path))).get(lang), file=sys.stderr)


def _script(file: Path, lesson: str | None, lang: str) -> tuple[str, Script]:
    """The lesson's name, and what is to be run. Stops if the answer cannot be read, or there is nothing to see."""
    from grader.course.lesson import LessonError, load_lesson
    from grader.course.places import find_course
    from grader.grading.executors.worker import apart
    from grader.grading.handin import read
    from grader.grading.one import job_of
    from grader.grading.seeing import SeeError, read_view
    from grader.source.errors import SubmissionError

    try:
        course = find_course(file.resolve() if file.is_dir() else file.resolve().parent)
    except LessonError:
        course = find_course()
    if not file.exists():
        stop(f"there is no file {file}", USAGE)
    folder = file if file.is_dir() else file.parent
    chosen = load_lesson(course, lesson or guess_lesson(course, file))
    try:
        return chosen.id, apart(read_view, (chosen, read(job_of(course, file, chosen.id)), folder))
    except (SubmissionError, SeeError) as error:
        stop(printable(error.text.get(lang)), FAILED)
    except TimeoutError as error:
        stop(printable(f"{file}: {error}"), FAILED)


def _show(chunk: bytes) -> None:
    sys.stdout.write(printable(chunk.decode("utf-8", "replace"), "\n"))
    sys.stdout.flush()

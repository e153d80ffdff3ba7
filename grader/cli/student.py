"""`grader hint`, `reset`, `lab-report` and `pack`: what JupyterLab's panel does, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import USAGE, LangOption, app, printable, stop, terminal

if TYPE_CHECKING:
    from grader.messages.text import Text

FileArgument = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Your notebook or Python file.")]


@app.command()
def hint(file: FileArgument, lang: LangOption) -> None:
    """Show the next hint for FILE's lesson. Hints cost no points; what the last check found decides which it is."""
    from grader.jupyter.doing import lesson_of, next_hint
    from grader.messages.sentences import say

    with _sentences(lang):
        found, left = next_hint(*lesson_of(file))
    _say(found.text, lang)
    _say(say("hints left: {n}", n=left), lang)


@app.command()
def reset(
    file: FileArgument,
    lang: LangOption,
    region: Annotated[str, typer.Argument(help="A region, by its name, or `all` for the whole lesson.")],
) -> None:
    """Put the stub back into FILE, for one region or all. What was there is kept in the folder `earlier` beside it."""
    from grader.jupyter.doing import ALL
    from grader.jupyter.doing import reset as put_back
    from grader.messages.sentences import say

    with _sentences(lang):
        kept = put_back(file, None if region == ALL else region, lang)
    _say(say("the stub is back; what was there is kept in {file}", file=printable(str(kept))), lang)


@app.command("lab-report")
def lab_report(
    file: FileArgument,
    lang: LangOption,
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder to write to. Default: FILE's own.")
    ] = None,
) -> None:
    """Write a lab report on FILE, as Markdown and as a page: the task, your code, what the last check found of it."""
    from grader.jupyter.doing import report

    with _sentences(lang):
        for path in report(file, lang, out):
            terminal().print(printable(str(path)), soft_wrap=True)


@app.command()
def pack(
    file: FileArgument,
    lang: LangOption,
    out: Annotated[Path | None, typer.Option(dir_okay=False, help="The zip. Default: LESSON.zip here.")] = None,
) -> None:
    """Write the file to give to your teacher: your answer without its outputs, its lesson and that lesson's version."""
    from grader.jupyter.doing import pack as write
    from grader.messages.sentences import say

    with _sentences(lang):
        path = write(file, out)
    _say(say("your answer is in {file}: give that file to your teacher", file=printable(str(path))), lang)


@contextmanager
def _sentences(lang: str) -> Iterator[None]:
    """What is refused in the block is a sentence on standard error."""
    from grader.jupyter.places import Refused

    try:
        yield
    except Refused as error:
        stop(printable(error.text.get(lang)), USAGE)


def _say(text: Text, lang: str) -> None:
    terminal().print(text.get(lang), soft_wrap=True)

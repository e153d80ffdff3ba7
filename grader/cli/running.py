"""What runs a complete script: `grader run`."""

from __future__ import annotations

import codecs
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import FAILED, USAGE, LangOption, Level, app, printable, stop

if TYPE_CHECKING:
    from grader.reports.accuracies import Accuracies


class Runtime(StrEnum):
    """What a script is written in."""

    NUMPY = "numpy"
    KERAS = "keras"
    TF1 = "tf1"


class Data(StrEnum):
    """What `input_data.read_data_sets` reads."""

    DIGITS = "digits"
    MNIST = "mnist"


@app.command()
def run(
    script: Annotated[Path, typer.Argument(help="A Python file or a notebook; all of its code is run.")],
    lang: LangOption,
    dialect: Annotated[
        Runtime | None, typer.Option(help="What it is written in; tf1 is TensorFlow 1. Default: told from its text.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="Stop it after so many seconds.", min=1)] = 1800,
    memory_mb: Annotated[int, typer.Option(help="The memory that it may use, in MB.", min=64)] = 4096,
    output_kb: Annotated[int, typer.Option(help="What it may print, in KB.", min=1)] = 8192,
    disk_mb: Annotated[int, typer.Option(help="What it may write to its own folder, in MB.", min=1)] = 256,
    dataset: Annotated[
        Data | None,
        typer.Option(help="The images of input_data. Default: MNIST if MNIST_DATA_DIR is set, else digits."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the plot of its accuracies goes.")] = Path("results"),
    seed: Annotated[int, typer.Option(help="Seed of its random numbers.", min=0, max=2**32 - 1)] = 0,
    level: Annotated[Level, typer.Option(help="Lowest sandbox level to accept.")] = Level.CONTAINER,
) -> None:
    """Run a complete SCRIPT inside the wall, show what it prints as it comes, and plot the accuracies that it reports.

    Nothing is graded. A TensorFlow 1 script finds tf.contrib.rnn and input_data, and may write to its own folder.
    """
    from grader.lesson import Limits
    from grader.reports.accuracies import Accuracies, accuracies_html
    from grader.reports.wording import say
    from grader.runner import Servers
    from grader.script import run_script, runtime_for
    from grader.submission import SubmissionError, read_submission
    from grader.verdict import write_atomically

    try:
        read = read_submission(script)
    except SubmissionError as error:
        stop(f"{printable(str(script))}: {error.text.get(lang)}", USAGE)
    found = Accuracies()
    show = _Screen(found)
    limits = Limits(
        call_seconds=seconds, total_seconds=seconds, memory_mb=memory_mb, output_kb=output_kb, disk_mb=disk_mb
    )
    with Servers(level.value) as servers:
        handle = servers.get(dialect.value if dialect else runtime_for(read))
        ended = run_script(
            read, handle, limits, seed=seed, dataset=dataset.value if dataset else None,
            on_output=show.write, on_point=found.add,
        )  # fmt: skip
    show.end()
    if found.curves:
        path = out / f"run-{script.stem}.html"
        write_atomically(path, accuracies_html(found, script.name, lang.value))
        print(say("run_plot", lang.value, path=printable(str(path))), file=sys.stderr)
    if ended.fault is not None:
        where = f" ({ended.where.get(lang.value)})" if ended.where else ""
        stop(printable(ended.fault.get(lang.value)) + where, FAILED)
    print(say("run_finished", lang.value, seconds=f"{ended.seconds:.1f}"), file=sys.stderr)


class _Screen:
    """What the script prints, on standard output: whole characters, and none that steers a terminal."""

    def __init__(self, found: Accuracies) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._found = found

    def write(self, chunk: bytes, final: bool = False) -> None:
        text = self._decode(chunk, final)
        shown = "".join(char if char.isprintable() or char in "\n\t\r" else "?" for char in text)
        sys.stdout.write(shown)
        sys.stdout.flush()
        self._found.read(shown)

    def end(self) -> None:
        self.write(b"", final=True)
        self._found.end()

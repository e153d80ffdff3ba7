"""What runs a complete script: `grader run`."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import FAILED, OK, USAGE, LangOption, Level, app, known_runtime, printable, stop

if TYPE_CHECKING:
    from grader.grading.script import Ended, Script
    from grader.grading.submission import Submission
    from grader.reports.accuracies import Accuracies
    from grader.verdict import CurvePoint


class Data(StrEnum):
    """What `input_data.read_data_sets` reads."""

    DIGITS = "digits"
    MNIST = "mnist"


DialectOption = Annotated[
    str | None,
    typer.Option(
        callback=known_runtime,
        metavar="NAME",
        help="The runtime or dialect that it is written in, such as keras, or tf1 for TensorFlow 1. Default: detected "
        "from its text.",
    ),
]
DatasetOption = Annotated[
    Data | None,
    typer.Option(
        help="The images of input_data and keras.datasets.mnist. Default: MNIST if MNIST_DATA_DIR is set, else digits."
    ),
]
WithOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="A file that goes along; may be repeated. Modules that the script imports and files that it names in "
        "quotes go along anyway, from beside it.",
    ),
]


@app.command()
def run(
    script: Annotated[Path, typer.Argument(help="A Python file or a notebook; all of its code is run.")],
    lang: LangOption,
    dialect: DialectOption = None,
    seconds: Annotated[float, typer.Option(help="Stop it after so many seconds.", min=1)] = 1800,
    memory_mb: Annotated[int, typer.Option(help="The memory that it may use, in MB.", min=64)] = 4096,
    output_kb: Annotated[int, typer.Option(help="What it may print, in KB.", min=1)] = 8192,
    disk_mb: Annotated[int, typer.Option(help="What it may write to its own folder, in MB.", min=1)] = 256,
    dataset: DatasetOption = None,
    given: WithOption = None,
    out: Annotated[Path, typer.Option(help="Where its figures and the plot of its accuracies go.")] = Path("results"),
    seed: Annotated[int, typer.Option(help="Seed of its random numbers.", min=0, max=2**32 - 1)] = 0,
    level: Annotated[Level, typer.Option(help="Lowest sandbox level to accept.")] = Level.CONTAINER,
) -> None:
    """Run a complete SCRIPT inside the wall, show what it prints as it comes, and plot the accuracies that it reports.

    Nothing is graded. A TensorFlow 1 script finds tf.contrib.rnn and input_data. What it writes stays inside, and goes
    with it; the figures that it draws are kept.
    """
    from grader.cli.screen import Screen
    from grader.grading.script import run_script
    from grader.grading.servers import Servers
    from grader.sandbox.limits import Limits

    read = _read(script, given or [], lang)
    _say_what_was_not_read(read.submission, lang)
    _say_what_goes_along(read, lang)
    output, screen = Heard(), Screen()

    def on_output(chunk: bytes) -> None:
        output.write(chunk)
        screen.write(chunk)

    limits = Limits(
        call_seconds=seconds, total_seconds=seconds, memory_mb=memory_mb, output_kb=output_kb, disk_mb=disk_mb
    )
    with Servers(level.value, graded=False) as servers:
        ended = run_script(
            read, servers.get(dialect or read.runtime), limits, seed=seed, dataset=dataset.value if dataset else None,
            on_output=on_output, on_point=output.add,
        )  # fmt: skip
    shown = screen.end()
    written = [path for path in (_plot(output, script, out, lang),) if path]
    written += _figures(ended, script, out)
    _say_how_it_ended(ended, shown, written, lang)


def _read(script: Path, given: list[Path], lang: str) -> Script:
    """The script, and what goes along, read in a limited process. Stops if it cannot be read."""
    from grader.grading.executors.worker import apart
    from grader.grading.neighbours import GivenError
    from grader.grading.script import read_script
    from grader.messages.sentences import say
    from grader.source.errors import SubmissionError

    try:
        return apart(read_script, (script, tuple(given)))
    except SubmissionError as error:
        why = error.text
    except GivenError as error:
        why = error.text
        stop(f"--with {printable(error.name)}: {why.get(lang)}", USAGE)
    except TimeoutError:
        why = say(
            "reading this file took more time than it may, so it was not run. Is it a program or a notebook? "
            "Look at it, and try again"
        )
    stop(f"{printable(str(script))}: {why.get(lang)}", USAGE)


def _say_what_was_not_read(script: Submission, lang: str) -> None:
    from grader.reports.wording import in_brackets, place

    for notice in script.notices:
        where = place(notice.cell, notice.line)
        said = notice.text.get(lang) + (in_brackets(where).get(lang) if where else "")
        print(f"· {printable(said)}", file=sys.stderr, flush=True)


def _say_what_goes_along(script: Script, lang: str) -> None:
    from grader.messages.sentences import listed, say

    if names := sorted(script.carried.files):
        shown = listed([printable(name) for name in names[:10]] + (["..."] if len(names) > 10 else []))
        print(say("goes along: {files}", files=shown).get(lang), file=sys.stderr)
    for name, why in script.carried.left[:10]:
        print(say("{file} does not go along: {why}", file=printable(name), why=why).get(lang), file=sys.stderr)


def _figures(ended: Ended, script: Path, out: Path) -> list[Path]:
    """Write what the script drew, as PNG files."""
    from grader.reports.png import png
    from grader.verdict import write_atomically

    paths = [out / f"run-{script.stem}-{number}.png" for number in range(1, len(ended.figures) + 1)]
    for path, pixels in zip(paths, ended.figures, strict=True):
        write_atomically(path, png(pixels))
    return paths


def _plot(output: Heard, script: Path, out: Path, lang: str) -> Path | None:
    """Write the plot of the script's accuracies; None if it reported none."""
    from grader.reports.accuracies import accuracies_html
    from grader.verdict import write_atomically

    accuracies, path = output.accuracies(), out / f"run-{script.stem}.html"
    if not accuracies.curves:
        return None
    write_atomically(path, accuracies_html(accuracies, script.name, lang))
    return path


def _say_how_it_ended(ended: Ended, shown: bool, written: list[Path], lang: str) -> None:
    """The closing lines on standard error. `shown`: somebody has read all of the output. Stops if the script failed."""
    from grader.cli.screen import can_hear
    from grader.messages.sentences import say

    if not shown:
        if not can_hear():  # what follows would wait for the same reader
            sys.exit(FAILED if ended.fault else OK)
        unread = say(
            "nobody reads the standard output, so the rest of what the script printed is not shown: read all of it, or "
            "keep it with `> FILE`"
        )
        print(unread.get(lang), file=sys.stderr)
    for notice in ended.notices:
        print(say("notice: {notice}", notice=notice).get(lang), file=sys.stderr)
    for path in written:
        shown_path = printable(str(path))
        is_page = path.suffix == ".html"
        line = say("accuracies: {path}", path=shown_path) if is_page else say("figure: {path}", path=shown_path)
        print(line.get(lang), file=sys.stderr)
    if ended.fault is not None:
        where = f" ({ended.where.get(lang)})" if ended.where else ""
        stop(printable(ended.fault.get(lang)) + where, FAILED)
    print(say("the script ran to its end in {seconds} s", seconds=f"{ended.seconds:.1f}").get(lang), file=sys.stderr)


class Heard:
    """All that a script prints and reports, kept as it comes. Nothing of it is read before `accuracies` is asked for:
    while the script runs, whoever called us holds its clock. The box bounds what is printed."""

    MOST_POINTS = 5_000

    def __init__(self) -> None:
        self._printed = bytearray()
        self._points: list[tuple[int, CurvePoint]] = []  # each with the length of what was printed before it

    def write(self, chunk: bytes) -> None:
        self._printed += chunk

    def add(self, point: CurvePoint) -> None:
        if len(self._points) < self.MOST_POINTS:
            self._points.append((len(self._printed), point))

    def accuracies(self) -> Accuracies:
        """The accuracies in it, in the order in which they came."""
        from grader.reports.accuracies import Accuracies

        found, decode = Accuracies(), codecs.getincrementaldecoder("utf-8")("replace").decode
        for piece in self._pieces():
            if isinstance(piece, bytes):
                found.read(decode(piece))
            else:
                found.add(piece)
        found.end()
        return found

    def _pieces(self) -> Iterator[bytes | CurvePoint]:
        done = 0
        for at, point in self._points:
            yield from self._cut(done, at)
            yield point
            done = at
        yield from self._cut(done, len(self._printed))

    def _cut(self, start: int, stop: int) -> Iterator[bytes]:
        return (bytes(self._printed[at : min(at + (1 << 16), stop)]) for at in range(start, stop, 1 << 16))

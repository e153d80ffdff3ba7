"""What the commands share: the app, the options of more than one, exit codes, and how a command stops."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from grader.cli.stopping import FAILED, OK, OURS, USAGE, stop
from grader.messages.catalogue import languages

if TYPE_CHECKING:
    from rich.console import Console

    from grader.course.lesson import Lesson
    from grader.verdict import Verdict

app = typer.Typer(
    help="Gatehouse grades hands-on deep-learning lessons. Code runs in a sandbox; what it claims is judged outside.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done; 1 a submission or a proof failed; 2 wrong usage or input; 3 the grader itself failed; "
    "130 Ctrl+C.",
)


@app.callback()
def _grader() -> None:
    """With this, a command is named even where it is the only one that was imported."""


class Level(StrEnum):
    """Sandbox levels, weakest first."""

    PROCESS = "process"
    CONTAINER = "container"
    STRICT = "strict"


class Device(StrEnum):
    """What is computed on."""

    CPU = "cpu"
    GPU = "gpu"


def _default_language() -> str:
    from grader.messages.languages import default_language

    return default_language()


def known_backend(name: str | None) -> str | None:
    """Refuse a backend that no installed runtime has."""
    from grader.sandbox.runtimes import installed

    return one_of(name, lambda: [backend for runtime in installed() for backend in runtime.backends])


def known_runtime(name: str | None) -> str | None:
    """Refuse a runtime that is not installed."""
    from grader.sandbox.runtimes import names

    return one_of(name, names)


def known_dialect(name: str | None) -> str | None:
    """Refuse a dialect that is not installed."""
    from grader.sandbox.runtimes import installed

    return one_of(name, lambda: [runtime.name for runtime in installed() if runtime.is_dialect])


def one_of(name: str | None, those: Callable[[], Iterable[str]]) -> str | None:
    """Refuse a name that is none of `those`, who are asked only then: it takes a look at every installed package."""
    if name is None or name in (known := list(dict.fromkeys(those()))):
        return name
    raise typer.BadParameter(f"{name!r} is not one of {', '.join(known) or 'none'}")


def _known_language(lang: str) -> str:
    if lang not in languages():
        raise typer.BadParameter(f"there is no language {printable(lang)[:40]!r}; there are: {', '.join(languages())}")
    return lang


LangOption = Annotated[
    str,
    typer.Option(
        "--lang", help="Language of what is shown.", metavar=f"[{'|'.join(languages())}]", callback=_known_language,
        default_factory=_default_language,
    ),
]  # fmt: skip
ProfileOption = Annotated[str, typer.Option(help="The lesson's profile: its thresholds and number of iterations.")]
SeedOption = Annotated[
    str | None,
    typer.Option(
        help="Seed of the random inputs, as a verdict names it, to repeat that verdict: a number, or 32 hexadecimal "
        "digits. Grade without it, for a number chosen by hand can be guessed. Default: a fresh one."
    ),
]
BackendOption = Annotated[
    str | None,
    typer.Option(
        callback=known_backend,
        metavar="NAME",
        help="What lessons compute with, if their runtime has this backend, such as jax. Default: the usual one.",
    ),
]
DeviceOption = Annotated[
    Device | None, typer.Option(help="Compute on this device, whatever the profile asks for; the verdict says so.")
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Submissions at a time. Default: one per core.")
]


def renamed(names: dict[str, str]) -> type[TyperCommand]:
    """A command that takes options under their old names, too, with a notice on stderr: ``{"--old": "--new"}``.

    Use it as ``@app.command(cls=renamed({...}))``; help shows the new names alone.
    """

    class Renamed(TyperCommand):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            return super().parse_args(ctx, _with_new_names(args, names))

    return Renamed


def _with_new_names(args: list[str], names: dict[str, str]) -> list[str]:
    result = list(args)
    for place, word in enumerate(args):
        if word == "--":
            break  # below it are no options
        option, equals, value = word.partition("=")
        if option in names:
            print(f"grader: {option} is now called {names[option]}", file=sys.stderr)
            result[place] = names[option] + equals + value
    return result


def seed_of(text: str | None) -> int | str | None:
    """What `SeedOption` says: 32 hexadecimal digits, as fresh seeds are, are no number even where all are decimal."""
    if text is None or re.fullmatch("[0-9a-f]{32}", text.lower()):
        return text and text.lower()
    if not re.fullmatch("[0-9]{1,100}", text):
        stop(f"--seed {printable(text)}: a seed is a number from 0 on, or 32 hexadecimal digits", USAGE)
    return int(text)


def course_here() -> Path:
    from grader.course.places import find_course

    return find_course()


def outside_workspaces(folder: Path) -> None:
    """Stops if `folder` lies in what `grader workspace` wrote: students are given all of that."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / ".gatehouse" / "exercises").is_dir():
            stop(f"--out lies in {printable(str(place))}, which students are given; choose another folder", USAGE)


def terminal(*, stderr: bool = False) -> Console:
    """A console that shows text as it is: no markup and no :emoji: in a name or a path."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def guess_lesson(course: Path, file: Path) -> str:
    from grader.course.lesson import discover
    from grader.grading.one import lesson_meant

    lessons = discover(course)
    if found := lesson_meant(file, lessons):
        return found.id
    stop(
        f"cannot tell which lesson {file} belongs to; name it with --lesson ({', '.join(x.id for x in lessons)})", USAGE
    )


def known_formats(names: list[str] | None) -> list[str]:
    """The files that `--report` names, each once; `console` is no file, and always there. Stops for an unknown name."""
    from grader.reports.formats import FILES, NAMES

    for name in names or ():
        if name not in NAMES:
            stop(f"there is no report {printable(name)!r}; there are: {', '.join(NAMES)}", USAGE)
    return [name for name in dict.fromkeys(names or ()) if name in FILES]


def know_profile(lessons: list[Lesson], profile: str) -> None:
    known = dict.fromkeys(name for lesson in lessons for name in lesson.profiles)
    if profile not in known:
        stop(f"there is no profile {profile!r}; there are: {', '.join(known)}", USAGE)


def exit_code(verdict: Verdict) -> int:
    return {"passed": OK, "grader_error": OURS}.get(verdict.outcome.value, FAILED)


def printable(text: str, keep: str = "") -> str:
    """`text` with a question mark for each character that could steer a terminal, except those in `keep`."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else "?" for char in text)

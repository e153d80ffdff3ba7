"""The command line. Exit codes: 0 done (and passed), 1 a submission failed, 2 usage or input error, 3 grader_error.

130 is Ctrl+C. Each module here holds a few commands; importing it adds them to the app. A command that is named waits
for its own module only.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from grader.cli.stopping import OK, OURS, USAGE, stop

if TYPE_CHECKING:
    from grader.grading.ahead import Ahead

_SELDOM = 100_000  # new objects between two looks for unused ones: all that imports make is used
STOPPED = 130  # 128 + SIGINT, as a shell has it
MODULES: dict[str, tuple[str, ...]] = {  # and their commands, in the order of the help
    "authoring": ("list", "verify", "new", "workspace"),
    "calibration": ("calibrate",),
    "checking": ("check",),
    "exporting": ("export",),
    "grading": ("grade",),
    "handing_out": ("feedback",),
    "importing": ("import-nbgrader",),
    "machine": ("devices",),
    "preview": ("preview",),
    "releasing": ("release",),
    "reporting": ("report",),
    "running": ("run",),
    "seeing": ("see",),
    "student": ("hint", "reset", "lab-report", "pack"),
}


def main() -> None:
    """The process ``grader``: `command`, arranged to start and to end quickly."""
    gc.set_threshold(_SELDOM)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for them in every installed package
    codes: list[int] = []
    atexit.register(_leave, codes)  # the first to be registered is the last to be called
    try:
        command(hurried=True)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            codes.append(ended.code or OK)
        raise


def _leave(codes: list[int]) -> None:
    """End the process, all of whose memory the system frees at once: Python would look at every object first."""
    with contextlib.suppress(OSError, ValueError):  # what cannot be written, the interpreter tells
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        for code in codes:
            os._exit(code)


def command(*, hurried: bool = False) -> None:
    """What the words in `sys.argv` ask for: a fault is one sentence and an exit code, never a traceback.

    `hurried`: what the command seems to need is begun before its words are read."""
    try:
        with contextlib.ExitStack() as begun:
            _command(_ahead(begun) if hurried else None)
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as ended:
        if ended.code == STOPPED:  # Typer has made this of a KeyboardInterrupt, without a word
            _stopped()
        raise


def add_commands(named: list[str]) -> None:
    """Import the module of the command that is `named`; all of them if none is, or an unknown one."""
    for module in [one for one, commands in MODULES.items() if set(named) & set(commands)] or MODULES:
        importlib.import_module(f"grader.cli.{module}")


def _stopped() -> NoReturn:
    kept = f"; {what} so far is kept: run the same command again to go on" if (what := _kept()) else ""
    stop(f"stopped{kept}", STOPPED)


def _kept() -> str | None:
    """What the command keeps as it comes."""
    if sys.argv[1:2] == ["grade"] and "--dry-run" not in sys.argv:
        return "what is graded"
    return "what is trained" if sys.argv[1:2] == ["calibrate"] else None


def _ahead(begun: contextlib.ExitStack) -> Ahead | None:
    """What is begun before anything is imported that a command line needs."""
    if sys.argv[1:2] != ["check"] or not sys.platform.startswith("linux"):
        return None
    from grader.grading.ahead import Ahead

    return begun.enter_context(Ahead(sys.argv[2:]))


def _command(ahead: Ahead | None) -> None:
    from grader.messages.catalogue import CatalogueError, catalogues

    try:
        catalogues()  # before anything is imported that says something
    except CatalogueError as error:
        stop(f"{error}. Mend it, or take it out of GATEHOUSE_LOCALE.", USAGE)
    from grader.messages.elsewhere import NEEDS_LINUX, ON_LINUX
    from grader.messages.languages import default_language

    if not ON_LINUX and not {"--help", "--version"}.intersection(sys.argv[1:]):
        stop(NEEDS_LINUX.get(default_language()), USAGE)
    from grader.course.datasets import DataError
    from grader.course.lesson import LessonError
    from grader.extras import MissingExtraError
    from grader.sandbox.errors import SandboxError

    try:
        if ahead is not None:
            ahead.employ()
        from grader.cli.common import app  # while the worker imports what judges

        add_commands(sys.argv[1:2])
        app(standalone_mode=True, obj=ahead)
    except (LessonError, DataError, MissingExtraError) as error:
        stop(str(error), USAGE)
    except SandboxError as error:
        stop(str(error), OURS)
    except OSError as error:
        kept = f": {what} so far is kept" if (what := _kept()) else ""
        why = f"{error.filename or 'the system'}: {error.strerror or error}"
        stop(f"{why}. Put this right and run the same command again{kept}.", USAGE)


__all__ = ["command", "main"]

"""The command line. Exit codes: 0 done (and passed), 1 a submission failed, 2 usage or input error, 3 grader_error.

130 is Ctrl+C. Each module here holds a few commands; importing it adds them to the app.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from grader.cli import (  # noqa: F401  their commands
    authoring,
    calibration,
    checking,
    exporting,
    grading,
    handing_out,
    importing,
    machine,
    preview,
    releasing,
    reporting,
    running,
    seeing,
    student,
)
from grader.cli.common import OURS, USAGE, app, stop

STOPPED = 130  # 128 + SIGINT, as a shell has it


def main() -> None:
    """The entry point of the command ``grader``: a fault is one sentence and an exit code, never a traceback."""
    try:
        _command()
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as ended:
        if ended.code == STOPPED:  # Typer has made this of a KeyboardInterrupt, without a word
            _stopped()
        raise


def _stopped() -> NoReturn:
    kept = f"; {what} so far is kept: run the same command again to go on" if (what := _kept()) else ""
    stop(f"stopped{kept}", STOPPED)


def _kept() -> str | None:
    """What the command keeps as it comes."""
    if sys.argv[1:2] == ["grade"] and "--dry-run" not in sys.argv:
        return "what is graded"
    return "what is trained" if sys.argv[1:2] == ["calibrate"] else None


def _command() -> None:
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
        app(standalone_mode=True)
    except (LessonError, DataError, MissingExtraError) as error:
        stop(str(error), USAGE)
    except SandboxError as error:
        stop(str(error), OURS)
    except OSError as error:
        kept = f": {what} so far is kept" if (what := _kept()) else ""
        why = f"{error.filename or 'the system'}: {error.strerror or error}"
        stop(f"{why}. Put this right and run the same command again{kept}.", USAGE)


__all__ = ["main"]

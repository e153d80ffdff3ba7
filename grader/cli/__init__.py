"""The command line. Exit codes: 0 done (and passed), 1 a submission failed, 2 usage or input error, 3 grader_error.

Each module here holds a few commands; importing it adds them to the app.
"""

from __future__ import annotations

from grader.cli import authoring, calibration, grading, machine, running  # noqa: F401  their commands
from grader.cli.common import OURS, USAGE, app, stop


def main() -> None:
    """The entry point of the command ``grader``: a fault is one sentence and an exit code, never a traceback."""
    from grader.data import DataError
    from grader.lesson import LessonError
    from grader.sandbox.warm import SandboxError

    try:
        app(standalone_mode=True)
    except (LessonError, DataError) as error:
        stop(str(error), USAGE)
    except SandboxError as error:
        stop(str(error), OURS)
    except OSError as error:
        stop(
            f"{error.filename or 'the system'}: {error.strerror or error}. Nothing graded so far is lost: "
            "put this right and run the same command again.",
            USAGE,
        )
    except KeyboardInterrupt:
        stop("stopped; verdicts written so far are kept: run the same command again to go on", 130)


__all__ = ["main"]

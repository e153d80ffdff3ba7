"""`grade --report github`: what goes to the job's log and summary, beside the file."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from grader.cli.common import printable


@contextlib.contextmanager
def no_commands(on: bool) -> Iterator[None]:
    """Meanwhile nothing that is printed is a workflow command: a student's folder may be named like one."""
    token = secrets.token_hex(16)
    if on:
        print(f"::stop-commands::{token}", flush=True)
    try:
        yield
    finally:
        if on:
            print(f"::{token}::", flush=True)


def annotate(commands: list[str], summary: Path | None) -> None:
    """Print the annotations, and add the summary, if there is one, to the job's: `GITHUB_STEP_SUMMARY` names it."""
    for command in commands:
        print(printable(command), flush=True)
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if place and summary:
        with open(place, "a", encoding="utf-8") as stream:
            stream.write(summary.read_text(encoding="utf-8"))


__all__ = ["annotate", "no_commands"]

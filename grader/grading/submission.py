"""A file that was handed in, as a program's text."""

from __future__ import annotations

from pathlib import Path

from grader.grading.opening import HandedIn, read_file
from grader.source import program
from grader.source.errors import SubmissionError
from grader.source.program import Submission


def read_submission(path: Path, max_bytes: int | None = None, *, judged: bool = True) -> Submission:
    """Read a ``.ipynb`` or ``.py``, at most `max_bytes` of it. Raises SubmissionError and nothing else."""
    return parse(read_file(path, max_bytes=max_bytes), judged=judged)


def parse(handed_in: HandedIn, *, judged: bool = True) -> Submission:
    """The code of a file that was read, `judged` or run as a whole. Raises SubmissionError and nothing else."""
    if handed_in.data is None:
        assert handed_in.fault is not None
        raise SubmissionError(handed_in.fault)
    return program.parse(handed_in.name, handed_in.data, judged=judged)


__all__ = ["Submission", "SubmissionError", "parse", "read_submission"]

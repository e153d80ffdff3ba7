"""Every check of a file in a workspace goes into its history: from the panel, `%check` and `grader check` alike."""

from __future__ import annotations

from pathlib import Path

from grader.course.lesson import Lesson
from grader.grading.opening import read_file
from grader.jupyter.places import Refused, Workspace
from grader.verdict import SubmissionOutcome, Verdict


def recorded(workspace: Workspace, lesson: Lesson, verdict: Verdict, path: Path) -> bool:
    """Keep the check of the whole lesson, if the file is as it was checked. Whether it was kept; a disk that is full
    costs the history, and never the check."""
    if verdict.outcome is SubmissionOutcome.GRADER_ERROR or path.is_dir():
        return False
    handed_in = read_file(path)
    if handed_in.data is None or handed_in.sha256 != verdict.submission_sha256:
        return False
    try:
        workspace.history.checked(lesson.id, verdict, path.name, handed_in.data)
    except OSError:
        return False
    return True


def record_check(lesson: Lesson, verdict: Verdict, path: Path) -> bool:
    """`recorded` in the workspace that the file lies in; nothing where there is none, as in the course itself."""
    try:
        workspace = Workspace.around(path.resolve())
    except Refused:
        return False
    return workspace.course != workspace.home and recorded(workspace, lesson, verdict, path)


__all__ = ["record_check", "recorded"]

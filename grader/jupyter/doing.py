"""What a student does besides checking, wherever from: the next hint, the stub put back, a report, a file to hand in.

One function each, for the panel, the magics and the command line. Raises Refused with a sentence, LessonError, OSError.
"""

from __future__ import annotations

from pathlib import Path

from grader.course.hints import Hint
from grader.course.lesson import Lesson
from grader.jupyter import handing_in, lab_report
from grader.jupyter.hinting import hints_for, key
from grader.jupyter.places import Refused, Workspace
from grader.jupyter.resetting import reset_lesson, reset_region
from grader.jupyter.saved import MagicError, Notebook, find_lesson
from grader.messages.sentences import say
from grader.verdict import write_atomically

ALL = "all"  # what `%reset` and `grader reset` call the whole lesson


def lesson_of(path: Path) -> tuple[Workspace, Lesson]:
    """The workspace that a file lies in, and the lesson that it answers."""
    workspace = Workspace.around(path)
    try:
        lesson = find_lesson(path, Notebook.read(path))
    except MagicError as error:
        raise Refused(error.text, 404) from error
    return workspace, workspace.lesson(lesson.id)


def next_hint(workspace: Workspace, lesson: Lesson) -> tuple[Hint, int]:
    """The next hint for who has come so far, and how many are left after it. It is kept that it was shown."""
    found = hints_for(lesson, workspace.history.of(lesson.id))
    if not found.left:
        raise Refused(say("there is no further hint for where you are; check again, or ask your teacher"), 404)
    workspace.history.hinted(lesson.id, key(found.left[0]))
    return found.left[0], len(found.left) - 1


def reset(path: Path, region: str | None, lang: str) -> Path:
    """Put the stub back, for a region of the file at `path` or the whole lesson; where the copy of it lies."""
    _, lesson = lesson_of(path)
    return reset_region(lesson, path, region) if region else reset_lesson(lesson, path, lang)


def report(path: Path, lang: str, out: Path | None = None) -> list[Path]:
    """Write the lab report on the answer at `path` into `out`, or beside it, as Markdown and as a page."""
    workspace, lesson = lesson_of(path)
    made = lab_report.report_of(lesson, path, workspace.history.last_verdict(lesson.id), lang)
    written = []
    for form in ("md", "html"):
        file = lab_report.written(made, lesson, lang, form)
        written.append((out or path.parent) / file.name)
        write_atomically(written[-1], file.text)
    return written


def pack(path: Path, out: Path | None = None) -> Path:
    """Write the file that an instructor is given for the answer at `path`: to `out`, or into this folder."""
    _, lesson = lesson_of(path)
    written = out or Path(f"{lesson.id}.zip")
    handing_in.pack(lesson, path, written)
    return written


__all__ = ["ALL", "lesson_of", "next_hint", "pack", "report", "reset"]

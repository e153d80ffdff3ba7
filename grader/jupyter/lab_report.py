"""The lab report of a lesson in a workspace, from the student's file and its last check."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from grader.course.hints import without_hints
from grader.course.lesson import Lesson
from grader.jupyter.cells import sections
from grader.jupyter.places import Refused, Workspace, data_of
from grader.jupyter.spots import Source
from grader.messages.sentences import say
from grader.reports.lab import LabReport
from grader.verdict import Verdict

_TYPES = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}
_PICTURES = (".svg", ".png", ".jpg")


@dataclass(frozen=True)
class Made:
    """A report as a file."""

    name: str
    type: str
    text: str


def made(workspace: Workspace, lesson: Lesson, lang: str, form: str) -> Made:
    """The report as ``md`` or ``html``. Raises Refused if there is no such form or no notebook, OSError."""
    report = report_of(lesson, workspace.notebook(lesson), workspace.history.last_verdict(lesson.id), lang)
    return written(report, lesson, lang, form)


def written(report: LabReport, lesson: Lesson, lang: str, form: str) -> Made:
    """Raises Refused if there is no such form."""
    if form not in _TYPES:
        raise Refused(say("a report is md or html, not {form}", form=form))
    text = report.html(lang) if form == "html" else report.markdown(lang)
    return Made(f"{lesson.id}-report.{form}", _TYPES[form], text)


def report_of(lesson: Lesson, path: Path, verdict: Verdict | None, lang: str) -> LabReport:
    """The report on the answer at `path`. Raises Refused if it cannot be read, OSError."""
    data = data_of(path, 404)
    known = {region.name for region in Source.of(lesson.stub.encode()).regions()}
    regions = [one for one in Source.of(data).regions() if one.name in known]
    return LabReport(
        title=lesson.title,
        task=without_hints(sections(lesson.task_in(lang).read_text(encoding="utf-8"))),
        code=[(one.name or lesson.module, "\n".join(one.lines)) for one in regions],
        verdict=verdict,
        same=verdict is not None and verdict.submission_sha256 == hashlib.sha256(data).hexdigest(),
        figures={one.name: one.read_bytes() for one in lesson.public.iterdir() if one.suffix in _PICTURES},
        when=datetime.datetime.now(),
    )


__all__ = ["Made", "made", "report_of", "written"]

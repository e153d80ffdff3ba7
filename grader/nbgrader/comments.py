"""Diagnoses as nbgrader's comments: below the answer that they are about, where a person can add to them or write over
them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors.base import NbGraderPreprocessor

from grader.checks.concerns import checks_of, matching
from grader.course.lesson import Lesson, load_lesson
from grader.messages.text import Text
from grader.nbgrader.execute import home_of
from grader.nbgrader.exporter import NOTICES, VERDICT
from grader.nbgrader.record import Record
from grader.reports.text import clean, one_line
from grader.reports.wording import COLON, place
from grader.source.regions import find_regions
from grader.verdict import Verdict

_MARKUP = re.compile(r"[\\`*_&\[\]#|~$!]")  # a feedback page takes a comment for Markdown
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


class SaveDiagnoses(NbGraderPreprocessor):
    """Behind `SaveAutoGrades`, which has written what it knows of comments: only solution and task cells have them.

    What a person wrote is kept apart by nbgrader, and is what students read.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Raises what nbgrader's gradebook raises."""
        verdict: Verdict | None = resources.get(VERDICT)
        if verdict is None:
            return nb, resources
        home, asked = home_of(self), resources["nbgrader"]
        record = Record.read(home)
        assert record is not None, "there is a verdict, so there is a record"
        lesson, lang = load_lesson(record.course_path(home), verdict.lesson), record.lessons[verdict.lesson].lang
        comments = comments_of(lesson, verdict, nb.cells, lang, resources.get(NOTICES, ()))
        with Gradebook(asked["db_url"]) as gradebook:
            for cell, lines in comments.items():
                comment = gradebook.find_comment(cell, asked["notebook"], asked["assignment"], asked["student"])
                comment.auto_comment = "\n\n".join(filter(None, [comment.auto_comment, *lines]))
            gradebook.db.commit()
        return nb, resources


def comments_of(
    lesson: Lesson, verdict: Verdict, cells: Iterable[Any], lang: str, notices: Iterable[Text] = ()
) -> dict[str, list[str]]:
    """The solution cells that something is to be said about, and what: each diagnosis once, below the first function
    that its check concerns; what concerns the file, in the first cell."""
    homes = dict(_regions(cells))
    first = next(iter(homes.values()), None)
    if first is None:
        return {}
    seen = verdict.for_student()
    places = _places(lesson, homes)
    comments: dict[str, list[str]] = {first: [_plain(text.get(lang)) for text in notices]}
    comments[first] += [_placed(notice.text, notice.cell, notice.line, lang) for notice in seen.notices]
    for check in seen.checks:
        if check.diagnosis is not None:
            cell = places.get(check.id.split("[")[0], first)
            told = _said(check.diagnosis.text.get(lang))
            if told not in comments.setdefault(cell, []):
                comments[cell].append(told)
    return {cell: lines for cell, lines in comments.items() if lines}


def _places(lesson: Lesson, homes: Mapping[str, str]) -> dict[str, str]:
    """The cell of each check that concerns one of these functions: the first."""
    checks = checks_of(lesson, hidden=True)
    places: dict[str, str] = {}
    for name, home in homes.items():
        for check in matching(name, checks) if name else ():
            places.setdefault(check, home)
    return places


def _regions(cells: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The name of each region or function of the solution cells, and its cell."""
    for cell in cells:
        facts: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
        if facts.get("solution") and cell.cell_type == "code":
            yield from ((name, facts["grade_id"]) for name in _names(cell.source))


def _names(source: str) -> Iterator[str]:
    try:
        yield from (region.name for region in find_regions(source) if region.name)
    except ValueError:
        pass  # markers that a student broke: the functions are told by their own line
    yield from re.findall(r"^def (\w{1,100})", source, re.MULTILINE)
    yield ""  # a cell of neither is still a place for what concerns the file


def _placed(text: Text, cell: int | None, line: int | None, lang: str) -> str:
    where = place(cell, line)
    return _plain((where.get(lang) + COLON.get(lang) if where else "") + text.get(lang))


def _plain(text: str) -> str:
    """What may quote a student, as text that Markdown leaves as it is."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", _said(text))


def _said(text: str) -> str:
    """A sentence that is no HTML: the page that shows it would take tags for its own."""
    return _TAG.sub("< ", one_line(clean(text), 1000))


__all__ = ["SaveDiagnoses", "comments_of"]

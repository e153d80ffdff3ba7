"""What JupyterLab's panel asks and does, one function each: from the fields of a request to plain data.

Files are named by their paths below the server's root. Raises Refused with a sentence, LessonError, OSError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.hints import without_hints
from grader.course.lesson import SEE_FILE, Lesson
from grader.jupyter import doing, exchange, handing_in, lab_report
from grader.jupyter.cells import sections
from grader.jupyter.events import Told
from grader.jupyter.gates import gates_of, opened
from grader.jupyter.hinting import hints_for
from grader.jupyter.history import Event
from grader.jupyter.places import HOME, Refused, Workspace, data_of, file_inside, inside
from grader.jupyter.resetting import replaced
from grader.jupyter.runs import Asked
from grader.jupyter.spots import Source
from grader.messages.sentences import say


@dataclass(frozen=True)
class Asker:
    """One request: the server's root, the language, and its fields."""

    root: Path
    lang: str
    fields: Mapping[str, str | None]

    def field(self, name: str) -> str:
        """Raises Refused if it is missing."""
        if not (value := self.fields.get(name)):
            raise Refused(say("the request lacks {name}", name=name))
        return value

    def relative(self, path: Path) -> str:
        """A path below the root, as requests have it."""
        return path.relative_to(self.root).as_posix()

    def known(self, path: str | Path | None) -> str | None:
        """The same; None if it does not lie there, or there is none."""
        if path is None or not Path(path).resolve().is_relative_to(self.root):
            return None
        return self.relative(Path(path).resolve())

    def workspace(self) -> Workspace:
        """The workspace that `path` lies in; without a path, the root's, or the only one in a folder of it."""
        named = self.fields.get("path") or ""
        try:
            return Workspace.around(inside(self.root, named), self.root)
        except Refused:
            found = [path.parents[1] for path in self.root.glob(f"*/{HOME}/exercises")] if not named else []
            if len(found) != 1:
                raise
            return Workspace.around(inside(self.root, found[0].name), self.root)

    def lesson(self) -> tuple[Workspace, Lesson]:
        workspace = self.workspace()
        return workspace, workspace.lesson(self.field("lesson"))

    def file(self) -> tuple[Workspace, Lesson, Path]:
        """The file that the request names, and its lesson."""
        path = file_inside(self.root, self.field("path"))
        self.workspace()  # it lies below the root, too
        return *doing.lesson_of(path), path


Work = Callable[[Asker], Any]


def course(asker: Asker) -> Any:
    workspace = asker.workspace()
    outline = workspace.outline
    gates = [
        {
            "id": gate.lesson.id, "title": gate.lesson.title.get(asker.lang),
            "summary": gate.lesson.summary.get(asker.lang), "state": gate.state, "points": gate.points,
            "max_points": gate.max_points, "notebook": gate.notebook and asker.relative(gate.notebook),
            "hidden_checks": gate.hidden_checks,
        }
        for gate in gates_of(workspace)
    ]  # fmt: skip
    title = outline.title.get(asker.lang) if outline.title else workspace.home.name
    return {"title": title, "order": outline.order, "path": asker.relative(workspace.home), "gates": gates}


def open_gate(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    return {"notebook": asker.relative(opened(workspace, lesson, asker.lang))}


def task(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    passed = any(event.passed for event in workspace.history.of(lesson.id))
    return {
        "title": lesson.title.get(asker.lang),
        "markdown": without_hints(sections(lesson.task_in(asker.lang).read_text(encoding="utf-8"))),
        "base": asker.relative(workspace.notebook(lesson).parent),
        "after": lesson.learnt.get(asker.lang) if passed and lesson.learnt else None,
        "see": (lesson.public / SEE_FILE).is_file(),
    }


def asked(asker: Asker) -> Asked:
    """What is to be checked."""
    workspace, lesson, path = asker.file()
    hidden = workspace.outline.hidden_checks.get(lesson.id)
    told = Told(lesson, Source.of(data_of(path)), asker.lang, hidden)
    return Asked(workspace, path, told, told.start())


def hints(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    found = hints_for(lesson, workspace.history.of(lesson.id))
    return {"shown": [{"text": hint.text.get(asker.lang)} for hint in found.shown], "left": len(found.left)}


def next_hint(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    hint, left = doing.next_hint(workspace, lesson)
    return {"text": hint.text.get(asker.lang), "left": left}


def reset(asker: Asker) -> Any:
    *_, path = asker.file()
    return {"kept": asker.relative(doing.reset(path, asker.fields.get("region") or None, asker.lang))}


def regions(asker: Asker) -> Any:
    _, lesson, path = asker.file()
    source = Source.of(data_of(path))
    form = lesson.form()
    found = [
        {"name": one.name, "cell": one.cell, "first": one.first, "last": one.last,
         "written": source.written(one.name, form)}
        for one in source.regions()
    ]  # fmt: skip
    return {"regions": found, "outside": [spot.plain() for spot in source.outside(lesson)]}


def history(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    events = [event for event in workspace.history.of(lesson.id) if event.kind != "hint"]
    return [_plain(event) for event in reversed(events)]


def _plain(event: Event) -> Any:
    outcome = event.outcome.value if event.outcome else None
    return {
        "id": event.id, "when": event.when.isoformat(), "kind": event.kind, "outcome": outcome, "score": event.score,
        "max_score": event.max_score,
    }  # fmt: skip


def restore(asker: Asker) -> Any:
    workspace = asker.workspace()
    found = workspace.history.find(asker.field("id"))
    data = workspace.history.copy(found[1]) if found else None
    if found is None or data is None:
        raise Refused(say("this answer is not kept any more; choose another one"), 404)
    path = _put_back(asker, workspace, *found)
    return {"kept": asker.relative(replaced(path, data)), "path": asker.relative(path)}


def _put_back(asker: Asker, workspace: Workspace, lesson: str, event: Event) -> Path:
    """Which file an earlier answer replaces: the one that the request names, if it answers the same lesson, else the
    one that it was itself."""
    named = inside(asker.root, asker.fields.get("path") or "")
    if named.suffix == Path(event.name).suffix and named.is_file() and doing.lesson_of(named)[1].id == lesson:
        return named
    return inside(asker.root, asker.relative(workspace.notebook(workspace.lesson(lesson)).with_name(event.name)))


def hand_in_state(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    facts = handing_in.state(workspace, lesson)
    return facts | {"feedback": asker.known(facts["feedback"])}


def hand_in(asker: Asker) -> Any:
    workspace, lesson, path = asker.file()
    done = handing_in.hand_in(workspace, lesson, path)
    return {"message": done.text.get(asker.lang), "file": done.file and asker.relative(done.file)}


def feedback(asker: Asker) -> Any:
    workspace, lesson = asker.lesson()
    found = handing_in.feedback(workspace, lesson)
    return {"file": asker.known(found)}


def assignments(asker: Asker) -> Any:
    """What nbgrader's exchange has for the student; null where nbgrader is not installed."""
    return {"assignments": _assignments(asker, exchange.listed(asker.root)) if exchange.is_there() else None}


def with_assignment(asker: Asker) -> Any:
    if (deed := asker.field("do")) not in exchange.DEEDS:
        raise Refused(say("the request lacks {name}", name="do"))
    found = exchange.do(deed, asker.root, asker.field("course"), asker.field("assignment"))
    return {"assignments": _assignments(asker, found)}


def _assignments(asker: Asker, found: list[exchange.Assignment]) -> list[Any]:
    plain = ("course", "assignment", "state", "attempts", "last", "feedback_waits")
    return [
        {name: one[name] for name in plain}
        | {"notebook": asker.known(next(iter(one["notebooks"]), None)), "feedback": asker.known(exchange.page_of(one))}
        for one in found
    ]


def report(asker: Asker) -> lab_report.Made:
    workspace, lesson = asker.lesson()
    return lab_report.made(workspace, lesson, asker.lang, asker.fields.get("format") or "md")


REQUESTS: dict[str, dict[str, Work]] = {
    "course": {"get": course},
    "open": {"post": open_gate},
    "task": {"get": task},
    "hints": {"get": hints},
    "hint": {"post": next_hint},
    "reset": {"post": reset},
    "regions": {"get": regions},
    "history": {"get": history},
    "restore": {"post": restore},
    "hand-in": {"get": hand_in_state, "post": hand_in},
    "feedback": {"post": feedback},
    "exchange": {"get": lambda asker: {"there": exchange.is_there()}},
    "assignments": {"get": assignments, "post": with_assignment},
}

__all__ = ["REQUESTS", "Asker", "Work", "asked", "report"]

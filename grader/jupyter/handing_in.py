"""Handing in: through nbgrader's exchange where the lesson came that way, else as a file for the instructor."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.lesson import Lesson
from grader.grading.opening import read_file
from grader.jupyter import exchange
from grader.jupyter.history import without_outputs
from grader.jupyter.places import Refused, Workspace, data_of
from grader.messages.sentences import say
from grader.messages.text import Text
from grader.verdict import write_atomically

PACKED = "hand-in"  # the folder of a workspace that has the packed files
FACTS = "gatehouse.json"


@dataclass(frozen=True)
class Done:
    """What was done, in a sentence, and the file that was written, if one was."""

    text: Text
    file: Path | None = None


def state(workspace: Workspace, lesson: Lesson) -> dict[str, Any]:
    """How the lesson is handed in, whether the answer is as it was the last time, and when that was."""
    due = workspace.outline.due.get(lesson.id)
    facts: dict[str, Any] = {
        "way": "pack", "unchanged": False, "last": None, "feedback": None,
        "due": due.isoformat() if due else None, "late": due is not None and datetime.datetime.now(datetime.UTC) > due,
    }  # fmt: skip
    if is_assignment(workspace, lesson):
        told = exchange.of_folder(workspace.home)
        facts |= {"way": "exchange", "feedback": exchange.page_of(told)}
        facts |= {name: told[name] for name in ("attempts", "last", "feedback_waits")}
        if told["sent"] and (sent := _bare(Path(told["sent"]) / f"{lesson.id}.ipynb")):
            facts["unchanged"] = sent == _bare(workspace.notebook(lesson))
    elif last := next((one for one in reversed(workspace.history.of(lesson.id)) if one.kind == "hand-in"), None):
        facts["last"] = last.when.isoformat()
        facts["unchanged"] = _bare(workspace.notebook(lesson).with_name(last.name)) == last.sha256
    return facts


def _bare(path: Path) -> str | None:
    """The SHA-256 of a file without its outputs; None if it cannot be read."""
    data = read_file(path).data
    return None if data is None else hashlib.sha256(without_outputs(data)).hexdigest()


def is_assignment(workspace: Workspace, lesson: Lesson) -> bool:
    """Whether the lesson lies here as nbgrader fetches one, and nbgrader is there."""
    home = workspace.home
    return home.name == lesson.id and (home / f"{lesson.id}.ipynb").is_file() and exchange.is_there()


def feedback(workspace: Workspace, lesson: Lesson) -> Path | None:
    """Fetch what the instructor has returned through the exchange; the page, None if there is nothing yet.

    Raises Refused if the lesson did not come through an exchange.
    """
    if not is_assignment(workspace, lesson):
        raise Refused(say("this lesson did not come through nbgrader's exchange: your teacher returns it another way"))
    return exchange.page_of(exchange.of_folder(workspace.home, "feedback"))


def hand_in(workspace: Workspace, lesson: Lesson, path: Path) -> Done:
    """Hand in the answer at `path`, and keep that in the history. Raises Refused, OSError."""
    data = data_of(path)
    if is_assignment(workspace, lesson):
        exchange.of_folder(workspace.home, "submit")
        done = Done(say("handed in: {lesson} is with nbgrader now; of several, the last one counts", lesson=lesson.id))
    else:
        stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
        file = workspace.home / PACKED / f"{lesson.id}-{stamp}.zip"
        write_atomically(file, packed(lesson, path.name, data))
        done = Done(say("your answer is in {file}: give that file to your teacher", file=file.name), file)
    workspace.history.handed_in(lesson.id, path.name, data)
    return done


def pack(lesson: Lesson, path: Path, out: Path) -> None:
    """Write the file that an instructor is given to `out`. Raises Refused, OSError."""
    write_atomically(out, packed(lesson, path.name, data_of(path)))


def packed(lesson: Lesson, name: str, data: bytes) -> bytes:
    """A zip archive with the answer, without what its cells showed, and of which lesson and version it is.

    The same bytes for the same answer and lesson.
    """
    public = Lesson(lesson.public, None)  # what a student has, also where the hidden half is at hand
    facts = {"lesson": lesson.id, "lesson_digest": public.digest, "file": name}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in (
            (f"{lesson.id}/{name}", without_outputs(data)),
            (f"{lesson.id}/{FACTS}", json.dumps(facts, indent=2).encode() + b"\n"),
        ):
            archive.writestr(zipfile.ZipInfo(entry), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


__all__ = ["Done", "feedback", "hand_in", "is_assignment", "pack", "packed", "state"]

"""nbgrader's exchange, as a student uses it: list, fetch, submit, feedback, by what nbgrader's own extension calls.

nbgrader changes its working directory for each of these, and reads the configuration of where it is. So it is asked in
a process of its own: ``python -m grader.jupyter.exchange``.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from grader.jupyter.places import Refused
from grader.jupyter.process import environment
from grader.messages.sentences import say

_SECONDS = 120.0
_one, _in_line = threading.Lock(), threading.BoundedSemaphore(3)  # each starts a process that takes a second
DEEDS = ("fetch", "submit", "feedback")
Assignment = dict[str, Any]
"""One assignment of the exchange, as plain data: `course`, `assignment`, `state` (``released``, ``fetched``,
``submitted``), `folder` and `notebooks` where it was fetched to, `attempts`, `last` (ISO 8601) and `sent` (the folder
with what was handed in last), `feedback` (the folder of what was returned last) and `feedback_waits`. Paths are
absolute."""


def is_there() -> bool:
    """Whether nbgrader is installed."""
    return find_spec("nbgrader") is not None


def listed(here: Path) -> list[Assignment]:
    """What the exchange has for the student whose assignments lie in `here`. Raises Refused with what nbgrader says."""
    found: list[Assignment] = _asked(here, "list")["assignments"]
    return found


def of_folder(folder: Path, deed: str = "") -> Assignment:
    """The assignment that was fetched into `folder`, after it was submitted, or what was returned was fetched. Raises
    Refused, also if none was fetched to there."""
    found: Assignment = _asked(folder.parent, "of", str(folder), deed)["assignment"]
    return found


def do(deed: str, here: Path, course: str, assignment: str) -> list[Assignment]:
    """One of `DEEDS` with an assignment, which is fetched into `here`; what there is then. Raises Refused, also if the
    exchange has no such assignment."""
    found: list[Assignment] = _asked(here, deed, course, assignment)["assignments"]
    return found


def page_of(assignment: Assignment) -> Path | None:
    """The page that was returned last, if one was."""
    folder = assignment["feedback"]
    return next(iter(sorted(Path(folder).glob("*.html"))), None) if folder else None


def _asked(here: Path, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "grader.jupyter.exchange", *words]
    if not _in_line.acquire(blocking=False):
        raise Refused(say("nbgrader's exchange is still busy with what you asked before; wait a moment"), 429)
    try:
        with _one:
            ended = subprocess.run(
                command, cwd=here, env=environment(), capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        answer: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
        raise Refused(say("nbgrader's exchange does not answer; try again, or ask your teacher"), 502) from error
    finally:
        _in_line.release()
    if "error" in answer:
        why = str(answer["error"])[:300].rstrip(".")
        if "exchange directory does not exist" in why:
            raise Refused(
                say("nbgrader has no exchange here. If your course does not use one, you do not need it; else ask your "
                    "teacher"), 502,
            )  # fmt: skip
        raise Refused(say("nbgrader's exchange refuses this: {why}. Ask your teacher", why=why), 502)
    return answer


# --- in the process of its own ----------------------------------------------------------------------------------------


class _Refuses(Exception):
    """What nbgrader says."""


def _main(what: str, *words: str) -> dict[str, Any]:
    try:
        if what == "of":
            return {"assignment": _of_folder(Path(words[0]), words[1])}
        if what in DEEDS:
            _known(*words)
            _do(what, *words)
        return {"assignments": _listed()}
    except _Refuses as error:
        return {"error": str(error)}


def _lister() -> Any:
    from nbgrader.server_extensions.assignment_list.handlers import AssignmentList

    lister = AssignmentList()
    lister.root_dir = os.getcwd()
    return lister


def _listed() -> list[Assignment]:
    said = _lister().list_assignments()
    if not said["success"]:
        raise _Refuses(_reason(said["value"]))
    ours: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in said["value"]:
        ours.setdefault((one["course_id"], one["assignment_id"]), []).append(one)
    return [_told(*names, found) for names, found in sorted(ours.items())]


def _of_folder(folder: Path, deed: str) -> Assignment:
    """Where a course's assignments lie in a folder of its name, nbgrader is at home in the folder above that."""
    found = _fetched(folder)
    if not found:
        os.chdir(folder.parent.parent)
        with contextlib.suppress(_Refuses):  # it need not be at home there
            found = _fetched(folder)
    if not found:
        raise _Refuses(f"there is no assignment {folder.name}")
    one = _only(found)
    if deed:
        _do(deed, one["course"], one["assignment"])
        one = next(new for new in _fetched(folder) if new["course"] == one["course"])
    return one


def _fetched(folder: Path) -> list[Assignment]:
    """The assignments that were fetched into `folder`."""
    return [one for one in _listed() if one["folder"] and Path(one["folder"]) == folder]


def _only(found: list[Assignment]) -> Assignment:
    """The one that is meant, where several courses have an assignment of this name."""
    found = [one for one in found if one["attempts"]] if len(found) > 1 else found
    if len(found) != 1:
        raise _Refuses(
            "several courses have an assignment of this name, and c.CourseDirectory.course_id in nbgrader_config.py "
            "does not say which is meant"
        )
    return found[0]


def _known(course: str, assignment: str) -> None:
    """A name is no path to somewhere else. Raises _Refuses."""
    if not any((one["course"], one["assignment"]) == (course, assignment) for one in _listed()):
        raise _Refuses(f"there is no assignment {assignment}")


def _do(deed: str, course: str, assignment: str) -> None:
    lister = _lister()
    act = {"submit": lister.submit_assignment, "feedback": lister.fetch_feedback, "fetch": lister.fetch_assignment}
    done = act[deed](course, assignment)
    if not done["success"]:
        raise _Refuses(_reason(done.get("value")))


def _told(course: str, assignment: str, found: list[dict[str, Any]]) -> Assignment:
    here = Path.cwd()
    fetched = next((one for one in found if one["status"] == "fetched"), None)
    sent = [one for each in found if each["status"] == "submitted" for one in each["submissions"]]
    last = max(sent, key=lambda one: str(one["timestamp"]), default=None)
    back = [one["local_feedback_path"] for one in sent if one.get("has_local_feedback")]
    return {
        "course": course, "assignment": assignment,
        "state": "submitted" if sent else "fetched" if fetched else "released",
        "folder": str(here / fetched["path"]) if fetched else None,
        "notebooks": [str(here / one["path"]) for one in fetched["notebooks"]] if fetched else [],
        "attempts": len(sent), "last": _iso(last["timestamp"]) if last else None,
        "sent": last["path"] if last else None,
        "feedback": str(here / back[-1]) if back else None,
        "feedback_waits": any(_waits(one) for one in sent),
    }  # fmt: skip


def _waits(sent: dict[str, Any]) -> bool:
    """Whether there is feedback on it that was not fetched yet, or another one since."""
    return bool(sent.get("has_exchange_feedback")) and (
        not sent.get("has_local_feedback") or bool(sent.get("feedback_updated"))
    )


def _iso(timestamp: str) -> str:
    """A time as nbgrader writes it, 2026-01-02 03:04:05.678900 UTC, as ISO 8601 has it."""
    date, _, rest = timestamp.strip().partition(" ")
    time, _, zone = rest.partition(" ")
    return f"{date}T{time}" + ("+00:00" if zone in ("", "UTC") else "")


def _reason(text: object) -> str:
    """Of a traceback the last line, which says what is wrong; else all that nbgrader says."""
    lines = [line.strip() for line in str(text or "no reason is given").splitlines() if line.strip()]
    return lines[-1] if lines[0].startswith("Traceback") else " ".join(lines)


if __name__ == "__main__":
    print(json.dumps(_main(*sys.argv[1:])))

"""nbgrader's exchange, as a student uses it: fetched, handed in, and asked for feedback, by nbgrader's own code."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.jupyter import exchange
from grader.jupyter.places import Refused

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
SENT = {
    "path": "/cache/1", "timestamp": "2026-01-02 03:04:05.678900 UTC", "has_local_feedback": False,
    "has_exchange_feedback": True,
}  # fmt: skip


def test_what_is_told_of_an_assignment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    released = {"course_id": "c", "status": "released", "path": "/exchange/x", "notebooks": []}
    told = exchange._told("c", "01-x", [released])
    assert (told["state"], told["folder"], told["notebooks"], told["last"]) == ("released", None, [], None)
    fetched = released | {"status": "fetched", "path": "01-x", "notebooks": [{"path": "01-x/01-x.ipynb"}]}
    later = SENT | {"timestamp": "2026-02-02 03:04:05 UTC", "has_local_feedback": True, "local_feedback_path": "f/x",
                    "path": "/cache/2"}  # fmt: skip
    told = exchange._told("c", "01-x", [fetched, {"status": "submitted", "submissions": [later, SENT]}])
    assert told == {
        "course": "c", "assignment": "01-x", "state": "submitted", "folder": str(tmp_path / "01-x"),
        "notebooks": [str(tmp_path / "01-x/01-x.ipynb")], "attempts": 2, "last": "2026-02-02T03:04:05+00:00",
        "sent": "/cache/2", "feedback": str(tmp_path / "f/x"), "feedback_waits": True,
    }  # fmt: skip
    newer = later | {"feedback_updated": True, "has_exchange_feedback": True}
    assert exchange._waits(newer) and not exchange._waits(later | {"has_exchange_feedback": True})


def test_an_assignment_that_several_courses_have_must_be_named() -> None:
    one, other = {"course": "a", "attempts": 0}, {"course": "b", "attempts": 0}
    with pytest.raises(exchange._Refuses, match="course_id"):
        exchange._only([one, other])
    assert exchange._only([one, other | {"attempts": 1}])["course"] == "b"


def test_who_asks_again_and_again_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each question is a process: they come one after the other, and few wait."""
    going, begun = threading.Event(), threading.Semaphore(0)

    def run(*_: Any, **__: Any) -> Any:
        begun.release()
        assert going.wait(60)
        return SimpleNamespace(stdout='{"assignments": []}')

    monkeypatch.setattr(exchange.subprocess, "run", run)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(exchange.listed, tmp_path) for _ in range(3)]
        assert begun.acquire(timeout=60)
        while exchange._in_line._value:
            pass
        with pytest.raises(Refused, match="still busy"):
            exchange.listed(tmp_path)
        assert not begun.acquire(blocking=False), "one at a time"
        going.set()
        assert [one.result() for one in asked] == [[], [], []]


def test_who_has_no_exchange_needs_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """nbgrader's own words are an instructor's, with a link that is too long for a panel."""
    said = '{"error": "The exchange directory does not exist and could not be created. See the documentation.."}'
    monkeypatch.setattr(exchange.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=said))
    with pytest.raises(Refused, match="you do not need it") as refused:
        exchange.listed(tmp_path)
    assert "documentation" not in str(refused.value)


@pytest.mark.proof("exchange")
def test_a_real_exchange(tmp_path: Path) -> None:
    course = tmp_path / "exchange/c101"
    for name in ("outbound/01-x", "inbound", "feedback"):
        (course / name).mkdir(parents=True)
    for folder in (tmp_path / "exchange", course, *course.iterdir()):
        folder.chmod(0o777)
    (course / "outbound/01-x/01-x.ipynb").write_text(NOTEBOOK)
    home = tmp_path / "home"
    home.mkdir()
    root = str(tmp_path / "exchange")
    lines = ["c = get_config()", f"c.Exchange.root = {root!r}", "c.CourseDirectory.course_id = 'c101'"]
    lines.append(f"c.Exchange.cache = {str(tmp_path / 'cache')!r}")  # not the user's, which remembers other submissions
    (home / "nbgrader_config.py").write_text("\n".join(lines))
    (one,) = exchange.listed(home)
    assert (one["course"], one["assignment"], one["state"]) == ("c101", "01-x", "released")
    for course_id, name in (("c101", "02-y"), ("c101", "../../secret"), ("../c101", "01-x")):
        with pytest.raises(Refused, match="there is no assignment"):
            exchange.do("fetch", home, course_id, name)
    (one,) = exchange.do("fetch", home, "c101", "01-x")
    assert (one["state"], one["notebooks"]) == ("fetched", [str(home / "01-x/01-x.ipynb")])
    assert exchange.of_folder(home / "01-x")["attempts"] == 0
    assert exchange.of_folder(home / "01-x", "submit")["attempts"] == 1
    (sent,) = (course / "inbound").iterdir()
    assert (sent / "01-x.ipynb").read_text() == NOTEBOOK
    (one,) = exchange.listed(home)
    assert one["state"] == "submitted" and (Path(one["sent"]) / "01-x.ipynb").read_text() == NOTEBOOK
    with pytest.raises(Refused, match="there is no assignment other"):
        exchange.of_folder(home / "other", "submit")

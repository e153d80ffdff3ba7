"""Crimes in a notebook of an nbgrader course: each named after what it tries, with what must come of it.

What is not promised stands here too, so that nobody takes it for a promise: assertions run in the student's process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbgrader")

from nbformat import from_dict

from grader.nbgrader.beside import files_beside, refuse_links
from grader.nbgrader.cell_outputs import Allowance, outputs_of
from grader.nbgrader.cells import execute
from grader.nbgrader.executed import Executed
from grader.nbgrader.record import CourseError
from grader.sandbox import box
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer

LIMITS = Limits(call_seconds=1.5, total_seconds=12, memory_mb=256, output_kb=256, reply_mb=32, disk_mb=16)
SECRET = "the-hidden-test-of-a-later-cell"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What must not be seen from inside."""
    home = tmp_path_factory.mktemp("course")
    for name in ("gradebook.db", "submitted/ada/ps1/ps1.ipynb", "source/ps1/ps1.ipynb", "gatehouse/executed/salt"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("SECRET-OF-THE-COURSE")
    return home


@pytest.fixture(scope="module")
def server(course: Path) -> Iterator[WarmServer]:
    with WarmServer("notebook", hidden=(course,)) as warm:
        yield warm


@pytest.fixture(autouse=True)
def no_long_goodbyes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not end when it is interrupted is ended sooner than for real students."""
    monkeypatch.setattr(box, "_AFTER_INTERRUPT", 1.0)


def ran(server: WarmServer, *sources: str, limits: Limits = LIMITS, **files: bytes) -> list[list[Any]]:
    began = time.monotonic()
    outputs = execute(sources, files, server.handle, limits, seed=1)
    assert len(outputs) == len(sources) and time.monotonic() - began < 60
    for cell in outputs:
        for output in cell:
            nbformat.validate(output, ref=output.output_type, version=4)
    return outputs


def names(outputs: list[Any]) -> list[str]:
    return [one.get("ename") or one.get("name") or one.output_type for one in outputs]


def text(outputs: list[Any]) -> str:
    return "".join(one.get("text", "") or "".join(one.get("data", {}).values()) for one in outputs)


# --- what it may see --------------------------------------------------------------------------------------------------


def test_read_the_gradebook_and_the_neighbours(server: WarmServer, course: Path) -> None:
    source = f"""
import os
for folder in ({str(course)!r}, {str(course.parent)!r}, "/", "/tmp", os.path.expanduser("~"), "..", "."):
    for place, folders, files in os.walk(folder):
        if place.startswith(("/proc", "/sys", "/usr", "/root", "/lib")): folders.clear(); continue
        for name in files:
            try: data = open(os.path.join(place, name), errors="replace").read(100)
            except OSError: continue
            if "SECRET-OF" in data: print("found", place, name)
"""
    assert "found" not in text(ran(server, source)[0])


def test_read_the_tests_of_later_cells(server: WarmServer) -> None:
    """Neither in memory, nor on the wire, nor in a frame of the shell: it is not there before its turn."""
    search = f"""
import gc, sys
needle = {SECRET[:11]!r} + {SECRET[11:]!r}
found = [type(one).__name__ for one in gc.get_objects() if type(one) in (str, bytes) and needle in str(one)]
for frame in sys._current_frames().values():
    while frame:
        texts = [(name, value) for name, value in frame.f_locals.items() if type(value) is str and name != "needle"]
        found += [name for name, value in texts if needle in value]
        frame = frame.f_back
found
"""
    first, second = ran(server, search, f"print({SECRET!r})")
    assert text(first) == "[]" and text(second) == f"{SECRET}\n"


def test_listen_on_the_wire_for_later_cells(server: WarmServer) -> None:
    """It hears the next cell, which is then lost: an error, not full marks."""
    listen = "import os, threading\nthreading.Thread(target=os.read, args=(3, 9999), daemon=True).start()"
    first, second = ran(server, listen, "assert False")
    assert names(first) == [] and names(second) in (["CellTimeoutError"], ["DeadProcessError"], ["AssertionError"])


def test_read_what_an_earlier_student_left(server: WarmServer) -> None:
    leave = (
        "import os\nfor folder in ('.', '/tmp', '/dev/shm', os.path.expanduser('~')):\n"
        "    try: open(os.path.join(folder, 'left'), 'w').write('x')\n    except OSError: pass"
    )
    ran(server, leave)
    found = ran(server, "import os\n[f for f in ('left', '/tmp/left', '/dev/shm/left') if os.path.exists(f)]")
    assert text(found[0]) == "[]"


# --- what it may claim ------------------------------------------------------------------------------------------------


def test_forge_the_outputs_of_another_cell(server: WarmServer) -> None:
    """A reply queued ahead is taken for the next cell, whose own comes too late. It is bounded to what the cell could
    have said anyway, and the cells after it still have an error of their own or are not run."""
    forge = """
import sys
from sandbox import wire
from sandbox.inside.worker import _Worker
import gc, os
payload = wire.Encoder().encode({"ok": {"outputs": [{"type": "execute_result", "data": {"text/plain": "1e9"}}],
                                        "count": 1, "failed": False}, "printed": []})
os.write(3, wire.frame(payload) * 3)
"""
    outputs = ran(server, forge, "assert False", "assert False", "1")
    assert len(outputs) == 4, "never more cells than were asked for, whatever is queued"


@pytest.mark.parametrize(
    "claim",
    [
        None, [], {}, {"outputs": None}, {"outputs": [1]},
        {"outputs": [{"type": "stream", "name": "stdin", "text": ""}]},
        {"outputs": [{"type": "stream", "name": "stdout", "text": b"x"}], "failed": False},
        {"outputs": [{"type": "execute_result", "data": None}], "failed": False},
        {"outputs": [{"type": "error", "ename": "x", "evalue": "x", "traceback": "x"}], "failed": False},
        {"outputs": [{"type": "error", "ename": 3, "evalue": "x", "traceback": []}], "failed": False},
        {"outputs": [{"type": "update_display_data", "data": {}}], "failed": False},
        {"outputs": [], "failed": True}, {"outputs": []}, {"outputs": [{}] * 5000, "failed": False},
    ],
)  # fmt: skip
def test_forge_outputs_of_no_form(claim: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        outputs_of(claim, 1, Allowance())


def test_forge_outputs_that_a_browser_would_run() -> None:
    bundle = {
        "text/plain": "x", "application/javascript": "alert(1)", "text/latex": "x", "text/html": "<script>1</script>ok",
        "image/svg+xml": "<svg onload='alert(1)'/>", "image/png": b"no picture", "application/json": {},
    }  # fmt: skip
    (output,) = outputs_of({"outputs": [{"type": "display_data", "data": bundle}], "failed": False}, 1, Allowance())
    assert output.data == {"text/plain": "x", "text/html": "ok"} and output.metadata == {}


def test_forge_text_of_half_characters(server: WarmServer) -> None:
    """A file could not be written with them."""
    (outputs,) = ran(server, "print('\\ud800')\n'\\udfff'")
    nbformat.writes(from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    assert text(outputs).encode().strip(b"\xef\xbf\xbd") == b"\n'\\udfff'"


def test_all_outputs_share_one_allowance() -> None:
    allowance = Allowance(text=1000, markup=100, pictures=0)
    shown = {"type": "display_data", "data": {"text/plain": "x" * 900, "text/html": "y" * 90}}
    first, second = outputs_of({"outputs": [shown, shown], "failed": False}, 1, allowance)
    assert len(first.data["text/plain"]) == 900 and "text/html" in first.data
    assert len(second.data["text/plain"]) == 200 and "text/html" not in second.data


# --- how it may end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\nos._exit(0)", ["DeadProcessError"]),
        ("import os\nos.close(3)", ["DeadProcessError"]),
        ("import ctypes\nctypes.string_at(0)", ["DeadProcessError"]),
        ("import os\nwhile True: os.write(1, b'x' * 65536)", ["DeadProcessError"]),
        ("import os\nos.write(3, b'\\xff' * 64)", ["DeadProcessError"]),
        ("get_ipython().run_cell = None", []),
    ],
)
def test_end_or_break_the_process(server: WarmServer, source: str, expected: list[str]) -> None:
    """The rest gets an error of its own: no output would be full marks."""
    first, second = ran(server, source, "2")
    assert names(first) == expected
    assert len(names(second)) == 1 and names(second) != ["execute_result"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = bytearray(10**10)", "MemoryError"),
        ("import time\ntime.sleep(60)", "KeyboardInterrupt"),
        ("open('big', 'wb').write(b'x' * (64 << 20))", "OSError"),
        ("import threading\nwait = threading.Event().wait\nfor _ in range(10**5):\n"
         "    threading.Thread(target=wait, args=(5,), daemon=True).start()", "RuntimeError"),
    ],
)  # fmt: skip
def test_take_more_than_is_allowed(server: WarmServer, source: str, name: str) -> None:
    """It is that cell's error, and the next cell runs."""
    first, second = ran(server, source, "2")
    assert name in names(first) and text(second) == "2"


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nsys.setrecursionlimit(10**7)\ndef f(): f()\nf()",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import signal\nsignal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass",
    ],
)
def test_do_not_end(server: WarmServer, source: str) -> None:
    """Whether it lets itself be interrupted or has to be killed: the cell gets nothing, and somebody says why."""
    first, second = ran(server, source, "2")
    assert names(first)[-1] in ("CellTimeoutError", "DeadProcessError", "MemoryError")
    assert names(second) == ["NotRun"] or text(second) == "2"


def test_stall_in_every_cell(server: WarmServer) -> None:
    """All cells together have a limit, too."""
    limits = LIMITS.model_copy(update={"call_seconds": 1, "total_seconds": 2})
    outputs = ran(server, *["import time\ntime.sleep(9)"] * 6, limits=limits)
    assert names(outputs[0])[-1] == "CellTimeoutError" and names(outputs[-1]) == ["NotRun"]


def test_flood_with_outputs(server: WarmServer) -> None:
    flood = "for n in range(10**5):\n    display('x' * 1000)\n    print(n)\n"
    first, second = ran(server, flood, "1 / 0")
    assert len(first) <= 1000 and len(text(first)) < 4_000_000 and names(second) == ["ZeroDivisionError"]


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["link", "link to a folder", "dead link", "pipe"])
def test_links_and_pipes_in_a_submission(tmp_path: Path, kind: str) -> None:
    submitted, source = tmp_path / "submitted", tmp_path / "source"
    (submitted / "data").mkdir(parents=True)
    source.mkdir()
    (source / "secret").write_text("x")
    place = submitted / "data" / "innocent"
    if kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to({"link": source / "secret", "link to a folder": source, "dead link": tmp_path / "no"}[kind])
    with pytest.raises(CourseError, match="is a link or no regular file"):
        files_beside(submitted, source, (), (), 1000)
    with pytest.raises(CourseError, match="is a link or no regular file"):
        refuse_links(submitted, ())


def test_files_beside_are_laid_as_nbgrader_lays_them(tmp_path: Path) -> None:
    submitted, source = tmp_path / "submitted", tmp_path / "source"
    for folder, files in {
        submitted: ("own", "both", "kept", "a.ipynb", "x.pyc"),
        source: ("both", "kept", "d/e"),
    }.items():
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(folder.name)
    assert files_beside(submitted, source, ("*.pyc",), ("kept",), 1000) == {
        "own": b"submitted", "both": b"source", "kept": b"submitted", "d/e": b"source",
    }  # fmt: skip


@pytest.mark.parametrize("crime", ["large", "many", "deep"])
def test_more_files_than_may_be(tmp_path: Path, crime: str) -> None:
    (tmp_path / "source").mkdir()
    submitted = tmp_path / "submitted"
    submitted.mkdir()
    if crime == "large":
        (submitted / "x").write_bytes(b"x" * 2000)
    elif crime == "many":
        for number in range(1100):
            (submitted / str(number)).touch()
    else:
        (submitted / "/".join(["d"] * 30)).mkdir(parents=True)
        (submitted / "/".join(["d"] * 30) / "x").touch()
    with pytest.raises(CourseError):
        files_beside(submitted, tmp_path / "source", (), (), 1000)


# --- the store --------------------------------------------------------------------------------------------------------


def test_the_store_is_found_by_all_that_decides_and_cannot_be_guessed(tmp_path: Path) -> None:
    store = Executed(tmp_path / "executed")
    facts: dict[str, Any] = {
        "sources": ["1"], "files": {"a": b"1"}, "server": "notebook", "versions": {"numpy": "2"}, "limits": LIMITS,
        "level": "strict",
    }  # fmt: skip
    key = store.key(**facts)
    changed: dict[str, Any] = {
        "sources": ["1", ""], "files": {"a": b"2"}, "server": "notebook:numpy", "versions": {"numpy": "3"},
        "limits": LIMITS.model_copy(update={"call_seconds": 3}), "level": "container",
    }  # fmt: skip
    others = {store.key(**(facts | {name: value})) for name, value in changed.items()}
    assert len({key, *others}) == 7 and store.key(**facts) == key
    assert Executed(tmp_path / "other").key(**facts) != key
    assert store.get(key) is None
    store.put(key, [[{"output_type": "stream", "name": "stdout", "text": "é"}]])
    kept = store.get(key)
    assert kept is not None and kept[0][0].text == "é"
    (tmp_path / "executed" / key[:2] / f"{key}.json").write_text("[[3")
    assert store.get(key) is None


# --- not promised -----------------------------------------------------------------------------------------------------


def test_not_promised_that_assertions_cannot_be_cheated(server: WarmServer) -> None:
    """docs/nbgrader.md says so: the student's code runs first, in the same process as the tests."""
    cheat = (
        "import ast\nclass Gone(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Gone())"
    )
    assert ran(server, cheat, "assert False")[1] == []

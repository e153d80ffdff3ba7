"""What goes wrong around the grader: a full disk, a clock that jumps, kills. Nothing is lost, doubled or half written.

A killed worker and a killed warm server are in tests/grading/test_engine.py, a check with a bug in
tests/grading/test_judge.py.
"""

from __future__ import annotations

import ast
import datetime
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.grading import draft
from grader.grading.batch import Listeners, grade_class
from grader.grading.handin import find_class
from grader.reports.html import feedback_in
from grader.verdict import Verdict
from tests import toy
from tests.sandbox.ordinary import their_folder
from tests.sandbox.processes import wait_until

ROOT = Path(__file__).resolve().parents[1]
GRADER = ROOT / "grader"
ANSWERS = {
    "right": ("passed", 7.0, toy.answer()),
    "squares": ("failed", 2.0, toy.answer(double="return x**2")),
    "raises": ("raised", 2.0, toy.answer(double="return undefined")),
    "stub": ("unattempted", 0.0, toy.STUB),
}


def make_class(folder: Path, count: int) -> dict[str, tuple[str, float]]:
    """`count` students who go round the answers; what each must get, by the path of the verdict below --out."""
    expected = {}
    for number, (name, (outcome, score, text)) in zip(range(count), itertools.cycle(ANSWERS.items())):
        student = f"s{number:02}-{name}"
        place = folder / student / toy.LESSON_ID
        place.mkdir(parents=True)
        (place / "toy.py").write_text(text, encoding="utf-8")
        expected[f"students/{student}/{toy.LESSON_ID}/verdict.json"] = (outcome, score)
    return expected


# --- a full disk ----------------------------------------------------------------------------------------------------


BY_ROOT = pytest.mark.proof("failures") if os.geteuid() == 0 else ()  # of the two, an ordinary user may less


@pytest.mark.parametrize(
    "who", [pytest.param("whoever runs the tests", marks=BY_ROOT), *["an ordinary user"] * (os.geteuid() == 0)]
)
def test_a_full_disk_costs_nobody_a_verdict(who: str) -> None:
    grade_on_a_full_disk(who, 12, 160)


def grade_on_a_full_disk(who: str, count: int, kilobytes: int) -> None:
    """A class of `count`, of which some fit on the disk, is graded, and regraded, as often as it takes."""
    with their_folder() as home:
        course, class_, out = toy.make_course(home / "course"), home / "class", home / "out"
        expected = make_class(class_, count)
        out.mkdir(mode=0o777)
        (home / "tmp").mkdir()
        os.chmod(home / "tmp", 0o1777)
        command = [sys.executable, "-m", "tests.full_disk", str(course), str(class_), str(out), str(kilobytes)]
        if who == "an ordinary user":
            command = [sys.executable, "-m", "tests.sandbox.ordinary", "--", *command]
        environment = {**os.environ, "TMPDIR": str(home / "tmp"), "HOME": str(home / "tmp")}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"where `strict` can be had, so can a small disk: {done.stderr}"
        full, again, room, later, regraded, last = json.loads(done.stdout)
        assert not list(out.iterdir()), "it was on a disk of its own"
    assert 0 < len(full["verdicts"]) < len(expected), "the disk was meant to become full in the middle"
    for ran in (full, again, regraded):
        assert ran["code"] == 2
        (said,) = [line for line in ran["said"].splitlines() if line.startswith("grader:")]
        assert "No space left on device. Put this right and run the same command again" in said
        assert "what is graded so far is kept" in said
        assert "Traceback" not in ran["said"]
    for ran in (full, again, room, later, regraded, last):
        assert not ran["broken"]
        assert all((outcome, score) == expected[path] for path, (outcome, score, _) in ran["verdicts"].items())
    assert (room["code"], later["code"], last["code"]) == (0, 0, 0)
    assert room["verdicts"].keys() == regraded["verdicts"].keys() == last["verdicts"].keys() == expected.keys()
    assert full["verdicts"].items() <= again["verdicts"].items() <= room["verdicts"].items(), "judged twice"
    assert later["verdicts"] == room["verdicts"]


# --- folders that cannot be read ------------------------------------------------------------------------------------


def test_folders_that_an_ordinary_user_cannot_read_cost_nobody_else_a_verdict() -> None:
    with their_folder() as home:
        course, class_, out = toy.make_course(home / "course"), home / "class", home / "out"
        expected = make_class(class_, 4)
        for folder in (out, home / "tmp"):
            folder.mkdir()
        os.chmod(home / "tmp", 0o1777)
        os.chmod(out, 0o777)
        squares, right = class_ / "s01-squares", class_ / "s00-right" / toy.LESSON_ID
        for closed in (squares, right):  # of which root would read everything: it is an ordinary user who grades
            closed.chmod(0)
        command = [sys.executable, "-m", "grader", "grade", str(class_), "--out", str(out), "--seed", "7"]
        if os.geteuid() == 0:
            command = [sys.executable, "-m", "tests.sandbox.ordinary", "--", *command]
        places = {"GATEHOUSE_COURSE": str(course), "TMPDIR": str(home / "tmp"), "HOME": str(home / "tmp")}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **places}, capture_output=True, text=True, check=False
            )
            got = written(out)
        finally:
            for closed in (squares, right):
                closed.chmod(0o755)
    assert done.returncode == 1 and "Traceback" not in done.stderr, "somebody must look at one"
    assert f"{squares}: This student's folder cannot be listed (Permission denied)" in done.stderr
    expected[f"students/s01-squares/{toy.LESSON_ID}/verdict.json"] = ("not_understood", None)
    expected[f"students/s00-right/{toy.LESSON_ID}/verdict.json"] = ("rejected", 0.0)
    assert got == expected


# --- a clock that jumps ---------------------------------------------------------------------------------------------

DAY = 86_400.0
WALL_CLOCKS = {"time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.clock_gettime",
               "now", "utcnow", "today", "st_mtime", "st_ctime", "getmtime", "getctime"}  # fmt: skip
# Where the time of day is meant: when a verdict or a record was reached, and how old a file is, for people to read.
MEANT = {
    ("grading/draft.py", "finish"), ("grading/people.py", "of"), ("jupyter/handing_in.py", "hand_in"),
    ("jupyter/handing_in.py", "state"),
    ("jupyter/history.py", "_event"), ("jupyter/lab_report.py", "report_of"), ("jupyter/magics.py", "_check"),
    ("jupyter/magics.py", "_saved"), ("jupyter/magics.py", "_see"), ("jupyter/magics.py", "remember"),
    ("jupyter/resetting.py", "replaced"), ("proving/calibrate.py", "calibrate"), ("proving/mutants.py", "record"),
}  # fmt: skip


def readers_of_the_time_of_day() -> set[tuple[str, str]]:
    """(file, function) of everything below grader/ that reads a clock which somebody can set."""
    found = set()

    def look(node: ast.AST, place: Path, function: str) -> None:
        if isinstance(node, ast.FunctionDef):
            function = node.name
        elif isinstance(node, ast.ImportFrom):
            assert node.module != "time", f"{place}: import the module, so that its clocks can be told apart here"
        elif isinstance(node, ast.Attribute) and {node.attr, ast.unparse(node)} & WALL_CLOCKS:
            found.add((str(place.relative_to(GRADER)), function))
        for child in ast.iter_child_nodes(node):
            look(child, place, function)

    for path in GRADER.rglob("*.py"):
        look(ast.parse(path.read_text(encoding="utf-8")), path, "")
    return found


def test_no_limit_reads_the_time_of_day() -> None:
    assert readers_of_the_time_of_day() == MEANT


def test_a_clock_that_jumps_changes_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the time of day is a day before or after the one before it, here and in the workers."""
    course = toy.make_course(tmp_path / "course")
    expected = make_class(tmp_path / "class", 8)
    jumps, true = itertools.cycle((DAY, -DAY)), time.time
    monkeypatch.setattr(time, "time", lambda: true() + next(jumps))

    def now(zone: Any) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(time.time(), zone)

    monkeypatch.setattr(draft, "datetime", SimpleNamespace(datetime=SimpleNamespace(now=now), UTC=datetime.UTC))
    began = time.monotonic()
    for kept in (False, True):
        judged: list[str] = []
        verdicts = grade_class(
            course, find_class(course, tmp_path / "class").jobs, tmp_path / "out", seed=7, workers=2,
            page=feedback_in("zh"),
            listeners=Listeners(on_verdict=lambda job, _, judged=judged: judged.append(job.student)),
        )  # fmt: skip
        got = {f"students/{v.student}/{v.lesson}/verdict.json": (v.outcome.value, v.score) for v in verdicts}
        assert got == expected
        assert len(judged) == (0 if kept else len(expected))
    away = [abs(verdict.graded_at.timestamp() - true()) for verdict in verdicts]
    assert max(away) > DAY / 2, "the clock did jump where the verdicts were reached"
    assert all(0 <= verdict.timings.wall <= time.monotonic() - began for verdict in verdicts)
    assert all(0 <= check.seconds < 60 for verdict in verdicts for check in verdict.checks)


# --- kills ----------------------------------------------------------------------------------------------------------


def start(course: Path, class_: Path, out: Path, temporary: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "grader", "grade", str(class_), "--out", str(out), "--seed", "7", "-j", "2"]
    environment = {**os.environ, "GATEHOUSE_COURSE": str(course), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def written(out: Path) -> dict[str, tuple[str, float | None]]:
    """Raises VerdictError for one that is half written."""
    return {
        str(path.relative_to(out)): (verdict.outcome.value, verdict.score)
        for path in out.rglob("verdict.json")
        if (verdict := Verdict.read(path))
    }


def still_there(temporary: Path) -> list[int]:
    """Processes whose environment or arguments name this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                texts = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(temporary).encode() in texts:
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize("times", [2, pytest.param(8, marks=pytest.mark.proof("failures"))])
def test_a_grader_that_is_killed_at_any_moment_goes_on_where_it_was(tmp_path: Path, times: int) -> None:
    """`benchmarks/kill_and_resume.py` does it a hundred times to sixty submissions."""
    course = toy.make_course(tmp_path / "course")
    class_, out, temporary = (tmp_path / name for name in ("class", "out", "tmp"))
    expected = make_class(class_, 12)
    temporary.mkdir()
    began = time.monotonic()
    assert start(course, class_, tmp_path / "calm", temporary).wait() == 0
    calm = time.monotonic() - began
    assert written(tmp_path / "calm") == expected
    chance = random.Random(5)
    before: dict[str, tuple[str, float | None]] = {}
    killed = 0
    for _ in range(times):
        process = start(course, class_, out, temporary)
        try:
            process.wait(timeout=chance.uniform(0.2, 0.6) * calm)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        got = written(out)
        assert before.items() <= got.items() <= expected.items()
        before = got
    assert killed
    assert start(course, class_, out, temporary).wait() == 0
    assert written(out) == expected
    assert not [path for path in out.rglob("*") if path.name.endswith(".tmp")]
    assert wait_until(lambda: not still_there(temporary)), still_there(temporary)
    assert not [path for path in temporary.iterdir() if path.name.startswith("gatehouse-")]

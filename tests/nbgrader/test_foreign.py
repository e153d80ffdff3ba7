"""A course that was not written for Gatehouse, graded by nbgrader with our line in its config and without."""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbgrader")

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.nbgrader import foreign
from grader.nbgrader.foreign import Asked, fill_in, imports_of, refuse_other_kernels, settle
from grader.nbgrader.record import CourseError
from grader.sandbox.limits import Limits
from tests.nbgrader import foreign_course as course

_drawn = re.compile(r"\b[0-9a-f]{32}\b")
_took = re.compile(r"(?<=CPU times: ).*|(?<=Wall time: ).*")
LOG = logging.getLogger(__name__)
LIMITS = Limits(call_seconds=10, total_seconds=60, memory_mb=512, output_kb=512, reply_mb=32, disk_mb=32)
SAFE = "import grader.nbgrader\ngrader.nbgrader.configure(c)\n"


@pytest.mark.proof("foreign-course")
def test_the_scores_are_nbgraders_own(tmp_path: Path) -> None:
    """Cell by cell: right, wrong, partly right, and odd in every way that decides a score."""
    plain = course.make(tmp_path / "plain")
    ours = shutil.copytree(plain, tmp_path / "ours")
    with (ours / "nbgrader_config.py").open("a") as config:
        config.write(SAFE)
    at_once = shutil.copytree(ours, tmp_path / "at_once")
    assert grade_course(at_once).returncode == 0
    for assignment in course.SOURCES:
        course.nbgrader(plain, "autograde", assignment)
        course.nbgrader(ours, "autograde", assignment)
        wanted, got = course.scores(plain, assignment), course.scores(ours, assignment)
        assert wanted.keys() == course.HANDED_IN[assignment].keys()
        assert got == wanted
        assert course.scores(at_once, assignment) == wanted
        assert len({points for cells in wanted.values() for points, _ in cells.values()}) > 2, "and they differ"
    assert rows(at_once) == rows(ours), "and nothing else that the gradebook has differs"
    assert texts(at_once) == texts(ours)


def rows(home: Path) -> dict[str, list[str]]:
    """Every table of a gradebook, without the ids that nbgrader draws."""
    with contextlib.closing(sqlite3.connect(home / "gradebook.db")) as db:
        tables = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted(_drawn.sub("-", repr(row)) for row in db.execute(f"select * from {name}")) for name in tables
        }


def texts(home: Path) -> dict[str, str]:
    """What autograde wrote, but for how long `%time` took."""
    found = {path.relative_to(home): path for path in (home / "autograded").rglob("*") if path.is_file()}
    return {str(name): _took.sub("-", path.read_text(encoding="utf-8")) for name, path in found.items()}


@pytest.mark.proof("foreign-course")
def test_a_link_in_a_submission_gets_nobody_elses_file(tmp_path: Path) -> None:
    """nbgrader has copied what it leads to by then, and takes the copy away again."""
    home = course.make(tmp_path / "course", {"survey": {"ada": {}, "eve": {}}}, SAFE)
    (home / "submitted/ada/survey/secret.txt").write_text("ada's own words")
    (home / "submitted/eve/survey/stolen.txt").symlink_to(home / "submitted/ada/survey/secret.txt")
    done = course.nbgrader(home, "autograde", "survey", check=False)
    assert done.returncode == 1 and "stolen.txt in this submission is a link" in done.stderr
    assert (home / "autograded/ada/survey/secret.txt").exists()
    assert not (home / "autograded/eve").exists() or not list((home / "autograded/eve").rglob("*.txt"))


def grade_course(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "grade", "--course", str(home), "--lang", "en", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.proof("foreign-course")
def test_a_whole_course_at_once(tmp_path: Path) -> None:
    """`grader grade --course`: the same scores, from one process; a second run does nothing; one fault costs one."""
    chosen = {"arrays": {"right": course.RIGHT_ARRAYS, "partly": course.HANDED_IN["arrays"]["partly"]}, "survey": {}}
    home = course.make(tmp_path / "course", chosen, SAFE)
    course.hand_in(home, "survey", "own_file", course.HANDED_IN["survey"]["own_file"])
    folder = course.hand_in(home, "survey", "eve", {})
    (folder / "stolen").symlink_to(home / "gradebook.db")
    (course.hand_in(home, "survey", "fay", {}) / "read.ipynb").write_text("<html>login</html>")
    done = grade_course(home)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "arrays: 2 autograded; 0 have no score." in done.stdout
    assert "survey: 1 autograded; 2 have no score." in done.stdout and "can be cheated by it" in done.stdout
    points = {name: cells["share_partial"][0] for name, cells in course.scores(home, "arrays").items()}
    assert points == {"right": 4.0, "partly": 1.0}
    survey = course.scores(home, "survey")
    assert {name: points for name, (points, _) in survey["own_file"].items()} == {
        "tallest_test": 0.0, "helper_test": 1.0, "total_test": 0.0, "own_file_test": 0.25,
    }  # fmt: skip
    assert all(points is None for name in ("eve", "fay") for points, _ in survey.get(name, {}).values())
    written = {path: path.stat().st_mtime_ns for path in (home / "autograded").rglob("*.ipynb")}
    assert len(written) == 4 and not list((home / "autograded/eve").rglob("*"))
    assert "arrays: 0 autograded; 0 have no score." in grade_course(home, "--lesson", "arrays").stdout
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert "arrays: 2 autograded" in grade_course(home, "--lesson", "arrays", "--regrade").stdout


# --- one notebook, without nbgrader's own steps -----------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    submitted, source = tmp_path / "submitted", tmp_path / "source"
    submitted.mkdir()
    source.mkdir()
    return Asked(tmp_path, "eve", "ps1", submitted, source, (".ipynb_checkpoints",), (), LIMITS, "container")


@pytest.fixture(autouse=True)
def no_server_stays() -> Any:
    yield
    for servers in foreign._servers.values():
        servers.close()
    foreign._servers.clear()


def notebook(*sources: str, points: float = 2) -> Any:
    """The last cell is graded."""
    cells = [new_code_cell(source) for source in sources]
    facts = {"grade": True, "solution": False, "grade_id": "t", "points": points, "locked": True, "schema_version": 3}
    cells[-1].metadata.nbgrader = facts
    return new_notebook(cells=cells, metadata=course.KERNEL)


def test_cells_are_filled_in_and_not_run_twice(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    (asked.source / "x.txt").write_text("7")
    nb = notebook("open('x.txt').read()", "   ", "1 + 1")
    fill_in(nb, asked, LOG)
    assert [cell.execution_count for cell in nb.cells] == [1, None, 2]
    assert [cell.outputs[0].data["text/plain"] for cell in nb.cells if cell.outputs] == ["'7'", "2"]
    nbformat.validate(nb)
    monkeypatch.setattr(foreign, "execute", lambda *_: pytest.fail("it is in the store"))
    again = notebook("open('x.txt').read()", "   ", "1 + 1")
    fill_in(again, asked, LOG)
    assert [cell.outputs for cell in again.cells] == [cell.outputs for cell in nb.cells]
    (asked.source / "x.txt").write_text("8")
    with pytest.raises(pytest.fail.Exception, match="in the store"):
        fill_in(notebook("open('x.txt').read()", "   ", "1 + 1"), asked, LOG)


def test_a_graded_cell_cannot_be_passed_over_by_a_tag(asked: Asked) -> None:
    """No output would be full marks."""
    nb = notebook("x = 1", "x == 2\nassert x == 2")
    nb.cells[0].metadata.tags = nb.cells[1].metadata.tags = ["skip-execution"]
    fill_in(nb, asked, LOG)
    assert nb.cells[0].outputs == [] and nb.cells[0].execution_count is None
    assert [output.ename for output in nb.cells[1].outputs] == ["NameError"]


def test_when_the_process_has_ended_the_rest_gets_no_marks(asked: Asked) -> None:
    nb = notebook("import os\nos._exit(0)", "2")
    fill_in(nb, asked, LOG)
    assert [cell.outputs[0].ename for cell in nb.cells] == ["DeadProcessError", "NotRun"]
    assert nb.cells[1].outputs[0].evalue == (
        "This cell was not run: the notebook's process ended in a cell before it.\n"
        "这个单元格没有运行：运行这份笔记本的进程在前面的单元格里已经结束。"
    )


def test_a_cell_out_of_time_gets_none_and_the_next_is_run(asked: Asked) -> None:
    limits = LIMITS.model_copy(update={"call_seconds": 0.5})
    nb = notebook("while True: pass", "2")
    fill_in(nb, Asked(**{**vars(asked), "limits": limits}), LOG)
    assert [output.ename for output in nb.cells[0].outputs] == ["KeyboardInterrupt", "CellTimeoutError"]
    assert nb.cells[1].outputs[0].data == {"text/plain": "2"}


@pytest.mark.parametrize(
    ("value", "counted"),
    [
        ("nan", "0.0"), ("-0.1", "0.0"), ("-inf", "0.0"), ("2.0000001", "2.0"), ("inf", "0.0"), ("1e400", "0.0"),
        ("1_0", "2.0"), ("", "0.0"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_score_is_made_one(value: str, counted: str) -> None:
    """nbgrader gives full marks for NaN and for what is negative, and fails for what is too much, infinite or empty."""
    nb = notebook("x")
    cell = nb.cells[0]
    cell.outputs = [
        new_output("stream", name="stdout", text="hello"),
        new_output("execute_result", data={"text/plain": value, "text/html": "<b>2</b>"}, execution_count=1),
    ]
    settle(cell, LOG)
    assert [output.output_type for output in cell.outputs] == ["stream", "display_data", "execute_result"]
    assert cell.outputs[2].data == {"text/plain": counted}
    assert f"it counts as {float(counted):g}." in cell.outputs[1].data["text/plain"]


@pytest.mark.parametrize("value", ["0", "2", "1.5", "0.0", "True", "None", "two", "np.float64(1.5)", "[1, 2]"])
def test_what_nbgrader_takes_as_it_is_stays_as_it_is(value: str) -> None:
    cell = notebook("x").cells[0]
    cell.outputs = [new_output("execute_result", data={"text/plain": value}, execution_count=1)]
    settle(cell, LOG)
    assert [dict(output.data) for output in cell.outputs] == [{"text/plain": value}]


def test_an_error_before_the_value_decides(caplog: pytest.LogCaptureFixture) -> None:
    cell = notebook("x").cells[0]
    cell.outputs = [
        new_output("stream", name="stderr", text="careful"),
        new_output("execute_result", data={"text/plain": "nan"}, execution_count=1),
    ]
    settle(cell, LOG)
    assert len(cell.outputs) == 2


@pytest.mark.parametrize(
    ("spec", "name"), [({"name": "ir", "language": "R"}, "ir (R)"), ({"name": "julia-1.9"}, "julia-1.9 (julia-1.9)")]
)
def test_other_kernels_are_refused_by_name(spec: dict[str, str], name: str) -> None:
    with pytest.raises(CourseError, match="This notebook is for the kernel ") as caught:
        refuse_other_kernels(NotebookNode(metadata=from_dict({"kernelspec": spec})))
    assert name in caught.value.text.en


@pytest.mark.parametrize("spec", [{}, {"name": "python3"}, {"name": "conda-env-x", "language": "python"}])
def test_pythons_kernels_are_not(spec: dict[str, str]) -> None:
    refuse_other_kernels(NotebookNode(metadata=from_dict({"kernelspec": spec})))


def test_the_course_declares_what_is_imported_by_importing_it(asked: Asked) -> None:
    source = "import numpy as np\nfrom os import path\nimport helper, json\n  import not_installed_anywhere\n%pylab"
    nbformat.write(notebook(source, "import numpy.linalg"), asked.source / "a.ipynb")
    (asked.source / "helper.py").write_text("")
    assert imports_of(asked.source) == ("numpy", "numpy.linalg", "os")

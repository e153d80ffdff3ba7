"""Real courses of other autograders with our lessons in them, made by those autograders' own commands.

Both hold the reference answer as their solution, and the tests of `cells/`. nbgrader 0.9.6 is an extra of the
project, `nbgrader`; otter-grader 7.0.0 is none: `pip install otter-grader==7.0.0`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path

import bare
import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell

from grader.course.lesson import load_lesson
from grader.extras import install

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "ps1"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class BenchmarkError(RuntimeError):
    """One of the ways did not do the work, so that what it measured would mean nothing."""


def reference(lesson: str) -> Path:
    path = load_lesson(ROOT, lesson).reference_path
    if path is None:
        raise BenchmarkError(f"solutions/{lesson}/ is missing: the benchmark grades the reference answer")
    return path


def make_class(folder: Path, lesson: str, answers: dict[str, str]) -> Path:
    """nbgrader's layout: folder/<student>/<lesson>/<module>.py"""
    for student, program in answers.items():
        path = folder / student / lesson / reference(lesson).name
        path.parent.mkdir(parents=True)
        path.write_text(program, encoding="utf-8")
    return folder


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None, seconds: float = 3600) -> str:
    """stdout of a command that succeeds. Raises BenchmarkError if it does not, or is not done after `seconds`."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | (environment or {}), capture_output=True, text=True, timeout=seconds
    )
    if done.returncode:
        raise BenchmarkError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def in_regions(program: str, begin: str, end: str) -> str:
    """The program with a line `begin` after every Begin marker and a line `end` before every End marker."""
    program = re.sub(r"^([ \t]*)(#[ *]*Begin\b.*)$", rf"\1\2\n\1{begin}", program, flags=re.MULTILINE)
    return re.sub(r"^([ \t]*)(#[ *]*End\b.*)$", rf"\1{end}\n\1\2", program, flags=re.MULTILINE)


# --- nbgrader -------------------------------------------------------------------------------------------------------


def nbgrader_environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it starts alembic by name
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3"}  # nbgrader takes a cell's points away for a log line on stderr
    return {"PATH": path} | quiet


def nbgrader(folder: Path, *arguments: str) -> None:
    run([sys.executable, "-m", "nbgrader", *arguments], folder, nbgrader_environment())


def make_nbgrader_course(folder: Path, lesson: str, answers: dict[str, str], hidden: bool = False) -> Path:
    """A course as nbgrader's own commands make it: source, release, and one submitted notebook per student.

    With `hidden`, every test but the first is a hidden test: the release does not have it, grading puts it back.
    """
    if find_spec("nbgrader") is None:
        raise BenchmarkError(f"nbgrader is not installed: {install('nbgrader')}")
    folder.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
    solution = in_regions(reference(lesson).read_text("utf-8"), "### BEGIN SOLUTION", "### END SOLUTION")
    cells = [new_code_cell(solution, metadata={"nbgrader": nbgrader_cell("answer", solution=True)})]
    for number, (name, points, source) in enumerate(bare.test_cells(lesson)):
        if hidden and number != 1:
            source = f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"
        cell = nbgrader_cell(name, points, graded=hidden or points > 0)
        cells.append(new_code_cell(source, metadata={"nbgrader": cell}))
    source_file = folder / "source" / ASSIGNMENT / "lesson.ipynb"
    source_file.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), source_file)
    nbgrader(folder, "generate_assignment", ASSIGNMENT)
    release = nbformat.read(folder / "release" / ASSIGNMENT / "lesson.ipynb", as_version=4)
    for student, program in answers.items():
        path = folder / "submitted" / student / ASSIGNMENT / "lesson.ipynb"
        path.parent.mkdir(parents=True)
        release.cells[0].source = program
        nbformat.write(release, path)
    shutil.copy(folder / "gradebook.db", folder / "gradebook.fresh.db")
    return folder


def nbgrader_cell(name: str, points: int = 0, solution: bool = False, graded: bool = False) -> dict[str, object]:
    """The metadata of the student's cell (`solution`), of a test cell (`graded`) or of a locked one."""
    cell = {"grade_id": name, "grade": graded, "solution": solution, "locked": not solution, "task": False}
    return cell | {"schema_version": 3} | ({"points": points} if graded else {})


def nbgrader_scores(course: Path) -> dict[str, tuple[float, float]]:
    """student -> (score, full marks), as the course's gradebook has it."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions(ASSIGNMENT)}


# --- otter-grader ---------------------------------------------------------------------------------------------------


def make_otter_course(folder: Path, lesson: str, answers: dict[str, str]) -> Path:
    """A course as `otter assign` makes it: master.ipynb, dist/, autograder.zip, submitted/<student>/lesson.ipynb.

    One question; every test but the first is hidden.
    """
    folder.mkdir(parents=True)
    (_, _, setup), *tests = bare.test_cells(lesson)
    solution = in_regions(reference(lesson).read_text("utf-8"), "# BEGIN SOLUTION", "# END SOLUTION")
    points = [points for _, points, _ in tests]
    cells = [
        new_raw_cell("# ASSIGNMENT CONFIG\nname: lesson\nexport_cell: false\ntests:\n  ok_format: false"),
        new_raw_cell(f"# BEGIN QUESTION\nname: q1\nall_or_nothing: false\npoints: {points}"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(solution),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
    ]
    functions = ", ".join(re.findall(r"^def (\w+)", solution, re.MULTILINE))
    for number, (name, _, source) in enumerate(tests):
        body = textwrap.indent(f"{setup}\n{source}", "    ")
        cells.append(new_code_cell("# HIDDEN\n" * (number > 0) + f"def test_{name}({functions}):\n{body}"))
    cells += [new_raw_cell("# END TESTS"), new_raw_cell("# END QUESTION")]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "lesson.ipynb")
    run([sys.executable, "-m", "otter", "assign", "--no-pdfs", "lesson.ipynb", "dist"], folder)
    zips = list((folder / "dist" / "autograder").glob("*.zip"))
    if len(zips) != 1:
        raise BenchmarkError(f"otter assign made {len(zips)} autograder zips")
    zips[0].rename(folder / "autograder.zip")
    release = nbformat.read(folder / "dist" / "student" / "lesson.ipynb", as_version=4)
    answer = next(cell for cell in release.cells if "def " in cell.source)
    for student, program in answers.items():
        path = folder / "submitted" / student / "lesson.ipynb"
        path.parent.mkdir(parents=True)
        answer.source = program
        nbformat.write(release, path)
    return folder

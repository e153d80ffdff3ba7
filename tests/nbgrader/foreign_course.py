"""An nbgrader course that knows nothing of Gatehouse: four assignments of different kinds, as nbgrader's commands make
it, and what students hand in. Each answer fills in a solution cell of the release, by its id.

- ``arrays``: NumPy; visible and hidden tests, partial credit, every odd value that a test cell can have.
- ``essay``: answers in Markdown, a task, code that a person reads, one test.
- ``survey``: two notebooks on one data file, with a module of the course's and files of the student's beside.
- ``plots``: figures, rich outputs, magics, top-level await, what is printed and where.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
Answers = dict[str, str]


def solution(name: str, source: str, points: float | None = None, *, markdown: bool = False) -> Any:
    """A cell of the student's; with points, a person grades it."""
    return _cell(name, source, solution=True, points=points, markdown=markdown)


def graded(name: str, points: float, source: str) -> Any:
    return _cell(name, source, points=points)


def locked(name: str, source: str) -> Any:
    return _cell(name, source)


def task(name: str, points: float, source: str) -> Any:
    cell = _cell(name, source, points=points, markdown=True)
    cell.metadata.nbgrader.update(grade=False, task=True, locked=True)
    return cell


def _cell(
    name: str, source: str, *, solution: bool = False, points: float | None = None, markdown: bool = False
) -> Any:
    facts = {
        "grade_id": name, "grade": points is not None, "solution": solution, "locked": not solution, "task": False,
        "schema_version": 3,
    }  # fmt: skip
    if points is not None:
        facts["points"] = points
    new = new_markdown_cell if markdown else new_code_cell
    return new(source, metadata={"nbgrader": facts})


def _solved(before: str, answer: str) -> str:
    return f"{before}    ### BEGIN SOLUTION\n    {answer}\n    ### END SOLUTION"


def _hidden(visible: str, hidden: str) -> str:
    return f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"


ARRAYS = [
    locked("setup", "import numpy as np\nimport sys"),
    solution("normalise", _solved("def normalise(x):\n", "return (x - x.mean()) / x.std()")),
    solution("share", _solved("def share(x):\n", "return float((np.asarray(x) > 0).mean())")),
    solution("value", "def value():\n    ### BEGIN SOLUTION\n    return 2\n    ### END SOLUTION"),
    graded("normalise_visible", 1, "assert np.allclose(normalise(np.array([1.0, 3.0])), [-1, 1])"),
    graded("normalise_hidden", 2, _hidden(
        "assert normalise(np.arange(4.0)).shape == (4,)",
        "assert abs(normalise(np.arange(10.0)).std() - 1) < 1e-9",
    )),
    graded("share_partial", 4, "points = 0\npoints += share([1, -1]) == 0.5\n"
                               "points += 3 * (share([1, 1, 1, -1]) == 0.75)\n"
                             "points"),
    graded("value_decides", 2, "value()"),
    graded("says_nothing", 1, "checked = value()"),
    graded("warns", 1, "if value() == 'warn':\n    print('careful', file=sys.stderr)\nvalue() == 2"),
    graded("result_then_error", 2, "display(value())\nassert value() == 2, 'the value'\n1.5"),
]  # fmt: skip

ESSAY = [
    solution("why", "An LSTM keeps a cell state.", 3, markdown=True),
    task("draw", 2, "Draw a cell, and describe it."),
    solution("code_to_read", "### BEGIN SOLUTION\nx = [n for n in range(3)]\nx\n### END SOLUTION", 2),
    solution("double", _solved("def double(x):\n", "return 2 * x")),
    graded("double_test", 2, "assert double(4) == 8"),
]

SURVEY_READ = [
    locked("setup_read", "import pandas as pd\nimport helper\nframe = pd.read_csv('data/heights.csv')\nframe.head(2)"),
    solution("tallest", _solved("def tallest(frame):\n", "return frame['name'][frame['height'].idxmax()]")),
    graded("tallest_test", 2, _hidden("assert tallest(frame) == 'Bo'", "assert tallest(frame.head(1)) == 'Ann'")),
    graded("helper_test", 1, "assert helper.CONSTANT == 7"),
]

SURVEY_SUM = [
    locked("setup_sum", "import csv"),
    solution("total", "def total(path):\n    ### BEGIN SOLUTION\n    with open(path) as stream:\n"
                      "        return sum(float(row['height']) for row in csv.DictReader(stream))\n"
                      "    ### END SOLUTION"),
    graded("total_test", 2, "assert total('data/heights.csv') == 351.0"),
    graded("own_file_test", 1, "from pathlib import Path\n"
                               "float(Path('notes.txt').read_text()) if Path('notes.txt').exists() "
                             "else 0.0"),
]  # fmt: skip

PLOTS = [
    locked("setup_plots", "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport asyncio"),
    solution("curve", "def curve(n):\n    ### BEGIN SOLUTION\n    fig, ax = plt.subplots()\n"
                      "    ax.plot(range(n), [k * k for k in range(n)])\n    ax.set_xlabel('k')\n    return ax\n"
                      "    ### END SOLUTION"),
    locked("show_curve", "curve(5);"),
    graded("curve_test", 2, "line = curve(4).lines[0]\nassert list(line.get_ydata()) == [0, 1, 4, 9]"),
    graded("label_test", 1, "assert curve(2).get_xlabel() == 'k'"),
    solution("later", "async def later(x):\n    ### BEGIN SOLUTION\n    await asyncio.sleep(0)\n    return x\n"
                      "    ### END SOLUTION"),
    graded("await_test", 1, "assert await later(3) == 3"),
    graded("time_test", 1, "%time y = sum(range(10))\nassert y == 45"),
    graded("capture_test", 1, "%%capture out\nprint('quiet')"),
    graded("captured_test", 1, "assert out.stdout == 'quiet\\n'"),
    solution("noisy", "def noisy():\n    ### BEGIN SOLUTION\n    print('fine')\n    ### END SOLUTION\n    return 1"),
    graded("noisy_test", 1, "noisy()"),
]  # fmt: skip

SOURCES: dict[str, dict[str, list[Any]]] = {
    "arrays": {"arrays": ARRAYS},
    "essay": {"essay": ESSAY},
    "survey": {"read": SURVEY_READ, "sum": SURVEY_SUM},
    "plots": {"plots": PLOTS},
}
FILES = {
    "survey": {
        "data/heights.csv": "name,height\nAnn,171.5\nBo,179.5\n",
        "helper.py": "CONSTANT = 7\n",
    }
}

RIGHT_ARRAYS = {
    "normalise": "def normalise(x):\n    return (x - x.mean()) / x.std()",
    "share": "def share(x):\n    return float((np.asarray(x) > 0).mean())",
    "value": "def value():\n    return 2",
}
RIGHT_PLOTS = {
    "curve": "def curve(n):\n    fig, ax = plt.subplots()\n    ax.plot(range(n), [k * k for k in range(n)])\n"
             "    ax.set_xlabel('k')\n    return ax",
    "later": "async def later(x):\n    await asyncio.sleep(0)\n    return x",
    "noisy": "def noisy():\n    print('fine')\n    return 1",
}  # fmt: skip


def _value(expression: str) -> Answers:
    return RIGHT_ARRAYS | {"value": f"def value():\n    {expression}"}


# assignment -> student -> answers by the id of the cell. Right, wrong, partly right, and odd in every way that decides.
HANDED_IN: dict[str, dict[str, Answers]] = {
    "arrays": {
        "right": RIGHT_ARRAYS,
        "nothing": {},
        "partly": RIGHT_ARRAYS | {"share": "def share(x):\n    return 0.5"},
        "raises": RIGHT_ARRAYS | {"normalise": "def normalise(x):\n    raise RuntimeError('no')"},
        "syntax": RIGHT_ARRAYS | {"share": "def share(x:\n    return 0.5"},
        "says_one": _value("return 1"),
        "says_half": _value("return 0.5"),
        "says_zero": _value("return 0"),
        "says_text": _value("return 'two'"),
        "says_nothing": _value("return None"),
        "warns": _value("return 'warn'"),
        "prints": _value("print('2'); return 2"),
        "array": _value("return np.float64(1.5)"),
    },
    "essay": {
        "right": {"why": "Because it forgets.", "double": "def double(x):\n    return x + x"},
        "untouched": {},
        "wrong": {"why": "I do not know", "double": "def double(x):\n    return x"},
    },
    "survey": {
        "right": {
            "tallest": "def tallest(frame):\n    return frame['name'][frame['height'].idxmax()]",
            "total": "def total(path):\n    return sum(float(line.split(',')[1]) for line in list(open(path))[1:])",
        },
        "wrong": {"tallest": "def tallest(frame):\n    return 'Bo'", "total": "def total(path):\n    return 0"},
        "own_file": {"tallest": "def tallest(frame):\n    return helper.CONSTANT"},
    },
    "plots": {
        "right": RIGHT_PLOTS,
        "wrong": RIGHT_PLOTS | {"curve": "def curve(n):\n    return plt.gca()", "noisy": "def noisy():\n    1 / 0"},
        "warns": RIGHT_PLOTS | {"noisy": "def noisy():\n    import warnings\n    warnings.warn('old')\n    return 1"},
    },
}  # fmt: skip
OWN_FILES = {("survey", "own_file"): {"notes.txt": "0.25", "helper.py": "CONSTANT = 8\n"}}


def make(home: Path, assignments: dict[str, dict[str, Answers]] | None = None, config: str = "") -> Path:
    """The course in `home`, with what students handed in."""
    home.mkdir(parents=True)
    (home / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.course_id = 'course'\n{config}")
    for assignment, students in (HANDED_IN if assignments is None else assignments).items():
        folder = home / "source" / assignment
        for name, cells in SOURCES[assignment].items():
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / f"{name}.ipynb")
        for path, text in FILES.get(assignment, {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        nbgrader(home, "generate_assignment", assignment)
        for student, answers in students.items():
            hand_in(home, assignment, student, answers)
    return home


def hand_in(home: Path, assignment: str, student: str, answers: Answers) -> Path:
    """The release, with these cells filled in; its folder."""
    folder = home / "submitted" / student / assignment
    shutil.copytree(home / "release" / assignment, folder)
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
        nbformat.write(notebook, path)
    for name, text in OWN_FILES.get((assignment, student), {}).items():
        (folder / name).write_text(text)
    return folder


def nbgrader(home: Path, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """One of nbgrader's own commands, in the course's folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=home, env=kept | {"PATH": path} | environment,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert not check or done.returncode == 0, done.stderr[-4000:]
    return done


def scores(home: Path, assignment: str) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """student -> id of a cell -> (points that it got automatically, whether a person must look)."""
    from nbgrader.api import Gradebook

    found: dict[str, dict[str, tuple[float | None, bool]]] = {}
    with Gradebook(f"sqlite:///{home / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            found[submission.student.id] = {each.name: (each.auto_score, each.needs_manual_grade) for each in grades}
    return found

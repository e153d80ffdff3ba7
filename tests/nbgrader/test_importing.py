"""A lesson from an nbgrader notebook: what is written, that it is judged, and that nothing of the notebook runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbgrader")

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from grader.cli.importing import app
from grader.course.lesson import load_lesson
from grader.nbgrader.importing import import_notebook, lesson_named
from grader.nbgrader.record import CourseError
from grader.proving.verify import is_green, verify
from grader.verdict import SubmissionOutcome, Verdict
from tests.nbgrader import foreign_course as nbgrader


@pytest.fixture
def source(tmp_path: Path) -> Callable[..., Path]:
    """Writes an instructor's notebook."""

    def write(*cells: Any, name: str = "arrays") -> Path:
        path = tmp_path / "source" / "ps1" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=list(cells), metadata=nbgrader.KERNEL), path)
        return path

    return write


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    for half in ("exercises", "solutions"):
        (tmp_path / "course" / half).mkdir(parents=True)
    return tmp_path / "course"


def test_an_imported_lesson_is_judged(source: Callable[..., Path], ours: Path, grade: Callable[..., Verdict]) -> None:
    """The reference gets full marks, the stub none, an answer that is right in what is visible not all."""
    import_notebook(source(new_markdown_cell("# Arrays\n\nWrite them."), *nbgrader.ARRAYS), ours, "09-arrays")
    lesson = load_lesson(ours, "09-arrays")
    reference = (ours / "solutions/09-arrays/arrays.py").read_text()
    assert reference == (
        "import numpy as np\nimport sys\n\n\ndef normalise(x):\n    # ********** Begin normalise ********** #\n"
        "    return (x - x.mean()) / x.std()\n    # ********** End normalise ********** #\n\n\ndef share(x):\n"
        "    # ********** Begin share ********** #\n    return float((np.asarray(x) > 0).mean())\n"
        "    # ********** End share ********** #\n\n\ndef value():\n    # ********** Begin value ********** #\n"
        "    return 2\n    # ********** End value ********** #\n"
    )
    right = grade(reference, "arrays.py", lesson)
    assert (right.outcome, right.score, right.max_score) == (SubmissionOutcome.PASSED, 3, 3)
    assert grade(lesson.stub_path.read_text(), "arrays.py", lesson).score == 0
    half = reference.replace("(x - x.mean()) / x.std()", "np.where(x == x.max(), 1.0, -1.0)")
    verdict = grade(half, "arrays.py", lesson)
    assert {check.id.rpartition("::")[2]: check.outcome.value for check in verdict.checks} == {
        "test_normalise_visible": "passed", "test_normalise_hidden": "passed", "test_normalise_hidden_hidden": "failed",
    }  # fmt: skip
    assert verdict.score == 1


# normalise -> what verdict it must get; `share` and `value` have no check that could be translated
WRONG = {
    "x": "failed score=0 diagnosis=-", "x - x.mean()": "failed score=1 diagnosis=-",
    "x / x.std()": "failed score=2 diagnosis=-",
    "(x - x.mean()) / x.var()": "failed score=1 diagnosis=-",
    "np.where(x == x.max(), 1.0, -1.0)": "failed score=1 diagnosis=-",
    "x.undefined": "raised score=0 diagnosis=array-has-no-such-method",
}  # fmt: skip


def test_an_imported_lesson_with_wrong_answers_is_as_it_must_be(source: Callable[..., Path], ours: Path) -> None:
    import_notebook(source(new_markdown_cell("# Arrays"), *nbgrader.ARRAYS), ours, "09-arrays")
    lesson = load_lesson(ours, "09-arrays")
    before = next(finding for finding in verify(ours, [lesson]) if finding.what == "known wrong answers")
    assert "it has 0 known wrong answers" in before.problems[0], "and nothing else is lacking, as is seen below"
    for number, (answer, declared) in enumerate(WRONG.items()):
        reference = (ours / "solutions/09-arrays/arrays.py").read_text()
        path = ours / f"solutions/09-arrays/wrong/{number}.py"
        path.parent.mkdir(exist_ok=True)
        wrong = reference.replace("(x - x.mean()) / x.std()", answer)
        path.write_text(f"# verdict: {declared}\n{wrong}")
    findings = list(verify(ours, [lesson], workers=2))
    assert is_green(findings), [finding for finding in findings if finding.problems]
    assert sum(finding.what.startswith("wrong/") for finding in findings) == len(WRONG)


def test_what_was_not_translated_is_a_list(source: Callable[..., Path], ours: Path) -> None:
    cells = [*nbgrader.SURVEY_READ, *nbgrader.ESSAY, new_code_cell("%matplotlib inline\nx = 1")]
    notebook = source(*cells, name="Read me")
    (notebook.parent / "helper.py").write_text("CONSTANT = 7\n")
    files, left = import_notebook(notebook, ours, lesson_named(notebook))
    assert lesson_named(notebook) == "ps1-read-me" and (ours / "solutions/ps1-read-me/IMPORTED.md") in files
    listed = (ours / "solutions/ps1-read-me/IMPORTED.md").read_text()
    assert all(f"- {one}\n" in listed for one in left)
    for expected in (
        "the test `tallest_test` (2 points) is no check: it uses frame, which another cell of the notebook makes",
        "the test `helper_test` (1 points) is no check: it uses helper, which another cell of the notebook makes",
        "`why` is text that a person grades (3 points): it stands in no lesson of ours",
        "`draw` is text that a person grades (2 points): it stands in no lesson of ours",
        "`code_to_read` is code that a person grades (2 points): a region without check",
        "files beside the notebook are not taken along: helper.py",
        "it has no hidden test: write one in test_hidden.py, a lesson needs it",
    ):
        assert expected in left
    assert "%matplotlib" not in (ours / "exercises/ps1-read-me/ps1_read_me.py").read_text()


def test_nothing_of_the_notebook_is_executed(source: Callable[..., Path], ours: Path, tmp_path: Path) -> None:
    trap = f"open({str(tmp_path / 'trap')!r}, 'w').write('sprung')"
    cells = [
        nbgrader.locked("setup", trap), nbgrader.solution("answer", f"def f():\n    return 1\n{trap}"),
        nbgrader.graded("t", 1, f"{trap}\nassert f() == 1\nassert {trap} and eval({trap!r})"),
    ]  # fmt: skip
    import_notebook(source(*cells), ours, "trap")
    assert not (tmp_path / "trap").exists()


def test_no_line_of_a_solution_or_of_a_hidden_test_is_public(source: Callable[..., Path], ours: Path) -> None:
    import_notebook(source(*nbgrader.ARRAYS), ours, "arrays")
    public = "".join(path.read_text() for path in (ours / "exercises/arrays").iterdir())
    assert "x.mean()" not in public and "np.arange(10.0)" not in public and "np.arange(4.0)" in public


def test_a_solution_without_markers_is_a_region(source: Callable[..., Path], ours: Path) -> None:
    import_notebook(source(nbgrader.solution("whole cell", "def f():\n    return 1")), ours, "whole")
    assert (ours / "exercises/whole/whole.py").read_text() == (
        "# ********** Begin whole_cell ********** #\npass\n# ********** End whole_cell ********** #\n"
    )


def test_what_cannot_be_imported(source: Callable[..., Path], ours: Path, tmp_path: Path) -> None:
    notebook = source(*nbgrader.ARRAYS)
    with pytest.raises(CourseError, match="cannot name a lesson"):
        import_notebook(notebook, ours, "No Lesson")
    import_notebook(notebook, ours, "arrays")
    with pytest.raises(CourseError, match="exists already"):
        import_notebook(notebook, ours, "arrays")
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{}")
    with pytest.raises(CourseError, match="no notebook that can be read"):
        import_notebook(broken, ours, "broken")


def test_the_command(source: Callable[..., Path], ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEHOUSE_COURSE", str(ours))
    notebook = source(*nbgrader.ARRAYS)
    done = CliRunner().invoke(app, ["import-nbgrader", str(notebook), "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "ps1-arrays：已写出 8 个文件" in done.output.replace("\n", "")
    shutil.rmtree(ours / "exercises" / "ps1-arrays")
    again = CliRunner().invoke(app, ["import-nbgrader", str(notebook)])
    assert again.exit_code == 2

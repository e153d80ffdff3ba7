"""`%check` as a student meets it: the right file, the right lesson, a table or a sentence, never our traceback."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import grader
from grader.course.lesson import Lesson
from grader.jupyter import magics
from grader.jupyter.magics import CheckMagics
from grader.jupyter.process import CheckerError
from grader.jupyter.saved import MagicError, Notebook, find_lesson, find_notebook
from grader.jupyter.workspace import build_workspace
from grader.verdict import CheckResult, CurvePoint, Outcome, SubmissionOutcome, Text, Verdict

FOLDED = "\n<details>\n<summary>First</summary>\n\nlook\n</details>\n"
DOUBLE = CheckResult(
    id="test_double",
    title=Text(zh="两倍", en="<twice>"),
    hidden=False,
    outcome=Outcome.FAILED,
    points=0,
    max_points=1,
    message=Text(zh="差了一倍", en="it is off by a factor of two"),
)


class FakeChecker:
    """Stands in for the grading process: remembers what it was asked, and answers or raises as told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Path, list[str] | None]] = []
        self.error: BaseException | None = None
        self.closed = False

    def check(
        self, lesson: Lesson, path: Path, only: list[str] | None, on_curve: Callable[[CurvePoint], None]
    ) -> Verdict:
        self.asked.append((lesson.id, path, only))
        if self.error:
            raise self.error
        for step in range(3):
            on_curve(CurvePoint(step=step, loss=0.5, accuracy=0.25))
        return Verdict(
            lesson=lesson.id,
            lesson_digest="0" * 64,
            student="",
            file=path.name,
            submission_sha256="1" * 64,
            outcome=SubmissionOutcome.FAILED,
            score=0,
            max_score=3,
            checks=[DOUBLE],
            graded_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        )

    def close(self) -> None:
        self.closed = True


class Student:
    """A student at a notebook of the workspace: types `%check ...` and reads what it shows."""

    def __init__(self, notebook: Path) -> None:
        self.notebook = notebook
        self.checker = FakeChecker()
        self.shell = InteractiveShell.instance()
        self.magics = CheckMagics(self.shell, self.checker)  # type: ignore[arg-type]

    def check(self, line: str = "") -> str:
        """What a terminal shows last."""
        return self.show(line)["text/plain"]

    def show(self, line: str = "") -> dict[str, str]:
        return self.show_all(line)[-1]

    def run(self, magic: str, line: str = "") -> str:
        """What another magic shows in a terminal."""
        with capture_output() as captured:
            getattr(self.magics, magic)(line)
        return "\n".join(output.data.get("text/markdown", output.data["text/plain"]) for output in captured.outputs)

    def show_all(self, line: str = "") -> list[dict[str, str]]:
        """What the display was, from first to last."""
        with capture_output() as captured:
            result = self.magics.check(line)
        assert result is None
        assert captured.stderr == ""
        return [output.data for output in captured.outputs]


@pytest.fixture
def student(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Student]:
    (notebook,) = build_workspace(course, tmp_path / "ws", "en")
    monkeypatch.chdir(notebook.parent)
    for name in ("JPY_SESSION_NAME", "GATEHOUSE_COURSE", "GATEHOUSE_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield Student(notebook)
    InteractiveShell.clear_instance()


def test_the_whole_lesson(student: Student) -> None:
    shown = student.show()
    assert student.checker.asked == [("01-warm-up", student.notebook, None)]
    assert "it is off by a factor of two" in shown["text/plain"]
    assert "0 / 1 pts" in shown["text/plain"]
    assert "&lt;twice&gt;" in shown["text/html"]
    assert "<twice>" not in shown["text/html"]


def test_training_is_shown_while_it_runs(student: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = shown = student.show_all()
    assert first["text/plain"].startswith("Checking…")
    assert len(shown) == 2
    monkeypatch.setattr(magics, "_PROGRESS_SECONDS", 0.0)
    assert "training step 2 · Loss 0.5000 · Accuracy 25.0%" in student.show_all()[3]["text/plain"]


def test_one_function(student: Student) -> None:
    assert "concern double" in student.check("double")
    assert student.checker.asked == [("01-warm-up", student.notebook, ["test_double"])]


def test_two_names_and_a_check_id(student: Student) -> None:
    student.check("squash test_double squash")
    assert student.checker.asked[0][2] == ["test_squash_values", "test_double"]


def test_an_unknown_name_lists_those_there_are(student: Student) -> None:
    assert "'doubel'. There are: double, squash" in student.check("doubel")
    assert student.checker.asked == []


@pytest.mark.parametrize("line", ["--lang fr", "--nonsense", "--file", '"unclosed'])
def test_a_wrong_option_shows_the_usage(student: Student, line: str) -> None:
    assert "only the checks that concern forget_gate" in student.check(line)
    assert student.checker.asked == []


def test_help(student: Student) -> None:
    assert "%check --file x.ipynb" in student.check("--help")


def test_the_language_is_the_notebooks_or_the_one_asked_for(student: Student) -> None:
    assert "<twice>" in student.check()
    assert "两倍" in student.check("--lang zh")
    book = nbformat.read(student.notebook, as_version=4)
    book.metadata.gatehouse.lang = "zh"
    nbformat.write(book, student.notebook)
    assert "差了一倍" in student.check()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (12.5, "12 seconds ago"), (60, "1 minute ago"), (7300, "2 hours ago"), (-50, "just now")],
)
def test_it_says_how_old_the_file_is(student: Student, seconds: float, words: str) -> None:
    then = time.time() - seconds
    os.utime(student.notebook, (then, then))
    text = student.check()
    assert f"warm_up.ipynb, saved {words}; changes since then are not graded: press Ctrl+S" in text


def test_code_that_was_run_and_not_saved_is_pointed_out(student: Student) -> None:
    cells = nbformat.read(student.notebook, as_version=4).cells
    cell = next(cell for cell in cells if "def squash" in cell.source)
    number = [c.source for c in cells if c.cell_type == "code"].index(cell.source) + 1
    newer = SimpleNamespace(cell_id=cell.id, raw_cell=cell.source.replace("None", "np.tanh(x)"))
    warning = f"What you ran in code cell {number} is not what the saved file has"
    minute_ago, soon = time.time() - 60, time.time() + 60

    os.utime(student.notebook, (minute_ago, minute_ago))
    student.magics.remember(SimpleNamespace(cell_id=cell.id, raw_cell=cell.source + "\n"))
    student.magics.remember(SimpleNamespace(cell_id=None, raw_cell="1"))
    student.magics.remember(SimpleNamespace(cell_id="gone", raw_cell="1"))
    student.magics.remember(SimpleNamespace(cell_id="check", raw_cell="%check --lang en"))  # changed, but not graded
    assert "the saved file has" not in student.check()
    student.magics.remember(newer)
    assert warning in student.check()
    student.magics.remember(SimpleNamespace(cell_id=cell.id, raw_cell="# * Begin squash * #"))
    assert warning in student.check()
    os.utime(student.notebook, (soon, soon))  # run first, then changed again and saved: the file is the newer one
    assert "the saved file has" not in student.check()


def test_it_changes_nothing(student: Student) -> None:
    before = {path: path.read_bytes() for path in student.notebook.parents[1].rglob("*") if path.is_file()}
    variables = set(student.shell.user_ns)
    student.check()
    student.check("double")
    after = {path: path.read_bytes() for path in student.notebook.parents[1].rglob("*") if path.is_file()}
    assert after == before
    assert set(student.shell.user_ns) == variables


def test_hint_reset_and_report(student: Student) -> None:
    tasks = student.notebook.parents[1] / ".gatehouse/exercises/01-warm-up"
    for path in tasks.glob("task.*.md"):
        path.write_text(path.read_text("utf-8") + FOLDED, encoding="utf-8")
    assert "look" in student.run("hint") and "no further hint" in student.run("hint")
    stub = student.notebook.read_bytes()
    student.notebook.write_bytes(stub.replace(b"y = None", b"y = 1"))
    assert "kept in the folder earlier" in student.run("reset", "squash")
    assert b"y = None" in student.notebook.read_bytes()
    assert "kept" in student.run("reset", "all") and b"<details>" in student.notebook.read_bytes()
    assert "01-warm-up-report.md, 01-warm-up-report.html" in student.run("report")


def test_what_is_no_region_is_ipythons_own_reset(student: Student) -> None:
    student.shell.user_ns["kept_for_now"] = 1
    student.run("reset", "-f")
    assert "kept_for_now" not in student.shell.user_ns


def test_an_interrupt_is_a_sentence(student: Student) -> None:
    student.checker.error = KeyboardInterrupt()
    assert "Stopped; nothing was changed" in student.check()


@pytest.mark.parametrize("error", [CheckerError("no room <left>"), ZeroDivisionError("no room <left>")])
def test_a_fault_of_ours_is_a_sentence(student: Student, error: Exception) -> None:
    student.checker.error = error
    shown = student.show()
    assert "not your fault" in shown["text/plain"]
    assert "no room <left>" in shown["text/plain"]
    assert "no room &lt;left&gt;" in shown["text/html"]


def test_a_broken_lesson_is_a_sentence(student: Student) -> None:
    (student.notebook.parents[1] / ".gatehouse/exercises/01-warm-up/lesson.toml").write_text("[")
    assert "Build the workspace again" in student.check()


def test_no_course_above_the_file_is_a_sentence(student: Student, tmp_path: Path) -> None:
    lonely = tmp_path / "elsewhere" / "a.ipynb"
    lonely.parent.mkdir()
    lonely.write_bytes(student.notebook.read_bytes())
    assert "no exercises/ folder" in student.check(f"--file {lonely}")


def test_a_file_that_is_not_there(student: Student) -> None:
    assert "check its name" in student.check("--file nope.ipynb")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"metadata": []}', "[" * 100_000])
def test_a_broken_notebook_still_reaches_the_grader(student: Student, text: str) -> None:
    student.notebook.write_text(text)
    student.check()
    assert student.checker.asked == [("01-warm-up", student.notebook, None)]


def test_finding_the_notebook(student: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    other = student.notebook.with_name("other.ipynb")
    assert find_notebook({}) == student.notebook
    other.write_text("{}")
    with pytest.raises(MagicError, match=r"--file FILE \(in this folder: other\.ipynb, warm_up\.ipynb\)"):
        find_notebook({})
    monkeypatch.setenv("JPY_SESSION_NAME", str(other))
    assert find_notebook({}) == other
    assert find_notebook({"__vsc_ipynb_file__": str(student.notebook)}) == student.notebook
    monkeypatch.setenv("JPY_SESSION_NAME", str(student.notebook.with_name("renamed.ipynb")))
    other.unlink()
    assert find_notebook({}) == student.notebook


def test_finding_the_lesson(student: Student) -> None:
    folder = student.notebook.parents[1]
    assert find_lesson(folder / "a" / "b.ipynb", Notebook("01-warm-up")).id == "01-warm-up"
    assert find_lesson(folder / "01-warm-up" / "b.ipynb", Notebook()).id == "01-warm-up"
    assert find_lesson(folder / "a" / "warm_up.ipynb", Notebook()).id == "01-warm-up"
    with pytest.raises(MagicError, match="named after its lesson: 01-warm-up"):
        find_lesson(folder / "a" / "b.ipynb", Notebook("another"))


@pytest.mark.parametrize(
    "text",
    ["", "[1]", "{", "[" * 100_000, '{"metadata": {"gatehouse": 3}, "cells": 3}', '{"metadata": [], "cells": [3, []]}',
     '{"metadata": {"gatehouse": {"lesson": ["x"], "lang": 1}}}'],
)  # fmt: skip
def test_a_broken_notebook_claims_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(text, encoding="utf-8")
    assert Notebook.read(path) == Notebook()


def test_what_a_notebook_claims_and_its_code(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    cells = (
        '{"cell_type": "code", "id": "a", "source": ["x = 1\\n", "y"]}, {"cell_type": "markdown", "source": "z"},'
        '{"cell_type": "code", "id": 3, "source": "w"}'
    )
    path.write_text(f'{{"metadata": {{"gatehouse": {{"lesson": "l", "lang": "zh"}}}}, "cells": [{cells}]}}')
    assert Notebook.read(path) == Notebook("l", "zh", (("a", "x = 1\ny"), (None, "w")))


def test_completion(student: Student) -> None:
    assert student.magics.complete(student.shell, None) == ["double", "squash", "--file", "--lang"]
    student.notebook.unlink()
    assert student.magics.complete(student.shell, None) == ["--file", "--lang"]


@pytest.fixture
def fresh_extension(monkeypatch: pytest.MonkeyPatch) -> Callable[[], FakeChecker]:
    checkers: list[FakeChecker] = []

    def checker() -> FakeChecker:
        checkers.append(FakeChecker())
        return checkers[-1]

    monkeypatch.setattr(magics, "Checker", checker)
    return lambda: checkers[-1]


def test_load_and_unload(student: Student, fresh_extension: Callable[[], FakeChecker]) -> None:
    shell = student.shell
    grader.load_ipython_extension(shell)
    grader.load_ipython_extension(shell)
    with capture_output() as captured:
        shell.run_cell("%check double")
    assert "off by a factor of two" in captured.outputs[-1].data["text/plain"]
    with provisionalcompleter():
        assert "double" in [found.text for found in shell.Completer.completions("%check ", 7)]
    grader.unload_ipython_extension(shell)
    assert fresh_extension().closed
    assert not {"check", "points"} & set(shell.magics_manager.magics["line"])


def test_a_cell_that_stands_for_points_costs_nothing_to_run(student: Student) -> None:
    with capture_output() as captured:
        student.magics.points("test_double")
        student.magics.points("hidden-2")
    public, hidden = (output.data["text/plain"] for output in captured.outputs)
    assert public.endswith("when your work is graded. To try this check now: %check test_double")
    assert hidden.endswith("when your work is graded, by a check that is not shown.")
    assert captured.stderr == "" and student.checker.asked == []


def test_in_a_kernel_that_grades_it_gives_no_points(student: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader without our line would take a cell without an error for full marks."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(UsageError, match=r"put grader\.nbgrader\.configure\(c\) into nbgrader_config\.py"):
        student.magics.points("test_double")


def test_importing_grader_is_light() -> None:
    import subprocess

    heavy = "{'IPython', 'numpy', 'pydantic', 'pytest', 'nbformat', 'tensorflow', 'keras'}"
    code = f"import sys; from grader import report; assert not {heavy} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(grader.__file__).parents[1])


def test_a_picture_is_shown_or_a_sentence(student: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def drawn(path: Path, lesson: str, lang: str) -> list[bytes]:
        asked.append((lesson, lang))
        return [b"\x89PNG"]

    monkeypatch.setattr(magics, "pictures", drawn)
    with capture_output() as captured:
        student.magics.see("")
    assert asked == [("01-warm-up", "en")]
    assert any("image/png" in output.data for output in captured.outputs)

    def refused(*_: object) -> list[bytes]:
        raise MagicError(Text(en="nothing to see yet", zh="还没有可看的"))

    monkeypatch.setattr(magics, "pictures", refused)
    with capture_output() as captured:
        student.magics.see("--lang zh")
    assert "还没有可看的" in captured.outputs[-1].data["text/plain"]

"""The workspace: complete for the student, nothing private, and never over a student's work."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from grader.checks.concerns import checks_of
from grader.course.lesson import LessonError, discover, load_lesson
from grader.course.places import find_course
from grader.grading.judge import form_of
from grader.grading.submission import read_submission
from grader.jupyter import workspace
from grader.jupyter.workspace import WorkspaceError, build_workspace
from grader.source.splicing import splice

ROOT = Path(__file__).resolve().parents[2]
BOOK = Path("01-warm-up") / "warm_up.ipynb"


def code_cells(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def stub_cells(path: Path) -> list[str]:
    return [source for source in code_cells(path) if not source.startswith("%")]


def filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def replace_in_cells(path: Path, old: str, new: str) -> None:
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        source = "".join(cell["source"])
        cell["source"] = source.replace(old, new)
    path.write_text(json.dumps(book), encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_notebook_has_task_stub_and_checks_in_order(course: Path, tmp_path: Path, lang: str) -> None:
    (path,) = build_workspace(course, tmp_path / "ws", lang)
    assert path == tmp_path / "ws" / BOOK
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata.gatehouse == {"lesson": "01-warm-up", "lang": lang}
    assert book.metadata.kernelspec.name == "python3"
    task = [cell.source.splitlines()[0] for cell in book.cells if cell.id.startswith("task-")]
    assert task == [{"zh": "# 热身", "en": "# Warm-up"}[lang], "## double", "## squash"]
    assert code_cells(path)[0] == "%load_ext grader"
    assert [source for source in code_cells(path) if source.startswith("%check")] == [
        "%check double",
        "%check squash",
        "%check",
    ]


def test_the_cells_are_the_stub_and_splice_back(course: Path, tmp_path: Path) -> None:
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    lesson = load_lesson(course, "01-warm-up")
    assert filled("\n".join(stub_cells(path))) == filled(lesson.stub)
    untouched = splice(lesson.stub, read_submission(path).text)
    assert untouched.attempted == frozenset()
    replace_in_cells(path, "y = None", "y = np.tanh(x)")
    solved = splice(lesson.stub, read_submission(path).text)
    assert solved.attempted == {"squash"}
    assert "y = np.tanh(x)" in solved.program


def test_it_is_deterministic(course: Path, tmp_path: Path) -> None:
    (one,) = build_workspace(course, tmp_path / "one", "zh")
    (two,) = build_workspace(course, tmp_path / "two", "zh")
    assert one.read_bytes() == two.read_bytes()


def test_nothing_private_gets_in(course: Path, tmp_path: Path) -> None:
    build_workspace(course, tmp_path / "ws", "en")
    private = (course / "solutions/01-warm-up/warm_up.py").read_text(encoding="utf-8").strip("# \n")
    files = [path for path in (tmp_path / "ws").rglob("*") if path.is_file()]
    assert len(files) == 8  # the notebook, the six files of the public half, and how many hidden checks there are
    assert "01-warm-up = 1" in (tmp_path / "ws/.gatehouse/course.toml").read_text(encoding="utf-8")
    assert not [path for path in files if private in path.read_text(encoding="utf-8") or "test_hidden" in path.name]


def test_the_workspace_is_a_course_of_its_own(course: Path, tmp_path: Path) -> None:
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    home = find_course(path.parent)
    assert home == (tmp_path / "ws" / ".gatehouse").resolve()
    (lesson,) = discover(home)
    assert lesson.private is None
    assert list(checks_of(lesson, hidden=True)) == ["test_double", "test_squash_values"]
    assert not list(home.rglob("__pycache__"))


def test_a_students_notebook_is_kept_and_reported(course: Path, tmp_path: Path) -> None:
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    kept: list[Path] = []
    assert build_workspace(course, tmp_path / "ws", "en", kept=kept.append) == [path]
    assert kept == []
    replace_in_cells(path, "y = None", "y = 1")
    work = path.read_bytes()
    (course / "exercises/01-warm-up/test_public.py").write_text("def test_new(): ...\n", encoding="utf-8")
    assert build_workspace(course, tmp_path / "ws", "zh", kept=kept.append) == []
    assert kept == [path]
    assert path.read_bytes() == work
    assert list(checks_of(discover(find_course(path.parent))[0], hidden=False)) == ["test_new"]


def test_what_the_task_links_to_lies_beside_the_notebook(course: Path, tmp_path: Path) -> None:
    public = course / "exercises/01-warm-up"
    for name in ("curve.en.svg", "curve.zh.svg", "words.txt", "unnamed.txt"):
        (public / name).write_text(name, encoding="utf-8")
    task = "# Warm-up\n![a curve](curve.en.svg), [words](words.txt), [a page](https://a.org/unnamed.txt), [x](no.txt)"
    (public / "task.en.md").write_text(task, encoding="utf-8")
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    assert sorted(file.name for file in path.parent.iterdir()) == ["curve.en.svg", path.name, "words.txt"]
    (path.parent / "words.txt").write_text("my own words", encoding="utf-8")
    build_workspace(course, tmp_path / "ws", "en")
    assert (path.parent / "words.txt").read_text(encoding="utf-8") == "my own words"


def test_a_link_in_a_public_half_is_refused(course: Path, tmp_path: Path) -> None:
    (course / "exercises/01-warm-up/notes.txt").symlink_to(course / "solutions/01-warm-up/warm_up.py")
    with pytest.raises(LessonError, match=r"notes\.txt is a link.*copy"):
        build_workspace(course, tmp_path / "ws", "en")
    assert not (tmp_path / "ws").exists()


def test_a_link_in_place_of_the_notebook_is_kept(course: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.ipynb"
    (tmp_path / "ws/01-warm-up").mkdir(parents=True)
    (tmp_path / "ws" / BOOK).symlink_to(elsewhere)
    kept: list[Path] = []
    assert build_workspace(course, tmp_path / "ws", "en", kept=kept.append) == []
    assert len(kept) == 1
    assert not elsewhere.exists()


def test_a_file_as_target(course: Path, tmp_path: Path) -> None:
    (tmp_path / "ws").write_text("mine")
    with pytest.raises(WorkspaceError, match="move it or choose another folder") as caught:
        build_workspace(course, tmp_path / "ws", "en")
    assert "移走" in caught.value.text.zh
    assert (tmp_path / "ws").read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "may not write"), (errno.EIO, "choose another")],
)
def test_a_disk_that_refuses(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(path: Path, text: str) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(workspace, "write_atomically", refuse)
    with pytest.raises(WorkspaceError, match=words):
        build_workspace(course, tmp_path / "ws", "en")
    assert not list((tmp_path / "ws").rglob("*.ipynb"))


@pytest.mark.parametrize("half", ["exercises", "solutions"])
def test_never_inside_the_course_halves(course: Path, half: str) -> None:
    with pytest.raises(WorkspaceError, match="choose another folder"):
        build_workspace(course, course / half / "ws", "en")


def test_an_unknown_language_and_an_empty_course(course: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="use zh or en"):
        build_workspace(course, tmp_path / "ws", "fr")
    (tmp_path / "empty/exercises").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="no lesson"):
        build_workspace(tmp_path / "empty", tmp_path / "ws", "en")


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("task.en.md", None, "write the task text there"),
        ("warm_up.py", "def f(:\n", "stub .* cannot be used"),
        ("warm_up.py", "# ********** Begin a ********** #\n", "stub .* cannot be used"),
        ("test_public.py", "def f(:\n", "cannot read the checks"),
    ],
)
def test_an_incomplete_lesson_writes_nothing(
    course: Path, tmp_path: Path, file: str, text: str | None, words: str
) -> None:
    path = course / "exercises/01-warm-up" / file
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(LessonError, match=words):
        build_workspace(course, tmp_path / "ws", "en")
    assert not (tmp_path / "ws").exists()


def test_a_name_that_all_checks_concern_gets_no_cell_of_its_own(course: Path, tmp_path: Path) -> None:
    checks = course / "exercises/01-warm-up/test_public.py"
    checks.write_text("def test_a(student):\n    student.squash(1)\n\n\ndef test_b(student):\n    student.squash(2)\n")
    (path,) = build_workspace(course, tmp_path / "ws", "en")
    assert [source for source in code_cells(path) if source.startswith("%check")] == ["%check"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_real_lesson_makes_a_notebook(tmp_path: Path, lang: str) -> None:
    for path in build_workspace(ROOT, tmp_path / "ws", lang):
        lesson = load_lesson(ROOT, path.parent.name)
        assert splice(lesson.stub, read_submission(path).text).attempted == frozenset()
        assert filled("\n".join(stub_cells(path))) == filled(lesson.stub)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workspace_in_another_dialect_has_its_stubs_and_says_where_they_run(tmp_path: Path, lang: str) -> None:
    for path in build_workspace(ROOT, tmp_path / "ws", lang, dialect="tf1"):
        lesson, submission = load_lesson(ROOT, path.parent.name), read_submission(path)
        form = lesson.form("tf1")
        assert form_of(lesson, submission) is form, "it is graded as what it was handed out as"
        assert splice(form.stub, submission.text).attempted == frozenset()
        assert filled("\n".join(stub_cells(path))) == filled(form.stub)
        assert ("grader run" in path.read_text(encoding="utf-8")) == (form.dialect == "tf1")


def released_in(target: Path) -> set[str]:
    found = {path.parent.name for path in target.glob("*/*.ipynb")}
    assert found == {path.name for path in (target / ".gatehouse" / "exercises").iterdir()}
    return found


def test_a_weekly_release_adds_a_lesson_to_those_that_are_out(course: Path, tmp_path: Path) -> None:
    for half in ("exercises", "solutions"):
        for name in ("02-second", "03-third"):
            shutil.copytree(course / half / "01-warm-up", course / half / name)
    out = tmp_path / "students"
    build_workspace(course, out, "en", only=["01-warm-up"])
    assert released_in(out) == {"01-warm-up"}
    (course / "exercises/01-warm-up/task.en.md").write_text("# Warm-up, mended\n", encoding="utf-8")
    kept: list[Path] = []
    build_workspace(course, out, "en", only=["02-second"], kept=kept.append)
    assert released_in(out) == {"01-warm-up", "02-second"} and kept == [out / BOOK]
    shipped = out / ".gatehouse/exercises/01-warm-up/task.en.md"
    assert shipped.read_text(encoding="utf-8") == "# Warm-up, mended\n"
    assert not [path for path in out.rglob("*") if "third" in path.name]
    with pytest.raises(LessonError, match="no lesson 09-none; there are: 01-warm-up"):
        build_workspace(course, out, "en", only=["09-none"])


def test_a_lesson_that_is_not_released_may_be_incomplete(course: Path, tmp_path: Path) -> None:
    shutil.copytree(course / "exercises/01-warm-up", course / "exercises/02-draft")
    (course / "exercises/02-draft/task.en.md").unlink()
    assert build_workspace(course, tmp_path / "ws", "en", only=["01-warm-up"]) == [tmp_path / "ws" / BOOK]

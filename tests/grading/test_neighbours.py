"""What goes along with a script: what it imports and names from beside it, and nothing else of the disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grading import neighbours
from grader.grading.neighbours import Carried, GivenError, carry
from tests import toy


@pytest.fixture
def beside(tmp_path: Path) -> Callable[..., Carried]:
    """Lays files beside a script of this text, and says what goes along."""

    def lay(text: str, files: dict[str, str] | None = None, given: tuple[str, ...] = ()) -> Carried:
        for name, content in (files or {}).items():
            path = tmp_path / "home" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        script = tmp_path / "home" / "script.py"
        script.parent.mkdir(exist_ok=True)
        script.write_text(text)
        return carry(script, text, [tmp_path / "home" / name for name in given])

    return lay


def test_modules_and_what_they_import_and_name(beside: Callable[..., Carried]) -> None:
    carried = beside(
        "import a\nfrom pkg import one\nimport pkg.inner.deep\nimport numpy, nowhere, os\n",
        {"a.py": "import b\nopen('a.csv')\n", "b.py": "import a\n", "a.csv": "1,2", "unused.py": "x",
         "pkg/__init__.py": "", "pkg/one.py": "from . import two\n", "pkg/two.py": "", "pkg/data.csv": "",
         "pkg/inner/deep.py": "", "pkg/other/far.py": ""},
    )  # fmt: skip
    assert sorted(carried.files) == [
        "a.csv",
        "a.py",
        "b.py",
        "pkg/__init__.py",
        "pkg/inner/deep.py",
        "pkg/one.py",
        "pkg/two.py",
    ]
    assert carried.files["a.csv"] == b"1,2" and carried.left == []


def test_files_that_are_named_as_a_whole(beside: Callable[..., Carried]) -> None:
    carried = beside(
        "open('mine.txt'); open('./data/x.csv'); open('data/' + 'y.csv'); x = 'data'; y = '''mine.txt\n'''; z = ''\n",
        {"mine.txt": "hello", "data/x.csv": "1", "data/y.csv": "2"},
    )  # fmt: skip
    assert carried.files == {"mine.txt": b"hello", "data/x.csv": b"1"}


def test_nothing_from_elsewhere(beside: Callable[..., Carried], tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "s.txt").write_text("secret")
    home = tmp_path / "home"
    home.mkdir()
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    (home / "linked").symlink_to(tmp_path / "folder")
    (home / "linked_pkg").symlink_to(tmp_path / "folder")
    os.mkfifo(home / "pipe.txt")
    text = (
        "import linked_pkg.s\nnames = ['link.txt', 'linked/s.txt', 'pipe.txt', '../secret.txt', 'a/../../secret.txt',\n"
        f"    '{tmp_path}/secret.txt', '.hidden', '.git/config', '~/x', 'script.py', '\\0', 'a\\\\b']\n"
    )
    carried = beside(text, {".hidden": "x", ".git/config": "x"})
    assert carried.files == {}
    assert [name for name, _ in carried.left] == ["link.txt", "linked/s.txt", "pipe.txt"]
    assert "link" in carried.left[0][1].en


def test_nothing_of_a_course(tmp_path: Path) -> None:
    course = toy.make_course(tmp_path / "course")
    solution = next((course / "solutions" / toy.LESSON_ID).glob("*.py"))
    stub = next((course / "exercises" / toy.LESSON_ID).glob("toy.py"))
    for folder in (course, solution.parent, stub.parent):
        text = "\n".join(
            f"open('{each.relative_to(folder)}')" for each in course.rglob("*") if each.is_relative_to(folder)
        )
        text += "\nimport test_hidden, solutions.oracles, toy\n"
        assert carry(folder / "mine.py", text).files == {}
    (tmp_path / "test_hidden.py").write_text("")
    assert carry(tmp_path / "mine.py", "import test_hidden").files == {}
    for path in (solution, stub, tmp_path / "test_hidden.py"):
        with pytest.raises(GivenError) as caught:
            carry(tmp_path / "mine.py", "", [path])
        assert "of a course" in caught.value.text.en and caught.value.name == str(path)


def test_what_is_given_goes_along_from_anywhere(beside: Callable[..., Carried], tmp_path: Path) -> None:
    (tmp_path / "far.txt").write_text("far")
    carried = beside("", {"data/x.csv": "1"}, given=("data/x.csv", "../far.txt"))
    assert carried.files == {"data/x.csv": b"1", "far.txt": b"far"}
    (tmp_path / "home" / "link").symlink_to(tmp_path / "far.txt")
    for name in ("nowhere", "link", "data"):
        with pytest.raises(GivenError, match="regular file"):
            beside("", given=(name,))


def test_files_are_few_and_small(beside: Callable[..., Carried], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_FILES", 2)
    monkeypatch.setattr(neighbours, "MOST_BYTES", 10)
    carried = beside(
        "['a.txt', 'b.txt', 'c.txt', 'd.txt']", {"a.txt": "12345", "b.txt": "123456", "c.txt": "12345", "d.txt": ""}
    )
    assert carried.files == {"a.txt": b"12345", "c.txt": b"12345"}
    assert [name for name, _ in carried.left] == ["b.txt", "d.txt"]
    assert "too large" in carried.left[0][1].en and "no more" in carried.left[1][1].en


def test_a_text_of_names_takes_little_time(beside: Callable[..., Carried]) -> None:
    began = time.process_time()
    assert beside("x = [" + ", ".join(f"'{n}.txt'" for n in range(300_000)) + "]\n").files == {}
    assert beside("(" * 10_000).files == {} and beside("import a" + ".a" * 1_000).files == {}
    assert time.process_time() - began < 12

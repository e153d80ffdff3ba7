"""A class folder is listed once, its files are opened through their folders, and no two students look alike."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.grading import handin
from grader.grading.handin import NOBODY, Job, find_class, printed, read, read_file, shown_names
from grader.reports.text import NAME_LIMIT
from tests import toy


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


# --- what is opened -------------------------------------------------------------------------------------------------


def swap_student(job: Job, home: Path) -> None:
    home.rename(home.with_name("away"))
    home.symlink_to("bob")


def swap_lesson(job: Job, home: Path) -> None:
    shutil.rmtree(home / toy.LESSON_ID)
    (home / toy.LESSON_ID).symlink_to(f"../bob/{toy.LESSON_ID}")


def swap_file(job: Job, home: Path) -> None:
    job.path.unlink()
    job.path.symlink_to(f"../../bob/{toy.LESSON_ID}/toy.py")


def swap_for_a_pipe(job: Job, home: Path) -> None:
    job.path.unlink()
    os.mkfifo(job.path)


def swap_for_a_folder(job: Job, home: Path) -> None:
    job.path.unlink()
    job.path.mkdir()


@pytest.mark.parametrize("swap", [swap_student, swap_lesson, swap_file, swap_for_a_pipe, swap_for_a_folder])
def test_what_is_swapped_between_listing_and_reading_is_refused(
    course: Path, hand_in: Any, tmp_path: Path, swap: Any
) -> None:
    hand_in("ada", toy.STUB)
    hand_in("bob", toy.answer())
    ada, bob = find_class(course, tmp_path / "class").jobs
    assert read(ada).data == toy.STUB.encode()
    swap(ada, tmp_path / "class" / "ada")
    swapped = read(ada)
    assert swapped.data is None and swapped.sha256 is None and swapped.fault is not None
    assert "ubmit" in swapped.fault.en and "请" in swapped.fault.zh
    assert read(bob).data == toy.answer().encode()


def test_a_file_that_is_removed_is_named(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    (job,) = find_class(course, tmp_path / "class").jobs
    job.path.unlink()
    assert "no file toy.py" in read(job).fault.en
    shutil.rmtree(tmp_path / "class")
    assert "cannot be opened" in read(job).fault.en


def test_the_class_folder_itself_may_be_a_link(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    (tmp_path / "linked").symlink_to(tmp_path / "class")
    (job,) = find_class(course, tmp_path / "linked").jobs
    assert read(job).data == toy.answer().encode()


def test_reading_leaves_no_descriptor_open(course: Path, hand_in: Any, tmp_path: Path) -> None:
    hand_in("ada")
    before = len(os.listdir("/proc/self/fd"))
    (job,) = find_class(course, tmp_path / "class").jobs
    read(job)
    swap_lesson(job, tmp_path / "class" / "ada")
    read(job)
    read_file(tmp_path / "nowhere")
    assert len(os.listdir("/proc/self/fd")) == before


# --- names ----------------------------------------------------------------------------------------------------------


def odd(raw: bytes) -> str:
    return os.fsdecode(raw)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bob", "bob"), ("李雷", "李雷"), ("Zoë", "Zoë"), ("anna maria", "anna maria"), ("o'hara", "o'hara"),
        ("bob ", "bob\\x20"), (" bob", "\\x20bob"), ("a  b", "a \\x20b"), ("bob\u200b", "bob\\u200b"),
        ("bob\u00a0", "bob\\xa0"), ("\u3000bob", "\\u3000bob"), ("a\nb", "a\\x0ab"), ("\x1b[31mbob", "\\x1b[31mbob"),
        ("a\u202egpj", "a\\u202egpj"), ("bob\u3164", "bob\\u3164"), ("b\\x20", "b\\x5cx20"), (".bob", ".bob"),
        (odd(b"\xff\xfe"), "\\xff\\xfe"), ("\U000e0041", "\\U000e0041"), ("bob\ufe0f", "bob\\ufe0f"),
    ],
)  # fmt: skip
def test_a_name_is_shown_so_that_nothing_in_it_is_unseen(name: str, shown: str) -> None:
    assert shown_names([name]) == {name: shown}
    shown.encode()


@pytest.mark.parametrize(
    "names",
    [
        ["bob", "bob ", "bob\u200b", " bob", "bob\\u200b"],
        ["Zoë", "Zoe\u0308"],
        ["bob", "bоb", "b\u03bfb"],  # Latin, Cyrillic and Greek
        ["里", "\u2fa5"],  # a character and its compatibility form
        ["ｂｏｂ", "bob"],
        [odd(b"\xe9"), "\\xe9", "é"],
        ["x" * 200, "x" * 199 + "y", "\n" * 250],
        ["bob\u00a0", odd(b"bob\xa0")],  # a blank and a byte, of one escape
        ["é", "e\u0301", odd(b"\xe9")],
        ["bob", "bob\u180f", "bob\U00013441", "bob\U00016fe4", "bob\U0001d159"],
        ["x" * 200, shown_names(["x" * 200])["x" * 200]],  # who is called as another is shown
        ["bob", "Bob", *shown_names(["bob", "Bob"]).values()],
    ],
)
def test_no_two_names_are_shown_alike(names: list[str]) -> None:
    shown = shown_names(names)
    assert list(shown) == names
    assert len({name.casefold() for name in shown.values()}) == len(names), "on any disk"
    assert all(name.isprintable() and len(name.encode()) <= NAME_LIMIT for name in shown.values())
    if len(names) == 2 or "bоb" in names:  # else ASCII tells them apart
        assert sum(name.isascii() for name in shown.values()) == len(names)


def test_a_name_that_looks_like_a_shortened_one_is_not_taken_for_it() -> None:
    long = "n" * 255
    shortened = shown_names([long])[long]
    assert len(shortened) == 80 and shown_names([long, shortened])[shortened] != shortened
    again = shown_names([long, shortened])[shortened]
    assert len(set(shown_names([long, shortened, again]).values())) == 3


def test_who_is_alone_keeps_the_name(course: Path) -> None:
    assert shown_names(["Zoë", "李雷", "Иван"]) == {"Zoë": "Zoë", "李雷": "李雷", "Иван": "Иван"}


def test_every_folder_is_somebody_but_those_of_tools(course: Path, hand_in: Any, tmp_path: Path) -> None:
    for student in ("report.html", "grades.csv", "students", ".bob", "-rf", "con", "a\nb", odd(b"\xff"), "bob", "bob "):
        hand_in(student)
    for name in (".git", ".ipynb_checkpoints", "__MACOSX"):
        assert name in NOBODY
        hand_in(name)
    (tmp_path / "class" / "empty").mkdir()
    found = find_class(course, tmp_path / "class")
    assert [job.student for job in found.jobs] == [
        "-rf", ".bob", "a\\x0ab", "bob", "bob\\x20", "con", "grades.csv", "report.html", "students", "\\xff",
    ]  # fmt: skip
    assert len(found.strange) == 1 and "empty: an empty folder" in found.strange[0]
    assert [job.student for job in find_class(course, tmp_path / "class", student="bob\\x20").jobs] == ["bob\\x20"]


def test_a_folder_of_a_million_entries_is_not_listed(
    course: Path, hand_in: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process lists the folders of all; the lesson and its file are found all the same."""
    monkeypatch.setattr(handin, "_MOST_LISTED", 20)
    for place in (hand_in("eve").parent, tmp_path / "class" / "eve"):
        for number in range(200):
            (place / f"{number}.py").touch()
    looked_at: list[str] = []
    scandir = os.scandir

    @contextmanager
    def counted(folder: int) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scandir(folder) as entries:
            yield (looked_at.append(entry.name) or entry for entry in entries)  # type: ignore[func-returns-value]

    monkeypatch.setattr(os, "scandir", counted)
    found = find_class(course, tmp_path / "class")
    assert [job.path.name for job in found.jobs] == ["toy.py"] and len(looked_at) <= 20
    assert len(found.strange) == 6 and "at least" in found.strange[-1]
    hand_in("bob", name="mine.py")
    assert find_class(course, tmp_path / "class").jobs[0].path.name == "mine.py"


def test_what_is_printed_of_a_path_is_one_line() -> None:
    assert printed(Path("/a/b\n\x1b[0m" + odd(b"\xff"))) == "/a/b\\x0a\\x1b[0m\\xff"
    assert "\\" not in printed("/home/李雷/x")


def test_a_job_is_plain_data() -> None:
    import pickle

    job = Job("ada", toy.LESSON_ID, Path("class/ada/x.py"), Path("class"))
    assert pickle.loads(pickle.dumps(job)) == job and job.name == f"ada/{toy.LESSON_ID}"
    assert handin.HandedIn("x.py", b"1").sha256 is not None

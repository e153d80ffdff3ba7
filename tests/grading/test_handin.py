"""A class folder is listed once, and its files are opened through their folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.grading import listing, opening
from grader.grading.handin import NOBODY, Job, find_class, read
from grader.grading.opening import read_file
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


def test_every_folder_is_somebody_but_those_of_tools(course: Path, hand_in: Any, tmp_path: Path) -> None:
    odd = ("a\nb", os.fsdecode(b"\xff"), "bob ")
    for student in ("report.html", "grades.csv", "students", ".bob", "-rf", "con", "bob", *odd):
        hand_in(student)
    for name in (".git", ".ipynb_checkpoints", "__MACOSX"):
        assert name in NOBODY
        hand_in(name)
    (tmp_path / "class" / "empty").mkdir()
    found = find_class(course, tmp_path / "class")
    assert [job.student for job in found.jobs] == [
        "-rf", ".bob", "a\\x0ab", "bob", "bob\\x20", "con", "grades.csv", "report.html", "students", "\\xff",
    ]  # fmt: skip
    assert len(found.strange) == 1 and "empty: an empty folder" in found.strange[0].en
    assert found.absent == [("empty", toy.LESSON_ID)]
    assert [job.student for job in find_class(course, tmp_path / "class", student="bob\\x20").jobs] == ["bob\\x20"]


def test_a_folder_of_a_million_entries_is_not_listed(
    course: Path, hand_in: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process lists the folders of all; the lesson and its file are found all the same."""
    monkeypatch.setattr(listing, "MOST_LISTED", 20)
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
    assert len(found.strange) == 6 and "at least" in found.strange[-1].en
    hand_in("bob", name="mine.py")
    assert find_class(course, tmp_path / "class").jobs[0].path.name == "mine.py"


def test_a_job_is_plain_data() -> None:
    import pickle

    job = Job("ada", toy.LESSON_ID, Path("class/ada/x.py"), Path("class"))
    assert pickle.loads(pickle.dumps(job)) == job and job.name == f"ada/{toy.LESSON_ID}"
    assert opening.HandedIn("x.py", b"1").sha256 is not None

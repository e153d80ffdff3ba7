"""Whose and for which lesson a file is, in class folders as instructors and platforms have them; nobody disappears."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.grading.handin import Found, Job, find_class, read
from grader.grading.one import job_of, lesson_meant
from grader.grading.roster import Person, Roster
from tests import toy

Put = Callable[..., Path]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a file at a path below the class folder."""

    def write(path: str, text: str | bytes = "") -> Path:
        file = tmp_path / "class" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = text or toy.answer()
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return write


@pytest.fixture
def find(course: Path, tmp_path: Path) -> Callable[..., Found]:
    return lambda **how: find_class(course, tmp_path / "class", **how)


Find = Callable[..., Found]


def names(found: Found) -> list[str]:
    return [job.name for job in found.jobs]


def files(job: Job) -> list[str]:
    return [one.name for one in job.files]


# --- lessons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["01-Toy", "01_toy", "toy", "lesson1", "homework/01-toy", "a/b/Toy", "第1关"])
def test_a_folder_in_another_spelling_or_within_another(put: Put, find: Find, place: str) -> None:
    put(f"ada/{place}/toy.py")
    (job,) = find().jobs
    assert job.name == "ada/01-toy" and files(job) == [f"{place}/toy.py"]
    assert read(job).files[0].data == toy.answer().encode() and not job.unclear


def test_the_lessons_own_folder_and_another_are_looked_at_together(put: Put, find: Find) -> None:
    put("ada/01-toy/toy.py", toy.STUB)
    put("ada/01_toy/toy.py")
    (job,) = find().jobs
    assert files(job) == ["toy.py", "01_toy/toy.py"] and [one.place for one in job.files] == [0, 1]


def test_a_folder_within_the_lessons_folder(put: Put, find: Find) -> None:
    put("ada/01-toy/my work/toy.ipynb")
    (job,) = find().jobs
    assert files(job) == ["my work/toy.ipynb"] and job.path.name == "toy.ipynb"


def test_a_flat_file_needs_the_lesson_and_the_sentence_says_so(put: Put, find: Find) -> None:
    put("ada/toy.py")
    put("bob/01-toy/toy.py")
    put("cleo/hw1.py")
    found = find()
    assert names(found) == ["ada/01-toy", "bob/01-toy", "cleo/01-toy"]
    ada, bob, cleo = found.jobs
    assert ada.unclear and "--lesson 01-toy" in ada.fault.en and "--lesson 01-toy" in ada.fault.zh
    assert bob.fault is None and not bob.files
    assert cleo.unclear and "hw1.py" in cleo.fault.en and "--lesson" in cleo.fault.zh
    found = find(lesson=toy.LESSON_ID)
    assert [(job.name, job.unclear, files(job)) for job in found.jobs] == [
        ("ada/01-toy", False, ["toy.py"]), ("bob/01-toy", False, []), ("cleo/01-toy", False, ["hw1.py"]),
    ]  # fmt: skip


def test_what_cannot_be_graded_is_named(put: Put, find: Find) -> None:
    put("ada/01-toy/toy.docx", b"x")
    put("bob/notes.pdf", b"x")
    put("cleo/01-toy/toy.py")
    ada, bob, cleo = find().jobs
    assert "toy.docx" in ada.fault.en and "toy.ipynb" in ada.fault.zh and not ada.unclear
    assert "notes.pdf" in bob.fault.en and "notes.pdf" in bob.fault.zh and bob.unclear
    assert cleo.fault is None


def test_who_has_nothing_is_absent_and_not_forgotten(put: Put, find: Find, tmp_path: Path) -> None:
    put("ada/01-toy/toy.py")
    (tmp_path / "class" / "bob").mkdir()
    put("cleo/01-toy/toy.py").unlink()
    found = find()
    assert found.absent == [("bob", "01-toy")] and names(found) == ["ada/01-toy", "cleo/01-toy"]
    assert "no file toy.ipynb" in read(found.jobs[1]).fault.en


def test_folders_without_end_are_left_at_some_depth(put: Put, find: Find) -> None:
    put("ada/" + "d/" * 60 + "01-toy/toy.py")
    put("bob/01-toy/toy.py")
    assert names(find()) == ["ada/01-toy", "bob/01-toy"] and find().jobs[0].unclear


# --- whose ------------------------------------------------------------------------------------------------------------


def test_moodle_and_canvas_without_a_lesson_of_their_own(put: Put, find: Find) -> None:
    put("Ada L_12_assignsubmission_file_/toy.py")
    put("Ada L_12_assignsubmission_onlinetext_/onlinetext.html", b"<p>")
    put("Bob_13_assignsubmission_file_toy.py")
    put("cleoc_14_99_toy-1.py")
    put("dand_LATE_15_98_toy.py")
    found = find(lesson=toy.LESSON_ID)
    assert [(job.name, files(job)) for job in found.jobs] == [
        ("Ada L_12/01-toy", []), ("Bob_13/01-toy", []), ("cleoc_14/01-toy", ["toy-1.py"]), ("dand_15/01-toy", []),
    ]  # fmt: skip
    assert all(read(job).sha256 for job in found.jobs) and not found.absent


def test_nothing_within_a_students_folder_or_archive_is_anothers(put: Put, find: Find) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bob/01-toy/toy.py", toy.answer())
    put("eve/bob/01-toy/toy.py", toy.STUB)
    put("eve/Bob_13_assignsubmission_file_/01-toy/toy.py", toy.STUB)
    put("eve/bobb_13_99_toy.zip", out.getvalue())
    put("bob/01-toy/toy.py")
    found = find()
    assert names(found) == ["bob/01-toy", "eve/01-toy"] and not found.jobs[0].files
    assert names(find(lesson=toy.LESSON_ID)) == ["bob/01-toy", "eve/01-toy"]


def test_a_file_in_place_of_a_folder_is_somebodys(put: Put, find: Find) -> None:
    put("ada/01-toy/toy.py")
    put("toy.py")
    put("notes.txt")
    found = find()
    assert names(found) == ["ada/01-toy", "toy.py/01-toy"] and found.jobs[1].unclear
    assert "directly in the class folder" in found.jobs[1].fault.en
    assert [text.en for text in found.strange if "notes.txt" in text.en] == [
        "notes.txt: not a student's folder, skipped"
    ]


# --- the roster -------------------------------------------------------------------------------------------------------

ROSTER = Roster(
    (
        Person("1001", "李雷", "A", "12"), Person("1002", "韩梅梅", "A", "13"), Person("1003", "Lucy", "B", "14"),
        Person("1004", "Lily", "B", "15"), Person("1005", "Jim", "", "16"),
    )
)  # fmt: skip


def test_everybody_in_the_roster_has_a_row(put: Put, find: Find) -> None:
    put("1001-李雷/01-toy/toy.py")
    put("stranger/01-toy/toy.py")
    put("Lily_15_assignsubmission_file_/01-toy/toy.py")
    found = find(roster=ROSTER)
    assert names(found) == ["1001/01-toy", "1004/01-toy", "stranger/01-toy", "1002/01-toy", "1003/01-toy"]
    assert found.absent == [("1005", "01-toy")] and found.members["1005"].name == "Jim"
    assert any("stranger: nobody in the roster" in text.en for text in found.strange)


def test_what_one_of_a_group_handed_in_is_every_members(put: Put, find: Find) -> None:
    put("1001/01-toy/toy.py")
    found = find(roster=ROSTER)
    assert [(job.student, job.like) for job in found.jobs] == [("1001", None), ("1002", "1001")]
    assert "group A: 1001 handed it in" in found.jobs[1].notices[0].en and "1001" in found.jobs[1].notices[0].zh
    assert [name for name, _ in found.absent] == ["1003", "1004", "1005"]


def test_a_folder_named_after_a_group_is_its_members(put: Put, find: Find) -> None:
    put("A/01-toy/toy.py")
    put("B_77_assignsubmission_file_/toy.py")
    put("1003/01-toy/toy.py", toy.STUB)
    found = find(roster=ROSTER, lesson=toy.LESSON_ID)
    assert [(job.student, job.like) for job in found.jobs] == [
        ("1003", None), ("1001", None), ("1002", "1001"), ("1004", None),
    ]  # fmt: skip
    assert "class/B_77" in str(found.jobs[3].path), "a member's own file comes before the group's"


def test_two_of_a_group_leave_the_third_to_a_person(put: Put, find: Find) -> None:
    three = Roster((*ROSTER.people[:2], Person("1009", "Tom", "A")))
    put("1001/01-toy/toy.py")
    put("1002/01-toy/toy.py", toy.STUB)
    *own, third = find(roster=three).jobs
    assert [job.student for job in own] == ["1001", "1002"] and third.unclear
    assert "1001, 1002" in third.fault.en and "1001" in third.fault.zh


def test_one_student_of_a_roster_alone(put: Put, find: Find) -> None:
    put("1001/01-toy/toy.py")
    (job,) = find(roster=ROSTER, student="1002").jobs
    assert (job.student, job.like) == ("1002", None) and read(job).data == toy.answer().encode()


# --- one submission ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["ada", "ada/01_toy", "ada/01_toy/toy.ipynb.txt"])
def test_a_folder_or_file_that_is_named_is_read_as_in_a_class(
    put: Put, find: Find, course: Path, tmp_path: Path, target: str
) -> None:
    from grader.course.lesson import discover

    put("ada/01_toy/toy.ipynb.txt", toy.notebook(toy.answer()))
    path = tmp_path / "class" / target
    found = lesson_meant(path, discover(course))
    assert found is not None and found.id == toy.LESSON_ID
    whole = read(job_of(course, path, found.id))
    (job,) = find().jobs
    assert {file.data for file in (whole, *whole.files)} - {None} == {read(job).files[0].data}


def test_a_folder_of_nothing_says_so(course: Path, tmp_path: Path) -> None:
    (tmp_path / "01-toy").mkdir()
    assert "no file toy.ipynb" in read(job_of(course, tmp_path / "01-toy", toy.LESSON_ID)).fault.en
    (tmp_path / "empty").mkdir()
    assert "no file toy.ipynb" in read(job_of(course, tmp_path / "empty", toy.LESSON_ID)).fault.en


# --- the exchange's time ----------------------------------------------------------------------------------------------


def test_the_exchanges_time_stands_beside_what_it_took(put: Put, find: Find) -> None:
    for place, time in (("01-toy", "2026-01-02 10:00:00.5 UTC"), ("01_toy", "2026-01-02 11:00:00.000001 UTC")):
        put(f"ada/{place}/toy.py", toy.answer() + f"# {place}")
        put(f"ada/{place}/timestamp.txt", time)
    (job,) = find().jobs
    assert [file.at for file in read(job).files] == ["2026-01-02 10:00:00.5", "2026-01-02 11:00:00.000001"]
    put("ada/01_toy/timestamp.txt", "2026-01-02 11:00:00 CET")
    assert [file.at for file in read(job).files] == [None, None], "of two time zones nobody knows which is later"
    put("ada/01_toy/timestamp.txt", "x" * 10_000)
    assert [file.at for file in read(job).files] == ["2026-01-02 10:00:00.5", None]

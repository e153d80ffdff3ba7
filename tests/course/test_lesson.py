"""Lessons are read from two folders; whatever is wrong with them is named with its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from grader.course.lesson import Lesson, LessonError, discover, is_lesson_id, load_lesson
from grader.course.places import find_course
from grader.sandbox.limits import Limits
from tests import toy


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


@pytest.fixture
def public(course: Path) -> Path:
    return course / "exercises" / toy.LESSON_ID


@pytest.fixture
def private(course: Path) -> Path:
    return course / "solutions" / toy.LESSON_ID


def test_a_lesson_is_read_from_its_two_folders(course: Path, public: Path, private: Path) -> None:
    lesson = load_lesson(course, toy.LESSON_ID)
    assert (lesson.id, lesson.module, lesson.runtime) == (toy.LESSON_ID, "toy.py", "numpy")
    assert (lesson.title.en, lesson.title.zh) == ("Toy", "玩具")
    assert lesson.limits.memory_mb == 256 and lesson.limits.call_seconds == toy.CALL_SECONDS
    assert set(lesson.profiles) == {"cpu", "long"}
    assert lesson.stub == toy.STUB
    assert lesson.reference_path == private / "toy.py"
    assert lesson.check_paths() == [public / "test_public.py", private / "test_hidden.py"]
    assert lesson.check_paths(hidden=False) == [public / "test_public.py"]
    assert [path.name for path in lesson.wrong_paths] == sorted(toy.WRONG)
    assert lesson.probe_path is None and lesson.examples == {}
    assert lesson.task_path("zh").is_file()


def test_without_its_private_half_a_lesson_still_is_one(course: Path, public: Path) -> None:
    shutil.rmtree(course / "solutions")
    lesson = load_lesson(course, toy.LESSON_ID)
    assert lesson.private is None and lesson.reference_path is None and lesson.wrong_paths == []
    assert lesson.check_paths() == [public / "test_public.py"]


def test_a_probe_is_part_of_the_lesson(course: Path, public: Path) -> None:
    (public / "probe.py").write_text("")
    assert load_lesson(course, toy.LESSON_ID).probe_path == public / "probe.py"


def test_examples_become_arrays(course: Path, public: Path) -> None:
    (public / "examples.json").write_text('{"step": {"x": [[1, 2]], "n": 3, "name": "a"}}')
    step = load_lesson(course, toy.LESSON_ID).examples["step"]
    np.testing.assert_array_equal(step["x"], np.array([[1.0, 2.0]]))
    assert step["x"].dtype == np.float64 and (step["n"], step["name"]) == (3, "a")


def test_broken_examples_are_named(course: Path, public: Path) -> None:
    (public / "examples.json").write_text("{")
    with pytest.raises(LessonError, match=r"examples\.json"):
        _ = load_lesson(course, toy.LESSON_ID).examples


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("runtime", "run time", "not valid TOML"),
        ('runtime = "numpy"', 'runtime = "fortran"', "runtime"),
        ('runtime = "numpy"\n', "", "runtime"),
        ('module = "toy.py"', 'module = "../toy.py"', "module"),
        ('module = "toy.py"', 'module = "toy"', "module"),
        ('module = "toy.py"', 'module = "toy.py"\ncolour = 1', "colour"),
        ("memory_mb = 256", "memory_mb = 0", "limits.memory_mb"),
        ("memory_mb = 256", "memroy_mb = 256", "limits.memroy_mb"),
        ('zh = "玩具", ', "", "title.zh"),
        ("[profiles.cpu]\n", "", r"profiles: .*\[profiles.cpu\]"),
    ],
)
def test_a_wrong_manifest_is_named(course: Path, public: Path, old: str, new: str, said: str) -> None:
    assert old in toy.MANIFEST
    (public / "lesson.toml").write_text(toy.MANIFEST.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LessonError, match=rf"lesson\.toml.*{said}"):
        load_lesson(course, toy.LESSON_ID)


def test_a_manifest_in_another_encoding_is_named(course: Path, public: Path) -> None:
    (public / "lesson.toml").write_bytes(toy.MANIFEST.encode("gbk"))
    with pytest.raises(LessonError, match=r"lesson\.toml"):
        load_lesson(course, toy.LESSON_ID)


def test_a_folder_without_a_manifest_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"lesson\.toml is missing; write it there"):
        Lesson(tmp_path, None)


def test_a_lesson_without_its_stub_is_named(course: Path, public: Path) -> None:
    (public / "toy.py").unlink()
    with pytest.raises(LessonError, match=r"toy\.py is missing; write it there"):
        _ = load_lesson(course, toy.LESSON_ID).stub


def test_discovery_is_the_directory_listing(course: Path, public: Path) -> None:
    shutil.copytree(public, course / "exercises" / "00-before")
    (course / "exercises" / "notes").mkdir()
    (course / "exercises" / "README.md").write_text("")
    assert [lesson.id for lesson in discover(course)] == ["00-before", toy.LESSON_ID]
    assert discover(course)[0].private is None


def test_a_lesson_with_a_bad_name_is_named(course: Path, public: Path) -> None:
    shutil.copytree(public, course / "exercises" / "Two Words")
    with pytest.raises(LessonError, match="Two Words"):
        discover(course)


def test_an_unknown_lesson_names_those_that_there_are(course: Path) -> None:
    with pytest.raises(LessonError, match=f"no lesson '99-none'.*{toy.LESSON_ID}"):
        load_lesson(course, "99-none")


@pytest.mark.parametrize("name", ["02-gate-math", "a", "9", "a" * 64])
def test_lesson_ids(name: str) -> None:
    assert is_lesson_id(name)


@pytest.mark.parametrize("name", ["", "-a", "A", "a_b", "a/b", "..", "a b", "a" * 65, "门", "a\n"])
def test_names_that_are_no_lesson_ids(name: str) -> None:
    assert not is_lesson_id(name)


def test_a_course_is_found_from_below(course: Path, private: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEHOUSE_COURSE", raising=False)
    assert find_course(private / "wrong") == course.resolve()
    monkeypatch.chdir(private)
    assert find_course() == course.resolve()


def test_a_workspace_carries_its_course_with_it(tmp_path: Path, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEHOUSE_COURSE", raising=False)
    work = tmp_path / "work"
    shutil.copytree(course / "exercises", work / ".gatehouse" / "exercises")
    (work / "01-toy").mkdir()
    assert find_course(work / "01-toy") == (work / ".gatehouse").resolve()


def test_the_environment_names_a_course(tmp_path: Path, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEHOUSE_COURSE", str(course))
    assert find_course(tmp_path) == course.resolve()


def test_no_course_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEHOUSE_COURSE", raising=False)
    with pytest.raises(LessonError, match="GATEHOUSE_COURSE"):
        find_course(tmp_path)


def test_limits_have_defaults_that_suit_a_small_lesson() -> None:
    limits = Limits()
    assert limits.call_seconds < limits.total_seconds
    assert min(limits.memory_mb, limits.output_kb, limits.reply_mb, limits.disk_mb) > 0


def test_a_profile_that_a_lesson_lacks_is_cpu(course: Path) -> None:
    lesson = load_lesson(course, toy.LESSON_ID)
    assert [lesson.profile_or_cpu(name) for name in ("cpu", "long", "gpu")] == ["cpu", "long", "cpu"]


def test_a_lesson_that_is_named_is_read_whatever_is_wrong_with_another(course: Path) -> None:
    other = course / "exercises" / "00-broken"
    other.mkdir()
    (other / "lesson.toml").write_text("title = [", encoding="utf-8")
    assert load_lesson(course, toy.LESSON_ID).id == toy.LESSON_ID
    with pytest.raises(LessonError, match="not valid TOML"):
        load_lesson(course, "99-none")

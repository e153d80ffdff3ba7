"""Lessons are read once, and again as soon as one of their files is another one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.course.kept import lessons_of
from grader.course.lesson import LessonError
from tests import toy


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return toy.make_course(tmp_path / "course")


def test_lessons_are_kept_while_their_files_are_as_they_were(course: Path) -> None:
    (first,) = lessons_of(course)
    (again,) = lessons_of(course)
    assert again is first


@pytest.mark.parametrize("half", ["exercises", "solutions"])
def test_a_change_that_hides_its_time_and_size_is_seen(course: Path, half: str) -> None:
    (first,) = lessons_of(course)
    digest = first.digest
    path = next((course / half / toy.LESSON_ID).glob("test_*.py"))
    before = path.stat()
    path.write_bytes(bytes(reversed(path.read_bytes())))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (again,) = lessons_of(course)
    assert again is not first and again.digest != digest


def test_a_file_that_comes_or_goes_is_seen(course: Path) -> None:
    (first,) = lessons_of(course)
    (added := course / "exercises" / toy.LESSON_ID / "probe.py").write_text("")
    (second,) = lessons_of(course)
    assert second is not first and second.probe_path == added
    added.unlink()
    (third,) = lessons_of(course)
    assert third.probe_path is None


def test_a_fault_is_not_kept(course: Path) -> None:
    manifest = course / "exercises" / toy.LESSON_ID / "lesson.toml"
    right = manifest.read_text(encoding="utf-8")
    manifest.write_text("module =", encoding="utf-8")
    with pytest.raises(LessonError, match=r"lesson\.toml:1"):
        lessons_of(course)
    manifest.write_text(right, encoding="utf-8")
    assert len(lessons_of(course)) == 1


def test_links_in_a_circle_end(course: Path) -> None:
    (course / "exercises" / toy.LESSON_ID / "round").symlink_to(course / "exercises")
    assert lessons_of(course)[0] is lessons_of(course)[0]

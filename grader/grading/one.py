"""One submission that is named by who gives the command: a file, an archive, or a folder with either in it.

It is read as in a class: `grader check` on what a student has says what `grader grade` will say of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from grader.course.lesson import Lesson, discover, lesson_of
from grader.course.spelling import lesson_named
from grader.grading.filenames import FileName, Nearness, nearness
from grader.grading.jobs import Found, Job
from grader.grading.opening import opened
from grader.grading.searching import Search

_NEAR = 3  # folders above a file whose names may be a lesson's in another spelling


def lesson_meant(path: Path, lessons: Sequence[Lesson]) -> Lesson | None:
    """The lesson that a file or folder is about: by the folders above it, its own name, or another spelling of it."""
    path = Path(os.path.abspath(path))
    if found := lesson_of(path / "x" if path.is_dir() else path, lessons):
        return found
    if path.is_dir():
        return lesson_named(path.name, lessons) or _only_one_inside(path, lessons)
    named = [one for one in lessons if (near := nearness(path.name, one.module)) is not None and near < Nearness.OTHER]
    if len(named) == 1:
        return named[0]
    names = [FileName.of(path.name).stem, *(folder.name for folder in list(path.parents)[:_NEAR])]
    return next((found for name in names if (found := lesson_named(name, lessons))), None)


def _only_one_inside(folder: Path, lessons: Sequence[Lesson]) -> Lesson | None:
    with opened(folder.parent) as root:
        search = Search(Found(), lessons, folder.parent, root, None)
        found = {job.lesson for job in search.of_folder(folder.name)}
    return next((one for one in lessons if {one.id} == found), None)


def job_of(course: Path, target: Path, lesson: str, student: str = "") -> Job:
    """The job of a file or folder. A folder is a student's, or a lesson's of a student. Raises OSError."""
    if not target.is_dir():
        return Job(student, lesson, target)
    folder = Path(os.path.abspath(target))
    with opened(folder.parent) as root:
        search = Search(Found(), discover(course), folder.parent, root, lesson)
        jobs = search.of_folder(folder.name, student)
    return jobs[0]


__all__ = ["job_of", "lesson_meant"]

"""A course as a whole: its title, and in which order its lessons are open; from ``course.toml``, where there is one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from grader.course.lesson import CourseText
from grader.course.written import optional_toml

COURSE_FILE = "course.toml"


def _with_offset(when: datetime.datetime) -> datetime.datetime:
    if when.tzinfo is None:
        raise ValueError("a time needs the zone that it is of; write it like 2026-10-01T23:59:00+08:00")
    return when


class Outline(BaseModel):
    """`order`: ``all`` lessons are open at once, or ``in_turn``, where a lesson opens when the one before it passed.

    `due` is until when a lesson is to be handed in, for who asks for that: a late answer is graded as any other.
    `hidden_checks` is written into workspaces: how many hidden checks each lesson has, of which a student's machine has
    none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: CourseText | None = None
    order: Literal["all", "in_turn"] = "all"
    due: dict[str, Annotated[datetime.datetime, AfterValidator(_with_offset)]] = Field(default_factory=dict)
    hidden_checks: dict[str, int] = Field(default_factory=dict)


def outline_of(course: Path) -> Outline:
    """The course's outline; a course without ``course.toml`` has no title, and all its lessons are open.

    Raises LessonError if the file cannot be used.
    """
    outline: Outline = optional_toml(course / COURSE_FILE, Outline)
    return outline


__all__ = ["COURSE_FILE", "Outline", "outline_of"]

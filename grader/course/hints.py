"""A lesson's hints: what to look at next, never the answer. Those of its task text, in order; more in ``hints.toml``.

In a task text, a hint is what folds out: ``<details>``, a ``<summary>``, and the hint. ``hints.toml`` says for whom a
hint is: for who met a diagnosis, or failed a check, or a function's checks. What it does not speak of is for everybody.

[task]
1 = ["exponent-sign", "sigmoid"]  # the first hint of the task text

[[hints]]
about = ["missing-parentheses"]
text.zh = "..."
text.en = "..."
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from grader.course.lesson import CourseText, Lesson
from grader.course.written import LessonError, optional_toml, place_in, text_of
from grader.verdict import LANGUAGES, Text

HINTS_FILE = "hints.toml"
_NUMBER = re.compile(r"^\w+\s*\d+\s*[^\w\s]\s*")  # what a title begins with: they are not given in the text's order
_WORD = re.compile(r"[a-z]+(?:[ -]|$)")
_FOLDED = re.compile(r"^<details>\n<summary>(.*?)</summary>\n(.*?)^</details>$", re.DOTALL | re.MULTILINE)


class Hint(BaseModel):
    """One step, as Markdown. `about`: diagnoses, checks and functions; none: it is for whoever is stuck."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: CourseText
    about: tuple[str, ...] = ()


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    task: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    hints: tuple[Hint, ...] = ()


def hints_of(lesson: Lesson) -> tuple[Hint, ...]:
    """The lesson's hints, in the order in which they are given. Raises LessonError."""
    written: _Written = optional_toml(lesson.public / HINTS_FILE, _Written)
    found = {lang: folded(text_of(lesson.task_path(lang))) for lang in LANGUAGES}
    if len({len(hints) for hints in found.values()}) > 1:
        counts = ", ".join(f"task.{lang}.md {len(hints)}" for lang, hints in found.items())
        raise LessonError(f"{lesson.public}: each language needs the same hints; there are: {counts}")
    told = [Text(**dict(zip(found, texts, strict=True))) for texts in zip(*found.values(), strict=True)]
    if unknown := [number for number in written.task if number not in map(str, range(1, len(told) + 1))]:
        at = place_in(lesson.public / HINTS_FILE, "task", unknown[0])
        raise LessonError(f"{at}: the task text has no hint {unknown[0]}; it has {len(told)}")
    ours = [Hint(text=text, about=written.task.get(str(n), ())) for n, text in enumerate(told, 1)]
    return (*written.hints, *ours)


def folded(task: str) -> list[str]:
    """The hints of a task text, each with its title in bold, without its number."""
    return [f"**{_without_number(title.strip())}**\n\n{text.strip()}" for title, text in _FOLDED.findall(task)]


def _without_number(title: str) -> str:
    """It begins with a capital then, unless its first word is code."""
    bare = _NUMBER.sub("", title)
    return bare[0].upper() + bare[1:] if bare != title and _WORD.match(bare) else bare


def without_hints(sections: list[str]) -> str:
    """A task text, given in sections, without the one that holds its hints."""
    return "\n\n".join(section for section in sections if not _FOLDED.search(section))


__all__ = ["HINTS_FILE", "Hint", "hints_of", "without_hints"]

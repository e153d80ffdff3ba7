"""Which lesson a folder or file is meant for, where its name is not quite the lesson's.

A name is taken where one reading is possible, and only then: `02_gate_math`, `Gate Math`, `lesson2`, `第2关`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course.lesson import Lesson

_LONGEST = 100  # characters of a name that is compared
_CLOSE = 0.85  # share of its letters, by difflib's account, that a misspelt name has in common with the right one
_SHORTEST = 5  # letters of a name of which one may be wrong
_NUMBER = re.compile(r"([0-9]{1,4})(.*)", re.DOTALL)
# What stands before or after a number that is a lesson's: the words of this course, not those of a course's homework.
_COUNTED = frozenset({"", "lesson", "lessons", "ex", "exercise", "exercises", "第关", "第课", "关", "课", "关卡"})
_CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}


def squashed(name: str) -> str:
    """The letters and digits of a name, without case, width, or what separates them."""
    plain = unicodedata.normalize("NFKC", name[:_LONGEST]).casefold()
    return "".join(filter(str.isalnum, plain))


def lesson_named(name: str, lessons: Iterable[Lesson]) -> Lesson | None:
    """The lesson that a folder or file of this name (without ending) is meant for; None where none is, or several.

    The lesson's own name comes first; then its words, with or without its number, its title or its module's name; its
    number alone (`lesson2`); then a misspelling. A number that is another lesson's speaks against every reading.
    """
    every = list(lessons)
    if own := [lesson for lesson in every if lesson.id == name]:
        return own[0]
    text = squashed(name)
    number, words = _parted(text)
    if any(char in text for char in _CHINESE) and number is None:
        number, words = _counted_in_chinese(text)
    fitting = [one for one in every if number is None or _number_of(one) == number]
    if number is not None and words in _COUNTED:
        return fitting[0] if len(fitting) == 1 else None
    for readings in ([one for one in every if text in _names(one)], [one for one in fitting if words in _names(one)]):
        if readings:
            return readings[0] if len(readings) == 1 else None
    return _misspelt(words, fitting)


def _misspelt(words: str, lessons: list[Lesson]) -> Lesson | None:
    if len(words) < _SHORTEST:
        return None
    found = {
        one.id: one
        for one in lessons
        if any(difflib.SequenceMatcher(None, words, known).ratio() >= _CLOSE for known in _names(one))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _names(lesson: Lesson) -> set[str]:
    """What a lesson is called, squashed, each without the number that it may begin with."""
    titles = lesson.title.by_language.values()
    called = {squashed(name) for name in (lesson.id, Path(lesson.module).stem, *titles)}
    return called | {_parted(name)[1] for name in called} - {""}


def _number_of(lesson: Lesson) -> int | None:
    return _parted(squashed(lesson.id))[0]


def _parted(text: str) -> tuple[int | None, str]:
    """The number that a squashed name begins with, or ends with after one of the words that are counted; the rest."""
    if found := _NUMBER.fullmatch(text):
        return int(found[1]), found[2]
    digits = "".join(filter(str.isdecimal, text))
    rest = "".join(char for char in text if not char.isdecimal())
    return (int(digits), rest) if rest in _COUNTED and 0 < len(digits) <= 4 else (None, text)


def _counted_in_chinese(text: str) -> tuple[int | None, str]:
    digits = [char for char in text if char in _CHINESE]
    rest = "".join(char for char in text if char not in _CHINESE)
    return (_CHINESE[digits[0]], rest) if len(digits) == 1 and rest in _COUNTED else (None, text)


__all__ = ["lesson_named", "squashed"]

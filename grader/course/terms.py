"""A lesson's words for what its checks judge: ``terms.toml``, in the folder of the checks that use them.

    [zh]
    "the list of gradients" = "梯度列表"
    "{name} (batch {batch}, hidden {hidden})" = "{name}（批大小 {batch}，隐藏状态 {hidden} 维）"

A check names a claim once, by its code or in English: ``expect(value, "the list of gradients")``. A blank stands for
any text, which is looked up in its turn. What has no entry stays as it is: code should. No answer is judged by this
file, so a better word makes no verdict old.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.course.written import LessonError, optional_toml, place_in
from grader.messages.text import CODE, Text

TERMS_FILE = "terms.toml"
_LONGEST = 500  # characters of a name that is looked up: one that quotes a claim may be of any length
_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_CODE_OR_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|“[^”]*”|\(\w+(?:, \w+)+\)")
_WORD = r"(?<![\w.])[A-Za-z][A-Za-z'-]+(?![\w.(\[=])"  # a single letter is a variable
_PHRASE = re.compile(rf"{_WORD}(?:,? (?:{_WORD}|\w+(?![\w.(\[=])))*,? {_WORD}", re.ASCII)


@dataclass(frozen=True)
class _Entry:
    """What stands around the blanks of an English name, the blanks, and its translation."""

    texts: tuple[str, ...]
    blanks: tuple[str, ...]
    translation: str

    def match(self, name: str) -> dict[str, str] | None:
        """What the blanks stand for in `name`; None if it is another. Each blank ends where the text behind it begins
        first, so that the time is linear in the name."""
        if not name.startswith(self.texts[0]):
            return None
        values, at = {}, len(self.texts[0])
        for blank, text in zip(self.blanks, self.texts[1:], strict=True):
            is_last = blank == self.blanks[-1]
            end = len(name.removesuffix(text)) if is_last else name.find(text, at)
            if end <= at:
                return None
            values[blank], at = name[at:end], end + len(text)
        return values if at == len(name) else None


def translated(name: str, folders: Iterable[Path]) -> Text:
    """The name of a claim, in English and in each language that a ``terms.toml`` of these folders has words in.

    Where two folders have a word for it, the first counts. Raises LessonError for a file that cannot be used.
    """
    tables: dict[str, list[_Entry]] = {}
    for folder in folders:
        for language, entries in _read(folder / TERMS_FILE).items():
            tables.setdefault(language, []).extend(entries)
    if len(name) > _LONGEST:
        return Text(en=name)
    closest = {language: sorted(entries, key=_blanks_and_text) for language, entries in tables.items()}
    return Text(**{language: _in_words(name, entries) for language, entries in closest.items()}, en=name)


def _in_words(name: str, entries: list[_Entry]) -> str:
    for entry in entries:
        values = entry.match(name)
        if values is not None:
            words = {blank: _in_words(text, entries) for blank, text in values.items()}
            return _gap().sub("", entry.translation.format_map(words))
    return name


@functools.cache
def _gap() -> re.Pattern[str]:
    """A space between Chinese characters, which only code has around it. To compile it takes as long as a check."""
    return re.compile(f"(?<={_WIDE}) (?={_WIDE})")


def _read(path: Path) -> dict[str, list[_Entry]]:
    """The entries of a file, by language; none if there is no such file."""
    try:
        tables = optional_toml(path, dict[str, dict[str, str]])
    except LessonError as error:
        raise LessonError(f'{error}; it has tables like [zh], with lines like "a gate" = "一个门"') from error
    if wrong := [language for language in tables if language == "en" or not re.fullmatch(CODE, language)]:
        raise LessonError(
            f"{place_in(path, wrong[0])}: [{wrong[0]}] is not the code of a language other than English, such as zh"
        )
    return {
        language: [_entry((path, language, name), name, translation) for name, translation in table.items()]
        for language, table in tables.items()
    }


def _blanks_and_text(entry: _Entry) -> tuple[bool, int]:
    """Orders the closest match first: a name without blanks, then what is most of it text."""
    return bool(entry.blanks), -sum(map(len, entry.texts))


def _entry(place: tuple[Path, str, str], name: str, translation: str) -> _Entry:
    texts, blanks = _pieces(place, name)
    for blank in _pieces(place, translation)[1]:
        if blank not in blanks:
            raise LessonError(f'{place_in(*place)}: "{name}" has no blank {{{blank}}}, and its translation has one')
    if not any(texts) or "" in texts[1:-1] or len(set(blanks)) < len(blanks):
        raise LessonError(f'{place_in(*place)}: "{name}": blanks have different names, and text between them')
    return _Entry(texts, blanks, translation)


def _pieces(place: tuple[Path, str, str], text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts around the blanks, one more than these, and the blanks' names."""
    texts, blanks = [""], []
    try:
        for literal, blank, form, conversion in string.Formatter().parse(text):
            texts[-1] += literal
            if blank is not None:
                if not blank.isidentifier() or form or conversion:
                    raise ValueError("a blank is a word in braces, such as {batch}")
                blanks.append(blank)
                texts.append("")
    except ValueError as error:
        raise LessonError(f'{place_in(*place)}: "{text}": {error}') from error
    return tuple(texts), tuple(blanks)


def english_in(sentence: str) -> str | None:
    """A phrase of two English words or more in a sentence of another language; None if there is none.

    Code is none: a word with an underscore, a bracket or an equals sign at it, a tuple of names, and what stands
    between quotation marks or backquotes.
    """
    phrase = _PHRASE.search(_CODE_OR_QUOTED.sub(" … ", sentence))
    return phrase[0] if phrase else None


__all__ = ["TERMS_FILE", "english_in", "translated"]

"""`say`: one sentence of ours, in every language that there is a catalogue for.

    say("{name} should be an array, but it is {seen}", name="h", seen=describe(value))

The sentence is a literal, and the key of its translations: Babel reads it from the code. What is filled in is data. It
is never taken for a sentence, and it is cut; a `Text` among it is filled in in each language's own words.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.messages.catalogue import catalogues
from grader.messages.text import FALLBACK, MOST_CHARACTERS, Text, cut

Value = str | int | float | Text


def say(sentence: str, /, **values: Value) -> Text:
    """The sentence with its ``{blanks}`` filled in; a blank may have a format, as in ``{share:.1%}``."""
    return _text(values, sentence) if values else _plain(sentence)


def say_in(context: str, sentence: str, /, **values: Value) -> Text:
    """`say` for a word that has other translations elsewhere: `context` says where it stands."""
    return _text(values, sentence, context=context) if values else _plain(sentence, context)


def say_many(one: str, many: str, number: int, /, **values: Value) -> Text:
    """`say` with the form that `number` takes in each language; the blank ``{n}`` is `number`."""
    return _text({"n": number, **values}, one, many=many, number=number)


def known(sentence: str) -> Text:
    """A sentence that comes as data, from where there are no catalogues: translated if it is one of ours, blanks left.

    Whoever wrote it may choose among our sentences, and no more.
    """
    spoken = {each.language: each.find(sentence) for each in catalogues()}
    return Text(**{code: words for code, words in spoken.items() if words}, **{FALLBACK: sentence})


def is_known(sentence: str) -> bool:
    """Whether a sentence that comes as data is one of ours."""
    return any(each.find(sentence) for each in catalogues())


@dataclass(frozen=True)
class Deferred:
    """A sentence of which not all is known yet: `say` fills in the rest. It is plain data, and can be pickled."""

    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def say(self, **values: Value) -> Text:
        return _text({**self.values, **values}, self.sentence)


def defer(sentence: str, /, **values: Value) -> Deferred:
    """The sentence, of which some ``{blanks}`` are filled in later."""
    return Deferred(sentence, values)


def listed(items: Iterable[Value]) -> Text:
    """The items, with each language's comma between them."""
    return joined(say_in("between the items of a list", ", "), items)


def joined(separator: Text, items: Iterable[Value]) -> Text:
    """The items, with the separator between them."""
    parts = list(items)
    codes = dict.fromkeys(
        [*separator.by_language, *(code for x in parts if isinstance(x, Text) for code in x.by_language)]
    )
    return Text(**{code: separator.get(code).join(_in(part, code) for part in parts) for code in codes})


def _text(
    values: Mapping[str, Value], sentence: str, *, many: str = "", number: int | None = None, context: str | None = None
) -> Text:
    spoken = {}
    for catalogue in catalogues():
        if translation := catalogue.find(sentence, context, number):
            spoken[catalogue.language] = _Blanks(catalogue.language).vformat(translation, (), values)
    english = sentence if number in (None, 1) else many
    return Text(**spoken, **{FALLBACK: _Blanks(FALLBACK).vformat(english, (), values)})


@functools.lru_cache(maxsize=1_000)
def _plain(sentence: str, context: str | None = None) -> Text:
    """A sentence without blanks: pages have the same ones again and again."""
    return _text({}, sentence, context=context)


def _in(value: Value, language: str) -> str:
    return value.get(language) if isinstance(value, Text) else str(value)


class _Blanks(string.Formatter):
    """Fills in blanks by name, and nothing else: no attributes, no items, no positions."""

    def __init__(self, language: str) -> None:
        self._language = language

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = kwargs[field_name]
        if isinstance(value, Text):
            value = value.get(self._language)
        return (cut(value, MOST_CHARACTERS) if isinstance(value, str) else value), field_name

"""`Text`: one sentence in any number of languages, and `cut`, which bounds what a sentence may quote."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from grader.messages.catalogue import CODE

MOST_CHARACTERS = 4_000  # of a sentence in one language; more is cut
MOST_LANGUAGES = 8
CUT = "[…]"
FALLBACK = "en"
_IS_CODE = re.compile(CODE).fullmatch
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON cannot carry it


def cut(text: str, most: int) -> str:
    """`text` in at most `most` characters; what was cut ends with a mark. Half characters are replaced."""
    shown = text if len(text) <= most else text[: max(0, most - len(CUT))] + CUT
    return shown if shown.isascii() else _HALF_CHARACTER.sub("\ufffd", shown)


Words = Annotated[
    str,
    AfterValidator(lambda text: cut(text, MOST_CHARACTERS)),
    Field(json_schema_extra={"maxLength": MOST_CHARACTERS}),
]


class Text(BaseModel):
    """One sentence: ``Text(en="a gate", de="ein Tor")``. Keywords are language codes; there is at least one.

    `text.en` and `text.zh` are `text.get("en")` and `text.get("zh")`. Raises ValueError for no language at all and for
    a keyword that is no language code.
    """

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        json_schema_extra={
            "minProperties": 1,
            "maxProperties": MOST_LANGUAGES,
            "propertyNames": {"pattern": f"^{CODE}$"},
        },
    )
    __pydantic_extra__: dict[str, Words] = Field(init=False)

    @model_validator(mode="before")
    @classmethod
    def _has_languages(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        if not given:
            raise ValueError("a text needs at least one language, such as en")
        for code in given:
            if not isinstance(code, str) or not _IS_CODE(code):
                raise ValueError(f"{str(code)[:40]!r} is not the code of a language, such as en or zh")
        if len(given) > MOST_LANGUAGES:
            return dict(
                [pair for pair in given.items() if pair[0] == FALLBACK] + list(given.items())[: MOST_LANGUAGES - 1]
            )
        return given

    @property
    def by_language(self) -> Mapping[str, str]:
        """Language code -> the sentence."""
        return self.__pydantic_extra__ or {}

    @property
    def en(self) -> str:
        return self.get("en")

    @property
    def zh(self) -> str:
        return self.get("zh")

    def get(self, lang: str) -> str:
        """The sentence in `lang`; without it, in `lang` without its region, else in English, else in any language."""
        spoken = self.by_language
        for code in (lang, lang.split("-")[0], FALLBACK):
            if code in spoken:
                return spoken[code]
        return next(iter(spoken.values()))

    def map(self, change: Callable[[str], str]) -> Text:
        """The text with `change` applied to each language's sentence."""
        return Text(**{code: change(sentence) for code, sentence in self.by_language.items()})

    def cut(self, most: int) -> Text:
        """The text in at most `most` characters for each language."""
        return (
            self if all(len(each) <= most for each in self.by_language.values()) else self.map(lambda x: cut(x, most))
        )

    def __hash__(self) -> int:
        return hash(frozenset(self.by_language.items()))

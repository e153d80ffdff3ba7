"""A text is in any languages, and always has something to say."""

import json
import pickle

import pytest
from pydantic import ValidationError

from grader.messages.text import MOST_CHARACTERS, MOST_LANGUAGES, Text, cut


def test_the_language_that_is_asked_for_else_english_else_any() -> None:
    text = Text(zh="门", en="gate", fr="porte")
    assert [text.get(code) for code in ("zh", "en", "fr", "de")] == ["门", "gate", "porte", "gate"]
    assert (text.zh, text.en, text.get("zh-TW")) == ("门", "gate", "门")
    assert Text(fr="porte").get("en") == Text(fr="porte").zh == "porte"


def test_it_is_written_and_read_as_an_object_of_languages() -> None:
    text = Text(zh="门", en="gate", qps="ĝåţé")
    assert json.loads(text.model_dump_json()) == {"zh": "门", "en": "gate", "qps": "ĝåţé"}
    assert Text.model_validate_json(text.model_dump_json()) == text == pickle.loads(pickle.dumps(text))
    assert Text.model_validate({"zh": "门", "en": "gate"}) == Text(en="gate", zh="门"), "as verdicts had it before"


def test_equal_texts_are_one_key() -> None:
    assert len({Text(zh="门", en="gate"), Text(en="gate", zh="门"), Text(en="gate")}) == 2


@pytest.mark.parametrize("given", [{}, {"French": "porte"}, {"../x": "y"}, {"": "y"}, {"en": 1}, {"en": None}, "gate"])
def test_what_is_no_text_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        Text.model_validate(given)


def test_it_is_bounded() -> None:
    long = Text(en="w" * 10_000, zh="错" * 10_000)
    assert len(long.en) == len(long.zh) == MOST_CHARACTERS
    assert all(len(each) == 100 for each in long.cut(100).by_language.values())
    many = Text(**{f"a{chr(97 + i)}": "x" for i in range(20)}, en="kept")
    assert len(many.by_language) == MOST_LANGUAGES and many.en == "kept"


def test_a_cut_text_says_so_and_can_be_written() -> None:
    assert cut("abcdefghij", 8) == "abcde[…]" and cut("abc", 8) == "abc"
    assert cut("\ud800", 8) == "\ufffd"

"""`say` fills in data, in each language, and nothing that it fills in is ever taken for a sentence."""

import pickle
from collections.abc import Iterator

import pytest

from grader.messages import sentences
from grader.messages.catalogue import Catalogue
from grader.messages.sentences import defer, joined, listed, say, say_in, say_many
from grader.messages.text import MOST_CHARACTERS, Text

GERMAN = Catalogue(
    "de",
    {
        (None, "a {kind} of {name}"): ("{name}s {kind}",),
        (None, "{n} gate"): ("{n} Tor", "{n} Tore"),
        (None, "open"): ("offen",),
        ("a command", "open"): ("öffnen",),
        ("between the items of a list", ", "): (" und ",),
    },
    lambda n: int(n != 1),
)


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sentences, "catalogues", lambda: (GERMAN,))
    sentences._plain.cache_clear()
    yield
    sentences._plain.cache_clear()


def test_each_language_has_its_own_order_of_words() -> None:
    assert say("a {kind} of {name}", kind="x", name="y") == Text(en="a x of y", de="ys x")


def test_a_sentence_without_a_translation_is_english_alone() -> None:
    assert say("no {what}", what=3) == Text(en="no 3")


def test_a_text_within_is_said_in_each_language() -> None:
    text = say("a {kind} of {name}", kind=Text(en="gate", de="Tor"), name=Text(en="lesson"))
    assert text == Text(en="a gate of lesson", de="lessons Tor")


def test_formats() -> None:
    assert say("{share:.1%} of {n:,}, {seconds:g} s", share=0.123, n=1000, seconds=2.50).en == "12.3% of 1,000, 2.5 s"


@pytest.mark.parametrize("hostile", ["{0}", "{name}", "{kind.__class__}", "{{", "}", "%s", "{x:9999999}"])
def test_a_students_text_is_data(hostile: str) -> None:
    assert say("a {kind} of {name}", kind=hostile, name=hostile).en == f"a {hostile} of {hostile}"
    assert defer("a {kind} of {name}", kind=hostile).say(name=hostile).get("de") == f"{hostile}s {hostile}"


def test_what_is_filled_in_is_cut() -> None:
    assert len(say("{a}{a}{a}", a="x" * 10**7).en) == MOST_CHARACTERS


@pytest.mark.parametrize("sentence", ["{a.real}", "{a[0]}", "{0}", "{}"])
def test_a_blank_is_a_name(sentence: str) -> None:
    with pytest.raises(KeyError):
        say(sentence, a=1)


def test_numbers_have_forms() -> None:
    assert say_many("{n} gate", "{n} gates", 1) == Text(en="1 gate", de="1 Tor")
    assert say_many("{n} gate", "{n} gates", 0) == Text(en="0 gates", de="0 Tore")


def test_a_word_has_the_translation_of_its_context() -> None:
    assert say("open").get("de") == "offen" and say_in("a command", "open").get("de") == "öffnen"
    assert say_in("a state", "open") == Text(en="open")


def test_lists() -> None:
    assert listed(["h", Text(en="gate", de="Tor")]) == Text(en="h, gate", de="h und Tor")
    assert joined(Text(en="; ", de=" / "), [Text(en="a", fr="b"), "c"]) == Text(en="a; c", de="a / c", fr="b; c")
    assert listed([]) == Text(en="", de="")


def test_what_is_deferred_is_plain_data() -> None:
    waiting = pickle.loads(pickle.dumps(defer("a {kind} of {name}", kind=Text(en="gate", de="Tor"))))
    assert waiting.say(name="x") == Text(en="a gate of x", de="xs Tor")

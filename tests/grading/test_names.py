"""No two students look alike, and nothing of a name is unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.grading.names import printed, shown_names
from grader.reports.text import NAME_LIMIT


def odd(raw: bytes) -> str:
    return os.fsdecode(raw)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bob", "bob"), ("李雷", "李雷"), ("Zoë", "Zoë"), ("anna maria", "anna maria"), ("o'hara", "o'hara"),
        ("bob ", "bob\\x20"), (" bob", "\\x20bob"), ("a  b", "a \\x20b"), ("bob\u200b", "bob\\u200b"),
        ("bob\u00a0", "bob\\xa0"), ("\u3000bob", "\\u3000bob"), ("a\nb", "a\\x0ab"), ("\x1b[31mbob", "\\x1b[31mbob"),
        ("a\u202egpj", "a\\u202egpj"), ("bob\u3164", "bob\\u3164"), ("b\\x20", "b\\x5cx20"), (".bob", ".bob"),
        (odd(b"\xff\xfe"), "\\xff\\xfe"), ("\U000e0041", "\\U000e0041"), ("bob\ufe0f", "bob\\ufe0f"),
    ],
)  # fmt: skip
def test_a_name_is_shown_so_that_nothing_in_it_is_unseen(name: str, shown: str) -> None:
    assert shown_names([name]) == {name: shown}
    shown.encode()


@pytest.mark.parametrize(
    "names",
    [
        ["bob", "bob ", "bob\u200b", " bob", "bob\\u200b"],
        ["Zoë", "Zoe\u0308"],
        ["bob", "bоb", "b\u03bfb"],  # Latin, Cyrillic and Greek
        ["里", "\u2fa5"],  # a character and its compatibility form
        ["ｂｏｂ", "bob"],
        [odd(b"\xe9"), "\\xe9", "é"],
        ["x" * 200, "x" * 199 + "y", "\n" * 250],
        ["bob\u00a0", odd(b"bob\xa0")],  # a blank and a byte, of one escape
        ["é", "e\u0301", odd(b"\xe9")],
        ["bob", "bob\u180f", "bob\U00013441", "bob\U00016fe4", "bob\U0001d159"],
        ["x" * 200, shown_names(["x" * 200])["x" * 200]],  # who is called as another is shown
        ["bob", "Bob", *shown_names(["bob", "Bob"]).values()],
    ],
)
def test_no_two_names_are_shown_alike(names: list[str]) -> None:
    shown = shown_names(names)
    assert list(shown) == names
    assert len({name.casefold() for name in shown.values()}) == len(names), "on any disk"
    assert all(name.isprintable() and len(name.encode()) <= NAME_LIMIT for name in shown.values())
    if len(names) == 2 or "bоb" in names:  # else ASCII tells them apart
        assert sum(name.isascii() for name in shown.values()) == len(names)


def test_a_name_that_looks_like_a_shortened_one_is_not_taken_for_it() -> None:
    long = "n" * 255
    shortened = shown_names([long])[long]
    assert len(shortened) == 80 and shown_names([long, shortened])[shortened] != shortened
    again = shown_names([long, shortened])[shortened]
    assert len(set(shown_names([long, shortened, again]).values())) == 3


def test_who_is_alone_keeps_the_name() -> None:
    assert shown_names(["Zoë", "李雷", "Иван"]) == {"Zoë": "Zoë", "李雷": "李雷", "Иван": "Иван"}


def test_what_is_printed_of_a_path_is_one_line() -> None:
    assert printed(Path("/a/b\n\x1b[0m" + odd(b"\xff"))) == "/a/b\\x0a\\x1b[0m\\xff"
    assert "\\" not in printed("/home/李雷/x")

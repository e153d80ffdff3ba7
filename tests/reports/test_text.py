import xml.etree.ElementTree as ET

import pytest

from grader.reports.text import block, clean, number, one_line, with_code


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;a new window title\x07text", "text"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bcreset", "reset"),
        ("\x9b31mred", "red"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("user\u202etxt.exe\u2066!", "usertxt.exe!"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("50%\r100%\r\ndone", "50%\n100%\ndone"),
        ("half \ud800 pair \uffff", "half \ufffd pair \ufffd"),
        ("\tkept\n", "\tkept\n"),
        ("张三 👩‍🔬", "张三 👩‍🔬"),
    ],
)
def test_clean_removes_what_cannot_be_shown(dirty, shown):
    assert clean(dirty) == shown


def test_every_cleaned_character_is_utf8_and_xml():
    everything = "".join(
        map(chr, [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10100), *range(0xE0000, 0xE0100)])
    )
    element = ET.Element("a")
    element.text = clean(everything)
    assert ET.fromstring(ET.tostring(element, encoding="utf-8")).text == element.text


def test_unfinished_escape_sequences_end():
    hostile = "\x1b]" * 20_000 + "\x1b[" + "1;" * 20_000 + "\x1b"
    assert "\x1b" not in clean(hostile)


def test_one_line_keeps_to_its_limit():
    assert one_line("a\n b\t c") == "a b c"
    assert one_line("x" * 500, 80) == "x" * 79 + "…"


def test_block_keeps_both_ends_and_says_what_is_missing():
    text = "start " + "x" * 10_000 + " end"
    short = block(text, 900)
    assert short.startswith("start ") and short.endswith(" end")
    assert "9,110 characters left out" in short and "省略 9,110 个字符" in short
    assert block("\nas it is\n", 900) == "as it is"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (1.5, "1.5"),
        (1 / 3, "0.33"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (0, "0"),
        (None, ""),
        (float("nan"), "nan"),
    ],
)
def test_number(value, text):
    assert number(value) == text


def test_code_between_backquotes_is_code_and_all_else_is_text():
    assert with_code("type `(` for <b>") == "type <code>(</code> for &lt;b&gt;"
    assert with_code("`<script>`") == "<code>&lt;script&gt;</code>" and with_code("one ` only") == "one ` only"

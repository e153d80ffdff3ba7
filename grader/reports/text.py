"""Make text that a student controls fit to be shown: a name, a message, a traceback, printed output."""

from __future__ import annotations

import math
import re

from markupsafe import Markup, escape

from grader.messages.sentences import say

NAME_LIMIT, MESSAGE_LIMIT, BLOCK_LIMIT = 80, 2_000, 8_000

# Whole escape sequences (colours, cursor moves, window titles), so that no "[31m" stays behind.
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x9b[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -~]?")
# Control characters, bidi overrides and invisible ones that disguise a text. Joiners stay: scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# Neither UTF-8 nor XML can carry these.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_QUOTED = re.compile("`([^`\n]+)`")
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def clean(text: str) -> str:
    """`text` without ANSI escapes, control, bidi-override and unwritable characters; line ends become newlines."""
    text = _LINE_ENDS.sub("\n", _ANSI.sub("", text))
    return _UNWRITABLE.sub("\ufffd", _INVISIBLE.sub("", text))


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """`text` cleaned, on one line, at most `limit` characters."""
    text = " ".join(clean(text).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def with_code(text: str) -> Markup:
    """The text, escaped, for a page: what stands between backquotes is code."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(text))))  # of Markup, sub would escape the tags, too


def block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """`text` cleaned and, beyond `limit` characters, shortened in its middle: a traceback ends with what went wrong."""
    text = clean(text).strip("\n")
    if len(text) <= limit:
        return text
    head, tail = limit // 3, limit - limit // 3
    left_out = len(text) - head - tail
    note = say("{n:,} characters left out", n=left_out).by_language.values()
    return f"{text[:head]}\n[… {' / '.join(note)} …]\n{text[-tail:]}"


def number(value: float | None, places: int = 2) -> str:
    """A number as people write it: 2, 1.5, 0.33; an empty string for None, a word for what is no number."""
    if value is None:
        return ""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Code that was pasted from web pages and word processors: what has one meaning is read as meant, the rest is named.

Pure functions over text, linear in its length.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from grader.messages.sentences import Deferred, defer, listed, say
from grader.messages.text import Text
from grader.source.quotes import Quotes, segments

# Outside strings and comments no program can have any of these, so that a space is what was meant, or nothing.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_ODD = re.compile(f"[{_SPACES}{_NOTHING}]")
_SPACE = re.compile(f"[{_SPACES}]")

_PROMPT = re.compile(r"([ \t]*+)(?:>>>|\.\.\.)(?: |$)")
_NUMBER = re.compile(r"[ \t]*+(\d{1,6})[.:|]?(?:[ \t]|$)")
_INVALID = re.compile(r"invalid (?:non-printable )?character (?:'(.)' \()?U\+([0-9A-F]{4,6})")
_INSTEAD = {  # quotation marks, punctuation, brackets and signs of text
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "\u3002": ".",
    "\u3001": ",", "\u3010": "[", "\u3011": "]", "\u3014": "[", "\u3015": "]", "\u300c": '"', "\u300d": '"',
    "\u300a": "<", "\u300b": ">", "\u00d7": "*", "\u00f7": "/", "\u00b7": "*", "\u2022": "*", "\u2212": "-",
    "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-", "\u2026": "...", "\u2264": "<=", "\u2265": ">=",
    "\u2260": "!=",
}  # fmt: skip
_MOST_MISTYPED = 8
_MEANT = (
    (re.compile(r"Missing parentheses in call to '(print|exec)'"), defer("`print x` is Python 2; write `print(x)`")),
    (
        re.compile(r"inconsistent use of tabs and spaces|unindent does not match"),
        defer("its indentation fits no line above, or mixes tabs and spaces; use four spaces for each level"),
    ),
    (
        re.compile(r"multiple exception types must be parenthesized"),
        defer("`except Error, e` is Python 2; write `except Error as e`"),
    ),
    (
        re.compile(r"leading zeros in decimal integer literals are not permitted"),
        defer("a number like `0777` is Python 2; write `0o777`"),
    ),
    (re.compile(r"unexpected indent"), defer("it begins further to the right than the line above; begin both alike")),
    (
        re.compile(r"expected an indented block"),
        defer("below a line that ends with a colon, begin four spaces further to the right, with at least one line"),
    ),
    (re.compile(r"'(?P<bracket>[(\[{])' was never closed"), defer("the bracket `{bracket}` is never closed")),
    (re.compile(r"unmatched '(?P<bracket>[)\]}])'"), defer("there is one `{bracket}` too many")),
    (
        re.compile(r"closing parenthesis '(?P<end>[)\]}])' does not match opening parenthesis '(?P<begin>[(\[{])'"),
        defer("the bracket `{begin}` is not closed before `{end}`, or `{end}` is of the wrong kind"),
    ),
    (re.compile(r"unterminated (triple-quoted )?f?-?string"), defer("a text in quotation marks does not end")),
)
_RENAMED = {
    "xrange": "range", "raw_input": "input", "unicode": "str", "basestring": "str", "long": "int", "unichr": "chr",
    "reduce": "functools.reduce", "iteritems": "items", "itervalues": "values", "iterkeys": "keys", "has_key": "in",
    "cPickle": "pickle", "urllib2": "urllib.request", "izip": "zip", "reload": "importlib.reload",
}  # fmt: skip


def spaced(lines: Sequence[str], breaks: Sequence[int] = ()) -> tuple[list[str], list[int]]:
    """The lines with plain spaces for exotic ones and without invisible characters, outside strings and comments.

    Also the 1-based numbers of the lines that changed. `breaks` are the first lines of cells.
    """
    result = list(lines)
    changed: list[int] = []
    odd = [number for number, line in enumerate(lines) if _ODD.search(line)]
    if not odd:
        return result, changed
    for start, end in segments(len(lines), breaks):
        here = [number for number in odd if start <= number < end] if len(odd) < 100 else range(start, end)
        if not here:
            continue
        scan = Quotes(lines[start:end])
        for number in here:
            line = lines[number]
            if not _ODD.search(line):
                continue
            cleaned, last = [], 0
            for begin, stop in scan.code(number - start):
                cleaned += [line[last:begin], _ODD.sub("", _SPACE.sub(" ", line[begin:stop]))]
                last = stop
            cleaned.append(line[last:])
            if (new := "".join(cleaned)) != line:
                result[number] = new
                changed.append(number + 1)
    return result, changed


def repairs(lines: Sequence[str]) -> Iterator[tuple[list[list[str]], Deferred]]:
    """Ways to read lines that are no Python as they stand, with what to say of each, which has a blank ``{line}``.

    A way is one or more readings: it holds if all that are Python mean the same.
    """
    yield (
        [list(lines)],
        defer("the lines from {line} on are not indented like their marker; they were read as if they were"),
    )
    if any("\t" in _indent(line) for line in lines):
        yield (
            [[_indent(line).expandtabs(width) + line[len(_indent(line)) :] for line in lines] for width in (4, 8)],
            defer("tabs and spaces are mixed from {line} on; each tab was read as four spaces"),
        )
    if lines and all(_PROMPT.match(line) or not line.strip() for line in lines):
        yield (
            [[_PROMPT.sub(r"\1", line, count=1) for line in lines]],
            defer("the prompts `>>>` and `...` from {line} on were left out: they are not part of the program"),
        )
    if _numbered(lines):
        yield (
            [[_NUMBER.sub("", line, count=1) for line in lines]],
            defer("the line numbers from {line} on were left out: they are not part of the program"),
        )


def _numbered(lines: Sequence[str]) -> bool:
    """Whether each line begins with a number, each one more than the one before."""
    found = [match[1] if (match := _NUMBER.match(line)) else None for line in lines if line.strip()]
    numbers = [int(number) for number in found if number is not None]
    return bool(found) and len(numbers) == len(found) and numbers == list(range(numbers[0], numbers[0] + len(found)))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def why_no_python(message: str, body: Sequence[str] = ()) -> Text | None:
    """What a message of Python's parser means for who typed the line, where it is about a slip that many make.

    `body` is the region around it: what else is to be typed with an English keyboard there is said as well."""
    if match := _INVALID.search(message):
        character = match[1] or chr(int(match[2], 16))
        if (instead := _instead(character)) is None:
            return say("the character {character} cannot stand there; delete it", character=_shown(character))
        told = say(
            "the character {character} cannot stand there; type `{instead}` instead, with an English keyboard",
            character=_shown(character), instead=instead,
        )  # fmt: skip
        others = [f"`{one}`" for one in _mistyped(body) if one != character]
        return say("{told}; the same goes for {others}", told=told, others=listed(others)) if others else told
    found = ((sentence, pattern.search(message)) for pattern, sentence in _MEANT)
    return next((sentence.say(**match.groupdict()) for sentence, match in found if match), None)


def _instead(character: str) -> str | None:
    """What an English keyboard has in its place."""
    instead = _INSTEAD.get(character) or unicodedata.normalize("NFKC", character)
    return instead if instead.isascii() and instead.strip() and "`" not in instead else None


def _mistyped(lines: Sequence[str]) -> list[str]:
    """The first characters of another keyboard than an English one, outside strings and comments: each once."""
    scan = Quotes(lines)
    text = "".join(line[a:b] for n, line in enumerate(lines) if not line.isascii() for a, b in scan.code(n))
    wrong = (one for one in dict.fromkeys(text) if not one.isascii() and not one.isidentifier() and _instead(one))
    return list(itertools.islice(wrong, _MOST_MISTYPED))


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"`{character}` ({code})" if character.isprintable() and not character.isspace() else code


def renamed(name: str) -> Text | None:
    """What a name of Python 2 is called in Python 3."""
    if (instead := _RENAMED.get(name)) is None:
        return None
    return say("`{name}` is Python 2; in Python 3 it is `{instead}`", name=name, instead=instead)


__all__ = ["renamed", "repairs", "spaced", "why_no_python"]

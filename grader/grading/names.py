"""How the names of folders are shown: no two alike, and nothing in them that cannot be seen."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

# Folders and files that tools leave behind: nobody is called so. Every other folder of a class is somebody's.
NOBODY = frozenset(
    {".git", ".hg", ".svn", ".ipynb_checkpoints", "__MACOSX", "__pycache__", ".DS_Store", ".gatehouse", ".idea",
     ".vscode", ".Trash", ".nbgrader.log", "lost+found", "@eaDir", "System Volume Information", "Thumbs.db",
     "desktop.ini"}
)  # fmt: skip

_PLAIN = re.compile(r"[!-\[\]-~]*")  # ASCII that everybody sees: neither a blank nor what begins an escape
_LONGEST = 80  # bytes of a name that is shown: the pages cut what is longer, and then two could look alike
# Printable by Python's account, and yet nothing is seen of them (Unicode's Default_Ignorable_Code_Point, and blanks).
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U00013441\U00013442\U00016fe4\U0001d159"
) | frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
# Letters of other alphabets that look like Latin ones (a part of Unicode's confusables.txt, UTS 39).
_LIKE_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁһӏьΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυγ",
    "ABEKMHOPCTYXaeopcyxijsdhlbABEZHIKMNOPTYXaivopuy",
)


def shown_names(names: Iterable[str]) -> dict[str, str]:
    """How the folder names of a class are shown: no two alike, and nothing in them that cannot be seen.

    Invisible, control and odd blank characters, and bytes that are no UTF-8, are written as escapes, as in
    ``bob\\u200b``. Of names that would look alike all the same (accents composed or not, letters of another alphabet),
    every character outside ASCII is.
    """
    plain = {name: _escaped(name, _is_seen) for name in names}
    alike: dict[str, list[str]] = {}
    for name, shown in plain.items():
        alike.setdefault(unicodedata.normalize("NFKC", shown).translate(_LIKE_LATIN), []).append(name)
    for group in alike.values():
        if len(group) > 1:
            plain |= {name: _escaped(name, lambda char: char.isascii() and _is_seen(char)) for name in group}
    return _told_apart({name: _cut(shown, name) for name, shown in plain.items()})


def _told_apart(shown: dict[str, str]) -> dict[str, str]:
    """Whatever would still share a row or a folder ends in a hash, also where a disk does not tell A from a. A name may
    have been chosen to look like another's escape, or like a hash: until all differ."""
    while True:
        same: dict[str, list[str]] = {}
        for name, text in shown.items():
            same.setdefault(unicodedata.normalize("NFC", text).casefold(), []).append(name)
        alike = [name for group in same.values() if len(group) > 1 for name in group]
        if not alike:
            return shown
        shown = shown | {name: _with_hash(shown[name], name, 32) for name in alike}


def _is_seen(char: str) -> bool:
    return char.isprintable() and char != "\\" and char not in _UNSEEN


def _escaped(name: str, keeps: Callable[[str], bool]) -> str:
    if _PLAIN.fullmatch(name):
        return name
    parts = [char if keeps(char) else _escape(char) for char in name]
    for index, char in enumerate(name):  # a blank is seen between two other characters only
        if char == " " and (index in (0, len(name) - 1) or name[index - 1] == " "):
            parts[index] = _escape(char)
    return "".join(parts)


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as os.fsdecode keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _cut(shown: str, name: str) -> str:
    return shown if len(shown.encode("utf-8")) <= _LONGEST else _with_hash(shown, name, 8)


def _with_hash(shown: str, name: str, digits: int) -> str:
    kept = shown.encode("utf-8")[: _LONGEST - digits - 1].decode("utf-8", "ignore")
    return f"{kept}~{hashlib.sha256(os.fsencode(name)).hexdigest()[:digits]}"


def is_nobody(name: str) -> bool:
    """Whether what is called so in a student's folder or archive is never looked at."""
    return name.startswith(".") or name in NOBODY


def printed(path: Path | str) -> str:
    """A path as text that can be printed in one line."""
    return _escaped(str(path), lambda char: _is_seen(char) or char == "\\")


__all__ = ["NOBODY", "is_nobody", "printed", "shown_names"]

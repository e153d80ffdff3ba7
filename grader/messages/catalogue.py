"""The catalogues: one gettext file for each language, ``locale/<language>/LC_MESSAGES/grader.po``.

They are read as they are, so that there is nothing to compile and nothing to forget; by a reader of our own, since
Babel's would make every command start a tenth of a second later. A folder named by the environment variable
GATEHOUSE_LOCALE, laid out in the same way, adds languages, or replaces one. English is the code's own.
"""

from __future__ import annotations

import functools
import gettext
import os
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_OURS = Path(__file__).with_name("locale")
CODE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"  # of a language: BCP 47, as in HTML's lang=
_MOST_LANGUAGES = 7  # and English
_MOST_BYTES = 4_000_000
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?\s+)?"([^"\\]*+(?:\\.[^"\\]*+)*+)"\s*')
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(.)")
_PLURAL = re.compile(r"^Plural-Forms:.*\bplural\s*=\s*([^;\n]+)", re.MULTILINE)


class CatalogueError(ValueError):
    """A catalogue cannot be used; the message names the file, the line and the remedy."""


@dataclass
class Entry:
    """One entry of a .po file; `line` is where it begins, `translations` its msgstr by number."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


@dataclass(frozen=True)
class Catalogue:
    """One language's sentences; `plural` maps a number to the form that it takes."""

    language: str
    sentences: dict[tuple[str | None, str], tuple[str, ...]]
    plural: Callable[[int], int]

    def find(self, sentence: str, context: str | None = None, number: int | None = None) -> str | None:
        """The translation of `sentence`; None if there is none."""
        forms = self.sentences.get((context, sentence))
        if forms is None:
            return None
        return forms[0 if number is None else min(self.plural(number), len(forms) - 1)]


@functools.cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that sentences of the grader are in; English, the fall-back, is the last."""
    return (*_paths(), "en")


@functools.cache
def catalogues() -> tuple[Catalogue, ...]:
    """Every catalogue. Raises CatalogueError, also for a folder of GATEHOUSE_LOCALE that is none of a language."""
    for folder in _others():
        if not folder.is_dir():
            raise CatalogueError(f"{folder}, which GATEHOUSE_LOCALE names, is no folder")
    for code, path in _found().items():
        if not re.fullmatch(CODE, code):
            raise CatalogueError(f"{path}: {code[:40]!r} is not the code of a language, such as ja or pt-BR")
    if len(_found()) > _MOST_LANGUAGES:
        raise CatalogueError(f"there are {len(_found())} catalogues; at most {_MOST_LANGUAGES} can be used")
    return tuple(read(path, language) for language, path in _paths().items())


def _paths() -> dict[str, Path]:
    """The catalogues that may be used, by language."""
    usable = sorted(code for code in _found() if re.fullmatch(CODE, code))
    return {code: _found()[code] for code in usable[:_MOST_LANGUAGES]}


@functools.cache
def _found() -> dict[str, Path]:
    """Every catalogue by its folder's name, as a code: gettext's ``pt_BR`` is ``pt-BR``."""
    paths = [path for folder in (_OURS, *_others()) for path in folder.glob("*/LC_MESSAGES/grader.po")]
    codes = {path.parts[-3].replace("_", "-"): path for path in paths}
    return {code: path for code, path in codes.items() if code != "en"}


@functools.cache
def _others() -> tuple[Path, ...]:
    """The folders that GATEHOUSE_LOCALE names, as they were meant when the first sentence was said."""
    names = os.environ.get("GATEHOUSE_LOCALE", "").split(os.pathsep)
    return tuple(Path(name).absolute() for name in names if name)


def setting() -> dict[str, str]:
    """The environment by which a process that runs in another folder finds the same catalogues."""
    return {"GATEHOUSE_LOCALE": os.pathsep.join(map(str, _others()))}


def read(path: Path, language: str) -> Catalogue:
    """Read a .po file: what is translated and not marked fuzzy. Raises CatalogueError."""
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"cannot read {path}: {error}; it must be a gettext file in UTF-8") from error
    sentences: dict[tuple[str | None, str], tuple[str, ...]] = {}
    header = ""
    for entry in entries(text, path):
        sentence, many = entry.fields.get("msgid", ""), entry.fields.get("msgid_plural")
        if not sentence:
            header = header or entry.translations.get(0, "")
            continue
        forms = tuple(entry.translations[number] for number in sorted(entry.translations))
        if entry.fuzzy or not forms or not all(forms):
            continue
        known = blanks(sentence) | (blanks(many) if many else set())
        if any(blanks(form) - known for form in forms):
            told = " ".join(sorted(known)) or "none"
            raise CatalogueError(f"{path}, line {entry.line}: a translation has only its sentence's blanks: {told}")
        sentences[entry.fields.get("msgctxt"), sentence] = forms
    plural = _PLURAL.search(header)
    try:
        return Catalogue(language, sentences, gettext.c2py(plural[1].strip() if plural else "n != 1"))
    except ValueError as error:
        raise CatalogueError(f"{path}: its header's Plural-Forms cannot be read ({error})") from error


def entries(text: str, path: Path) -> Iterator[Entry]:
    """The entries of a .po file's text, obsolete ones left out. Raises CatalogueError for a line that is none of it."""
    entry, into, fuzzy = Entry(1), ("", 0), False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip():
            fuzzy = (fuzzy or (line.startswith("#,") and "fuzzy" in line)) and not line.startswith("#~")
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise CatalogueError(f'{path}, line {number}: expected msgid or msgstr and text in "quotation marks"')
        word = match[1]
        if word == "msgctxt" or (word == "msgid" and (into[0] != "msgctxt")):
            if entry.fields:
                yield entry
            entry, fuzzy = Entry(number, fuzzy=fuzzy), False
        into = (word, int(match[2] or 0)) if word else into
        value = match[3]
        if "\\" in value:
            value = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[0]), value)
        if into[0] == "msgstr":
            entry.translations[into[1]] = entry.translations.get(into[1], "") + value
        elif into[0]:
            entry.fields[into[0]] = entry.fields.get(into[0], "") + value
    if entry.fields:
        yield entry


def blanks(sentence: str) -> set[str]:
    """A sentence's ``{blanks}``, with their formats. Raises CatalogueError for braces that do not match."""
    if "{" not in sentence and "}" not in sentence:
        return set()
    try:
        blanks = [blank for _, *blank in string.Formatter().parse(sentence) if blank[0] is not None]
    except ValueError as error:
        raise CatalogueError(f"{sentence[:80]!r}: {error}") from error
    return {f"{{{name}{'!' + how if how else ''}{':' + form if form else ''}}}" for name, form, how in blanks}

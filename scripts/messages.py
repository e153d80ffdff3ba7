"""Bring the catalogues up to date with the sentences in the code. `--check` only says what is missing.

There are the grader's own, and those of the panel in JupyterLab, which reads its Chinese from labextension/src/zh.json.

make messages                      after a sentence was added or changed; then translate what it names
python scripts/messages.py --add ja    begin a catalogue of another language
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.messages.catalogue import CODE, blanks  # noqa: E402

LOCALE = ROOT / "grader" / "messages" / "locale"
FILES = [("**.py", "python"), ("**.jinja", "jinja2")]
OPTIONS = {"**.jinja": {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
# The functions whose first arguments are sentences, as Babel writes it: "c" is a context, two numbers are a plural.
KEYWORDS: dict[str, Any] = {"say": None, "defer": None, "in_english": None, "say_in": ((1, "c"), 2), "say_many": (1, 2)}
PANEL = ROOT / "labextension"
PANEL_FILES = [("**.ts", "javascript"), ("**.tsx", "javascript")]
PANEL_KEYWORDS: dict[str, Any] = {"__": None, "_n": (1, 2)}  # of JupyterLab's TranslationBundle
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"
"""


def template() -> Catalog:
    """Every sentence of the code."""
    found = Catalog()
    rows = extract_from_dir(ROOT / "grader", FILES, OPTIONS, keywords=KEYWORDS)
    for file, line, sentence, _comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(sentence, None, [(f"grader/{file}", line)], context=context)
    return found


def panel_template() -> Catalog:
    """Every sentence of the panel in JupyterLab."""
    found = Catalog()
    rows = extract_from_dir(PANEL / "src", PANEL_FILES, keywords=PANEL_KEYWORDS)
    for file, line, sentence, _comments, _context in sorted(rows, key=lambda row: (row[0], row[1])):
        if not file.startswith("__tests__"):
            found.add(sentence, None, [(f"src/{file}", line)])
    return found


def panel_blanks(sentence: str) -> set[str]:
    return set(re.findall(r"%\d", sentence))


def panel_json(text: str) -> str:
    """The .po file `text` as JupyterLab's Gettext reads it."""
    told: dict[str, Any] = {"": {"domain": "gatehouse", "language": "zh", "pluralForms": "nplurals=1; plural=0;"}}
    for message in read_po(io.StringIO(text), locale="zh"):
        if message.id and not message.fuzzy:
            ids, strings = (x if isinstance(x, (tuple, list)) else (x,) for x in (message.id, message.string))
            # JupyterLab takes a plural with one form for no translation.
            told[ids[0]] = [*strings, *strings][: len(ids)]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def brought_up_to_date(text: str, language: str, sentences: Catalog) -> str:
    """The .po file `text` with these sentences and no others. One that was reworded keeps its translation as fuzzy."""
    catalogue = read_po(io.StringIO(text), locale=language)
    catalogue.update(sentences)
    out = io.BytesIO()
    # No line numbers and no dates, and in the order of the code: two people's changes seldom meet.
    write_po(
        out, catalogue, width=0, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_previous=True,
        include_lineno=False,
    )  # fmt: skip
    head = text.split("\n\n", 1)[0].rstrip("\n")
    return f"{head}\n\n{out.getvalue().decode('utf-8').strip()}\n"


def unsaid(text: str, blanks: Callable[[str], object] = blanks) -> Iterator[str]:
    """What keeps sentences of a .po file from being said in its language, each with the sentence."""
    for message in read_po(io.StringIO(text)):
        if not message.id:
            continue
        ids, strings = (x if isinstance(x, (tuple, list)) else (x,) for x in (message.id, message.string))
        if message.fuzzy:
            yield f"fuzzy: look at its translation, and take the mark away: {ids[0]!r}"
        elif not all(strings):
            yield f"not translated: {ids[0]!r}"
        elif not all(blanks(ids[-1]) == blanks(each) for each in strings):
            yield f"its translation has other {{blanks}}: {ids[0]!r}"


def main() -> None:
    words, faults = sys.argv[1:], []
    if words[:1] == ["--add"]:
        begin(words[1] if len(words) == 2 else "")
    sentences = template()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/grader.po")):
        after = brought_up_to_date(path.read_text(encoding="utf-8"), path.parts[-3], sentences)
        faults += [*kept(path, after), *(f"{path.relative_to(ROOT)}: {fault}" for fault in unsaid(after))]
    path = PANEL / "locale" / "zh.po"
    after = brought_up_to_date(path.read_text(encoding="utf-8"), "zh", panel_template())
    faults += [*kept(path, after), *kept(PANEL / "src" / "zh.json", panel_json(after))]
    faults += [f"{path.relative_to(ROOT)}: {fault}" for fault in unsaid(after, panel_blanks)]
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults) and "--check" in words)


def kept(path: Path, text: str) -> Iterator[str]:
    """Write what belongs there; with --check, say only that it differs."""
    if "--check" not in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text:
        yield f"{path.relative_to(ROOT)} is not up to date with the code: run make messages"


def begin(language: str) -> None:
    """An empty catalogue of `language`, such as ja or pt-BR."""
    path = LOCALE / language / "LC_MESSAGES" / "grader.po"
    if not re.fullmatch(CODE, language) or path.exists():
        sys.exit(f"--add takes the code of a language that is not there yet, such as ja or pt-BR, not {language!r}")
    plural = Catalog(locale=language.replace("-", "_")).plural_forms.rstrip(";")
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format(language=language, plural=plural), encoding="utf-8")


if __name__ == "__main__":
    main()

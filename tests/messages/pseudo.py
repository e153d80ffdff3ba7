"""A catalogue of a language that nobody speaks: each sentence of the code, marked and with accents."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from babel.messages import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[2]
ACCENTS = str.maketrans("aeiouc", "áéíóúç")


def script() -> ModuleType:
    """``scripts/messages.py`` as a module."""
    spec = importlib.util.spec_from_file_location("messages_script", ROOT / "scripts" / "messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pseudo(sentence: str) -> str:
    """The sentence with accents, its blanks as they are, between marks."""
    pieces = re.split(r"(\{[^{}]*\})", sentence)
    return f"«{''.join(piece if piece[:1] == '{' else piece.translate(ACCENTS) for piece in pieces)}»"


def write(folder: Path) -> Path:
    """`folder`, with a catalogue of the language qps."""
    catalogue = Catalog()
    for message in script().template():
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            said = tuple(pseudo(form) for form in forms)
            catalogue.add(message.id, said if len(said) > 1 else said[0], context=message.context)
    path = folder / "qps" / "LC_MESSAGES" / "grader.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue)
    return folder

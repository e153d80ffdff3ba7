"""What a cell shows, taken as a claim: outputs of a notebook, bounded, and harmless in an instructor's browser.

What comes is `sandbox/inside/runtimes/notebook/outputs.py`'s, or whatever a student's code made of it. What goes out is
text, PNG, and HTML and SVG built anew; anything else, such as JavaScript or the state of a widget, is left out.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grader.messages.text import Text, cut
from grader.nbgrader.harmless_html import clean_html
from grader.nbgrader.harmless_pictures import clean_png
from grader.nbgrader.harmless_svg import clean_svg

_MOST_OUTPUTS, _MOST_LINES, _LONGEST = 1_000, 300, 4_000
_MOST_TEXT = 2 << 20  # characters, of one text


@dataclass
class Allowance:
    """What all outputs of one notebook may take together: characters of text, of HTML and SVG, bytes of pictures."""

    text: int = 8 << 20
    markup: int = 1 << 20
    pictures: int = 32 << 20


def outputs_of(claim: Any, count: int, allowance: Allowance, said: tuple[str, str] = ("", "")) -> list[NotebookNode]:
    """The outputs that a cell claims to have; `said` is what left its process on standard output and error, past
    Python. Raises ValueError if an honest shell would not send this."""
    if type(claim) is not dict or type(claim.get("outputs")) is not list or len(claim["outputs"]) > _MOST_OUTPUTS:
        raise ValueError("no list of outputs")
    made = [_output(each, count, allowance) for each in claim["outputs"]]
    if claim.get("failed") is not False and not any(each.output_type == "error" for each in made):
        raise ValueError("an exception, but no output that shows it")
    streams = [_stream(name, text, allowance) for name, text in zip(("stdout", "stderr"), said, strict=True) if text]
    end = next((at for at, each in enumerate(made) if each.output_type == "execute_result"), len(made))
    return [*made[:end], *streams, *made[end:]]


def error(name: str, text: Text) -> NotebookNode:
    """An error output of ours, in every language that we speak: nobody knows yet who reads it."""
    words = "\n".join(text.by_language[code] for code in sorted(text.by_language))
    return new_output("error", ename=name, evalue=words, traceback=[f"{name}: {words}"])


def shown(text: Text) -> NotebookNode:
    """A sentence of ours as an output that decides no score."""
    words = "\n".join(text.by_language[code] for code in sorted(text.by_language))
    return new_output("display_data", data={"text/plain": words})


def _output(claim: Any, count: int, allowance: Allowance) -> NotebookNode:
    kind = claim.get("type") if type(claim) is dict else None
    if kind == "stream" and claim.get("name") in ("stdout", "stderr"):
        return _stream(claim["name"], claim.get("text"), allowance)
    if kind == "error":
        lines = claim.get("traceback")
        if type(lines) is not list:
            raise ValueError("no traceback")
        return new_output(
            "error",
            ename=_text(claim.get("ename"), 200, allowance),
            evalue=_text(claim.get("evalue"), _LONGEST, allowance),
            traceback=[_text(line, _LONGEST, allowance) for line in lines[:_MOST_LINES]],
        )
    if kind == "display_data":
        return new_output(kind, data=_data(claim.get("data"), allowance))
    if kind == "execute_result":
        return new_output(kind, data=_data(claim.get("data"), allowance), execution_count=count)
    raise ValueError("an output of no kind")


def _stream(name: str, text: Any, allowance: Allowance) -> NotebookNode:
    return new_output("stream", name=name, text=_text(text, _MOST_TEXT, allowance))


def _text(claim: Any, most: int, allowance: Allowance) -> str:
    """At most so much of a text. When the allowance is used up a little is still shown: what an output says at all is
    never lost."""
    if type(claim) is not str:
        raise ValueError("no text")
    text = cut(claim, most if len(claim) <= allowance.text else min(most, 200))
    allowance.text -= min(len(text), allowance.text)
    return text


def _data(claim: Any, allowance: Allowance) -> dict[str, str]:
    """A bundle of what may be shown. There is always a plain text, since nbgrader reads scores there."""
    if type(claim) is not dict:
        raise ValueError("no data")
    data = {"text/plain": _text(claim.get("text/plain", ""), _MOST_TEXT, allowance)}
    for kind, clean in (("text/html", clean_html), ("image/svg+xml", clean_svg)):
        text = claim.get(kind)
        if type(text) is str and len(text) <= allowance.markup:
            allowance.markup -= len(text)
            if cleaned := clean(cut(text, len(text))):  # type: ignore[operator]
                data[kind] = cleaned
    picture = claim.get("image/png")
    if type(picture) is bytes and len(picture) <= allowance.pictures:
        allowance.pictures -= len(picture)
        if cleaned_picture := clean_png(picture):
            data["image/png"] = base64.b64encode(cleaned_picture).decode()
    return data

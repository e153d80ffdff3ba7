"""The page on which an author sees a lesson as its students will: the task in every language, and what answers get."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from grader.reports.html import environment
from grader.reports.wording import wording
from grader.verdict import Text, Verdict

_MATH = re.compile(r"\$\$[^$]+\$\$|\$[^$\n]+\$")
_FOLDED = re.compile(r"^<details>\n<summary>(.*?)</summary>\n(.*?)^</details>$", re.DOTALL | re.MULTILINE)
_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Answer:
    """An answer of the course's own, and the page that its student would get."""

    name: str
    verdict: Verdict
    href: str


@dataclass(frozen=True)
class Preview:
    """A lesson as its students see it. `tasks` are Markdown by language, `figures` the files that they link to."""

    title: Text
    tasks: Mapping[str, str]
    notebooks: Mapping[str, str]
    figures: Mapping[str, bytes]
    answers: Sequence[Answer]
    leaks: Sequence[str]


def preview_html(preview: Preview, lang: str) -> str:
    """The page, which opens in `lang`. Formulas stay as they are written: JupyterLab sets them, this page runs no
    script."""
    tasks = {code: Markup(_task_html(text, preview.figures)) for code, text in preview.tasks.items()}
    template = environment().get_template("preview.html.jinja")
    rows = [(answer, wording(answer.verdict.outcome)) for answer in preview.answers]
    return template.render(lang=lang, preview=preview, tasks=tasks, rows=rows)


def _task_html(text: str, figures: Mapping[str, bytes]) -> str:
    """A task as HTML. Its hints fold out, as in a notebook."""
    pieces = [*_FOLDED.split(text), "", ""]  # text, then the title and the body of a hint, and the text behind it
    return "".join(
        markdown_html(before, figures)
        + (f"<details><summary>{escape(title)}</summary>{markdown_html(body, figures)}</details>\n" if body else "")
        for before, title, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    )


def markdown_html(text: str, figures: Mapping[str, bytes]) -> str:
    """Markdown as HTML; what is HTML in it is shown as text."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.inline.ruler.before("escape", "math", _math)
    tokens = reader.parse(text)
    for token in (child for one in tokens for child in one.children or ()):
        name = str(token.attrs.get("src", ""))
        if token.type == "image" and name in figures:
            kind = _KINDS.get(name[name.rfind(".") :].lower(), "application/octet-stream")
            token.attrs["src"] = f"data:{kind};base64,{base64.b64encode(figures[name]).decode()}"
    return str(reader.renderer.render(tokens, reader.options, {}))


def _math(state: Any, silent: bool) -> bool:
    """A formula is one piece: no underscore in it begins emphasis."""
    match = _MATH.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("code_inline", "code", 0).content = match[0]
    state.pos = match.end()
    return True


__all__ = ["Answer", "Preview", "markdown_html", "preview_html"]

"""What an instructor's browser is shown of a student's notebook: nbgrader's feedback, and formgrader.

Two things make it harmless. `disarm` takes out of the notebook what nbconvert would show unread. And nbconvert's own
filters are replaced where it makes HTML, since Markdown can only be judged when it has become HTML.
"""

from __future__ import annotations

import html
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grader.nbgrader.harmless_html import MOST_HTML, clean_html
from grader.nbgrader.harmless_pictures import clean_attachments


def configure_pages(c: Any) -> None:
    """Have nbconvert make harmless HTML, for feedback and for formgrader."""
    filters = c.HTMLExporter.get("filters")
    own = dict(filters) if isinstance(filters, dict) else {}
    c.HTMLExporter.filters = own | {"markdown2html": markdown2html, "clean_html": clean_html}
    c.HTMLExporter.sanitize_html = True


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """nbconvert's filter of the same name, and then nothing in it runs. What is too long is shown as it was written."""
    if len(source) > MOST_HTML:
        return clean_html(source)
    attachments = getattr(context.get("cell"), "attachments", None) or {}
    renderer = IPythonRenderer(escape=False, attachments=attachments, embed_images=False, exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))


def disarm(nb: Any) -> None:
    """Take out of a submitted notebook the state of widgets, attachments that are no pictures, and raw HTML."""
    nb.metadata.pop("widgets", None)
    for cell in nb.cells:
        if "attachments" in cell:
            cell.attachments = clean_attachments(cell.attachments)
        if cell.cell_type == "raw" and "<" in cell.source:  # nbconvert puts it into the page as it stands
            cell.source = html.escape(cell.source, quote=False)

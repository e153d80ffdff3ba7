"""What an instructor's browser shows of a hostile notebook: nbgrader's feedback and formgrader, in headless Chromium.

Each script of the student's asks for an address at ``pwned.invalid``: whatever asks for one has run. A course without
our line in its config shows that the scripts would run. Set ``GATEHOUSE_SCREENSHOTS`` to a folder to keep pictures.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbgrader")

from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.nbgrader.pages import disarm, markdown2html
from tests.in_browser import browser
from tests.nbgrader import foreign_course as course
from tests.nbgrader.server import formgrader
from tests.nbgrader.test_foreign import SAFE

PROOF = pytest.mark.proof("foreign-pages")
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


def script(name: str) -> str:
    return f"new Image().src='https://pwned.invalid/{name}'"


def tag(name: str) -> str:
    return f"<script>{script(name)}</script>"


def hostile_cells() -> list[Any]:
    """Every way into a page that a notebook has."""
    markdown = [
        f"<script>{script('md-script')}</script>",
        f'<img src=x onerror="{script("md-onerror")}">',
        f'<svg onload="{script("md-svg")}"></svg>',
        f'<iframe srcdoc="<script>{script("md-iframe")}</script>"></iframe>',
        f'<details open ontoggle="{script("md-toggle")}">x</details>',
        f'# <img src=x onerror="{script("md-heading")}">',
        f"[x](javascript:{script('md-link')})",
        f"```html\n</code></pre><script>{script('md-code')}</script>\n```",
        f'$x<img src=x onerror="{script("md-math")}">$',
        "![x](attachment:a.png)",
    ]
    cells = [new_markdown_cell(source) for source in markdown]
    cells[-1].attachments = {"a.png": {"image/png": f'{_PIXEL}"><script>{script("attachment")}</script>'}}
    raw = new_raw_cell(f"<script>{script('raw')}</script>")
    raw.metadata.raw_mimetype = "text/html"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{script('svg')}\">{tag('svg-script')}</svg>"
    image = f'<img src=x onerror="{script("html-onerror")}">'
    shown = [
        f"HTML({tag('html-script')!r})", f"HTML({image!r})", f"Javascript({script('javascript')!r})", f"SVG({svg!r})",
        f"IFrame({'javascript:' + script('iframe')!r}, 9, 9)",
    ]  # fmt: skip
    imports = "from IPython.display import *\n"
    code = [new_code_cell(f"{imports}display({one})") for one in shown]
    kinds = """text/html image/svg+xml application/javascript text/markdown text/latex image/png image/jpeg
        application/vnd.jupyter.widget-view+json text/vnd.mermaid application/pdf""".split()
    for number, kind in enumerate(kinds):
        given = tag(f"bundle-{number}")
        bundle = {kind: {"model_id": f"x</script>{given}"} if "widget" in kind else given, "text/plain": "x"}
        metadata = {"text/html": {"isolated": True}}
        code.append(new_code_cell(f"{imports}publish_display_data({bundle!r}, metadata={metadata!r})"))
    code.append(new_code_cell(f"raise ValueError({tag('error')!r})"))
    code.append(new_code_cell(f"print({chr(27) + '[31m' + tag('stream')!r})"))
    return [*cells, raw, *code]


def hand_in(home: Path) -> None:
    folder = course.hand_in(home, "essay", "eve", {"why": f"<script>{script('answer')}</script>\n\nMy **answer**"})
    path = folder / "essay.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += hostile_cells()
    state = {"state": {"x": {"model_name": f"</script><script>{script('widget')}</script>"}}, "version_major": 2}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {**state, "version_minor": 0}}
    notebook.metadata.title = f"</title><script>{script('title')}</script>"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def graded(home: Path, config: str) -> Path:
    course.make(home, {"essay": {}}, config)
    hand_in(home)
    course.nbgrader(home, "autograde", "essay")
    course.nbgrader(home, "generate_feedback", "essay")
    return home


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with browser() as chromium:
        yield chromium.new_page(viewport={"width": 1200, "height": 1600})


def asked_for(page: Any, url: str, picture: str) -> set[str]:
    """The scripts that ran when this page was shown."""
    seen: set[str] = set()

    def hear(route: Any) -> None:
        if "pwned.invalid" in route.request.url:
            seen.add(route.request.url.rpartition("/")[2])
        local = route.request.url.startswith(("file:", "data:", "http://127.0.0.1"))
        route.continue_() if local else route.abort()

    page.route("**/*", hear)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1500)
    if folder := os.environ.get("GATEHOUSE_SCREENSHOTS"):
        page.screenshot(path=Path(folder, f"{picture}.png"), full_page=True)
    page.unroute("**/*")
    return seen


def submission_of(home: Path) -> str:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{home / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission_notebook("essay", "essay", "eve").id


@PROOF
def test_no_script_of_a_students_runs_in_an_instructors_pages(tmp_path: Path, page: Any) -> None:
    plain, safe = graded(tmp_path / "plain", ""), graded(tmp_path / "safe", SAFE)
    feedback = "feedback/eve/essay/essay.html"
    would = asked_for(page, (plain / feedback).as_uri(), "feedback-without")
    assert {"answer", "md-script", "md-onerror", "html-script", "html-onerror", "bundle-0"} <= would, would
    assert asked_for(page, (safe / feedback).as_uri(), "feedback") == set()
    body = page.inner_text("body")
    assert "My answer" in body and "<script>" in body, "what was printed is shown as text"
    with formgrader(safe, tmp_path) as (url, token):
        page.goto(f"{url}api?token={token}")  # for the cookie
        assert asked_for(page, f"{url}formgrader/submissions/{submission_of(safe)}/", "formgrader") == set()
        assert "My answer" in page.inner_text("body")
        assert page.locator("textarea.comment").count() >= 2, "formgrader's own scripts run"


# --- without a browser ------------------------------------------------------------------------------------------------


class _Context(dict[str, Any]):
    pass


def rendered(source: str, attachments: Any = None) -> str:
    return markdown2html(_Context(cell=from_dict({"attachments": attachments or {}})), source)


def test_markdown_is_rendered_and_then_made_harmless() -> None:
    assert rendered("**b** `a < b` [x](https://example.org)") == (
        '<p><strong>b</strong> <code>a &lt; b</code> <a href="https://example.org">x</a></p>\n'
    )
    assert rendered("<script>alert(1)</script>x") == "x" or "script" not in rendered("<script>alert(1)</script>x")
    table = rendered("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<table>" in table and "<td>1</td>" in table
    assert '<span class="k">' in rendered("```python\nfor x in y: pass\n```")


def test_formulas_are_kept_for_mathjax() -> None:
    assert rendered(r"$\sigma(x) = \frac{1}{1 + e^{-x}}$ and $a<b$") == (
        "<p>$\\sigma(x) = \\frac{1}{1 + e^{-x}}$ and $a&lt;b$</p>\n"
    )


def test_attached_pictures_are_shown() -> None:
    html = rendered("![my drawing](attachment:a.png)", {"a.png": {"image/png": _PIXEL}})
    assert f'src="data:image/png;base64,{_PIXEL}"' in html and 'alt="my drawing"' in html


def test_a_notebook_is_disarmed() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("x"), new_raw_cell("<b>")], metadata={"widgets": {"a": {}}})
    text = base64.b64encode(b"<svg/>").decode()
    notebook.cells[0].attachments = {"a.svg": {"image/svg+xml": text}, "b.png": {"image/png": _PIXEL}, "c": 3}
    disarm(notebook)
    assert "widgets" not in notebook.metadata and notebook.cells[1].source == "&lt;b&gt;"
    assert list(notebook.cells[0].attachments) == ["b.png"]

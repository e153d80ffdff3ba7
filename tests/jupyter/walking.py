"""A JupyterLab of one's own with the committed panel, and a student at its keyboard; for the walks in a browser.

Set ``GATEHOUSE_SCREENSHOTS`` to a folder to keep a picture of each step.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course.lesson import lesson_at
from grader.jupyter.workspace import build_workspace
from tests.in_browser import PATIENCE, ROOT, serving

_QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}  # it would ask the internet
_TOKEN = "a-token-of-the-test"
_REGION = r"(?s)(\*+ Begin ?{0} \*+ #\n)(.*?)(\n?[^\n]*\*+ End ?{0} \*+ #)"


@dataclass
class Lab:
    """A JupyterLab over a workspace that a test fills. It can be stopped, and started again at the same address."""

    home: Path
    workspace: Path
    application: str = "lab"  # or notebook: Notebook 7
    port: int = 0
    url: str = ""
    _running: ExitStack = field(default_factory=ExitStack)

    def use(self, lang: str, theme: str = "Light", locale: str | None = None) -> None:
        """The student's settings; with a `locale`, the panel's language is JupyterLab's."""
        wishes: dict[str, dict[str, object]] = {
            "@jupyterlab/apputils-extension/themes": {"theme": f"JupyterLab {theme}"},
            "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
            "@jupyterlab/translation-extension/plugin": {"locale": locale or "default"},
            "gatehouse/plugin": {"language": "auto" if locale else lang},
        }
        for name, values in wishes.items():
            path = self.home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))

    def start(self) -> None:
        environment = {
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"),
            "IPYTHONDIR": str(self.home / "ipython"),
        }
        more = [f"--port={self.port}", f"--IdentityProvider.token={_TOKEN}", "--ServerApp.port_retries=0",
                f"--LabServerApp.extra_labextensions_path={self.home / 'panels'}"]  # fmt: skip
        module = {"lab": "jupyterlab", "notebook": "notebook"}[self.application]
        self.url, _ = self._running.enter_context(serving(module, self.home, self.workspace, more, environment))

    def stop(self) -> None:
        self._running.close()

    def lose(self) -> None:
        """The server is gone without a word."""
        for path in (self.home / "runtime").glob("jpserver-*.json"):
            os.kill(json.loads(path.read_text())["pid"], signal.SIGKILL)
            path.unlink()
        self.stop()

    def address(self, path: str = "") -> str:
        """Where a student begins, or a page of the server's."""
        return f"{self.url}{path or ('lab' if self.application == 'lab' else 'tree')}?token={_TOKEN}"


@contextmanager
def a_lab(folder: Path, application: str = "lab") -> Iterator[Lab]:
    home, workspace, panels = folder / "home", folder / "workspace", folder / "home" / "panels"
    (home / "config" / "labconfig").mkdir(parents=True)
    (home / "config" / "labconfig" / "page_config.json").write_text(json.dumps(_QUIET))
    extension = {"ServerApp": {"jpserver_extensions": {"grader.jupyter": True}}}
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(extension))
    panels.mkdir()
    (panels / "gatehouse").symlink_to(ROOT / "labextension" / "built")  # before one that was installed earlier
    workspace.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        lab = Lab(home, workspace, application, free.getsockname()[1])
    lab.start()
    try:
        yield lab
    finally:
        lab.stop()


def fill(workspace: Path, lang: str, lessons: Mapping[str, Sequence[str] | None]) -> None:
    """A workspace of these lessons, each written but for the regions named; None: as a student first gets it."""
    build_workspace(ROOT, workspace, lang, only=lessons)
    for name, missing in lessons.items():
        if missing is None:
            continue
        lesson = lesson_at(ROOT, name)
        path = workspace / name / f"{Path(lesson.module).stem}.ipynb"
        reference = (ROOT / "solutions" / name / lesson.module).read_text(encoding="utf-8")
        written = {region: _body(reference, region) for region in re.findall(r"\*+ Begin ?(\w*) \*+", reference)}
        answer(path, {region: body for region, body in written.items() if region not in missing})


def _body(text: str, region: str) -> str:
    found = re.search(_REGION.format(region), text)
    assert found, region
    return found[2]


def answer(path: Path, regions: Mapping[str, str]) -> None:
    """Write into regions of a notebook that is not open."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        for name, body in regions.items():
            found = re.search(_REGION.format(name), source)
            if found and cell["cell_type"] == "code":
                source = source[: found.start(2)] + body + source[found.start(3) :]
        cell["source"] = source
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


class Student:
    """Someone at the keyboard, with the panel."""

    def __init__(
        self, browser: Any, lab: Lab, about: str, width: int = 1280, height: int = 800, path: str = ""
    ) -> None:
        self.about = about
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(PATIENCE * 1000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(lab.address(path))

    def see(self, selector: str, text: str | None = None) -> Any:
        found = self.page.locator(selector, has_text=text).first
        found.wait_for()
        return found

    def click(self, selector: str, text: str | None = None) -> None:
        self.see(selector, text).click()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> str:
        """The kind of element that has the keyboard's focus."""
        return str(self.page.evaluate("() => document.activeElement.tagName"))

    def code(self, text: str) -> Any:
        """The first line of code with `text` in it, of the notebook that is in front."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-line", has_text=text).first

    def write_below(self, line: str, text: str) -> None:
        """Go to the end of the line of code that has `line` in it, and write on the next one."""
        self.code(line).click()
        self.press("End", "Enter")
        self.type(text)

    def write_over(self, line: str, text: str) -> None:
        """Write over the line of code that has `line` in it, from its indentation on."""
        self.code(line).click()
        self.press("Home", "Shift+End")
        self.type(text)

    def check(self) -> str:
        """Press the check button; what is said when it has ended."""
        self.click(".gatehouse-check.jp-mod-accept")
        return self.ended()

    def ended(self) -> str:
        """What the panel says of a check when it has ended."""
        self.page.locator(".gatehouse-summary:not(:has(progress))").wait_for()
        self.see(".gatehouse-check.jp-mod-accept")
        return str(self.see(".gatehouse-summary").inner_text())

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the server writes."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end
            self.page.wait_for_timeout(50)

    def picture(self, name: str) -> None:
        if folder := os.environ.get("GATEHOUSE_SCREENSHOTS"):
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=str(Path(folder) / f"{name}-{self.about}.png"))

    def leave(self, theirs: str = "") -> None:
        """Nothing on the page has gone wrong, but for an error with `theirs` in it, which is not ours."""
        errors = [error for error in self.errors if not theirs or theirs not in error]
        assert not errors, errors
        self.page.close()

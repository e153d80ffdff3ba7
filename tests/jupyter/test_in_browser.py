"""A student at work in a real JupyterLab in headless Chromium: write, save, `%check`, read the table.

Set ``GATEHOUSE_SCREENSHOTS`` to a folder to keep pictures of what was seen, in the light and the dark theme.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from grader.jupyter.workspace import build_workspace
from tests.in_browser import PATIENCE, need, serving

_SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},  # only the student saves in these tests
}


@dataclass
class Lab:
    """A JupyterLab server of its own, with its own settings, over a workspace."""

    url: str
    token: str
    workspace: Path
    settings: Path

    def use(self, theme: str) -> None:
        wishes = {**_SETTINGS, "@jupyterlab/apputils-extension/themes": {"theme": f"JupyterLab {theme}"}}
        for name, values in wishes.items():
            path = self.settings / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))

    def fresh_notebook(self, course: Path, lang: str) -> Path:
        """The lesson's notebook as a student first gets it, with no kernel left over from before."""
        for session in json.loads(self._ask("sessions").read()):
            self._ask(f"sessions/{session['id']}", "DELETE").close()
        shutil.rmtree(self.workspace / "01-warm-up", ignore_errors=True)
        (path,) = build_workspace(course, self.workspace, lang)
        return path

    def _ask(self, what: str, method: str = "GET") -> Any:
        headers = {"Authorization": f"token {self.token}"}
        return urlopen(Request(f"{self.url}api/{what}", headers=headers, method=method), timeout=PATIENCE)

    @property
    def notebook_url(self) -> str:
        return f"{self.url}lab/tree/01-warm-up/warm_up.ipynb?reset&token={self.token}"


@pytest.fixture(scope="module")
def course(make_course: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def lab(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    home = tmp_path_factory.mktemp("home")
    workspace = tmp_path_factory.mktemp("workspace")
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {name: str(home / folder) for name, folder in folders.items()}
    config = home / "config" / "labconfig"
    config.mkdir(parents=True)
    quiet = {"@jupyterlab/apputils-extension:announcements": True}  # it would ask the internet, in a dialog
    (config / "page_config.json").write_text(json.dumps({"disabledExtensions": quiet}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more = [f"--port={port}", "--ContentsManager.allow_hidden=False"]
    with serving("jupyterlab", home, workspace, more, environment) as address:
        yield Lab(*address, workspace, home / "settings")


class Student:
    """Someone at the keyboard."""

    def __init__(self, browser: Any, lab: Lab, path: Path) -> None:
        self.path = path
        self.page = browser.new_page(viewport={"width": 1180, "height": 1000}, device_scale_factor=2)
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(lab.notebook_url)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()

    def cell(self, source: str) -> Any:
        """The code cell whose source starts with `source`, or is it."""
        cells = self.page.locator(".jp-Notebook .jp-CodeCell")
        for cell in cells.all():
            text = cell.locator(".cm-content").inner_text()
            if text == source or text.startswith(source + "\n"):
                return cell
        raise AssertionError(f"no cell {source!r}")

    def write(self, source: str, line: int, code: str) -> None:
        """Replace a line (1-based) of a cell by typing."""
        self.cell(source).locator(".cm-line").nth(line - 1).click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        self.page.keyboard.type(code)

    def save(self) -> None:
        before = self.path.read_bytes()
        self.page.keyboard.press("Control+s")
        end = time.monotonic() + PATIENCE
        while self.path.read_bytes() == before:
            assert time.monotonic() < end, "the notebook was not saved"
            self.page.wait_for_timeout(50)

    def run(self, source: str) -> Any:
        """Run a cell; its output area, as it is when the kernel is done."""
        cell = self.cell(source)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        prompt = cell.locator(".jp-InputArea-prompt")
        self.page.wait_for_function("p => /\\[\\d+\\]/.test(p.textContent)", arg=prompt.element_handle())
        return cell.locator(".jp-OutputArea-output")

    def check(self, source: str = "%check") -> Any:
        """Run a check cell; the table that it shows."""
        output = self.run(source)
        table = output.locator(".gatehouse-table")
        table.locator("table").wait_for()
        return table

    def picture(self, name: str, what: Any) -> None:
        if folder := os.environ.get("GATEHOUSE_SCREENSHOTS"):
            what.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.mark.parametrize(("ci", "ends_with"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_a_browser_ci_fails_and_a_laptop_skips(
    monkeypatch: pytest.MonkeyPatch, ci: str, ends_with: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(ends_with, match="install it"):
        need(None, "install it")
    need("/usr/bin/chromium", "install it")


@pytest.mark.proof("browser")
@pytest.mark.parametrize(("lang", "theme"), [("en", "Light"), ("zh", "Dark")])
def test_write_save_check(browser: Any, lab: Lab, course: Path, lang: str, theme: str) -> None:
    lab.use(theme)
    path = lab.fresh_notebook(course, lang)
    student = Student(browser, lab, path)
    student.picture(f"notebook-{lang}-{theme}", student.page)
    student.write("# Twice as much.", 5, "    return 2 * x")
    student.write("def squash(x):", 4, "    y = np.tanh(x)")
    student.save()
    student.run("%load_ext grader")
    work = path.read_bytes()

    table = student.check()
    rows = table.locator("tbody tr").all_inner_texts()
    student.picture(f"wrong-{lang}-{theme}", table)
    passed, wrong, most = {"en": ("Passed", "Not passed", "1 / 3 points"), "zh": ("通过", "未通过", "1 / 3 分")}[lang]
    assert passed in rows[0]
    assert "1 / 1" in rows[0]
    assert wrong in rows[1]
    assert "0 / 2" in rows[1]
    assert {"en": "this is tanh, not the sigmoid", "zh": "这是 tanh，不是 sigmoid"}[lang] in rows[1]
    head = table.locator(".head").inner_text()
    assert most in head
    assert "warm_up.ipynb" in head
    assert path.read_bytes() == work

    # A right answer that was run and not saved is not graded, and the table says so.
    student.write("def squash(x):", 4, "    y = 1 / (1 + np.exp(-x))")
    student.run("def squash(x):")
    table = student.check("%check squash")
    student.picture(f"unsaved-{lang}-{theme}", table)
    assert "Ctrl+S" in table.locator(".warning").inner_text()
    assert len(table.locator("tbody tr").all()) == 1
    assert wrong in table.locator("tbody").inner_text()
    assert path.read_bytes() == work

    student.save()
    table = student.check()
    student.picture(f"right-{lang}-{theme}", table)
    student.picture(f"whole-{lang}-{theme}", student.page)
    assert {"en": "3 / 3 points", "zh": "3 / 3 分"}[lang] in table.inner_text()
    assert table.locator(".warning").count() == 0
    student.page.close()


@pytest.mark.proof("browser")
def test_an_error_and_an_interrupt(browser: Any, lab: Lab, course: Path) -> None:
    lab.use("Light")
    student = Student(browser, lab, lab.fresh_notebook(course, "en"))
    student.write("# Twice as much.", 5, "    return 2 * xx")
    student.write("def squash(x):", 4, "    while True: pass")
    student.save()
    student.run("%load_ext grader")
    table = student.check("%check double")
    student.picture("raised-en-Light", table)
    assert table.locator(".warning").count() == 0
    assert "return 2 * xx" in table.locator("pre").inner_text()
    assert "xx" in table.locator("tbody .said").inner_text()

    cell = student.cell("%check squash")
    cell.locator(".cm-content").click()
    student.page.keyboard.press("Control+Enter")
    cell.get_by_text("Checking").wait_for()
    student.page.keyboard.press("Escape")
    student.page.keyboard.press("i")
    student.page.keyboard.press("i")
    cell.get_by_text("Stopped; nothing was changed").wait_for()
    student.picture("stopped-en-Light", cell)
    assert (
        cell.locator(
            "[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]"
        ).count()
        == 0
    )
    student.page.close()

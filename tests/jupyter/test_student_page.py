"""What JupyterLab's page hides from students: nbgrader's buttons for who makes assignments, in a workspace only."""

from __future__ import annotations

from pathlib import Path

from grader.jupyter.extension import GatehouseApp
from grader.jupyter.handlers import SETTING
from grader.jupyter.student_page import HIDDEN, hiding


def test_nbgraders_buttons_for_authors_are_hidden_in_a_workspace_and_nowhere_else(tmp_path: Path) -> None:
    hook = hiding(tmp_path, lambda handler, page: page | {"before": True})
    assert hook(None, {"disabledExtensions": ["theirs"]}) == {"disabledExtensions": ["theirs"], "before": True}
    (tmp_path / ".gatehouse/exercises").mkdir(parents=True)
    hidden = hook(None, {"disabledExtensions": ["theirs"]})["disabledExtensions"]
    assert set(hidden) == {"theirs", *HIDDEN}
    assert "@jupyter/nbgrader:validate-assignment" in hidden and "@jupyter/nbgrader:assignment-list" not in hidden


def test_the_extension_has_that_hook(tmp_path: Path) -> None:
    (tmp_path / ".gatehouse/exercises").mkdir(parents=True)
    app = GatehouseApp()
    app.settings = {"server_root_dir": str(tmp_path)}
    app.initialize_settings()
    assert app.settings["page_config_hook"](None, {}) == {"disabledExtensions": sorted(HIDDEN)}
    app.settings[SETTING].close()

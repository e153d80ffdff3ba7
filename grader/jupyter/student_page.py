"""What JupyterLab does not show in a student's workspace: what is for who makes assignments, and news."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.jupyter.places import HOME

# A student fetches and hands in from our panel. "Validate" runs the whole notebook, and says nothing about our checks.
_OF_NBGRADER = ("course-list", "create-assignment", "formgrader", "menu", "validate-assignment")
# JupyterLab asks everybody whether it may fetch its news, and covers what they write until they have answered.
_NEWS = "@jupyterlab/apputils-extension:announcements"
HIDDEN = (*(f"@jupyter/nbgrader:{name}" for name in _OF_NBGRADER), _NEWS)
Hook = Callable[[Any, dict[str, Any]], dict[str, Any]]  # of jupyterlab_server: a handler, and a page's configuration


def hiding(root: Path, before: Hook | None) -> Hook:
    """A hook that hides them where `root`, what the server serves, is a workspace of ours; after the hook `before`."""

    def hook(handler: Any, page: dict[str, Any]) -> dict[str, Any]:
        page = before(handler, page) if before else page
        if (root / HOME / "exercises").is_dir():
            page["disabledExtensions"] = sorted({*page.get("disabledExtensions", ()), *HIDDEN})
        return page

    return hook


__all__ = ["HIDDEN", "hiding"]

"""The student's workspace, `%check`, and what JupyterLab's panel talks to."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """What jupyter_server asks of its extensions; nothing else of this package is imported before."""
    from grader.jupyter.extension import GatehouseApp

    return [{"module": "grader.jupyter.extension", "app": GatehouseApp}]

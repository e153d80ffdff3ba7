"""formgrader, in a Jupyter server of its own, for a real browser."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from tests.in_browser import serving


def formgrader(home: Path, folder: Path) -> AbstractContextManager[Any]:
    """A server over the nbgrader course in `home`: its address, and its token."""
    return serving("jupyter_server", folder, home, ["--port=0"], {})

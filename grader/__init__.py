"""Gatehouse: an autograder for hands-on deep-learning lessons."""

from __future__ import annotations

import sys
from typing import Any

from grader.progress import report

__all__ = ["__version__", "load_ipython_extension", "report", "unload_ipython_extension"]
__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext grader``: adds ``%check`` to a notebook or an IPython terminal."""
    from grader.messages.catalogue import CatalogueError, catalogues  # only here: `import grader` stays light

    try:
        catalogues()
    except CatalogueError as error:
        print(f"grader: {error}. Mend it, or take it out of GATEHOUSE_LOCALE.", file=sys.stderr)
        return
    from grader.messages.elsewhere import NEEDS_LINUX, ON_LINUX

    if not ON_LINUX:
        from grader.messages.languages import default_language

        print(NEEDS_LINUX.get(default_language()), file=sys.stderr)
        return
    from grader.jupyter import magics

    magics.load_ipython_extension(shell)


def unload_ipython_extension(shell: Any) -> None:
    """``%unload_ext grader``: takes ``%check`` away and ends what it kept warm."""
    from grader.messages.elsewhere import ON_LINUX

    if not ON_LINUX:
        return
    from grader.jupyter import magics

    magics.unload_ipython_extension(shell)

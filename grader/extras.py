"""What the light install leaves out: each optional package belongs to an extra of pyproject.toml."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType


class MissingExtraError(RuntimeError):
    """A package of an extra is not installed; the message has the command that installs it."""


def install(extra: str) -> str:
    """The command that adds `extra` to this environment."""
    return f"pip install 'gatehouse-grader[{extra}]'"


def needed(module: str, extra: str, what: str) -> ModuleType:
    """`module`, imported. Raises MissingExtraError if it is not installed: `what` is the work that needs it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        package = module.split(".")[0]
        if error.name is None or error.name.split(".")[0] != package:
            raise  # it is installed, and something inside it is broken
        raise MissingExtraError(f"{what} needs {package}, which is not installed: {install(extra)}") from None


def before_nbformat() -> None:
    """To be called before nbformat, or what needs it, is imported. It imports jsonschema, which would import a package
    that builds 38 parsers to judge the format of international addresses: three seconds, and no notebook has one."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as if it were not installed

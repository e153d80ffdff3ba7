"""What a runtime adds inside the wall. Its module may have any of these functions; one that it lacks does nothing:

install()             once, in the warm server, after its modules are imported; must execute no operation of a framework
backend() -> str      what its libraries compute with, asked in the warm server
seed(number)          random numbers repeat from here on; a program is about to be loaded
plain(value)          a function's result, or what print was given (a list), as it is to be sent; see `sandbox.wire`
present(values)       the list of what print was given, as the program wants it printed
services() -> module  what the program, or a lesson's probe, imports as ``grader.NAME``
script(tell)          a whole script is about to run; tell(sentence) says something of ours to whoever runs it
give_images(images)   the data set of a script
requests() -> dict    requests of its own, by their "op": functions of the request's other fields that return plain data
device()              (kind, name, bytes): "gpu" or "cpu", which one, and how much of its memory was taken at most

All but the first two are called in the child, the process of one submission.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import types
from collections.abc import Callable
from typing import Any


def _same(value: Any) -> Any:
    return value


def _nothing(*_: Any) -> None:
    return None


class Inside:
    """A runtime's module, with what it lacks filled in."""

    def __init__(self, name: str, module: types.ModuleType) -> None:
        self.name = name
        self.install: Callable[[], None] = getattr(module, "install", _nothing)
        self.backend: Callable[[], str | None] = getattr(module, "backend", _nothing)
        self.seed: Callable[[int], None] = getattr(module, "seed", _nothing)
        self.plain: Callable[[Any], Any] = getattr(module, "plain", _same)
        self.present: Callable[[list[Any]], list[Any]] = getattr(module, "present", _same)
        self.services: Callable[[], types.ModuleType | None] = getattr(module, "services", _nothing)
        self.script: Callable[[Callable[[str], None]], None] = getattr(module, "script", _nothing)
        self.give_images: Callable[[dict[str, Any]], None] = getattr(module, "give_images", _nothing)
        self.requests: dict[str, Callable[..., Any]] = getattr(module, "requests", dict)()
        self._device: Callable[[], tuple[str, str, int]] | None = getattr(module, "device", None)

    def device(self) -> dict[str, Any]:
        """Which device this process computes on, found out by computing something on it, and how much memory it took:
        {"kind": "gpu" or "cpu", "name", "peak_mb"}, or {"kind": "none", "why"} where not even that can be found out.

        Called before the student's program is loaded, when it can be believed, and at the end, when it is a claim.
        """
        if self._device is None:
            return {"kind": "none", "why": f"the runtime {self.name} cannot tell"}
        try:
            kind, name, peak = self._device()
        except Exception as error:
            return {"kind": "none", "why": f"{type(error).__name__}: {error}"[:500]}
        return {"kind": kind, "name": str(name)[:100], "peak_mb": round(peak / (1 << 20), 1)}


def load(name: str, path: str | None) -> Inside:
    """The runtime's module: the file or package's folder at `path`; None: the built-in one of that name."""
    if path is None:
        return Inside(name, importlib.import_module(f".{name}", __name__))
    folder = os.path.isdir(path)
    spec = importlib.util.spec_from_file_location(
        f"gatehouse_runtime_{name}",
        os.path.join(path, "__init__.py") if folder else path,
        submodule_search_locations=[path] if folder else None,
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"the module inside of the runtime {name} is no Python file: {os.path.basename(path)}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return Inside(name, module)

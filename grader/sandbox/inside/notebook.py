"""What a program finds that was written in a notebook: ``get_ipython()``, ``display()``, and ``import IPython``.

There is no kernel: what they are asked for is shown as text, or not done. `grader.source.cells` writes calls of
`Shell.timed` and `Shell.captured`.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

_PACKAGE = "IPython"
_SHOWING = (f"{_PACKAGE}.core.display_functions", f"{_PACKAGE}.core.display")  # the second had the names once


class Nothing:
    """Takes every call, and has every attribute."""

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


class Lines(list):  # type: ignore[type-arg]
    """What ``!command`` gives: the lines of its output, of which there are none."""

    @property
    def n(self) -> str:
        return "\n".join(self)

    nlstr = n

    @property
    def s(self) -> str:
        return " ".join(self)

    spstr = s

    @property
    def l(self) -> Lines:  # noqa: E743
        return self

    list = l

    def grep(self, *args: Any, **kwargs: Any) -> Lines:
        return Lines(self)

    fields = grep


class Timed:
    """What ``%timeit -o`` gives. Nothing was timed: the statement was run once."""

    best = worst = average = stdev = compile_time = 0.0
    loops = repeat = 1

    def __init__(self) -> None:
        self.timings, self.all_runs = [0.0], [0.0]


class Captured:
    """What ``%%capture`` gives. Nothing was captured: what the cell printed was shown."""

    stdout = stderr = ""

    def __init__(self) -> None:
        self.outputs: list[Any] = []

    def show(self) -> None:
        return None

    __call__ = show


class Shell(Nothing):
    """``get_ipython()``: the shell of no kernel."""

    def __init__(self) -> None:
        self.config: dict[str, Any] = {}  # libraries look here for the frontend, and find none

    @property
    def user_ns(self) -> dict[str, Any]:
        return vars(sys.modules.get("__main__") or sys.modules[__name__])

    def timed(self, value: Any = None) -> Timed:
        return Timed()

    @property
    def captured(self) -> Captured:
        return Captured()

    def getoutput(self, *args: Any, **kwargs: Any) -> Lines:
        return Lines()

    def run_cell_magic(self, name: str, line: str = "", cell: str = "") -> None:
        """Writes the file of ``%%writefile``; no other cell is run."""
        if name in ("writefile", "file"):
            words = line.split()
            mode = "a" if words[:1] in (["-a"], ["--append"]) else "w"
            path = " ".join(words[mode == "a" :]).strip("'\"")
            with open(path, mode, encoding="utf-8") as stream:
                stream.write(cell)


class Shown:
    """Anything of IPython's where it is not installed, such as ``HTML(text)``: made, and shown as its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.data = args[0] if args else kwargs.get("data")

    def __repr__(self) -> str:
        return f"<{_PACKAGE} object>"


class Handle:
    """What ``display(..., display_id=True)`` gives."""

    def __init__(self, show: Callable[..., Any]) -> None:
        self._show = show
        self.display_id = "0"

    def display(self, value: Any, **options: Any) -> None:
        self._show(value)

    update = display


class _Ours(importlib.abc.Loader):
    """Loads a module of IPython's, and puts our names into it: without a kernel its own write escape sequences."""

    def __init__(self, own: importlib.abc.Loader, names: dict[str, Any]) -> None:
        self._own, self._names = own, names

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return self._own.create_module(spec)

    def exec_module(self, module: types.ModuleType) -> None:
        self._own.exec_module(module)
        vars(module).update(self._names)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives IPython our shell; the one that is asked `last` stands in for all of it where it is not installed."""

    def __init__(self, names: dict[str, Any], *, last: bool) -> None:
        self._names, self._last = names, last

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> Any:
        if name == f"{_PACKAGE}.core.getipython":
            return importlib.machinery.ModuleSpec(name, self)
        if name in _SHOWING and not self._last:
            spec = importlib.machinery.PathFinder.find_spec(name, path)
            if spec is not None and spec.loader is not None:
                spec.loader = _Ours(spec.loader, self._names)
            return spec
        if not self._last or name.split(".")[0] != _PACKAGE:
            return None
        if name != _PACKAGE and not isinstance(sys.modules[_PACKAGE].__loader__, _Finder):
            return None  # it is installed, and has no such module
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        vars(module).update(self._names)
        module.__getattr__ = self._anything  # type: ignore[method-assign]
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        return None

    @staticmethod
    def _anything(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Shown,), {})


def install(show: Callable[[Any], None]) -> None:
    """Put the names where a notebook has them, unless IPython itself did. `show` prints one value, as text."""
    if hasattr(builtins, "__IPYTHON__"):
        return
    shell = Shell()

    def display(*values: Any, display_id: Any = None, **options: Any) -> Handle | None:
        """Shows each of the values as text."""
        for value in values:
            own = getattr(type(value), "_ipython_display_", None)
            if own is not None:
                own(value)
            else:
                show(value)
        return Handle(display) if display_id else None

    def get_ipython() -> Shell:
        return shell

    def displayhook(value: Any) -> None:
        """The last value of a cell."""
        if value is not None:
            display(value)
            builtins._ = value  # type: ignore[attr-defined]

    names = {"display": display, "get_ipython": get_ipython}
    vars(builtins).update(names)
    sys.displayhook = displayhook
    given = {**names, "clear_output": Nothing(), "update_display": display}
    sys.meta_path[:] = [_Finder(given, last=False), *sys.meta_path, _Finder(given, last=True)]

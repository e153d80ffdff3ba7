"""Hooks on Python's imports: change a module once it is imported, and modules that only we have.

Nothing is imported for it: who does not import a library does not pay for it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Sequence

Change = Callable[[types.ModuleType], None]


class Hooks(importlib.abc.MetaPathFinder):
    """What to do to modules, and modules to make, by name. `install` once; `remove` undoes only the finder's part."""

    def __init__(self) -> None:
        self._changes: dict[str, list[Change]] = {}

    def install(self) -> None:
        sys.meta_path.insert(0, self)

    def remove(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def after(self, name: str, change: Change) -> None:
        """Call `change` with the module `name` once it is imported; at once if it already is."""
        if (module := sys.modules.get(name)) is not None:
            change(module)
        else:
            self._changes.setdefault(name, []).append(change)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        changes = self._changes.pop(fullname, None)
        if changes is None:
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(fullname, path, target)) is not None:
                if spec.loader is not None:
                    spec.loader = _Changed(spec.loader, changes)  # type: ignore[assignment]
                return spec
        self._changes[fullname] = changes  # it may be installed later, in a notebook
        return None


class _Changed:
    """A loader that does what another does, and then changes the module."""

    def __init__(self, loader: object, changes: list[Change]) -> None:
        self._loader, self._changes = loader, changes

    def __getattr__(self, name: str) -> object:
        return getattr(self._loader, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return self._loader.create_module(spec)  # type: ignore[attr-defined, no-any-return]

    def exec_module(self, module: types.ModuleType) -> None:
        self._loader.exec_module(module)  # type: ignore[attr-defined]
        module.__loader__ = self._loader  # type: ignore[assignment]
        for change in self._changes:
            change(module)


class Fallback(importlib.abc.MetaPathFinder):
    """Modules of ours for names that nobody else has: each is filled by its function when it is first imported.

    A name's packages are there with it: for ``a.b.c``, ``a`` and ``a.b`` too, unless somebody else has them.
    """

    def __init__(self, fill: dict[str, Change]) -> None:
        self._fill = fill
        self._packages = {name.rsplit(".", count)[0] for name in fill for count in range(1, name.count(".") + 1)}

    def install(self) -> None:
        sys.meta_path.append(self)

    def remove(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._fill and fullname not in self._packages:
            return None
        loader = _Filled(self._fill.get(fullname))
        return importlib.machinery.ModuleSpec(fullname, loader, is_package=fullname in self._packages)


class _Filled(importlib.abc.Loader):
    def __init__(self, fill: Change | None) -> None:
        self._fill = fill

    def exec_module(self, module: types.ModuleType) -> None:
        if self._fill:
            self._fill(module)

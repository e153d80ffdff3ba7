"""Scripts of Keras 1 and 2 on the Keras that is installed: old places, arguments and methods, read as they were meant.

For whole scripts alone, in their own process, never for an answer that is graded. Where one meaning is clear the script
runs; else a sentence says what to write today. What is translated stands in tables: `places` has where names were,
`arguments` what parameters were called, `methods` what models and optimizers had.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Sequence

from . import arguments, methods, places

in_english = str  # marks what is translated outside the wall
NOTICE = in_english(
    "this script is written for an older Keras: its old names and arguments were read as Keras has them now"
)


def install(tell: Callable[[str], None]) -> None:
    """Make the `keras` of this process take what older scripts say. `tell` hears once that one did."""
    _extend(importlib.import_module("keras"), tell)


def install_in_the_place_of_keras(package: str, tell: Callable[[str], None]) -> None:
    """`install`, where ``import keras`` shall find `package`; nothing happens before it is imported."""
    sys.meta_path.insert(0, _Alias(package, tell))


def _extend(keras: types.ModuleType, tell: Callable[[str], None]) -> None:
    said: list[bool] = []

    def used() -> None:
        if not said:
            said.append(True)
            tell(NOTICE)

    places.install(keras, used)
    arguments.install(keras, used)
    methods.install(keras, used)


class _Alias(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """``import keras`` and everything below it finds `package`."""

    def __init__(self, package: str, tell: Callable[[str], None]) -> None:
        self._package, self._tell = package, tell
        self._is_extended = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != "keras" and not fullname.startswith("keras."):
            return None
        if not self._is_extended:
            self._is_extended = True
            _extend(importlib.import_module(self._package), self._tell)
        try:
            importlib.import_module(self._package + fullname[len("keras") :])
        except ModuleNotFoundError:
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Same(spec.name, sys.modules[self._package + spec.name[len("keras") :]])

    def exec_module(self, module: types.ModuleType) -> None:
        sys.modules[module.__name__] = vars(module)["_same"]


class _Same(types.ModuleType):
    """Stands for a moment in the place of another module, so that the import system leaves that one's own names."""

    def __init__(self, name: str, same: types.ModuleType) -> None:
        super().__init__(name)
        self._same = same

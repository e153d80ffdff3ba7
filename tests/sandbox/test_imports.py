"""Hooks on imports: they change what is imported, and cost nothing to what is not."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.imports import Fallback, Hooks


@pytest.fixture
def hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    (tmp_path / "hooked_module.py").write_text("x = 1\n\ndef f():\n    return x\n")
    monkeypatch.syspath_prepend(tmp_path)
    made = Hooks()
    made.install()
    yield made
    made.remove()
    for name in [name for name in sys.modules if name.startswith(("hooked_module", "nowhere_else"))]:
        del sys.modules[name]


def test_a_module_is_changed_once_it_is_imported(hooks: Hooks) -> None:
    changed: list[int] = []
    for number in (1, 2):
        hooks.after("hooked_module", lambda module, number=number: changed.append(module.x * number))  # type: ignore[misc]
    assert changed == [] and "hooked_module" not in sys.modules
    module = importlib.import_module("hooked_module")
    assert changed == [1, 2] and inspect.getsource(module.f) == "def f():\n    return x\n"
    importlib.reload(module)
    hooks.after("hooked_module", lambda module: changed.append(9))
    assert changed == [1, 2, 9], "one that is imported already is changed at once, and nothing twice"


def test_one_that_is_not_there_stays_missing_and_may_come_later(hooks: Hooks, tmp_path: Path) -> None:
    seen: list[str] = []
    hooks.after("hooked_module_later", lambda module: seen.append(module.__name__))
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("hooked_module_later")
    (tmp_path / "hooked_module_later.py").write_text("")
    importlib.invalidate_caches()
    importlib.import_module("hooked_module_later")
    assert seen == ["hooked_module_later"]


def test_modules_that_nobody_else_has(hooks: Hooks) -> None:
    fallback = Fallback(
        {name: lambda module: vars(module).update(y=2) for name in ("nowhere_else.a.b", "hooked_module")}
    )
    fallback.install()
    try:
        assert importlib.import_module("nowhere_else.a.b").y == 2
        assert not hasattr(importlib.import_module("nowhere_else.a"), "y")
        assert not hasattr(importlib.import_module("hooked_module"), "y"), "somebody else has it"
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("nowhere_else.c")
    finally:
        fallback.remove()
    assert importlib.util.find_spec("nowhere_else.d") is None

"""``tensorflow.contrib.training.HParams``: names and values that belong together."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

_SETTING = re.compile(r"\s*+(\w++)\s*+=\s*+(\[[^\]]*+\]|[^,\[]*+)\s*+(?:,|$)")


class HParams:
    """Hyperparameters: HParams(rate=0.1).rate, and a change of one takes a value of the type that it had."""

    def __init__(self, **kwargs: Any) -> None:
        self._names: list[str] = []
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name: str, value: Any) -> None:
        """Raises ValueError if the name is taken."""
        if hasattr(self, name):
            raise ValueError(f"there is a hyperparameter, or a method of HParams, that is called {name} already")
        setattr(self, name, value)
        self._names.append(name)

    def set_hparam(self, name: str, value: Any) -> None:
        """Raises KeyError if there is none of this name, ValueError if the value is not of its type."""
        if name not in self._names:
            raise KeyError(f"there is no hyperparameter {name}; these are: {', '.join(self._names)}")
        setattr(self, name, _like(getattr(self, name), value, name))

    def del_hparam(self, name: str) -> None:
        """Nothing happens if there is none of this name."""
        if name in self._names:
            self._names.remove(name)
            delattr(self, name)

    def get(self, key: str, default: Any = None) -> Any:
        return getattr(self, key) if key in self._names else default

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._names}

    def override_from_dict(self, values_dict: dict[str, Any]) -> HParams:
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def parse(self, values: str) -> HParams:
        """Take values from a text, such as ``rate=0.1,layers=[2,3]``. Raises ValueError if it is none of that kind."""
        at = 0
        while at < len(values):
            setting = _SETTING.match(values, at)
            if setting is None:
                raise ValueError(f"hyperparameters are written name=value,name=value; found: {values[at : at + 100]}")
            self.set_hparam(setting[1], _literal(setting[2].strip()))
            at = setting.end()
        return self

    def to_json(self, indent: Any = None, separators: Any = None, sort_keys: bool = False) -> str:
        return json.dumps(self.values(), indent=indent, separators=separators, sort_keys=sort_keys)

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def __repr__(self) -> str:
        return f"HParams({', '.join(f'{name}={value!r}' for name, value in self.values().items())})"


def _literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return {"true": True, "false": False}.get(text, text)


def _like(old: Any, new: Any, name: str) -> Any:
    """`new`, as a value of the type that `old` has."""
    if old is None or new is None:
        return new
    if isinstance(old, float) and type(new) is int:
        return float(new)
    if isinstance(old, (bool, int, float)) and type(new) is not type(old):
        raise ValueError(f"the hyperparameter {name} is of the type {type(old).__name__}; found: {new!r}")
    return str(new) if isinstance(old, str) else new


def names() -> dict[str, Any]:
    """What the module holds."""
    return {"HParams": HParams}

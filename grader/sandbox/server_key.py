"""What a warm server is started for: a runtime, on which backend and device, with which imports.

One string names it, since it travels as the key of a server: ``numpy``, ``keras+jax``, ``keras+torch@gpu``,
``python:json,statistics``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.sandbox import runtimes

DEVICES = ("cpu", "gpu")
MAX_IMPORTS = 50
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}(\.[A-Za-z_][A-Za-z0-9_]{0,99}){0,9}")
_KEY = re.compile(rf"(?P<name>\w+)(\+(?P<backend>\w+))?(@(?P<device>{'|'.join(DEVICES)}))?(:(?P<imports>[\w.,]+))?")
_FROM_HOST = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")  # which GPU, and where its libraries lie


@dataclass(frozen=True)
class ServerKey:
    """`runtime` is the name of one that is installed, and `backend` one of its own: None if it has none."""

    runtime: str
    backend: str | None = None
    device: str = "cpu"
    imports: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, runtime: str, backend: str | None = None, device: str = "cpu", imports: Iterable[str] = ()
    ) -> ServerKey:
        """What `runtime` makes of these wishes. A backend that it does not have is another runtime's, and its usual
        one is taken; a GPU stays asked for, whatever it is.

        Raises ValueError if there is no such runtime, or if it may not import these.
        """
        found = runtimes.find(runtime)
        return cls(runtime, found.backend(backend), device, checked_imports(found, imports))

    @classmethod
    def parse(cls, key: str) -> ServerKey:
        """Raises ValueError if `key` is none."""
        match = _KEY.fullmatch(key)
        if not match:
            raise ValueError(f"{key!r} is no key of a server; such as: numpy, keras+jax, keras+torch@gpu, python:json")
        found, backend = runtimes.find(match["name"]), match["backend"]
        if backend not in (None, *found.backends):
            raise ValueError(f"{key!r}: {found.title} has no backend {backend!r}; {_listed(found.backends)}")
        imports = match["imports"].split(",") if match["imports"] else ()
        return cls.of(found.name, backend, match["device"] or "cpu", imports)

    def __str__(self) -> str:
        usual = self.backend == self.definition.backend(None)
        backend = "" if usual else f"+{self.backend}"
        device = "" if self.device == "cpu" else f"@{self.device}"
        return self.runtime + backend + device + (f":{','.join(self.imports)}" if self.imports else "")

    @property
    def definition(self) -> runtimes.Runtime:
        return runtimes.find(self.runtime)

    @property
    def time_factor(self) -> float:
        """How many times the seconds that a lesson allows are needed."""
        return self.definition.time_factor(self.backend)

    def warm(self) -> tuple[str, ...]:
        """The modules that its server imports, in this order."""
        return (*self.definition.warm(self.backend), *self.imports)

    def environment(self, host: Mapping[str, str], threads: int | None = None) -> dict[str, str]:
        """Its part of the warm server's environment. All of it must stand before a library is imported.

        `threads` are those that its libraries may compute with in one box; left out, as many as there are cores.
        """
        own = dict(self.definition.environment(self.backend, self.device, threads))
        if self.device == "cpu":
            return own | {"CUDA_VISIBLE_DEVICES": "-1"}
        return own | {name: host[name] for name in _FROM_HOST if name in host}


def checked_imports(runtime: runtimes.Runtime, imports: Iterable[str]) -> tuple[str, ...]:
    """The modules that a lesson names for this runtime's server, sorted, each once.

    Raises ValueError if one is no module's name, if there are more than `MAX_IMPORTS`, or if the runtime takes none.
    """
    names = tuple(sorted(set(imports)))
    if names and not runtime.takes_imports:
        raise ValueError(f"the runtime {runtime.name} takes no imports: what it imports is its own; leave them out")
    if len(names) > MAX_IMPORTS:
        raise ValueError(f"{len(names)} imports, where {MAX_IMPORTS} are allowed; import the rest in the program")
    for name in names:
        if not _MODULE.fullmatch(name):
            raise ValueError(f"{name!r} cannot be imported; write a module's name, such as statistics or os.path")
    return names


def _listed(backends: tuple[str, ...]) -> str:
    return f"it has: {', '.join(backends)}" if backends else "it has none"

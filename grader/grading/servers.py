"""The warm servers of this machine."""

from __future__ import annotations

import threading
from pathlib import Path

from grader.course import datasets
from grader.sandbox import wall
from grader.sandbox.warm import Handle, WarmServer


class Servers:
    """The warm servers of this machine, each started when it is first needed.

    `minimum` is the lowest sandbox level to accept; `hidden` are folders that must not be visible in any sandbox;
    `threads`, see `ServerKey.environment`, is for those that are not running yet. Where something is `graded`, the
    folders that hold labels are hidden, too.
    """

    def __init__(
        self, minimum: str = "container", maximum: str = "strict", hidden: tuple[Path, ...] = (), *,
        graded: bool = True,
    ) -> None:  # fmt: skip
        if minimum not in wall.LEVELS:
            raise ValueError(f"no sandbox level {minimum!r}; there are {', '.join(wall.LEVELS)}")
        self.minimum, self._maximum, self._hidden = minimum, maximum, hidden
        self.threads: int | None = None
        self._graded = graded
        self._running: dict[str, WarmServer] = {}
        self._cancelled = threading.Event()

    def get(self, runtime: str) -> Handle:
        """How to reach the server of `runtime`; starts it, or starts it again if it died. Raises SandboxError."""
        server = self._running.get(runtime)
        if server is None or not server.alive:
            if server is not None:
                server.close()
            labels = datasets.folders(wall.package_folders()) if self._graded else ()
            hidden = (*self._hidden, *labels)
            server = WarmServer(
                runtime, minimum=self.minimum, maximum=self._maximum, hidden=hidden, threads=self.threads,
                cancelled=self._cancelled,
            )  # fmt: skip
            self._running[runtime] = server
        return server.handle

    def abort(self) -> None:
        """Servers that are starting, in other threads, give up at once."""
        self._cancelled.set()

    def close(self) -> None:
        for server in self._running.values():
            server.close()
        self._running.clear()

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""The warm servers of this machine, and which of them an answer needs."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import datasets
from grader.sandbox import wall
from grader.sandbox.errors import SandboxError
from grader.sandbox.server_key import ServerKey
from grader.sandbox.warm import Handle, WarmServer

if TYPE_CHECKING:
    from grader.course.lesson import Form, Lesson
    from grader.grading.task import Policy


def runtime_in(lesson: Lesson, dialect: str | None, policy: Policy) -> str:
    """The key of the server for answers to the lesson in this dialect."""
    return runtime_of(lesson, lesson.form(dialect), policy)


def runtime_of(lesson: Lesson, form: Form, policy: Policy) -> str:
    """The key of the server for answers in this form of the lesson."""
    return str(ServerKey.of(form.runtime, policy.backend, policy.device or lesson.device(policy.profile), form.imports))


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
        self._begun: dict[str, WarmServer] = {}
        self._cancelled = threading.Event()

    def begin(self, runtime: str) -> None:
        """Let the server of `runtime` start while something else is done: `get` waits for it, and says what failed."""
        if runtime not in self._begun:
            with contextlib.suppress(SandboxError, OSError):
                self._begun[runtime] = self._new(runtime)

    def get(self, runtime: str) -> Handle:
        """How to reach the server of `runtime`; starts it, or starts it again if it died. Raises SandboxError."""
        server = self._running.get(runtime)
        if server is None or not server.alive:
            if server is not None:
                server.close()
            server = self._begun.pop(runtime, None) or self._new(runtime)
            server.wait()
            self._running[runtime] = server
        return server.handle

    def _new(self, runtime: str) -> WarmServer:
        labels = datasets.folders(wall.package_folders()) if self._graded else ()
        return WarmServer(
            runtime, minimum=self.minimum, maximum=self._maximum, hidden=(*self._hidden, *labels), threads=self.threads,
            cancelled=self._cancelled, wait=False,
        )  # fmt: skip

    def abort(self) -> None:
        """Servers that are starting, in other threads, give up at once."""
        self._cancelled.set()

    def let_go(self) -> None:
        """All begin to end, at the same time; none may be starting in another thread."""
        for server in (*self._running.values(), *self._begun.values()):
            server.let_go()

    def close(self) -> None:
        self.let_go()
        for server in (*self._running.values(), *self._begun.values()):
            server.close()
        self._running.clear()
        self._begun.clear()

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def servers_of(course: Path, minimum: str, hidden: Iterable[Path] = ()) -> Servers:
    """Those that grade answers to a course: neither of its halves is seen in any sandbox."""
    return Servers(minimum, hidden=(course / "exercises", course / "solutions", *hidden))

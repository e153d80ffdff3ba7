"""The warm server, as the grader sees it: start it at the highest level that this machine offers, reach it, end it.

`SandboxError` is a fault of ours or of this machine, never the student's.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.sandbox import wall
from grader.sandbox.errors import DeviceError, SandboxError
from grader.sandbox.folders import ServerFolder
from grader.sandbox.runtimes import Runtime, versions_of
from grader.sandbox.server_key import ServerKey

if TYPE_CHECKING:
    from grader.sandbox.spares import Spares

_START_SECONDS = 180  # a first import of TensorFlow from a cold disk is slow
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": wall.HOME,
    "TMPDIR": wall.HOME,
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a server with threads could not fork safely
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "JOBLIB_MULTIPROCESSING": "0",  # scikit-learn's helpers would try to fork, and warn that they cannot
}
_BOOT = (
    "import json, sys; config = json.load(sys.stdin.buffer); sys.path[:0] = config['path'];"
    "sys.path += config['site']; from sandbox.inside import server; server.main(config)"
)


@dataclass(frozen=True)
class Handle:
    """How to reach a warm server from any process of this machine; in one process, perhaps with one of its children in
    hand."""

    runtime: str
    address: str
    level: str
    versions: dict[str, str]
    backend: str | None
    device: str = "cpu"
    spares: Spares | None = field(default=None, compare=False, repr=False)


class WarmServer:
    """A process that has imported a runtime, and forks a walled child per box. `runtime` is a `ServerKey`'s text.

    Takes the highest level that this host offers, but never one below `minimum`; raises SandboxError if that cannot be
    had, or if the runtime's packages cannot be imported; DeviceError if it needs a GPU and there is none, or could
    not show that it computes on one. For `threads` see `ServerKey.environment`. Once `cancelled` is set, it gives up
    starting, and ends at once. Unless told to `wait`, the constructor only launches it, and `wait` raises these.
    """

    def __init__(
        self, runtime: str, *, minimum: str = "process", maximum: str = "strict", hidden: tuple[Path, ...] = (),
        threads: int | None = None, cancelled: threading.Event | None = None, wait: bool = True,
    ) -> None:  # fmt: skip
        self._cancelled = cancelled or threading.Event()
        self._home = ServerFolder()
        self._folder = self._home.path
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline = self._ready = -1
        self._text, self._hidden, self._threads, self._minimum = runtime, hidden, threads, minimum
        lowest, highest = wall.LEVELS.index(minimum), wall.LEVELS.index(maximum)
        self._levels = list(reversed(wall.LEVELS[lowest : highest + 1]))  # that are left to try
        self.reasons: list[str] = []
        try:
            if wait:
                self.wait()
            elif self._levels:
                with contextlib.suppress(wall.WallError):  # it is tried again, and told, when it is waited for
                    self._launch()
        except BaseException:
            self.close()
            raise

    def wait(self) -> None:
        """Until it is ready, at this level or a lower one; what cannot be had is raised, and ends it."""
        try:
            while self._levels:
                try:
                    if self._ready < 0:
                        self._launch()
                    self.handle = self._started(self._levels[0])
                    return
                except wall.WallError as error:
                    self.reasons.append(f"{self._levels.pop(0)}: {error.strerror}")
                    self._end_process()
            raise SandboxError(
                f"this machine does not offer the sandbox level {self._minimum!r} ({'; '.join(self.reasons)}). "
                "See docs/sandbox.md for what each level needs; `grader grade` takes a lower one with --level."
            )
        except BaseException:
            self.close()
            raise

    def _launch(self) -> None:
        key, level = _key(self._text), self._levels[0]
        outer = self._outer_plan(key, level, self._hidden)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(self._address(level))
            listener.listen(64)
            self._ready = self._run(key, outer, listener, key.environment(os.environ, self._threads))

    def _address(self, level: str) -> str:
        return str(self._folder / f"{level}.sock")

    def _started(self, level: str) -> Handle:
        key = _key(self._text)
        ready, self._ready = self._ready, -1
        said = self._await_ready(ready)
        if "wall" in said:
            raise wall.WallError(1, said["wall"])
        if "backend" not in said:
            raise SandboxError(
                f"the {key} runtime does not start: {said.get('error', 'it ended at once')}. Check that its packages "
                f"are installed ({key.definition.install_command(key.backend)}). {self._log_tail()}"
            )
        versions = versions_of(key.definition.records(key.backend))
        return Handle(self._text, self._address(level), level, versions, said["backend"], key.device)

    def _outer_plan(self, key: ServerKey, level: str, hidden: tuple[Path, ...]) -> wall.OuterPlan:
        """What it may see. Raises DeviceError if it needs a GPU and this machine has none."""
        nodes = wall.gpu_nodes() if key.device == "gpu" else ()
        if key.device == "gpu" and not nodes:
            raise DeviceError("this machine has none (there is no /dev/nvidia*)")
        package = Path(__file__).resolve().parent
        veiled = wall.to_hide([package.parent, *hidden])
        roots = wall.visible_roots()
        readable, listable = (roots, ()) if level == "strict" else wall.around(roots, veiled)
        if nodes:
            readable = (*readable, *wall.GPU_FACTS)
        inside = _inside(key.definition)
        if inside and level != "strict":
            readable = (*readable, inside)
        scaffold = str(self._home.scaffold())
        return wall.OuterPlan(level, scaffold, str(package), readable, listable, veiled, nodes, inside)

    def _run(self, key: ServerKey, outer: wall.OuterPlan, listener: socket.socket, environment: dict[str, str]) -> int:
        """Start its process; the descriptor on which it will say that it is ready, or why not."""
        lifeline_reader, self._lifeline = os.pipe()
        ready_reader, ready_writer = os.pipe()
        config = {
            "path": [str(Path(outer.package).parent)],
            "site": wall.imported_from(),
            "runtime": _plain(key, outer),
            "outer": outer.to_plain(),
            "listen_fd": listener.fileno(),
            "lifeline_fd": lifeline_reader,
            "ready_fd": ready_writer,
        }
        with open(self._folder / "server.log", "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, str(key), str(self._folder)],
                env=_ENVIRONMENT | environment,
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=(listener.fileno(), lifeline_reader, ready_writer),
                start_new_session=True,
            )
        os.close(lifeline_reader)
        os.close(ready_writer)
        assert self._process.stdin is not None
        # On its standard input, not as arguments: they would be seen inside, and a class has many folders to hide.
        try:
            with self._process.stdin as stdin:
                stdin.write(json.dumps(config).encode())
        except BrokenPipeError:
            pass  # it ended at once; why, is said by who waits for it
        return ready_reader

    def _await_ready(self, fd: int) -> dict[str, Any]:
        try:
            end = time.monotonic() + _START_SECONDS
            while not select.select([fd], [], [], 0.1)[0]:
                if self._cancelled.is_set():
                    return {"error": "it is not wanted any more"}
                if time.monotonic() > end:
                    return {"error": "it did not start in time"}
            line = os.read(fd, 65536)
            return json.loads(line) if line else {}
        finally:
            os.close(fd)

    def _log_tail(self) -> str:
        try:
            return (self._folder / "server.log").read_text(errors="replace")[-1000:].strip()
        except OSError:
            return ""

    def let_go(self) -> None:
        """It shall end, with everything in it; `close` waits for that."""
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def _end_process(self) -> None:
        self.let_go()
        if self._process is not None:
            if (self._cancelled.is_set() or self._ready >= 0) and not hasattr(self, "handle"):
                self._kill()  # it still imports, and would hear of the lifeline only afterwards
            self._await_end(10)
            self._process = None
        if self._ready >= 0:
            os.close(self._ready)
            self._ready = -1

    def _await_end(self, seconds: float) -> None:
        """Past so many seconds it is killed. `Popen.wait` would look only now and then whether it has ended."""
        assert self._process is not None
        if self._process.poll() is not None:
            return
        pidfd = os.pidfd_open(self._process.pid)
        try:
            if not select.select([pidfd], [], [], seconds)[0]:
                self._process.kill()
        finally:
            os.close(pidfd)
        self._process.wait()

    def _kill(self) -> None:
        """End a server that is not ready. At `strict` first the one inside, so that its parent is there to reap it."""
        assert self._process is not None
        pid = self._process.pid
        try:
            inside = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        except OSError:
            inside = []
        for child in inside:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        if not inside:
            self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether it takes orders. Its process alone would not say: at `strict` that ends a moment after the server."""
        if self._process is None or self._process.poll() is not None:
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
            probe.settimeout(1)
            try:
                probe.connect(self.handle.address)
            except (TimeoutError, BlockingIOError):
                return True  # many are waiting in line
            except OSError:
                return False
        return True

    def close(self) -> None:
        """End the server and everything in it, and remove its files. Safe to call twice."""
        self._end_process()
        self._home.close()

    def __enter__(self) -> WarmServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _key(text: str) -> ServerKey:
    """Raises SandboxError if that names no server, DeviceError if it asks for a GPU that nothing would show."""
    try:
        key = ServerKey.parse(text)
    except ValueError as error:
        raise SandboxError(str(error)) from None
    if key.device == "gpu" and not key.definition.shows_device:
        raise DeviceError(f"the runtime {key.runtime} has nothing that would compute on one", elsewhere=False)
    return key


def _inside(runtime: Runtime) -> str:
    """Where the runtime's module inside lies, "" for a built-in one. Raises SandboxError if nothing can be there."""
    if runtime.inside is None:
        return ""
    path = Path(runtime.inside).resolve()
    if not (path.suffix == ".py" and path.is_file()) and not (path / "__init__.py").is_file():
        raise SandboxError(
            f"the runtime {runtime.name} says that its module inside is {path}, and there is no .py file and no "
            "package; reinstall the package that the runtime comes from"
        )
    return str(path)


def _plain(key: ServerKey, outer: wall.OuterPlan) -> dict[str, Any]:
    """What the server is told of its runtime."""
    return {
        "name": key.runtime,
        "inside": outer.runtime_seen() or None,
        "warm": key.warm(),
        "device": key.device,
    }

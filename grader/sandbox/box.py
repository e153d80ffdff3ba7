"""The trusted side: start a warm server, open a box in it for one submission, call, watch the clock, kill.

    server = WarmServer("numpy")                       # once per runtime
    with Box(server.handle, limits) as box:            # one walled process
        box.load(program, "gate_math.py")
        reply = box.call("sigmoid", [0.0])

`Fault` is what the student's code did; `SandboxError` is a fault of ours or of this machine, never the student's.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.lesson import Limits
from grader.sandbox import wall, wire

_PREFIX = "gatehouse-"
_SWEEP_AFTER = 60  # seconds; between mkdtemp and flock a folder looks abandoned
_START_SECONDS = 180  # a first import of TensorFlow from a cold disk is slow
_SPAWN_SECONDS = 60
_PATIENCE = 4  # a call may take this many times its limit if the machine kept it waiting for the rest
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": wall.HOME,
    "TMPDIR": wall.HOME,
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a server with threads could not fork safely
    "OMP_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "Agg",
    "KERAS_BACKEND": "tensorflow",
}


class SandboxError(RuntimeError):
    """The sandbox itself failed, or this machine cannot offer the level asked for. No score follows from it."""


class Fault(Exception):
    """What the student's code did instead of answering.

    `kind` is raised, timeout, memory, crashed, output_limit, missing, not_callable or unsendable; `facts` holds what is
    known: type, message and frames [(line of the program, function)] of an exception, seconds, status, name...
    """

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(f"{kind}: {facts}")
        self.kind, self.facts = kind, facts


@dataclass(frozen=True)
class Handle:
    """How to reach a warm server from any process of this machine."""

    runtime: str
    address: str
    level: str
    versions: dict[str, str]
    backend: str | None


@dataclass
class Reply:
    """One call's claim: its value, the objects given to print (one tuple a print), and the text really printed."""

    value: Any
    printed: list[tuple[Any, ...]] = field(default_factory=list)
    stdout: str = ""
    stderr: str = ""


@dataclass
class Usage:
    """What the student's processes used: CPU seconds and peak resident mebibytes."""

    cpu: float = 0.0
    peak_memory_mb: float = 0.0


class WarmServer:
    """A process that has imported `runtime` and forks a walled child per box.

    Takes the highest level that this host offers, but never one below `minimum`; raises SandboxError if that cannot be
    had, or if the runtime's packages cannot be imported.
    """

    def __init__(
        self, runtime: str, *, minimum: str = "process", maximum: str = "strict", hidden: tuple[Path, ...] = ()
    ) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._folder.chmod(0o711)
        self._lock = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline = -1
        reasons = []
        try:
            for level in reversed(wall.LEVELS):
                if not wall.LEVELS.index(minimum) <= wall.LEVELS.index(level) <= wall.LEVELS.index(maximum):
                    continue
                try:
                    self.handle = self._start(runtime, level, hidden)
                    self.reasons = reasons
                    return
                except wall.WallError as error:
                    reasons.append(f"{level}: {error.strerror}")
                    self._end_process()
            raise SandboxError(
                f"this machine does not offer the sandbox level {minimum!r} ({'; '.join(reasons)}). "
                "See docs/sandbox.md for what each level needs, or allow a lower one with --level."
            )
        except BaseException:
            self.close()
            raise

    def _start(self, runtime: str, level: str, hidden: tuple[Path, ...]) -> Handle:
        package = Path(__file__).resolve().parent
        scaffold = self._folder / "root"
        scaffold.mkdir(exist_ok=True)
        address = str(self._folder / f"{level}.sock")
        outer = wall.OuterPlan(
            level=level,
            scaffold=str(scaffold),
            package=str(package),
            readable=wall.visible_roots(),
            hidden=wall.to_hide([package.parent, *hidden]),
        )
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(address)
            listener.listen(64)
            lifeline_reader, self._lifeline = os.pipe()
            ready_reader, ready_writer = os.pipe()
            # On its standard input, not as arguments: they would be seen inside, and a class has many folders to hide.
            config = {
                "path": [str(package.parent)],
                "site": [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages")],
                "runtime": runtime,
                "outer": outer.to_plain(),
                "listen_fd": listener.fileno(),
                "lifeline_fd": lifeline_reader,
                "ready_fd": ready_writer,
            }
            boot = (
                "import json, sys; config = json.load(sys.stdin.buffer); sys.path[:0] = config['path'];"
                "sys.path += config['site']; from sandbox.inside import server; server.main(config)"
            )
            command = [sys.executable, "-I", "-c", boot, runtime, str(self._folder)]
            with open(self._folder / "server.log", "wb") as log:
                self._process = subprocess.Popen(
                    command,
                    env=_ENVIRONMENT,
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
            try:
                with self._process.stdin as stdin:
                    stdin.write(json.dumps(config).encode())
            except BrokenPipeError:
                pass  # it ended at once; why, is said below
        said = self._await_ready(ready_reader)
        if "wall" in said:
            raise wall.WallError(1, said["wall"])
        if "versions" not in said:
            raise SandboxError(
                f"the {runtime} runtime does not start: {said.get('error', 'it ended at once')}. "
                f"Check that its packages are installed (pip install -c constraints.txt -e .). {self._log_tail()}"
            )
        return Handle(runtime, address, level, said["versions"], said["backend"])

    def _await_ready(self, fd: int) -> dict[str, Any]:
        try:
            readable, _, _ = select.select([fd], [], [], _START_SECONDS)
            line = os.read(fd, 65536) if readable else b'{"error": "it did not start in time"}'
            return json.loads(line) if line else {}
        finally:
            os.close(fd)

    def _log_tail(self) -> str:
        try:
            return (self._folder / "server.log").read_text(errors="replace")[-1000:].strip()
        except OSError:
            return ""

    def _end_process(self) -> None:
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        if self._process is not None:
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

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
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> WarmServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _sweep() -> None:
    """Remove the folders of servers whose grader was killed: nobody holds their lock."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        try:
            fd = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            if os.fstat(fd).st_uid == os.geteuid() and time.time() - os.fstat(fd).st_mtime > _SWEEP_AFTER:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(fd)


class Box:
    """One walled process for one submission. After a `Fault` of the process itself, `alive` is false: `start` again."""

    def __init__(
        self,
        handle: Handle,
        limits: Limits,
        on_progress: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        self.handle, self.limits, self.usage = handle, limits, Usage()
        self.on_progress = on_progress
        self.charged = 0.0  # seconds that calls took, less what the machine kept them waiting
        self._control: socket.socket | None = None
        self._wire: socket.socket | None = None
        self._pidfd = -1
        self._pipes: dict[int, bytearray] = {}
        self._scratch: Path | None = None
        self._buffer = bytearray()

    # -- life

    @property
    def alive(self) -> bool:
        return self._wire is not None

    def start(self) -> None:
        """Fork and wall in a fresh process. Raises SandboxError."""
        self.stop()
        control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = control
        ours, theirs = socket.socketpair()
        self._wire, self._buffer = ours, bytearray()
        out_reader, out_writer = os.pipe()
        err_reader, err_writer = os.pipe()
        self._pipes = {out_reader: bytearray(), err_reader: bytearray()}
        try:
            control.settimeout(_SPAWN_SECONDS)
            control.connect(self.handle.address)
            order = json.dumps({"limits": self._inner_limits()}).encode()
            socket.send_fds(control, [order], [theirs.fileno(), out_writer, err_writer])
            message, fds, _, _ = socket.recv_fds(control, 65536, 1)
            self._pidfd = fds[0] if fds else -1
            if not fds:
                raise SandboxError(f"no sandbox process: {message.decode(errors='replace') or 'the server is gone'}")
        except OSError as error:
            self.stop()
            raise SandboxError(f"the sandbox server does not answer ({error}); grade again") from error
        except SandboxError:
            self.stop()
            raise
        finally:
            theirs.close()
            os.close(out_writer)
            os.close(err_writer)
        for fd in self._pipes:
            os.set_blocking(fd, False)
        ours.setblocking(False)
        try:
            first = self._receive(_Deadline(_SPAWN_SECONDS, self._pidfd), 1 << 16)
        except Fault as fault:
            said = bytes(self._pipes[err_reader]).decode(errors="replace").strip() if self._pipes else ""
            self.stop()
            raise SandboxError(said or f"the walled process did not start ({fault})") from fault
        if first != {"ready": True}:
            self.stop()
            raise SandboxError("the walled process did not say that it is ready")

    def _inner_limits(self) -> dict[str, Any]:
        scratch = wall.HOME
        if self.handle.level != "strict":
            self._scratch = Path(tempfile.mkdtemp(prefix="box-", dir=Path(self.handle.address).parent))
            if (owner := wall.scratch_owner(self.handle.level)) is not None:
                os.chown(self._scratch, owner, owner)
            scratch = str(self._scratch)
        return {
            "memory_mb": self.limits.memory_mb,
            "disk_mb": self.limits.disk_mb,
            "cpu_seconds": int(self.limits.total_seconds * (os.cpu_count() or 1)) + 1,
            "scratch": scratch,
            "readable": list(wall.visible_roots()),
        }

    def stop(self) -> None:
        """Kill the process, wait until the server has seen it end, and add up what it used."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        if self._pidfd >= 0:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
            os.close(self._pidfd)
            self._pidfd = -1
            self._await_exit()
        for fd in self._pipes:
            os.close(fd)
        self._pipes = {}
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None

    def _await_exit(self) -> int | None:
        """The exit status; None if there is no server any more to tell it."""
        assert self._control is not None
        try:
            message = json.loads(self._control.recv(65536) or b"{}").get("exit")
        except (OSError, ValueError):
            return None
        if not message:
            return None
        self.usage.cpu += message["cpu"]
        self.usage.peak_memory_mb = max(self.usage.peak_memory_mb, message["peak_kb"] / 1024)
        return int(message["status"])

    def __enter__(self) -> Box:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- requests

    def load(
        self, program: str, filename: str, probe: str | None = None, *,
        seed: int = 0, first_handle: int = 0, seconds: float | None = None,
    ) -> Reply:  # fmt: skip
        """Execute the program as a module, and the lesson's probe beside it. Raises Fault."""
        request = {"op": "load", "program": program, "filename": filename, "probe": probe, "seed": seed}
        request["first_handle"] = first_handle
        return self._request(request, seconds)

    def call(
        self, name: str, args: list[Any] | tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None, *,
        target: str = "student", seconds: float | None = None,
    ) -> Reply:  # fmt: skip
        """Call a function of the student's module, or of the lesson's probe. Raises Fault, or SandboxError."""
        request = {"op": "call", "target": target, "name": name, "args": list(args), "kwargs": kwargs or {}}
        return self._request(request, seconds)

    def _request(self, request: dict[str, Any], seconds: float | None) -> Reply:
        if self._wire is None:
            raise SandboxError("the box is not open")
        seconds = seconds or self.limits.call_seconds
        deadline = _Deadline(seconds, self._pidfd)
        for text in self._pipes.values():
            text.clear()
        try:
            self._send(wire.frame(wire.Encoder().encode(request)), deadline)
            while True:
                message = self._receive(deadline, self.limits.reply_mb << 20)
                if type(message) is dict and type(message.get("progress")) is dict:
                    if self.on_progress:
                        self.on_progress(message["progress"])
                    continue
                return self._judge(message)
        finally:
            self.charged += deadline.charged()

    def _judge(self, message: Any) -> Reply:
        """A reply is a claim too: take nothing of it for granted."""
        self._drain()
        stdout, stderr = (bytes(text).decode("utf-8", "replace") for text in self._pipes.values())
        try:
            if "error" in message:
                facts = dict(message["error"])
                kind = facts.pop("kind")
                if kind not in ("raised", "memory", "missing", "not_callable", "unsendable"):
                    raise ValueError(kind)
                if kind in ("missing", "not_callable") and type(facts.get("name")) is not str:
                    raise ValueError(f"{kind}, but of what?")
                raise Fault(kind, **_clean(facts), stdout=stdout, stderr=stderr)
            decoder = wire.Decoder()  # one for all: what was printed shares one allowance
            printed = [_objects(decoder.decode(packed)) for packed in message["printed"]]
            return Reply(message["ok"], printed, stdout, stderr)
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            raise self._broken(f"a malformed reply: {error}") from error

    def _broken(self, why: str) -> Fault:
        stderr = bytes(list(self._pipes.values())[1]).decode("utf-8", "replace") if self._pipes else ""
        self.stop()
        return Fault("crashed", why=why, stderr=stderr)

    def _send(self, data: bytes, deadline: _Deadline) -> None:
        view = memoryview(data)
        while view:
            assert self._wire is not None
            try:
                view = view[self._wire.send(view[: 1 << 20]) :]
            except BlockingIOError:
                self._wait(deadline, writing=True)
            except OSError:
                raise self._died() from None

    def _receive(self, deadline: _Deadline, limit: int) -> Any:
        """The next whole frame, decoded. A frame that dribbles in does not move the deadline."""
        needed = wire.HEADER
        length: int | None = None
        while True:
            if length is None and len(self._buffer) >= wire.HEADER:
                try:
                    length = wire.frame_length(bytes(self._buffer[: wire.HEADER]), limit)
                except wire.WireError:
                    self.stop()
                    raise Fault("unsendable", message="too large", megabytes=limit >> 20) from None
                needed = wire.HEADER + length
            if length is not None and len(self._buffer) >= needed:
                payload = bytes(self._buffer[wire.HEADER : needed])
                del self._buffer[:needed]
                try:
                    return wire.Decoder().decode(payload)
                except wire.WireError as error:
                    raise self._broken(str(error)) from error
            assert self._wire is not None
            try:
                chunk = self._wire.recv(1 << 20)
                if not chunk:
                    raise self._died()
                self._buffer += chunk
                if deadline.left() <= 0:
                    self._time_out(deadline)
            except BlockingIOError:
                self._wait(deadline)
            except ConnectionError:
                raise self._died() from None

    def _wait(self, deadline: _Deadline, writing: bool = False) -> None:
        """Until the wire is ready; reads the two output pipes meanwhile, so that a printing child never blocks."""
        while True:
            left = deadline.left()
            if left <= 0:
                self._time_out(deadline)
            readable, writable, _ = select.select(
                [self._wire, *self._pipes], [self._wire] if writing else [], [], min(left, 1.0)
            )
            self._drain()
            if self._wire in readable or writable:
                return

    def _drain(self) -> None:
        cap = self.limits.output_kb << 10
        for fd, text in self._pipes.items():
            while True:
                try:
                    chunk = os.read(fd, 1 << 16)
                except BlockingIOError:
                    break
                if not chunk:
                    break
                text += chunk
                if len(text) > cap:
                    self.stop()
                    raise Fault("output_limit", kilobytes=self.limits.output_kb)

    def _time_out(self, deadline: _Deadline) -> None:
        self.stop()
        raise Fault("timeout", seconds=deadline.seconds)

    def _died(self) -> Fault:
        """The process closed the wire: it ended, or closed the descriptor, which comes to the same."""
        self._drain()
        texts = [bytes(text).decode("utf-8", "replace") for text in self._pipes.values()]
        # Give an ending process a moment to end by itself, so that its own status is seen and not our SIGKILL.
        select.select([self._pidfd], [], [], 1.0)
        status = None
        if self._pidfd >= 0:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
            os.close(self._pidfd)
            self._pidfd = -1
            status = self._await_exit()
        self.stop()
        if status is None:
            raise SandboxError("the sandbox server was lost in the middle of a check; grade again")
        stderr = texts[1] if len(texts) > 1 else ""
        if "bad_alloc" in stderr or "out of memory" in stderr.lower():
            return Fault("memory", stderr=stderr)
        return Fault("crashed", status=status, stderr=stderr, stdout=texts[0] if texts else "")


class _Deadline:
    """A wall-clock limit that a busy neighbour cannot use up.

    Time that the process was ready to run and waited for a core (run_delay in /proc/PID/task/TID/schedstat, see the
    kernel's sched-stats.rst) is given back, up to `_PATIENCE` times the limit. A process that sleeps is not waiting.
    """

    def __init__(self, seconds: float, pidfd: int) -> None:
        self.seconds = seconds
        self._pidfd = pidfd
        self._began = time.monotonic()
        self._end = self._began + seconds
        self._waited: dict[str, int] | None = None if pidfd < 0 else self._delays()

    def left(self) -> float:
        """Seconds until the limit; looks at what the process had to wait only when the limit seems reached."""
        now = time.monotonic()
        if now < self._end or not self._waited:
            return self._end - now
        delays = self._delays()
        waited = max((delay - self._waited.get(thread, 0) for thread, delay in delays.items()), default=0) / 1e9
        self._end = max(self._end, self._began + min(self.seconds + waited, _PATIENCE * self.seconds))
        left = self._end - now
        return left if left > 0.05 * self.seconds else 0.0  # not for ever smaller pieces

    def charged(self) -> float:
        """Seconds since the beginning that count against the submission."""
        return min(time.monotonic() - self._began, self.seconds)

    def _delays(self) -> dict[str, int]:
        """Nanoseconds that each thread has waited for a core; nothing if that cannot be known."""
        delays = {}
        try:
            with open(f"/proc/self/fdinfo/{self._pidfd}", encoding="ascii") as stream:
                pid = next(int(line.split()[1]) for line in stream if line.startswith("Pid:"))
            for thread in os.listdir(f"/proc/{pid}/task") if pid > 0 else ():
                with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as stream:
                    delays[thread] = int(stream.read().split()[1])
        except (OSError, ValueError, StopIteration, IndexError):
            pass
        return delays


def _objects(claim: Any) -> tuple[Any, ...]:
    """What one print() was given: a list, or None where that could not be sent. Text would fall into its letters."""
    if claim is not None and type(claim) is not list:
        raise ValueError("what was printed is no list")
    return tuple(claim or ())


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    """Only the facts that an honest worker sends, with the types that it sends."""
    clean: dict[str, Any] = {}
    for key in ("type", "message", "name"):
        if type(facts.get(key)) is str:
            clean[key] = facts[key][:4000]
    if not clean.get("type", "").isidentifier():
        clean.pop("type", None)
    frames = facts.get("frames")
    if type(frames) is list:
        clean["frames"] = [
            (line, name[:200] if name.strip("<>").isidentifier() else "")
            for line, name in (frame for frame in frames[:50] if type(frame) is list and len(frame) == 2)
            if type(line) is int and 0 < line < 10**7 and type(name) is str
        ]
    return clean

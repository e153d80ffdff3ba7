"""The trusted end of the wire: open a box in a warm server for one submission, call, watch the clock, kill.

    server = WarmServer("numpy")                       # once per runtime
    with Box(server.handle, limits) as box:            # one walled process
        box.load(program, "gate_math.py")
        reply = box.call("sigmoid", [0.0])

`Fault` is what the student's code did; `SandboxError` is a fault of ours or of this machine, never the student's.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.sandbox import claims, wall, wire
from grader.sandbox.claims import Fault, Reply, Usage
from grader.sandbox.deadline import Deadline, hardly_computed, process_of
from grader.sandbox.limits import Limits
from grader.sandbox.warm import DeviceError, Handle, SandboxError, remove_tree

_SPAWN_SECONDS = 60
_DEVICE_SECONDS = 5
_READ = 1 << 16
_READS = 32  # of one pipe before the clock is looked at again: twice what a pipe can hold (pipe-max-size, 1 MiB)


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
        self.on_output: Callable[[bytes], None] | None = None  # what is printed, on either stream, as it comes
        self.charged = 0.0  # seconds that calls took, less what the machine kept them waiting
        self.stalled = False  # something ran out of time, and had hardly computed
        self._control: socket.socket | None = None
        self._wire: socket.socket | None = None
        self._pidfd = -1
        self._pipes: dict[int, bytearray] = {}  # its standard output and error, and what came of each
        self._ended: set[int] = set()  # those of the pipes that it has closed: they are always ready, with nothing
        self._scratch: Path | None = None
        self._buffer = bytearray()

    # -- life

    @property
    def alive(self) -> bool:
        return self._wire is not None

    def resident_mb(self) -> float:
        """The resident memory of the process now, in MiB, as the kernel tells it outside; 0 if that cannot be known."""
        try:
            pages = int(Path(f"/proc/{process_of(self._pidfd)}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, StopIteration, IndexError):
            return 0.0
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def start(self) -> None:
        """Fork and wall in a fresh process. Raises SandboxError."""
        self.stop()
        try:
            order = json.dumps({"limits": self._inner_limits()}).encode()
        except OSError as error:
            self.stop()
            why = f"no working folder for the sandbox ({error.filename or 'it'}: {error.strerror or error})"
            raise SandboxError(f"{why}; put this right, by freeing some space perhaps, and grade again") from error
        control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = control
        ours, theirs = socket.socketpair()
        self._wire, self._buffer = ours, bytearray()
        out_reader, out_writer = os.pipe()
        err_reader, err_writer = os.pipe()
        self._pipes, self._ended = {out_reader: bytearray(), err_reader: bytearray()}, set()
        try:
            control.settimeout(_SPAWN_SECONDS)
            control.connect(self.handle.address)
            socket.send_fds(control, [order], [theirs.fileno(), out_writer, err_writer])
            message, fds, _, _ = socket.recv_fds(control, 65536, 1)
            self._pidfd = fds[0] if fds else -1
            if not fds:
                why = json.loads(message or b"{}").get("error", "its server is gone")
                raise SandboxError(f"there is no process for the sandbox ({why}); grade again")
        except OSError as error:
            self.stop()
            raise SandboxError(f"the sandbox server does not answer ({error}); grade again") from error
        except BaseException:  # also a timer of ours
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
            first = self._receive(Deadline(_SPAWN_SECONDS, self._pidfd), 1 << 16)
        except Fault as fault:
            self.stop()
            said = str(fault.facts.get("stderr", "")).strip()
            raise SandboxError(said or f"the walled process did not start ({fault}); grade again") from fault
        except BaseException:  # a timer of ours, say: the next call would take "ready" for its answer
            self.stop()
            raise
        if type(first) is not dict or first.get("ready") is not True:
            self.stop()
            raise SandboxError("the walled process did not say that it is ready")
        if self.handle.device == "gpu":
            try:
                self._note_device(first.get("device"))
            except DeviceError:
                self.stop()
                raise

    def _note_device(self, claim: Any) -> None:
        """What the process says that it computes on. Raises DeviceError unless that is a GPU that was really used."""
        name, peak = claims.gpu(claim)
        self.usage.device_name = self.usage.device_name or name  # what it says later is the student's word
        self.usage.peak_device_mb = max(self.usage.peak_device_mb or 0.0, peak)

    def finish(self) -> None:
        """`stop`, for a process that is waiting for calls: first ask how much of a GPU's memory it took at most."""
        if self.alive and self.handle.device == "gpu":
            try:
                self._note_device(self._request({"op": "device"}, _DEVICE_SECONDS).value)
            except (Fault, SandboxError):
                pass  # it hangs, lies or is gone: then nobody knows, and what it answered is judged all the same
        self.stop()

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
        }

    def stop(self) -> None:
        """Kill the process, wait until the server has seen it end, and add up what it used."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        self._kill()
        for fd in self._pipes:
            os.close(fd)
        self._pipes = {}
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._scratch is not None:
            remove_tree(self._scratch)
            self._scratch = None

    def _kill(self) -> int | None:
        """End the process, if it has not ended by itself; its exit status, None if that is not to be had."""
        if self._pidfd < 0:
            return None
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        os.close(self._pidfd)
        self._pidfd = -1
        return self._await_exit()

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

    def run(self, program: str, filename: str, seed: int = 0, images: dict[str, Any] | None = None) -> Reply:
        """Execute a whole script, as ``python SCRIPT`` would, with the images that it may read. Raises Fault."""
        request = {"op": "run", "program": program, "filename": filename, "seed": seed, "images": images}
        return self._request(request, None)

    def _request(self, request: dict[str, Any], seconds: float | None) -> Reply:
        """Whatever breaks it off before the reply is whole, an exception of a callback or a timer, ends the process."""
        if self._wire is None:
            raise SandboxError("the box is not open")
        seconds = seconds or self.limits.call_seconds
        deadline = Deadline(seconds, self._pidfd)
        for text in self._pipes.values():
            text.clear()
        answered = False
        try:
            self._send(wire.frame(wire.Encoder().encode(request)), deadline)
            while True:
                message = self._receive(deadline, self.limits.reply_mb << 20)
                if type(message) is dict and type(message.get("progress")) is dict:
                    if self.on_progress:
                        self.on_progress(message["progress"])
                    continue
                answered = True
                return self._judge(message, request.get("name"))
        except BaseException as error:
            if not (answered and isinstance(error, Fault)):
                self.stop()  # its reply is still to come, and the next call would take it for its own
            raise
        finally:
            self.charged += deadline.charged()

    def _judge(self, message: Any, asked: str | None) -> Reply:
        self._drain()
        stdout, stderr = (bytes(text).decode("utf-8", "replace") for text in self._pipes.values())
        try:
            return claims.reply(message, stdout, stderr, asked)
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            raise self._broken(f"a malformed reply: {error}") from error

    def _broken(self, why: str) -> Fault:
        stderr = bytes(list(self._pipes.values())[1]).decode("utf-8", "replace") if self._pipes else ""
        self.stop()
        return Fault("crashed", why=why, stderr=stderr)

    def _send(self, data: bytes, deadline: Deadline) -> None:
        view = memoryview(data)
        while view:
            assert self._wire is not None
            try:
                view = view[self._wire.send(view[: 1 << 20]) :]
            except BlockingIOError:
                self._wait(deadline, writing=True)
            except OSError:
                raise self._died() from None

    def _receive(self, deadline: Deadline, limit: int) -> Any:
        """The next whole frame, decoded. A frame that dribbles in does not move the deadline."""
        needed = wire.HEADER
        length: int | None = None
        while True:
            if length is None and len(self._buffer) >= wire.HEADER:
                try:
                    length = wire.frame_length(bytes(self._buffer[: wire.HEADER]), limit)
                except wire.WireError:
                    self.stop()
                    raise Fault("unsendable") from None
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

    def _wait(self, deadline: Deadline, writing: bool = False) -> None:
        """Until the wire is ready; reads the two output pipes meanwhile, so that a printing child never blocks."""
        assert self._wire is not None
        wire_fd = self._wire.fileno()
        while True:
            left = deadline.left()
            if left <= 0:
                self._time_out(deadline)
            readable, writable, _ = select.select(
                [wire_fd, *(self._pipes.keys() - self._ended)], [wire_fd] if writing else [], [], deadline.pause(left)
            )
            self._drain()
            if wire_fd in readable or writable:
                return

    def _drain(self) -> None:
        cap = self.limits.output_kb << 10
        for fd, text in self._pipes.items():
            for _ in range(0 if fd in self._ended else _READS):
                try:
                    chunk = os.read(fd, _READ)
                except BlockingIOError:
                    break
                if not chunk:
                    self._ended.add(fd)
                    break
                text += chunk
                if self.on_output:
                    self.on_output(chunk)
                if len(text) > cap:
                    self.stop()
                    raise Fault("output_limit", kilobytes=self.limits.output_kb)

    def _time_out(self, deadline: Deadline) -> None:
        self.stalled = self.stalled or deadline.stalled()
        self.stop()
        raise Fault("timeout", seconds=deadline.seconds)

    def spent(self) -> Fault:
        """What to raise when `charged` has reached the submission's total; ends the process."""
        self.stop()  # only then is it known what it computed
        self.stalled = self.stalled or hardly_computed(self.usage.cpu, self.limits.total_seconds)
        return Fault("timeout", total=True)

    def _died(self) -> Fault:
        """The process closed the wire: it ended, or closed the descriptor, which comes to the same."""
        self._drain()
        texts = [bytes(text).decode("utf-8", "replace") for text in self._pipes.values()]
        # Give an ending process a moment to end by itself, so that its own status is seen and not our SIGKILL.
        select.select([self._pidfd], [], [], 1.0)
        status = self._kill()
        self.stop()
        if status is None:
            raise SandboxError("the sandbox server was lost in the middle of a check; grade again")
        stderr = texts[1] if len(texts) > 1 else ""
        if "bad_alloc" in stderr or "out of memory" in stderr.lower():
            return Fault("memory", stderr=stderr)
        return Fault("crashed", status=status, stderr=stderr, stdout=texts[0] if texts else "")

"""The trusted end of the wire: open a box in a warm server for one submission, call, watch the clock, kill.

    server = WarmServer("numpy")                       # once per runtime
    with Box(server.handle, limits) as box:            # one walled process
        box.load(program, "gate_math.py")
        reply = box.call("sigmoid", [0.0])

`Fault` is what the student's code did; `SandboxError` is a fault of ours or of this machine, never the student's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.sandbox import claims, wire
from grader.sandbox.channel import Channel, Closed, Malformed, OutOfTime
from grader.sandbox.child import SPAWN_SECONDS, Child
from grader.sandbox.claims import Fault, Reply, Usage
from grader.sandbox.deadline import Deadline, hardly_computed
from grader.sandbox.errors import DeviceError, SandboxError
from grader.sandbox.limits import Limits
from grader.sandbox.spares import started
from grader.sandbox.warm import Handle

_DEVICE_SECONDS = 5
_ENDING_SECONDS = 1.0  # a moment for a process that ends by itself, so that its own status is seen and not our SIGKILL
_READY_BYTES = 1 << 16
_AT_ONCE = 1 << 16  # bytes of requests: less than a socket holds, so that neither side waits for the other to read
_AFTER_INTERRUPT = 5.0  # seconds


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
        self.interrupted = False  # the last request, since it was out of time
        self.output_cut = False  # something that was printed was not kept
        self.stalled = False  # something ran out of time, and had hardly computed
        self._child: Child | None = None
        self._channel: Channel | None = None

    # -- life

    @property
    def alive(self) -> bool:
        return self._channel is not None

    def resident_mb(self) -> float:
        """The resident memory of the process now, in MiB, as the kernel tells it outside; 0 if that cannot be known."""
        return self._child.resident_mb() if self._child else 0.0

    def start(self) -> None:
        """Have a process that has run nothing: forked and walled in now, or in hand. Raises SandboxError."""
        self.stop()
        start = self.handle.spares.take if self.handle.spares else started
        self._channel, self._child = channel, child = start(self.handle, self.limits)
        channel.on_output, child.usage = self._hear, self.usage
        first = self._first_message(channel, child)
        if type(first) is not dict or first.get("ready") is not True:
            self.stop()
            raise SandboxError("the walled process did not say that it is ready")
        if self.handle.device == "gpu":
            try:
                self._note_device(first.get("device"))
            except DeviceError:
                self.stop()
                raise

    def _first_message(self, channel: Channel, child: Child) -> Any:
        deadline = Deadline(SPAWN_SECONDS, child.pidfd)
        try:
            return channel.receive(deadline, _READY_BYTES)
        except BaseException as error:
            fault = self._broken_off(error, channel, child, deadline)
            if fault is None:
                raise
            said = str(fault.facts.get("stderr", "")).strip()
            raise SandboxError(said or f"the walled process did not start ({fault}); grade again") from fault

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

    def stop(self) -> None:
        """Kill the process, wait until the server has seen it end, and add up what it used."""
        if self._channel is not None:
            self.output_cut = self.output_cut or self._channel.cut
            self._channel.close()
            self._channel = None
        if self._child is not None:
            self._child.close()
            self._child = None

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
        request |= {"first_handle": first_handle, "output_kb": self.limits.output_kb}
        return self._request(request, seconds)

    def call(
        self, name: str, args: list[Any] | tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None, *,
        target: str = "student", seconds: float | None = None,
    ) -> Reply:  # fmt: skip
        """Call a function of the student's module, or of the lesson's probe. Raises Fault, or SandboxError."""
        return self._request(_call(target, name, args, kwargs or {}), seconds)

    def each(
        self, name: str, several: Sequence[Sequence[Any]], *, target: str = "student", seconds: float | None = None
    ) -> list[Reply | Fault]:
        """`call` with each of these arguments, and `seconds` for each; what becomes of them, up to the one at which the
        process ends. Where they fit, they are sent at once: the process may see the last before it answers the first,
        and what a call prints may stand in the reply of an earlier one. Raises SandboxError."""
        requests = [_call(target, name, args, {}) for args in several]
        frames = [wire.frame(wire.Encoder().encode(request)) for request in requests]
        together = b"".join(frames)
        if len(together) <= _AT_ONCE:
            frames = [together if n == 0 else b"" for n in range(len(frames))]
        answers: list[Reply | Fault] = []
        try:
            for request, frame in zip(requests, frames, strict=True):
                left = self.limits.total_seconds - self.charged
                if left <= 0:
                    answers.append(self.spent())
                    break
                try:
                    answers.append(self._request(request, min(seconds or self.limits.call_seconds, left), sent=frame))
                except Fault as fault:
                    answers.append(fault)
                    if not self.alive:
                        break
        except (
            BaseException
        ):  # a timer of ours: replies are still to come, and the next call would take them for its own
            self.stop()
            raise
        return answers

    def run(
        self, program: str, filename: str, seed: int = 0, images: dict[str, Any] | None = None,
        cells: Sequence[int] = (1,), shown: bool = False, files: Mapping[str, bytes] | None = None,
    ) -> Reply:  # fmt: skip
        """Execute a whole script, as ``python SCRIPT`` would, with the images that it may read and the files that lie
        beside it, by their relative paths. Raises Fault.

        `cells` are the 1-based lines at which its cells begin, each run as in a notebook; `shown`: with its last value.
        """
        request = {
            "op": "run", "program": program, "filename": filename, "seed": seed, "images": images,
            "cells": list(cells), "shown": shown, "files": dict(files or {}),
        }  # fmt: skip
        return self._request(request, None)

    def open(self, files: dict[str, bytes], refusals: dict[str, str], seed: int) -> Reply:
        """Prepare for the cells of a notebook, with the files beside it. Raises Fault."""
        return self._request({"op": "open", "files": files, "refusals": refusals, "seed": seed}, None)

    def cell(self, source: str, seconds: float) -> Reply:
        """Execute one cell. After so many seconds it is interrupted, as Ctrl+C would; `interrupted` says so.

        Raises Fault, also if it does not even end then.
        """
        return self._request({"op": "cell", "source": source}, seconds, _AFTER_INTERRUPT)

    def _request(
        self, request: dict[str, Any], seconds: float | None, patience: float = 0, sent: bytes | None = None
    ) -> Reply:
        """The reply to a request. `sent` is what to send for it, if that is not the request alone."""
        channel, child = self._channel, self._child  # a callback may stop the box
        if channel is None or child is None:
            raise SandboxError("the box is not open")
        deadline = Deadline(seconds or self.limits.call_seconds, child.pidfd)
        try:
            frame = wire.frame(wire.Encoder().encode(request)) if sent is None else sent
            message, stdout, stderr = self._exchange(channel, frame, deadline, patience)
        except BaseException as error:
            fault = self._broken_off(error, channel, child, deadline)
            if fault is None:
                raise
            raise fault from None
        else:
            return self._reply(message, stdout, stderr, request.get("name"))
        finally:
            self.charged += deadline.charged()

    def _exchange(self, channel: Channel, frame: bytes, deadline: Deadline, patience: float) -> tuple[Any, str, str]:
        """The answer, and what was printed on standard output and error meanwhile. Out of time, the process is
        interrupted once, and has `patience` more seconds."""
        channel.send(frame, deadline)
        self.interrupted = False
        while True:
            try:
                message = channel.receive(deadline, self.limits.reply_mb << 20)
            except OutOfTime:
                if self._child is None or self.interrupted or not patience:
                    raise
                self._child.interrupt()
                self.interrupted, deadline = True, Deadline(patience, self._child.pidfd)
                continue
            if type(message) is not dict or type(message.get("progress")) is not dict:
                channel.drain()
                printed = channel.printed()
                channel.clear()
                return message, *printed
            if self.on_progress:
                self.on_progress(message["progress"])

    def _reply(self, message: Any, stdout: str, stderr: str, asked: str | None) -> Reply:
        """What the message claims. Raises Fault, of what was called, or of a process that forges: that one is ended."""
        try:
            return claims.reply(message, stdout, stderr, asked)
        except (TypeError, LookupError, ValueError, AttributeError) as error:
            self.stop()
            raise Fault("crashed", why=f"a malformed reply: {error}", stderr=stderr) from error
        except Fault:
            raise
        except BaseException:  # a timer of ours
            self.stop()
            raise

    def _hear(self, chunk: bytes) -> None:
        if self.on_output:
            self.on_output(chunk)

    # -- ends

    def _broken_off(self, error: BaseException, channel: Channel, child: Child, deadline: Deadline) -> Fault | None:
        """End the process of an exchange that did not end in order: its reply is still to come, and the next call would
        take it for its own. What was wrong with the process; None if it was something else, a callback or a timer.
        Raises SandboxError if the server is lost."""
        if isinstance(error, Closed):
            return self._died(channel, child)
        stderr = channel.printed()[1] if isinstance(error, Malformed) else ""
        overflows = channel.overflows
        if isinstance(error, OutOfTime):
            self.stalled = self.stalled or deadline.stalled()
        self.stop()
        if isinstance(error, OutOfTime) and overflows:  # it was still printing
            return Fault("output_limit", kilobytes=self.limits.output_kb)
        if isinstance(error, OutOfTime):
            return Fault("timeout", seconds=deadline.seconds)
        return Fault("crashed", why=str(error), stderr=stderr) if isinstance(error, Malformed) else None

    def _died(self, channel: Channel, child: Child) -> Fault:
        """What to raise of a process that closed the wire."""
        try:
            channel.drain()
            stdout, stderr = channel.printed()
            status = child.ended(_ENDING_SECONDS)
        finally:
            self.stop()
        if status is None:
            raise SandboxError("the sandbox server was lost in the middle of a check; grade again")
        if "bad_alloc" in stderr or "out of memory" in stderr.lower():
            return Fault("memory", stderr=stderr)
        return Fault("crashed", status=status, stderr=stderr, stdout=stdout)

    def spent(self) -> Fault:
        """What to raise when `charged` has reached the submission's total; ends the process."""
        self.stop()  # only then is it known what it computed
        self.stalled = self.stalled or hardly_computed(self.usage.cpu, self.limits.total_seconds)
        return Fault("timeout", total=True)


def _call(target: str, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    return {"op": "call", "target": target, "name": name, "args": list(args), "kwargs": kwargs}

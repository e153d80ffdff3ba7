"""The child's loop: takes calls over the wire, runs the student's code, and answers with plain data.

Nothing here is trusted once the student's program is loaded: it runs in this very process. What this module gives is
service to honest code; what it sends is a claim, and the grader judges it as one.

Requests: {"op": "load", "program", "filename", "probe", "seed", "first_handle"}
          {"op": "call", "target", "name", "args", "kwargs"}
          {"op": "run", "program", "filename", "seed", "images", "cells", "shown", "files"}
          {"op": "device"}, and what the runtime's `requests` name
Replies:  {"ok": value, "printed": [...]} or {"error": {...}, "printed": [...]}
          after any number of {"progress": {...}}, of what the program reports or a runtime says of a script
"""

from __future__ import annotations

import builtins
import io
import os
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from .. import wire
from . import cells, notebook
from .runtimes import Inside
from .surroundings import Surroundings

_WIRE_LIMIT = 1 << 31  # frames to us come from the grader
_MAX_PRINTS, _MAX_PRINTED_BYTES, _MAX_PROGRESS = 200, 8 << 20, 20_000
WITHOUT_END = 64  # times as much output as is kept, as outside
_MAX_MESSAGE, _MAX_FRAMES = 2000, 20


def serve(fd: int, inside: Inside, around: Surroundings, *, on_gpu: bool = False) -> None:
    """Answer calls until the grader closes the wire. Where the runtime shall compute on a GPU, first say what it really
    computes on."""
    worker = _Worker(fd, inside, around)
    worker.send({"ready": True, "device": inside.device()} if on_gpu else {"ready": True})
    while (request := worker.receive()) is not None:
        try:
            worker.send(worker.answer(request))
        except MemoryError:  # not even for an answer
            worker.say_that_memory_is_full()


class _Counting(io.FileIO):
    """A file that knows how many bytes were written to it."""

    written = 0

    def write(self, data: Any, /) -> int:
        count = super().write(data)
        self.written += count
        return count


def _no_debugger(*_: Any, **__: Any) -> None:
    """`breakpoint()`: nobody is there to answer."""
    import bdb

    raise bdb.BdbQuit


class _Worker:
    def __init__(self, fd: int, inside: Inside, around: Surroundings) -> None:
        self._fd, self._inside, self._requests = fd, inside, inside.requests
        self._kept: dict[int, Any] = {}
        self._next_handle = 0
        self._encoder = wire.Encoder(self._keep)
        self._decoder = wire.Decoder(lambda opaque: self._kept.get(opaque.handle, opaque), max_items=_WIRE_LIMIT)
        self._modules: dict[str, types.ModuleType] = {}
        self._filenames: set[str] = set()
        self._print = builtins.print
        self._printed: list[bytes] = []
        self._printed_bytes = 0
        self._endless = 0  # so much not printed seems to have no end
        self._kept_output = self._unsaid = 0  # how much of what is printed is kept; how much was not even printed
        self._progress = 0
        self._full = wire.frame(self._encoder.encode({"error": {"kind": "memory"}, "printed": []}))
        self._out = _Counting(1, "w", closefd=False)
        sys.stdout = io.TextIOWrapper(self._out, "utf-8", errors="backslashreplace")
        sys.stderr = io.TextIOWrapper(
            io.FileIO(2, "w", closefd=False), "utf-8", errors="backslashreplace", line_buffering=True
        )
        builtins.print = self._recording_print
        sys.breakpointhook = _no_debugger
        notebook.install(self._show)
        grader = types.ModuleType("grader", "The part of Gatehouse that a student's program may use.")
        grader.report = self._report  # type: ignore[attr-defined]
        sys.modules["grader"] = grader
        if services := inside.services():
            sys.modules[f"grader.{inside.name}"] = services
            setattr(grader, inside.name, services)
        self._around = around
        around.begin(self.send, grader)

    # -- the wire

    def receive(self) -> Any:
        head = self._read(wire.HEADER)
        if head is None:
            return None
        payload = self._read(wire.frame_length(head, _WIRE_LIMIT))
        return None if payload is None else self._decoder.decode(payload)

    def _read(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            part = os.read(self._fd, min(count - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)

    def send(self, message: dict[str, Any]) -> None:
        try:
            payload = self._encoder.encode(message)
        except wire.WireError as error:
            payload = self._encoder.encode({"error": {"kind": "unsendable", "message": str(error)}})
        except MemoryError:
            payload = self._encoder.encode({"error": {"kind": "memory"}})
        view = memoryview(wire.frame(payload))
        while view:
            view = view[os.write(self._fd, view[: 1 << 20]) :]

    def say_that_memory_is_full(self) -> None:
        os.write(self._fd, self._full)

    def _keep(self, value: Any) -> int:
        self._next_handle += 1
        self._kept[self._next_handle] = value
        return self._next_handle

    # -- what the student's program may use

    def _report(self, step: int, loss: float | None = None, accuracy: float | None = None) -> None:
        """Tell how training goes: reaches the progress bar, the verdict and the curve in the report."""
        self._progress += 1
        if self._progress <= _MAX_PROGRESS:
            numbers = [None if value is None else float(value) for value in (loss, accuracy)]
            self.send({"progress": {"step": int(step), "loss": numbers[0], "accuracy": numbers[1]}})

    def _tell(self, sentence: str) -> None:
        """A sentence of ours about a script, which the grader translates."""
        self._progress += 1
        if self._progress <= _MAX_PROGRESS:
            self.send({"progress": {"notice": sentence}})

    def _recording_print(self, *values: Any, **options: Any) -> None:
        to_stdout = options.get("file") in (None, sys.stdout)
        if to_stdout and self._is_cut(values):
            return
        values = tuple(self._inside.present(list(values)))
        if to_stdout:
            self._record(values)
        self._print(*values, **options)

    def _is_cut(self, values: tuple[Any, ...]) -> bool:
        """Whether it would be cut outside: then time is saved. What seems to have no end is printed, to be ended."""
        if not self._kept_output or self._out.written <= self._kept_output:
            return False
        self._unsaid += sum(len(value) if type(value) is str else 1 for value in values) + 1
        return self._unsaid <= self._endless

    def _show(self, value: Any) -> None:
        """`value` as a notebook shows it where there is only text."""
        (value,) = self._inside.present([value])
        self._record((value,))
        self._print(repr(value))

    def _record(self, values: tuple[Any, ...]) -> None:
        if len(self._printed) < _MAX_PRINTS:
            try:
                packed = self._encoder.encode(self._inside.plain(list(values)))
            except Exception:
                packed = self._encoder.encode(None)
            self._printed_bytes += len(packed)
            if self._printed_bytes <= _MAX_PRINTED_BYTES:
                self._printed.append(packed)

    # -- requests

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._unsaid:  # who prints too much does so at every call, and to format it takes most of the time
            self._kept_output = self._endless // (16 * WITHOUT_END)
        self._printed, self._printed_bytes, self._unsaid, self._out.written = [], 0, 0, 0
        try:
            if request["op"] == "load":
                self._load(**{key: value for key, value in request.items() if key != "op"})
                reply: dict[str, Any] = {"ok": None}
            elif request["op"] == "run":
                self._run(**{key: value for key, value in request.items() if key != "op"})
                reply = {"ok": None}
            elif request["op"] == "device":
                reply = {"ok": self._inside.device()}
            elif request["op"] in self._requests:
                reply = {"ok": self._requests[request["op"]](**{k: v for k, v in request.items() if k != "op"})}
            else:
                reply = self._call(request["target"], request["name"], request["args"], request["kwargs"])
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's doing too
            reply = {"error": self._describe(error)}
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception:
            pass
        reply["printed"] = list(self._printed)
        return reply

    def _load(
        self, program: str, filename: str, probe: str | None, seed: int, first_handle: int, output_kb: int = 0
    ) -> None:
        self._next_handle, self._kept_output, self._endless = (
            first_handle,
            output_kb << 10,
            WITHOUT_END * output_kb << 10,
        )
        self._inside.seed(seed)
        name = filename.removesuffix(".py")
        student = self._execute(name, filename, program, {})
        self._modules["student"] = student
        if probe is not None:
            self._modules["probe"] = self._execute("probe", "probe.py", probe, {"student": student})

    def _run(
        self, program: str, filename: str, seed: int, images: dict[str, Any] | None, cells: list[int], shown: bool,
        files: dict[str, bytes],
    ) -> None:  # fmt: skip
        """A whole script, as ``python SCRIPT`` would, or the `cells` of a notebook, as IPython would: what it prints
        leaves line by line."""
        self._inside.seed(seed)
        self._inside.script(self._tell)
        self._around.make_script(images, files)
        if images:
            self._inside.give_images(images)
        sys.argv = [filename]
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        try:
            self._execute("__main__", filename, program, {}, cells, shown)
        except SystemExit as ended:
            if ended.code:
                raise
        except MemoryError:
            self._around.figures.are_sent = False  # drawing takes more of it
            raise
        finally:
            self._around.figures.send_open()

    def _execute(
        self, name: str, filename: str, source: str, given: dict[str, Any], starts: Sequence[int] = (1,),
        shown: bool = False,
    ) -> types.ModuleType:  # fmt: skip
        path = os.path.join(os.getcwd(), filename)
        with open(path, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
            stream.write(source)  # a real file: autograph and inspect read the source back
        if given == {}:
            self._filenames.add(path)
        module = types.ModuleType(name)
        module.__file__ = path
        vars(module).update(given)
        sys.modules[name] = module
        cells.run(source, path, vars(module), starts, shown=shown)
        return module

    def _call(self, target: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
        module = self._modules.get(target)
        if module is None:
            return {"error": {"kind": "missing", "name": target}}
        function: Callable[..., Any] | None = vars(module).get(name)
        if function is None:
            return {"error": {"kind": "missing", "name": name}}
        if not callable(function):
            return {"error": {"kind": "not_callable", "name": name, "type": type(function).__name__}}
        return {"ok": self._inside.plain(function(*args, **kwargs))}

    def _describe(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, MemoryError):
            return {"kind": "memory"}
        try:
            message = str(error)[:_MAX_MESSAGE]
        except BaseException:
            message = "(its message raises an exception)"
        kind, sentence = type(error).__name__[:100], self._around.told(error)
        if sentence:
            kind, message = "OSError", sentence
        frames: list[list[Any]] = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._filenames:
                frames.append([trace.tb_lineno, trace.tb_frame.f_code.co_name])
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename in self._filenames and error.lineno:
            frames.append([error.lineno, ""])
            message = str(error.msg)[:_MAX_MESSAGE]
        return {
            "kind": "raised",
            "type": kind,
            "message": message,
            "frames": frames[-_MAX_FRAMES:],
        }

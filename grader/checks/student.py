"""`student`: the proxy through which a check calls the student's program, one message there and one back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.checks.early_stopping import EarlyStopping, Stopped
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.wire import Opaque
from grader.verdict import CurvePoint

_HANDLES_PER_LIFE = 1_000_000
_MAX_CURVE, _MAX_OUTPUT = 5000, 20_000
_NAMED = re.compile(r"\b(?:def|class)\s++(\w++)")
_UNNAMED = {"", "<module>", "<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"}  # by Python itself


@dataclass
class Session:
    """One submission's program in a box: loads it, restarts it after a fault, and keeps to the total time.

    `seed` is what the checks draw from; 32 bits of its hash enter the box, so it must be too wide to be searched for.
    """

    box: Box
    program: str
    filename: str
    probe: str | None
    seed: int
    curve: list[CurvePoint] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    last_call: str = ""
    last: Reply = field(default_factory=lambda: Reply(None))
    on_curve: Callable[[CurvePoint], None] | None = None
    early_stopping: EarlyStopping | None = None
    stopped: Stopped | None = None
    load_fault: Fault | None = None  # why the program, with the lesson's probe beside it, cannot be loaded
    _life: int = 0
    _noted: int = 0  # characters in `output`

    def request(
        self, target: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float | None
    ) -> Any:
        """Call a function; returns the claim. Raises Fault or SandboxError."""
        self.last_call, self.last = name, Reply(None)
        left = self.box.limits.total_seconds - self.box.charged
        if left <= 0:
            raise self.box.spent()
        try:
            self._ensure_loaded()
            if any(self._is_stale(argument) for argument in (*args, *kwargs.values())):
                raise Fault("lost")
            wanted = min(seconds or self.box.limits.call_seconds, left)
            self.last = self.box.call(name, args, kwargs, target=target, seconds=wanted)
        except Fault as fault:
            if "frames" in fault.facts:
                fault.facts["frames"] = self._of_the_program(fault.facts["frames"])
            self._note(fault.facts.get("stdout", ""), fault.facts.get("stderr", ""))
            raise
        self._note(self.last.stdout, self.last.stderr)
        return self.last.value

    def _ensure_loaded(self) -> None:
        if self.load_fault is not None:
            raise self.load_fault
        if self.box.alive:
            return
        self.box.start()
        self._life += 1
        try:
            first = self._life * _HANDLES_PER_LIFE
            seed = int.from_bytes(hashlib.sha256(b"inside %d" % self.seed).digest()[:4])  # the checks' own stays out
            reply = self.box.load(self.program, self.filename, self.probe, seed=seed, first_handle=first)
        except Fault as fault:
            self.load_fault = fault  # the program cannot even be loaded: every check would meet the same
            self.box.stop()
            raise
        except BaseException:  # broken off by us: without the program, every later call would find it missing
            self.box.stop()
            raise
        self._note(reply.stdout, reply.stderr)

    def _of_the_program(self, frames: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The frames whose line and function the program has: a function made up as it runs may be named anything."""
        return [(line, name) for line, name in frames if line <= self._lines and name in self._names]

    @cached_property
    def _lines(self) -> int:
        return self.program.count("\n") + 1

    @cached_property
    def _names(self) -> frozenset[str]:
        """Read once: the program is as long as the student likes, and each check may meet a fault."""
        return frozenset(_UNNAMED.union(_NAMED.findall(self.program)))

    def _is_stale(self, argument: Any) -> bool:
        return isinstance(argument, Opaque) and argument.handle // _HANDLES_PER_LIFE != self._life

    def _note(self, *texts: str) -> None:
        for text in texts:
            if text and self._noted <= _MAX_OUTPUT:  # one character more than is shown tells that there was more
                self.output.append(text[: _MAX_OUTPUT + 1])
                self._noted += len(self.output[-1])

    def take_output(self) -> str:
        """What the student's code printed since the last time, cut to a readable length."""
        text = "".join(self.output)
        self.output.clear()
        self._noted = 0
        return text if len(text) <= _MAX_OUTPUT else text[:_MAX_OUTPUT] + "\n[...]"

    def progress(self, claim: dict[str, Any]) -> None:
        """A `report(...)` from the student's loop, taken as far as it has the right types."""
        step, loss, accuracy = (claim.get(key) for key in ("step", "loss", "accuracy"))
        if type(step) is int and abs(step) < 2**53 and len(self.curve) < _MAX_CURVE:
            numbers = [value if type(value) is float and abs(value) < 1e30 else None for value in (loss, accuracy)]
            point = CurvePoint(step=step, loss=numbers[0], accuracy=numbers[1])
            self.curve.append(point)
            if self.on_curve:
                self.on_curve(point)
            if self.early_stopping and (stopped := self.early_stopping.hear(point)):
                self.stopped = stopped
                self.box.stop()
                raise Fault("stopped_early", **vars(stopped))


class Student:
    """`student.lstm_step(x, h, c, params)` calls the student's function of that name and returns plain data.

    Whatever the student's code does instead of answering ends the check with the right outcome.
    """

    def __init__(self, session: Session, target: str = "student") -> None:
        self._session, self._target = session, target

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs)

    def call(self, name: str, *args: Any, seconds: float | None = None, **kwargs: Any) -> Any:
        """Call `name`, with `seconds` instead of the lesson's limit for one call."""
        return self._session.request(self._target, name, args, kwargs, seconds)

    def restart(self) -> None:
        """Let the next call meet a fresh process with the program loaded anew, whose memory holds no earlier call.

        No security boundary: a program can time what its earlier process did to the machine (docs/sandbox.md, "What
        two boxes share"). Let no point rest on it.
        """
        self._session.box.finish()

    def resident_mb(self) -> float:
        """The memory, in MiB, that the process holds now; 0 if there is none."""
        return self._session.box.resident_mb()

    @property
    def probe(self) -> Student:
        """The same for the functions of the lesson's ``probe.py``."""
        return Student(self._session, "probe")

    @property
    def last(self) -> Reply:
        """The last call's reply: its value, `printed` objects and `stdout`."""
        return self._session.last

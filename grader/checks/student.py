"""`student`: the proxy through which a check calls the student's program, one message there and one back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.checks import faults
from grader.checks.early_stopping import EarlyStopping, Stopped
from grader.checks.program import Program, Unusable
from grader.messages.sentences import say
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault, Reply
from grader.sandbox.wire import Opaque
from grader.source.helpers import is_helper
from grader.verdict import CurvePoint

_HANDLES_PER_LIFE = 1_000_000
_MAX_CURVE, _MAX_OUTPUT = 5000, 20_000
_NAMED = re.compile(r"\b(?:def|class)\s++(\w++)")
_UNNAMED = {"", "<module>", "<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"}  # by Python itself


_WHOLE: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())  # nothing left out, nothing stood in for


class Unread(Exception):
    """A check asks for a function of a region that is left out."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.text.en)
        self.why = why


@dataclass
class Session:
    """One submission's program in a box: loads it, restarts it after a fault, and keeps to the total time.

    A region that raises while the program is loaded is left out, and the rest is loaded without it: `left_out`. Where
    the lesson has something that stands in for a region that cannot be used, or that did not pass a check of its own,
    that is loaded for the checks of others. The checks of a region are those that first call a function in it.

    `seed` is what the checks draw from; 32 bits of its hash enter the box, so it must be too wide to be searched for.
    """

    box: Box
    program: Program
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
    left_out: dict[str, Unusable] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)  # the program's functions that this check has called
    _weak: set[str] = field(default_factory=set)  # regions that are stood in for in the checks of others
    _loaded: tuple[frozenset[str], frozenset[str]] | None = None  # the variant of the program in the box
    _text: str = ""  # which that program is
    _names: frozenset[str] = frozenset()  # of its functions: each check may meet a fault
    _life: int = 0
    _noted: int = 0  # characters in `output`

    def __post_init__(self) -> None:
        self.left_out |= self.program.unusable

    def request(
        self, target: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float | None
    ) -> Any:
        """Call a function; returns the claim. Raises Fault or SandboxError."""

        def ask(most: float) -> list[Reply | Fault]:
            return [self.box.call(name, args, kwargs, target=target, seconds=most)]

        return next(_claims(self._ask(target, name, (*args, *kwargs.values()), ask, seconds)))

    def each(self, target: str, name: str, several: Sequence[Sequence[Any]]) -> Iterator[Any]:
        """Call a function with each of these arguments; the claims in this order. Raises SandboxError, and Fault where
        one is missing."""

        def ask(most: float) -> list[Reply | Fault]:
            return self.box.each(name, several, target=target, seconds=most)

        return _claims(self._ask(target, name, [argument for args in several for argument in args], ask, None))

    def _ask(
        self, target: str, name: str, arguments: Sequence[Any], ask: Callable[[float], list[Reply | Fault]],
        seconds: float | None,
    ) -> list[Reply | Fault]:  # fmt: skip
        """What becomes of calls of a function. Raises SandboxError, and Unread if it cannot be called."""
        self.last_call, self.last = name, Reply(None)
        concerned = self.program.concerned(target, name, arguments)
        self.called += concerned
        self._refuse(concerned)
        if self._left() <= 0:
            raise self.box.spent()
        try:
            self._ensure_loaded()
            self._refuse(concerned)  # a region may just have been left out
            if any(map(self._is_stale, arguments)):
                raise Fault("lost")
            answers = ask(min(seconds or self.box.limits.call_seconds, max(self._left(), 0.01)))
        except Fault as fault:
            answers = [fault]
        for answer in answers:
            if isinstance(answer, Reply):
                self.last = answer
                self._note(answer.stdout, answer.stderr)
                continue
            if "frames" in answer.facts:
                answer.facts["frames"] = self._of_the_program(answer.facts["frames"])
            self._note(answer.facts.get("stdout", ""), answer.facts.get("stderr", ""))
        return answers

    def _left(self) -> float:
        """Seconds."""
        return self.box.limits.total_seconds - self.box.charged

    # -- regions that are left out

    def begin(self) -> None:
        """A check begins."""
        self.called.clear()

    @property
    def subject(self) -> list[str]:
        """The regions that this check is about."""
        return self.program.regions_of(self.called[:1])

    def _refuse(self, concerned: list[str]) -> None:
        """Raises Unread if these functions cannot be asked: nothing stands in for what a check is about."""
        if not self.left_out:
            return
        own = self.subject
        for region in self.program.regions_of(concerned):
            if region in self.left_out and (region in own or region not in self.program.stood_in):
                raise Unread(self.left_out[region])

    def _variant(self) -> tuple[frozenset[str], frozenset[str]]:
        """The regions that are left out for this check, and those that something stands in for."""
        if not (self.left_out or self._weak):
            return _WHOLE
        out, stood_in = frozenset(self.left_out), self.program.stood_in.keys()
        return out, frozenset((out | self._weak) & stood_in) - set(self.subject)

    def stand_in(self) -> None:
        """The check has not passed: what it was about is stood in for in the checks of others, if it can be."""
        self._weak |= self.program.stood_in.keys() & set(self.subject)

    def stood_in_for(self) -> list[str]:
        """The regions that this check needs, besides its own, and that something stands in for."""
        over = self._variant()[1]
        return [region for region in self.program.needed(self.called) if region in over] if over else []

    def lacking(self) -> list[str]:
        """The regions that this check needs and that are left out, without anything that stands in for them."""
        return [r for r in self.program.needed(self.called) if r in self.left_out and r not in self.program.stood_in]

    def untouched(self) -> list[str]:
        """The regions that this check needs and that are as in the stub."""
        over = self._variant()[1]
        return [r for r in self.program.needed(self.called) if r in self.program.untouched and r not in over]

    # -- loading

    def _ensure_loaded(self) -> None:
        if self.load_fault is not None:
            raise self.load_fault
        if self.box.alive and self._loaded == self._variant():
            return
        while not self._load(*self._variant()):
            if self._left() <= 0:
                raise self.box.spent()

    def _load(self, out: frozenset[str], over: frozenset[str]) -> bool:
        """Load the program without the regions `out`, and with what stands in for those in `over`; False if another
        region is to be left out as well."""
        self.box.start()
        self._life += 1
        self._choose(out, over)
        try:
            first = self._life * _HANDLES_PER_LIFE
            seed = int.from_bytes(hashlib.sha256(b"inside %d" % self.seed).digest()[:4])  # the checks' own stays out
            reply = self.box.load(
                self._text, self.filename, self.probe, seed=seed, first_handle=first,
                seconds=min(self.box.limits.call_seconds, max(self._left(), 0.01)),
            )  # fmt: skip
        except Fault as fault:
            self.box.stop()
            region = self._to_blame(fault, out)
            if region is None:
                self.load_fault = fault  # the program cannot even be loaded: every check would meet the same
                raise
            self._note(fault.facts.get("stdout", ""), fault.facts.get("stderr", ""))
            self.left_out[region] = self._why(region, fault)
            return False
        except BaseException:  # broken off by us: without the program, every later call would find it missing
            self.box.stop()
            raise
        self._note(reply.stdout, reply.stderr)
        return True

    def _choose(self, out: frozenset[str], over: frozenset[str]) -> None:
        if self._loaded != (out, over):
            self._loaded, self._text = (out, over), self.program.text(out, over)
            self._names = frozenset(_UNNAMED.union(_NAMED.findall(self._text)))

    def _to_blame(self, fault: Fault, out: frozenset[str]) -> str | None:
        """The region that a fault while loading comes from. What the process says of it costs its author's regions."""
        for line, _ in reversed(fault.facts.get("frames", [])):
            region, _ = self.program.at(line, out)
            if region is not None:
                return None if region in out else region
        loose = self.program.loose() - out
        return next(iter(loose)) if len(loose) == 1 else None

    def _why(self, region: str, fault: Fault) -> Unusable:
        frames = self._of_the_program(fault.facts.get("frames", []))
        place = self.program.place(frames[-1][0]) if frames else None
        what = faults.explain(fault)
        if place is not None and faults.undefined(fault) in self.program.arguments_out_of_reach(frames[-1][0]):
            text = say("{place}: this line is not indented like its marker, and so not part of the function; put "
                       "spaces before it until both begin alike. The rest was graded without this region",
                       place=place)  # fmt: skip
        elif is_helper(region):
            where = place or say("outside Begin/End")
            text = say("{place}: {what}, while the program was loaded; the rest was graded without this helper",
                       place=where, what=what)  # fmt: skip
        elif place is not None and region.startswith("#"):  # a lone region has no name
            text = say("{place}: {what}, while the program was loaded; the rest was graded without this region",
                       place=place, what=what)  # fmt: skip
        elif place is not None:
            text = say("{place}, in the region `{region}`: {what}, while the program was loaded; the rest was graded "
                       "without this region", place=place, region=region, what=what)  # fmt: skip
        else:
            text = say("the region `{region}`: {what}, while the program was loaded; the rest was graded without this "
                       "region", region=region, what=what)  # fmt: skip
        return Unusable(text, faults.outcome_of(fault), "\n".join(f"{line}\t{name}" for line, name in frames) or None)

    def _of_the_program(self, frames: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The frames whose line and function the program has: a function made up as it runs may be named anything.

        Their lines are those of the whole program."""
        if self._loaded is None:
            self._choose(frozenset(), frozenset())
        out = self._loaded[0] if self._loaded else frozenset()
        found = [(self.program.at(line, out)[1], name) for line, name in frames]
        return [(line, name) for line, name in found if line is not None and name in self._names]

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


def _claims(answers: list[Reply | Fault]) -> Iterator[Any]:
    for answer in answers:
        if isinstance(answer, Fault):
            raise answer
        yield answer.value


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

    def each(self, name: str, several: Sequence[Sequence[Any]]) -> Iterator[Any]:
        """The answers to several calls of `name`, given by their arguments, none of which depends on another.

        They are sent together, which saves most of the way there and back; a fault is raised where its answer would
        be. The program may look ahead: do not use this where a later question gives away the answer to an earlier one.
        """
        return self._session.each(self._target, name, several)

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

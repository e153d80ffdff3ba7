"""What comes out of a box: claims of a process that runs the student's code, so nothing is taken for granted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.sandbox import wire
from grader.sandbox.errors import DeviceError


class Fault(Exception):
    """What the student's code did instead of answering.

    `kind` is raised, timeout, memory, crashed, output_limit, missing, not_callable or unsendable; lost, of an object
    that went with its process; or stopped_early, of a training. `facts` holds what is known: type,
    message and frames [(line of the program, function)] of an exception, seconds, status, name...
    """

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(f"{kind}: {facts}")
        self.kind, self.facts = kind, facts


@dataclass
class Reply:
    """One call's claim: its value, the objects given to print (one tuple a print), and the text really printed."""

    value: Any
    printed: list[tuple[Any, ...]] = field(default_factory=list)
    stdout: str = ""
    stderr: str = ""


@dataclass
class Usage:
    """What the student's processes used: CPU seconds, peak resident mebibytes, and of a GPU its name and mebibytes.

    The GPU's are claims: of before the program was loaded (the name) and of after it ran (the peak).
    """

    cpu: float = 0.0
    peak_memory_mb: float = 0.0
    device_name: str | None = None
    peak_device_mb: float | None = None


def reply(message: Any, stdout: str, stderr: str, asked: str | None = None) -> Reply:
    """A message of the process as a Reply to a call of the function `asked`, or to another request (None).

    Raises Fault if it tells of one, and any of TypeError, LookupError, ValueError and AttributeError if it has not the
    form of a reply at all.
    """
    if "error" in message:
        facts = dict(message["error"])
        kind = facts.pop("kind")
        if kind not in ("raised", "memory", "missing", "not_callable", "unsendable"):
            raise ValueError(kind)
        clean = _clean(facts)
        if kind in ("missing", "not_callable"):
            if asked is None:
                raise ValueError(f"{kind}, but nothing was called")
            clean["name"] = asked  # a name that the process gives could be any text
        raise Fault(kind, **clean, stdout=stdout, stderr=stderr)
    decoder = wire.Decoder()  # one for all: what was printed shares one allowance
    printed = [_objects(decoder.decode(packed)) for packed in message["printed"]]
    return Reply(message["ok"], printed, stdout, stderr)


def gpu(claim: Any) -> tuple[str, float]:
    """The name of the GPU and the peak of its memory in MiB. Raises DeviceError unless one was really used."""
    facts = claim if type(claim) is dict else {}
    name, peak = facts.get("name"), facts.get("peak_mb")
    if facts.get("kind") != "gpu" or type(name) is not str or type(peak) is not float or not 0 < peak < 1e9:
        why = facts.get("why") or f"it computes on {name or 'another device'}"
        raise DeviceError(f"the runtime does not compute on one in the sandbox ({str(why)[:300]})")
    return name[:100], peak


def _objects(claim: Any) -> tuple[Any, ...]:
    """What one print() was given: a list, or None where that could not be sent. Text would fall into its letters."""
    if claim is not None and type(claim) is not list:
        raise ValueError("what was printed is no list")
    return tuple(claim or ())


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    """Only the facts that an honest worker sends, with the types that it sends."""
    clean: dict[str, Any] = {}
    for key in ("type", "message"):
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

"""A submission's program in parts: which of them answer which functions, and what stands in for one.

What the submission says decides nothing here but about itself: a part is left out by its author's own doing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from grader.messages.text import Text
from grader.verdict import Outcome

_WORD = re.compile(r"[^\W\d]\w*+")


@dataclass(frozen=True)
class Part:
    """A run of lines: given code (`region` None), or a region. `instead` stands there where it is left out."""

    region: str | None
    lines: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unusable:
    """Why a region is left out: `text` for its author, and what becomes of its own checks. `where` is of the traceback,
    in the file's lines."""

    text: Text
    outcome: Outcome = Outcome.FAILED
    where: str | None = None


@dataclass(frozen=True)
class Program:
    """`functions` maps each function of the stub to its regions, and `probes` each one of the probe to the functions
    that it calls. `unusable` are regions that are left out from the start, `untouched` those that are as in the stub,
    `stood_in` has the functions that stand in for a region's, where the lesson has any; `loose` tells the regions with
    statements outside functions. `outside` says of a region which name it uses that is defined outside the markers.
    `place` names a line.
    """

    parts: tuple[Part, ...]
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    probes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unusable: Mapping[str, Unusable] = field(default_factory=dict)
    untouched: frozenset[str] = frozenset()
    stood_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loose: Callable[[], frozenset[str]] = frozenset
    outside: Mapping[str, Text] = field(default_factory=dict)
    place: Callable[[int], Text | None] = lambda line: None

    @classmethod
    def of(cls, text: str) -> Program:
        """A program of which nothing is known but its text."""
        return cls((Part(None, tuple(text.split("\n"))),))

    def text(self, out: frozenset[str] = frozenset(), over: Iterable[str] = ()) -> str:
        """The program, without the regions `out`; what stands in for those in `over` comes last, so that their helpers
        are still there for others."""
        lines = [line for part in self.parts for line in _lines(part, out)]
        return "\n".join(lines + [line for region in sorted(over) for line in ("", *self.stood_in[region])])

    def at(self, line: int, out: frozenset[str]) -> tuple[str | None, int | None]:
        """The region of a line (1-based) of ``text(out)``, and its line in ``text()``, None where that has it not."""
        mine = whole = 0
        for part in self.parts:
            lines = _lines(part, out)
            if mine < line <= mine + len(lines):
                left_out = part.region in out
                return part.region, None if left_out else whole + line - mine
            mine, whole = mine + len(lines), whole + len(part.lines)
        return None, None

    @property
    def written(self) -> str:
        """All that the student wrote."""
        return "\n".join(line for part in self.parts if part.region is not None for line in part.lines)

    def around(self, line: int) -> tuple[str, str] | None:
        """A line (1-based) of ``text()`` and the whole region in which it stands; None of given code."""
        first = 1
        for part in self.parts:
            if first <= line < first + len(part.lines):
                return (part.lines[line - first], "\n".join(part.lines)) if part.region is not None else None
            first += len(part.lines)
        return None

    def arguments_out_of_reach(self, line: int) -> frozenset[str]:
        """Of a line (1-based) of ``text()`` that is not indented, in a region of a function: the words of the line that
        begins the function."""
        first, before = 1, ""
        for part in self.parts:
            if first <= line < first + len(part.lines):
                own = part.lines[line - first]
                out = part.region is not None and own[:1] not in (" ", "\t")
                return frozenset(_WORD.findall(before)) if out else frozenset()
            first += len(part.lines)
            if part.region is None:
                heads = [one for one in part.lines if one.startswith("def ")]
                before = heads[-1] if heads and part.lines[-1][:1].isspace() else ""
        return frozenset()

    def concerned(self, target: str, name: str, arguments: Iterable[object]) -> list[str]:
        """The student's functions that a call is about: itself, or those that the probe is told of or calls."""
        if target == "student":
            return [name] if name in self.functions else []
        told = [argument for argument in arguments if isinstance(argument, str) and argument in self.functions]
        return list(dict.fromkeys([*told, *self.probes.get(name, ())]))

    def regions_of(self, functions: Iterable[str]) -> list[str]:
        """The regions in which these functions stand."""
        return list(dict.fromkeys(region for name in functions for region in self.functions.get(name, ())))

    def needed(self, functions: Iterable[str]) -> list[str]:
        """The regions of these functions, and of all that they name, be it through one another."""
        seen: dict[str, None] = {}
        ahead = list(functions)
        while ahead:
            name = ahead.pop(0)
            if name not in seen:
                seen[name] = None
                ahead += sorted(self._named.get(name, ()))  # a probe may name what is no function, such as BATCH
        loose = [region for region in self.unusable if not any(region in r for r in self.functions.values())]
        return self.regions_of(seen) + loose

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        """For each function, the others whose names stand in its regions."""
        words = {
            part.region: frozenset(word for line in part.lines for word in _WORD.findall(line))
            for part in self.parts
            if part.region is not None
        }
        return {
            name: frozenset().union(*(words.get(region, frozenset()) for region in regions)) & self.functions.keys()
            for name, regions in self.functions.items()
        }


def _lines(part: Part, out: frozenset[str]) -> tuple[str, ...]:
    return part.instead if part.region in out else part.lines


__all__ = ["Part", "Program", "Unusable"]

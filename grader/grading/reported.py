"""What the reports of a class were made of, kept beside them: where nothing has changed, none of it is read again.

It is a memory and no result: without it, or where it cannot be read, everything is read and written anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from grader.course.kept import Stamp, stamp_of
from grader.verdict import Verdict, VerdictError, write_atomically

FILE = "reports.cache"
_LARGEST = 256_000_000  # bytes of a record that is read


class Known(NamedTuple):
    """A verdict that was read as a whole: the stamp of its file, and its head, as `Verdict.head` has it."""

    stamp: Stamp
    head: str


@dataclass(frozen=True)
class Reported:
    """The verdicts that reports were made of; `files`: those that must be as they were, the verdicts' own and the
    reports; `shown`: a hash over all else that they show, such as titles and the language."""

    verdicts: dict[str, Known] = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)
    shown: str = ""

    @classmethod
    def read(cls, out: Path) -> Reported:
        """The record in `out`; an empty one if there is none that can be read."""
        try:
            with (out / FILE).open("rb") as stream:
                found = json.loads(stream.read(_LARGEST))
            verdicts = {name: Known(tuple(stamp), str(head)) for name, (stamp, head) in found["verdicts"].items()}
            return cls(verdicts, {name: tuple(stamp) for name, stamp in found["files"].items()}, str(found["shown"]))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls()

    def head(self, out: Path, path: Path) -> Verdict | None:
        """The head of the verdict in this file, if it was read as a whole for the reports and is as it was."""
        known = self.verdicts.get(_name(path, out))
        try:
            if known is not None and known.stamp == stamp_of(os.stat(path)):
                return Verdict.of_head(known.head)
        except (OSError, ValueError):
            pass
        return None

    def write(self, out: Path) -> None:
        """Where there is no room for it, there is none."""
        parts = {"verdicts": self.verdicts, "files": self.files, "shown": self.shown}
        try:
            write_atomically(out / FILE, json.dumps(parts) + "\n", lasting=False)
        except OSError:
            with contextlib.suppress(OSError):
                (out / FILE).unlink(missing_ok=True)


def made_of(out: Path, files: Iterable[Path], shown: object) -> Reported:
    """The files as they are now, those that are there, and what else is shown; no verdicts yet."""
    everything = json.dumps([shown, _program()], sort_keys=True, default=repr)
    sha256 = hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()
    stamps = {}
    for path in files:
        with contextlib.suppress(OSError):
            stamps[_name(path, out)] = stamp_of(os.stat(path))
    return Reported({}, stamps, sha256)


def with_heads(
    made: Reported, out: Path, verdicts: Iterable[Path], before: Reported, read: Mapping[str, str] = {}
) -> Reported:
    """`made`, with the heads of the verdicts in these files. What `before` has need not be read, nor what `read` has,
    the heads of some by ``<student>/<lesson>``."""
    heads = {}
    for path in verdicts:
        name = _name(path, out)
        stamp, known = made.files.get(name), before.verdicts.get(name)
        if known is not None and known.stamp == stamp:
            heads[name] = known
        elif stamp is not None:
            with contextlib.suppress(VerdictError):
                heads[name] = Known(stamp, read.get(f"{path.parts[-3]}/{path.parts[-2]}") or Verdict.read(path).head())
    return replace(made, verdicts=heads)


def _name(path: Path, out: Path) -> str:
    return os.fspath(path).removeprefix(f"{out}/")


def _program() -> list[tuple[str, Stamp]]:
    """The files of the grader: another version makes other reports."""
    place = Path(__file__).parents[1]
    found = (path for path in place.rglob("*") if "__pycache__" not in path.parts and path.is_file())
    return sorted((_name(path, place), stamp_of(path.stat())) for path in found)


__all__ = ["FILE", "Reported", "made_of", "with_heads"]

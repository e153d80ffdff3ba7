"""The bytes of what was handed in for one lesson: each file opened once, when its turn comes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.grading.listing import Lying
from grader.grading.opening import MOST_TOGETHER, File, HandedIn, read_file, too_large_together
from grader.messages.text import Text

_TIMESTAMP = "timestamp.txt"  # nbgrader's exchange leaves it beside what it has taken
_LONGEST = 100  # bytes of it
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)(.{0,60})", re.DOTALL)


def read(
    path: Path, root: Path | None, files: Sequence[Lying] = (), unread: int = 0, notices: tuple[Text, ...] = ()
) -> HandedIn:
    """The file at `path`; where there are `files` in the class folder `root`, all of them. Never raises: what cannot be
    read has a `fault`."""
    if not files or root is None:
        plain = read_file(path, root)
        return replace(plain, notices=notices) if notices else plain
    times = _times(root, files)
    found: list[File] = []
    held = 0
    for lying in files:
        one = read_file(root.joinpath(*lying.parts), root)
        held += one.size
        if held > MOST_TOGETHER:
            one = HandedIn(one.name, fault=too_large_together())
        name = lying.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        found.append(File(name, one.data, one.fault, lying.place, times.get(lying.parts[:-1])))
    return HandedIn(found[0].name, notices=notices, files=tuple(found), unread=unread)


def _times(root: Path, files: Sequence[Lying]) -> dict[tuple[str, ...], str]:
    """When the exchange took each folder of these files, if it says so of several of them and in one time zone."""
    folders = {lying.parts[:-1] for lying in files}
    if len(folders) < 2:
        return {}
    times, zones = {}, set()
    for folder in folders:
        stamp = read_file(root.joinpath(*folder, _TIMESTAMP), root, _LONGEST).data or b""
        if found := _TIME.match(stamp.decode("utf-8", "replace").strip()):
            times[folder] = f"{found[1]} {found[2]}"
            zones.add(found[3].strip())
    return times if len(zones) == 1 else {}


__all__ = ["read"]

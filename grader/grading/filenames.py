"""What the name of a handed-in file says: what kind of file it is, and how near its name is to the lesson's.

Browsers, systems and learning platforms rename files: `gate_math (1).ipynb`, `gate_math.ipynb.txt`,
`gate_math - 副本.ipynb`.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.course.spelling import squashed

ARCHIVES = (".zip",)
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")  # not read: the sentence says so
_CODE = (".ipynb", ".py")
_ADDED = (".json", ".txt")  # what browsers and editors put behind a name
_LONGEST = 300  # characters of a name that are looked at
_ROUNDS = 6  # marks of a copy that a name may have
# Each takes one mark off. Possessive and anchored: a name is read once.
_MARKS_BEFORE = re.compile(
    r"[\s\"'“”‘’「」《》]*+(?:copy\s*+(?:\([0-9]{1,4}\)\s*+)?+of\b|副本|复件|拷贝)[\s_:-]*+(?=\S)", re.IGNORECASE
)
_MARKS_AFTER = re.compile(
    r"(?:\([0-9]{1,4}\)|\[[0-9]{1,4}\]|(?<=\s)[0-9]{1,3}|-[0-9]{1,3}|[\s_-]copy\s*+[0-9]{0,3}|的?(?:副本|复件|拷贝)\s*+[0-9]{0,3}"
    r"|[_-]checkpoint|[\"'“”‘’「」《》])$",
    re.IGNORECASE,
)  # fmt: skip


class Nearness(enum.IntEnum):
    """How near a file's name is to the one that the lesson's own file has; the nearest first."""

    NOTEBOOK = 0  # the lesson's notebook
    MODULE = 1  # the lesson's module
    SPELT = 2  # the same in another spelling, or with another ending
    COPY = 3  # marked as a copy of it
    OTHER = 4  # another notebook or Python file


@dataclass(frozen=True)
class FileName:
    """A name as it is read: without what was added to it, and its ending: `.ipynb`, `.py`, `.zip`, or another one."""

    stem: str
    kind: str

    @classmethod
    def of(cls, name: str) -> FileName:
        plain = unicodedata.normalize("NFKC", PurePosixPath(name).name[-_LONGEST:]).strip().rstrip(".")
        stem, kind = _parted(plain)
        while kind in _ADDED and any(_parted(stem)[1].startswith(ending) for ending in (*_CODE, *ARCHIVES)):
            stem, kind = _parted(stem)
        for ending in _CODE:  # `gate_math.ipynb (1)`
            if kind.startswith(ending) and _without_marks(kind) == ending:
                stem, kind = stem + kind.removeprefix(ending), ending
        return cls(stem, kind)

    @property
    def is_code(self) -> bool:
        return self.kind in _CODE

    @property
    def is_archive(self) -> bool:
        return self.kind in ARCHIVES

    def read_as(self) -> str:
        """The name under which its content is read: what it says of the kind of file is all that counts."""
        return f"{self.stem}{self.kind}"


def nearness(name: str, module: str) -> Nearness | None:
    """How near a file of this name is to the lesson of this module; None: it is no notebook and no program."""
    stem = Path(module).stem
    base = PurePosixPath(name).name
    if base in (f"{stem}.ipynb", module):
        return Nearness.MODULE if base == module else Nearness.NOTEBOOK
    read = FileName.of(name)
    if read.is_code or read.kind in _ADDED:
        wanted = squashed(stem)
        if squashed(read.stem) == wanted:
            return Nearness.SPELT
        bare = _without_marks(read.stem)
        inner = _parted(bare)  # `“gate_math.ipynb”的副本.ipynb`
        if wanted in (squashed(bare), squashed(inner[0]) if inner[1] in _CODE else ""):
            return Nearness.COPY
    return Nearness.OTHER if read.is_code else None


def _without_marks(stem: str) -> str:
    """The stem without what marks a copy."""
    for _ in range(_ROUNDS):
        found = _MARKS_BEFORE.match(stem)
        bare = stem[found.end() :] if found else stem
        last = bare.rstrip(" _-")
        after = _MARKS_AFTER.search(last, max(0, len(last) - 30))
        bare = last[: after.start()].rstrip(" _-") if after else bare
        if bare == stem or not bare:
            break
        stem = bare
    return stem.strip()


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, f".{ending.strip().lower()}") if dot and stem else (name, "")


__all__ = ["ARCHIVES", "OTHER_ARCHIVES", "FileName", "Nearness", "nearness"]

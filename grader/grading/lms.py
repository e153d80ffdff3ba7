"""Whose a folder or file in the class folder is, by the names that learning platforms give what they hand out.

The platform's part of a name comes before the student's, and holds no underscore of theirs, or none that could be
taken for the platform's: so it is read from the left, and what a student called the file makes nobody else of them.

Moodle, `mod/assign/classes/downloader.php`: underscores in a name become spaces; then come number and plug-in.
Canvas, `lib/content_zipper.rb`: `/_\\d+_/` is taken out of a name; then the person's number and the file's follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOODLE = re.compile(r"([^_]{1,200}+)_([0-9]{1,18})_assignsubmission_([a-z]{1,30})(?:_(.*))?", re.DOTALL)
_CANVAS = re.compile(r"(?=_([0-9]{1,18})_(?:([0-9]{1,18})_|(?:text|link)\.html$))")  # overlapping ones are found, too
_ANONYMOUS = re.compile(r"(?:LATE_)?anon_([0-9A-Za-z]{4,12})_([0-9]{1,18})_(.*)", re.DOTALL)
_LATE = "_LATE"
_LONGEST = 400  # characters of a name that are looked at


@dataclass(frozen=True)
class Delivery:
    """What a platform delivered: whose, by name and by its own number, and what the student called the file.

    `file` is None for a folder. `others` are further numbers that could be the person's: a name like `bob_1`, or a file
    that is called `2_3.ipynb`, leaves it open which is. Then nobody is taken for another (`key` is the whole name).
    """

    name: str
    who: str
    number: str
    file: str | None
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name that no two people share: the platform's number is in it."""
        if self.others:
            return self.name
        return f"{self.who}_{self.number}" if self.who else self.number


def delivery(name: str, *, is_folder: bool) -> Delivery | None:
    """What the name of a folder or file in the class folder says; None if no platform that is known made it."""
    if found := _MOODLE.fullmatch(name):
        rest = found[4] or ""
        if is_folder:
            return None if rest else Delivery(name, found[1], found[2], None)
        return Delivery(name, found[1], found[2], rest or name)
    return None if is_folder else _of_canvas(name)


def _of_canvas(name: str) -> Delivery | None:
    if found := _ANONYMOUS.fullmatch(name):
        return Delivery(name, "anon", found[1], found[3])
    pairs = list(_CANVAS.finditer(name[:_LONGEST]))
    if not pairs or pairs[0].start() == 0:
        return None
    first, *more = pairs
    who = name[: first.start()].removesuffix(_LATE)
    file = name[first.start() + 2 + len(first[1]) :]
    if first[2]:
        file = file[len(first[2]) + 1 :]
    return Delivery(name, who, first[1], file, tuple(one[1] for one in more))


__all__ = ["Delivery", "delivery"]

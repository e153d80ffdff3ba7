"""What in a class folder is whose: its outermost level, which the instructor or a learning platform has made."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from grader.grading.filenames import FileName
from grader.grading.lms import delivery
from grader.grading.names import NOBODY, printed
from grader.grading.roster import Person, Roster
from grader.messages.sentences import say
from grader.messages.text import Text


@dataclass
class Home:
    """All that is one student's, or, with `group`, a group's.

    `entries` are names in the class folder: of a file, with what its student called it; of a folder or a link, with
    None. `delivered`: a learning platform has packed it, so that a file need not lie in a lesson's folder. `fault`: why
    nobody knows whose it is.
    """

    key: str
    entries: dict[str, str | None] = field(default_factory=dict)
    delivered: bool = False
    fault: Text | None = None
    group: tuple[Person, ...] = ()

    @property
    def first(self) -> str:
        return next(iter(self.entries))


def found_in(root: int, roster: Roster | None) -> tuple[list[Home], list[Text]]:
    """The homes in the open class folder, in the order of their names, and a sentence on each file that is nobody's."""
    homes: dict[str, Home] = {}
    strange: list[Text] = []
    for name in sorted(set(os.listdir(root)) - NOBODY):
        home = _home(name, stat.S_ISREG(os.lstat(name, dir_fd=root).st_mode), roster)
        if home is None:
            strange.append(say("{name}: not a student's folder, skipped", name=printed(name)))
            continue
        known = homes.setdefault(home.key, home)
        if known is not home:
            known.entries |= home.entries
            known.delivered, known.fault = known.delivered or home.delivered, known.fault or home.fault
    if roster is not None:
        strange += [_not_in(one) for one in homes.values() if not _is_known(one, roster)]
    return list(homes.values()), strange


def keys_of(roster: Roster | None) -> list[str]:
    return [one.key for one in roster.people] if roster else []


def _home(name: str, is_file: bool, roster: Roster | None) -> Home | None:
    """Whose this entry is; None of a file that could be no submission."""
    told = delivery(name, is_folder=not is_file)
    if told is not None:
        person = roster.of_delivery(told) if roster else None
        group = roster.group_of_folder(told.who) if roster and not person and not told.others else ()
        return Home(person.key if person else told.key, {name: told.file}, delivered=True, group=group)
    read = FileName.of(name)
    if is_file and not (read.is_code or read.is_archive):
        return None
    called = read.stem if is_file else name
    person = roster.of_folder(called) if roster else None
    group = roster.group_of_folder(called) if roster and not person else ()
    key = person.key if person else group[0].group if group else name
    home = Home(key, {name: name if is_file else None}, delivered=is_file, group=group)
    if is_file and not person and not group:
        home.fault = say(
            "{file} lies directly in the class folder, so that nobody knows whose it is. Put it into a folder that is "
            "named after its student, and grade again.",
            file=printed(name),
        )  # fmt: skip
    return home


def _is_known(home: Home, roster: Roster) -> bool:
    return bool(home.group) or any(one.key == home.key for one in roster.people)


def _not_in(home: Home) -> Text:
    return say("{name}: nobody in the roster; graded under this name", name=printed(home.first))


__all__ = ["Home", "found_in", "keys_of"]

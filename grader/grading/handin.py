"""What was handed in: a class folder, listed once, and whose and for which lesson each file is.

Whose a file is, the outermost level alone says: the folders, or the files that a learning platform has named, directly
in the class folder. Nothing that a student names makes them another one.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.course.lesson import discover
from grader.grading import groups, homes, reading
from grader.grading.jobs import STUDENTS, Found, Job
from grader.grading.names import NOBODY, shown_names
from grader.grading.opening import HandedIn, opened
from grader.grading.roster import Roster
from grader.grading.searching import Search


def read(job: Job) -> HandedIn:
    """The file of `job`, opened once, or all of its files. Never raises: what cannot be read has a `fault`."""
    if job.fault is not None:
        name = os.fsencode(job.path.name).decode("utf-8", "replace")
        return HandedIn(name, fault=job.fault, unclear=job.unclear, notices=job.notices)
    return reading.read(job.path, job.root, job.files, job.unread, job.notices)


def find_class(
    course: Path, folder: Path, lesson: str | None = None, student: str | None = None, roster: Roster | None = None
) -> Found:
    """Every submission in ``folder/<student>/<lesson>/<file>``, or as a learning platform has packed it, in a stable
    order. With `lesson`, only for that one; then ``folder/<student>/<file>`` will do.

    A folder of which nothing can be graded still has a job, which gets a verdict that says so. Raises OSError if the
    class's own folder cannot be listed.
    """
    found = Found()
    with opened(folder) as root:
        every, found.strange = homes.found_in(root, roster)
        names = shown_names(dict.fromkeys([*(home.key for home in every), *homes.keys_of(roster)]))
        search = Search(found, discover(course), folder, root, lesson)
        chosen = [home for home in every if roster or student in (None, names[home.key], home.key, *home.entries)]
        for home in chosen:
            search.add(home, names[home.key])
    grouped = {names[home.key]: [names[one.key] for one in home.group] for home in chosen if home.group}
    if roster is not None:
        found.members = {names[one.key]: one for one in roster.people}
        groups.share(found, roster, names, grouped)
    students = dict.fromkeys([*(names[home.key] for home in chosen if not home.group), *found.members])
    search.give_everybody_a_row(students, found.members)
    if roster is not None and student is not None:
        groups.keep_only(found, {name for key, name in names.items() if student in (key, name)})
    order = {name: number for number, name in enumerate(students)}
    found.jobs.sort(key=lambda job: (order[job.student], job.lesson))
    return found


__all__ = ["NOBODY", "STUDENTS", "Found", "Job", "find_class", "read"]

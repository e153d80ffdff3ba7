"""Groups: what one member handed in is every member's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from grader.grading.jobs import Found, Job
from grader.grading.roster import Roster
from grader.messages.sentences import listed, say


def share(found: Found, roster: Roster, names: Mapping[str, str], folders: Mapping[str, Sequence[str]]) -> None:
    """Give each member of a group a job where they handed in nothing themselves: the group's, else the other's.

    `names` has how each person's key is shown, `folders` the members of each group whose folder was found by its name.
    The jobs of those folders become the first such member's.
    """
    of_groups = {(job.student, job.lesson): job for job in found.jobs if job.student in folders}
    own = {(job.student, job.lesson): job for job in found.jobs if job.student not in folders}
    found.jobs = list(own.values())
    lessons = sorted({job.lesson for job in (*of_groups.values(), *own.values())})
    members: dict[str, list[str]] = {}
    for person in roster.people:
        if person.group:
            members.setdefault(person.group, []).append(names[person.key])
    for group, everybody in members.items():
        for lesson in lessons:
            given = [
                job for (name, its), job in of_groups.items() if its == lesson and set(folders[name]) == set(everybody)
            ]
            found.jobs += _shared(group, everybody, lesson, own, given)


def _shared(
    group: str, everybody: list[str], lesson: str, own: Mapping[tuple[str, str], Job], given: list[Job]
) -> Iterable[Job]:
    without = [name for name in everybody if (name, lesson) not in own]
    givers = [own[name, lesson] for name in everybody if (name, lesson) in own]
    if not without:
        return
    if given:
        first, *without = without
        yield (lead := replace(given[0], student=first))
    elif len(givers) == 1:
        (lead,) = givers
    else:
        if givers:
            which = listed([job.student for job in givers])
            fault = say(
                "Several members of the group {group} handed in: {students}. Put the one file that counts for all into "
                "a folder that is named after the group, and grade again.",
                group=group, students=which,
            )  # fmt: skip
            jobs = (replace(givers[0], student=name, files=(), fault=fault, unclear=True) for name in without)
            yield from jobs
        return
    notice = say("This is the file of the group {group}: {student} handed it in.", group=group, student=lead.student)
    if given:
        notice = say("This is the file of the group {group}.", group=group)
    for name in without:
        yield replace(lead, student=name, like=lead.student, notices=(*lead.notices, notice))


def keep_only(found: Found, students: set[str]) -> None:
    """Leave only what is these students'; a job whose verdict was to be another's becomes one of its own."""
    jobs = {(job.student, job.lesson): job for job in found.jobs}
    found.jobs = [
        replace(job, like=None) if job.like not in (None, *students) else job
        for (name, _), job in jobs.items()
        if name in students
    ]
    found.absent = [one for one in found.absent if one[0] in students]


__all__ = ["keep_only", "share"]

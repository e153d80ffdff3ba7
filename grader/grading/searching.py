"""The jobs of a class folder: which lesson each student's files are for, and a sentence where nobody can know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.lesson import Lesson
from grader.grading.filenames import Nearness, nearness
from grader.grading.homes import Home
from grader.grading.jobs import Found, Job
from grader.grading.listing import Listed, Lying, listed
from grader.grading.names import printed
from grader.messages.sentences import say
from grader.messages.text import Text

MOST_READ = 20  # files of one student and lesson that are read, those whose name and folder are nearest first
_MOST_STRANGE = 5  # entries of one student's folder that are named one by one


@dataclass
class Search:
    found: Found
    lessons: Sequence[Lesson]
    folder: Path
    root: int
    lesson: str | None
    _without: dict[str, tuple[Path, Text]] = field(default_factory=dict)  # who has no job, and why

    @property
    def _wanted(self) -> list[Lesson]:
        return [one for one in self.lessons if self.lesson in (None, one.id)]

    def of_folder(self, name: str, student: str = "") -> list[Job]:
        """The jobs of one folder, a student's or that of the lesson; there is always one if a lesson was asked for."""
        home = Home(name, {name: None})
        if self.lesson is not None:
            inside = listed(name, self.root, self.lessons, as_lesson=self.lesson)
            if inside.folders:
                self._jobs(home, student, inside)
                return self.found.jobs
        self.add(home, student)
        self.give_everybody_a_row([student])
        if not self.found.jobs and self.lesson is not None:
            lesson = next(one for one in self.lessons if one.id == self.lesson)
            path = self.folder / name / f"{Path(lesson.module).stem}.ipynb"
            self.found.jobs.append(Job(student, lesson.id, path, self.folder))
        return self.found.jobs

    def add(self, home: Home, student: str) -> None:
        """The jobs of what is this student's."""
        inside = Listed()
        for entry, name in home.entries.items():
            if name is not None:
                inside.add_delivered(entry, name)
                continue
            where = self.folder / entry
            try:
                more = listed(entry, self.root, self.lessons)
            except NotADirectoryError:
                self._without[student] = (
                    where,
                    say(
                        "A link lies in place of this student's folder, and links are not followed. Put the folder "
                        "itself there and grade again."
                    ),
                )
            except OSError as error:
                self._without[student] = (
                    where,
                    say(
                        "This student's folder cannot be listed ({reason}). Put this right and grade again.",
                        reason=error.strerror or str(error),
                    ),
                )
            else:
                inside.add(more, delivered=home.delivered)
                if more.is_empty:
                    said = say(
                        "{path}: an empty folder; files are expected in <student>/<lesson>/", path=printed(where)
                    )
                    self.found.strange.append(said)
        if home.fault is not None:
            self._without[student] = self.folder / home.first, home.fault
        before = len(self.found.jobs)
        used = self._jobs(home, student, inside)
        if len(self.found.jobs) == before and student not in self._without:
            self._explain(home, student, inside)
        self._tell_strange(home, inside, used)

    def _jobs(self, home: Home, student: str, inside: Listed) -> set[str]:
        """Add the student's jobs. Returns the names of what is in their folder and no lesson's, that they used."""
        used: set[str] = set()
        if home.fault is not None:
            return used
        for lesson in self._wanted:
            files = [one for one in inside.files if one.lesson == lesson.id]
            loose = [one for one in inside.files if one.lesson is None]
            if self.lesson is not None:
                files += self._meant(loose, lesson, alone=not files)
            if files:
                used |= {one.parts[-1] if len(one.parts) == 1 else one.parts[1] for one in files}
                self.found.jobs.append(_job(student, lesson, files, self.folder))
            elif lesson.id in inside.folders:
                self._add_bare(home, student, lesson, inside)
            elif self.lesson is None and (named := [one for one in loose if _is_named_for(one, lesson)]):
                used |= {one.parts[1] for one in named if len(one.parts) > 1}
                fault = say(
                    "This does not lie in a lesson's folder: {files}. Grade with --lesson {lesson}, or put it into a "
                    "folder of that name.",
                    files=_named(named), lesson=lesson.id,
                )  # fmt: skip
                path = self.folder.joinpath(*named[0].parts)
                self.found.jobs.append(Job(student, lesson.id, path, self.folder, fault=fault, unclear=True))
        return used

    def _meant(self, loose: list[Lying], lesson: Lesson, *, alone: bool) -> list[Lying]:
        """The files outside of every lesson's folder that may be for `lesson`: those named like it; all but those that
        are named like another, if it has no folder."""
        others = [one for one in self.lessons if one.id != lesson.id]
        return [
            one
            for one in loose
            if _is_named_for(one, lesson) or (alone and not any(_is_named_for(one, other) for other in others))
        ]

    def _add_bare(self, home: Home, student: str, lesson: Lesson, inside: Listed) -> None:
        """A lesson's folder in which nothing can be graded: its verdict says so."""
        name = inside.folders[lesson.id]
        path = self.folder / home.first / name / f"{Path(lesson.module).stem}.ipynb"
        fault = None
        if lying := inside.bare.get(lesson.id):
            fault = say(
                "Nothing in this lesson's folder can be graded: {files}. Submit the notebook {wanted}, or a zip "
                "archive with it.",
                files=_shown(lying), wanted=path.name,
            )  # fmt: skip
        self.found.jobs.append(Job(student, lesson.id, path, self.folder, fault=fault))

    def _explain(self, home: Home, student: str, inside: Listed) -> None:
        """Remember why the student has no job, unless nothing is there that could be one."""
        where = self.folder / home.first
        loose = [one for one in inside.files if one.lesson is None]
        if loose and self.lesson is None:
            self._without[student] = where, say(
                "This does not lie in a folder that is named like a lesson: {files}. Put it into one, such as "
                "{lesson}, or "
                "grade with --lesson.",
                files=_named(loose), lesson=self.lessons[0].id if self.lessons else "",
            )  # fmt: skip
        elif (left := inside.others) and not inside.folders:
            self._without[student] = (
                where,
                say(
                    "Nothing in this student's folder can be graded: {files}. A notebook (.ipynb), a Python file or a "
                    "zip archive with one is needed.",
                    files=_shown(left),
                ),
            )

    def _tell_strange(self, home: Home, inside: Listed, used: set[str]) -> None:
        loose = {one.parts[1] for one in inside.files if one.lesson is None and len(one.parts) > 1}
        others = sorted({*inside.others, *loose} - used)
        where = printed(self.folder / home.first) if others else ""
        for name in others[:_MOST_STRANGE]:
            path, lesson = f"{where}/{printed(name)}", printed(name)
            self.found.strange.append(say("{path}: there is no lesson '{lesson}', skipped", path=path, lesson=lesson))
        if (more := len(others) - _MOST_STRANGE) > 0:
            many = say("at least {n}", n=more) if inside.cut else str(more)
            self.found.strange.append(say("{path}: {n} more that are no lesson's, skipped", path=where, n=many))

    def give_everybody_a_row(self, students: Iterable[str], members: Collection[str] = ()) -> None:
        """Who has no job at all gets one that says why, or is absent, for every lesson that the others have; the
        class's `members` are absent for each lesson that they lack."""
        lessons = [self.lesson] if self.lesson else sorted({job.lesson for job in self.found.jobs})
        if not lessons and members:  # nobody has handed in anything
            lessons = [one.id for one in self.lessons]
        having = {(job.student, job.lesson) for job in self.found.jobs}
        somewhere = {student for student, _ in having}
        for student in students:
            lacking = [(student, lesson) for lesson in lessons if (student, lesson) not in having]
            if student in self._without and student not in somewhere:
                path, fault = self._without[student]
                self.found.strange.append(say("{path}: {why}", path=printed(path), why=fault))
                jobs = (Job(student, lesson, path, self.folder, fault=fault, unclear=True) for _, lesson in lacking)
                self.found.jobs += jobs
            elif student in members or student not in somewhere:
                self.found.absent += lacking


def _job(student: str, lesson: Lesson, files: list[Lying], folder: Path) -> Job:
    """Plain where there is but one file, and it is what the lesson calls it."""

    def distance(one: Lying) -> tuple[int, int, int, str]:
        near = nearness(one.name, lesson.module)
        return Nearness.OTHER + 1 if near is None else near, one.place, one.name.count("/"), one.name

    first, *more = sorted(files, key=distance)
    path = folder.joinpath(*first.parts)
    plain = first.name == lesson.id or nearness(first.name, lesson.module) in (Nearness.NOTEBOOK, Nearness.MODULE)
    if plain and not more and first.place == 0 and "/" not in first.name:
        return Job(student, lesson.id, path, folder)
    several = (first, *more[: MOST_READ - 1])
    return Job(student, lesson.id, path, folder, several, len(more) + 1 - len(several))


def _is_named_for(one: Lying, lesson: Lesson) -> bool:
    near = nearness(one.name, lesson.module)
    return near is not None and near < Nearness.OTHER


def _named(files: list[Lying]) -> str:
    return _shown([one.name for one in files])


def _shown(names: list[str]) -> str:
    """A few names, as a sentence shows them."""
    told = ", ".join(printed(name)[:60] for name in names[:_MOST_STRANGE])
    return told + (", …" if len(names) > _MOST_STRANGE else "")


__all__ = ["Search"]

"""`grader grade --course`: the lessons of an nbgrader course, into its own folders and gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from grader.cli.common import FAILED, OURS, USAGE, know_profile, printable, stop, terminal
from grader.cli.outcome import Again, listeners, publish_class, results, say_how_it_went

if TYPE_CHECKING:
    from grader.nbgrader.foreign_course import ForeignAssignment


def grade_course(
    home: Path,
    lang: str,
    *,
    lesson: str | None,
    student: str | None,
    workers: int | None,
    regrade: bool,
    report: list[str],
    strict: bool,
) -> NoReturn:
    """Judge what was collected and has no verdict that stands; write autograded, feedback and the gradebook."""
    from grader.cli.progress import Bar
    from grader.course import datasets
    from grader.course.lesson import load_lesson
    from grader.extras import before_nbformat, needed
    from grader.grading.batch import grade_class
    from grader.grading.handin import Found
    from grader.grading.people import People
    from grader.grading.task import Selection
    from grader.messages.sentences import say
    from grader.reports.html import feedback_in

    before_nbformat()
    needed("nbgrader", "nbgrader", "grading an nbgrader course")
    from grader.nbgrader.course import NbgraderCourse
    from grader.nbgrader.foreign_course import foreign_assignments
    from grader.nbgrader.record import CourseError, results_in

    try:
        course = NbgraderCourse(home)
        foreign = foreign_assignments(course, lesson)
        if not foreign and not course.record.lessons:
            raise CourseError(
                say(
                    "nothing was released to {home}: run `grader release --nbgrader {home}` first, or `nbgrader "
                    "generate_assignment` for an assignment that is not ours",
                    home=str(home),
                )
            )
        failed = _grade_foreign(foreign, lang, student or "*", workers, regrade=regrade)
        jobs = course.jobs(None if lesson in {one.name for one in foreign} else lesson, student or "*")
        if lesson in {one.name for one in foreign} or (foreign and not jobs):
            raise typer.Exit(OURS if failed else 0)
        for name in sorted({job.lesson for job in jobs}):
            course.known(name)
    except CourseError as error:
        stop(printable(error.text.get(lang)), USAGE)
    if not jobs:
        stop(f"nothing to grade in {printable(str(course.places.submitted))}: run `nbgrader collect` first", USAGE)
    ours = course.record.course_path(course.home)
    lessons = {name: load_lesson(ours, name) for name in {job.lesson for job in jobs}}
    policy = course.policy
    know_profile(list(lessons.values()), policy.profile)
    steps = {name: one.steps(policy.profile, datasets.chosen()) for name, one in lessons.items()}
    out, again = results_in(course.home), Again(lang)
    with results(out, course.places.submitted, dry_run=False):
        with Bar(lang) as progress:
            verdicts = grade_class(
                ours, jobs, out, policy, Selection(), workers=workers, regrade=regrade, page=feedback_in(lang),
                listeners=listeners(progress, again, steps),
            )  # fmt: skip
        published = publish_class(ours, out, verdicts, Found(jobs), People(), lang, report)
        say_how_it_went(ours, out, verdicts, lang, progress, again, published)
    graded = course.write(jobs, verdicts, done=lambda: None)
    told = say(
        "nbgrader: {written} written to autograded, feedback and gradebook; {kept} were there already; {failed} have "
        "no score",
        written=graded.written, kept=graded.kept, failed=len(graded.failed),
    )  # fmt: skip
    terminal().print(printable(told.get(lang)), markup=False, soft_wrap=True)
    passed = all(verdict.outcome.value == "passed" for verdict in verdicts)
    raise typer.Exit(OURS if graded.failed or failed else FAILED if strict and not passed else 0)


def _grade_foreign(
    foreign: Sequence[ForeignAssignment], lang: str, student: str, workers: int | None, *, regrade: bool
) -> bool:
    """Assignments that were not written for Gatehouse; whether one submission has no score."""
    from grader.messages.sentences import say
    from grader.nbgrader.foreign import NOT_PROMISED, close_servers

    failed = False
    for assignment in foreign:
        students = assignment.students(student, regrade=regrade)
        graded = assignment.grade(students, workers, done=lambda: None)
        told = say(
            "{assignment}: {written} autograded; {failed} have no score. {promise}",
            assignment=assignment.name, written=graded.written, failed=len(graded.failed), promise=NOT_PROMISED,
        )  # fmt: skip
        terminal().print(printable(told.get(lang)), markup=False, soft_wrap=True)
        failed = failed or bool(graded.failed)
    close_servers()
    return failed

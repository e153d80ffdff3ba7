"""`grader grade`: what there is to grade, and the run. How it ended: `outcome`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import (
    FAILED,
    OURS,
    USAGE,
    BackendOption,
    DeviceOption,
    JobsOption,
    LangOption,
    Level,
    ProfileOption,
    SeedOption,
    app,
    course_here,
    guess_lesson,
    know_profile,
    known_formats,
    printable,
    renamed,
    seed_of,
    stop,
)
from grader.cli.github import annotate, no_commands
from grader.cli.outcome import Again, listeners, publish_class, results, say_how_it_went

if TYPE_CHECKING:
    from grader.course.lesson import Lesson
    from grader.grading.handin import Found, Job
    from grader.grading.roster import Roster

TargetArgument = Annotated[
    Path | None, typer.Argument(help="A class folder, TARGET/<student>/<lesson>/<file>, or one file.")
]
CourseOption = Annotated[
    Path | None,
    typer.Option(
        "--course",
        metavar="COURSE_DIR",
        help="Instead of TARGET: an nbgrader course. Grades what was collected, into its autograded, feedback and "
        "gradebook; profile and sandbox level are those of its nbgrader_config.py.",
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(help="Where verdicts and reports go, outside the class folder. The reports cover all verdicts there."),
]
LessonOption = Annotated[str | None, typer.Option(help="Only this lesson.")]
StudentOption = Annotated[
    str | None,
    typer.Option(help="Only this student; of one file, the student's name. Default: that of the file's folder."),
]
LevelOption = Annotated[
    Level, typer.Option(help="Lowest sandbox level to accept. A verdict reached at `process` says so.")
]
RegradeOption = Annotated[
    bool,
    typer.Option(
        "--regrade",
        help="Judge again what an earlier run has judged, with the same seeds, and say who gained and who lost.",
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Judge, and say whose score would change and why; write nothing into --out."),
]
EarlyStoppingOption = Annotated[
    bool,
    typer.Option("--early-stopping", help="Stop trainings that no right answer looked like; not for official grades."),
]
PublicOnlyOption = Annotated[
    bool,
    typer.Option("--public-only", help="Judge by public checks only; not for official grades, and every page says so."),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        callback=known_formats,
        metavar="NAME",
        help="Write this report, too: json, github, gitlab, canvas or moodle; gradescope or classroom50 of one file. "
        "May be given more than once. console, html, csv and junit are always there.",
    ),
]
ShardOption = Annotated[
    str | None,
    typer.Option(
        metavar="I/N",
        help="Grade part I of N of the class, as one job of an array, into an --out of its own; `grader report` joins "
        "them.",
    ),
]
RosterOption = Annotated[
    Path | None,
    typer.Option(
        help="A CSV of the class: id, name, and perhaps group and lms id. Everybody in it gets a row, and what one of "
        "a group handed in is every member's.",
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 unless every submission passed.")]


@app.command(cls=renamed({"--futility": "--early-stopping"}))
def grade(
    lang: LangOption,
    target: TargetArgument = None,
    course_dir: CourseOption = None,
    out: OutOption = Path("results"),
    lesson: LessonOption = None,
    student: StudentOption = None,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
    seed: SeedOption = None,
    backend: BackendOption = None,
    device: DeviceOption = None,
    level: LevelOption = Level.CONTAINER,
    regrade: RegradeOption = False,
    dry_run: DryRunOption = False,
    early_stopping: EarlyStoppingOption = False,
    public_only: PublicOnlyOption = False,
    report: ReportOption = None,
    shard: ShardOption = None,
    roster: RosterOption = None,
    strict: StrictOption = False,
) -> None:
    """Grade a class, or one file, with public and hidden checks; write verdicts, feedback and reports."""
    if course_dir is not None:
        fixed = {
            "TARGET": target is not None, "--out": out != Path("results"), "--profile": profile != "cpu",
            "--seed": seed is not None, "--backend": backend is not None, "--device": device is not None,
            "--level": level is not Level.CONTAINER, "--dry-run": dry_run, "--early-stopping": early_stopping,
            "--public-only": public_only, "--shard": shard is not None,
        }  # fmt: skip
        if given := [name for name, is_given in fixed.items() if is_given]:
            stop(f"{', '.join(given)}: not for --course", USAGE)
        from grader.cli.nbgrading import grade_course

        grade_course(
            course_dir, lang, lesson=lesson, student=student, workers=jobs, regrade=regrade, report=report or [],
            strict=strict,
        )  # fmt: skip
    if target is None:
        stop("give a class folder or a file, or an nbgrader course with --course", USAGE)
    from grader.cli.progress import Bar
    from grader.grading.batch import grade_class
    from grader.grading.people import People, with_absent
    from grader.grading.task import Policy, Selection
    from grader.reports.html import feedback_in

    course, also = course_here(), report or []
    found = _found(course, target, lesson, student, roster, lang)
    _lies_outside(out, target, found.jobs[0] if found.jobs else None, course)
    _keep_shard(found, shard, out, lang, dry_run=dry_run)
    _fit(also, found.jobs, dry_run)
    lessons = _lessons(course, found, profile, hidden=not public_only)
    people = People.of(found, _points(found, lessons, hidden=not public_only))
    policy = Policy(
        profile=profile, backend=backend, device=device, early_stopping=early_stopping, level=level.value,
        forced=level is Level.PROCESS,
    )  # fmt: skip
    again = Again(lang)
    with no_commands("github" in also), results(out, target, dry_run=dry_run) as into:
        with Bar(lang) as progress:
            verdicts = grade_class(
                course, found.jobs, out, policy, Selection(hidden=not public_only), seed_of(seed), workers=jobs,
                regrade=regrade, into=into, page=feedback_in(lang),
                listeners=listeners(progress, again, _steps(lessons, profile)),
            )  # fmt: skip
        published = None if dry_run else publish_class(course, out, verdicts, found, people, lang, also)
        shown = with_absent(verdicts, people.absent, people.asked)
        told = say_how_it_went(course, out, shown, lang, progress, again, published)
    if published:
        annotate(published.commands, published.paths.get("github"))
    problems = bool(published and published.problems)
    failed = told.unclear or (strict and not told.passed)
    raise typer.Exit(OURS if told.ours else USAGE if problems else FAILED if failed else 0)


def _keep_shard(found: Found, shard: str | None, out: Path, lang: str, *, dry_run: bool) -> None:
    """Leave the jobs of this shard in `found`, and its record in `out`. Stops if there are none for it."""
    from grader.grading.shards import Record, Shard, ShardError
    from grader.messages.sentences import say_many

    if shard is None:
        return
    try:
        part = Shard.parse(shard)
        if not dry_run:
            Record.of(part, found.jobs).write(out)
    except ShardError as error:
        stop(printable(f"--shard {shard}: {error}"), USAGE)
    total, found.jobs = len(found.jobs), part.of(found.jobs)
    if total and not found.jobs:
        told = say_many(
            "nothing to grade in shard {shard}: the class has {n} submission",
            "nothing to grade in shard {shard}: the class has {n} submissions",
            total, shard=str(part),
        )  # fmt: skip
        print(f"grader: {told.get(lang)}", file=sys.stderr)
        raise typer.Exit(0)


def _fit(formats: list[str], jobs: list[Job], dry_run: bool) -> None:
    """Stops if a report is asked for that could not be written."""
    from grader.reports.formats import ONE_SUBMISSION

    if formats and dry_run:
        stop("--report is not for --dry-run, which writes nothing; leave one out", USAGE)
    single = [name for name in formats if name in ONE_SUBMISSION]
    if single and len(jobs) != 1:
        stop(f"--report {single[0]} is for one submission, and {len(jobs)} were found; grade one file", USAGE)


def _lessons(course: Path, found: Found, profile: str, *, hidden: bool) -> dict[str, Lesson]:
    """The lessons that the class is graded for, by id. Stops if one lacks what judging needs."""
    from grader.course.lesson import load_lesson

    wanted = {*(job.lesson for job in found.jobs), *(lesson for _, lesson in found.absent)}
    lessons = {one: load_lesson(course, one) for one in wanted}
    know_profile(list(lessons.values()), profile)
    if hidden:
        _have_hidden_checks(lessons.values())
    return lessons


def _points(found: Found, lessons: dict[str, Lesson], *, hidden: bool) -> dict[str, float]:
    """How many points each lesson has of which nobody handed in anything: no verdict will say so."""
    handed_in = {job.lesson for job in found.jobs}
    if handed_in >= lessons.keys():
        return {}
    from grader.grading.judge import max_score  # imports all that judges

    return {name: max_score(lesson, hidden) for name, lesson in lessons.items() if name not in handed_in}


def _steps(lessons: dict[str, Lesson], profile: str) -> dict[str, int | None]:
    """How many updates each lesson's training makes, where it says so."""
    from grader.course import datasets

    return {name: lesson.steps(profile, datasets.chosen()) for name, lesson in lessons.items()}


def _found(
    course: Path, target: Path, lesson: str | None, student: str | None, roster: Path | None, lang: str
) -> Found:
    """What there is to grade in a class folder, or in one file; what is strange is said. Stops if there is nothing."""
    from grader.course.lesson import load_lesson
    from grader.grading.handin import Found, Job, find_class
    from grader.grading.names import printed, shown_names
    from grader.messages.sentences import say

    if lesson:
        load_lesson(course, lesson)  # says which there are, if there is no such lesson
    if target.is_dir():
        found = find_class(course, target, lesson, student, _roster(roster, lang))
    elif os.path.lexists(target):
        which, file = lesson or guess_lesson(course, target), Path(os.path.abspath(target))
        in_class = file.parent.name == which  # <student>/<lesson>/<file>: as in a class, no link leads to another's
        home = file.parent.parent if in_class else file.parent
        name = student or home.name
        if name in ("", ".", "..") or "/" in name:
            must = "it must be the name of one folder"
            stop(f"{name!r} cannot be a student's name: {must}; give another with --student", USAGE)
        found = Found([Job(shown_names([name])[name], which, file, home.parent if in_class else None)])
    else:
        stop(f"there is no file or folder {target}", USAGE)
    for said in found.strange:
        print(printable(f"grader: {said.get(lang)}"), file=sys.stderr)
    if not found.jobs and found.members and found.absent:
        every = say(
            "nobody has handed in anything: everybody in the roster gets a row for every lesson of the course; give "
            "--lesson for one alone"
        )
        one = say("nobody has handed in anything: everybody in the roster gets a row for it")
        print(f"grader: {(one if lesson else every).get(lang)}", file=sys.stderr)
    elif not found.jobs:
        asked = [f" of {kind} {printed(name)}" for kind, name in (("student", student), ("lesson", lesson)) if name]
        hint = "" if lesson else "; <student>/<file> with --lesson"
        holds = f"a class folder holds <student>/<lesson>/<file>{hint}"
        stop(f"nothing to grade in {target}{''.join(asked)}: {holds}", USAGE)
    return found


def _roster(path: Path | None, lang: str) -> Roster | None:
    """The class's list; stops if it cannot be read."""
    from grader.grading.roster import Roster, RosterError

    try:
        return Roster.read(path) if path else None
    except RosterError as error:
        stop(printable(error.text.get(lang)), USAGE)


def _lies_outside(out: Path, target: Path, job: Job | None, course: Path) -> None:
    """Stops if results would lie in the class folder: what is there already may be a student's, a verdict too.

    Of one file, that is the folder where its student's lies; the course's own files are no student's.
    """
    from grader.grading.handin import STUDENTS

    students, results = target.resolve(), out / STUDENTS
    of_course = any(students.is_relative_to((course / half).resolve()) for half in ("exercises", "solutions"))
    if job and not target.is_dir() and students.parent.name == job.lesson and not of_course:
        above = students.parents
        students = above[min(2, len(above) - 2)]  # the root of all files is nobody's class
    for place in (out, results):
        if place.resolve().is_relative_to(students):
            stop(f"{place} lies in the class folder, where students' files are; give another folder with --out", USAGE)
    if students.is_relative_to(results.resolve()):
        stop(f"{target} lies in {results}, where results go; give another folder with --out", USAGE)


def _have_hidden_checks(lessons: Iterable[Lesson]) -> None:
    """Stops unless the hidden checks of all are at hand: a grade by the public ones alone must be asked for."""
    if lacking := [why for lesson in lessons if (why := lesson.lacks_hidden())]:
        remedy = "get the course's solutions/, or grade with --public-only, which every page and row then says"
        stop("\ngrader: ".join([*lacking, remedy]), USAGE)

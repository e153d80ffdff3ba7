"""`grader check` and `grader grade`."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterable, Iterator
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
    exit_code,
    guess_lesson,
    know_profile,
    printable,
    renamed,
    seed_of,
    stop,
    terminal,
)

if TYPE_CHECKING:
    from grader.cli.progress import Bar
    from grader.course.lesson import Lesson
    from grader.grading.handin import Found, Job
    from grader.grading.store import Verdicts
    from grader.verdict import Text


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Your notebook or Python file.")],
    lang: LangOption,
    lesson: Annotated[
        str | None, typer.Option(help="The lesson. Default: found from the file's folder and name.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only the checks of this function.")] = None,
    profile: ProfileOption = "cpu",
    seed: SeedOption = None,
    backend: BackendOption = None,
    device: DeviceOption = None,
) -> None:
    """Run the public checks on FILE, as a student does, and say what is wrong and why."""
    from grader.cli.progress import Spinner
    from grader.course.lesson import LessonError, find_course, load_lesson
    from grader.grading.engine import Engine
    from grader.grading.handin import Job
    from grader.grading.task import Policy, Request, Selection
    from grader.messages.sentences import say
    from grader.reports.console import verdict_view

    try:
        course = find_course(file.resolve().parent)
    except LessonError:
        course = find_course()
    if not os.path.lexists(file):
        stop(f"there is no file {file}", USAGE)
    chosen = load_lesson(course, lesson or guess_lesson(course, file))
    know_profile([chosen], profile)
    policy = Policy(profile=profile, backend=backend, device=device, level="process")
    waiting = Spinner(say("checking").get(lang), lang)
    with Engine(course, workers=1, level="process", on_curve=lambda job, point: waiting.train(point)) as engine:
        selection = Selection(hidden=False, only=checks_named(chosen, only) if only else None)
        with waiting:
            ((_, verdict),) = engine.run([Request(Job("", chosen.id, file), policy, selection, seed_of(seed))])
    terminal().print(verdict_view(verdict, lang, chosen.title))
    if exit_code(verdict) == OURS and verdict.reason:  # public checks only: its words give nothing away
        print(printable(f"grader: {verdict.reason.get(lang)}"), file=sys.stderr)
    raise typer.Exit(exit_code(verdict))


def checks_named(lesson: Lesson, name: str) -> frozenset[str]:
    from grader.checks.concerns import checks_of, matching

    known = checks_of(lesson, hidden=False)
    found = matching(name, known)
    if not found:
        stop(f"no check is named like {name!r}; there are: {', '.join(known)}", USAGE)
    return frozenset(found)


@app.command(cls=renamed({"--futility": "--early-stopping"}))
def grade(
    target: Annotated[Path, typer.Argument(help="A class folder, TARGET/<student>/<lesson>/<file>, or one file.")],
    lang: LangOption,
    out: Annotated[
        Path,
        typer.Option(
            help="Where verdicts and reports go, outside the class folder. The reports cover all verdicts there."
        ),
    ] = Path("results"),
    lesson: Annotated[str | None, typer.Option(help="Only this lesson.")] = None,
    student: Annotated[
        str | None,
        typer.Option(help="Only this student; of one file, the student's name. Default: that of the file's folder."),
    ] = None,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
    seed: SeedOption = None,
    backend: BackendOption = None,
    device: DeviceOption = None,
    level: Annotated[
        Level, typer.Option(help="Lowest sandbox level to accept. A verdict reached at `process` says so.")
    ] = Level.CONTAINER,
    regrade: Annotated[bool, typer.Option("--regrade", help="Judge again what an earlier run has judged.")] = False,
    early_stopping: Annotated[
        bool,
        typer.Option(
            "--early-stopping", help="Stop trainings that no right answer looked like; not for official grades."
        ),
    ] = False,
    public_only: Annotated[
        bool,
        typer.Option(
            "--public-only", help="Judge by public checks only; not for official grades, and every page says so."
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 unless every submission passed.")] = False,
) -> None:
    """Grade a class, or one file, with public and hidden checks; write verdicts, feedback and reports."""
    from grader.cli.progress import Bar
    from grader.course import datasets
    from grader.course.lesson import load_lesson
    from grader.grading.batch import Listeners, grade_class
    from grader.grading.handin import STUDENTS
    from grader.grading.store import adopt, all_verdicts, verdict_path
    from grader.grading.task import Policy, Selection
    from grader.reports.html import feedback_in
    from grader.reports.publish import publish

    course = course_here()
    if lesson:
        load_lesson(course, lesson)
    found = _found(course, target, lesson, student)
    _lies_outside(out, target, found.jobs[0], course)
    lessons = {one: load_lesson(course, one) for one in {job.lesson for job in found.jobs}}
    know_profile(list(lessons.values()), profile)
    if not public_only:
        _have_hidden_checks(lessons.values())
    steps = {one: each.steps(profile, datasets.chosen()) for one, each in lessons.items()}
    policy = Policy(
        profile=profile, backend=backend, device=device, early_stopping=early_stopping, level=level.value,
        forced=level is Level.PROCESS,
    )  # fmt: skip
    with _alone(out):
        if moved := adopt(out, target):
            said = f"grader: results of an earlier version moved to {out / STUDENTS}: {moved}"
            print(printable(said), file=sys.stderr)
        with Bar(lang) as progress:
            verdicts = grade_class(
                course, found.jobs, out, policy, Selection(hidden=not public_only), seed_of(seed), workers=jobs,
                regrade=regrade, page=feedback_in(lang),
                listeners=Listeners(
                    on_begin=progress.begin, on_kept=progress.keep, on_verdict=progress.advance,
                    on_curve=lambda job, point: progress.train(job, point, steps[job.lesson]),
                ),
            )  # fmt: skip
        every, left_out = all_verdicts(out, verdicts, found.jobs)
        for line in left_out:
            print(printable(f"grader: {line}"), file=sys.stderr)
        titles = _titles(course)
        paths = publish(every, titles, out, lang)
    paths["feedback"] = verdict_path(out, found.jobs[0]).with_name("feedback.html")
    ours, passed = _say_how_it_went(verdicts, titles, lang, progress, len(every) - len(verdicts), paths, out)
    if ours:
        raise typer.Exit(OURS)
    if strict and not passed:
        raise typer.Exit(FAILED)


def _found(course: Path, target: Path, lesson: str | None, student: str | None) -> Found:
    """What there is to grade in a class folder, or in one file; what is strange is said. Stops if there is nothing."""
    from grader.grading.handin import Found, Job, find_class
    from grader.grading.names import printed, shown_names

    if target.is_dir():
        found = find_class(course, target, lesson, student)
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
    for line in found.strange:
        print(printable(f"grader: {line}"), file=sys.stderr)
    if not found.jobs:
        asked = [f" of {kind} {printed(name)}" for kind, name in (("student", student), ("lesson", lesson)) if name]
        stop(f"nothing to grade in {target}{''.join(asked)}: a class folder holds <student>/<lesson>/<file>", USAGE)
    return found


def _lies_outside(out: Path, target: Path, job: Job, course: Path) -> None:
    """Stops if results would lie in the class folder: what is there already may be a student's, a verdict too.

    Of one file, that is the folder where its student's lies; the course's own files are no student's.
    """
    from grader.grading.handin import STUDENTS

    theirs, results = target.resolve(), out / STUDENTS
    ours = any(theirs.is_relative_to((course / half).resolve()) for half in ("exercises", "solutions"))
    if not target.is_dir() and theirs.parent.name == job.lesson and not ours:
        above = theirs.parents
        theirs = above[min(2, len(above) - 2)]  # the root of all files is nobody's class
    for place in (out, results):
        if place.resolve().is_relative_to(theirs):
            stop(f"{place} lies in the class folder, where students' files are; give another folder with --out", USAGE)
    if theirs.is_relative_to(results.resolve()):
        stop(f"{target} lies in {results}, where results go; give another folder with --out", USAGE)


def _titles(course: Path) -> dict[str, Text]:
    """The titles of the lessons that can be read; one that has gone or broken since is shown by its id."""
    from grader.course.lesson import LessonError, lesson_at

    titles = {}
    for folder in (course / "exercises").iterdir():
        with contextlib.suppress(LessonError):
            titles[folder.name] = lesson_at(course, folder.name).title
    return titles


def _say_how_it_went(
    verdicts: Verdicts, titles: dict[str, Text], lang: str, progress: Bar, earlier: int, paths: dict[str, Path],
    out: Path,
) -> tuple[int, bool]:  # fmt: skip
    """Print the summary; how often the grader itself failed, and whether everybody passed."""
    from grader.messages.sentences import say
    from grader.reports.console import summary_table

    console = terminal()
    console.print(summary_table(verdicts, titles, lang))
    levels: set[str] = set()
    ours, passed = 0, True
    for verdict in verdicts:
        levels.add(verdict.environment.sandbox)
        passed = passed and verdict.outcome.value == "passed"
        if verdict.outcome.value == "grader_error":
            ours += 1
            why = verdict.reason.get(lang) if verdict.reason else "no reason is known"
            print(printable(f"grader: {verdict.student}/{verdict.lesson}: {why}"), file=sys.stderr)
    level = ", ".join(sorted(levels - {"none"})) or "-"
    if progress.kept:
        kept = say(
            "{kept} of {total} were judged by an earlier run and are unchanged (--regrade judges them again)",
            kept=progress.kept, total=len(verdicts),
        )  # fmt: skip
        console.print(kept.get(lang), markup=False, soft_wrap=True)
    if earlier:
        others = say(
            "the reports also cover {count} verdicts of earlier runs in {out} (delete the folder of one to leave it "
            "out)",
            count=earlier, out=printable(str(out)),
        )  # fmt: skip
        console.print(others.get(lang), markup=False, soft_wrap=True)
    took = say("sandbox level: {level}    took {seconds} s", level=level, seconds=f"{progress.seconds:.1f}")
    console.print(took.get(lang), markup=False)
    where = say(
        "class report:   {report}\ngrades:         {grades}\n"
        "JUnit:          {junit}\nfor a student:  {feedback} (one page each)",
        **{name: printable(str(path)) for name, path in paths.items()},
    )
    console.print(where.get(lang), markup=False, soft_wrap=True)
    return ours, passed


def _have_hidden_checks(lessons: Iterable[Lesson]) -> None:
    """Stops unless the hidden checks of all are at hand: a grade by the public ones alone must be asked for."""
    if lacking := [why for lesson in lessons if (why := lesson.lacks_hidden())]:
        remedy = "get the course's solutions/, or grade with --public-only, which every page and row then says"
        stop("\ngrader: ".join([*lacking, remedy]), USAGE)


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else writes to `out` meanwhile: two runs would take each other's half-written files away."""
    out.mkdir(parents=True, exist_ok=True)
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        stop(f"another grader is writing to {out}; wait for it, or give another folder with --out", USAGE)
    except OSError:
        pass  # a file system without locks
    try:
        yield
    finally:
        os.close(folder)

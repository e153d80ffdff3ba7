"""Commands for course authors: `grader list`, `verify`, `new` and `workspace`; `preview` has its own module."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import (
    FAILED,
    OK,
    USAGE,
    BackendOption,
    DeviceOption,
    JobsOption,
    LangOption,
    ProfileOption,
    app,
    course_here,
    know_profile,
    known_dialect,
    renamed,
    stop,
    terminal,
)

if TYPE_CHECKING:
    from grader.proving.verify import Finding


@app.command("list")
def list_lessons(lang: LangOption) -> None:
    """List the lessons of this course."""
    from rich.table import Table

    from grader.course.lesson import discover
    from grader.grading.judge import max_score

    table = Table(box=None, pad_edge=False)
    table.add_column("lesson", no_wrap=True)  # so that it can be copied whole
    for column in ("title", "runtime", "profiles", "points", "wrong answers"):
        table.add_column(column, justify="right" if column in ("points", "wrong answers") else "left", overflow="fold")
    for lesson in discover(course_here()):
        known = str(len(lesson.wrong_paths)) if lesson.private else "-"
        points = f"{max_score(lesson):g}"
        runtimes = ", ".join((lesson.runtime, *lesson.dialects))
        table.add_row(lesson.id, lesson.title.get(lang), runtimes, ", ".join(lesson.profiles), points, known)
    terminal().print(table)


ReleaseOption = Annotated[
    bool, typer.Option("--release", help="Judge nothing: no lesson's record of its mutants may be stale or missing.")
]


@app.command(cls=renamed({"--afresh": "--no-cache"}))
def verify(
    lesson: Annotated[str | None, typer.Argument(help="Only this lesson.")] = None,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Judge small changes to each reference instead: none may get full marks.")
    ] = False,
    sample: Annotated[int | None, typer.Option(min=1, help="With --mutants: only so many of each lesson.")] = None,
    seed: Annotated[int | None, typer.Option(help="With --sample: which ones. Default: 0.")] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="With --mutants: judge also those that an earlier run has killed.")
    ] = False,
    release: ReleaseOption = False,
    quick: Annotated[bool, typer.Option("--quick", help="Of lessons that train, only the first right answer.")] = False,
    backend: BackendOption = None,
    device: DeviceOption = None,
) -> None:
    """Prove the lessons: stub, reference, right and known wrong answers each get the verdict that they must get."""
    from grader.course.lesson import discover, load_lesson
    from grader.proving.mutants import verify_mutants
    from grader.proving.records import check_records
    from grader.proving.verify import verify as verify_lessons

    given = {"--sample": sample is not None, "--seed": seed is not None, "--no-cache": no_cache}
    elsewhere = {"--backend": backend is not None, "--device": device is not None, "--quick": quick}
    if release:
        _refuse({"--mutants": mutants, "--quick": quick}, "not for --release, which judges nothing")
    if mutants:
        _refuse(elsewhere, "not for --mutants, which judges on usual backends, on the profile's device; leave one out")
        _refuse({"--seed": seed is not None and sample is None}, "for --sample; say how many mutants with --sample N")
    else:
        _refuse(given, "for --mutants; add that, or leave this out")
    course = course_here()
    lessons = [load_lesson(course, lesson)] if lesson else discover(course)
    know_profile(lessons, profile)
    if release:
        findings = check_records(lessons, release=True)
    elif mutants:
        findings = verify_mutants(
            course, lessons, profile=profile, workers=jobs, sample=sample, seed=seed or 0, no_cache=no_cache,
            on_verdict=_count,
        )  # fmt: skip
    else:
        judged = verify_lessons(
            course, lessons, profile=profile, backend=backend, device=device, quick=quick, workers=jobs
        )
        findings = itertools.chain(check_records(lessons), judged)
    raise typer.Exit(_print_findings(findings))


def _count(done: int, total: int) -> None:
    if done % 25 == 0 or done == total:
        print(f"[{done}/{total}]", file=sys.stderr)


def _print_findings(findings: Iterable[Finding]) -> int:
    """Print the findings as they come; return the exit code."""
    console, bad = terminal(), 0
    for finding in findings:
        bad += bool(finding.problems)
        mark = "[red]✗[/red]" if finding.problems else "[green]✓[/green]"
        console.print(mark, f"{finding.lesson}  {finding.what}", markup=True)
        for problem in (*finding.problems, *finding.notes):
            console.print(f"    {problem}", markup=False, soft_wrap=True)
    problems = "1 problem to fix" if bad == 1 else f"{bad} problems to fix"
    console.print(problems if bad else "everything is as it must be", style="bold")
    return FAILED if bad else OK


def _refuse(given: dict[str, bool], why: str) -> None:
    """Stop if an option was given that would be ignored."""
    if names := [name for name, is_given in given.items() if is_given]:
        stop(f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} {why}", USAGE)


@app.command()
def new(
    lesson: Annotated[str, typer.Argument(help="The lesson's name, such as 09-attention.")],
    title_en: Annotated[str, typer.Option(help="Its English title.")] = "A new lesson",
    title_zh: Annotated[str | None, typer.Option(help="Its Chinese title.")] = None,
) -> None:
    """Start a lesson: write both of its folders, holding a small working example to replace."""
    from grader.course.lesson import is_lesson_id
    from grader.course.scaffold import new_lesson
    from grader.messages.sentences import say

    if not is_lesson_id(lesson):
        stop(f"{lesson!r} cannot name a lesson; use a-z, 0-9 and hyphens, like 09-attention", USAGE)
    for path in new_lesson(course_here(), lesson, title_en, title_zh or say("A new lesson").zh):
        print(path)
    print(f"Replace the example with your lesson, then run: grader verify {lesson}")


@app.command()
def workspace(
    folder: Annotated[Path, typer.Argument(help="Where the students' folders go.")],
    lang: LangOption,
    dialect: Annotated[
        str | None,
        typer.Option(
            callback=known_dialect,
            metavar="NAME",
            help="The stub of this dialect, such as tf1, for lessons that can be answered in it.",
        ),
    ] = None,
    lesson: Annotated[
        list[str] | None,
        typer.Option(
            help="Add this lesson to those that FOLDER has already; may be given more than once. Default: all lessons."
        ),
    ] = None,
) -> None:
    """Write a student's workspace: one folder per lesson with its notebook, and nothing private."""
    from importlib.util import find_spec

    from grader.extras import install
    from grader.jupyter.workspace import WorkspaceError, build_workspace
    from grader.messages.sentences import say

    def kept(notebook: Path) -> None:
        why = say("kept, because it was changed; to start afresh, move it away")
        print(f"{notebook}: {why.get(lang)}", file=sys.stderr)

    try:
        for path in build_workspace(course_here(), folder, lang, dialect=dialect, only=lesson or (), kept=kept):
            print(path)
    except WorkspaceError as error:
        stop(error.text.get(lang), USAGE)
    if find_spec("jupyterlab") is None:
        how = say("JupyterLab is not installed; to open them on this machine: {command}", command=install("jupyter"))
        print(how.get(lang), file=sys.stderr)

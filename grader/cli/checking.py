"""`grader check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import (
    OURS,
    USAGE,
    BackendOption,
    DeviceOption,
    LangOption,
    ProfileOption,
    SeedOption,
    app,
    exit_code,
    guess_lesson,
    know_profile,
    printable,
    seed_of,
    stop,
    terminal,
)

if TYPE_CHECKING:
    from grader.course.lesson import Lesson


JsonOption = Annotated[bool, typer.Option("--json", help="Print the verdict as JSON (docs/verdict.schema.json).")]


@app.command()
def check(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="Your notebook or Python file, a zip archive, or the folder that it lies in.")
    ],
    lang: LangOption,
    lesson: Annotated[
        str | None, typer.Option(help="The lesson. Default: found from the file's folder and name.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only the checks of this function.")] = None,
    profile: ProfileOption = "cpu",
    seed: SeedOption = None,
    backend: BackendOption = None,
    device: DeviceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the public checks on FILE, as a student does, and say what is wrong and why."""
    from grader.course.lesson import load_lesson
    from grader.course.places import course_of
    from grader.grading.practice import POLICY, Practice

    course = course_of(file)
    if not os.path.lexists(file):
        stop(f"there is no file {file}", USAGE)
    chosen = load_lesson(course, lesson or guess_lesson(course, file))
    know_profile([chosen], profile)
    policy = POLICY.model_copy(update={"profile": profile, "backend": backend, "device": device})
    named = checks_named(chosen, only) if only else None
    with Practice(course, lambda point: waiting.train(point), first=(chosen, policy), ahead=context.obj) as practice:
        from grader.cli.progress import Spinner
        from grader.jupyter.recording import record_check
        from grader.messages.sentences import say
        from grader.reports.console import verdict_view

        with (waiting := Spinner(say("checking").get(lang), lang)):
            verdict = practice.check(chosen.id, file, named, policy=policy, seed=seed_of(seed))
        practice.let_go()
        if named is None:
            record_check(chosen, verdict.for_student(), file)
        if as_json:
            print(verdict.for_student().model_dump_json(indent=2))
        else:
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

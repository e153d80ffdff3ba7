"""`grader preview`: a lesson as its students will see it, before they do."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import (
    FAILED,
    OK,
    OURS,
    USAGE,
    JobsOption,
    LangOption,
    ProfileOption,
    app,
    course_here,
    know_profile,
    outside_workspaces,
    printable,
    stop,
)

if TYPE_CHECKING:
    from grader.course.lesson import Lesson
    from grader.grading.handin import Job
    from grader.reports.preview import Answer

OutOption = Annotated[Path, typer.Option(help="Where it goes: OUT/<lesson>/index.html, and what that page links to.")]
TaskOnlyOption = Annotated[
    bool, typer.Option("--task-only", help="Judge no answer: the task, the notebooks, and the look for leaks.")
]


@app.command()
def preview(
    lesson: Annotated[str, typer.Argument(help="The lesson.")],
    lang: LangOption,
    out: OutOption = Path("preview"),
    profile: ProfileOption = "cpu",
    jobs: JobsOption = None,
    task_only: TaskOnlyOption = False,
) -> None:
    """Show task and feedback as students see them, and whether the public half gives anything away."""
    from grader.course.lesson import load_lesson
    from grader.proving.verify import leaks
    from grader.reports.preview import Preview, preview_html
    from grader.verdict import LANGUAGES, write_atomically

    course = course_here()
    chosen = load_lesson(course, lesson)
    know_profile([chosen], profile)
    if chosen.reference_path is None:
        stop(f"there is no solutions/{lesson}; preview a lesson where the course is written", USAGE)
    home = out / lesson
    _lies_outside(home, course)
    outside_workspaces(home)
    notebooks = {code: _notebook(course, lesson, home, code) for code in LANGUAGES}
    found = list(leaks(chosen))
    answers = [] if task_only else list(_answers(course, chosen, home, lang, profile, jobs))
    tasks = {code: chosen.task_path(code).read_text(encoding="utf-8") for code in LANGUAGES}
    page = Preview(chosen.title, tasks, notebooks, _figures(chosen), answers, found)
    write_atomically(home / "index.html", preview_html(page, lang))
    for problem in found:
        print(printable(f"grader: {problem}"), file=sys.stderr)
    faults = [answer for answer in answers if answer.verdict.outcome.value == "grader_error"]
    for answer in faults:
        why = answer.verdict.reason.get(lang) if answer.verdict.reason else ""
        print(printable(f"grader: {answer.name}: {why}"), file=sys.stderr)
    print(home / "index.html")
    raise typer.Exit(OURS if faults else FAILED if found else OK)


def _lies_outside(home: Path, course: Path) -> None:
    """Stops if the page, which shows wrong answers, would lie in a half of the course."""
    for half in ("exercises", "solutions"):
        if home.resolve().is_relative_to(course.resolve() / half):
            stop(f"--out lies in the course's own {half}/; choose another folder", USAGE)


def _notebook(course: Path, lesson: str, home: Path, lang: str) -> str:
    """The notebook that is handed out, in a fresh workspace; its place beside the page."""
    import shutil

    from grader.jupyter.workspace import WorkspaceError, build_workspace

    shutil.rmtree(home / lang, ignore_errors=True)  # one that an earlier preview wrote
    try:
        (written,) = build_workspace(course, home / lang, lang, only=[lesson])
    except WorkspaceError as error:
        stop(error.text.get(lang), USAGE)
    return written.relative_to(home.resolve()).as_posix()


def _figures(lesson: Lesson) -> dict[str, bytes]:
    """The pictures beside the task's text."""
    kinds = (".svg", ".png", ".jpg")
    return {path.name: path.read_bytes() for path in sorted(lesson.public.iterdir()) if path.suffix in kinds}


def _answers(course: Path, lesson: Lesson, home: Path, lang: str, profile: str, jobs: int | None) -> Iterator[Answer]:
    """What the untouched stub, each wrong answer and the reference get; their pages are written."""
    from grader.grading.engine import Engine
    from grader.grading.task import Policy, Request
    from grader.proving.verify import SEED
    from grader.reports.html import feedback_html
    from grader.reports.preview import Answer
    from grader.verdict import write_atomically

    policy = Policy(profile=lesson.profile_or_cpu(profile))
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        submissions = list(_submissions(lesson, Path(folder)))
        requests = [Request(job, policy, seed=SEED) for job in submissions]
        with Engine(course, workers=jobs, level=policy.level, hidden=[Path(folder)]) as engine:
            verdicts = {request.job: verdict for request, verdict in engine.run(requests)}
    for job in submissions:
        href = f"feedback/{job.student.replace('/', '-').replace(' ', '-')}.html"
        write_atomically(home / href, feedback_html(verdicts[job], lang, lesson.title))
        yield Answer(job.student, verdicts[job], href)


def _submissions(lesson: Lesson, folder: Path) -> Iterator[Job]:
    from grader.course.answers import write_answer
    from grader.grading.handin import Job

    assert lesson.reference_path is not None
    yield Job("untouched stub", lesson.id, lesson.stub_path)
    for path in lesson.wrong_paths:
        yield Job(f"wrong/{path.stem}", lesson.id, write_answer(lesson, path, folder))
    yield Job("reference", lesson.id, lesson.reference_path)


__all__ = ["preview"]

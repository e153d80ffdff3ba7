"""The command line. Exit codes: 0 done (and passed), 1 a submission failed, 2 usage or input error, 3 grader_error."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from grader.batch import Engine, Job
    from grader.lesson import Lesson
    from grader.verdict import Verdict

OK, FAILED, USAGE, OURS = 0, 1, 2, 3

app = typer.Typer(
    help="Gatehouse grades hands-on deep-learning lessons. Code runs in a sandbox; what it claims is judged outside.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done; 1 a submission failed; 2 wrong usage or input; 3 the grader itself failed.",
)


class Lang(StrEnum):
    """The languages of the course."""

    ZH = "zh"
    EN = "en"


class Level(StrEnum):
    """Sandbox levels, weakest first."""

    PROCESS = "process"
    CONTAINER = "container"
    STRICT = "strict"


def _default_lang() -> Lang:
    from grader.reports.wording import default_language

    return Lang(default_language())


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is shown.", default_factory=_default_lang)]
ProfileOption = Annotated[str, typer.Option(help="The lesson's profile: its thresholds and number of iterations.")]
SeedOption = Annotated[
    int | None, typer.Option(help="Seed of the random inputs, to repeat a verdict. Default: a fresh one.", min=0)
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Submissions at a time. Default: one per core.")
]


def main() -> None:
    """The entry point of the command ``grader``: a fault is one sentence and an exit code, never a traceback."""
    from grader.data import DataError
    from grader.lesson import LessonError
    from grader.sandbox.warm import SandboxError

    try:
        app(standalone_mode=True)
    except (LessonError, DataError) as error:
        _stop(str(error), USAGE)
    except SandboxError as error:
        _stop(str(error), OURS)
    except OSError as error:
        _stop(
            f"{error.filename or 'the system'}: {error.strerror or error}. Nothing graded so far is lost: "
            "put this right and run the same command again.",
            USAGE,
        )
    except KeyboardInterrupt:
        _stop("stopped; verdicts written so far are kept: run the same command again to go on", 130)


def _stop(message: str, code: int) -> NoReturn:
    print(f"grader: {message}", file=sys.stderr)
    sys.exit(code)


def _course() -> Path:
    from grader.lesson import find_course

    return find_course()


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


@app.command("list")
def list_lessons(lang: LangOption) -> None:
    """List the lessons of this course."""
    from rich.table import Table

    from grader.lesson import discover
    from grader.runner import max_score

    table = Table(box=None, pad_edge=False)
    for column in ("lesson", "title", "runtime", "profiles", "points", "wrong answers"):
        table.add_column(column, justify="right" if column in ("points", "wrong answers") else "left", overflow="fold")
    for lesson in discover(_course()):
        known = str(len(lesson.wrong_paths)) if lesson.private else "-"
        points = f"{max_score(lesson):g}"
        table.add_row(lesson.id, lesson.title.get(lang), lesson.runtime, ", ".join(lesson.profiles), points, known)
    _console().print(table)


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
) -> None:
    """Run the public checks on FILE, as a student does, and say what is wrong and why."""
    from concurrent.futures import ThreadPoolExecutor

    from grader.lesson import LessonError, find_course, load_lesson
    from grader.reports.console import verdict_view
    from grader.runner import Options, Servers, grade_submission

    try:
        course = find_course(file.resolve().parent)
    except LessonError:
        course = find_course()
    chosen = load_lesson(course, lesson or _guess_lesson(course, file))
    if not os.path.lexists(file):
        _stop(f"there is no file {file}", USAGE)
    _know_profile([chosen], profile)
    with Servers("process") as servers, ThreadPoolExecutor(1) as starter:
        server = starter.submit(servers.get, chosen.runtime)  # it warms up while this process still imports
        names = _checks_named(chosen, only) if only else None
        options = Options(profile=profile, seed=seed, hidden=False, only=names)
        verdict = grade_submission(chosen, file, lambda _: server.result(), options)
    _console().print(verdict_view(verdict, lang, chosen.title))
    raise typer.Exit(_code(verdict))


def _checks_named(lesson: Lesson, name: str) -> frozenset[str]:
    from grader.checks.concerns import checks_of, matching

    known = checks_of(lesson, hidden=False)
    found = matching(name, known)
    if not found:
        _stop(f"no check is named like {name!r}; there are: {', '.join(known)}", USAGE)
    return frozenset(found)


def _guess_lesson(course: Path, file: Path) -> str:
    from grader.lesson import discover, lesson_of

    lessons = discover(course)
    if found := lesson_of(file, lessons):
        return found.id
    _stop(
        f"cannot tell which lesson {file} belongs to; name it with --lesson ({', '.join(x.id for x in lessons)})", USAGE
    )


def _know_profile(lessons: list[Lesson], profile: str) -> None:
    known = dict.fromkeys(name for lesson in lessons for name in lesson.profiles)
    if profile not in known:
        _stop(f"there is no profile {profile!r}; there are: {', '.join(known)}", USAGE)


def _code(verdict: Verdict) -> int:
    return {"passed": OK, "grader_error": OURS}.get(verdict.outcome.value, FAILED)


@app.command()
def grade(
    target: Annotated[Path, typer.Argument(help="A class folder, TARGET/<student>/<lesson>/<file>, or one file.")],
    lang: LangOption,
    out: Annotated[Path, typer.Option(help="Where verdicts and reports go.")] = Path("results"),
    lesson: Annotated[str | None, typer.Option(help="Only this lesson.")] = None,
    student: Annotated[
        str | None, typer.Option(help="Only this student; the student's name if TARGET is one file.")
    ] = None,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
    seed: SeedOption = None,
    level: Annotated[
        Level, typer.Option(help="Lowest sandbox level to accept. `process` is written into every verdict.")
    ] = Level.CONTAINER,
    regrade: Annotated[bool, typer.Option("--regrade", help="Judge again what an earlier run has judged.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 unless every submission passed.")] = False,
) -> None:
    """Grade a class, or one file, with public and hidden checks; write verdicts, feedback and reports."""
    from grader.batch import Found, Job, find_class, grade_class
    from grader.lesson import load_lesson
    from grader.reports.console import summary_table
    from grader.reports.publish import publish
    from grader.reports.wording import say
    from grader.runner import Options

    course = _course()
    if lesson:
        load_lesson(course, lesson)
    if target.is_dir():
        found = find_class(course, target, lesson, student)
    elif os.path.lexists(target):
        found = Found([Job(student or target.resolve().parent.name, lesson or _guess_lesson(course, target), target)])
    else:
        _stop(f"there is no file or folder {target}", USAGE)
    for line in found.strange:
        print(f"grader: {line}", file=sys.stderr)
    if not found.jobs:
        _stop(f"nothing to grade in {target}: a class folder holds <student>/<lesson>/<file>", USAGE)
    _know_profile([load_lesson(course, one) for one in {job.lesson for job in found.jobs}], profile)
    options = Options(profile=profile, seed=seed, forced=level is Level.PROCESS)
    with _Progress() as progress:
        verdicts = grade_class(
            course, found.jobs, out, options, workers=jobs, minimum=level.value, regrade=regrade, lang=lang,
            on_begin=progress.begin, on_verdict=progress.advance,
        )  # fmt: skip
    titles = {one: load_lesson(course, one).title for one in {job.lesson for job in found.jobs}}
    paths = publish(verdicts, titles, out, lang)
    console = _console()
    console.print(summary_table(verdicts, titles, lang))
    levels = ", ".join(sorted({v.environment.sandbox for v in verdicts if v.environment.sandbox != "none"})) or "-"
    if progress.kept:
        console.print(say("graded_kept", lang, kept=progress.kept, total=len(verdicts)), markup=False)
    console.print(say("graded_level", lang, level=levels, seconds=f"{progress.seconds:.1f}"), markup=False)
    paths["feedback"] = out / verdicts[0].student / verdicts[0].lesson / "feedback.html"
    where = {name: _printable(str(path)) for name, path in paths.items()}
    console.print(say("graded_where", lang, **where), markup=False, soft_wrap=True)
    ours = [v for v in verdicts if v.outcome.value == "grader_error"]
    for v in ours:
        why = v.reason.get(lang) if v.reason else "no reason is known"
        print(_printable(f"grader: {v.student}/{v.lesson}: {why}"), file=sys.stderr)
    if ours:
        raise typer.Exit(OURS)
    if strict and any(v.outcome.value != "passed" for v in verdicts):
        raise typer.Exit(FAILED)


class _Progress:
    """A progress bar on stderr that names what is being graded; one line per verdict where stderr is no terminal."""

    def __init__(self) -> None:
        import time

        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._began = time.monotonic()
        self._clock = time.monotonic
        self.console = _console(stderr=True)
        self.kept = 0
        self._done = 0
        self._total = 0
        self._bar = Progress(
            TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=self.console, transient=True, disable=not self.console.is_terminal,
        )  # fmt: skip

    @property
    def seconds(self) -> float:
        return self._clock() - self._began

    def __enter__(self) -> _Progress:
        return self

    def begin(self, engine: Engine | None, total: int, kept: int = 0) -> None:
        self.kept = self._done = kept
        self._total = total
        self._engine = engine
        if engine is not None:
            self._task = self._bar.add_task("starting the sandbox", total=total, completed=kept, markup=False)
            self._bar.start()

    def advance(self, job: Job, verdict: Verdict) -> None:
        self._done += 1
        if self._bar.disable:
            score = "no score" if verdict.score is None else f"{verdict.score:g}/{verdict.max_score:g}"
            print(
                f"[{self._done}/{self._total}] {_printable(job.name)}: {verdict.outcome.value} {score}", file=sys.stderr
            )
        else:
            from rich.markup import escape

            names = ", ".join(one.name for one in self._engine.running) if self._engine else ""
            self._bar.update(self._task, advance=1, description=escape(_printable(names)[:120]))

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


@app.command()
def verify(
    lesson: Annotated[str | None, typer.Argument(help="Only this lesson.")] = None,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
) -> None:
    """Prove the lessons: stub, reference, right and known wrong answers each get the verdict that they must get."""
    from grader.lesson import discover, load_lesson
    from grader.verify import verify as run

    course = _course()
    lessons = [load_lesson(course, lesson)] if lesson else discover(course)
    _know_profile(lessons, profile)
    console, bad = _console(), 0
    for finding in run(course, lessons, profile=profile, workers=jobs):
        bad += bool(finding.problems)
        mark = "[red]✗[/red]" if finding.problems else "[green]✓[/green]"
        console.print(mark, f"{finding.lesson}  {finding.what}", markup=True)
        for problem in finding.problems:
            console.print(f"    {problem}", markup=False)
    console.print("everything is as it must be" if not bad else f"{bad} findings to put right", style="bold")
    raise typer.Exit(FAILED if bad else OK)


@app.command()
def new(
    lesson: Annotated[str, typer.Argument(help="The lesson's name, such as 09-attention.")],
    title_en: Annotated[str, typer.Option(help="Its English title.")] = "A new lesson",
    title_zh: Annotated[str, typer.Option(help="Its Chinese title.")] = "新关卡",
) -> None:
    """Start a lesson: both folders, with a small working example to write over."""
    from grader.lesson import is_lesson_id
    from grader.scaffold import new_lesson

    if not is_lesson_id(lesson):
        _stop(f"{lesson!r} cannot name a lesson; use a-z, 0-9 and hyphens, like 09-attention", USAGE)
    for path in new_lesson(_course(), lesson, title_en, title_zh):
        print(path)
    print(f"Now write over it, and run: grader verify {lesson}")


@app.command()
def workspace(
    folder: Annotated[Path, typer.Argument(help="Where the students' folders go.")],
    lang: LangOption,
) -> None:
    """Write a student's workspace: one folder per lesson with its notebook, and nothing private."""
    from grader.jupyter.workspace import WorkspaceError, build_workspace

    def kept(notebook: Path) -> None:
        said = {
            "zh": "已保留，因为它被改动过；想重新开始，请先移走它",
            "en": "kept, because it was changed; to start afresh, move it away",
        }
        print(f"{notebook}: {said[lang.value]}", file=sys.stderr)

    try:
        for path in build_workspace(_course(), folder, lang.value, kept=kept):
            print(path)
    except WorkspaceError as error:
        _stop(error.text.get(lang.value), USAGE)


if __name__ == "__main__":
    main()

"""`grader grade`: where its results go, and what is said at its end."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.common import USAGE, printable, stop, terminal

if TYPE_CHECKING:
    from grader.cli.progress import Bar
    from grader.grading.batch import Listeners
    from grader.grading.handin import Found, Job
    from grader.grading.people import People
    from grader.grading.store import Verdicts
    from grader.reports.changes import Change
    from grader.verdict import Text, Verdict

_CHANGES_SHOWN = 20  # of those that changes.csv has, too
_PATIENCE = 5.0  # seconds, for the lock of a folder


@dataclass
class Again:
    """What came of files that had a verdict, and were judged again."""

    lang: str
    old: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    judged: int = 0
    changes: list[Change] = field(default_factory=list)

    def begins(self, job: Job, reasons: Iterable[Text]) -> None:
        self.old += 1
        self.reasons.update(reason.get(self.lang) for reason in reasons)

    def ends(self, before: Verdict, after: Verdict) -> None:
        from grader.grading.staleness import why_again
        from grader.reports.changes import compare

        self.judged += 1
        if change := compare(before, after, why_again(before, after)):
            self.changes.append(change)


@dataclass(frozen=True)
class Published:
    """The reports of the class: where they lie, and how many verdicts of earlier runs they cover."""

    paths: dict[str, Path]
    earlier: int
    commands: list[str]  # for GitHub, if it was asked for
    problems: list[str]  # reports that could not be written


def listeners(progress: Bar, again: Again, steps: dict[str, int | None]) -> Listeners:
    """Who is told of the class that is graded; `steps` is how many updates the training of each lesson makes."""
    from grader.grading.batch import Listeners

    return Listeners(
        on_begin=progress.begin, on_kept=progress.keep, on_old=again.begins, on_replaced=again.ends,
        on_verdict=progress.advance, on_curve=lambda job, point: progress.train(job, point, steps[job.lesson]),
    )  # fmt: skip


# --- where results go -------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def results(out: Path, target: Path, *, dry_run: bool) -> Iterator[Path]:
    """The folder to write to, `out`; a temporary one in a dry run, in which `out` is left as it is.

    Results of an earlier version are moved to where they lie now. Nobody else writes to `out` meanwhile.
    """
    from grader.grading.handin import STUDENTS
    from grader.grading.store import adopt

    with contextlib.ExitStack() as stack:
        if not dry_run:
            out.mkdir(parents=True, exist_ok=True)
        if out.is_dir():
            stack.enter_context(_alone(out))
        if moved := adopt(out, target, move=not dry_run):
            done = f"moved to {out / STUDENTS}: {moved}"
            left = f"lie in {out}: {moved}; a dry run leaves them there, and compares with none of them"
            print(printable(f"grader: results of an earlier version {left if dry_run else done}"), file=sys.stderr)
        yield Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grader-dry-run-"))) if dry_run else out


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else writes to `out` meanwhile: two runs would take each other's half-written files away."""
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if not _locked(folder):
            stop(f"another grader is writing to {out}; wait for it, or give another folder with --out", USAGE)
        yield
    finally:
        os.close(folder)


def _locked(folder: int) -> bool:
    """Whether nobody else holds the lock of a folder. The workers of a grader that was killed do until they have ended
    as well, a moment later."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(_PATIENCE / 100)
        except OSError:
            return True  # a file system without locks
        else:
            return True


def publish_class(
    course: Path, out: Path, verdicts: Verdicts, found: Found, run: People, lang: str, also: Sequence[str]
) -> Published:
    """Write the reports of the class, and those that `also` names; what cannot be read or written is named. `run` is
    who this run is about."""
    from grader.grading.people import People
    from grader.grading.store import all_verdicts, verdict_path

    jobs = found.jobs
    every, left_out = all_verdicts(out, verdicts, jobs)
    earlier, unread = People.read(out)
    people = run.after(earlier, {job.lesson for job in jobs})
    if people != earlier:
        people.write(out)
    left_out += [unread.get(lang)] if unread else []
    for line in left_out:
        print(printable(f"grader: {line}"), file=sys.stderr)
    here = f"{Path.cwd()}{os.sep}"
    files = {(job.student, job.lesson): printable(os.fspath(job.path).removeprefix(here)) for job in jobs}
    published = _publish_once(course, out, every, verdicts, files, lang, also, people)
    if jobs:
        published.paths["feedback"] = verdict_path(out, jobs[0]).with_name("feedback.html")
    return published


def _publish_once(
    course: Path, out: Path, every: Verdicts, run: Verdicts, files: dict[tuple[str, str], str], lang: str,
    also: Sequence[str], people: People,
) -> Published:  # fmt: skip
    """`publish_verdicts`, unless the reports in `out` were made of the same and lie there as they were written."""
    from grader.grading.reported import Reported, made_of, with_heads
    from grader.grading.store import BEFORE_FILE
    from grader.reports.formats import ALWAYS, find

    places = [place for place in every.places if isinstance(place, Path)]
    befores = [before for place in places if (before := place.with_name(BEFORE_FILE)).is_file()]
    names = dict.fromkeys((*ALWAYS, *also))
    paths = {"changes": out / "changes.csv", **{name: out / find(name).FILE for name in names}}
    about = [titles(course), lang, also, people.model_dump(mode="json"), sorted(files.items())]
    about.append(sorted(map(str, run.places)))
    earlier, now = Reported.read(out), made_of(out, [*places, *befores, *paths.values()], about)
    whole = len(places) == len(every) and "github" not in also  # whose commands are in no file
    if whole and (now.files, now.shown) == (earlier.files, earlier.shown) and len(places) == len(earlier.verdicts):
        return Published(paths, len(every) - len(run), [], [])
    heads: dict[str, str] = {}

    def keep_head(verdict: Verdict) -> None:
        heads[f"{verdict.student}/{verdict.lesson}"] = verdict.head()

    published = publish_verdicts(course, out, every, run, files, lang, also, people, on_verdict=keep_head)
    if whole and not published.problems:
        reports = made_of(out, paths.values(), about)
        now = replace(now, files={**now.files, **reports.files})  # of verdicts, as they were before they were read
        with_heads(now, out, places, earlier, heads).write(out)
    return published


def publish_verdicts(
    course: Path, out: Path, every: Verdicts, run: Verdicts, files: dict[tuple[str, str], str], lang: str,
    also: Sequence[str], people: People, on_verdict: Callable[[Verdict], None] = lambda verdict: None,
) -> Published:  # fmt: skip
    """Write the reports of `every` verdict, and of the absent among `people`; `run` are this run's, whose files `files`
    has by (student, lesson). `on_verdict` is told of each."""
    from grader.grading.people import with_absent
    from grader.grading.staleness import why_again
    from grader.grading.store import replaced
    from grader.reports.changes import compare
    from grader.reports.formats import Results, github
    from grader.reports.publish import publish

    compared = (compare(before, after, why_again(before, after)) for before, after in replaced(every))
    shown = with_absent(every, people.absent, people.asked)
    reported = Results(shown, titles(course), lang, run, files, people.members)
    paths, problems = publish(reported, out, also, (change for change in compared if change), on_verdict)
    for problem in problems:
        print(printable(f"grader: {problem}"), file=sys.stderr)
    commands = github.commands(reported) if "github" in also else []
    return Published(paths, len(every) - len(run), commands, problems)


def titles(course: Path) -> dict[str, Text]:
    """The titles of the lessons that can be read; one that has gone or broken since is shown by its id."""
    from grader.course.lesson import LessonError, lesson_at

    found = {}
    for folder in (course / "exercises").iterdir():
        with contextlib.suppress(LessonError):
            found[folder.name] = lesson_at(course, folder.name).title
    return found


# --- what is said at the end ------------------------------------------------------------------------------------------


def say_how_it_went(
    course: Path, out: Path, verdicts: Verdicts, lang: str, progress: Bar, again: Again, published: Published | None
) -> Told:
    """Print the summary, and say what is to be told of it. `published` None: a dry run."""
    told = say_results(course, out, verdicts, lang)
    for line in _lines(out, told.judged, lang, progress, again, published, ", ".join(told.levels) or "-"):
        terminal().print(printable(line, keep="\n"), markup=False, soft_wrap=True)
    return told


@dataclass(frozen=True)
class Told:
    """What a run comes to: how often the grader itself failed, of how many nobody knows which file is meant, whether
    everybody passed, how many were judged, and the sandbox levels that were reached."""

    ours: int
    unclear: int
    passed: bool
    judged: int
    levels: list[str]


def say_results(course: Path, out: Path, verdicts: Verdicts, lang: str) -> Told:
    """Print what became of the class, where the grader itself failed, and where nobody knows which file is meant."""
    from grader.grading.reported import Reported
    from grader.reports.console import class_table

    levels: set[str] = set()
    counts: Counter[str] = Counter()
    failed: list[str] = []

    def looked_at() -> Iterator[Verdict]:
        for verdict in verdicts.heads(out, Reported.read(out)):
            levels.add(verdict.environment.sandbox)
            outcome = verdict.outcome.value
            counts[outcome] += 1
            if outcome in ("grader_error", "not_understood"):
                why = verdict.reason.get(lang) if verdict.reason else "no reason is known"
                failed.append(f"grader: {verdict.student}/{verdict.lesson}: {why}")
            yield verdict

    terminal().print(class_table(looked_at(), titles(course), lang))
    for line in failed:
        print(printable(line), file=sys.stderr)
    total = counts.total()
    return Told(
        counts["grader_error"], counts["not_understood"], counts["passed"] == total, total - counts["not_handed_in"],
        sorted(levels - {"none"}),
    )  # fmt: skip


def _lines(
    out: Path, total: int, lang: str, progress: Bar, again: Again, published: Published | None, level: str
) -> Iterator[str]:
    from grader.messages.sentences import say
    from grader.reports.changes import summary, why_judged_again

    if progress.kept:
        yield say(
            "{kept} of {total} were judged by an earlier run and are unchanged (--regrade judges them again)",
            kept=progress.kept, total=total,
        ).get(lang)  # fmt: skip
    if again.old:
        yield why_judged_again(again.old, again.reasons, lang)
    if again.judged:
        yield from summary(again.judged, again.changes, lang, _CHANGES_SHOWN if published else None)
    if published and published.earlier:
        yield say(
            "the reports also cover {count} verdicts of earlier runs in {out} (delete the folder of one to leave it "
            "out)",
            count=published.earlier, out=str(out),
        ).get(lang)  # fmt: skip
    yield say(
        "sandbox level: {level}    took {seconds} s", level=level, seconds=f"{progress.seconds:.1f}"
    ).get(lang)  # fmt: skip
    if published is None:
        yield say("this was a dry run: nothing was written to {out}", out=str(out)).get(lang)
        return
    paths = {name: str(path) for name, path in published.paths.items()}
    report, grades, changes = paths.pop("html"), paths.pop("csv"), paths.pop("changes")
    junit, feedback = paths.pop("junit"), paths.pop("feedback", None)
    if feedback is None:
        told = say("class report:   {report}\ngrades:         {grades}\nJUnit:          {junit}", report=report,
                   grades=grades, junit=junit)  # fmt: skip
    else:
        told = say(
            "class report:   {report}\ngrades:         {grades}\n"
            "JUnit:          {junit}\nfor a student:  {feedback} (one page each)",
            report=report, grades=grades, junit=junit, feedback=feedback,
        )  # fmt: skip
    yield told.get(lang)
    yield from (f"{name + ':':15} {path}" for name, path in paths.items())
    if again.judged:
        yield say("judged again:   {changes} (who gained and who lost, by which check)", changes=changes).get(lang)


__all__ = [
    "Again", "Published", "Told", "listeners", "publish_class", "publish_verdicts", "results", "say_how_it_went",
    "say_results", "titles",
]  # fmt: skip

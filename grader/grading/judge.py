"""One submission to one verdict."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.lesson import Form, Lesson, LessonError
from grader.grading import blame, checking, located, parts
from grader.grading.checking import early_stopping_of, run_program, server_for
from grader.grading.choosing import NotUnderstood, choose
from grader.grading.draft import Draft, Foreseen
from grader.grading.opening import HandedIn, read_file
from grader.grading.seeds import Seed, fresh_seed, source_of
from grader.grading.submission import Submission, SubmissionError
from grader.grading.task import CONTROL, Policy, Selection, Task
from grader.messages.sentences import say
from grader.sandbox.warm import Handle
from grader.source import regions
from grader.source.dialects import dialect_of
from grader.source.splicing import Spliced, splice
from grader.verdict import Notice, Outcome, SubmissionOutcome, Verdict, overall

# Said of an answer whose judging had to be ended from outside.
BUSY = say(
    "your answer keeps the grader busy: judging what it returned took more time than it may. Return plain arrays "
    "of the shapes that the task asks for"
)

_UNREADABLE = say(
    "The file keeps the grader busy: reading it took more time than it may. Download the lesson's notebook again, "
    "copy your answers into it, and submit that."
)

_STOPPED = Notice(
    text=say(
        "a training was stopped early, because of the accuracy that it reported; without --early-stopping it runs "
        "to its end, and only that result is final"
    )
)

_CUT = Notice(text=say("your code prints a lot: most of it was not kept, which costs no points; print less"))


@dataclass(frozen=True)
class Watch(checking.Watch):
    """What whoever watches a judging is told.

    `on_begin`: the verdict to give if judging has to be broken off because the answer keeps the grader busy. In
    `on_check`, `CONTROL` is the reference's turn.
    """

    on_begin: Callable[[Foreseen], None] = lambda foreseen: None


def grade_submission(
    lesson: Lesson,
    handed_in: HandedIn | Path,
    handle: Callable[[str], Handle],
    policy: Policy = Policy(),
    selection: Selection = Selection(),
    seed: Seed | None = None,
    *,
    student: str = "",
    watch: Watch = Watch(),
) -> Verdict:
    """`judge` of a file, with a fresh seed unless one is given."""
    if isinstance(handed_in, Path):
        handed_in = read_file(handed_in)
    chosen = fresh_seed() if seed is None else seed
    task = Task(
        student=student, lesson=lesson.id, lesson_digest=lesson.digest_of(selection.hidden), handed_in=handed_in,
        seed=chosen, policy=policy, selection=selection,
    )  # fmt: skip
    return judge(task, lesson, handle, watch)


def judge(task: Task, lesson: Lesson, handle: Callable[[str], Handle], watch: Watch = Watch()) -> Verdict:
    """Judge a task by `lesson`'s checks. Always returns a verdict; our own faults give `grader_error`.

    `handle(runtime)` says how to reach a warm server, as `Servers.get` does. What a claim costs to judge is its
    author's choice: without somebody who watches this process and may end it, only judge answers that are trusted.
    """
    draft = Draft.begin(lesson, task.student, task.handed_in.name, task.policy, task.selection)
    draft.notices = [Notice(text=text) for text in task.handed_in.notices]
    try:
        _can_be_judged(task, lesson)
        draft.max_score = max_score(lesson, task.selection.hidden)
        return _judge(task, draft, handle, watch)
    except NotUnderstood as error:
        return draft.finish(SubmissionOutcome.NOT_UNDERSTOOD, None, reason=error.text)
    except SubmissionError as error:
        return draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=error.text)
    except LessonError as error:
        return draft.lessons_fault(str(error)[:2000])
    except Exception as error:  # whatever it is, it is ours: no score, and the others are graded
        return draft.own_fault(f"{type(error).__name__}: {error}"[:2000])


def _can_be_judged(task: Task, lesson: Lesson) -> None:
    """Raises LessonError if the lesson is not the task's, or lacks what the task asks for."""
    from grader.checks.plugin import has_hidden

    if task.lesson_digest != lesson.digest_of(task.selection.hidden):
        raise LessonError(f"{lesson.id} was changed after this task was made; grade again")
    if task.policy.profile not in lesson.profiles:
        known = ", ".join(lesson.profiles)
        raise LessonError(f"{lesson.id} has no profile {task.policy.profile!r}; it has {known}")
    if task.selection.hidden:  # the public checks alone give no "Passed" unless that was asked for
        if lacking := lesson.lacks_hidden():
            raise LessonError(lacking)
        if not has_hidden(lesson):
            raise LessonError(f"{lesson.id} has no hidden checks: in its test_hidden.py there is none")


def _judge(task: Task, draft: Draft, handle: Callable[[str], Handle], watch: Watch) -> Verdict:
    lesson = draft.lesson
    draft.sha256 = task.handed_in.sha256
    watch.on_begin(draft.foreseen(SubmissionOutcome.REJECTED, _UNREADABLE))
    chosen = choose(task.handed_in, lesson)
    submission, draft.file = chosen.submission, chosen.name
    draft.notices += [*(Notice(text=text) for text in chosen.notices), *submission.notices]
    form = form_of(lesson, submission)
    draft.learn(dialect=form.dialect)
    try:
        spliced = splice(form.stub, submission.text, submission.cells, lesson.names_in_use(form))
    except regions.MarkerError as error:
        return draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=error.located(submission.where))
    except ValueError as error:
        raise LessonError(f"{form.stub_path}: {error}") from error
    draft.notices += parts.notices(spliced, submission) + located.notices(lesson, form, spliced, submission)
    if not spliced.attempted and not task.policy.even_unattempted:
        return draft.finish(SubmissionOutcome.UNATTEMPTED, 0.0)
    draft.learn(seed=task.seed)
    watch.on_begin(draft.foreseen(SubmissionOutcome.FAILED, BUSY))
    return _run(task, draft, form, spliced, submission, handle, watch)


def _run(
    task: Task,
    draft: Draft,
    form: Form,
    spliced: Spliced,
    submission: Submission,
    handle: Callable[[str], Handle],
    watch: Watch,
) -> Verdict:
    """Run the program, and make a verdict of what the checks say."""
    lesson, policy, source = draft.lesson, task.policy, source_of(task.seed)
    server, early_stopping = server_for(lesson, form, policy, handle), early_stopping_of(lesson, policy)
    draft.learn(
        sandbox=server.level, versions=server.versions, backend=server.backend, device=server.device,
        forced=policy.forced_at(server.level), device_asked=lesson.device(policy.profile),
        early_stopping=early_stopping is not None,
    )  # fmt: skip
    program = parts.program_of(form, spliced, submission)
    watch = _in_own_lines(watch, spliced, submission)
    ran = run_program(lesson, form, program, server, policy.profile, task.selection, source, early_stopping, watch)
    told = [Notice(text=why.text) for name, why in ran.left_out.items() if name not in program.unusable]
    draft.notices = [*told, *draft.notices]
    draft.learn(device_name=ran.device_name, dataset=ran.checked.dataset)
    if ran.output_cut and all(check.outcome is not Outcome.OUTPUT_LIMIT for check in ran.checked.results):
        draft.notices = [_CUT, *draft.notices]
    if ran.stopped:
        draft.notices = [_STOPPED, *draft.notices]
    if ran.load_fault is not None and form.probe is not None and form.reference_path is not None:
        blame.ask_about_the_probe(lesson, form, server)
    checks = [located.in_own_lines(check, spliced, submission) for check in ran.checked.results]
    score = sum(check.points for check in checks)
    if task.selection.only is not None:
        draft.max_score = sum(check.max_points for check in checks)
    verdict = draft.finish(
        overall(checks), score, checks=checks, measures=ran.checked.measures, curve=ran.curve, timings=ran.timings
    )
    if ran.checked.stumbled and form.reference_path and not task.selection.fail_fast:
        watch.on_check(CONTROL, math.inf)  # nothing of the reference's run reaches the verdict
        server = server_for(lesson, form, policy, handle)
        only = Selection(hidden=task.selection.hidden, only=frozenset(ran.checked.stumbled))
        blame.ask_the_reference(lesson, form, ran.checked.stumbled, server, policy.profile, only, source)
    return verdict


def _in_own_lines(watch: Watch, spliced: Spliced, submission: Submission) -> Watch:
    """The same watch, told of results whose frames are lines of the student's file."""
    tell = watch.on_result
    if tell is None:
        return watch
    return replace(watch, on_result=lambda check: tell(located.in_own_lines(check, spliced, submission)))


def form_of(lesson: Lesson, submission: Submission) -> Form:
    """The form of the lesson that this submission answers, told from its text."""
    return lesson.form(dialect_of(submission.text) if lesson.dialects else None)


def max_score(lesson: Lesson, hidden: bool = True) -> float:
    """The points of all checks of the lesson. Raises LessonError if its checks cannot be read."""
    from grader.checks.plugin import points_of

    return points_of(lesson, hidden)


__all__ = ["BUSY", "Watch", "form_of", "grade_submission", "judge", "max_score"]

"""One submission -> one Verdict."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.course import datasets
from grader.course.lesson import Form, Lesson, LessonError
from grader.grading.handin import HandedIn, read_file
from grader.grading.judging import JUDGING_VERSION
from grader.grading.submission import Submission, SubmissionError, parse
from grader.sandbox import wall
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.limits import Limits
from grader.sandbox.runtime import Runtime
from grader.sandbox.warm import Handle, SandboxError, WarmServer
from grader.source import regions
from grader.source.dialects import NAMES, dialect_of
from grader.verdict import (
    CheckResult,
    CurvePoint,
    Environment,
    Notice,
    SubmissionOutcome,
    Text,
    Timings,
    Verdict,
    overall,
)  # fmt: skip

_OURS = Text(
    en="the grader itself failed, so there is no score; this is not the student's fault: grade again",
    zh="评分系统自身出错，因此没有分数；这不是学生的问题，请重新评分",
)


# Said of an answer whose judging had to be ended from outside.
BUSY = Text(
    en="your answer keeps the grader busy: judging what it returned took more time than it may. Return plain arrays "
    "of the shapes that the task asks for",
    zh="你的答案让评测程序算个不停：判断它返回的内容超过了允许的时间。请返回题目要求的形状的普通数组",
)

_UNREADABLE = Text(
    en="The file keeps the grader busy: reading it took more time than it may. Download the lesson's notebook again, "
    "copy your answers into it, and submit that.",
    zh="读取这个文件花费的时间超过了限制。请重新下载本关的笔记本，把你的答案复制进去，再提交。",
)

_BY_HAND = 2**32  # numbers below, as seeds, are people's; an older grader drew from there to 2**53
_ROUNDS = 1 << 17
_FRESH = re.compile(r"[0-9a-f]{32}")
_SLOWER = {"jax": 3}  # times the seconds that a lesson allows
_STOPPED = Notice(
    text=Text(
        en="a training was stopped early, because of the accuracy that it reported; without --early-stopping "
        "it runs to its end, and only that result is final",
        zh="由于报告的准确率过低，训练被提前停止；不使用 --early-stopping 时会完整运行，只有那时的结果才是最终结果",
    )
)


class Servers:
    """The warm servers of this machine, each started when it is first needed.

    `minimum` is the lowest sandbox level to accept; `hidden` are folders that must not be visible in any sandbox;
    `threads`, see `Runtime.environment`, is for those that are not running yet.
    """

    def __init__(self, minimum: str = "container", maximum: str = "strict", hidden: tuple[Path, ...] = ()) -> None:
        if minimum not in wall.LEVELS:
            raise ValueError(f"no sandbox level {minimum!r}; there are {', '.join(wall.LEVELS)}")
        self.minimum, self._maximum, self._hidden = minimum, maximum, hidden
        self.threads: int | None = None
        self._running: dict[str, WarmServer] = {}
        self._cancelled = threading.Event()

    def get(self, runtime: str) -> Handle:
        """How to reach the server of `runtime`; starts it, or starts it again if it died. Raises SandboxError."""
        server = self._running.get(runtime)
        if server is None or not server.alive:
            if server is not None:
                server.close()
            hidden = (*self._hidden, *datasets.folders(wall.package_folders()))
            server = WarmServer(
                runtime, minimum=self.minimum, maximum=self._maximum, hidden=hidden, threads=self.threads,
                cancelled=self._cancelled,
            )  # fmt: skip
            self._running[runtime] = server
        return server.handle

    def abort(self) -> None:
        """Servers that are starting, in other threads, give up at once."""
        self._cancelled.set()

    def close(self) -> None:
        for server in self._running.values():
            server.close()
        self._running.clear()

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class Options:
    """How to grade. `forced`: a flag allowed levels below `container`.

    `seed` None draws a fresh secret one, as official grading should: a text, see `fresh_seed`. One given by hand
    repeats a verdict; a number can be guessed inside the sandbox, and with it every hidden input: for answers that one
    trusts, such as `verify`'s.

    `only` keeps the checks of these names, and those that they depend on. `fail_fast` skips every check after the first
    that does not pass: whether an answer gets full marks is known then. `backend` is Keras's. `device` overrules what
    the profile asks for. `early_stopping` stops a training early that no right answer looked like.
    """

    profile: str = "cpu"
    seed: int | str | None = None
    backend: str = "tensorflow"
    device: str | None = None
    early_stopping: bool = False
    hidden: bool = True
    forced: bool = False
    only: frozenset[str] | None = None
    even_unattempted: bool = False
    fail_fast: bool = False

    def forced_at(self, level: str) -> bool:
        """Whether a verdict reached at this sandbox level is one that only the flag allowed."""
        return self.forced and level == "process"


@dataclass
class _Draft:
    """What is known of the verdict so far."""

    lesson: Lesson
    student: str
    file: str
    max_score: float = 0.0
    began: float = field(default_factory=time.monotonic)
    cpu_before: float = field(default_factory=time.process_time)
    facts: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, Any] = field(default_factory=dict)

    def finish(self, outcome: SubmissionOutcome, score: float | None, **facts: Any) -> Verdict:
        timings = facts.pop("timings", Timings())
        return Verdict(
            lesson=self.lesson.id,
            lesson_digest=self.lesson.digest,
            student=self.student,
            file=self.file,
            outcome=outcome,
            score=score,
            max_score=self.max_score,
            environment=Environment(judging_version=JUDGING_VERSION, **self.environment),
            timings=timings.model_copy(update=self._own_times()),
            graded_at=datetime.datetime.now(datetime.UTC),
            **{"submission_sha256": None, **self.facts, **facts},
        )

    def _own_times(self) -> dict[str, float]:
        wall, cpu = time.monotonic() - self.began, time.process_time() - self.cpu_before
        return {"wall": round(wall, 3), "judging_cpu": round(max(0.0, cpu), 3)}


@dataclass(frozen=True)
class Watch:
    """What whoever watches a judging is told. `on_curve`: a point of a training, as it comes.

    `on_begin`: the verdict to give if judging has to be broken off because the answer keeps the grader busy.
    `on_check`: the check that begins, and the CPU seconds that judging it may take; `CONTROL` is the reference's turn.
    """

    on_curve: Callable[[CurvePoint], None] | None = None
    on_begin: Callable[[Verdict], None] = lambda verdict: None
    on_check: Callable[[str, float], None] = lambda name, seconds: None


CONTROL = "the reference"


def grade_submission(
    lesson: Lesson,
    handed_in: HandedIn | Path,
    handle: Callable[[str], Handle],
    options: Options = Options(),
    *,
    student: str = "",
    watch: Watch = Watch(),
) -> Verdict:
    """Judge a file by `lesson`'s checks. Always returns a verdict; our own faults give `grader_error`.

    `handle(runtime)` says how to reach a warm server, as `Servers.get` does. What a claim costs to judge is its
    author's choice: without somebody who watches this process and may end it, only grade answers that are trusted.
    """
    if isinstance(handed_in, Path):
        handed_in = read_file(handed_in)
    draft = _Draft(lesson, student, handed_in.name)
    draft.environment = {"public_only": not options.hidden}
    try:
        if options.hidden:
            _has_hidden_checks(lesson)
        draft.max_score = max_score(lesson, options.hidden)
        if options.profile not in lesson.profiles:
            known = ", ".join(lesson.profiles)
            raise LessonError(f"{lesson.id} has no profile {options.profile!r}; it has {known}")
        draft.environment["profile"] = options.profile
        return _grade(draft, handed_in, handle, options, watch)
    except SubmissionError as error:
        draft.facts["submission_sha256"] = error.sha256
        return draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=error.text)
    except Exception as error:  # whatever it is, it is ours: no score, and the others are graded
        return _own_fault(draft, f"{type(error).__name__}: {error}"[:2000])


def _has_hidden_checks(lesson: Lesson) -> None:
    """Raises LessonError if there are none: the public checks alone give no "Passed" unless that was asked for."""
    from grader.checks.plugin import has_hidden

    if lacking := lesson.lacks_hidden():
        raise LessonError(lacking)
    if not has_hidden(lesson):
        raise LessonError(f"{lesson.id} has no hidden checks: in its test_hidden.py there is none")


def own_fault(lesson: Lesson, file: str, student: str, why: str, options: Options = Options()) -> Verdict:
    """The verdict on a submission that the grader failed to judge: no score."""
    draft = _Draft(lesson, student, file)
    draft.environment = {"profile": options.profile, "device_asked": lesson.device(options.profile)}
    draft.environment["public_only"] = not options.hidden
    return _own_fault(draft, why)


def _own_fault(draft: _Draft, why: str) -> Verdict:
    reason = Text(en=f"{_OURS.en} ({why})", zh=f"{_OURS.zh}（{why}）")
    return draft.finish(SubmissionOutcome.GRADER_ERROR, None, reason=reason)


def _grade(
    draft: _Draft, handed_in: HandedIn, handle: Callable[[str], Handle], options: Options, watch: Watch
) -> Verdict:
    lesson = draft.lesson
    draft.facts["submission_sha256"] = handed_in.sha256
    watch.on_begin(draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=_UNREADABLE))
    submission = parse(handed_in)
    draft.facts["submission_sha256"] = submission.sha256
    form = form_of(lesson, submission)
    draft.environment["dialect"] = form.dialect
    try:
        spliced = regions.splice(form.stub, submission.text)
    except regions.MarkerError as error:
        return draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=error.located(submission.where))
    draft.facts["notices"] = _notices(form, submission)
    if not spliced.attempted and not options.even_unattempted:
        return draft.finish(SubmissionOutcome.UNATTEMPTED, 0.0)
    seed = fresh_seed() if options.seed is None else options.seed
    source = source_of(seed)
    draft.environment["seed"] = seed
    watch.on_begin(draft.finish(SubmissionOutcome.FAILED, 0.0, reason=BUSY))
    checked, session_facts = _judge(draft, form, spliced.program, handle, options, source, watch)
    checks = [_in_their_own_lines(check, spliced, submission) for check in checked.results]
    score = sum(check.points for check in checks)
    if options.only is not None:
        draft.max_score = sum(check.max_points for check in checks)
    draft.environment["dataset"] = checked.dataset
    verdict = draft.finish(overall(checks), score, checks=checks, **session_facts)
    if checked.stumbled and form.reference_path and not options.fail_fast:
        watch.on_check(CONTROL, math.inf)
        _blame(draft, form, checked.stumbled, handle, options, source)  # nothing of this reaches the verdict
    return verdict


def _judge(
    draft: _Draft,
    form: Form,
    program: str,
    handle: Callable[[str], Handle],
    options: Options,
    source: int,
    watch: Watch = Watch(),
) -> tuple[Any, dict[str, Any]]:
    from grader.checks.early_stopping import EarlyStopping
    from grader.checks.plugin import run_checks
    from grader.checks.student import Session

    lesson = draft.lesson
    wanted = _key(lesson, form, options)
    server = handle(wanted)
    if server.runtime != wanted:
        raise SandboxError(f"{draft.file} was to be judged in {wanted}, and there is {server.runtime}")
    draft.environment.update(sandbox=server.level, versions=server.versions, backend=server.backend)
    draft.environment["forced"] = options.forced_at(server.level)
    draft.environment.update(device=server.device, device_asked=lesson.device(options.profile))
    box = Box(server, _limits(lesson, server))
    early_stopping = EarlyStopping.of(lesson, options.profile, datasets.chosen()) if options.early_stopping else None
    draft.environment["early_stopping"] = early_stopping is not None
    session = Session(
        box, program, lesson.module, form.probe, source, on_curve=watch.on_curve, early_stopping=early_stopping
    )
    box.on_progress = session.progress
    try:
        checked = run_checks(
            lesson, session, options.profile, hidden=options.hidden, only=options.only, fail_fast=options.fail_fast,
            on_check=watch.on_check,
        )  # fmt: skip
    finally:
        box.finish()
    draft.environment["device_name"] = box.usage.device_name
    if session.stopped:
        draft.facts["notices"] = [_STOPPED, *draft.facts.get("notices", [])]
    if session.load_fault is not None and form.probe is not None and form.reference_path is not None:
        _blame_the_probe(lesson, form, server)
    timings = Timings(
        cpu=round(box.usage.cpu, 3),
        peak_memory_mb=round(box.usage.peak_memory_mb, 1),
        peak_device_memory_mb=box.usage.peak_device_mb,
        stalled=box.stalled,
    )
    return checked, {"measures": checked.measures, "curve": session.curve, "timings": timings}


def fresh_seed() -> str:
    """A new secret seed: 128 random bits as 32 hexadecimal digits, a text that every reader of JSON keeps whole."""
    return secrets.token_hex(16)


def source_of(seed: int | str) -> int:
    """What the checks draw from, and the hash of which seeds the sandbox. Raises ValueError if it is no seed.

    Drawn inputs, and the sandbox's own seed, are seen by code that may try seeds until one gives the same: nobody
    tries 128 bits. A number is used as it is, and can be guessed. One from 2**32 on was drawn by an older grader, which
    stretched it by PBKDF2 (RFC 8018): the verdicts that name it are repeated in the same way.
    """
    if isinstance(seed, str):
        if not _FRESH.fullmatch(seed):
            raise ValueError(f"{seed!r} is no seed: that is a number, or 32 hexadecimal digits")
        return int(seed, 16)
    if seed < _BY_HAND:
        return seed
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", b"%d" % seed, b"gatehouse", _ROUNDS, 16))


def _limits(lesson: Lesson, server: Handle) -> Limits:
    """The lesson's. JAX compiles anew for each shape that it meets, which takes time that no answer can save."""
    slower, limits = _SLOWER.get(str(server.backend), 1), lesson.limits
    seconds = {"call_seconds": slower * limits.call_seconds, "total_seconds": slower * limits.total_seconds}
    return limits.model_copy(update=seconds)


def _blame(
    draft: _Draft, form: Form, stumbled: dict[str, str], handle: Callable[[str], Handle], options: Options, source: int
) -> None:
    """A check stumbled over a claim: if it stumbles over the reference's too, the check is broken, not the claim.

    The reference has a draft of its own, and is trained to the end: one that is stopped early stumbles over nothing.
    """
    own = replace(draft, facts={}, environment={})
    only = replace(options, only=frozenset(stumbled), fail_fast=False, early_stopping=False)
    control, _ = _judge(own, form, _reference(form), handle, only, source)
    for name in stumbled.keys() & control.stumbled.keys():
        raise LessonError(f"the check {name} of {draft.lesson.id} has a bug: {control.stumbled[name]}")


def _blame_the_probe(lesson: Lesson, form: Form, server: Handle) -> None:
    """A program cannot be loaded with the lesson's probe beside it: if the reference cannot be either, it is ours."""
    try:
        with Box(server, _limits(lesson, server)) as box:
            box.load(_reference(form), lesson.module, form.probe)
    except Fault as fault:
        why = f"{fault.facts.get('type', fault.kind)}: {fault.facts.get('message', '')}".rstrip(": ")
        raise LessonError(f"not even the reference of {lesson.id} can be loaded with its probe.py: {why}") from fault


def _reference(form: Form) -> str:
    assert form.reference_path is not None
    return regions.splice(form.stub, form.reference_path.read_text(encoding="utf-8")).program


def form_of(lesson: Lesson, submission: Submission) -> Form:
    """The form of the lesson that this submission answers, told from its text."""
    return lesson.form(dialect_of(submission.text) if lesson.dialects else None)


def runtime_in(lesson: Lesson, dialect: str | None, options: Options = Options()) -> str:
    """The key of the server for answers to the lesson in this dialect."""
    return _key(lesson, lesson.form(dialect), options)


def _key(lesson: Lesson, form: Form, options: Options) -> str:
    return str(Runtime.of(form.runtime, options.backend, options.device or lesson.device(options.profile)))


def _notices(form: Form, submission: Submission) -> list[Notice]:
    notices = []
    written = dialect_of(submission.text)
    if written not in (None, form.dialect):
        name = NAMES[str(written)]
        said = Text(
            en=f"this looks like {name}, in which this lesson cannot be answered: use the names of its stub",
            zh=f"这像是 {name} 的写法，而本关不能用它作答：请使用代码框架里的库",
        )
        notices.append(Notice(text=said))
    for line, text in regions.outside_changes(form.stub, submission.text):
        place = submission.locate(line)
        said = Text(
            en=f"this is outside Begin/End and is not graded: {text}", zh=f"这一行在 Begin/End 之外，不参与评分：{text}"
        )
        notices.append(Notice(text=said, line=place.line, cell=place.cell))
    return notices


def _in_their_own_lines(check: CheckResult, spliced: regions.Spliced, submission: Submission) -> CheckResult:
    """The frames of the program, as lines of the file that the student wrote."""
    if check.traceback is None:
        return check
    lines = []
    source = spliced.program.split("\n")
    own = submission.text.split("\n")
    for entry in check.traceback.split("\n"):
        number, _, function = entry.partition("\t")
        index = int(number) - 1
        origin = spliced.origin[index] if index < len(spliced.origin) else None
        inside = f" in {function}" if function and function != "<module>" else ""
        if origin is not None:
            lines.append(f"{submission.where(origin).en}{inside}\n    {own[origin - 1].strip()[:200]}")
        elif index < len(source):
            lines.append(f"(given code){inside}\n    {source[index].strip()[:200]}")
    return check.model_copy(update={"traceback": "\n".join(lines) or None})


def max_score(lesson: Lesson, hidden: bool = True) -> float:
    """The points of all checks of the lesson. Raises LessonError if its checks cannot be read."""
    from grader.checks.plugin import points_of

    return points_of(lesson, hidden)


__all__ = [
    "BUSY",
    "CONTROL",
    "Options",
    "Servers",
    "Watch",
    "form_of",
    "fresh_seed",
    "grade_submission",
    "max_score",
    "own_fault",
    "runtime_in",
    "source_of",
]

"""One submission -> one Verdict."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader import data, markers
from grader.dialect import NAMES, dialect_of
from grader.lesson import Form, Lesson, LessonError, Limits
from grader.sandbox import wall
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.runtime import Runtime
from grader.sandbox.warm import Handle, SandboxError, WarmServer
from grader.submission import Submission, SubmissionError, read_submission
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


_BY_HAND = 2**32  # seeds below are people's, or of an older grader; fresh ones are drawn from there to 2**53
_ROUNDS = 1 << 17
_SLOWER = {"jax": 3}  # times the seconds that a lesson allows
_STOPPED = Notice(
    text=Text(
        en="a training was stopped early, because of the accuracy that it reported; without --futility it runs to its "
        "end, and only that result is final",
        zh="由于报告的准确率过低，训练被提前停止；不使用 --futility 时会完整运行，只有那时的结果才是最终结果",
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

    def get(self, runtime: str) -> Handle:
        """How to reach the server of `runtime`; starts it, or starts it again if it died. Raises SandboxError."""
        server = self._running.get(runtime)
        if server is None or not server.alive:
            if server is not None:
                server.close()
            hidden = (*self._hidden, *data.folders(wall.package_folders()))
            server = WarmServer(
                runtime, minimum=self.minimum, maximum=self._maximum, hidden=hidden, threads=self.threads
            )
            self._running[runtime] = server
        return server.handle

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

    `seed` None draws a fresh secret one, as official grading should. One given by hand repeats a verdict; a small one
    can be guessed inside the sandbox, and with it every hidden input: for answers that one trusts, such as `verify`'s.

    `only` keeps the checks of these names, and those that they depend on. `fail_fast` skips every check after the first
    that does not pass: whether an answer gets full marks is known then. `backend` is Keras's. `device` overrules what
    the profile asks for. `futility` stops a training early that no right answer looked like.
    """

    profile: str = "cpu"
    seed: int | None = None
    backend: str = "tensorflow"
    device: str | None = None
    futility: bool = False
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
    path: Path
    max_score: float = 0.0
    began: float = field(default_factory=time.monotonic)
    facts: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, Any] = field(default_factory=dict)

    def finish(self, outcome: SubmissionOutcome, score: float | None, **facts: Any) -> Verdict:
        timings = facts.pop("timings", Timings())
        return Verdict(
            lesson=self.lesson.id,
            lesson_digest=self.lesson.digest,
            student=self.student,
            file=self.path.name.encode("utf-8", "replace").decode(),
            outcome=outcome,
            score=score,
            max_score=self.max_score,
            environment=Environment(**self.environment),
            timings=timings.model_copy(update={"wall": round(time.monotonic() - self.began, 3)}),
            graded_at=datetime.datetime.now(datetime.UTC),
            **{"submission_sha256": None, **self.facts, **facts},
        )


def grade_submission(
    lesson: Lesson,
    path: Path,
    handle: Callable[[str], Handle],
    options: Options = Options(),
    *,
    student: str = "",
    on_curve: Callable[[CurvePoint], None] | None = None,
) -> Verdict:
    """Judge the file at `path` by `lesson`'s checks. Always returns a verdict; our own faults give `grader_error`.

    `handle(runtime)` says how to reach a warm server, as `Servers.get` does.
    """
    draft = _Draft(lesson, student, path)
    draft.environment = {"public_only": not options.hidden}
    try:
        if options.hidden:
            _has_hidden_checks(lesson)
        draft.max_score = max_score(lesson, options.hidden)
        if options.profile not in lesson.profiles:
            known = ", ".join(lesson.profiles)
            raise LessonError(f"{lesson.id} has no profile {options.profile!r}; it has {known}")
        draft.environment["profile"] = options.profile
        return _grade(draft, handle, options, on_curve)
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


def own_fault(lesson: Lesson, path: Path, student: str, why: str, options: Options = Options()) -> Verdict:
    """The verdict on a submission that the grader failed to judge: no score."""
    draft = _Draft(lesson, student, path)
    draft.environment = {"profile": options.profile, "device_asked": lesson.device(options.profile)}
    draft.environment["public_only"] = not options.hidden
    return _own_fault(draft, why)


def _own_fault(draft: _Draft, why: str) -> Verdict:
    reason = Text(en=f"{_OURS.en} ({why})", zh=f"{_OURS.zh}（{why}）")
    return draft.finish(SubmissionOutcome.GRADER_ERROR, None, reason=reason)


def _grade(
    draft: _Draft,
    handle: Callable[[str], Handle],
    options: Options,
    on_curve: Callable[[CurvePoint], None] | None,
) -> Verdict:
    lesson = draft.lesson
    submission = read_submission(draft.path)
    draft.facts["submission_sha256"] = submission.sha256
    form = form_of(lesson, submission)
    draft.environment["dialect"] = form.dialect
    try:
        spliced = markers.splice(form.stub, submission.text)
    except markers.MarkerError as error:
        return draft.finish(SubmissionOutcome.REJECTED, 0.0, reason=error.located(submission.where))
    draft.facts["notices"] = _notices(lesson, form, submission)
    if not spliced.attempted and not options.even_unattempted:
        return draft.finish(SubmissionOutcome.UNATTEMPTED, 0.0)
    seed = _fresh_seed() if options.seed is None else options.seed
    draft.environment["seed"] = seed
    checked, session_facts = _judge(draft, form, spliced.program, handle, options, seed, on_curve)
    checks = [_in_their_own_lines(check, spliced, submission) for check in checked.results]
    if checked.stumbled and form.reference_path and not options.fail_fast:
        _blame(draft, form, checked.stumbled, handle, options, seed)
    score = sum(check.points for check in checks)
    if options.only is not None:
        draft.max_score = sum(check.max_points for check in checks)
    draft.environment["dataset"] = checked.dataset
    return draft.finish(overall(checks), score, checks=checks, **session_facts)


def _judge(
    draft: _Draft,
    form: Form,
    program: str,
    handle: Callable[[str], Handle],
    options: Options,
    seed: int,
    on_curve: Callable[[CurvePoint], None] | None = None,
) -> tuple[Any, dict[str, Any]]:
    from grader.checks.futility import Futility
    from grader.checks.plugin import run_checks
    from grader.checks.student import Session

    lesson = draft.lesson
    wanted = _key(lesson, form, options)
    server = handle(wanted)
    if server.runtime != wanted:  # it was chosen by the text of the file, and the file is another by now
        raise SandboxError(f"{draft.path} was changed while it was graded")
    draft.environment.update(sandbox=server.level, versions=server.versions, backend=server.backend)
    draft.environment["forced"] = options.forced_at(server.level)
    draft.environment.update(device=server.device, device_asked=lesson.device(options.profile))
    box = Box(server, _limits(lesson, server))
    futility = Futility.of(lesson, options.profile, data.chosen()) if options.futility else None
    draft.environment["futility"] = futility is not None
    session = Session(box, program, lesson.module, form.probe, _source(seed), on_curve=on_curve, futility=futility)
    box.on_progress = session.progress
    try:
        checked = run_checks(
            lesson, session, options.profile, hidden=options.hidden, only=options.only, fail_fast=options.fail_fast
        )
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


def _fresh_seed() -> int:
    """Secret, and below 2**53, so that every reader of JSON takes it for the number that it is."""
    return _BY_HAND + secrets.randbelow(2**53 - _BY_HAND)


def _source(seed: int) -> int:
    """What the checks draw from, and the hash of which seeds the sandbox.

    Drawn inputs, and the sandbox's own seed, are seen by code that may try seeds until one gives the same; a GPU would
    try billions of plain ones a second. Of a fresh seed these are 128 bits by PBKDF2 (RFC 8018), 30 ms of a core for
    each try. One below 2**32, given by hand, stays as it is: no stretching would keep it from being guessed.
    """
    if seed < _BY_HAND:
        return seed
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", b"%d" % seed, b"gatehouse", _ROUNDS, 16))


def _limits(lesson: Lesson, server: Handle) -> Limits:
    """The lesson's. JAX compiles anew for each shape that it meets, which takes time that no answer can save."""
    slower, limits = _SLOWER.get(str(server.backend), 1), lesson.limits
    seconds = {"call_seconds": slower * limits.call_seconds, "total_seconds": slower * limits.total_seconds}
    return limits.model_copy(update=seconds)


def _blame(
    draft: _Draft, form: Form, stumbled: dict[str, str], handle: Callable[[str], Handle], options: Options, seed: int
) -> None:
    """A check stumbled over a claim: if it stumbles over the reference's too, the check is broken, not the claim."""
    program = _reference(form)
    only = replace(options, seed=seed, only=frozenset(stumbled), fail_fast=False)
    control, _ = _judge(draft, form, program, handle, only, seed)
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
    return markers.splice(form.stub, form.reference_path.read_text(encoding="utf-8")).program


def form_of(lesson: Lesson, submission: Submission) -> Form:
    """The form of the lesson that this submission answers, told from its text."""
    return lesson.form(dialect_of(submission.text) if lesson.dialects else None)


def runtime_of(lesson: Lesson, path: Path, options: Options = Options()) -> str:
    """The key of the server that the file at `path` will be graded in; of the lesson's own if it cannot be read."""
    if not lesson.dialects:
        return _key(lesson, lesson.form(), options)
    try:
        return _key(lesson, form_of(lesson, read_submission(path)), options)
    except SubmissionError:
        return _key(lesson, lesson.form(), options)


def _key(lesson: Lesson, form: Form, options: Options) -> str:
    return str(Runtime.of(form.runtime, options.backend, options.device or lesson.device(options.profile)))


def _notices(lesson: Lesson, form: Form, submission: Submission) -> list[Notice]:
    notices = []
    written = dialect_of(submission.text)
    if written not in (None, form.dialect):
        name = NAMES[str(written)]
        said = Text(
            en=f"this looks like {name}, in which this lesson cannot be answered: use the names of its stub",
            zh=f"这像是 {name} 的写法，而本关不能用它作答：请使用代码框架里的库",
        )
        notices.append(Notice(text=said))
    for line, text in markers.outside_changes(form.stub, submission.text):
        place = submission.locate(line)
        said = Text(
            en=f"this is outside Begin/End and is not graded: {text}", zh=f"这一行在 Begin/End 之外，不参与评分：{text}"
        )
        notices.append(Notice(text=said, line=place.line, cell=place.cell))
    return notices


def _in_their_own_lines(check: CheckResult, spliced: markers.Spliced, submission: Submission) -> CheckResult:
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


__all__ = ["Options", "Servers", "form_of", "grade_submission", "max_score", "own_fault", "runtime_of"]

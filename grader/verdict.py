"""The one data model that every other part reads or writes: what is true of one submission.

`Verdict` is written as ``verdict.json``; its JSON Schema is published as ``docs/verdict.schema.json``.
"""

from __future__ import annotations

import datetime
import json
import math
import os
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    ValidationInfo,
    model_validator,
)

from grader.messages.sentences import say
from grader.messages.text import CUT, Text, cut

__all__ = [
    "CUT",
    "LANGUAGES",
    "MOST_BYTES",
    "CheckResult",
    "Compared",
    "CurvePoint",
    "Diagnosis",
    "Environment",
    "Notice",
    "Outcome",
    "SubmissionOutcome",
    "Text",
    "Timings",
    "Verdict",
    "VerdictError",
    "cut",
    "overall",
    "schema",
    "veiled",
    "write_atomically",
]  # fmt: skip

LANGUAGES = ("zh", "en")  # of the course: its lessons are written in both

# --- bounds -----------------------------------------------------------------------------------------------------------
# A verdict holds what a student's program said. Whatever is too long is cut, with a mark, and never refused: there is a
# verdict on every submission.

MOST_BYTES = 1_000_000  # of a verdict as it is written
_READABLE = 16 * MOST_BYTES  # of one that an older grader wrote, before verdicts had bounds
_SHORT = {"short": True}  # told to the validator of what is known to be: counting takes a third of the time of reading
_RECORDED, _COMPARED, _NAME, _KEY = 20_100, 1_000, 300, 100  # characters
_CHECKS, _NOTICES, _POINTS, _MEASURES, _VERSIONS, _INPUTS = 1_000, 100, 5_000, 100, 50, 200


def _at_most(most: int) -> tuple[Any, ...]:
    return AfterValidator(lambda text: cut(text, most)), Field(json_schema_extra={"maxLength": most})


def _first(most: int) -> Any:
    """Keeps the first items of a list or dict, before any is looked at."""

    def keep(given: Any) -> Any:
        if isinstance(given, dict) and len(given) > most:
            return dict(list(given.items())[:most])
        return given[:most] if isinstance(given, list) and len(given) > most else given

    return BeforeValidator(keep)


Name = Annotated[str, *_at_most(_NAME)]
Key = Annotated[str, *_at_most(_KEY)]
Recorded = Annotated[str, *_at_most(_RECORDED)]
Whole = Annotated[int, AfterValidator(lambda number: max(-(2**53), min(2**53, number)))]
Measured = Annotated[float | None, AfterValidator(lambda x: x if x is not None and math.isfinite(x) else None)]
_finite = AfterValidator(lambda measures: {name: x for name, x in measures.items() if math.isfinite(x)})


def _items(most: int) -> Any:
    return Field(default_factory=list, json_schema_extra={"maxItems": most})


# --- the model --------------------------------------------------------------------------------------------------------


class VerdictError(ValueError):
    """A verdict file is not a verdict; the message names the file and what to do."""


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"  # the claim was judged, and is wrong
    RAISED = "raised"  # the student's code raised an exception
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"  # the student's process died, or broke the protocol
    OUTPUT_LIMIT = "output_limit"
    SKIPPED = "skipped"  # a check that it depends on did not pass


class SubmissionOutcome(StrEnum):
    """What became of a submission: `passed`, or its gravest check, or why it was not judged."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    OUTPUT_LIMIT = "output_limit"
    UNATTEMPTED = "unattempted"  # every region is still as the stub has it
    REJECTED = "rejected"  # unreadable; `Verdict.reason` says why
    NOT_UNDERSTOOD = "not_understood"  # nobody can tell which file is meant, or whose: no score, a person must look
    NOT_HANDED_IN = "not_handed_in"  # of somebody in the class: no score
    GRADER_ERROR = "grader_error"  # our fault: no score, run again

    @property
    def has_score(self) -> bool:
        """Whether such a submission has one. What has none is never a zero."""
        return self not in (self.NOT_UNDERSTOOD, self.NOT_HANDED_IN, self.GRADER_ERROR)


class _Model(BaseModel):
    # What was copied with an update was never validated: it is when it becomes part of another model.
    model_config = ConfigDict(extra="forbid", frozen=True, revalidate_instances="always")


class Diagnosis(_Model):
    """A known misconception that the answer equals."""

    id: Name
    text: Text


class Compared(_Model):
    """What a public check expected for its input, and what it was given: text of a few lines each."""

    expected: Annotated[str, *_at_most(_COMPARED)]
    actual: Annotated[str, *_at_most(_COMPARED)]


class CheckResult(_Model):
    """One check. The student sees all of a public one, and of a hidden one all but `details`, `output`, `compared`."""

    id: Name
    title: Text
    hidden: bool
    outcome: Outcome
    points: float = Field(ge=0)
    max_points: float = Field(ge=0)
    message: Text | None = None
    diagnosis: Diagnosis | None = None
    note: Text | None = Field(None, description="how it was judged, where that is not plain: an error carried forward")
    traceback: Recorded | None = Field(
        None, description="the student's own frames, with their own line or cell numbers"
    )
    output: Recorded = Field(
        "", description="what the student's code printed during the check; instructor only if hidden"
    )
    details: Recorded | None = Field(None, description="values seen and expected; instructor only if hidden")
    compared: Compared | None = Field(None, description="values seen and expected, as a whole; of public checks only")
    seconds: float = Field(0.0, ge=0, description="wall time of the check")


def veiled(check: CheckResult) -> CheckResult:
    """The check's result without what a student must not see of a hidden one."""
    return check.model_copy(update={"output": "", "details": None, "compared": None}) if check.hidden else check


class Notice(_Model):
    """Something about the file that costs no points: code outside a region, an import that is not graded."""

    text: Text
    line: Whole | None = Field(None, description="1-based line of the file, or of the cell if `cell` is set")
    cell: Whole | None = Field(None, description="1-based number of the code cell")


class CurvePoint(_Model):
    """One `report(step=, loss=, accuracy=)` of the student's training loop: a claim, never a score."""

    step: Whole
    loss: Measured = None
    accuracy: Measured = None


class Environment(_Model):
    """Where and how the verdict was reached."""

    sandbox: Literal["strict", "container", "process", "none"] = "none"
    forced: bool = Field(False, description="graded below `container` because a flag said so")
    public_only: bool = Field(False, description="no hidden check was run: `grader check`, or a flag said so")
    profile: Name = "cpu"
    device: Literal["cpu", "gpu"] = Field("cpu", description="what was really computed on, asserted in the sandbox")
    device_name: Name | None = Field(None, description="the GPU's name")
    early_stopping: bool = Field(
        False,
        validation_alias=AliasChoices("early_stopping", "futility"),  # as older verdicts have it
        description="trainings were stopped that no right answer looked like; not official",
    )
    device_asked: Literal["cpu", "gpu"] = Field("cpu", description="what the profile asks for; --device overrules it")
    dataset: Name | None = None
    backend: Name | None = None
    dialect: Name | None = Field(None, description="the dialect of the answer, such as tf1; null: the lesson's own")
    versions: Annotated[dict[Key, Key], _first(_VERSIONS)] = Field(default_factory=dict)
    seed: StrictInt | Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] = Field(
        0, description="128 random bits in hexadecimal; a number if given by hand, or by an older grader"
    )
    judging_version: int = Field(0, description="of the grader, grader/grading/judging.py; 0: before there was one")
    alone: bool = Field(False, description="judged a second time, with nothing else running, since it had stalled")


class Timings(_Model):
    """Seconds and mebibytes, of the student's processes (cpu, memory) and of the whole submission (wall)."""

    wall: float = 0.0
    cpu: float = 0.0
    judging_cpu: float = Field(0.0, description="CPU seconds of the trusted process that judged it")
    peak_memory_mb: float = 0.0
    peak_device_memory_mb: float | None = Field(None, description="of the GPU, by the framework in the sandbox")
    stalled: bool = Field(
        False, description="a check ran out of wall time though the process had hardly computed: it slept, or was kept"
    )


class Verdict(_Model):
    """What is true of one submission, in at most `MOST_BYTES` as it is written."""

    schema_version: Literal[1] = 1
    lesson: Name
    lesson_digest: Name = Field(description="SHA-256 over what the lesson judged it by")
    judged_by: Annotated[dict[Key, Key], _first(_INPUTS)] = Field(
        default_factory=dict,
        description="what lesson_digest is over: files and settings, with the first digits of their hashes",
    )
    student: Name
    file: Name = Field(description="name of the submitted file")
    submission_sha256: Name | None = Field(
        description="SHA-256 of the submitted bytes, of all files if several were; null if they could not be read"
    )
    outcome: SubmissionOutcome
    score: float | None = Field(description="null when the grader itself failed, or nobody knows which file is meant")
    max_score: float
    reason: Text | None = None
    notices: Annotated[list[Notice], _first(_NOTICES)] = _items(_NOTICES)
    checks: Annotated[list[CheckResult], _first(_CHECKS)] = _items(_CHECKS)
    measures: Annotated[dict[Key, float], _first(_MEASURES), _finite] = Field(
        default_factory=dict, description="what checks measured, such as the accuracy counted; instructor only"
    )
    curve: Annotated[list[CurvePoint], _first(_POINTS)] = _items(_POINTS)
    environment: Environment = Field(default_factory=Environment)
    timings: Timings = Field(default_factory=Timings)
    graded_at: datetime.datetime

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Verdict:
        if info.context != _SHORT:
            self.__dict__.update(_shrunk(self))  # in place: the model is frozen, and a validator may return no other
        return self

    def for_student(self) -> Verdict:
        """The same verdict without what a student must not see of hidden checks."""
        checks = [veiled(check) for check in self.checks]
        environment = self.environment.model_copy(update={"seed": 0})
        # Why the grader failed may be told in the words of a hidden check.
        reason = None if self.outcome is SubmissionOutcome.GRADER_ERROR else self.reason
        told = {"checks": checks, "environment": environment, "reason": reason, "measures": {}, "judged_by": {}}
        return self.model_copy(update=told)

    def write(self, path: Path, *, lasting: bool = True) -> None:
        """Write as JSON, all or nothing: a reader never sees half a verdict, not even after a crash. `lasting` as in
        `write_atomically`."""
        text = Verdict.model_validate(self, context=_SHORT).model_dump_json(indent=2)  # a copy was never validated
        if len(text.encode()) > MOST_BYTES:
            text = Verdict.model_validate(self).model_dump_json(indent=2)
        write_atomically(path, text + "\n", lasting=lasting)

    @classmethod
    def read(cls, path: Path) -> Verdict:
        """Read a verdict file; raise `VerdictError` if it is unreadable or is no verdict."""
        try:
            with path.open("rb") as stream:
                data = stream.read(_READABLE + 1)
            if len(data) > _READABLE:
                raise ValueError(f"more than {_READABLE:,} bytes")
            return cls.model_validate_json(data, context=_SHORT if len(data) <= MOST_BYTES else None)
        except (OSError, ValueError, RecursionError) as error:  # a ValidationError is a ValueError
            first = str(error).splitlines()[0]
            raise VerdictError(f"{path} is not a readable verdict ({first}); delete it and grade again") from error

    def head(self) -> str:
        """As JSON, whose verdict it is, what came of it and how it was reached; of the checks only the first."""
        parts = {"checks": self.checks[:1], "notices": [], "curve": [], "measures": {}, "judged_by": {}}
        return self.model_copy(update=parts).model_dump_json(exclude_defaults=True)

    @classmethod
    def of_head(cls, text: str) -> Verdict:
        """The verdict with no more in it than `head` has kept. Raises ValueError."""
        return cls.model_validate_json(text, context=_SHORT)


_LEFT_OUT = Notice(text=say("this result was too long: parts of it were left out, most of what was printed first"))
# What is made shorter until a verdict fits, the least important first: (what, to how many characters or items). After
# the last it fits whatever the texts hold: no character becomes more than six bytes.
_STEPS = (
    ("recorded", 4_000), ("recorded", 1_000), ("curve", 1_000), ("recorded", 200), ("traceback", 1_000),
    ("curve", 100), ("notices", 20), ("words", 500), ("traceback", 100), ("recorded", 0), ("words", 100),
    ("checks", 60), ("words", 30),
)  # fmt: skip


def _shrunk(verdict: Verdict) -> dict[str, Any]:
    """The fields of `verdict` to replace, so that it is at most `MOST_BYTES` long when it is written; mostly none."""
    if _size(verdict) <= MOST_BYTES:
        return {}
    smaller = verdict
    for what, most in _STEPS:
        smaller = smaller.model_copy(update=_shorter(smaller, what, most))
        if _size(smaller) <= MOST_BYTES:
            break
    return {name: getattr(smaller, name) for name in ("checks", "notices", "curve", "reason")}


def _shorter(verdict: Verdict, what: str, most: int) -> dict[str, Any]:
    checks, notices, curve, reason = verdict.checks, verdict.notices, verdict.curve, verdict.reason
    if what == "curve" and len(curve) > most:
        curve = [curve[round(i * (len(curve) - 1) / (most - 1))] for i in range(most)]
    if what == "checks" and len(checks) > most:  # those that did not pass say more
        kept = sorted(range(len(checks)), key=lambda i: (checks[i].outcome is Outcome.PASSED, i))[:most]
        checks = [checks[i] for i in sorted(kept)]
    if what == "words":
        reason = reason and reason.cut(most)
        notices = [notice.model_copy(update={"text": notice.text.cut(most)}) for notice in notices]
    checks = [_cut_check(check, what, most) for check in checks]
    notices = [_LEFT_OUT, *(notice for notice in notices if notice.text.en != _LEFT_OUT.text.en)]
    notices = notices[: most if what == "notices" else _NOTICES]
    return {"checks": checks, "notices": notices, "curve": curve, "reason": reason}


def _cut_check(check: CheckResult, what: str, most: int) -> CheckResult:
    if what == "recorded":
        details = check.details and cut(check.details, most)
        compared = check.compared if most >= _COMPARED else None
        return check.model_copy(update={"output": cut(check.output, most), "details": details, "compared": compared})
    if what == "traceback" and check.traceback:
        return check.model_copy(update={"traceback": cut(check.traceback, most)})
    if what == "words":
        given = {"title": check.title, "message": check.message, "note": check.note}
        texts = {name: text and text.cut(most) for name, text in given.items()}
        found = check.diagnosis
        told = found and found.model_copy(update={"text": found.text.cut(most)})
        return check.model_copy(update={**texts, "diagnosis": told})
    return check


def _size(verdict: Verdict) -> int:
    """Bytes of `verdict` as it is written, give or take a few. Counted check by check: together they may be huge."""
    alone = [verdict.model_copy(update={"checks": []}).model_dump_json(indent=2)]
    pieces = map(lambda check: check.model_dump_json(indent=2), verdict.checks)
    return sum(len(text.encode()) + 4 * text.count("\n") + 8 for pieces in (alone, pieces) for text in pieces)


# Gravest first: this is the order in which a submission's outcome is chosen from its checks'.
_GRAVITY = (Outcome.CRASHED, Outcome.MEMORY, Outcome.OUTPUT_LIMIT, Outcome.TIMEOUT, Outcome.RAISED, Outcome.FAILED)


def overall(checks: list[CheckResult]) -> SubmissionOutcome:
    """The outcome of a submission whose checks ran: `passed` if all did, else the gravest."""
    seen = {check.outcome for check in checks}
    for outcome in _GRAVITY:
        if outcome in seen:
            return SubmissionOutcome(outcome.value)
    return SubmissionOutcome.FAILED if Outcome.SKIPPED in seen or not checks else SubmissionOutcome.PASSED


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``verdict.json``."""
    return Verdict.model_json_schema()


def write_atomically(path: Path, text: str | bytes | Iterable[str], *, lasting: bool = True) -> None:
    """Write `text`, its pieces as they come, or bytes to `path`: into a temporary file beside it, then renamed.

    Not `lasting`: nobody waits for the disk, and the file may be empty after the power failed. Raises OSError (disk
    full, no permission) and leaves an earlier `path` as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")  # one name, so that what a killed run left is written over
    temporary.unlink(missing_ok=True)
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
        with open(fd, "wb") as stream:
            for piece in [text] if isinstance(text, (str, bytes)) else text:
                stream.write(piece if isinstance(piece, bytes) else piece.encode())
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


if __name__ == "__main__":  # python -m grader.verdict > docs/verdict.schema.json
    print(json.dumps(schema(), indent=2, ensure_ascii=False))

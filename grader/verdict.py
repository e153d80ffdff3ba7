"""The one data model that every other part reads or writes: what is true of one submission.

`Verdict` is written as ``verdict.json``; its JSON Schema is published as ``docs/verdict.schema.json``.
"""

from __future__ import annotations

import datetime
import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

LANGUAGES = ("zh", "en")


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
    GRADER_ERROR = "grader_error"  # our fault: no score, run again


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Model):
    """One sentence in both languages of the course."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Diagnosis(_Model):
    """A known misconception that the answer equals."""

    id: str
    text: Text


class CheckResult(_Model):
    """One check. The student sees all of a public one, and of a hidden one all but `details` and `output`."""

    id: str
    title: Text
    hidden: bool
    outcome: Outcome
    points: float = Field(ge=0)
    max_points: float = Field(ge=0)
    message: Text | None = None
    diagnosis: Diagnosis | None = None
    note: Text | None = Field(None, description="how it was judged, where that is not plain: an error carried forward")
    traceback: str | None = Field(None, description="the student's own frames, with their own line or cell numbers")
    output: str = Field("", description="what the student's code printed during the check; instructor only if hidden")
    details: str | None = Field(None, description="values seen and expected; instructor only if hidden")
    seconds: float = Field(0.0, ge=0, description="wall time of the check")


class Notice(_Model):
    """Something about the file that costs no points: code outside a region, an import that is not graded."""

    text: Text
    line: int | None = Field(None, description="1-based line of the file, or of the cell if `cell` is set")
    cell: int | None = Field(None, description="1-based number of the code cell")


class CurvePoint(_Model):
    """One `report(step=, loss=, accuracy=)` of the student's training loop: a claim, never a score."""

    step: int
    loss: float | None = None
    accuracy: float | None = None


class Environment(_Model):
    """Where and how the verdict was reached."""

    sandbox: Literal["strict", "container", "process", "none"] = "none"
    forced: bool = Field(False, description="graded below `container` because a flag said so")
    profile: str = "cpu"
    device: Literal["cpu", "gpu"] = Field("cpu", description="what was really computed on, asserted in the sandbox")
    device_name: str | None = Field(None, description="the GPU's name")
    futility: bool = Field(False, description="trainings were stopped that no right answer looked like; not official")
    device_asked: Literal["cpu", "gpu"] = Field("cpu", description="what the profile asks for; --device overrules it")
    dataset: str | None = None
    backend: str | None = None
    dialect: str | None = Field(None, description="tf1 for an answer in TensorFlow 1; null: the lesson's own dialect")
    versions: dict[str, str] = Field(default_factory=dict)
    seed: StrictInt | Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] = Field(
        0, description="128 random bits in hexadecimal; a number if given by hand, or by an older grader"
    )
    judging_version: int = Field(0, description="of the grader, see grader/judging.py; 0: from before there was one")
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
    """What is true of one submission."""

    schema_version: Literal[1] = 1
    lesson: str
    lesson_digest: str = Field(description="SHA-256 over the lesson's two halves")
    student: str
    file: str = Field(description="name of the submitted file")
    submission_sha256: str | None = Field(description="SHA-256 of the submitted bytes; null if they could not be read")
    outcome: SubmissionOutcome
    score: float | None = Field(description="null when the grader itself failed")
    max_score: float
    reason: Text | None = None
    notices: list[Notice] = Field(default_factory=list)
    checks: list[CheckResult] = Field(default_factory=list)
    measures: dict[str, float] = Field(
        default_factory=dict, description="what checks measured, such as the accuracy counted; instructor only"
    )
    curve: list[CurvePoint] = Field(default_factory=list)
    environment: Environment = Field(default_factory=Environment)
    timings: Timings = Field(default_factory=Timings)
    graded_at: datetime.datetime

    def for_student(self) -> Verdict:
        """The same verdict without what a student must not see of hidden checks."""
        veiled = {"output": "", "details": None}
        checks = [c.model_copy(update=veiled) if c.hidden else c for c in self.checks]
        environment = self.environment.model_copy(update={"seed": 0})
        # Why the grader failed may be told in the words of a hidden check.
        reason = None if self.outcome is SubmissionOutcome.GRADER_ERROR else self.reason
        told = {"checks": checks, "environment": environment, "reason": reason, "measures": {}}
        return self.model_copy(update=told)

    def write(self, path: Path) -> None:
        """Write as JSON, all or nothing: a reader never sees half a verdict, not even after a crash."""
        write_atomically(path, self.model_dump_json(indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> Verdict:
        """Read a verdict file; raise `VerdictError` if it is unreadable or is no verdict."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError, RecursionError) as error:
            first = str(error).splitlines()[0]
            raise VerdictError(f"{path} is not a readable verdict ({first}); delete it and grade again") from error


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


def write_atomically(path: Path, text: str) -> None:
    """Write `text` to `path` through a temporary file in the same folder, then rename it into place.

    Raises OSError (disk full, no permission) and leaves an earlier `path` as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")  # one name, so that what a killed run left is written over
    temporary.unlink(missing_ok=True)
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
        with open(fd, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


if __name__ == "__main__":  # python -m grader.verdict > docs/verdict.schema.json
    print(json.dumps(schema(), indent=2, ensure_ascii=False))

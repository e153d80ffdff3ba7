"""What is to be judged, and how: plain data that can travel to another process or machine.

A `Request` names a file that is not read yet; a `Task` holds its bytes, and round-trips through JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from grader.grading.opening import HandedIn
from grader.grading.seeds import Seed

if TYPE_CHECKING:
    from grader.grading.handin import Job

Level = Literal["process", "container", "strict"]

CONTROL = "the reference"  # in place of a check's name: its turn with the checks that stumbled over an answer


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Policy(_Data):
    """In which surroundings an answer is judged.

    `level` is the lowest sandbox level to accept; `forced`: a flag allowed one below ``container``. `backend` is for
    runtimes that have it; all others, and all if it is None, take their usual one. `device` overrules what the profile
    asks for. `early_stopping` ends a training that no right answer looked like; such a verdict is not final.
    `even_unattempted` judges untouched stubs, too.
    """

    profile: str = "cpu"
    backend: str | None = None
    device: str | None = None
    level: Level = "container"
    forced: bool = False
    early_stopping: bool = False
    even_unattempted: bool = False

    def forced_at(self, level: str) -> bool:
        """Whether a verdict reached at this sandbox level is one that only the flag allowed."""
        return self.forced and level == "process"

    def with_profile(self, profile: str) -> Policy:
        return self if profile == self.profile else self.model_copy(update={"profile": profile})


class Selection(_Data):
    """Which of a lesson's checks are run.

    `only` keeps the checks of these names, and those that they depend on, unless `alone`. `fail_fast` skips every check
    after the first that does not pass: whether an answer gets full marks is known then.
    """

    hidden: bool = True
    only: frozenset[str] | None = None
    alone: bool = False
    fail_fast: bool = False


class Task(_Data):
    """One submission to judge. `student` is the name as it is shown; `lesson_digest` is of what judges it.

    `seed` decides every drawn input: see `grader.grading.seeds`.
    """

    model_config = ConfigDict(defer_build=True)  # workers, which are forked before one is made, need not wait

    student: str
    lesson: str
    lesson_digest: str
    handed_in: HandedIn
    seed: Seed
    policy: Policy = Policy()
    selection: Selection = Selection()

    @property
    def name(self) -> str:
        return f"{self.student}/{self.lesson}"


@dataclass(frozen=True)
class Request:
    """A submission to be judged, of which the file is read when its turn comes. `seed` None: a fresh secret one."""

    job: Job
    policy: Policy = Policy()
    selection: Selection = Selection()
    seed: Seed | None = None


@dataclass(frozen=True)
class Ready:
    """A request's file, read. `seed` None: the request's, or a fresh one."""

    handed_in: HandedIn
    seed: Seed | None = None


__all__ = ["Policy", "Ready", "Request", "Selection", "Task"]

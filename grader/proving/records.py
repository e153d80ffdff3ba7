"""What the record of a lesson's mutants is held to: it is stale when anything that judged them has changed since.

A stale record is shown as stale wherever it is shown. That is no fault while somebody works on the lesson, and it is
one when a version is tagged: `grader verify --release`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StrictInt

from grader.course import judged_by
from grader.course.lesson import Form, Lesson
from grader.grading.judging import JUDGING_VERSION
from grader.proving.mutation import Mutant, mutants_of
from grader.proving.verify import Finding
from grader.source import regions

EQUIVALENT_FILE, RECORD_FILE = "equivalent_mutants.toml", "mutants.json"
FATES = ("killed", "equivalent", "survived", "unjudged")
Key = tuple[str, str, str, str, int]  # as `Mutant.key`


class Record(BaseModel):
    """``mutants.json``: what judged a lesson's mutants, how many came to which fate, and which are not killed.

    `equal` are those listed as equivalent that got full marks, `open` all others that are not killed.
    """

    model_config = ConfigDict(frozen=True)

    lesson: str = ""
    judging_version: int = 0
    subject_sha256: str | None = None
    listed_sha256: str | None = None
    mutants_sha256: str | None = None
    profile: str = ""
    dataset: str | None = None
    date: str = ""
    seconds: float = 0.0
    versions: dict[str, str] = {}
    killed: StrictInt
    equivalent: StrictInt
    survived: StrictInt = Field(validation_alias=AliasChoices("survived", "lives"))  # as older records have it
    unjudged: StrictInt
    operators: dict[str, dict[str, int]] = {}
    equal: list[Key] = []
    open: list[Key] = []

    @property
    def alive(self) -> int:
        """Those that survived, or were not judged."""
        return self.survived + self.unjudged


def subject_sha256(lesson: Lesson) -> str:
    """SHA-256 of what affects mutant results, but for the mutants themselves: what judges an answer without early
    stopping, and the references, which the mutants are changes of. The judging version stands for the grader."""
    references = [form.reference_path for form in lesson.forms if form.reference_path]
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in references if path.is_file()]
    judging = judged_by.digest(judged_by.selected(judged_by.inputs_of(lesson)))  # afresh: work on it may go on
    return hashlib.sha256("".join([judging, *sums]).encode()).hexdigest()


def mutants_sha256(mutants: Iterable[Mutant]) -> str:
    """SHA-256 of the mutants' programs."""
    return hashlib.sha256("\0".join(mutant.text for mutant in mutants).encode()).hexdigest()


def listed_sha256(lesson: Lesson) -> str:
    assert lesson.private is not None
    path = lesson.private / EQUIVALENT_FILE
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def read_record(lesson: Lesson) -> Record | None:
    """``mutants.json``; None if there is none. Raises ValueError if it is no record."""
    path = lesson.private / RECORD_FILE if lesson.private else None
    if path is None or not path.is_file():
        return None
    try:
        return Record.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path} is no record of mutants") from error


def change(lesson: Lesson, record: Record, mutants: Iterable[Mutant] | None = None) -> str | None:
    """What is no longer as it was when this record was made. `mutants` are the lesson's, if they are known."""
    if record.judging_version != JUDGING_VERSION:
        return f"judged with judging version {record.judging_version}, and this grader has {JUDGING_VERSION}"
    if record.subject_sha256 != subject_sha256(lesson):
        return "judged with another reference, or with other checks, oracles, limits or data"
    try:
        if mutants is None:
            mutants = [mutant for form in lesson.forms for mutant in mutants_of_form(form)]
    except (SyntaxError, regions.MarkerError, OSError, UnicodeDecodeError) as error:
        return f"the reference cannot be read: {error}"
    if record.mutants_sha256 != mutants_sha256(mutants):
        return "other mutants are made of the reference now"
    return None


def mutants_of_form(form: Form) -> list[Mutant]:
    """The mutants of this form's reference; those of a dialect have its name before their region's.

    Raises SyntaxError, regions.MarkerError, OSError or UnicodeDecodeError if it cannot be read.
    """
    assert form.reference_path is not None
    place = f"{form.dialect}/" if form.dialect else ""
    mutants = mutants_of(form.reference_path.read_text(encoding="utf-8"))
    return [replace(mutant, region=place + mutant.region) for mutant in mutants]


def staleness(lesson: Lesson, record: Record) -> str | None:
    """Why this record of the lesson's mutants says nothing of the lesson as it stands, and the remedy; else None."""
    why = change(lesson, record)
    if why is None and record.listed_sha256 != listed_sha256(lesson):
        why = f"{EQUIVALENT_FILE} has changed since"
    return why and f"stale: {why}; judge again: {again(lesson)}"


def again(lesson: Lesson, **options: object) -> str:
    """The command that judges the lesson's mutants, with these `options`."""
    given = "".join(f" --{name} {value}" for name, value in options.items() if value is not None)
    return f"grader verify {lesson.id} --mutants{given}"


def check_records(lessons: Iterable[Lesson], *, release: bool = False) -> Iterator[Finding]:
    """One finding for each lesson: whether its record is about the lesson as it stands, and no mutant survived.

    A stale record is a note, since one who works on a lesson makes it stale; a `release` must have no such lesson, nor
    one without a record.
    """
    for lesson in lessons:
        if lesson.private is None:
            continue
        try:
            record = read_record(lesson)
        except (OSError, ValueError) as error:
            yield Finding(lesson.id, RECORD_FILE, (f"{error}; judge again: {again(lesson)}",))
            continue
        what = f"{RECORD_FILE}: {kill_rate(record)}"
        stale = staleness(lesson, record) if record else f"no mutants were judged: {again(lesson)}"
        problems = []
        if record and record.alive:
            problems.append(f"{record.alive} of them survived, or were not judged: {again(lesson)}")
        if release and stale:
            problems.append(stale)
        if record or release:
            yield Finding(lesson.id, what, tuple(problems), (stale,) if stale and not release else ())


def kill_rate(record: Record | None) -> str:
    """How many of those that are not equivalent are killed; one that was not judged yet counts as not killed."""
    if record is None:
        return "not run"
    total = record.killed + record.alive
    return f"{record.killed} of {total} killed ({100 * record.killed / max(1, total):.0f}%)"


__all__ = ["Record", "again", "check_records", "kill_rate", "read_record", "staleness"]

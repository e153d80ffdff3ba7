"""What the record of a lesson's mutants is held to: it is stale when anything that judged them has changed since.

A stale record is shown as stale wherever it is shown. That is no fault while somebody works on the lesson, and it is
one when a version is tagged: `grader verify --release`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from grader.course import judged_by
from grader.course.lesson import Form, Lesson
from grader.grading.judging import JUDGING_VERSION
from grader.proving.mutation import Mutant, mutants_of
from grader.proving.verify import Finding
from grader.source import regions

EQUIVALENT_FILE, RECORD_FILE = "equivalent_mutants.toml", "mutants.json"
FATES = ("killed", "equivalent", "survived", "unjudged")
_FATES_BEFORE = {"lives": "survived"}  # what older records call them


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


def read_record(lesson: Lesson) -> dict[str, Any]:
    """``mutants.json``; {} if there is none. Raises ValueError if it is no record."""
    path = lesson.private / RECORD_FILE if lesson.private else None
    if path is None or not path.is_file():
        return {}
    record = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(record, dict):
        record = {_FATES_BEFORE.get(key, key): value for key, value in record.items()}
    if not isinstance(record, dict) or not all(type(record.get(fate)) is int for fate in FATES):
        raise ValueError(f"{path} is no record of mutants")
    return record


def change(lesson: Lesson, found: dict[str, Any], mutants: Iterable[Mutant] | None = None) -> str | None:
    """What is no longer as it was when this record was made. `mutants` are the lesson's, if they are known."""
    if (version := found.get("judging_version", 0)) != JUDGING_VERSION:
        return f"judged with judging version {version}, and this grader has {JUDGING_VERSION}"
    if found.get("subject_sha256") != subject_sha256(lesson):
        return "judged with another reference, or with other checks, oracles, limits or data"
    try:
        if mutants is None:
            mutants = [mutant for form in lesson.forms for mutant in mutants_of_form(form)]
    except (SyntaxError, regions.MarkerError, OSError, UnicodeDecodeError) as error:
        return f"the reference cannot be read: {error}"
    if found.get("mutants_sha256") != mutants_sha256(mutants):
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


def staleness(lesson: Lesson, found: dict[str, Any]) -> str | None:
    """Why this record of the lesson's mutants says nothing of the lesson as it stands, and the remedy; else None."""
    why = change(lesson, found)
    if why is None and found.get("listed_sha256") != listed_sha256(lesson):
        why = f"{EQUIVALENT_FILE} has changed since"
    return why and f"stale: {why}; judge again: {again(lesson)}"


def again(lesson: Lesson, **options: Any) -> str:
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
            found = read_record(lesson)
        except (OSError, ValueError) as error:
            yield Finding(lesson.id, RECORD_FILE, (f"{error}; judge again: {again(lesson)}",))
            continue
        what, stale = f"{RECORD_FILE}: {kill_rate(found)}", staleness(lesson, found) if found else None
        if not found:
            stale = f"no mutants were judged: {again(lesson)}"
        left = found.get("survived", 0) + found.get("unjudged", 0)
        problems = [f"{left} of them survived, or were not judged: {again(lesson)}"] if left else []
        if release and stale:
            problems.append(stale)
        if found or release:
            yield Finding(lesson.id, what, tuple(problems), (stale,) if stale and not release else ())


def kill_rate(record: dict[str, Any]) -> str:
    """How many of those that are not equivalent are killed; one that was not judged yet counts as not killed."""
    if not record:
        return "not run"
    killed, others = record["killed"], record["survived"] + record["unjudged"]
    return f"{killed} of {killed + others} killed ({100 * killed / max(1, killed + others):.0f}%)"


__all__ = ["again", "check_records", "kill_rate", "read_record", "staleness"]

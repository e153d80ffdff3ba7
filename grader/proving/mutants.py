"""`grader verify --mutants`: every small change to a reference must cost it full marks.

A mutant is judged by the checks that its region reaches (`reach.py`), but for those that judge a whole training; one
that gets past them, by all. If it passes these as well, it shows a hole in the lesson's checks, unless it is a right
answer itself. Those are listed in ``solutions/<lesson>/equivalent_mutants.toml``, each with the reason; they are
judged, too, and must pass what their region reaches::

    [[equivalent]]
    region = "sigmoid"
    operator = "comparison"
    original = "z >= 0"
    mutated = "z > 0"
    reason = "at z = 0 both forms give 1/2"

`occurrence` (1 if left out) counts those of a region that are otherwise the same. Without `mutated`, an entry is about
whatever `original` becomes, by that `operator` or by any; `region` may be a list. The regions of a reference in another
dialect are named like ``tf1/sigmoid``.

``mutants.json`` is the record. While the judging version and all that the lesson judges with stay as they are, what it
says is killed, or listed and not killed, is not judged again; after that it is stale (`records.py`). It is
written while mutants are judged, so that a run goes on where one was stopped; what is left then is `unjudged`.
"""

from __future__ import annotations

import datetime
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from grader.checks.plugin import CheckError
from grader.course import datasets
from grader.course.lesson import Lesson
from grader.course.written import LessonError, optional_toml
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.judging import JUDGING_VERSION
from grader.grading.task import Level, Policy, Request, Selection
from grader.proving.mutation import Mutant
from grader.proving.reach import reached
from grader.proving.records import (
    EQUIVALENT_FILE,
    FATES,
    RECORD_FILE,
    Record,
    again,
    change,
    listed_sha256,
    mutants_of_form,
    mutants_sha256,
    read_record,
    subject_sha256,
)
from grader.proving.verify import SEED, Finding
from grader.source import regions
from grader.verdict import SubmissionOutcome, Verdict, write_atomically

SAVED_EVERY = 5  # verdicts: one that trains takes up to a minute


class _Equivalent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    region: str | list[str]
    original: str
    reason: str
    operator: str | None = None
    mutated: str | None = None
    occurrence: int = 1

    @property
    def regions(self) -> list[str]:
        return [self.region] if isinstance(self.region, str) else self.region

    def is_about(self, mutant: Mutant, region: str) -> bool:
        """Whether it speaks of this mutant; `region` is one of its own."""
        exact = self.mutated is None or (self.mutated, self.occurrence) == (mutant.mutated, mutant.occurrence)
        alike = self.operator in (None, mutant.operator) and self.original == mutant.original
        return exact and alike and mutant.region == region


class _Equivalents(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    equivalent: list[_Equivalent] = []


@dataclass
class _Proof:
    """What is known of one lesson's mutants, by their number; `earlier` are those that an earlier run has killed,
    `equal` those that are listed and that it did not."""

    lesson: Lesson
    profile: str
    subject: str = ""  # both as they were before anything was judged: a lesson may change while that takes an hour
    listing: str = ""
    dataset: str | None = None
    mutants: list[Mutant] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    earlier: set[int] = field(default_factory=set)
    equal: set[int] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def judged(self) -> set[int]:
        """Those with a verdict; a fault of the grader's own is none."""
        now = {n for n, verdict in self.verdicts.items() if verdict.outcome is not SubmissionOutcome.GRADER_ERROR}
        return now | self.earlier | self.equal

    @property
    def killed(self) -> set[int]:
        passed = {n for n, verdict in self.verdicts.items() if verdict.outcome is SubmissionOutcome.PASSED}
        return self.judged - passed - self.equal

    def finding(self) -> Finding:
        judged = self.judged
        for n in sorted(self.verdicts):
            verdict, mutant = self.verdicts[n], self.mutants[n]
            if verdict.outcome is SubmissionOutcome.GRADER_ERROR:
                reason = verdict.reason.en if verdict.reason else "no reason given"
                self.problems.append(f"could not be judged: line {mutant.line}: {mutant}: {reason}")
            elif n in self.listed and n in self.killed:
                check = next((check.id for check in verdict.checks if check.outcome.value != "passed"), "no check")
                self.problems.append(f"listed as equivalent, but {check} does not pass: {mutant}")
            elif n not in self.listed and n not in self.killed:
                self.problems.append(f"survived: line {mutant.line}: {mutant}")
        equal = len(self.listed & judged)
        what = f"mutants: {len(self.killed - self.listed)} of {len(judged) - equal} killed, {equal} equivalent"
        return Finding(self.lesson.id, what, tuple(self.problems))

    def record(self) -> Record:
        """The content of ``mutants.json``, after at least one of them was judged."""
        by_operator: dict[str, Counter[str]] = {}
        killed, judged = self.killed, self.judged
        equal = self.listed & (judged - killed)
        for n, mutant in enumerate(self.mutants):
            fate = "equivalent" if n in self.listed else "killed" if n in killed else "survived"
            by_operator.setdefault(mutant.operator, Counter())[fate if n in judged else "unjudged"] += 1
        total = sum(by_operator.values(), Counter())
        environment = next(iter(self.verdicts.values())).environment
        return Record(
            lesson=self.lesson.id,
            judging_version=JUDGING_VERSION,
            subject_sha256=self.subject,
            listed_sha256=self.listing,
            mutants_sha256=mutants_sha256(self.mutants),
            profile=self.profile,
            dataset=next(filter(None, (v.environment.dataset for v in self.verdicts.values())), self.dataset),
            date=datetime.datetime.now(datetime.UTC).date().isoformat(),
            seconds=round(self.seconds, 1),
            versions=environment.versions,
            **{fate: total[fate] for fate in FATES},
            operators={name: dict(sorted(counts.items())) for name, counts in sorted(by_operator.items())},
            equal=[self.mutants[n].key for n in sorted(equal)],
            open=[mutant.key for n, mutant in enumerate(self.mutants) if n not in killed | equal],
        )

    def save(self, seconds: float) -> None:
        """Write ``mutants.json``; `seconds` were spent in this run so far."""
        assert self.lesson.private is not None
        record = replace(self, seconds=self.seconds + seconds).record()
        write_atomically(self.lesson.private / RECORD_FILE, record.model_dump_json(indent=2) + "\n")

    def recall(self) -> None:
        """Take over what the record says is killed, if it is about these mutants and these checks."""
        try:
            record = read_record(self.lesson)
        except (OSError, ValueError):
            return  # one of another make
        if record is None or change(self.lesson, record, self.mutants) or record.profile != self.profile:
            return
        if record.dataset not in (None, datasets.chosen()):
            return
        self.seconds, self.dataset = record.seconds, record.dataset
        self.equal = {n for n in self.listed if self.mutants[n].key in record.equal}
        known = {*record.equal, *record.open}
        self.earlier = {n for n, mutant in enumerate(self.mutants) if mutant.key not in known and n not in self.listed}
        if len(self.earlier | self.equal) == len(self.mutants):
            self.earlier.discard(min(self.earlier, default=0))  # the record names versions that one was judged with


def verify_mutants(
    course: Path,
    lessons: Iterable[Lesson],
    *,
    profile: str = "cpu",
    workers: int | None = None,
    level: Level = "container",
    sample: int | None = None,
    seed: int = 0,
    no_cache: bool = False,
    on_verdict: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Finding]:
    """Judge the mutants of every lesson's reference, all or `sample` of each lesson's, drawn by `seed`.

    Yields one finding for each lesson, and writes its ``mutants.json``, which adds to that of an earlier run unless
    `no_cache`. A sample leaves out those listed as equivalent. Raises SandboxError if a runtime cannot be started.
    """
    proofs = [_prepared(lesson, profile) for lesson in lessons if lesson.reference_path is not None]
    with (
        tempfile.TemporaryDirectory(prefix="mutants-") as name,
        Engine(course, workers=workers, level=level, hidden=[Path(name)]) as engine,
    ):
        for proof in proofs:
            if sample is None and not no_cache:
                proof.recall()
            numbers = _chosen(proof, sample, seed)
            began = time.monotonic()
            for number, verdict in _judged(proof, numbers, engine, Path(name), level):
                proof.verdicts[number] = verdict
                done = len(proof.verdicts)
                if sample is None and (done % SAVED_EVERY == 0 or done == len(numbers)):
                    proof.save(time.monotonic() - began)
                on_verdict(done, len(numbers))
            finding = proof.finding()
            if sample is not None:
                repeat = again(proof.lesson, sample=sample, seed=seed, profile=profile if profile != "cpu" else None)
                problems = (*finding.problems, f"to repeat this: {repeat}") if finding.problems else ()
                finding = replace(finding, what=f"{finding.what}, sample of seed {seed}", problems=problems)
            yield finding


def _chosen(proof: _Proof, sample: int | None, seed: int) -> list[int]:
    """The numbers of the mutants to judge: all that no record knows, or `sample` of those that are not listed."""
    numbers = [n for n in range(len(proof.mutants)) if n not in proof.earlier | proof.equal]
    if sample is None:
        return numbers
    not_listed = [n for n in numbers if n not in proof.listed]
    return sorted(random.Random(seed).sample(not_listed, min(sample, len(not_listed))))


def _judged(
    proof: _Proof, numbers: list[int], engine: Engine, folder: Path, level: Level
) -> Iterator[tuple[int, Verdict]]:
    """The last verdict on each of these mutants, as it comes: by the checks that its region reaches, or by all.

    One that is listed is not trained with: if only its training told it from a right answer, it would be killed, and no
    hole. Programs are written into `folder`.
    """
    policy = Policy(profile=proof.profile, level=level)
    names = {proof.mutants[n].region for n in numbers}
    try:
        reach = reached(engine, proof.lesson, names, policy, SEED, folder)
    except CheckError:
        reach = {}  # each verdict will say so
    whole = [n for n in numbers if proof.mutants[n].region not in reach]
    first = {n: Selection(only=only, alone=True, fail_fast=True)
             for n in numbers if (only := reach.get(proof.mutants[n].region))}  # fmt: skip
    for n, verdict in _verdicts(proof, first, engine, folder, policy):
        if verdict.outcome is SubmissionOutcome.PASSED and n not in proof.listed:
            whole.append(n)
        else:
            yield n, verdict
    yield from _verdicts(proof, dict.fromkeys(whole, Selection(fail_fast=True)), engine, folder, policy)


def _verdicts(
    proof: _Proof, selections: dict[int, Selection], engine: Engine, folder: Path, policy: Policy
) -> Iterator[tuple[int, Verdict]]:
    """The verdict on each of these mutants by the checks selected for it."""
    requests = []
    for n, selection in selections.items():
        path = folder / f"{proof.lesson.id}-{n}.py"
        path.write_text(proof.mutants[n].text, encoding="utf-8")
        requests.append(Request(Job(str(n), proof.lesson.id, path), policy, selection, SEED))
    for request, verdict in engine.run(requests):
        yield int(request.job.student), verdict


def _prepared(lesson: Lesson, profile: str = "cpu") -> _Proof:
    """A lesson's mutants and which are listed as equivalent; its problems name what cannot be read."""
    assert lesson.reference_path is not None and lesson.private is not None
    proof = _Proof(lesson, lesson.profile_or_cpu(profile), subject_sha256(lesson), listed_sha256(lesson))
    for form in lesson.forms:
        try:
            proof.mutants += mutants_of_form(form)
        except (SyntaxError, regions.MarkerError, OSError, UnicodeDecodeError) as error:
            proof.problems.append(f"{form.reference_path}: {error}")
            return proof
    path = lesson.private / EQUIVALENT_FILE
    try:
        entries = optional_toml(path, _Equivalents).equivalent
    except LessonError as error:
        proof.problems.append(str(error))
        return proof
    for entry in entries:
        for region in entry.regions:
            _list_equivalent(proof, entry, region, path)
    return proof


def _list_equivalent(proof: _Proof, entry: _Equivalent, region: str, path: Path) -> None:
    """Add to `proof.listed` the mutants of `region` that the entry is about, or say what is wrong with the entry."""
    shown = " | ".join(word or "any" for word in (region, entry.operator, entry.original, entry.mutated))
    about = {n for n, mutant in enumerate(proof.mutants) if entry.is_about(mutant, region)}
    if not about:
        proof.problems.append(f"{path}: there is no such mutant any more; delete the entry: {shown}")
    elif about & proof.listed:
        proof.problems.append(f"{path}: listed twice: {shown}")
    elif not entry.reason.strip():
        proof.problems.append(f"{path}: an entry needs its reason: {shown}")
    else:
        proof.listed |= about


__all__ = ["verify_mutants"]

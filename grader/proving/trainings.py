"""The trainings of a calibration: each is kept as soon as it has ended, so that one that was stopped goes on.

A verdict lies in a file of its own, ``build/calibration/<lesson>/<key>.json`` of the course. The key is a hash of all
that determines what was measured: what judges the lesson (`judged_by`), the answer, the profile, the data, the seed and
the versions of the libraries. So a changed lesson finds none of its old trainings, and what was stopped, by Ctrl+C, by
SIGKILL or by a full disk, lacks only those that were in flight.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.checks.plugin import Calibrated
from grader.course import datasets, judged_by
from grader.course.answers import answer_text
from grader.course.lesson import Lesson, LessonError
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.judging import JUDGING_VERSION
from grader.grading.task import Policy, Request, Selection
from grader.proving.limits import REFERENCE
from grader.proving.verify import Declared
from grader.sandbox.runtimes import find, installed_versions
from grader.verdict import Verdict, write_atomically

FIRST_SEED = 1_000  # of each answer's first run, the next has the next; far from those that tests use
RIGHT = "right/"  # before the name of a right answer that is not the reference


@dataclass(frozen=True)
class Answer:
    """What is trained, `runs` times: the reference, ``right/<style>`` or a wrong answer; `measures` are what it must
    record."""

    name: str
    path: Path
    runs: int
    measures: frozenset[str]


class Trainings:
    """Verdicts of answers by seed, from what an earlier run has kept or from the sandbox. `on_kept` hears how many of
    how many are kept, before any training; `on_verdict` hears of each training."""

    def __init__(
        self,
        course: Path,
        lesson: Lesson,
        declared: Iterable[Calibrated],
        policy: Policy,
        engine: Engine,
        folder: Path,
        on_verdict: Callable[[Job, Verdict], None],
        on_kept: Callable[[int, int], None] = lambda kept, wanted: None,
    ) -> None:
        declared = list(declared)
        self._lesson, self._policy, self._engine = lesson, policy, engine
        self._only = frozenset(one.check for one in declared)
        self._subject = subject(lesson, declared, policy.profile)
        self._kept, self._folder, self._on_verdict = course / "build" / "calibration" / lesson.id, folder, on_verdict
        self._on_kept, self._new = on_kept, set[Path]()

    def of(self, answers: Sequence[Answer]) -> dict[str, list[Verdict]]:
        """The verdicts on each answer, by name, in the order of the seeds.

        Raises SandboxError, LessonError if an answer cannot be read, or if there is no room to keep a verdict.
        """
        verdicts: dict[tuple[str, int], Verdict] = {}
        missing: dict[str, tuple[Answer, int, Path]] = {}
        requests, found = [], 0
        for answer in answers:
            text = answer_text(self._lesson, answer.path)
            program = self._folder / f"{self._lesson.id}-{answer.name.replace('/', '-')}.py"
            program.write_text(text, encoding="utf-8")
            for run in range(answer.runs):
                kept = self._kept / f"{self._key(text, FIRST_SEED + run)}.json"
                if verdict := _read(kept):
                    verdicts[answer.name, run] = verdict
                    found += kept not in self._new
                    continue
                job = Job(f"{answer.name}, run {run + 1}", self._lesson.id, program)
                missing[job.student] = answer, run, kept
                selection = Selection(only=self._only, alone=True)
                requests.append(Request(job, self._policy, selection, FIRST_SEED + run))
        if found:
            self._on_kept(found, found + len(requests))
        for request, verdict in self._engine.run(requests):
            answer, run, kept = missing[request.job.student]
            if answer.measures <= set(verdict.measures):  # else something went wrong, which may not do so again
                self._keep(kept, verdict)
            self._on_verdict(request.job, verdict)
            verdicts[answer.name, run] = verdict
        return {answer.name: [verdicts[answer.name, run] for run in range(answer.runs)] for answer in answers}

    def _key(self, text: str, seed: int) -> str:
        parts = [self._subject, text, seed, self._policy.model_dump(), sorted(self._only), datasets.chosen()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def _keep(self, path: Path, verdict: Verdict) -> None:
        self._new.add(path)
        try:
            write_atomically(path, verdict.model_dump_json())
        except OSError as error:
            raise LessonError(
                f"cannot keep what was measured in {path} ({error.strerror}); make room there and run the same command "
                "again: it goes on from the trainings before this one"
            ) from error


def _read(path: Path) -> Verdict | None:
    try:
        return Verdict.model_validate_json(path.read_bytes())
    except (OSError, ValueError):  # not there, or of another make
        return None


def subject(lesson: Lesson, declared: Iterable[Calibrated], profile: str) -> str:
    """SHA-256 of what determines a measured value, but for the answer, the seed and the data. The limits that are
    calibrated are no part of it: who writes a new one into lesson.toml trains nothing again."""
    keys = {one.key for one in declared}
    profiles = f"{lesson.public.parent.name}/{lesson.id}/lesson.toml: profiles."
    judging = judged_by.selected(judged_by.inputs_of(lesson), profile=profile)
    files = {name: sha256 for name, sha256 in judging.items() if not name.startswith(profiles)}
    settings = {key: value for key, value in lesson.profiles[profile].items() if key not in keys}
    versions = {form.runtime: installed_versions(form.runtime) for form in lesson.forms}
    parts = [files, settings, versions, JUDGING_VERSION]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def reference(lesson: Lesson, declared: Iterable[Calibrated], runs: int) -> Answer:
    assert lesson.reference_path is not None
    return Answer(REFERENCE, lesson.reference_path, runs, frozenset(one.measure for one in declared))


def styles(lesson: Lesson, declared: Iterable[Calibrated], runs: int) -> Iterator[Answer]:
    """The right answers in ``right/`` that are written for the usual backend."""
    measures = frozenset(one.measure for one in declared)
    usual = find(lesson.runtime).backend(None)
    for path in lesson.right_paths:
        backends = Declared.parse(path).backends
        if not backends or usual in backends:
            yield Answer(RIGHT + path.stem, path, runs, measures)


def wrong(lesson: Lesson, declared: Iterable[Calibrated], runs: int) -> Iterator[Answer]:
    """The wrong answers that checks are calibrated against. Raises LessonError if one does not exist."""
    assert lesson.private is not None
    declared = list(declared)
    for name in dict.fromkeys(name for one in declared for name in one.wrong):
        path = lesson.private / "wrong" / f"{name}.py"
        if not path.is_file():
            raise LessonError(f"{lesson.id}: a check is calibrated against {path}, which does not exist")
        yield Answer(name, path, runs, frozenset(one.measure for one in declared if name in one.wrong))


__all__ = ["RIGHT", "Answer", "Trainings", "reference", "styles", "subject", "wrong"]

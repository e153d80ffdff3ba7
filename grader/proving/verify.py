"""`grader verify`: prove a lesson before a student meets it.

The stub must score zero and count as unattempted, what stands in for a region must earn nothing by itself, the
reference and every other right answer must score full, every wrong answer must get exactly the verdict that its first
line declares, every text must exist in both languages, and nothing of the private half may stand in the public one.
"""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.answers import write_answer
from grader.course.lesson import Lesson
from grader.course.terms import TERMS_FILE, english_in
from grader.course.written import text_of
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.task import Level, Policy, Request
from grader.proving.files import broken_programs, file_problems, language_problems, places_of
from grader.proving.stand_ins import Trial, trials
from grader.sandbox.runtimes import find
from grader.source import regions
from grader.source.dialects import dialect_of
from grader.source.splicing import splice
from grader.verdict import CheckResult, Outcome, SubmissionOutcome, Verdict

SEED = 20_240_229  # a verification that passed yesterday passes today
_HEADER = re.compile(
    r"#\s*verdict:\s*(?P<outcome>\w+)\s+score=(?P<score>full|[\d.]+)\s+diagnosis=(?P<diagnosis>\S+)\s*"
)
_BACKEND = re.compile(r"#\s*backend:\s*(?P<names>\w+(,\s*\w+)*)\s*")
_LEAK_LENGTH = 24  # characters of code, without spaces, that are too many to stand in both halves by chance


@dataclass(frozen=True)
class Declared:
    """What the first line of an answer says that its verdict must be. `score` None means full marks.

    A second line ``# backend: tensorflow`` (or several, with commas) says that it is written for these alone.
    """

    outcome: str
    score: float | None
    diagnoses: frozenset[str]
    backends: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, path: Path) -> Declared:
        """Raises ValueError, with the remedy, if the first line declares nothing."""
        first, second, *_ = [*path.read_text(encoding="utf-8").split("\n", 2), ""]
        match = _HEADER.fullmatch(first)
        if not match:
            raise ValueError("its first line must be like: # verdict: failed score=9 diagnosis=tanh-for-sigmoid (or -)")
        ids = frozenset() if match["diagnosis"] == "-" else frozenset(match["diagnosis"].split(","))
        backends = _BACKEND.fullmatch(second)
        score = None if match["score"] == "full" else float(match["score"])
        named = re.findall(r"\w+", backends["names"]) if backends else ()
        return cls(match["outcome"], score, ids, frozenset(named))

    def differences(self, verdict: Verdict) -> Iterator[str]:
        """One sentence for each way in which the verdict is not what was declared."""
        if verdict.outcome.value != self.outcome:
            reason = f" ({verdict.reason.en})" if verdict.reason else ""
            yield f"outcome is {verdict.outcome.value}, declared {self.outcome}{reason}"
        score = verdict.max_score if self.score is None else self.score
        if verdict.score is None or abs(verdict.score - score) > 1e-9:
            yield f"score is {verdict.score}, declared {score:g} of {verdict.max_score:g}"
        diagnoses = frozenset(check.diagnosis.id for check in verdict.checks if check.diagnosis)
        if diagnoses != self.diagnoses:
            got, declared = (",".join(sorted(ids)) or "-" for ids in (diagnoses, self.diagnoses))
            yield f"diagnosis is {got}, declared {declared}"


_UNATTEMPTED = Declared("unattempted", 0.0, frozenset())
_FULL = Declared("passed", None, frozenset())


@dataclass(frozen=True)
class Finding:
    """One thing that was verified: `problems` is empty if it is as it must be; `notes` are no problems."""

    lesson: str
    what: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _in_english(verdict: Verdict) -> Iterator[str]:
    """The Chinese sentences of this verdict's checks in which English stands; an exception's words are quoted."""
    for check in verdict.checks:
        own = check.outcome in (Outcome.PASSED, Outcome.FAILED)
        for text in (check.message if own else None, check.note, check.diagnosis and check.diagnosis.text):
            if text and (phrase := english_in(text.zh)):
                where = f"{'solutions' if check.hidden else 'exercises'}/{verdict.lesson}/{TERMS_FILE}"
                remedy = f"translate an expect's name in {where}, and put code between `backquotes`"
                yield f"{check.id}: English in its Chinese: {phrase!r}; {remedy}"


@dataclass(frozen=True)
class _Case:
    """One program to grade, and the verdict that it must get; `declared` None: any verdict with a score of 0."""

    job: Job
    policy: Policy
    declared: Declared | None
    lacks_regions: bool = False
    trial: Trial | None = None  # of a stand-in
    places: Mapping[str, str] = field(default_factory=dict)  # of the lesson's checks

    def _of_check(self, check: CheckResult) -> str:
        """What became of a check; where a right answer does not pass it, the check may be wrong: where it stands, and
        what an exception said."""
        words = check.message.en if check.message else ""
        if self.declared is None or self.declared.outcome != "passed":
            return f"{check.outcome.value}: {check.id}: {words}"
        at = self.places.get(check.id.partition("[")[0], "")
        said = f" ({check.details.splitlines()[0]})" if check.outcome is Outcome.RAISED and check.details else ""
        return f"{check.outcome.value}: {check.id}: {words}{said}{at and f'; the check is {at}'}"

    def finding(self, verdict: Verdict, told: dict[str, str]) -> Finding:
        """`told` says under which answer a fault of the lesson's was told already: it is the same for most of them."""
        if verdict.outcome is SubmissionOutcome.GRADER_ERROR:
            why = verdict.reason.en if verdict.reason else "no reason is known"
            first = told.setdefault(why, self.job.student)
            words = why if first == self.job.student else f"the same as of {first}"
            return Finding(self.job.lesson, self.job.student, (f"grader_error: {words}",))
        if self.declared is not None:
            problems = list(self.declared.differences(verdict))
        elif self.trial is not None:
            problems = list(self.trial.problems(verdict))
        elif verdict.score != 0:
            reason = f" ({verdict.reason.en})" if verdict.reason else ""
            problems = [f"the untouched stub scores {verdict.score}{reason}; it must score 0"]
        else:
            problems = []
        problems += _in_english(verdict)
        if problems and self.lacks_regions:
            problems.append("an answer with code outside its regions is read as a whole file, and needs every region")
        if problems:
            failed = (check for check in verdict.checks if check.outcome.value != "passed")
            problems += [f"  {self._of_check(check)}" for check in failed]
        return Finding(self.job.lesson, self.job.student, tuple(problems))


def verify(
    course: Path,
    lessons: Iterable[Lesson],
    *,
    profile: str = "cpu",
    backend: str | None = None,
    device: str | None = None,
    quick: bool = False,
    part: tuple[int, int] = (1, 1),
    workers: int | None = None,
    level: Level = "container",
) -> Iterator[Finding]:
    """Verify the lessons, yielding findings as they come. Raises SandboxError if a runtime cannot be started.

    An answer that declares another `backend` than this one is left out. `quick` leaves out all but the first right
    answer of a lesson that trains: each of them trains in full. `part` (2, 3) judges the second third of the answers;
    stubs and references belong to the first.
    """
    cases: dict[Job, _Case] = {}
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        for lesson in lessons:
            policy = Policy(profile=lesson.profile_or_cpu(profile), backend=backend, device=device, level=level)
            yield from _read(lesson)
            broken = list(broken_programs(lesson))
            if broken:  # nothing could be judged by them
                yield Finding(lesson.id, "programs", tuple(broken))
            if broken or lesson.reference_path is None:
                continue
            fixed = _fixed(lesson, policy, Path(folder)) if part[0] == 1 else ()
            answers = _answers(lesson, policy, Path(folder), quick, part)
            for case in itertools.chain(fixed, answers):
                if isinstance(case, Finding):
                    yield case
                else:
                    cases[case.job] = case
        with Engine(course, workers=workers, level=level, hidden=[Path(folder)]) as engine:
            requests = [Request(case.job, case.policy, seed=SEED) for case in cases.values()]
            told: dict[str, str] = {}
            for request, verdict in engine.run(requests):
                yield cases[request.job].finding(verdict, told)


def _fixed(lesson: Lesson, policy: Policy, folder: Path) -> Iterator[_Case]:
    """In each dialect: the stub, the stub run although nobody has written into it, what stands in for its regions,
    written into `folder`, and the reference."""
    anyway = policy.model_copy(update={"even_unattempted": True})
    for form in lesson.forms:
        prefix = f"{form.dialect} " if form.dialect else ""
        assert form.reference_path is not None
        yield _Case(Job(f"{prefix}stub", lesson.id, form.stub_path), policy, _UNATTEMPTED)
        run_anyway = Job(f"{prefix}stub, run all the same", lesson.id, form.stub_path)
        yield _Case(run_anyway, anyway, None)
        for number, trial in enumerate(trials(form)):
            path = folder / f"{lesson.id}-{form.runtime}-stand-in-{number}.py"
            path.write_text(trial.text, encoding="utf-8")
            yield _Case(Job(f"{prefix}{trial.what}", lesson.id, path), anyway, None, trial=trial)
        yield _Case(Job(f"{prefix}reference", lesson.id, form.reference_path), policy, _FULL, places=places_of(lesson))


def _answers(
    lesson: Lesson, policy: Policy, folder: Path, quick: bool, part: tuple[int, int]
) -> Iterator[_Case | Finding]:
    """The right and wrong answers for this backend, written whole into `folder`; a finding for each unreadable one."""
    right = lesson.right_paths[:1] if quick and _trains(lesson) else lesson.right_paths
    number, of = part
    for path in (*lesson.wrong_paths, *right)[number - 1 :: of]:
        name = f"{path.parent.name}/{path.name}"
        try:
            declared = Declared.parse(path)
            if declared.backends and find(lesson.runtime).backend(policy.backend) not in declared.backends:
                continue
            whole = write_answer(lesson, path, folder)
            lacks = _lacks_regions(lesson, whole)
            yield _Case(Job(name, lesson.id, whole), policy, declared, lacks, places=places_of(lesson))
        except (ValueError, OSError) as error:
            yield Finding(lesson.id, name, (str(error),))


def _lacks_regions(lesson: Lesson, answer: Path) -> bool:
    text = text_of(answer)
    try:
        return bool(splice(lesson.form(dialect_of(text) if lesson.dialects else None).stub, text).found.slips)
    except regions.MarkerError:
        return True


def _trains(lesson: Lesson) -> bool:
    from grader.checks.plugin import CheckError, calibrated

    try:
        return bool(calibrated(lesson))
    except CheckError:  # each verdict will say so
        return False


def _read(lesson: Lesson) -> Iterator[Finding]:
    """What can be seen without running anything."""
    yield Finding(lesson.id, "both languages", tuple(language_problems(lesson)))
    yield Finding(lesson.id, "files", tuple(file_problems(lesson)))
    if lesson.reference_path is None:
        yield Finding(
            lesson.id, "private half", (f"there is no solutions/{lesson.id}; verify where the course is written",)
        )
        return
    yield Finding(lesson.id, "nothing private in public", tuple(leaks(lesson)))
    count = len(lesson.wrong_paths)
    problem = f"it has {count} known wrong answers in wrong/; a lesson needs at least 6"
    yield Finding(lesson.id, "known wrong answers", () if count >= 6 else (problem,))


def leaks(lesson: Lesson) -> Iterator[str]:
    """Code of the reference's regions, or files that belong to the private half, in the public half."""
    secret: dict[str, str] = {}
    stubs = [_squeeze(form.stub) for form in lesson.forms]
    for form in lesson.forms:
        assert form.reference_path is not None
        try:
            answered = regions.find_regions(form.reference_path.read_text(encoding="utf-8"))
        except (regions.MarkerError, OSError, UnicodeDecodeError) as error:
            yield f"{form.reference_path}: {error}"
            return
        for region in answered:
            lines = [line.split("#")[0] for line in region.lines if line.split("#")[0].strip()]
            for piece in [*lines, "\n".join(lines)]:
                squeezed = _squeeze(piece)
                if len(squeezed) >= _LEAK_LENGTH and not any(squeezed in stub for stub in stubs):
                    secret[squeezed] = piece.strip().splitlines()[0]
    for path in sorted(lesson.public.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        if path.name == "test_hidden.py" or path.parent.name in ("wrong", "right"):
            yield f"{path} belongs into solutions/{lesson.id}"
        text = _squeeze(path.read_text(encoding="utf-8", errors="replace"))
        for squeezed, line in secret.items():
            if squeezed in text:
                yield f"{path} contains code of the reference: {line}"


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_green(findings: Iterable[Finding]) -> bool:
    """Whether no finding has a problem."""
    return not any(finding.problems for finding in findings)


__all__ = ["SEED", "Declared", "Finding", "is_green", "leaks", "verify"]

"""Which checks a change to a region can reach: all but those that pass while that region does nothing but raise.

A mutant is judged by these, without the ones that judge a whole training, and by all only if it gets past them. So it
is never taken for killed without a check that it fails, nor for a survivor by fewer than all checks: a wrong guess here
costs time. It is test selection by coverage, as mutation testing has it (Papadakis et al., Mutation Testing Advances,
2019, section 5.3); coverage is asked of the checks themselves, for no trace leaves the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.checks.markers import base
from grader.checks.plugin import points_by_check, training
from grader.course.lesson import Lesson
from grader.grading.engine import Engine
from grader.grading.handin import Job
from grader.grading.task import Policy, Request, Selection
from grader.source import regions
from grader.verdict import Outcome, SubmissionOutcome

_RAISES = 'raise RuntimeError("this region does nothing")'


def reached(
    engine: Engine, lesson: Lesson, names: Iterable[str], policy: Policy, seed: int, folder: Path
) -> dict[str, frozenset[str]]:
    """For each of the regions, named as `records.mutants_of_form` does, the checks that a mutant of it is judged by
    first; of a region that none reaches, and of one that could not be judged, it has none.

    The programs are written into `folder`. Raises CheckError, SandboxError.
    """
    whole = training(lesson)
    first = frozenset(name for name in points_by_check(lesson) if base(name) not in whole)
    programs = raising(lesson)
    requests = []
    for number, name in enumerate(sorted(set(names) & set(programs))):
        path = folder / f"{lesson.id}-raises-{number}.py"
        path.write_text(programs[name], encoding="utf-8")
        requests.append(Request(Job(name, lesson.id, path), policy, Selection(only=first, alone=True), seed))
    found: dict[str, frozenset[str]] = {}
    for request, verdict in engine.run(requests):
        failed = frozenset(check.id for check in verdict.checks if check.outcome is not Outcome.PASSED)
        if verdict.outcome is not SubmissionOutcome.GRADER_ERROR and failed:
            found[request.job.student] = failed
    return found


def raising(lesson: Lesson) -> dict[str, str]:
    """For each region of each reference, by its name, that reference with an exception in place of the region."""
    programs = {}
    for form in lesson.forms:
        assert form.reference_path is not None
        text = form.reference_path.read_text(encoding="utf-8")
        lines, place = regions.split_lines(text), f"{form.dialect}/" if form.dialect else ""
        for number, region in enumerate(regions.find_regions(text), 1):
            code = next((line for line in region.lines if line.strip()), "")
            indent = code[: len(code) - len(code.lstrip())]
            whole = [*lines[: region.begin], indent + _RAISES, *lines[region.end - 1 :]]
            programs[place + (region.name or f"#{number}")] = "\n".join(whole)
    return programs


__all__ = ["raising", "reached"]

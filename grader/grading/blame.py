"""Whose fault it is, where a check or a probe breaks: the reference is asked with the same check and the same seed."""

from __future__ import annotations

from grader.checks.program import Program
from grader.course.lesson import Form, Lesson, LessonError
from grader.grading.checking import limits_at, run_program
from grader.grading.task import Selection
from grader.sandbox.box import Box
from grader.sandbox.claims import Fault
from grader.sandbox.warm import Handle
from grader.source.splicing import splice


def ask_the_reference(
    lesson: Lesson, form: Form, stumbled: dict[str, str], server: Handle, profile: str, only: Selection, source: int
) -> None:
    """The checks that `only` selects stumbled over a claim.

    Raises LessonError if one stumbles over the reference's, too: then the check has a bug. The reference is trained to
    the end: one that is stopped early stumbles over nothing.
    """
    reference = Program.of(_reference(form))
    control = run_program(lesson, form, reference, server, profile, only, source).checked
    for name in stumbled.keys() & control.stumbled.keys():
        raise LessonError(f"fix the check: {name} of {lesson.id} has a bug: {control.stumbled[name]}")


def ask_about_the_probe(lesson: Lesson, form: Form, server: Handle) -> None:
    """A program cannot be loaded with the lesson's probe beside it. Raises LessonError if the reference cannot be
    either: then it is ours."""
    try:
        with Box(server, limits_at(lesson, server)) as box:
            box.load(_reference(form), lesson.module, form.probe)
    except Fault as fault:
        why = f"{fault.facts.get('type', fault.kind)}: {fault.facts.get('message', '')}".rstrip(": ")
        said = f"fix probe.py: not even the reference of {lesson.id} can be loaded with its probe.py: {why}"
        raise LessonError(said) from fault


def _reference(form: Form) -> str:
    assert form.reference_path is not None
    return splice(form.stub, form.reference_path.read_text(encoding="utf-8")).program


__all__ = ["ask_about_the_probe", "ask_the_reference"]

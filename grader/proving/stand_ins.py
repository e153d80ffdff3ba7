"""What a lesson's stand-ins must not earn: its answers in which a stand-in does the work of a region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from grader.course.lesson import Form
from grader.source.regions import find_regions, split_lines
from grader.verdict import Verdict

_NO_PYTHON = ("(",)  # a region that cannot be used, whatever stands around it


class Trial(NamedTuple):
    """An answer, and whether it must get no point at all, or only not all of them."""

    what: str
    text: str
    nothing: bool

    def problems(self, verdict: Verdict) -> Iterator[str]:
        """One sentence for each way in which it got what it must not."""
        if self.nothing and verdict.score != 0:
            earned = ", ".join(check.id for check in verdict.checks if check.points)
            yield f"where nothing but a stand-in works, {verdict.score} points are earned, and must not be: {earned}"
        if not self.nothing and verdict.score == verdict.max_score:
            yield "it is public, and a right answer of its region: write what the region's own checks do not pass"


def trials(form: Form) -> Iterator[Trial]:
    """For each stand-in two. Raises LessonError for a stand-in of no region, OSError, ValueError.

    In use in the stub, it must earn nothing: a check that passes then asks for no region of the student's first, and
    belongs to none. Handed in with all else right, it must not get full marks: it is public, and would be the answer.
    """
    assert form.reference_path is not None
    reference = form.reference_path.read_text(encoding="utf-8")
    for name, lines in form.stand_ins.items():
        yield Trial(f"stand-in for {name}, in use", _with(form.stub, name, _NO_PYTHON), True)
        yield Trial(f"stand-in for {name}, handed in", _with(reference, name, lines), False)


def _with(text: str, name: str, body: tuple[str, ...]) -> str:
    lines = split_lines(text)
    (region,) = [one for one in find_regions(text) if one.name == name]
    return "\n".join([*lines[: region.begin], *body, *lines[region.end - 1 :]])


__all__ = ["Trial", "trials"]

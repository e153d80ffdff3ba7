"""A verdict as the outputs of grade cells, which nbgrader reads points from.

nbgrader 0.9.6 takes the first decisive output of a cell: an error, or anything on stderr, is 0; an ``execute_result``
is partial credit; none of them is full marks. It gives full marks for NaN and for negative numbers, and fails the whole
submission for more than there is to get. So each grade cell has exactly one ``display_data``, which it passes over, and
behind it one ``execute_result``: a finite number from 0 to the cell's points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nbformat.v4 import new_output

from grader.messages.sentences import say
from grader.nbgrader import shown
from grader.nbgrader.record import CourseError
from grader.verdict import CheckResult, Verdict

_PLACES = 6


def credit(points: float, most: float) -> float:
    """`points` as nbgrader can take them: rounded, and from 0 to `most`. Raises ValueError for what is no number."""
    if not (math.isfinite(points) and math.isfinite(most)):
        raise ValueError(f"{points} of {most} points is no score")
    return min(max(round(points, _PLACES), 0.0), most)


def fill(nb: Any, verdict: Verdict, cells: Mapping[str, str], lang: str) -> None:
    """Write the outputs of every grade cell of code. `cells`: the check that each stands for.

    Raises CourseError if the notebook's cells and the verdict's checks are not about the same: nothing may be left that
    nbgrader would take for full marks.
    """
    seen = verdict.for_student()
    checks = {check.id: check for check in seen.checks}
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        facts = cell.metadata.get("nbgrader", {})
        if not facts.get("grade") or facts.get("solution"):
            continue
        name, most = facts["grade_id"], float(facts["points"])
        check = _check(name, most, cells, checks, judged=bool(checks))
        html, text = shown.of_check(check, lang) if check else shown.of_all(seen, lang)
        points = credit(check.points if check else 0.0, most)
        cell.outputs = [
            new_output("display_data", {"text/html": html, "text/plain": text}),
            new_output("execute_result", {"text/plain": repr(points)}),
        ]
    missing = set(checks) - {cells.get(cell.metadata.get("nbgrader", {}).get("grade_id", "")) for cell in nb.cells}
    if missing:
        raise _old(", ".join(sorted(missing)[:3]))


def _check(
    name: str, most: float, cells: Mapping[str, str], checks: Mapping[str, CheckResult], *, judged: bool
) -> CheckResult | None:
    """The result that the cell `name` stands for; None if the submission was not judged by checks."""
    if name not in cells:
        raise CourseError(
            say(
                "the grade cell {name} is none of Gatehouse's: nobody would score it. In a lesson of ours, cells that "
                "you add are graded by hand, so make it a manually graded answer.",
                name=name,
            )
        )
    check = checks.get(cells[name])
    if judged and (check is None or not math.isclose(check.max_points, most, abs_tol=1e-9)):
        raise _old(name)
    return check


def _old(name: str) -> CourseError:
    return CourseError(
        say(
            "the assignment in the gradebook is older than the lesson's checks ({name}): run `grader release "
            "--nbgrader` and `nbgrader generate_assignment --force` again.",
            name=name,
        )
    )


__all__ = ["credit", "fill"]
